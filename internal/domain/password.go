package domain

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"
)

// A password is long enough to be hard to guess and short enough to be hashed without effort. There is no other rule of
// form, and it never expires.
const (
	LeastPassword = 12  // characters
	MostPassword  = 128 // characters
)

// passwordStems are the words that the commonest passwords are made of, one a line, in the form of stemOf.
//
//go:embed password_stems.txt
var passwordStems string

var commonStems = sync.OnceValue(func() map[string]bool {
	stems := map[string]bool{}
	for line := range strings.Lines(passwordStems) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			stems[line] = true
		}
	}
	return stems
})

// CheckPassword returns a *BlockedError by the field "password" where one of a person with that e-mail address may not
// be used.
func CheckPassword(password, email string) error {
	n := utf8.RuneCountInString(password)
	switch {
	case n == 0:
		return Blocked("password", "Enter a password")
	case n < LeastPassword:
		return Blocked("password", fmt.Sprintf("Password must be %d characters or more", LeastPassword))
	case n > MostPassword:
		return Blocked("password", fmt.Sprintf("Password must be %d characters or fewer", MostPassword))
	case strings.EqualFold(password, email):
		return Blocked("password", "Choose a password that is not your e-mail address")
	case isCommon(password):
		return Blocked("password", "Choose a password that is harder to guess: this one is among the first that are "+
			"tried")
	}
	return nil
}

// isCommon reports whether a password is among those that guessers try first: one thing repeated, a run of neighbours,
// or a common word dressed with digits and marks.
func isCommon(password string) bool {
	folded := strings.ToLower(password)
	unit := repeated(folded)
	if utf8.RuneCountInString(unit) <= 3 || isRun(folded) || isRun(unit) {
		return true
	}
	for _, stem := range []string{stemOf(folded), stemOf(unit), repeated(stemOf(folded))} {
		if stem != "" && commonStems()[stem] {
			return true
		}
	}
	return false
}

// repeated is the shortest beginning of s that s is made of by repeating it, the last time perhaps cut short; s itself
// where there is none.
func repeated(s string) string {
	runes := []rune(s)
	for n := 1; n <= len(runes)/2; n++ {
		same := true
		for i := n; i < len(runes) && same; i++ {
			same = runes[i] == runes[i-n]
		}
		if same {
			return string(runes[:n])
		}
	}
	return s
}

// rows are the neighbours that fingers and minds run along.
var rows = []string{
	"01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm",
	"qwertyuiop[]asdfghjkl;'#zxcvbnm,./", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
	"1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0", "!\"£$%^&*()_+", "!@#$%^&*()_+", "qazwsxedcrfvtgbyhnujmikolp",
}

// isRun reports whether s is a piece of one row, forwards or backwards.
func isRun(s string) bool {
	for _, row := range rows {
		if strings.Contains(row, s) || strings.Contains(reversed(row), s) {
			return true
		}
	}
	return false
}

func reversed(s string) string {
	runes := []rune(s)
	for i, j := 0, len(runes)-1; i < j; i, j = i+1, j-1 {
		runes[i], runes[j] = runes[j], runes[i]
	}
	return string(runes)
}

var letterFor = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "8", "b", "@", "a", "$",
	"s", "!", "i", "£", "l")

// stemOf is a password without the digits and marks at its ends and between its words, and with the letters that digits
// and marks stand for.
func stemOf(folded string) string {
	bare := strings.TrimFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) && r != '@' && r != '$' })
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) {
			return -1
		}
		return r
	}, letterFor.Replace(bare))
}

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
