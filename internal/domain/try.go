package domain

import "time"

// How often a password may be tried. Wrong ones are counted by who tries, so that nobody can keep another person out.
const (
	TryWindow       = 15 * time.Minute
	TriesForAccount = 10  // from one source for one account
	TriesFromSource = 100 // from one source in all: a whole town hall may sit behind one address

	// For one account from everywhere together; those of more come one by one, if whoever tries has never signed in to
	// the account with the same device. Who has goes by the counts above alone, so that nobody is kept out by others.
	TriesOfStrangers = 30
	TrySpacing       = 2 * time.Second
	LongestTryWait   = 8 * time.Second
)

// StrangerWait is how long a device that an account does not know waits before a password is checked, after so many
// wrong ones within the window, the newest at newest; ok is false where it would be longer than anybody waits.
func StrangerWait(tries int, newest, now time.Time) (wait time.Duration, ok bool) {
	if tries < TriesOfStrangers {
		return 0, true
	}
	wait = max(0, newest.Add(TrySpacing).Sub(now))
	return wait, wait <= LongestTryWait
}

// MayTry reports whether one more password may be tried after so many wrong ones within the window.
func MayTry(forAccount, fromSource int) bool {
	return forAccount < TriesForAccount && fromSource < TriesFromSource
}
