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
func (s *Server) bidToEdit(r *http.Request, actor policy.Actor) (domain.BidLine, error) {
	b, err := s.bidOf(r, actor)
	if err != nil {
		return b, err
	}
	if err := policy.CheckIn(actor, policy.EditBids, b.Area); err != nil {
		return b, err
	}
	return b, b.CheckEdit()
}

// editBid shows the form to change a bid.
func (s *Server) editBid(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	b, err := s.bidToEdit(r, actor)
	if err != nil {
		return err
	}
	f := form.With("version", strconv.Itoa(b.Version), "title", b.Title, "funder", b.Funder, "amount", b.Amount.Typed(), "match", b.Match.Typed())
	for _, x := range b.Solutions {
		f.Values.Add("solution", idText(x.ID))
	}
	return s.editBidPage(w, r, actor, http.StatusOK, b, withDay(f, "deadline", b.Deadline), nil)
}

func (s *Server) editBidPage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, b domain.BidLine, f form.Form, stale []page.StaleField) error {
	p := page.BidFormProps{Shell: s.bidShell(r, actor, b, "Change the bid"), Form: f, Area: domain.AreaName{ID: b.Area, Name: b.AreaName}, Bid: b, Stale: stale}
	var err error
	if p.Solutions, err = s.fundable(r, actor, b.Area, b.Cycle, b.Draft().Solutions); err != nil {
		return err
	}
	if status != http.StatusOK {
		p.Shell = p.WithErrors()
		if len(p.Solutions) == 0 {
			shownAt(&p.Form, "title", "funder", "amount", "match", "deadline")
		}
	}
	return s.render(w, r, status, page.BidForm(p))
}

// saveBid saves the change. Where somebody else saved first, both versions are shown and what was typed stays in the form.
func (s *Server) saveBid(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	b, err := s.bidToEdit(r, actor)
	if err != nil {
		return err
	}
	f, d := decodeBid(r.PostForm)
	version := f.Int("version", 1, 1<<30, "Load the page again")
	if f.OK() {
		err = s.app.EditBid(r.Context(), actor, b.ID, version, d)
	}
	if errors.Is(err, domain.ErrConflict) {
		return s.staleBid(w, r, actor, f, d)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return s.editBidPage(w, r, actor, http.StatusUnprocessableEntity, b, f, nil)
	}
	return s.done(w, r, "Bid changed", "/bids/%d", b.ID)
}

func (s *Server) staleBid(w http.ResponseWriter, r *http.Request, actor policy.Actor, f form.Form, d domain.BidDraft) error {
	now, err := s.bidToEdit(r, actor)
	if err != nil {
		return err
	}
	known, err := s.fundable(r, actor, now.Area, now.Cycle, d.Solutions)
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
	return s.editBidPage(w, r, actor, http.StatusConflict, now, f, page.StaleFields(both...))
}

// moveBid takes a bid a step further.
func (s *Server) moveBid(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	id, err := pathID[domain.BidID](r, "bid")
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	move, reason := f.Text("move"), f.Optional("reason", 2000)
	var won *domain.Pence
	if move == "won" {
		won = f.OptionalMoney("won")
	}
	if f.OK() {
		err = s.app.MoveBid(r.Context(), actor, id, move, reason, won)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return s.bidPage(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	return s.done(w, r, "Status changed", "/bids/%d", id)
}
