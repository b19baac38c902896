package server

import (
	"crypto/rand"
	"net/http"
	"slices"

	"fourgates/internal/app"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

func (s *Server) showAttempt(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	id, err := pathID[domain.AttemptID](r, "attempt")
	if err != nil {
		return err
	}
	return s.attemptPage(w, r, actor, id, http.StatusOK, form.With("key", rand.Text()))
}

// attemptPage shows exactly what was frozen, who has decided and who is pending, and to a Member the form.
func (s *Server) attemptPage(w http.ResponseWriter, r *http.Request, actor policy.Actor, id domain.AttemptID, status int, f form.Form) error {
	p, err := s.attemptProps(r, actor, id)
	if err != nil {
		return err
	}
	p.Shell = s.shell(r, actor, p.Attempt.AreaName+": "+p.Attempt.Gate.Title()).Overridden(p.Attempt.Overrides)
	p.Shell.Invalid = !f.OK()
	p.Form = f
	return s.render(w, r, status, page.Attempt(p))
}

func (s *Server) attemptProps(r *http.Request, actor policy.Actor, id domain.AttemptID) (page.AttemptProps, error) {
	ctx, today := r.Context(), s.app.Today()
	t, err := s.read.Attempt(ctx, policy.ScopeOf(actor, policy.ViewGates), id)
	if err != nil {
		return page.AttemptProps{}, err
	}
	p := page.AttemptProps{Attempt: t, Actor: actor, Today: today, ProofNeeded: !s.proofFresh(r)}
	if p.Snapshot, err = domain.ReadSnapshot(t.Snapshot); err != nil {
		return p, err
	}
	if err = addGround(&p); err != nil {
		return p, err
	}
	if p.Asked, err = s.read.Signatories(ctx, id, today); err != nil {
		return p, err
	}
	if p.Conditions, err = s.read.AttemptConditions(ctx, id); err != nil {
		return p, err
	}
	if err := s.addDifferences(r, &p); err != nil {
		return p, err
	}
	if p.Executive, err = s.executivePart(r, actor, t); err != nil {
		return p, err
	}
	if policy.CanIn(actor, policy.SignGate, t.Area) {
		p.Mine = domain.Mine(p.Asked, actor.ID)
		p.Blockers = t.SignBlockers(p.Asked, actor.ID)
	}
	p.MayWithdraw = t.Open() && policy.CanIn(actor, policy.SubmitGate, t.Area)
	p.MayOverride = t.Open() && policy.CanIn(actor, policy.OverrideGate, t.Area)
	p.MayDischarge = policy.CanIn(actor, policy.DischargeCondition, t.Area)
	return p, nil
}

// addGround draws the frozen boundary at the gates that are about the ground and its people; at gate 1, which agrees it, among the wards
// and divisions, unless it has been drawn anew since.
func addGround(p *page.AttemptProps) error {
	t := p.Attempt
	if t.Gate == domain.GateDraftPlan || p.Snapshot.Boundary == "" {
		return nil
	}
	drawn, err := app.DrawBoundary(p.Snapshot.Boundary)
	if err != nil {
		return err
	}
	seats, err := app.ReadOutline(t.Outline)
	if err != nil {
		return err
	}
	drawn.Seats = slices.DeleteFunc(seats.Seats, func(o app.OutlineSeat) bool { return o.Tier == domain.Parish })
	p.Ground, _ = drawing(t.AreaName, drawn)
	p.Numbers = map[string]int{}
	for i, part := range p.Ground.Parts {
		if part.Number > 0 {
			p.Numbers[page.SeatOn(drawn.Seats[i].Tier, drawn.Seats[i].Name)] = part.Number
		}
	}
	if len(drawn.Seats) == 0 {
		p.Ground.Label = "Outline of " + t.AreaName
	}
	return nil
}

// addDifferences compares with the attempt before, and for the officer of an open attempt with the records as they are now.
func (s *Server) addDifferences(r *http.Request, p *page.AttemptProps) error {
	t := p.Attempt
	if t.Number > 1 {
		last, err := s.read.LastAttempt(r.Context(), t.Area, t.Cycle, t.Gate, t.Number)
		if err != nil {
			return err
		}
		before, err := domain.ReadSnapshot(last.Snapshot)
		if err != nil {
			return err
		}
		p.Before, p.SinceBefore = &last, domain.Difference(before, p.Snapshot)
	}
	if !t.Open() || t.Gate == domain.GateDraftPlan || !policy.CanIn(p.Actor, policy.SubmitGate, t.Area) {
		return nil // the plan of gate 3 is locked meanwhile
	}
	facts, boundary, version, err := s.read.GateFacts(r.Context(), t.Area, p.Today)
	if err != nil {
		return err
	}
	now := domain.TakeSnapshot(domain.SnapshotHead{Gate: t.Gate, Attempt: t.Number, Rule: t.Rule, Note: t.Note, Boundary: boundary, BoundaryNo: version}, facts)
	p.SinceSubmission = domain.Difference(p.Snapshot, now)
	return nil
}

// downloadSnapshot gives the frozen content byte for byte, so that anybody can compute its digest.
func (s *Server) downloadSnapshot(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	id, err := pathID[domain.AttemptID](r, "attempt")
	if err != nil {
		return err
	}
	t, err := s.read.Attempt(r.Context(), policy.ScopeOf(actor, policy.ViewGates), id)
	if err != nil {
		return err
	}
	return s.download(w, "application/json", "snapshot-"+t.Digest.String()[:12]+".json", []byte(t.Snapshot))
}

func (s *Server) askWithdrawal(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.withdrawalPage(w, r, actor, http.StatusOK, form.New(nil))
}

func (s *Server) withdrawalPage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	id, err := pathID[domain.AttemptID](r, "attempt")
	if err != nil {
		return err
	}
	t, err := s.read.Attempt(r.Context(), policy.ScopeOf(actor, policy.ViewGates), id)
	if err != nil {
		return err
	}
	if err := policy.CheckIn(actor, policy.SubmitGate, t.Area); err != nil {
		return err
	}
	if !t.Open() {
		return domain.ErrConflict
	}
	return s.reasonPage(w, r, actor, status, f, page.ReasonProps{
		Title: "Take this gate back", Caption: t.AreaName + ", " + t.Gate.Title(), Back: attemptPath(t.ID), Field: "reason", Label: "Why are you withdrawing it?",
		Hint: "Its Members read this.", Button: "Withdraw",
		Lead: "Members can no longer decide on this attempt. Decisions made stay on record and no longer count. When you submit again it is a new attempt, and Members see what changed.",
	})
}

func (s *Server) withdrawAttempt(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	id, err := pathID[domain.AttemptID](r, "attempt")
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	reason := f.Required("reason", 2000, "Enter why the gate is withdrawn: its Members read it")
	if f.OK() {
		err = s.app.WithdrawAttempt(r.Context(), actor, id, reason)
	}
	if f.Refuse(err) || !f.OK() {
		return s.withdrawalPage(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "Withdrawn. Put right what is needed, then submit it again.", "/attempts/%d", id)
}
