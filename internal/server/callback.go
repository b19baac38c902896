package server

import (
	"errors"
	"net/http"
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

// gateArea loads the area of the address for a reader of its gates: else domain.ErrNotFound.
func (s *Server) gateArea(r *http.Request, actor policy.Actor) (domain.Area, error) {
	area, err := s.areaOf(r, actor)
	if err == nil && !policy.CanIn(actor, policy.ViewGates, area.ID) {
		err = domain.ErrNotFound
	}
	return area, err
}

// difference shows the list that Members signed at gate 2 beside what the community confirmed.
func (s *Server) difference(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.gateArea(r, actor)
	if err != nil {
		return err
	}
	p := page.DifferenceProps{Area: area, Shell: s.roundShell(r, actor, area, "Difference"), MayCallBack: policy.CanIn(actor, policy.CallBackGate, area.ID)}
	d, err := s.app.PriorityDifference(r.Context(), area.ID)
	if err != nil && !errors.Is(err, domain.ErrNotFound) {
		return err
	}
	p.None = err != nil
	p.Attempt, p.Round, p.Signed, p.Changes, p.Facts = d.Attempt, d.Round, d.Signed, d.Changes, d.Facts
	slices.SortStableFunc(p.Signed, func(a, b domain.SignedIssue) int { return placeOrLast(a) - placeOrLast(b) })
	for _, t := range domain.RankTallies(d.Tallies) {
		if t.Priority {
			p.Tallies = append(p.Tallies, t)
		}
	}
	return s.render(w, r, http.StatusOK, page.Difference(p))
}

// placeOrLast is the place of a signed issue by its points; those that had none come last.
func placeOrLast(i domain.SignedIssue) int {
	if i.Place == 0 {
		return 1 << 30
	}
	return i.Place
}

// askCallBack asks a Member why gate 2 is called back.
func (s *Server) askCallBack(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.callBackPage(w, r, actor, http.StatusOK, form.New(nil))
}

func (s *Server) callBackPage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	area, err := s.gateArea(r, actor)
	if err != nil {
		return err
	}
	if err := policy.CheckIn(actor, policy.CallBackGate, area.ID); err != nil {
		return err
	}
	facts, _, err := s.read.CallBackFacts(r.Context(), area.ID, s.today())
	if err != nil {
		return err
	}
	if blockers := facts.Blockers(); len(blockers) > 0 {
		return &domain.BlockedError{Blockers: blockers}
	}
	return s.reasonPage(w, r, actor, status, f, page.ReasonProps{
		Title: "Call gate 2 back", Caption: area.Name, Back: "/areas/" + idText(area.ID) + "/priorities/difference", Field: "reason", Label: "Why do you call it back?",
		Hint: "Officers and the other Members read it. It stands in the register.", Button: "Call gate 2 back", Warning: true,
		Lead: "The area goes back to phase 2b. The issues are submitted again, and every Area Member is asked to sign them again.",
	})
}

// callBackGate calls gate 2 back.
func (s *Server) callBackGate(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.gateArea(r, actor)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	reason := f.Required("reason", 2000, "Enter why gate 2 is called back: officers and Members read it")
	if f.OK() {
		err = s.app.CallBackGate(r.Context(), actor, area.ID, reason)
	}
	if err != nil && !f.Refuse(err) {
		return err
	}
	if !f.OK() {
		return s.callBackPage(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	return s.done(w, r, "Gate 2 is called back. The officers and the other Members are told.", "/areas/%d/gates/2", area.ID)
}
