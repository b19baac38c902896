package domain

import "time"

// How often a password may be tried. Wrong ones are counted by who tries, so that nobody can keep another person out.
const (
	TryWindow       = 15 * time.Minute
	TriesForAccount = 10  // from one source for one account
	TriesFromSource = 100 // from one source in all: a whole town hall may sit behind one address
)

// MayTry reports whether one more password may be tried after so many wrong ones within the window.
func MayTry(forAccount, fromSource int) bool {
	return forAccount < TriesForAccount && fromSource < TriesFromSource
}
