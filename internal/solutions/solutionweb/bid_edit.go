package solutionweb

import (
	"slices"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/places"
	"fourgates/internal/serve"
	"fourgates/internal/solutions"
	"fourgates/internal/solutions/solutionapp"
	"fourgates/internal/timelines/timelineweb"
)

// bidToEdit loads the bid of the address for somebody who may change what it says.
func bidToEdit(c *serve.Call) (solutions.BidLine, error) {
	b, err := serve.Where(mayEditBid, bidOf)(c)
	if err != nil {
		return b, err
	}
	return b, b.CheckEdit()
}

// editBid shows the form to change a bid.
func editBid(c *serve.Call, b solutions.BidLine) error {
	f := form.With("version", strconv.Itoa(b.Version), "title", b.Title, "funder", b.Funder,
		"amount", b.Amount.Typed(), "match", b.Match.Typed())
	for _, x := range b.Solutions {
		f.Values.Add("solution", serve.IDText(x.ID))
	}
	return editBidPage(c, b, serve.WithDay(f, "deadline", b.Deadline))
}

func editBidPage(c *serve.Call, b solutions.BidLine, f form.Form) error {
	p := BidFormProps{Shell: bidShell(c, b, "Change the bid"), Form: f,
		Area: places.AreaName{ID: b.Area, Name: b.AreaName}, Bid: b}
	var err error
	if p.Solutions, err = fundable(c, b.Area, b.Cycle, b.Draft().Solutions); err != nil {
		return err
	}
	return bidForm(c, p)
}

// saveBid saves the change. Where somebody else saved first, both versions are shown and what was typed stays in the
// form.
func saveBid(c *serve.Call, b solutions.BidLine) error {
	f := c.Posted()
	d, version := decodeBid(&f), f.Version("Load the page again")
	err := f.Save(func() error { return solutionapp.EditBid(c.Context(), c.App, c.Actor, b.ID, version, d) })
	if err != nil {
		return err
	}
	if f.Stale() {
		if b, err = newestBid(c, &f, d); err != nil {
			return err
		}
	}
	if !f.OK() {
		return editBidPage(c, b, f)
	}
	return c.Done(timelineweb.Closed(c, "Bid changed", b.Area, d.Deadline), "/bids/%d", b.ID)
}

// newestBid loads the bid as somebody else left it, and puts what was typed beside it.
func newestBid(c *serve.Call, f *form.Form, d solutions.BidDraft) (solutions.BidLine, error) {
	now, err := bidToEdit(c)
	if err != nil {
		return now, err
	}
	known, err := fundable(c, now.Area, now.Cycle, d.Solutions)
	if err != nil {
		return now, err
	}
	typed := now
	typed.Bid, typed.Solutions = now.With(d), nil
	for _, l := range known {
		if slices.Contains(d.Solutions, l.ID) {
			typed.Solutions = append(typed.Solutions, solutions.BidSolution{ID: l.ID, Title: l.Title, State: l.State})
		}
	}
	f.Newest(now.Version, domain.Beside(now.Words(), typed.Words())...)
	return now, nil
}

// moveBid takes a bid a step further.
func (pages solutionPages) moveBid(c *serve.Call, b solutions.BidLine) error {
	f, id := c.Posted(), b.ID
	move, reason := f.Text("move"), f.Optional("reason", 2000)
	var won *domain.Pence
	if move == "won" {
		won = f.OptionalMoney("won")
	}
	if err := f.Take(func() error {
		return solutionapp.MoveBid(c.Context(), c.App, c.Actor, id, move, reason,
			won)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return pages.bidAgain(c, f)
	}
	return c.Done("Status changed", "/bids/%d", id)
}

// bidAgain shows the bid's page with what is wrong with the step that was chosen.
func (pages solutionPages) bidAgain(c *serve.Call, f form.Form) error {
	b, err := bidOf(c)
	if err != nil {
		return err
	}
	return pages.bidPage(c, b, f)
}
