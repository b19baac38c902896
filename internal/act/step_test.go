package act_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/themes/themestore"
)

// A step is kept with its entries, or not at all.
func TestWhatAStepSaysDecidesWhetherItIsKept(t *testing.T) {
	broken := errors.New("broken")
	entry := func(id int64) domain.Event { return domain.Event{Kind: "hedge", ID: id, Summary: "Theme added"} }
	for name, c := range map[string]struct {
		say     func(*act.Step) error
		kept    int
		entries []string
		err     string
	}{
		"recorded": {
			say:     func(s *act.Step) error { s.Record(entry(1)); return nil },
			kept:    1,
			entries: []string{"list.manage 1"},
		},
		"recorded in order": {
			say: func(s *act.Step) error {
				s.RecordAs(policy.EditCriteria, entry(3))
				s.Record(entry(1), entry(2))
				return nil
			},
			kept:    1,
			entries: []string{"criteria.edit 3", "list.manage 1", "list.manage 2"},
		},
		"the same": {say: func(s *act.Step) error { return s.Same() }},
		"recorded and the same": {say: func(s *act.Step) error { s.Record(entry(1)); return s.Same() }, kept: 1,
			entries: []string{"list.manage 1"}},
		"nothing said": {say: func(*act.Step) error { return nil },
			err: "list.manage: ended without an audit entry"},
		"failed after recording": {
			say: func(s *act.Step) error { s.Record(entry(1)); return broken },
			err: "list.manage: broken",
		},
		"failed after the same": {
			say: func(s *act.Step) error { return errors.Join(s.Same(), broken) },
			err: "list.manage: broken",
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := servertest.New(t)
			admin := h.Actor(h.Person("Zoë", policy.Admin))
			err := h.App.Do(t.Context(), admin, policy.ManageLists, func(s *act.Step) error {
				if _, err := themestore.AddTheme(t.Context(), s.Writer, "Hedges"); err != nil {
					return err
				}
				return c.say(s)
			})
			if got := errorText(err); got != c.err {
				t.Errorf("returned %q, want %q", got, c.err)
			}
			if got := h.Int(`SELECT count(*) FROM themes WHERE name = 'Hedges'`); int(got) != c.kept {
				t.Errorf("%d kept, want %d", got, c.kept)
			}
			if d := cmp.Diff(c.entries, entries(h)); d != "" {
				t.Errorf("entries (-want +got):\n%s", d)
			}
		})
	}
}

// A step on a basis is kept only where nothing was recorded of that since it was read, but by the same request.
func TestAStepIsTakenOnTheBasisThatWasRead(t *testing.T) {
	h := servertest.New(t)
	admin := h.Actor(h.Person("Zoë", policy.Admin))
	hedge := domain.Basis{{Kind: "hedge", ID: 1}, {Kind: "lane", Area: h.Area("Quay")}}
	cut := func(ctx context.Context) error {
		return h.App.Do(ctx, admin, policy.ManageLists, func(s *act.Step) error {
			s.Record(domain.Event{Kind: "hedge", ID: 1, Summary: "Cut"})
			return nil
		})
	}
	read := func() int64 {
		now, err := h.App.Newest(t.Context(), hedge)
		if err != nil {
			t.Fatal(err)
		}
		return now[0]
	}
	seen := read()
	mine := act.OnBasis(act.WithRequest(t.Context(), "mine"), hedge, seen)
	for range 2 { // what the same request recorded before is its own
		if err := cut(mine); err != nil {
			t.Fatal(err)
		}
	}
	theirs := act.WithRequest(t.Context(), "theirs")
	if err := cut(act.OnBasis(theirs, hedge, seen)); !errors.Is(err, domain.ErrConflict) {
		t.Errorf("on what stood before: %v", err)
	}
	if err := cut(act.OnBasis(theirs, hedge, read())); err != nil {
		t.Error(err)
	}
	seen = read()
	if err := h.App.Do(t.Context(), admin, policy.ManageLists, func(s *act.Step) error {
		s.Record(domain.Event{Kind: "lane", ID: 7, Area: hedge[1].Area, Summary: "Swept"})
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if err := cut(act.OnBasis(act.WithRequest(t.Context(), "late"), hedge, seen)); !errors.Is(err, domain.ErrConflict) {
		t.Errorf("on what stood in the area before: %v", err)
	}
	if n := h.Int(`SELECT count(*) FROM audit_entries WHERE object_kind = 'hedge'`); n != 3 {
		t.Errorf("%d entries, want 3", n)
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func entries(h *servertest.Harness) []string {
	text := h.Text(`SELECT COALESCE(string_agg(action || ' ' || object_id, E'\n' ORDER BY id), '') FROM audit_entries
		WHERE object_kind = 'hedge'`)
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// The database may ask to try a transaction again: what the first try recorded does not count, and its time is over.
func TestAStepTriedAgainBeginsAfresh(t *testing.T) {
	h := servertest.New(t)
	h.Exec(`CREATE SEQUENCE tries`)
	h.Exec(`CREATE FUNCTION fail_once() RETURNS trigger LANGUAGE plpgsql AS $$
		BEGIN
			IF nextval('tries') = 1 THEN RAISE EXCEPTION 'try again' USING ERRCODE = 'serialization_failure'; END IF;
			RETURN NEW;
		END $$`)
	h.Exec(`CREATE TRIGGER fail_once BEFORE INSERT ON themes FOR EACH ROW EXECUTE FUNCTION fail_once()`)
	var times []time.Time
	err := h.App.DoFor(t.Context(), 0, policy.ManageLists, func(s *act.Step) error {
		times = append(times, s.Now())
		s.Record(domain.Event{Kind: "hedge", ID: int64(len(times)), Summary: "Theme added"})
		h.Move(time.Second)
		_, err := themestore.AddTheme(t.Context(), s.Writer, "Hedges")
		return err
	})
	if err != nil || len(times) != 2 || !times[1].Equal(times[0].Add(time.Second)) {
		t.Errorf("tried at %v: %v", times, err)
	}
	if d := cmp.Diff([]string{"list.manage 2"}, entries(h)); d != "" {
		t.Errorf("entries (-want +got):\n%s", d)
	}
}

// Everything that a step dates has one time, taken when it is first asked for.
func TestAStepHasOneTime(t *testing.T) {
	h := servertest.New(t)
	var first, second time.Time
	err := h.App.DoFor(t.Context(), 0, policy.ManageLists, func(s *act.Step) error {
		h.Move(time.Hour)
		first = s.Now()
		h.Move(time.Hour)
		second = s.Now()
		s.Record(domain.Event{Kind: "hedge", ID: 1, Summary: "Theme added"})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := h.Now().Add(-time.Hour).UTC().Truncate(time.Microsecond); first != want || second != want {
		t.Errorf("the times are %v and %v, want %v", first, second, want)
	}
	if n := h.Int(`SELECT count(*) FROM audit_entries WHERE at = $1`, first); n != 1 {
		t.Error("the entry has another time")
	}
}

func TestAStepIsRefusedBeforeItBegins(t *testing.T) {
	h := servertest.New(t)
	err := h.App.Do(t.Context(), h.Actor(h.Person("Nia Pugh", policy.CLO)), policy.ManageLists, func(*act.Step) error {
		t.Error("the step began")
		return nil
	})
	if !errors.Is(err, domain.ErrForbidden) {
		t.Errorf("returned %v", err)
	}
}
