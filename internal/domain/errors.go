package domain

import (
	"errors"
	"fmt"
	"strings"
)

// What a command or a load answers when it refuses. Compare with errors.Is.
var (
	// ErrNotFound: it is not there, or the reader may not see that it is.
	ErrNotFound = errors.New("not found")
	// ErrForbidden: the reader may see it but not do this to it.
	ErrForbidden = errors.New("forbidden")
	// ErrConflict: someone else changed it in between. A refusal by the state in which it stands is a StateError.
	ErrConflict = errors.New("changed by someone else")
	// ErrThrottled: too many tries; wait.
	ErrThrottled = errors.New("too many tries")
	// ErrCrowded: too many others try the same account at once; wait a little.
	ErrCrowded = errors.New("many try the same account")
)

// A Blocker is one reason why something cannot be done now, in words for the reader.
// Field names the form field it belongs to, if any.
type Blocker struct {
	ID    string
	Words string
	Field string
}

// BlockedError lists every reason why a command was refused. Nothing was changed.
type BlockedError struct{ Blockers []Blocker }

func (e *BlockedError) Error() string {
	words := make([]string, len(e.Blockers))
	for i, b := range e.Blockers {
		words[i] = b.Words
	}
	return "blocked: " + strings.Join(words, "; ")
}

// StateError is a refusal by the state in which a thing stands, whoever brought it there: what it is, and who can
// change it. It is an ErrConflict for whoever asks no more than whether the step came too late or too early.
type StateError struct{ Words string }

func (e *StateError) Error() string { return "not in this state: " + e.Words }

// Is reports whether it is told apart from the target.
func (e *StateError) Is(target error) bool { return target == ErrConflict }

// Stands returns a *StateError in words for the reader, without a full stop.
func Stands(format string, args ...any) error { return &StateError{fmt.Sprintf(format, args...)} }

// WaitsError says that a decision is registered under a reference and waits: it does not count until somebody confirms
// whose it is. What was sent is kept.
type WaitsError struct{ Reference string }

func (e *WaitsError) Error() string {
	return "registered as " + e.Reference + ", and waits to be confirmed"
}

// Blocked returns a *BlockedError for one reason by a field ("" for none).
func Blocked(field, words string) error {
	return &BlockedError{Blockers: []Blocker{{Field: field, Words: words}}}
}

// BlockedBy returns a *BlockedError for the reasons; nil where there is none.
func BlockedBy(found []Blocker) error {
	if len(found) == 0 {
		return nil
	}
	return &BlockedError{Blockers: found}
}

// Among is the entry of a list that is meant. It returns ErrNotFound where there is none.
func Among[T any](list []T, meant func(T) bool) (T, error) {
	for _, it := range list {
		if meant(it) {
			return it, nil
		}
	}
	var none T
	return none, ErrNotFound
}

// First is the head of a list as far as it is shown, and how many more there are.
func First[T any](list []T, most int) (head []T, more int) {
	if len(list) <= most {
		return list, 0
	}
	return list[:most], len(list) - most
}
