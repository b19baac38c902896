package town

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
)

// Refused runs a step that must be refused and must change no row of any table (guarantee 2), and returns the error.
func (c *look) Refused(step string, do func(ctx context.Context) error) error {
	c.T.Helper()
	before := c.Contents()
	err := do(c.T.Context())
	if err == nil {
		c.T.Errorf("%s: not refused", step)
	}
	if d := cmp.Diff(before, c.Contents()); d != "" {
		c.T.Errorf("%s: refused, and changed (-before +after):\n%s", step, d)
	}
	return err
}

// RefusedAs checks that a step is refused with an error and changes nothing.
func (c *look) RefusedAs(step string, want error, do func(ctx context.Context) error) {
	c.T.Helper()
	if err := c.Refused(step, do); !errors.Is(err, want) {
		c.T.Errorf("%s: %v, want %v", step, err, want)
	}
}

// RefusedFor checks that a step is refused for one blocker and changes nothing.
func (c *look) RefusedFor(step, blocker string, do func(ctx context.Context) error) {
	c.T.Helper()
	if got := Blockers(c.Refused(step, do)); len(got) != 1 || got[0] != blocker {
		c.T.Errorf("%s: blocked by %q, want %q", step, got, blocker)
	}
}

// Blockers are the ids, or else the fields or words, of what blocks.
func Blockers(err error) []string {
	var got []string
	if blocked, ok := errors.AsType[*domain.BlockedError](err); ok {
		for _, b := range blocked.Blockers {
			switch {
			case b.ID != "":
				got = append(got, b.ID)
			case b.Field != "":
				got = append(got, b.Field)
			default:
				got = append(got, b.Words)
			}
		}
	}
	return got
}

// Refused fails unless err is a refusal that names the field and has the words in it.
func Refused(t *testing.T, err error, field, words string) {
	t.Helper()
	blocked, ok := errors.AsType[*domain.BlockedError](err)
	if !ok {
		t.Fatalf("got %v, want a refusal with %q", err, words)
	}
	for _, b := range blocked.Blockers {
		if b.Field == field && strings.Contains(b.Words, words) {
			return
		}
	}
	t.Errorf("got %+v, want one by %q with %q", blocked.Blockers, field, words)
}
