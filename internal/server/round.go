package server

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

// roundArea loads the area for somebody who enters rounds there, with its issues.
func roundArea(c *Call) (domain.Area, []domain.PriorityIssue, error) {
	area, err := areaIn(policy.ViewIssues)(c)
	if err != nil {
		return area, nil, err
	}
	if err := policy.CheckIn(c.Actor, policy.Prioritise, area.ID); err != nil {
		return area, nil, err
	}
	issues, err := c.Read.PriorityIssues(c.Context(), area.ID)
	return area, issues, err
}

// roundOf loads the round of the address, of that area.
func roundOf(c *Call, area domain.AreaID) (domain.PriorityRound, error) {
	id, err := pathID[domain.RoundID](c, "round")
	if err != nil {
		return domain.PriorityRound{}, err
	}
	return c.Read.Round(c.Context(), area, id)
}

func roundShell(c *Call, area domain.Area, title string) page.Shell {
	at := "/areas/" + idText(area.ID)
	return c.Shell(title).Under("Areas", "/areas", area.Name, at, "Priorities", at+"/priorities", title).Overridden(area.Overrides)
}

// newRound shows the form on which a round is entered.
func newRound(c *Call) error {
	return roundForm(c, http.StatusOK, page.RoundFormProps{Form: form.With("votes_each", "1")})
}

func roundForm(c *Call, status int, p page.RoundFormProps) error {
	var err error
	if p.Area, p.Issues, err = roundArea(c); err != nil {
		return err
	}
	title := "Enter a round"
	if p.ID != 0 {
		title = "Change a round"
	}
	p.Shell = roundShell(c, p.Area, title)
	if !p.OK() {
		p.Shell = p.WithErrors()
	}
	return c.Answer(status, page.RoundForm(p))
}

// decodeRound reads what was typed of a round. A vote left empty is none.
func decodeRound(f *form.Form, area domain.AreaID, issues []domain.PriorityIssue) domain.PriorityRound {
	round := domain.PriorityRound{Area: area,
		Method:     form.OneOf(f, "method", domain.RoundMethods(), "Choose how it was counted"),
		HeldOn:     f.Date("held", "Enter the day on which it was held"),
		Place:      f.Optional("place", 200),
		TakingPart: f.Int("taking_part", 1, domain.MostTakingPart, "Enter how many people took part"),
		VotesEach:  f.Int("votes_each", 1, 100, "Enter how many votes each of them had"),
		Note:       f.Optional("note", 2000),
		Votes:      map[domain.IssueID]int{},
	}
	for _, i := range issues {
		name := domain.VotesField(i.ID)
		if f.Text(name) == "" {
			round.Votes[i.ID] = 0
			continue
		}
		round.Votes[i.ID] = f.Int(name, 0, 100*domain.MostTakingPart, "")
	}
	return round
}

// enterRound saves a new round.
func enterRound(c *Call) error {
	area, issues, err := roundArea(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	round := decodeRound(&f, area.ID, issues)
	if f.OK() {
		round.ID, err = c.App.EnterRound(c.Context(), c.Actor, round)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return roundForm(c, http.StatusUnprocessableEntity, page.RoundFormProps{Form: f})
	}
	return c.Done("Round saved. Confirm it when the count is checked.", "/areas/%d/rounds/%d", area.ID, round.ID)
}

// round shows a round with its votes.
func round(c *Call) error {
	area, err := areaIn(policy.ViewIssues)(c)
	if err != nil {
		return err
	}
	p := page.RoundProps{Area: area, May: policy.CanIn(c.Actor, policy.Prioritise, area.ID), Difference: policy.CanIn(c.Actor, policy.ViewGates, area.ID)}
	if p.Round, err = roundOf(c, area.ID); err != nil {
		return err
	}
	tallies, err := c.Read.Tallies(c.Context(), p.Round.ID)
	if err != nil {
		return err
	}
	p.Tallies = domain.RankTallies(tallies)
	p.Shell = roundShell(c, area, "Round")
	return c.Show(page.Round(p))
}

// editRound shows the form on which a round that is not confirmed is changed.
func editRound(c *Call) error {
	area, _, err := roundArea(c)
	if err != nil {
		return err
	}
	round, err := roundOf(c, area.ID)
	if err != nil {
		return err
	}
	if round.Confirmed() {
		return domain.Blocked("", "This round was confirmed: it can no longer be changed")
	}
	return roundForm(c, http.StatusOK, page.RoundFormProps{ID: round.ID, Form: roundValues(round)})
}

func roundValues(round domain.PriorityRound) form.Form {
	f := form.With("method", round.Method, "held", round.HeldOn.String(), "place", round.Place, "taking_part", strconv.Itoa(round.TakingPart),
		"votes_each", strconv.Itoa(round.VotesEach), "note", round.Note, "version", strconv.Itoa(round.Version))
	for id, n := range round.Votes {
		f.Values.Set(domain.VotesField(id), strconv.Itoa(n))
	}
	return f
}

// changeRound saves the change. Where somebody else saved first, both are shown and what was typed stays.
func changeRound(c *Call) error {
	area, issues, err := roundArea(c)
	if err != nil {
		return err
	}
	now, err := roundOf(c, area.ID)
	if err != nil {
		return err
	}
	f := c.Posted()
	round := decodeRound(&f, area.ID, issues)
	round.ID, round.Version = now.ID, f.Int("version", 1, 1<<30, "Load the page again")
	if f.OK() {
		err = c.App.ChangeRound(c.Context(), c.Actor, round)
	}
	if errors.Is(err, domain.ErrConflict) && !now.Confirmed() {
		f.Values.Set("version", strconv.Itoa(now.Version))
		return roundForm(c, http.StatusConflict, page.RoundFormProps{ID: now.ID, Form: f, Stale: staleRound(now, round, issues)})
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return roundForm(c, http.StatusUnprocessableEntity, page.RoundFormProps{ID: now.ID, Form: f})
	}
	return c.Done("Round saved", "/areas/%d/rounds/%d", area.ID, now.ID)
}

func staleRound(now, typed domain.PriorityRound, issues []domain.PriorityIssue) []page.StaleField {
	both := []string{"How", now.Method, typed.Method, "Held on", now.HeldOn.Words(), typed.HeldOn.Words(), "Where", now.Place, typed.Place,
		"Taking part", fmt.Sprint(now.TakingPart), fmt.Sprint(typed.TakingPart), "Votes each", fmt.Sprint(now.VotesEach), fmt.Sprint(typed.VotesEach), "Note", now.Note, typed.Note}
	for _, i := range issues {
		both = append(both, i.Title, fmt.Sprint(now.Votes[i.ID]), fmt.Sprint(typed.Votes[i.ID]))
	}
	return page.StaleFields(both...)
}

// askConfirmRound asks which issues are priorities by the round.
func askConfirmRound(c *Call) error {
	return confirmPage(c, http.StatusOK, nil)
}

func confirmPage(c *Call, status int, typed *form.Form) error {
	area, issues, err := roundArea(c)
	if err != nil {
		return err
	}
	round, err := roundOf(c, area.ID)
	if err != nil {
		return err
	}
	if round.Confirmed() {
		return domain.Blocked("", "This round was confirmed already, by "+round.ConfirmedBy)
	}
	p := page.ConfirmRoundProps{Area: area, Round: round, Form: form.New(nil), Shell: roundShell(c, area, "Confirm a round")}
	for _, i := range issues {
		p.Tallies = append(p.Tallies, domain.Tally{Issue: i.ID, Title: i.Title, State: i.State, Votes: round.Votes[i.ID]})
	}
	p.Tallies = domain.RankTallies(p.Tallies)
	if typed != nil {
		p.Form, p.Shell = *typed, p.WithErrors()
	}
	p.Form.Values.Set("version", strconv.Itoa(round.Version))
	return c.Answer(status, page.ConfirmRound(p))
}

// confirmRound confirms a round with the priorities that were chosen.
func confirmRound(c *Call) error {
	area, _, err := roundArea(c)
	if err != nil {
		return err
	}
	id, err := pathID[domain.RoundID](c, "round")
	if err != nil {
		return err
	}
	f := c.Posted()
	priorities, version := form.IDs[domain.IssueID](&f, "priority"), f.Int("version", 1, 1<<30, "Load the page again")
	if f.OK() {
		err = c.App.ConfirmRound(c.Context(), c.Actor, area.ID, id, version, priorities)
	}
	status := http.StatusUnprocessableEntity
	if errors.Is(err, domain.ErrConflict) {
		f.Add("", "Somebody else changed this round while you were reading it. The votes are shown as they are now; what you chose is still chosen.")
		status = http.StatusConflict
	} else if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return confirmPage(c, status, &f)
	}
	return c.Done("The round is confirmed", "/areas/%d/rounds/%d", area.ID, id)
}
