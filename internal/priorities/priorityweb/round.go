package priorityweb

import (
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/places"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/policy"
	"fourgates/internal/priorities"
	"fourgates/internal/priorities/priorityapp"
	"fourgates/internal/priorities/prioritystore"
	"fourgates/internal/scores"
	"fourgates/internal/scores/scorestore"
	"fourgates/internal/serve"
	"fourgates/web/frame"
)

// voting is an area with the issues that its people can vote for.
type voting struct {
	places.Area
	Issues []scores.PriorityIssue
}

// votingIn loads the area of the address for somebody who enters rounds there, with its issues.
func votingIn(c *serve.Call) (in voting, err error) {
	if in.Area, err = placeweb.AreaIn(policy.ViewIssues)(c); err != nil {
		return in, err
	}
	if err := policy.CheckIn(c.Actor, policy.Prioritise, in.ID); err != nil {
		return in, err
	}
	in.Issues, err = scorestore.PriorityIssues(c.Context(), c.Read, in.ID)
	return in, err
}

// roundRecord is a round with its area.
type roundRecord struct {
	priorities.PriorityRound
	In voting // its issues only where the round is to be changed
}

// roundOf loads the round of the address and its area within what the actor may see: else domain.ErrNotFound.
func roundOf(c *serve.Call) (round roundRecord, err error) {
	if round.In.Area, err = placeweb.AreaIn(policy.ViewIssues)(c); err != nil {
		return round, err
	}
	return roundIn(c, round.In)
}

// roundToEdit loads the round of the address for somebody who enters rounds there.
func roundToEdit(c *serve.Call) (roundRecord, error) {
	in, err := votingIn(c)
	if err != nil {
		return roundRecord{}, err
	}
	return roundIn(c, in)
}

func roundIn(c *serve.Call, in voting) (round roundRecord, err error) {
	id, err := serve.PathID[domain.RoundID](c, "round")
	if err != nil {
		return round, err
	}
	round.In = in
	round.PriorityRound, err = prioritystore.Round(c.Context(), c.Read, in.ID, id)
	return round, err
}

func RoundShell(c *serve.Call, area places.Area, title string) frame.Shell {
	at := "/areas/" + serve.IDText(area.ID)
	return c.Shell(title).Under("Areas", "/areas", area.Name, at, "Priorities", at+"/priorities", title).
		Overridden(area.Overrides)
}

// newRound shows the form on which a round is entered.
func newRound(c *serve.Call, in voting) error {
	return roundForm(c, roundRecord{In: in}, form.With("votes_each", "1"))
}

// roundForm shows the form of a round; of a new one where the round has no number.
func roundForm(c *serve.Call, round roundRecord, f form.Form) error {
	title := "Enter a round"
	if round.ID != 0 {
		title = "Change a round"
	}
	return c.Page(f, RoundForm(RoundFormProps{Shell: RoundShell(c, round.In.Area, title), Form: f,
		Area: round.In.Area, ID: round.ID, Issues: round.In.Issues}))
}

// decodeRound reads what was typed of a round. A vote left empty is none.
func decodeRound(f *form.Form, in voting) priorities.PriorityRound {
	round := priorities.PriorityRound{Area: in.ID,
		Method:     form.OneOf(f, "method", priorities.RoundMethods(), "Choose how it was counted"),
		HeldOn:     f.Date("held", "Enter the day on which it was held"),
		Place:      f.Optional("place", 200),
		TakingPart: f.Int("taking_part", 1, priorities.MostTakingPart, "Enter how many people took part"),
		VotesEach:  f.Int("votes_each", 1, 100, "Enter how many votes each of them had"),
		Note:       f.Optional("note", 2000),
		Votes:      map[domain.IssueID]int{},
	}
	for _, i := range in.Issues {
		name := priorities.VotesField(i.ID)
		if f.Text(name) == "" {
			round.Votes[i.ID] = 0
			continue
		}
		round.Votes[i.ID] = f.Int(name, 0, 100*priorities.MostTakingPart, "")
	}
	return round
}

// enterRound saves a new round.
func enterRound(c *serve.Call, in voting) error {
	f := c.Posted()
	round := decodeRound(&f, in)
	err := f.Take(func() (err error) {
		round.ID, err = priorityapp.EnterRound(c.Context(), c.App, c.Actor, round)
		return err
	})
	if err != nil {
		return err
	}
	if !f.OK() {
		return roundForm(c, roundRecord{In: in}, f)
	}
	return c.Done("Round saved. Confirm it when the count is checked.", "/areas/%d/rounds/%d", in.ID, round.ID)
}

// round shows a round with its votes.
func round(c *serve.Call, round roundRecord) error {
	tallies, err := prioritystore.Tallies(c.Context(), c.Read, round.ID)
	if err != nil {
		return err
	}
	area := round.In.Area
	return c.Show(Round(RoundProps{
		Shell: RoundShell(c, area, "Round"), Area: area, Round: round.PriorityRound,
		Tallies:    priorities.RankTallies(tallies),
		May:        policy.CanIn(c.Actor, policy.Prioritise, area.ID),
		Difference: policy.CanIn(c.Actor, policy.ViewGates, area.ID),
	}))
}

// editRound shows the form on which a round that is not confirmed is changed.
func editRound(c *serve.Call, round roundRecord) error {
	if round.Confirmed() {
		return domain.Blocked("", "This round was confirmed: it can no longer be changed")
	}
	if round.Method == priorities.Online {
		return domain.Blocked("", "The votes of this round were counted online, so they stay as they are")
	}
	return roundForm(c, round, roundValues(round.PriorityRound))
}

func roundValues(round priorities.PriorityRound) form.Form {
	f := form.With("method", round.Method, "held", round.HeldOn.String(), "place", round.Place,
		"taking_part", strconv.Itoa(round.TakingPart), "votes_each", strconv.Itoa(round.VotesEach), "note", round.Note,
		"version", strconv.Itoa(round.Version))
	for id, n := range round.Votes {
		f.Values.Set(priorities.VotesField(id), strconv.Itoa(n))
	}
	return f
}

// changeRound saves the change. Where somebody else saved first, both are shown and what was typed stays; a round that
// was confirmed can be changed no more.
func changeRound(c *serve.Call, now roundRecord) error {
	f := c.Posted()
	round := decodeRound(&f, now.In)
	round.ID, round.Version = now.ID, f.Version("Load the page again")
	save := f.Save
	if now.Confirmed() {
		save = f.Take
	}
	if err := save(func() error { return priorityapp.ChangeRound(c.Context(), c.App, c.Actor, round) }); err != nil {
		return err
	}
	if f.Stale() {
		f.Newest(now.Version, roundsBeside(now, round)...)
	}
	if !f.OK() {
		return roundForm(c, now, f)
	}
	return c.Done("Round saved", "/areas/%d/rounds/%d", now.In.ID, now.ID)
}

func roundsBeside(now roundRecord, yours priorities.PriorityRound) []string {
	both := []string{
		"How", now.Method, yours.Method,
		"Held on", now.HeldOn.Words(), yours.HeldOn.Words(),
		"Where", now.Place, yours.Place,
		"Taking part", strconv.Itoa(now.TakingPart), strconv.Itoa(yours.TakingPart),
		"Votes each", strconv.Itoa(now.VotesEach), strconv.Itoa(yours.VotesEach),
		"Note", now.Note, yours.Note,
	}
	for _, i := range now.In.Issues {
		both = append(both, i.Title, strconv.Itoa(now.Votes[i.ID]), strconv.Itoa(yours.Votes[i.ID]))
	}
	return both
}

// askConfirmRound asks which issues are priorities by the round.
func askConfirmRound(c *serve.Call, round roundRecord) error {
	return confirmPage(c, round, form.New(nil))
}

func confirmPage(c *serve.Call, round roundRecord, f form.Form) error {
	if round.Confirmed() {
		return domain.Blocked("", "This round was confirmed already, by "+round.ConfirmedBy)
	}
	all, err := prioritystore.Rounds(c.Context(), c.Read, round.In.ID)
	if err != nil {
		return err
	}
	p := ConfirmRoundProps{Shell: RoundShell(c, round.In.Area, "Confirm a round"), Form: f,
		Area: round.In.Area, Round: round.PriorityRound}
	for _, i := range round.In.Issues {
		p.Tallies = append(p.Tallies,
			priorities.Tally{Issue: i.ID, Title: i.Title, State: i.State, Votes: round.Votes[i.ID]})
	}
	p.Tallies = priorities.RankTallies(p.Tallies)
	for _, other := range all {
		if other.ID != round.ID && other.Cycle == round.Cycle {
			p.Others = append(p.Others, other)
		}
	}
	p.Form.Values.Set("version", strconv.Itoa(round.Version))
	return c.Page(f, ConfirmRound(p))
}

// confirmRound confirms a round with the priorities that were chosen.
func confirmRound(c *serve.Call, round roundRecord) error {
	f := c.Posted()
	priorities, version := form.IDs[domain.IssueID](&f, "priority"), f.Version("Load the page again")
	err := f.Save(func() error {
		return priorityapp.ConfirmRound(c.Context(), c.App, c.Actor, round.In.ID, round.ID, version, priorities)
	})
	if err != nil {
		return err
	}
	if f.Stale() {
		f.Add("", "Somebody else changed this round while you were reading it. The votes are shown as they are now; "+
			"what you chose is still chosen.")
		if round, err = roundToEdit(c); err != nil {
			return err
		}
	}
	if !f.OK() {
		return confirmPage(c, round, f)
	}
	return c.Done("The round is confirmed", "/areas/%d/rounds/%d", round.In.ID, round.ID)
}
