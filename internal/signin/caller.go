package signin

import (
	"crypto/sha256"
)

// Caller is where a request came from, and with what.
type Caller struct {
	Source string // address that tries of passwords are counted by
	Device string // "Firefox on Windows", for the person's own list of sessions
	Token  string // a secret that the device keeps, to be known again when it signs in; "" where it keeps none
}

// AccountKey is what tries are counted by, so that no address is kept with them, known or not.
func AccountKey(email string) []byte {
	sum := sha256.Sum256([]byte(email))
	return sum[:]
}

// TokenHash is what a secret of an address is kept and looked up by.
func TokenHash(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}
