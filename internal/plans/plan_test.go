package plans_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"math/rand/v2"

	"fourgates/internal/domain"
	"fourgates/internal/plans"
	"fourgates/internal/register"
)

func TestTextIsReadAsParagraphsAndLists(t *testing.T) {
	for typed, want := range map[string][]plans.TextBlock{
		"":                              nil,
		" \n\n ":                        nil,
		"One line":                      {{Lines: []string{"One line"}}},
		"Two\nlines\r\n\r\nand another": {{Lines: []string{"Two", "lines"}}, {Lines: []string{"and another"}}},
		"We asked:\n- one\n* two\n• tri": {{Lines: []string{"We asked:"}},
			{List: true, Lines: []string{"one", "two", "tri"}}},
		"- one\n\n- another": {{List: true, Lines: []string{"one"}}, {List: true, Lines: []string{"another"}}},
		"-not an item\n- ":   {{Lines: []string{"-not an item", "-"}}},
		"- one\nand words":   {{List: true, Lines: []string{"one"}}, {Lines: []string{"and words"}}},
		"# no <b>markup</b>": {{Lines: []string{"# no <b>markup</b>"}}},
	} {
		if diff := cmp.Diff(want, plans.TextBlocks(typed)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", typed, diff)
		}
	}
}

func TestCausesAreReadFromTheIssueDownwards(t *testing.T) {
	got := plans.OrderCauses([]plans.PlanCause{{ID: 3, Parent: 2}, {ID: 1}, {ID: 2, Parent: 1}, {ID: 5, Parent: 99},
		{ID: 4, Parent: 1}})
	want := []plans.PlanCause{{ID: 1}, {ID: 2, Parent: 1, Depth: 1}, {ID: 3, Parent: 2, Depth: 2},
		{ID: 4, Parent: 1, Depth: 1}, {ID: 5}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestPlanIsLockedUnlessItIsDrafted(t *testing.T) {
	for state, unlock := range map[plans.PlanState]string{
		plans.PlanDrafting: "", plans.PlanWithMembers: "withdraw gate 3",
		plans.PlanWithExecutive: "if the Executive returns it",
		plans.PlanApprovedDraft: "approved draft", plans.PlanFinalConsultation: "final consultation",
		plans.PlanReady:     "ready",
		plans.PlanPublished: "published", plans.PlanSuperseded: "superseded", plans.PlanClosed: "closed",
	} {
		p := plans.Plan{State: state}
		if got := p.Locked(); !strings.Contains(got, unlock) || (got == "") != (unlock == "") ||
			(p.CheckEdit() == nil) != (unlock == "") {
			t.Errorf("%s: %q", state, got)
		}
	}
	for phase, may := range map[domain.Phase]bool{domain.PhaseReview: false, domain.PhaseSolutions: true,
		domain.PhaseApprovals: true, domain.PhaseDelivery: false, "": false} {
		if plans.MayStartPlan(phase) != may {
			t.Errorf("a plan may be started in phase %q: %v", phase, !may)
		}
	}
}

// What was frozen says the same whenever it is read, and another content is another document.
func TestFrozenPlanFollowsItsContent(t *testing.T) {
	d := plans.PlanDocument{Format: 1, AreaName: "Ysgubor-y-Coed", Title: "Plan",
		Sections: []plans.PlanSection{{Key: "people", Title: "People", Body: "<b>&“é”\n"}},
		Bids: []plans.PlanBid{{Title: "Won", Amount: 500, Match: 20, State: "won"},
			{Title: "Lost", Amount: 7000, State: "lost"}}}
	frozen, err := d.Freeze(rand.NewChaCha8([32]byte{}))
	if err != nil {
		t.Fatal(err)
	}
	read, err := plans.ReadPlanDocument(frozen)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := read.Freeze(rand.NewChaCha8([32]byte{})); err != nil || again != frozen {
		t.Errorf("read and frozen again with the same salts it differs: %v\n%v\n%v", err, frozen, again)
	}
	if same, err := read.Same(d); err != nil || !same {
		t.Errorf("read it does not say the same: %v", err)
	}
	if amount, match := read.BidTotals(); amount != 500 || match != 20 {
		t.Errorf("bids come to %s and %s", amount.Words(), match.Words())
	}
	read.Sections[0].Body += "."
	if changed, _ := read.Freeze(rand.NewChaCha8([32]byte{})); changed.Digest() == frozen.Digest() {
		t.Error("another content has the same digest")
	}
	if same, err := read.Same(d); err != nil || same {
		t.Errorf("another content is the same: %v", err)
	}
	const old = `{"area_name":"Ysgubor-y-Coed","bids":[{"amount":500,"state":"won"}],"format":1,"title":"Plan"}`
	if was, err := plans.ReadPlanDocument(register.Frozen{Text: old}); err != nil || was.AreaName != "Ysgubor-y-Coed" ||
		was.Bids[0].Amount != 500 {
		t.Errorf("a version frozen whole reads as %+v, %v", was, err)
	}
}

func TestPagesOfAPlanSayWhatTheRecordsSay(t *testing.T) {
	cost := domain.Pence(120050)
	d := plans.PlanDocument{
		Sections: []plans.PlanSection{{Key: "priorities", Title: "Priorities", Body: "Ours."},
			{Key: "solutions", Title: "Solutions"}, {Key: "delivery", Title: "Delivery", Body: "By us."}},
		Priorities: []plans.PlanPriority{{Rank: 1, Title: "Dark path", Votes: 20,
			Causes: []plans.PlanCause{{Text: "Old lamps", TakenPart: "residents"}}}},
		Solutions: []plans.PlanSolution{{Title: "New lamps", State: "chosen", Cost: &cost}},
		Actions:   []plans.PlanAction{{Title: "Fit them", Lead: "Street lighting"}},
	}
	pages := d.Pages()
	if len(pages) != 4 || pages[3].Key != "links" {
		t.Fatalf("%+v", pages)
	}
	for at, want := range []string{"Ours.\n\n1. Dark path; 20 votes\n  because: Old lamps (found with residents)",
		"Fit them; ", "By us."} {
		if !strings.Contains(pages[at].Text, want) {
			t.Errorf("%s says %q, without %q", pages[at].Title, pages[at].Text, want)
		}
	}
	for _, want := range []string{"New lamps", "£1,200.50", "Street lighting"} {
		if !strings.Contains(pages[1].Text, want) {
			t.Errorf("solutions say %q, without %q", pages[1].Text, want)
		}
	}
}

func TestHowLongAgoIsSaidInWords(t *testing.T) {
	today := domain.NewDate(2026, 3, 29) // the clocks change
	for back, want := range map[int]string{0: "today", 1: "yesterday", 2: "2 days ago", 28: "28 days ago"} {
		if got := domain.AgoWords(today.AddDays(-back), today); got != want {
			t.Errorf("%d days back is %q", back, got)
		}
	}
}
