package home_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/town"
)

// through says that a command got as far as its audit entries: it would have been done.
const through = "would have been done"

// stopAtAudit makes every command fail at its last step until go is called, so that a table of them can be tried in one
// scene.
func stopAtAudit(c *town.Town) (goOn func()) {
	c.Exec(`CREATE OR REPLACE FUNCTION stop_at_audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '` +
		through + `'; END $$`)
	c.Exec(`CREATE TRIGGER stop_at_audit BEFORE INSERT ON audit_entries FOR EACH ROW EXECUTE FUNCTION stop_at_audit()`)
	return func() { c.Exec(`DROP TRIGGER stop_at_audit ON audit_entries`) }
}

// said is how a command was answered: "may", "-" for no role that has it, or the ids of the reasons.
func said(err error) string {
	switch {
	case err == nil || strings.Contains(err.Error(), through):
		return "may"
	case errors.Is(err, domain.ErrForbidden), errors.Is(err, domain.ErrNotFound):
		return "-"
	}
	if got := town.Blockers(err); len(got) > 0 {
		return strings.Join(got, " ")
	}
	return err.Error()
}

// reasons are words that a refusal has, by its id: each says to the reader what keeps them, or whose step it is.
var reasons = map[string][]string{
	"seat": {"This gate asks you as a Member (", "You are asked as a Member",
		"Only a Member who holds a seat of this area can"},
	"signed":     {"You decided on this gate as a Member, so you cannot override it"},
	"submitted":  {"You submitted this gate"},
	"substitute": {"As substitute for "},
	"own":        {"You submitted this gate, so you cannot sign it", "You reported this condition met"},
	"owner":      {"You are responsible for this condition"},
	"brought":    {"You submitted this gate or overrode it, so you take no part"},
	"asked":      {"Gate 3 asked you as a Member"},
	"liaison":    {"You are a liaison officer of this area"},
	"executive":  {"You sit on the Executive, so you are not also the clerk"},
	"officer":    {"You are the named officer of this decision"},
	"clerk":      {"You are a clerk to the Executive"},
}

// inWords checks that each reason of a refusal says what it is.
func inWords(t *testing.T, err error) {
	t.Helper()
	blocked, ok := errors.AsType[*domain.BlockedError](err)
	if !ok {
		return
	}
	for _, b := range blocked.Blockers {
		if !slices.ContainsFunc(reasons[b.ID], func(words string) bool { return strings.Contains(b.Words, words) }) {
			t.Errorf("refused by %s with %q", b.ID, b.Words)
		}
	}
}

// power is something that can be done with a gate or a decision. Offered reports whether a page offers it; nil where
// the table does not ask.
type power struct {
	name    string
	try     func(domain.PersonID) error
	offered func(see) bool
}

// see is a page as somebody sees it.
type see func(path string) *servertest.Page

// links is an offer by a link on a page.
func links(page, to string) func(see) bool {
	return func(at see) bool { return slices.Contains(at(page).Links(), to) }
}

// forms is an offer by a form on a page.
func forms(page, to string) func(see) bool {
	return func(at see) bool { return slices.Contains(at(page).Forms(), to) }
}

// both is an offer in two places.
func both(one, other func(see) bool) func(see) bool {
	return func(at see) bool {
		a, b := one(at), other(at)
		return a && b
	}
}

// somebody is a person with powers, and what they may do: "sign: may, override: seat". What is not listed is for no
// role of theirs.
type somebody struct {
	name string
	who  domain.PersonID
	want string
}

// cells tries every power of everybody, each cell of the table as a test of its own. What may be done is offered, and
// nothing else.
func cells(t *testing.T, c *town.Town, over string, everybody []somebody, powers []power) {
	t.Helper()
	for _, s := range everybody {
		wants, read := map[string]string{}, map[string]*servertest.Page{}
		for _, one := range strings.Split(s.want, ", ") {
			name, want, _ := strings.Cut(one, ": ")
			wants[name] = want
		}
		reader := c.As(s.who)
		at := func(path string) *servertest.Page {
			if read[path] == nil {
				read[path] = reader.Get(path)
			}
			return read[path]
		}
		for _, p := range powers {
			want := wants[p.name]
			delete(wants, p.name)
			if want == "" {
				want = "-"
			}
			answer := strings.NewReplacer("may", "allowed", "-", "refused, no such power").Replace(want)
			if answer == want {
				answer = "refused, " + want
			}
			t.Run(fmt.Sprintf("%s, %s: %s %s", over, s.name, p.name, answer), func(t *testing.T) {
				err := p.try(s.who)
				if got := said(err); got != want {
					t.Errorf("%s, want %s (%v)", got, want, err)
				}
				inWords(t, err)
				if p.offered != nil && p.offered(at) != (want == "may") {
					t.Errorf("a page offers it: %v", want != "may")
				}
			})
		}
		for name := range wants {
			if name != "" {
				t.Errorf("%s: there is no power %q", s.name, name)
			}
		}
	}
}
