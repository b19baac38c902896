package domain

import (
	"strings"
)

// The most characters that a person's name and e-mail address may have.
const (
	MostName  = 120
	MostEmail = 254
)

// FoldEmail is the address in the one form in which it is kept and looked for.
func FoldEmail(email string) string { return strings.ToLower(strings.TrimSpace(email)) }
