package home_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/holds/holdapp"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/town"
)

// opened has the administrator make a link for somebody's password and open it: it returns the browser that did.
func opened(t *testing.T, c *town.Town, who domain.PersonID) *servertest.Client {
	t.Helper()
	shown := c.As(c.Admin).Post("/admin/people/"+servertest.ID(who)+"/invitations").Want(t, http.StatusCreated)
	link, _ := shown.Field("link")
	b := c.Browser()
	b.Post(link[strings.Index(link, "/invitations/"):], "password", servertest.Password).Want(t, http.StatusSeeOther)
	return b
}

func saysAll(t *testing.T, p *servertest.Page, words ...string) {
	t.Helper()
	for _, w := range words {
		if !p.Says(w) {
			t.Errorf("%s does not say %q: %s", p.Asked, w, p.Words())
		}
	}
}

// What its Member decided with another's link is not offered to them as still to be decided: it is said to wait.
func TestOnesOwnDecisionThatWaitsIsSaidToWait(t *testing.T) {
	t.Parallel()
	c := town.NewCastle(t)
	id := c.Submit(domain.GateAreas)[0]
	attempt := "/attempts/" + servertest.ID(id)
	member := opened(t, c, c.Aneurin)
	saysAll(t, member.Get("/").Want(t, 200), "Read and decide: ")
	servertest.DecideAs(t, member, attempt, "decision", "approve").Want(t, http.StatusSeeOther)
	for _, page := range []string{"/", "/gates"} {
		p := member.Get(page).Want(t, 200)
		saysAll(t, p, "Your decision does not count yet. A planning officer or an administrator who did not make the "+
			"link speaks with you and confirms that it is yours.", "Your decision that waits: ")
		if p.Says("Read and decide") || !slices.Contains(p.Links(), attempt) {
			t.Errorf("%s offers it as still to be decided: %s", page, p.Words())
		}
	}
	saysAll(t, c.As(c.Priya).Get(attempt).Want(t, 200), "Waits to be confirmed", "does not count yet",
		"but not "+c.Text(`SELECT name FROM people WHERE id = $1`, int64(c.Admin))+", who made the link",
		"it would not have waited")
	if p := c.As(c.Priya).Get("/").Want(t, 200); !p.Says("Read and decide") {
		t.Errorf("another’s decision that waits is taken for one’s own: %s", p.Words())
	}
	if err := holdapp.Refuse(t.Context(), c.App, c.Actor(c.Owen), 1, "He did not make it"); err != nil {
		t.Fatal(err)
	}
	if p := member.Get("/").Want(t, 200); !p.Says("Read and decide") || p.Says("Your decision that waits") {
		t.Errorf("once refused it is not to be decided: %s", p.Words())
	}
}

// countsGiven finds where a page says how many have decided.
var countsGiven = regexp.MustCompile(`(?i)\d+ of \d+ \w+|\d+ (?:decisions?|members?|places?|seats?)[^.]{0,40}|` +
	`(?:waits? for|still to decide|decision that was)[^.]{0,40}|nobody has decided`)

// No page or file counts a decision that waits as given: each that counts decisions says the same as before it.
func TestADecisionThatWaitsIsCountedNowhere(t *testing.T) {
	t.Parallel()
	c := town.NewCastle(t)
	id := c.Submit(domain.GateAreas)[0]
	c.Sign(c.Priya, id, gates.Approve)
	member := opened(t, c, c.Aneurin)
	said := func() map[string][]string {
		found := map[string][]string{}
		for _, at := range addressesOf(c.Harness, int64(c.Area), 1, 1) {
			p := c.As(c.Owen).Get(at)
			text := p.Body
			if p.Doc != nil {
				text = p.Words()
			}
			if list := countsGiven.FindAllString(text, -1); len(list) > 0 && p.Status == http.StatusOK {
				found[at] = list
			}
		}
		withdraw := "/attempts/" + servertest.ID(id) + "/withdrawal/check"
		p := c.As(c.Nia).Post(withdraw, "reason", "The boundary is wrong").Want(t, http.StatusOK)
		found[withdraw] = countsGiven.FindAllString(p.Words(), -1)
		return found
	}
	before := said()
	servertest.DecideAs(t, member, "/attempts/"+servertest.ID(id), "decision", "approve").Want(t, http.StatusSeeOther)
	if c.Int(`SELECT count(*) FROM holds`) != 1 {
		t.Fatal("nothing waits")
	}
	after := said()
	if len(before) < 4 {
		t.Fatalf("only these pages count decisions: %v", before)
	}
	for at, list := range before {
		if !slices.Equal(list, after[at]) {
			t.Errorf("%s said %q, and with a decision that waits %q", at, list, after[at])
		}
	}
}

// The page of an Executive decision, the list and the clerk's home say that a step waits for a second person: since
// when, who may confirm it, and from when on it would not have waited. So does its entry in the register.
func TestAnExecutiveDecisionSaysThatItWaits(t *testing.T) {
	t.Parallel()
	c := town.NewChamber(t)
	d := c.Drafted()
	d = c.Must(d.ID, c.Schedule(c.Clerk, d, c.Today()))
	at := "/decisions/" + servertest.ID(d.ID)
	clerk := opened(t, c, c.Clerk)
	saysAll(t, clerk.Get("/").Want(t, 200), "To be decided and recorded")
	if err := c.Record(c.Clerk, d, c.Agreed(d))(t.Context()); err == nil {
		t.Fatal("the record does not wait")
	}
	reference := c.Text(`SELECT reference FROM register_entries WHERE kind = 'executive waiting'`)
	since, until := domain.Moment(c.Now()), domain.Moment(c.Now().AddDate(0, 0, 1))
	admin := c.Text(`SELECT name FROM people WHERE id = $1`, int64(c.Admin))
	needs := []string{"waits for a second person, and does not count yet", since,
		"A planning officer or an administrator, but not " + admin + ", who made the link, speaks with",
		"Decided from " + until + " on, it would not have waited", reference,
		"It does not count until somebody confirms"}
	saysAll(t, c.As(c.Owen).Get(at).Want(t, 200), append(needs, "Confirm whose it is")...)
	saysAll(t, clerk.Get(at).Want(t, 200), needs...)
	saysAll(t, c.As(c.Owen).Get("/decisions").Want(t, 200), "a step with it waits to be confirmed since "+since)
	for _, page := range []string{"/", "/decisions"} {
		p := clerk.Get(page).Want(t, 200)
		saysAll(t, p, "what you did waits until a second person confirms that it was you")
		if p.Says("To be decided and recorded") {
			t.Errorf("%s asks the clerk again: %s", page, p.Words())
		}
	}
	saysAll(t, c.As(c.Owen).Get("/register/"+reference).Want(t, 200), "It has waited since "+since,
		"A planning officer or an administrator who did not make the link, once they have spoken with",
		"Decided from "+until+" on, it would not have waited", "used on "+since)
	if err := holdapp.Confirm(t.Context(), c.App, c.Actor(c.Owen), 1, "Met in the corridor"); err != nil {
		t.Fatal(err)
	}
	p := c.As(c.Owen).Get(at).Want(t, 200)
	saysAll(t, p, "No longer: confirmed by FG-")
	if p.Says("second person") || p.Says("Void since") {
		t.Errorf("once confirmed the page says %s", p.Words())
	}
	if p := c.As(c.Owen).Get("/decisions").Want(t, 200); p.Says("waits to be confirmed") {
		t.Errorf("once confirmed the list says %s", p.Words())
	}
}
