package act

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// Step is a command under way: it writes with the transaction, and says what it changed.
type Step struct {
	db.Writer              // of the transaction
	Actor     policy.Actor // whose command it is; the zero Actor where time or the command line asks

	by      domain.PersonID
	act     policy.Action
	clock   func() time.Time
	again   Again
	beyond  Beyond
	random  io.Reader
	now     time.Time
	entries []entry
	same    bool
	actsFor *string
}

// entry is an audit entry to be written when the step ends.
type entry struct {
	act policy.Action
	domain.Event
}

// Now is the step's one instant, in UTC and whole microseconds. It is fixed when it is first asked for, so that a step
// which takes locks first is not dated before those it waited for.
func (s *Step) Now() time.Time {
	if s.now.IsZero() {
		s.now = s.clock()
	}
	return s.now
}

// Instant is the time at this moment: after Now where the step has waited for a lock since.
func (s *Step) Instant() time.Time { return s.clock() }

// Today is the council's day at Now.
func (s *Step) Today() domain.Date { return domain.DateOf(s.Now()) }

// Random is where the step's random bytes come from.
func (s *Step) Random() io.Reader {
	if s.random != nil {
		return s.random
	}
	return rand.Reader
}

// Record adds audit entries under the command's action. They are written when the step ends, in the order of the calls.
func (s *Step) Record(events ...domain.Event) { s.RecordAs(s.act, events...) }

// RecordAs is Record under another action: for what a command does besides.
func (s *Step) RecordAs(act policy.Action, events ...domain.Event) {
	for _, e := range events {
		s.entries = append(s.entries, entry{act, e})
	}
}

// ActFor says whose deputy the actor is in this command, "" for nobody's, where their roles alone do not tell.
func (s *Step) ActFor(name string) { s.actsFor = &name }

// Proposed does what follows from a new area.
func (s *Step) Proposed(ctx context.Context, area domain.AreaID) error {
	if s.beyond.Proposed == nil {
		return errors.New("nothing says what follows from a new area")
	}
	return s.beyond.Proposed(ctx, s, area)
}

// Passed does what follows from the passing of a gate.
func (s *Step) Passed(ctx context.Context, g domain.Gate, t domain.AttemptID, by domain.PersonID) error {
	do, ok := s.beyond.Passed[g]
	if !ok {
		return fmt.Errorf("nothing says what follows from passing %s", g.Title())
	}
	return do(ctx, s, t, by)
}

// Same says that there was nothing to do, as for a form sent twice. It returns nil.
func (s *Step) Same() error {
	s.same = true
	return nil
}

// follow does what follows from the things that were recorded, in the order in which they were.
func (s *Step) follow(ctx context.Context) error {
	var kinds []string
	ids := map[string][]int64{}
	for _, e := range s.entries {
		if s.beyond.Recorded[e.Kind] == nil || slices.Contains(ids[e.Kind], e.ID) {
			continue
		}
		if ids[e.Kind] == nil {
			kinds = append(kinds, e.Kind)
		}
		ids[e.Kind] = append(ids[e.Kind], e.ID)
	}
	for _, kind := range kinds {
		if err := s.beyond.Recorded[kind](ctx, s, ids[kind]); err != nil {
			return err
		}
	}
	return nil
}

// end does what follows from the entries and writes them, or says why the transaction must not commit.
func (s *Step) end(ctx context.Context) error {
	if len(s.entries) == 0 {
		if s.same {
			return errSame
		}
		return errors.New("ended without an audit entry")
	}
	if err := s.follow(ctx); err != nil {
		return err
	}
	for _, e := range s.entries {
		name := policy.DeputyFor(s.Actor, e.act, e.Area)
		if s.actsFor != nil && e.act == s.act {
			name = *s.actsFor
		}
		if name != "" {
			e.Summary += ", as deputy for " + name
		}
		if err := s.AddAudit(ctx, s.Now(), s.by, string(e.act), RequestOf(ctx), e.Event); err != nil {
			return err
		}
	}
	return nil
}
