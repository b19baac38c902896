package diaryweb_test

import (
	"fmt"
	"net/http"
	"testing"

	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

// Elections, pre-election periods, recess and meetings stand in a calendar of each council, for everybody to read.
func TestACouncilHasACalendar(t *testing.T) {
	h := servertest.New(t)
	q := h.Quarter("Castle")
	council := h.Int(`SELECT id FROM authorities WHERE tier = 'borough'`)
	at := fmt.Sprintf("/authorities/%d/calendar", council)
	planner, member := h.As(q.Planner), h.As(q.Members[0])
	if p := planner.Get(at).Want(t, 200); !p.Says("Nothing to come is in this calendar") {
		t.Errorf("an empty calendar says %s", p.Words())
	}
	planner.Post(at, "kind", "recess", "from", "2026-08-01", "to", "2026-08-31", "name", "Summer recess").Want(t, 303)
	planner.Post(at, "kind", "recess", "from", "2026-08-01", "to", "2026-08-31", "name", "Summer recess").Want(t, 303)
	ward := servertest.ID(q.Seats[0])
	planner.Post(at, "kind", "election", "from", "2026-05-07", "to", "junk", "seats", ward).Want(t, 303)
	h.WantLines([]string{"election 2026-05-07 2026-05-07 1", "recess 2026-08-01 2026-08-31 0"}, `
		SELECT concat_ws(' ', kind, starts_on, ends_on, (SELECT count(*) FROM diary_entry_seats WHERE entry_id = id))
		FROM diary_entries ORDER BY starts_on`)
	for field, typed := range map[string][]string{
		"kind":  {"kind", "party", "from", "2026-05-07"},
		"from":  {"kind", "recess", "from", "31 February", "to", "2026-08-31"},
		"to":    {"kind", "recess", "from", "2027-08-01"},
		"seats": {"kind", "election", "from", "2027-05-06", "seats", "99999999999999"},
	} {
		if p := planner.Post(at, typed...).Want(t, 422); p.Problem(field) == "" {
			t.Errorf("no message by %s: %s", field, p.Words())
		}
	}
	id := h.Int(`SELECT id FROM diary_entries WHERE kind = 'recess'`)
	change := fmt.Sprintf("%s/%d/change", at, id)
	typed := []string{"kind", "recess", "from", "2026-07-27", "to", "2026-08-31", "version", "1"}
	planner.Post(change, typed...).Want(t, 303)
	planner.Post(change, typed...).Want(t, http.StatusConflict)
	p := member.Get(at).Want(t, 200)
	if !p.Says("27 July 2026 to 31 August 2026") || !p.Says("7 May 2026") || !p.Says("Castle ward 0") ||
		p.Says("Remove") || p.Says("Import") {
		t.Errorf("a Member reads %s", p.Words())
	}
	member.Get(at+"/new").Want(t, 403)
	h.As(q.Officer).Post(at, typed...).Want(t, 403)
	h.As(h.Person("Clodagh", policy.Clerk)).Get(at+"/new").Want(t, 200)
	planner.Get(fmt.Sprintf("/authorities/%d/calendar/%d/change", h.Authority("county"), id)).Want(t, 404)
	planner.Post(fmt.Sprintf("%s/%d/removal", at, id)).Want(t, 303)
	planner.Post(fmt.Sprintf("%s/%d/removal", at, id)).Want(t, 404)
	if n := h.Int(`SELECT count(*) FROM audit_entries WHERE summary LIKE '%’s calendar: %'`); n != 4 {
		t.Errorf("%d entries in the audit trail, want 4", n)
	}
}

// A calendar comes in as CSV: looked at, then imported, and the same file again changes nothing.
func TestACalendarIsImported(t *testing.T) {
	h := servertest.New(t)
	h.Seat("ward", "Canalside")
	b := h.As(h.Person("Clodagh", policy.Clerk))
	council := servertest.ID(h.Authority("borough"))
	upload := func(content string) (string, *servertest.Page) {
		sent := b.Upload("/authorities/"+council+"/calendar/import", "file", "diary.csv", []byte(content)).Want(t, 303)
		return sent.Location(), b.Follow(sent).Want(t, 200)
	}
	const file = "What;When;Until\nCabinet meeting;14/4/2026;\nRecess;1/8/2026;31/8/2026\n"
	at, p := upload(file)
	if !p.Says("1 added") { // “When” is matched by hand
		columns := []string{"column-what", "1", "column-from", "2", "column-to", "3", "column-name", "0",
			"column-seats", "0"}
		p = b.Follow(b.Post(at+"/columns", columns...).Want(t, 303)).Want(t, 200)
	}
	if !p.Says("2 added, 0 changed, 0 unchanged") || h.Int(`SELECT count(*) FROM diary_entries`) != 0 {
		t.Fatalf("before it is confirmed: %s", p.Words())
	}
	done := b.Follow(b.PostForm(at+"/confirmation", p.Hidden(at+"/confirmation")).Want(t, 303)).Want(t, 200)
	if !done.Says("Imported: 2 added") || !done.Says("14 April 2026") {
		t.Errorf("after it: %s", done.Words())
	}
	again := p.Hidden(at + "/confirmation")
	if twice := b.Follow(b.PostForm(at+"/confirmation", again).Want(t, 303)); !twice.Says("Already recorded") {
		t.Errorf("sent twice: %s", twice.Words())
	}
	again.Del("form-key") // as from another page that was open meanwhile
	if twice := b.Follow(b.PostForm(at+"/confirmation", again).Want(t, 303)); !twice.Says("waits no more") &&
		twice.Status != 403 {
		t.Errorf("sent again: %s", twice.Words())
	}
	if _, p := upload("what,from,to\nCabinet meeting,14/4/2026,\nRecess,1/8/2026,31/8/2026\n"); !p.Says(
		"0 added, 0 changed, 2 unchanged") || !p.Says("Nothing would change") {
		t.Errorf("the same again: %s", p.Words())
	}
	if _, p := upload("what,from,to\nbeano,14/4/2026,\n"); !p.Says("“beano” is none of") || p.Says("Import the file") {
		t.Errorf("a wrong one: %s", p.Words())
	}
}
