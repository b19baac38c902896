package gates_test

import (
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
)

// Who may submit, withdraw, override and call back a gate that was submitted by 1, with which seat, and who can
// instead.
func TestPowersOverAGateAreKeptApart(t *testing.T) {
	const brought, holder, substitute, signed, other, closed = domain.PersonID(1), domain.PersonID(2),
		domain.PersonID(3),
		domain.PersonID(4), domain.PersonID(5), domain.PersonID(6)
	m := gates.Matter{SubmittedBy: brought, ClosedBy: closed, Signed: []domain.PersonID{signed},
		Asked: []gates.Asked{{Person: holder, Seat: "Old Quay ward"}, {Person: substitute, Seat: "Keep ward",
			Substitute: true},
			{Person: closed, Seat: "Moor ward"}},
		Officers: []gates.Officer{{Person: brought, Name: "Nia"}, {Person: holder, Name: "Priya"},
			{Person: other, Name: "Owen"}}}
	ids := func(list []domain.Blocker) string {
		var got []string
		for _, b := range list {
			got = append(got, b.ID)
		}
		return strings.Join(got, " ")
	}
	for _, c := range []struct {
		name                   string
		who                    domain.PersonID
		bring, override, recal string
	}{
		{"who submitted", brought, "", "submitted", "seat"},
		{"who holds a seat", holder, "seat", "seat", ""},
		{"a substitute", substitute, "seat", "seat", "seat"},
		{"who signed and has left", signed, "", "signed", "seat"},
		{"who overrode and holds a seat", closed, "seat", "seat", "submitted"},
		{"another officer", other, "", "", "seat"},
		{"nobody", 0, "", "", "seat"},
	} {
		for by, self := range map[string]domain.Self{"this account": {c.who}, "another of theirs": {98, c.who}} {
			bring, override, recall := ids(gates.BringBlockers(m.Asked, self)), ids(m.OverrideBlockers(self)),
				ids(m.CallBackBlockers(self))
			if bring != c.bring || override != c.override || recall != c.recal {
				t.Errorf("%s, by %s: submit %q, override %q, call back %q", c.name, by, bring, override, recall)
			}
		}
	}
	if got := m.Instead(); got != "These can today: Owen" {
		t.Errorf("instead: %q", got)
	}
	alone := gates.Matter{Officers: []gates.Officer{{Person: other, Name: "Owen"}}}
	if !alone.Alone(domain.Self{other}) || m.Alone(domain.Self{brought}) || m.Alone(domain.Self{substitute}) {
		t.Error("the lone planning officer is not told, or somebody else is")
	}
	twice := gates.Matter{Officers: []gates.Officer{{Person: other, Name: "Owen"},
		{Person: 97, Name: "Owen B", Others: []domain.PersonID{other}}}}
	if !twice.Alone(domain.Self{97, other}) {
		t.Error("a lone planning officer with two accounts counts as two")
	}
	twice.SubmittedBy = other
	if got := twice.Instead(); !strings.HasPrefix(got, "Nobody else") {
		t.Errorf("a second account of who submitted is offered: %s", got)
	}
	alone.SubmittedBy = other
	if got := alone.OverrideBlockers(domain.Self{other})[0].Words; !strings.HasSuffix(got,
		"Nobody else can today: an administrator names a deputy of the planning officer, under People") {
		t.Errorf("refused with %q", got)
	}
}

// A substitute decides only as a Member of the same council, named before the attempt, and not on their own submission.
func TestSubstituteWhoCannotAct(t *testing.T) {
	asked := gates.Signatory{Holder: 2, HolderName: "Suresh", Authority: "Aldermoor", Substitute: 3, Overlaps: true}
	for words, s := range map[string]func(*gates.Signatory){
		"":                                    func(*gates.Signatory) {},
		"holds no seat of Aldermoor today":    func(s *gates.Signatory) { s.SubstituteUnseated = true },
		"named after this gate was submitted": func(s *gates.Signatory) { s.SubstituteLate = true },
		"submitted this gate":                 func(s *gates.Signatory) { s.SubstituteBrought = true },
	} {
		place := asked
		s(&place)
		if place.CannotAct() != words ||
			place.MayDecide(domain.Self{3}) != (words == "") || !place.MayDecide(domain.Self{2}) {
			t.Errorf("%q: cannot act: %q", words, place.CannotAct())
		}
		blockers := gates.Attempt{}.SignBlockers([]gates.Signatory{place}, domain.Self{3})
		if words != "" &&
			(len(blockers) != 1 || blockers[0].Words != "As substitute for Suresh you cannot act: "+words) {
			t.Errorf("%q: refused with %v", words, blockers)
		}
	}
}
