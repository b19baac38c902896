package server

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

// bidToEdit loads the bid of the address for somebody who may change what it says.
func bidToEdit(c *Call) (domain.BidLine, error) {
	b, err := bidOf(c)
	if err != nil {
		return b, err
	}
	if err := policy.CheckIn(c.Actor, policy.EditBids, b.Area); err != nil {
		return b, err
	}
	return b, b.CheckEdit()
}

// editBid shows the form to change a bid.
func editBid(c *Call) error {
	b, err := bidToEdit(c)
	if err != nil {
		return err
	}
	f := form.With("version", strconv.Itoa(b.Version), "title", b.Title, "funder", b.Funder, "amount", b.Amount.Typed(), "match", b.Match.Typed())
	for _, x := range b.Solutions {
		f.Values.Add("solution", idText(x.ID))
	}
	return editBidPage(c, http.StatusOK, b, withDay(f, "deadline", b.Deadline), nil)
}

func editBidPage(c *Call, status int, b domain.BidLine, f form.Form, stale []page.StaleField) error {
	p := page.BidFormProps{Shell: bidShell(c, b, "Change the bid"), Form: f, Area: domain.AreaName{ID: b.Area, Name: b.AreaName}, Bid: b, Stale: stale}
	var err error
	if p.Solutions, err = fundable(c, b.Area, b.Cycle, b.Draft().Solutions); err != nil {
		return err
	}
	if status != http.StatusOK {
		p.Shell = p.WithErrors()
		if len(p.Solutions) == 0 {
			shownAt(&p.Form, "title", "funder", "amount", "match", "deadline")
		}
	}
	return c.Answer(status, page.BidForm(p))
}

// saveBid saves the change. Where somebody else saved first, both versions are shown and what was typed stays in the form.
func saveBid(c *Call) error {
	b, err := bidToEdit(c)
	if err != nil {
		return err
	}
	f, d := decodeBid(c.PostForm)
	version := f.Int("version", 1, 1<<30, "Load the page again")
	if f.OK() {
		err = c.App.EditBid(c.Context(), c.Actor, b.ID, version, d)
	}
	if errors.Is(err, domain.ErrConflict) {
		return staleBid(c, f, d)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return editBidPage(c, http.StatusUnprocessableEntity, b, f, nil)
	}
	return c.Done("Bid changed", "/bids/%d", b.ID)
}

func staleBid(c *Call, f form.Form, d domain.BidDraft) error {
	now, err := bidToEdit(c)
	if err != nil {
		return err
	}
	known, err := fundable(c, now.Area, now.Cycle, d.Solutions)
	if err != nil {
		return err
	}
	typed := now
	typed.Bid, typed.Solutions = now.With(d), nil
	for _, l := range known {
		if slices.Contains(d.Solutions, l.ID) {
			typed.Solutions = append(typed.Solutions, domain.BidSolution{ID: l.ID, Title: l.Title, State: l.State})
		}
	}
	f.Values.Set("version", strconv.Itoa(now.Version))
	var both []string
	yours := typed.Words()
	for at, field := range now.Words() {
		both = append(both, field.Name, field.Words, yours[at].Words)
	}
	return editBidPage(c, http.StatusConflict, now, f, page.StaleFields(both...))
}

// moveBid takes a bid a step further.
func moveBid(c *Call) error {
	id, err := pathID[domain.BidID](c, "bid")
	if err != nil {
		return err
	}
	f := c.Posted()
	move, reason := f.Text("move"), f.Optional("reason", 2000)
	var won *domain.Pence
	if move == "won" {
		won = f.OptionalMoney("won")
	}
	if f.OK() {
		err = c.App.MoveBid(c.Context(), c.Actor, id, move, reason, won)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return bidPage(c, http.StatusUnprocessableEntity, f)
	}
	return c.Done("Status changed", "/bids/%d", id)
}
