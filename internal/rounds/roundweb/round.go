// Package roundweb serves the pages of online rounds: for officers, for people with an account, and for people with a
// code.
package roundweb

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/places"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/policy"
	"fourgates/internal/priorities"
	"fourgates/internal/priorities/prioritystore"
	"fourgates/internal/priorities/priorityweb"
	"fourgates/internal/rounds"
	"fourgates/internal/rounds/roundapp"
	"fourgates/internal/rounds/roundstore"
	"fourgates/internal/serve"
)

// RoundRoutes lists the routes of online rounds.
func RoundRoutes() []serve.Route {
	const at = "/areas/{area}/online-rounds"
	return slices.Concat([]serve.Route{
		serve.Get(at+"/new", policy.Prioritise, serve.On(areaToHold, newRound)),
		serve.Post(at, policy.Prioritise, serve.On(areaToHold, beginRound)),
		serve.Get(at+"/{round}", policy.ViewIssues, serve.On(roundOf, showRound)),
		serve.Get(at+"/{round}/edit", policy.Prioritise, serve.On(roundToHold, editRound)),
		serve.Post(at+"/{round}", policy.Prioritise, serve.On(roundToHold, changeRound)),
		serve.Post(at+"/{round}/cancellation", policy.Prioritise, serve.On(roundToHold, cancelRound)).
			RestsOn("online round", "round"),
		serve.Post(at+"/{round}/count", policy.Prioritise, serve.On(roundToHold, countRound)).
			RestsOn("online round", "round"),
		serve.Post(at+"/{round}/codes", policy.Prioritise, serve.On(roundToHold, makeCodes)),
		serve.Post(at+"/{round}/codes/cancellation", policy.Prioritise, serve.On(roundToHold, cancelCodes)),
		serve.Post(at+"/{round}/answer", policy.AnswerRounds, serve.On(serve.Where(mayAnswer, roundOf), answer)),
	}, codeRoutes())
}

// held is a round with its area.
type held struct {
	rounds.Round
	in places.Area
}

// areaToHold loads the area of the address for an officer who holds online rounds there.
func areaToHold(c *serve.Call) (places.Area, error) {
	return placeweb.AreaInFor(policy.ViewIssues, policy.Prioritise)(c)
}

// roundOf loads the round of the address and its area within what the actor may see: else domain.ErrNotFound.
func roundOf(c *serve.Call) (held, error) { return roundIn(c, placeweb.AreaIn(policy.ViewIssues)) }

func roundToHold(c *serve.Call) (held, error) { return roundIn(c, areaToHold) }

func mayAnswer(a policy.Actor, is held) bool { return rounds.MayAnswer(a, is.Area) }

func roundIn(c *serve.Call, in func(*serve.Call) (places.Area, error)) (is held, err error) {
	if is.in, err = in(c); err != nil {
		return is, err
	}
	id, err := serve.PathID[domain.OnlineRoundID](c, "round")
	if err != nil {
		return is, err
	}
	is.Round, err = roundstore.Round(c.Context(), c.Read, is.in.ID, id)
	return is, err
}

func newRound(c *serve.Call, area places.Area) error {
	f := serve.WithDay(serve.WithDay(form.With("votes_each", "3"), "opens", c.Today()), "closes",
		c.Today().AddDays(14))
	listed, err := roundapp.Listed(c.Context(), c.Read, area.ID)
	if err != nil {
		return err
	}
	for _, o := range listed {
		f.Values.Add("issue", serve.IDText(o.Issue))
	}
	return roundForm(c, held{in: area}, f)
}

// roundForm shows the form of a round; of a new one where the round has no number.
func roundForm(c *serve.Call, is held, f form.Form) error {
	title := "Begin an online round"
	if is.ID != 0 {
		title = "Change the online round"
	}
	p := RoundFormProps{Form: f, Area: is.in, ID: is.ID, Open: is.ID != 0 && is.State(c.Today()) == rounds.Open,
		Shell: priorityweb.RoundShell(c, is.in, title)}
	if !p.Open {
		var err error
		if p.Issues, err = roundapp.Listed(c.Context(), c.Read, is.in.ID); err != nil {
			return err
		}
	}
	return c.Page(f, RoundForm(p))
}

func decodeRound(f *form.Form, is held, open bool) rounds.Round {
	r := is.Round
	r.Area, r.ClosesOn = is.in.ID, f.Date("closes", "Enter the last day")
	if open {
		return r
	}
	r.OpensOn, r.Offered = f.Date("opens", "Enter the first day"), nil
	r.VotesEach = f.Int("votes_each", 1, 100, "Enter how many each person may choose")
	r.Note = f.Optional("note", 1000)
	for _, id := range form.IDs[domain.IssueID](f, "issue") {
		r.Offered = append(r.Offered, rounds.Offer{Issue: id})
	}
	return r
}

func beginRound(c *serve.Call, area places.Area) error {
	f := c.Posted()
	r := decodeRound(&f, held{in: area}, false)
	if err := f.Take(func() (err error) {
		r.ID, err = roundapp.BeginRound(c.Context(), c.App, c.Actor, r)
		return err
	}); err != nil {
		return err
	}
	if !f.OK() {
		return roundForm(c, held{in: area}, f)
	}
	return c.Done("The online round is planned. It opens by itself on its first day.", "/areas/%d/online-rounds/%d",
		area.ID, r.ID)
}

func editRound(c *serve.Call, is held) error {
	if err := is.CheckState(c.Today(), rounds.Planned, rounds.Open); err != nil {
		return err
	}
	f := form.With("opens", is.OpensOn.String(), "closes", is.ClosesOn.String(), "votes_each",
		strconv.Itoa(is.VotesEach), "note", is.Note, "version", strconv.Itoa(is.Version))
	for _, o := range is.Offered {
		f.Values.Add("issue", serve.IDText(o.Issue))
	}
	return roundForm(c, is, f)
}

// changeRound saves the change. Where somebody else saved first, both are shown and what was typed stays.
func changeRound(c *serve.Call, is held) error {
	if err := is.CheckState(c.Today(), rounds.Planned, rounds.Open); err != nil {
		return err
	}
	f := c.Posted()
	to := decodeRound(&f, is, is.State(c.Today()) == rounds.Open)
	to.Version = f.Version("Load the page again")
	if err := f.Save(func() error { return roundapp.ChangeRound(c.Context(), c.App, c.Actor, to) }); err != nil {
		return err
	}
	if f.Stale() {
		now, err := roundToHold(c)
		if err != nil {
			return err
		}
		is = now
		f.Newest(is.Version, "First day", is.OpensOn.Words(), to.OpensOn.Words(), "Last day", is.ClosesOn.Words(),
			to.ClosesOn.Words(), "Each may choose", strconv.Itoa(is.VotesEach), strconv.Itoa(to.VotesEach),
			"What is said to them", is.Note, to.Note)
	}
	if !f.OK() {
		return roundForm(c, is, f)
	}
	return c.Done("Online round changed", "/areas/%d/online-rounds/%d", is.Area, is.ID)
}

// showRound shows a round: to those who may answer its form, to officers its codes, and to all its votes once it has
// closed.
func showRound(c *serve.Call, is held) error {
	return roundPage(c, is, form.New(nil))
}

// mostWords is how many of what people wrote one page shows.
const mostWords = 500

func roundPage(c *serve.Call, is held, f form.Form) error {
	p := RoundProps{Form: f, Area: is.in, Round: is.Round, State: is.State(c.Today()), Address: c.Base() + "/say",
		MayAnswer: mayAnswer(c.Actor, is), MayHold: rounds.MayHold(c.Actor, is.Area),
		Shell: priorityweb.RoundShell(c, is.in, "Online round")}
	ctx := c.Context()
	if err := ownAnswer(c, &p); err != nil {
		return err
	}
	var err error
	if p.MayHold {
		if p.Sheets, err = roundstore.Sheets(ctx, c.Read, is.ID); err != nil {
			return err
		}
	}
	if p.State == rounds.Closed || p.State == rounds.Counted {
		if p.Votes, err = roundstore.Votes(ctx, c.Read, is.ID); err != nil {
			return err
		}
		if p.Others, err = counted(c, is); err != nil {
			return err
		}
		if p.MayHold {
			if p.Words, err = roundstore.Words(ctx, c.Read, is.ID, mostWords); err != nil {
				return err
			}
		}
	}
	return c.Page(f, Round(p))
}

// ownAnswer says whether the actor has answered with their account, and fills the form with it where nothing was sent.
func ownAnswer(c *serve.Call, p *RoundProps) error {
	if !p.MayAnswer || p.State != rounds.Open {
		return nil
	}
	said, answered, err := roundapp.OwnAnswer(c.Context(), c.Read, p.Round.ID, c.Actor.ID)
	if p.Answered = answered; err != nil || !answered || c.Method == http.MethodPost {
		return err
	}
	p.Form = form.With("words", said.Words)
	for _, id := range said.Votes {
		p.Form.Values.Add("vote", serve.IDText(id))
	}
	return nil
}

// counted lists the rounds of the same cycle that were counted otherwise, oldest first, at most three.
func counted(c *serve.Call, is held) (others []priorities.PriorityRound, err error) {
	all, err := prioritystore.Rounds(c.Context(), c.Read, is.Area)
	for _, r := range all {
		if r.Method != priorities.Online && r.Cycle == is.Cycle && len(others) < 3 {
			others = append(others, r)
		}
	}
	slices.Reverse(others)
	return others, err
}

func cancelRound(c *serve.Call, is held) error {
	f := c.Posted()
	why := f.Required("why", 500, "Say why it is cancelled")
	if err := f.Take(func() error {
		return roundapp.CancelRound(c.Context(), c.App, c.Actor, is.Area, is.ID, why)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return roundPage(c, is, f)
	}
	return c.Done("The online round is cancelled", "/areas/%d/online-rounds/%d", is.Area, is.ID)
}

// countRound enters the votes among the area's rounds, where they are confirmed.
func countRound(c *serve.Call, is held) error {
	f := c.Posted()
	var count domain.RoundID
	if err := f.Take(func() (err error) {
		count, err = roundapp.CountRound(c.Context(), c.App, c.Actor, is.Area, is.ID)
		return err
	}); err != nil {
		return err
	}
	if !f.OK() {
		return roundPage(c, is, f)
	}
	return c.Done("Counted. Confirm it when the priorities are clear.", "/areas/%d/rounds/%d", is.Area, count)
}

// makeCodes answers with the slips themselves. Their codes are nowhere else: neither in the database nor in the
// session.
func makeCodes(c *serve.Call, is held) error {
	f := c.Posted()
	n := f.Int("codes", 1, rounds.MostCodes, "Enter how many codes you need")
	var slips []rounds.Slip
	if err := f.Take(func() (err error) {
		slips, err = roundapp.MakeCodes(c.Context(), c.App, c.Actor, is.Area, is.ID, n)
		return err
	}); err != nil {
		return err
	}
	if !f.OK() {
		return roundPage(c, is, f)
	}
	return c.Answer(http.StatusCreated, Slips(SlipsProps{Round: is.Round, Slips: slips,
		Address: onPaper(c.Base()) + "/say",
		Council: c.Council(), Shell: priorityweb.RoundShell(c, is.in, "Slips to hand out")}))
}

func cancelCodes(c *serve.Call, is held) error {
	f := c.Posted()
	sheet, slip := f.Int("sheet", 1, rounds.MostSheets, "Enter the number of the sheet"), 0
	if f.Text("slip") != "" {
		slip = f.Int("slip", 1, rounds.MostCodes, "")
	}
	why := f.Required("codes_why", 500, "Say why they are cancelled")
	if err := f.Take(func() error {
		return roundapp.CancelCodes(c.Context(), c.App, c.Actor, is.Area, is.ID, sheet, slip, why)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return roundPage(c, is, f)
	}
	return c.Done("Cancelled", "/areas/%d/online-rounds/%d#slips", is.Area, is.ID)
}

// decodeAnswer reads what somebody chose and wrote.
func decodeAnswer(f *form.Form) rounds.Answer {
	return rounds.Answer{Votes: form.IDs[domain.IssueID](f, "vote"), Words: f.Optional("words", rounds.MostWords)}
}

// answer takes what the actor says with their account.
func answer(c *serve.Call, is held) error {
	f := c.Posted()
	said := decodeAnswer(&f)
	if err := f.Take(func() error {
		return roundapp.Answer(c.Context(), c.App, c.Actor, is.Area, is.ID, said)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return roundPage(c, is, f)
	}
	return c.Done("Your answer is kept. You can change it until the round closes.", "/areas/%d/online-rounds/%d",
		is.Area, is.ID)
}

// AreaAside is the online rounds of an area, to stand beside the others on the page of its priorities.
func AreaAside(c *serve.Call, area places.Area) (templ.Component, error) {
	cycle, err := placeweb.CycleOf(c, area)
	if err != nil {
		return nil, err
	}
	list, err := roundstore.Rounds(c.Context(), c.Read, area.ID)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(r rounds.Round) bool { return r.Cycle != cycle })
	return AreaRounds(AreaRoundsProps{Area: area, List: list, Today: c.Today(),
		MayHold: rounds.MayHold(c.Actor, area.ID) && cycle == area.Cycle && area.CheckCycle() == nil}), nil
}
