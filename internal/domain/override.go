package domain

import (
	"time"
)

// Override is a gate that the community planning officer passed without its Members: it shows on every later view of
// the plan (domain §2).
type Override struct {
	Gate   Gate
	By     string
	At     time.Time
	Reason string
}
