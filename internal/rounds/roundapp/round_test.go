package roundapp_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/rounds"
	"fourgates/internal/rounds/roundapp"
	"fourgates/internal/rounds/roundstore"
	"fourgates/internal/signin"
	"fourgates/internal/town"
)

// square is a town whose gate 2 has passed, with an online round that is open.
type square struct {
	*town.Town
	id          domain.OnlineRoundID
	speed, bins domain.IssueID
}

func openSquare(t *testing.T) square {
	t.Helper()
	c := square{Town: town.NewCastle(t)}
	c.PassGate(domain.GateAreas)
	c.speed, _, _ = c.ReadyForIssues()
	c.bins = c.Issue("Bins are missed", domain.FromTheCommunity, issues.IssueSynthesised, issues.VisiblePublic)
	c.EveryoneApproves(c.Submit(domain.GateIssues)[0])
	id, err := roundapp.BeginRound(t.Context(), c.App, c.Actor(c.Nia), c.asks(0, 10))
	if err != nil {
		t.Fatal(err)
	}
	c.id = id
	return c
}

// asks is a round of the two issues from so many days on to so many days on, with one vote each.
func (c square) asks(from, to int) rounds.Round {
	return rounds.Round{Area: c.Area, OpensOn: c.Day().AddDays(from), ClosesOn: c.Day().AddDays(to), VotesEach: 1,
		Offered: []rounds.Offer{{Issue: c.speed}, {Issue: c.bins}}}
}

func (c square) codes(n int) []string {
	c.T.Helper()
	slips, err := roundapp.MakeCodes(c.T.Context(), c.App, c.Actor(c.Nia), c.Area, c.id, n)
	if err != nil {
		c.T.Fatal(err)
	}
	var codes []string
	for _, s := range slips {
		codes = append(codes, s.Code)
	}
	return codes
}

func (c square) says(code string, issue domain.IssueID) error {
	return roundapp.AnswerByCode(c.T.Context(), c.App, code, rounds.Answer{Votes: []domain.IssueID{issue}},
		signin.Caller{Source: "192.0.2.9"})
}

func (c square) may(code string) bool {
	_, err := roundapp.RoundOfCode(c.T.Context(), c.App, code, signin.Caller{Source: "192.0.2.9"})
	if err != nil && !strings.Contains(err.Error(), "This code cannot be used") {
		c.T.Error(err)
	}
	return err == nil
}

func (c square) votes() string {
	c.T.Helper()
	votes, err := roundstore.Votes(c.T.Context(), c.App.Store.Reader, c.id)
	if err != nil {
		c.T.Fatal(err)
	}
	of := map[domain.IssueID]rounds.Votes{}
	for _, v := range votes {
		of[v.Issue] = v
	}
	return fmt.Sprintf("speed %d+%d, bins %d+%d", of[c.speed].WithAccount, of[c.speed].WithCode, of[c.bins].WithAccount,
		of[c.bins].WithCode)
}

func TestACodeCountsOnce(t *testing.T) {
	c := openSquare(t)
	codes := c.codes(3)
	if err := c.says(codes[0], c.speed); err != nil {
		t.Fatal(err)
	}
	if err := c.says(strings.ToLower(strings.ReplaceAll(codes[0], "-", " ")), c.speed); err != nil {
		t.Errorf("the same sent twice: %v", err)
	}
	town.Refused(t, c.says(codes[0], c.bins), "code", "This code cannot be used")
	said := town.AtOnce(6, func(i int) error { return c.says(codes[1], []domain.IssueID{c.speed, c.bins}[i%2]) })
	n := 0
	for _, err := range said {
		if err == nil {
			n++
		}
	}
	if got := c.Int(`SELECT count(*) FROM online_round_answers`); got != 2 || n == 0 {
		t.Errorf("%d answers of two codes; %d were taken", got, n)
	}
	if got := c.Int(`SELECT count(*) FROM online_round_votes`); got != 2 {
		t.Errorf("%d votes of two codes", got)
	}
	c.WantLines([]string{"2"}, `SELECT count(*)::text FROM audit_entries WHERE summary = 'Answered with a code'`)
	if got := c.Int(`SELECT count(*) FROM audit_entries WHERE summary LIKE 'Answered with%'
		AND (after IS NOT NULL OR actor_id IS NOT NULL)`); got != 0 {
		t.Errorf("%d entries tell what was chosen, or by whom", got)
	}
	if c.may(codes[0]) || c.may(codes[1]) || !c.may(codes[2]) {
		t.Error("a used code can be used, or a fresh one cannot")
	}
}

// Whatever is wrong with a code, the answer is the same.
func TestACodeThatCannotBeUsedSaysTheSame(t *testing.T) {
	c := openSquare(t)
	codes := c.codes(4)
	if err := c.says(codes[0], c.bins); err != nil {
		t.Fatal(err)
	}
	if err := roundapp.CancelCodes(t.Context(), c.App, c.Actor(c.Nia), c.Area, c.id, 1, 2, "Lost"); err != nil {
		t.Fatal(err)
	}
	words := map[string]bool{}
	hear := func(what, code string) {
		t.Helper()
		_, opened := roundapp.RoundOfCode(t.Context(), c.App, code, signin.Caller{Source: "192.0.2.7"})
		for _, err := range []error{opened, c.says(code, c.speed)} {
			var refused *domain.BlockedError
			if !errors.As(err, &refused) {
				t.Errorf("%s: %v", what, err)
				continue
			}
			words[refused.Error()] = true
		}
	}
	hear("used", codes[0])
	hear("cancelled", codes[1])
	hear("wrong", "CDFG-HJKM-NPQR")
	hear("no code", "?")
	c.Move(11 * 24 * time.Hour)
	hear("expired", codes[2])
	if len(words) != 1 {
		t.Errorf("%d different answers: %v", len(words), words)
	}
	if err := roundapp.CancelRound(t.Context(), c.App, c.Actor(c.Nia), c.Area, c.id, "The wrong issues"); err != nil {
		t.Fatal(err)
	}
	hear("of a cancelled round", codes[3])
}

// A round opens and closes by London's days, in summer too.
func TestARoundIsOpenFromItsFirstDayToItsLastInLondon(t *testing.T) {
	c := openSquare(t)
	if err := roundapp.CancelRound(t.Context(), c.App, c.Actor(c.Nia), c.Area, c.id, "For another"); err != nil {
		t.Fatal(err)
	}
	day := domain.NewDate(2027, 7, 1)
	id, err := roundapp.BeginRound(t.Context(), c.App, c.Actor(c.Nia), rounds.Round{Area: c.Area, OpensOn: day,
		ClosesOn: day.AddDays(1), VotesEach: 1, Offered: []rounds.Offer{{Issue: c.speed}, {Issue: c.bins}}})
	if err != nil {
		t.Fatal(err)
	}
	c.id = id
	codes := c.codes(1)
	for _, at := range []struct {
		utc  string
		open bool
	}{{"2027-06-30T22:59:59Z", false}, {"2027-06-30T23:00:00Z", true}, {"2027-07-02T22:59:59Z", true},
		{"2027-07-02T23:00:00Z", false}} {
		now, err := time.Parse(time.RFC3339, at.utc)
		if err != nil {
			t.Fatal(err)
		}
		c.MoveTo(now)
		if got := c.may(codes[0]); got != at.open {
			t.Errorf("at %s the code can be used: %v", at.utc, got)
		}
	}
}

func TestGuessingCodesIsThrottled(t *testing.T) {
	c := openSquare(t)
	right := c.codes(1)[0]
	from := signin.Caller{Source: "192.0.2.77"}
	guess := func(code string) error {
		_, err := roundapp.RoundOfCode(t.Context(), c.App, code, from)
		return err
	}
	for range domain.TriesFromSource {
		if err := guess(right); err != nil {
			t.Fatalf("a right code counts as a guess: %v", err)
		}
	}
	for i := range domain.TriesFromSource {
		town.Refused(t, guess(fmt.Sprint("CDFG", i)), "code", "cannot be used")
	}
	if err := guess(right); !errors.Is(err, domain.ErrThrottled) {
		t.Errorf("after %d wrong codes: %v", domain.TriesFromSource, err)
	}
	if !c.may(right) {
		t.Error("who comes from elsewhere is kept out")
	}
	c.Move(domain.TryWindow)
	if err := guess(right); err != nil {
		t.Errorf("a quarter of an hour later: %v", err)
	}
}

func TestPeopleWithAccountsAnswerOnceAndChangeTheirAnswer(t *testing.T) {
	c := openSquare(t)
	answer := func(who domain.PersonID, issues ...domain.IssueID) error {
		return roundapp.Answer(t.Context(), c.App, c.Actor(who), c.Area, c.id, rounds.Answer{Votes: issues})
	}
	for _, issue := range []domain.IssueID{c.speed, c.speed, c.bins} {
		if err := answer(c.Priya, issue); err != nil {
			t.Fatal(err)
		}
	}
	if err := answer(c.Suresh, c.speed); err != nil {
		t.Fatal(err)
	}
	if got := c.votes(); got != "speed 1+0, bins 1+0" {
		t.Errorf("votes: %s", got)
	}
	c.WantLines([]string{"3"}, `SELECT count(*)::text FROM audit_entries WHERE summary = 'Answered with an account'`)
	town.Refused(t, answer(c.Priya), "vote", "Choose at least one")
	town.Refused(t, answer(c.Priya, c.bins, c.speed), "vote", "Choose 1 at most; you chose 2")
	town.Refused(t, answer(c.Priya, 987654), "vote", "Choose from the list as it is now")
	for name, who := range map[string]domain.PersonID{"liaison officer": c.Nia, "planning officer": c.Owen} {
		if err := answer(who, c.speed); !errors.Is(err, domain.ErrForbidden) {
			t.Errorf("%s: %v", name, err)
		}
	}
	c.Move(11 * 24 * time.Hour)
	var stands *domain.StateError
	if err := answer(c.Priya, c.speed); !errors.As(err, &stands) || !strings.Contains(stands.Words, "closed on") {
		t.Errorf("after it has closed: %v", err)
	}
}

// What is restricted, or not public any more, is neither offered nor asked about.
func TestOnlyPublicIssuesAreAskedAbout(t *testing.T) {
	c := openSquare(t)
	code := c.codes(1)[0]
	if err := roundapp.CancelRound(t.Context(), c.App, c.Actor(c.Nia), c.Area, c.id, "For another"); err != nil {
		t.Fatal(err)
	}
	secret := c.Issue("A house that worries us", domain.FromTheCommunity, issues.IssueSynthesised,
		issues.VisibleRestricted)
	team := c.Issue("Who holds the keys", domain.FromTheCommunity, issues.IssueSynthesised, issues.VisibleAreaTeam)
	for _, id := range []domain.IssueID{secret, team} {
		r := c.asks(0, 3)
		r.Offered = append(r.Offered, rounds.Offer{Issue: id})
		_, err := roundapp.BeginRound(t.Context(), c.App, c.Actor(c.Nia), r)
		town.Refused(t, err, "issue", "no public issue")
	}
	if c.may(code) {
		t.Error("a code of a cancelled round can be used")
	}
	r := c.asks(0, 3)
	id, err := roundapp.BeginRound(t.Context(), c.App, c.Actor(c.Nia), r)
	if err != nil {
		t.Fatal(err)
	}
	c.id = id
	code = c.codes(1)[0]
	c.Forced("restricted since", `UPDATE issues SET visibility = 'restricted' WHERE id = $1`, int64(c.bins))
	shown, err := roundapp.RoundOfCode(t.Context(), c.App, code, signin.Caller{})
	if err != nil || len(shown.Shown()) != 1 {
		t.Errorf("shown: %v, %v", shown.Shown(), err)
	}
	town.Refused(t, c.says(code, c.bins), "vote", "Choose from the list as it is now")
	if err := c.says(code, c.speed); err != nil {
		t.Errorf("after a refusal the code works no more: %v", err)
	}
}

func TestARoundIsCountedWhenItHasClosed(t *testing.T) {
	c := openSquare(t)
	codes := c.codes(2)
	for i, issue := range []domain.IssueID{c.speed, c.bins} {
		if err := c.says(codes[i], issue); err != nil {
			t.Fatal(err)
		}
	}
	if err := roundapp.Answer(t.Context(), c.App, c.Actor(c.Priya), c.Area, c.id,
		rounds.Answer{Votes: []domain.IssueID{c.bins}}); err != nil {
		t.Fatal(err)
	}
	count := func() (domain.RoundID, error) {
		return roundapp.CountRound(t.Context(), c.App, c.Actor(c.Nia), c.Area, c.id)
	}
	var stands *domain.StateError
	if _, err := count(); !errors.As(err, &stands) {
		t.Errorf("counted while it is open: %v", err)
	}
	c.Move(11 * 24 * time.Hour)
	id, err := count()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := count(); !errors.As(err, &stands) {
		t.Errorf("counted twice: %v", err)
	}
	c.WantLines([]string{"online 3 1 Counted together: 1 person with an account and 2 people with a code."},
		`SELECT method || ' ' || taking_part || ' ' || votes_each || ' ' || note FROM priority_rounds`)
	c.WantLines([]string{"1", "2"}, `SELECT votes::text FROM priority_tallies ORDER BY votes`)
	c.Confirmed(id, c.bins)
	c.WantLines([]string{"Bins are missed"}, `SELECT title FROM issues WHERE state = 'prioritised'`)
	c.Refused("counted and cancelled", func(ctx context.Context) error {
		return roundapp.CancelRound(ctx, c.App, c.Actor(c.Nia), c.Area, c.id, "x")
	})
	c.Verify()
}

func TestHowARoundIsBegunAndChanged(t *testing.T) {
	c := openSquare(t)
	again, err := roundapp.BeginRound(t.Context(), c.App, c.Actor(c.Nia), c.asks(0, 10))
	if err != nil || again != c.id {
		t.Errorf("sent twice: %d and %d, %v", c.id, again, err)
	}
	_, err = roundapp.BeginRound(t.Context(), c.App, c.Actor(c.Nia), c.asks(1, 10))
	town.Refused(t, err, "", "has an online round already")
	is, err := roundstore.Round(t.Context(), c.App.Store.Reader, c.Area, c.id)
	if err != nil {
		t.Fatal(err)
	}
	change := func(r rounds.Round) error { return roundapp.ChangeRound(t.Context(), c.App, c.Actor(c.Nia), r) }
	to := is
	to.VotesEach = 2
	town.Refused(t, change(to), "", "only its last day can be changed")
	to = is
	to.ClosesOn = c.Day().AddDays(-1)
	town.Refused(t, change(to), "closes", "The last day cannot be before the first")
	to.ClosesOn = c.Day().AddDays(20)
	if err := change(to); err != nil {
		t.Fatal(err)
	}
	to.ClosesOn = c.Day().AddDays(21)
	if err := change(to); !errors.Is(err, domain.ErrConflict) {
		t.Errorf("over somebody else's change: %v", err)
	}
	c.Move(time.Hour)
	for field, spoil := range map[string]func(*rounds.Round){
		"opens":      func(r *rounds.Round) { r.OpensOn = c.Day().AddDays(-1) },
		"closes":     func(r *rounds.Round) { r.ClosesOn = c.Day().AddDays(200) },
		"votes_each": func(r *rounds.Round) { r.VotesEach = 3 },
		"issue":      func(r *rounds.Round) { r.Offered = r.Offered[:1] },
	} {
		r := c.asks(0, 10)
		spoil(&r)
		found := r.Blockers([]rounds.Offer{{Issue: c.speed}, {Issue: c.bins}}, c.Day())
		if len(found) == 0 || found[0].Field != field {
			t.Errorf("%s: %v", field, found)
		}
	}
}

func TestCodesAreCancelledBySheetAndSlip(t *testing.T) {
	c := openSquare(t)
	first, second := c.codes(3), c.codes(2)
	if err := c.says(first[2], c.bins); err != nil {
		t.Fatal(err)
	}
	cancel := func(sheet, slip int) error {
		return roundapp.CancelCodes(t.Context(), c.App, c.Actor(c.Nia), c.Area, c.id, sheet, slip, "Lost on the bus")
	}
	if err := cancel(1, 2); err != nil {
		t.Fatal(err)
	}
	town.Refused(t, cancel(1, 3), "sheet", "No unused code")
	town.Refused(t, cancel(4, 0), "sheet", "No unused code")
	if !c.may(first[0]) || c.may(first[1]) || !c.may(second[1]) {
		t.Error("another code was cancelled")
	}
	if err := cancel(2, 0); err != nil {
		t.Fatal(err)
	}
	if c.may(second[0]) || c.may(second[1]) {
		t.Error("a cancelled code can be used")
	}
	for _, secret := range append(first, second...) {
		if n := c.Int(`SELECT count(*) FROM online_round_codes
			WHERE encode(hash, 'escape') LIKE '%' || $1 || '%'`, secret); n != 0 {
			t.Errorf("the code %s is kept", secret)
		}
	}
	sheets, err := roundstore.Sheets(t.Context(), c.App.Store.Reader, c.id)
	if err != nil || len(sheets) != 2 || sheets[0].Unused() != 1 || sheets[0].Used != 1 || sheets[1].Unused() != 0 {
		t.Errorf("sheets: %v, %v", sheets, err)
	}
}
