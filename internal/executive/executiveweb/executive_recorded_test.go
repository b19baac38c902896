package executiveweb_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/register/registerapp"
)

// A returned decision is its officers' to read at once, and is published; before that its record can be corrected, and
// the page and the register say which entry took the place of which, and why.
func TestReturnedDecisionIsReadCorrectedAndPublished(t *testing.T) {
	c := newCabinet(t)
	c.schedule()
	clerk := c.As(c.clerk)
	c.As(c.Officer).Get(c.decision).Want(t, 404)
	clerk.Post(c.decision+"/record", "version", c.version(), "decided", domain.DateOf(c.Now()).String(), "reasons",
		"The costs do not add up.", "alternatives", "None", "item-1", "not agreed", "reason-1", "Too dear").Want(t, 303)
	if p := c.As(c.Officer).Get(c.decision).Want(t, 200); !p.Says("Too dear") {
		t.Errorf("the officer reads %s", p.Words())
	}
	first := c.Text(`SELECT reference FROM register_entries WHERE kind = 'executive decision' ORDER BY position DESC
		LIMIT 1`)
	form := clerk.Get(c.decision+"/correction").Want(t, 200)
	values := form.Hidden(c.decision + "/correction/check")
	for _, name := range []string{"decided-day", "decided-month", "decided-year", "reasons", "alternatives",
		"reason-1"} {
		got, _ := form.Field(name)
		values.Set(name, got)
	}
	values.Set("item-1", "not agreed")
	values.Set("reason-1", "£40,000 too dear")
	if p := clerk.PostForm(c.decision+"/correction/check", values).Want(t, 422); p.Problem("why") == "" {
		t.Errorf("corrected without a reason: %v", p.Problems())
	}
	values.Set("why", "The sum was left out.")
	check := clerk.PostForm(c.decision+"/correction/check", values).Want(t, 200)
	if !check.Says("It takes the place of what") || !check.Says("The sum was left out.") {
		t.Errorf("the check says %s", check.Words())
	}
	clerk.PostForm(c.decision+"/correction", check.Hidden(c.decision+"/correction")).Want(t, 303)
	clerk.Post(c.decision+"/publication", "version", c.version(), "published", domain.DateOf(c.Now()).String()).
		Want(t, 303)
	page := c.As(c.Officer).Get(c.decision).Want(t, 200)
	for _, want := range []string{"£40,000 too dear", "Returned, in the place of " + first,
		"Corrected: The sum was left out.", "Published on"} {
		if !page.Says(want) {
			t.Errorf("the page does not say %q: %s", want, page.Words())
		}
	}
	if p := c.As(c.Officer).Get("/register/"+first).Want(t, 200); !p.Says("No longer: replaced on") {
		t.Errorf("the register says of the old record: %s", p.Words())
	}
	clerk.Get(c.decision+"/correction").Want(t, 409)
	if _, err := registerapp.VerifyRegister(t.Context(), c.App, domain.Digest{}); err != nil {
		t.Error(err)
	}
}

// A sum that the Executive agreed otherwise shows on every page that speaks of it, with the sum that was proposed
// (rulings, 7); the report says beside the recommendation what became of it.
func TestAmendedSumShowsWithTheProposedOneOnEveryPage(t *testing.T) {
	c := newCabinet(t)
	c.schedule()
	clerk := c.As(c.clerk)
	action := fmt.Sprintf("action-1-%d", c.Actions[0])
	record := []string{"version", c.version(), "decided", domain.DateOf(c.Now()).String(), "reasons", "Dear",
		"alternatives", "None", "all", "yes", "item-1", "amended", "resolved-1", "With changes.",
		action + "-cost", "9,000", "item-2", "amended", "resolved-2", "In part.", "approved-2", "30,000",
		"item-3", "not agreed", "reason-3", "Signs are in the budget."}
	wrong := clerk.Post(c.decision+"/record/check", append(record, action+"-due", "2026-02-31")...).Want(t, 422)
	if wrong.Problem(action+"-due") == "" {
		t.Errorf("no message by the action: %v", wrong.Problems())
	}
	if got, _ := wrong.Field(action + "-cost"); got != "9,000" {
		t.Errorf("the cost typed is %q", got)
	}
	clerk.Post(c.decision+"/record", record...).Want(t, 303)
	c.TakesEffect(c.decision, c.clerk)
	for path, words := range map[string][]string{
		fmt.Sprintf("/areas/%d/plan", c.Quarter.Area): {"£30,000 Agreed by the Executive; proposed: £50,000",
			"£9,000 Agreed by the Executive; proposed: £12,000.50", "In all, as the Executive agreed",
			"£30,000 (proposed £50,000)", "Not agreed by the Executive: Signs are in the budget."},
		fmt.Sprintf("/bids/%d", c.Bids[1]): {"Not agreed by the Executive Signs are in the budget."},
		fmt.Sprintf("/areas/%d/bids", c.Quarter.Area): {"£30,000 Proposed: £50,000",
			"Each counts with what was won", "£1,200.50 Not agreed by the Executive",
			"1 bid under way or won for £30,000"},
		fmt.Sprintf("/bids/%d", c.Bids[0]):     {"Proposed £50,000", "Agreed by the Executive £30,000"},
		fmt.Sprintf("/solutions/%d", c.Chosen): {"£30,000 Proposed: £50,000"},
		fmt.Sprintf("/solutions/%d/thread", c.Chosen): {"£30,000 (proposed £50,000)",
			"£9,000 Agreed by the Executive; proposed: £12,000.50"},
		fmt.Sprintf("/actions/%d/thread", c.Actions[0]): {
			"£9,000 Agreed by the Executive; proposed: £12,000.50"},
		fmt.Sprintf("/plans/%d/comparison?from=1", c.Draft.Plan): {"£30,000 (proposed £50,000)"},
		c.decision: {"Approved: £30,000 (proposed £50,000).", "Proposed: £50,000. Agreed: £30,000.",
			"Action “Build the crossing”: for £9,000."},
	} {
		p := c.As(c.Planner).Get(path).Want(t, 200)
		for _, w := range words {
			if !p.Says(w) {
				t.Errorf("%s does not say %q: %s", path, w, p.Words())
			}
		}
	}
}

// A report of four recommendations takes two pages: the list, which begins with the day of the schedule and opens
// where something else was decided, and the check.
func TestAllAgreedExceptTakesTwoPages(t *testing.T) {
	c := newCabinet(t)
	c.schedule()
	clerk := c.As(c.clerk)
	first := clerk.Get(c.decision+"/record").Want(t, 200)
	values := first.Hidden(c.decision + "/record/check")
	for _, name := range []string{"decided-day", "decided-month", "decided-year", "reasons", "alternatives"} {
		got, ok := first.Field(name)
		if !ok || got == "" {
			t.Errorf("%s is not filled in", name)
		}
		values.Set(name, got)
	}
	if p := clerk.PostForm(c.decision+"/record/check", values).Want(t, 422); p.Problem("item-3") == "" ||
		strings.Count(p.Body, "<details") == 0 || !strings.Contains(p.Body, " open") {
		t.Errorf("nothing said of all, and no question by the item: %v", p.Problems())
	}
	values.Set("all", "yes")
	values.Set("item-3", "not agreed")
	values.Set("reason-3", "Signs are in the budget.")
	check := clerk.PostForm(c.decision+"/record/check", values).Want(t, 200)
	for _, want := range []string{"Not agreed: Signs are in the budget.", "(iv) Agreed", "As set out in the report."} {
		if !check.Says(want) {
			t.Errorf("the check does not say %q: %s", want, check.Words())
		}
	}
	clerk.PostForm(c.decision+"/record", check.Hidden(c.decision+"/record")).Want(t, 303)
	if got := c.Text(`SELECT string_agg(outcome, ', ' ORDER BY position) FROM executive_items`); got !=
		"agreed, agreed, not agreed, agreed" {
		t.Errorf("recorded %s", got)
	}
}

// TakesEffect publishes the decision and lets its window pass.
func (c *cabinet) TakesEffect(decision string, clerk domain.PersonID) {
	c.t.Helper()
	c.As(clerk).Post(decision+"/publication", "version", c.version(), "published", domain.DateOf(c.Now()).String()).
		Want(c.t, 303)
	c.Move(9 * 24 * time.Hour)
	if n, err := executiveapp.TakeEffects(c.t.Context(), c.App); n != 1 || err != nil {
		c.t.Fatalf("%d took effect, %v", n, err)
	}
}

// An overdue decision shows on the home of those who answer for it, in the list and on the area; who may not open the
// decision hears no more than that its day is past.
func TestOverdueDecisionShows(t *testing.T) {
	c := newCabinet(t)
	c.schedule()
	area := fmt.Sprintf("/areas/%d", c.Quarter.Area)
	says := func(words string, want bool, who domain.PersonID, paths ...string) {
		t.Helper()
		for _, path := range paths {
			p := c.As(who).Get(path).Want(t, 200)
			if p.Says(words) != want {
				t.Errorf("%s to %s says %q: %v", path, c.Text(`SELECT name FROM people WHERE id = $1`, int64(who)), words,
					!want)
			}
			if faults := p.Faults(); len(faults) > 0 {
				t.Errorf("%s: %v", path, faults)
			}
		}
	}
	const late = "To be decided by 10 March 2026: 1 day late"
	for _, who := range []domain.PersonID{c.clerk, c.Planner, c.member} {
		says("Overdue", false, who, "/", "/decisions", area)
	}
	c.Move(24 * time.Hour)
	for _, who := range []domain.PersonID{c.clerk, c.Planner, c.member} {
		says(late, true, who, "/", "/decisions", area)
	}
	says("Overdue", false, c.Officer, "/")
	says(late, true, c.Officer, area)
	if p := c.As(c.Officer).Get(area).Want(t, 200); strings.Contains(p.Body, `href="`+c.decision+`"`) {
		t.Error("the officer is led to what is not theirs to open yet")
	}
	c.As(c.clerk).Post(c.decision+"/record", c.agreed()...).Want(t, 303)
	says("Overdue", false, c.clerk, "/", "/decisions", area)
	c.Move(3 * 24 * time.Hour)
	says("To be published by 13 March 2026: 1 day late", true, c.clerk, "/", "/decisions", area)
	says("Overdue", false, c.Officer, "/", area)
}
