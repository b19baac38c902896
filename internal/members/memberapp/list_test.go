package memberapp_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/members"
	"fourgates/internal/members/memberapp"
	"fourgates/internal/sheets"
	"fourgates/internal/town"
)

func sheet(t *testing.T, content string) sheets.Sheet {
	t.Helper()
	s, err := sheets.Read([]byte(content))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// built is a town with two wards of Marlwick and a gate that waits for the Member of the first.
func built(t *testing.T) (c *town.Town, council domain.AuthorityID, attempt domain.AttemptID) {
	t.Helper()
	c = town.NewCounty(t)
	area := c.Build()
	attempt = c.AtGate1(area, c.Elected("E05990001", "Roisín Ó Cléirigh"), c.Elected("E58990001", "Tremaine Bello"))
	return c, domain.AuthorityID(c.Int(`SELECT id FROM authorities WHERE name = 'Marlwick'`)), attempt
}

func TestAListImportedTwiceChangesNothingTheSecondTime(t *testing.T) {
	c, council, attempt := built(t)
	list := sheet(t, "ward,name,email,from\nCanalside,Máire Walsh,ward@marlwick.test,1 March 2026\n"+
		"Priory,Bao Tran,ward@marlwick.test,2026-03-01\n")
	entries := c.Int(`SELECT count(*) FROM audit_entries`)
	for _, want := range []string{"1 added, 0 changed, 1 succeeded, 0 unchanged",
		"0 added, 0 changed, 0 succeeded, 2 unchanged"} {
		done, err := memberapp.LoadList(t.Context(), c.App, list, members.Choices{Council: council})
		if err != nil || done.Words() != want {
			t.Fatalf("%s, %v; want %s", done.Words(), err, want)
		}
	}
	// the list, two people, one term that ends and two that begin, and what becomes of the place at the gate
	if n := c.Int(`SELECT count(*) FROM audit_entries`) - entries; n != 7 {
		t.Errorf("%d audit entries, want 7", n)
	}
	if got := c.Text(`SELECT to_on::text || ' ' || end_reason FROM terms t JOIN people p ON p.id = t.person_id
		WHERE p.name = 'Roisín Ó Cléirigh'`); got != "2026-02-28 Succeeded by Máire Walsh" {
		t.Errorf("the term before: %s", got)
	}
	asked, err := gatestore.Signatories(t.Context(), c.App.Store.Reader, attempt, c.Day())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range asked {
		if s.SeatName == "Canalside" && s.HolderName != "Máire Walsh" {
			t.Errorf("the open gate waits for %s, not for the successor", s.HolderName)
		}
	}
	if n := c.Int(`SELECT count(*) FROM people WHERE email = 'ward@marlwick.test'`); n != 2 {
		t.Errorf("%d people have the ward's mailbox, want 2", n)
	}
}

func TestAListWithSomethingWrongChangesNothing(t *testing.T) {
	c, council, _ := built(t)
	before := c.Int(`SELECT count(*) FROM people`) + c.Int(`SELECT count(*) FROM terms`) +
		c.Int(`SELECT count(*) FROM audit_entries`)
	_, err := memberapp.LoadList(t.Context(), c.App, sheet(t, "ward,name,email,from\n"+
		"Priory,Bao Tran,bao@marlwick.test,2026-03-01\nNowhere,Máire Walsh,maire,soon\n"),
		members.Choices{Council: council})
	blocked, ok := errors.AsType[*domain.BlockedError](err)
	if !ok || len(blocked.Blockers) != 3 {
		t.Fatalf("%v, want three problems", err)
	}
	for i, words := range []string{"line 3, seat: ", "line 3, email: ", "line 3, from: "} {
		if !strings.HasPrefix(blocked.Blockers[i].Words, words) {
			t.Errorf("problem %d is %q, want %q", i+1, blocked.Blockers[i].Words, words)
		}
	}
	if after := c.Int(`SELECT count(*) FROM people`) + c.Int(`SELECT count(*) FROM terms`) +
		c.Int(`SELECT count(*) FROM audit_entries`); after != before {
		t.Errorf("%d rows more", after-before)
	}
}

// Both were shown the same council; what one imports makes the other's preview wrong.
func TestOfTwoImportsAtOnceOneWinsAndTheOtherIsTold(t *testing.T) {
	c, council, _ := built(t)
	other := c.Person("Ottoline Achebe", "admin")
	names := map[domain.PersonID]string{c.Admin: "Máire Walsh", other: "Bao Tran"}
	type shown struct {
		by     domain.PersonID
		id     domain.ImportFileID
		digest string
	}
	var both []shown
	for by, name := range names {
		s := sheet(t, "ward,name,from\nCanalside,"+name+",2026-03-01\nPriory,Second "+name+",2026-03-01\n")
		id, err := memberapp.UploadList(t.Context(), c.App, c.Actor(by), "list.csv", s,
			members.Choices{Council: council})
		if err != nil {
			t.Fatal(err)
		}
		p, err := memberapp.PreviewList(t.Context(), c.App, c.Actor(by), id)
		if err != nil || !p.Stands() {
			t.Fatal(err, p.Refused())
		}
		if len(p.Open) != 1 || p.Open[0].AreaName != "Canalside" {
			t.Errorf("gates that wait for these places: %+v", p.Open)
		}
		both = append(both, shown{by, id, p.Digest})
	}
	errs := make([]error, 2)
	var wait sync.WaitGroup
	for i, s := range both {
		actor := c.Actor(s.by)
		wait.Go(func() { _, errs[i] = memberapp.ConfirmList(t.Context(), c.App, actor, s.id, s.digest) })
	}
	wait.Wait()
	won := 0
	for i, err := range errs {
		if err == nil {
			won = i
		} else if _, told := errors.AsType[*domain.BlockedError](err); !told && !errors.Is(err, domain.ErrConflict) {
			t.Errorf("the other is told %v", err)
		}
	}
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Fatalf("%v and %v, want one to win", errs[0], errs[1])
	}
	winner := names[both[won].by]
	if n := c.Int(`SELECT count(*) FROM people WHERE name IN ($1, $2)`, winner, "Second "+winner); n != 2 {
		t.Errorf("%d of the winner's people, want 2", n)
	}
	loser := names[both[1-won].by]
	if n := c.Int(`SELECT count(*) FROM people WHERE name IN ($1, $2)`, loser, "Second "+loser); n != 0 {
		t.Errorf("%d of the other's people, want none", n)
	}
	// sent twice
	if _, err := memberapp.ConfirmList(t.Context(), c.App, c.Actor(both[won].by), both[won].id,
		both[won].digest); !errors.Is(err, domain.ErrNotFound) {
		t.Errorf("confirmed again: %v", err)
	}
}
