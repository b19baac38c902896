package solutionweb_test

import (
	"slices"
	"strings"
	"testing"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/solutions"
	"fourgates/internal/solutions/solutionapp"
	"fourgates/internal/solutions/solutionstore"
)

func (m remedy) typedBid(title string, pairs ...string) []string {
	return replaced([]string{"title", title, "funder", "The lottery", "amount", "12,000", "match", "0", "deadline",
		"2026-06-01"}, pairs)
}

// fundable is a solution that was found feasible.
func (m remedy) fundable(title string) string {
	m.T.Helper()
	made := m.propose(m.CLO, title)
	id := made[strings.LastIndex(made, "/")+1:]
	m.Answers(domain.SolutionID(servertest.MustInt(id)), m.CLO, solutions.ViewDraft{Verdict: solutions.Feasible,
		SaidBy: "The forum"})
	m.moved(domain.SolutionID(servertest.MustInt(id)), "feasible", "As tested")
	return id
}

// moved takes a solution a step further.
func (m remedy) moved(id domain.SolutionID, move, reason string) {
	m.T.Helper()
	if err := solutionapp.MoveSolution(m.T.Context(), m.App, m.Actor(m.CLO), id, move, reason); err != nil {
		m.T.Fatal(err)
	}
}

// approve is what the Executive's decision does on its effective date.
func (m remedy) approve(bid string, amount domain.Pence) error {
	return m.App.Store.InTx(m.T.Context(), func(w db.Writer) error {
		return solutionstore.SetBidApproved(m.T.Context(), w,
			domain.BidID(servertest.MustInt(bid[strings.LastIndex(bid, "/")+1:])), amount, m.Executive, m.Now())
	})
}

func TestABidGoesFromIdeaToWon(t *testing.T) {
	m := newRemedy(t)
	lamps, idea := m.fundable("New lamps"), m.propose(m.CLO, "An idea")
	clo := m.As(m.CLO)
	if form := clo.Get(m.at("/bids/new")).Want(t, 200); !form.Says("New lamps") || form.Says("An idea") {
		t.Error("not exactly what was found feasible is offered")
	}
	typed := m.typedBid("Light the path", "key", "one")
	made := clo.Post(m.at("/bids"), typed...).Want(t, 303).Location()
	if again := clo.Post(m.at("/bids"), typed...).Want(t, 303).Location(); again != made {
		t.Errorf("sent twice: %s and %s", made, again)
	}
	if got := clo.Post(made+"/moves", "move", "draft").Want(t, 422).Problem("move"); !strings.Contains(got,
		"which solutions") {
		t.Errorf("drafted without a solution: %q", got)
	}
	if got := clo.Post(made+"/edit", m.typedBid("Light the path", "version", "1", "solution",
		idea[strings.LastIndex(idea, "/")+1:])...).Want(t, 422).Problem("solution"); !strings.Contains(got,
		"found feasible") {
		t.Errorf("an idea is funded: %q", got)
	}
	clo.Post(made+"/edit", m.typedBid("Light the path", "version", "1", "solution", lamps)...).Want(t, 303)
	clo.Post(made+"/moves", "move", "draft").Want(t, 303)
	clo.Post(made+"/moves", "move", "submit").Want(t, 422)
	if err := m.approve(made, 1200001); err == nil {
		t.Error("approved for more than is asked for")
	}
	if err := m.approve(made, 1000000); err != nil {
		t.Fatal(err)
	}
	if err := m.approve(made, 1000000); err == nil {
		t.Error("approved twice")
	}
	clo.Post(made+"/edit", m.typedBid("Light another path", "version", "4", "solution", lamps)...).Want(t, 422)
	clo.Post(made+"/moves", "move", "submit").Want(t, 303)
	if got := clo.Post(made+"/moves", "move", "won", "won", "lots").Want(t, 422).
		Problem("won"); got != "Enter an amount of money, such as 1,200 or £1,200.50" {
		t.Errorf("won lots: %q", got)
	}
	if got := clo.Post(made+"/moves", "move", "won", "won", "").Want(t, 422).
		Problem("won"); got != "Enter the amount that the funder gives" {
		t.Errorf("won nothing: %q", got)
	}
	if got := clo.Post(made+"/moves", "move", "lost").Want(t, 422).Problem("reason"); got != "Say why it was lost" {
		t.Errorf("lost without a reason: %q", got)
	}
	clo.Post(made+"/moves", "move", "won", "won", "£9,500.50").Want(t, 303)
	shown := m.As(m.Member).Get(made).Want(t, 200)
	for _, words := range []string{"Won", "£12,000", "£10,000, 10 March 2026", "£9,500.50", "New lamps", "1 June 2026",
		"The lottery"} {
		if !shown.Says(words) {
			t.Errorf("the page does not say %q", words)
		}
	}
	if !clo.Get("/solutions/"+lamps).Want(t, 200).Says("Light the path") {
		t.Error("the solution does not show its bid")
	}
	if list := m.As(m.Member).Get(m.at("/bids")).Want(t, 200); !list.Says("1 bid under way or won for £9,500.50, "+
		"with £0 put in beside.") || list.Says("No bids for this area") {
		t.Error("the list does not add up")
	}
}

func TestWhatIsWrongWithABidIsSaidByItsField(t *testing.T) {
	m := newRemedy(t)
	m.fundable("New lamps")
	sheep := m.Issue(m.Other, issues.IssueDraft{Area: m.Moor, Title: "Sheep", Theme: m.Litter,
		Source: domain.FromTheCommunity, Visibility: issues.VisibleAreaTeam}, issues.IssueSynthesised)
	elsewhere := m.Solves(m.Moor, m.Other, solutions.SolutionDraft{Issue: sheep, Title: "Of the moor",
		DeliveredBy: solutions.ByCouncil}, "So")
	clo := m.As(m.CLO)
	for _, c := range []struct{ field, value, message string }{
		{"title", " ", "Enter what the bid is for"},
		{"funder", "", "Enter the funder"},
		{"funder", strings.Repeat("x", 121), "Must be 120 characters or fewer; it has 121"},
		{"amount", "", "Enter the amount that is asked for"},
		{"amount", "0", "Enter more than £0"},
		{"amount", "1,20", "Enter an amount of money, such as 1,200 or £1,200.50"},
		{"match", "", "Enter the match funding, or 0"},
		{"match", "half", "Enter an amount of money, such as 1,200 or £1,200.50"},
		{"deadline", "", "Enter the funder’s deadline"},
		{"deadline", "2026-02-30", "Enter the funder’s deadline: February 2026 has 28 days"},
		{"deadline", "2026-03-09", "Choose a day that is not past"},
		{"solution", "987654", "Choose solutions of this area that were found feasible or chosen"},
		{"solution", servertest.ID(elsewhere), "Choose solutions of this area that were found feasible or chosen"},
		{"solution", "x", "Choose from the list"},
	} {
		page := clo.Post(m.at("/bids"), m.typedBid("Light the path", c.field, c.value)...).Want(t, 422)
		if got := page.Problem(c.field); got != c.message {
			t.Errorf("%s %.20q: %q, want %q", c.field, c.value, got, c.message)
		}
	}
	if n := m.Int(`SELECT count(*) FROM bids`); n != 0 {
		t.Errorf("%d bids by refused forms", n)
	}
}

func TestTwoPeopleEditOneBid(t *testing.T) {
	m := newRemedy(t)
	lamps := m.fundable("New lamps")
	made := m.As(m.CLO).Post(m.at("/bids"), m.typedBid("Light the path")...).Want(t, 303).Location()
	m.As(m.CPO).Post(made+"/edit", m.typedBid("Light the whole path", "version", "1", "amount", "14,000")...).
		Want(t, 303)
	stale := m.As(m.CLO).Post(made+"/edit", m.typedBid("Light the path", "version", "1", "funder", "The other fund",
		"solution", lamps)...).Want(t, 409)
	for _, words := range []string{"Light the whole path", "£14,000", "The other fund", "New lamps"} {
		if !stale.Says(words) {
			t.Errorf("the page does not show %q", words)
		}
	}
	if typed, _ := stale.Field("funder"); typed != "The other fund" ||
		m.Text(`SELECT funder FROM bids`) != "The lottery" {
		t.Errorf("typed: %q", typed)
	}
}

func TestWhoMayDoWhatToABid(t *testing.T) {
	m := newRemedy(t)
	made := m.As(m.CLO).Post(m.at("/bids"), m.typedBid("Light the path")...).Want(t, 303).Location()
	for who, want := range map[domain.PersonID][5]int{ // list, see, edit, move, add
		m.CPO:       {200, 200, 200, 422, 303},
		m.Other:     {200, 200, 403, 403, 403},
		m.Service:   {200, 200, 403, 403, 403},
		m.volunteer: {200, 200, 403, 403, 403},
		m.Member:    {200, 200, 403, 403, 403},
		m.Executive: {200, 200, 403, 403, 403},
		m.outsider:  {404, 404, 403, 403, 403},
		m.Admin:     {403, 403, 403, 403, 403},
	} {
		client := m.As(who)
		got := [5]int{client.Get(m.at("/bids")).Status, client.Get(made).Status, client.Get(made + "/edit").Status,
			client.Post(made+"/moves", "move", "draft").Status,
			client.Post(m.at("/bids"), m.typedBid("Theirs")...).Status}
		if got != want {
			t.Errorf("%d: %v, want %v", who, got, want)
		}
	}
	m.As(m.CLO).Get("/bids/987654").Want(t, 404)
}

func TestThatThereAreNoBidsIsStatedWithAReason(t *testing.T) {
	m := newRemedy(t)
	clo := m.As(m.CLO)
	if !clo.Get(m.at("/bids")).Want(t, 200).Says("Nothing is stated.") {
		t.Error("it is not said that nothing is stated")
	}
	if got := clo.Post(m.at("/bids/none"), "text", " ").Want(t, 422).
		Problem("text"); got != "Say why there are no bids" {
		t.Errorf("without words: %q", got)
	}
	m.As(m.Member).Post(m.at("/bids/none"), "text", "None").Want(t, 403)
	clo.Post(m.at("/bids/none"), "text", "The community pays for it itself.").Want(t, 303)
	if !m.As(m.Member).Get(m.at("/bids")).Want(t, 200).Says("The community pays for it itself.") {
		t.Error("the statement is not shown")
	}
	made := clo.Post(m.at("/bids"), m.typedBid("After all")...).Want(t, 303).Location()
	if got := clo.Post(m.at("/bids/none"), "text", "None").Want(t, 422).
		Problem("text"); got != "There are bids for this area: withdraw them first" {
		t.Errorf("stated beside a bid: %q", got)
	}
	if clo.Get(m.at("/bids")).Want(t, 200).Says("The community pays") {
		t.Error("the statement is shown beside a bid")
	}
	clo.Post(made+"/moves", "move", "withdraw", "reason", "It closed").Want(t, 303)
	clo.Post(m.at("/bids/none"), "text", "None is left.").Want(t, 303)
	if n := m.Int(`SELECT count(*) FROM area_statements WHERE about = 'no bids'`); n != 2 {
		t.Errorf("%d statements", n)
	}
}

func TestBidsAsAFileAndPastDeadlines(t *testing.T) {
	m := newRemedy(t)
	m.As(m.CLO).Post(m.at("/bids"), m.typedBid("-2+3", "funder", "=cmd", "amount", "12,000.05")...).Want(t, 303)
	file := m.As(m.Member).Get(m.at("/bids.csv")).Want(t, 200)
	if !strings.Contains(file.Body, "1,'-2+3,'=cmd,12000.05,0.00,2026-06-01,idea,,,,") {
		t.Errorf("the file is\n%s", file.Body)
	}
	if m.As(m.Member).Get(m.at("/bids")).Says("Past") {
		t.Error("marked as past before it is")
	}
	m.MoveTo(m.Now().AddDate(0, 3, 0))
	if page := m.As(m.Member).Get(m.at("/bids")).Want(t, 200); !page.Says("Past") || !slices.Contains(page.Links(),
		"/bids/1") {
		t.Error("a deadline that went by is not marked")
	}
}
