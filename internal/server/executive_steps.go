package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/a-h/templ"

	"fourgates/internal/app"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

// decisionForm is one step with an Executive decision as its form takes it.
type decisionForm struct {
	step  domain.ExecutiveStep
	title string
	form  func(page.ExecutiveStepProps) templ.Component
}

var (
	scheduling = decisionForm{domain.ToSchedule, "Schedule the decision", page.ExecutiveSchedule}
	recording  = decisionForm{domain.ToRecord, "Record the decision", page.ExecutiveRecord}
	publishing = decisionForm{domain.ToPublish, "Note its publication", page.ExecutivePublication}
	callingIn  = decisionForm{domain.ToCallIn, "Note a call-in", page.ExecutiveCallIn}
)

// decisionFor loads the decision for a step: domain.ErrForbidden where it is not the actor's to take.
func (s *Server) decisionFor(r *http.Request, actor policy.Actor, step domain.ExecutiveStep) (domain.ExecutiveDecision, error) {
	d, err := s.decisionOf(r, actor)
	if err == nil && !d.May(step, policy.DeciderOf(actor)) {
		err = domain.ErrForbidden
	}
	return d, err
}

// askDecisionStep shows the form of a step that can be taken now; else domain.ErrConflict.
func (s *Server) askDecisionStep(w http.ResponseWriter, r *http.Request, actor policy.Actor, t decisionForm, fill func(domain.ExecutiveDecision) form.Form) error {
	d, err := s.decisionFor(r, actor, t.step)
	if err != nil {
		return err
	}
	if !d.Ready(t.step) {
		return domain.ErrConflict
	}
	return s.decisionStepPage(w, r, actor, t, d, http.StatusOK, fill(d))
}

func (s *Server) decisionStepPage(w http.ResponseWriter, r *http.Request, actor policy.Actor, t decisionForm, d domain.ExecutiveDecision, status int, f form.Form) error {
	p := page.ExecutiveStepProps{Form: f, Decision: d, Stale: status == http.StatusConflict, ProofNeeded: !s.proofFresh(r)}
	var err error
	switch t.step {
	case domain.ToSchedule:
		if p.Members, err = s.read.RoleHolders(r.Context(), s.today(), "executive member"); err != nil {
			return err
		}
		if p.Officers, err = s.read.RoleHolders(r.Context(), s.today(), "executive", "cpo"); err != nil {
			return err
		}
	case domain.ToRecord:
		if p.Signed, err = s.read.SignedAsMember(r.Context(), d.Attempt, s.today()); err != nil {
			return err
		}
	}
	p.Shell = s.shell(r, actor, t.title+": "+d.AreaName)
	p.Shell.Invalid = !f.OK()
	return s.render(w, r, status, t.form(p))
}

// takeDecisionStep sends what was decoded to the command. What was typed is shown again with what is wrong with it, and where somebody else took a step
// meanwhile beside where the decision stands by then.
func (s *Server) takeDecisionStep(w http.ResponseWriter, r *http.Request, actor policy.Actor, t decisionForm, done string,
	decode func(f *form.Form, d domain.ExecutiveDecision) func(ctx context.Context, version int) error) error {
	d, err := s.decisionFor(r, actor, t.step)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	version := f.Int("version", 1, 1<<30, "This form is incomplete: reload the page and try again")
	command := decode(&f, d)
	if t.step == domain.ToRecord {
		if err := s.askProof(w, r, &f); err != nil {
			return err
		}
	}
	if version != 0 && version != d.Version {
		return s.decisionConflict(w, r, actor, t, d, f)
	}
	if !f.OK() && d.Ready(t.step) {
		return s.decisionStepPage(w, r, actor, t, d, http.StatusUnprocessableEntity, f)
	}
	err = command(r.Context(), version)
	if errors.Is(err, domain.ErrConflict) {
		if d, err = s.decisionFor(r, actor, t.step); err != nil {
			return err
		}
		return s.decisionConflict(w, r, actor, t, d, f)
	}
	if f.Refuse(err) {
		if !d.Ready(t.step) {
			return s.decisionConflict(w, r, actor, t, d, f)
		}
		return s.decisionStepPage(w, r, actor, t, d, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, done, "/decisions/%d", d.ID)
}

// decisionConflict answers a form that came from an older page: the form again while the step can still be taken, else where the decision stands.
func (s *Server) decisionConflict(w http.ResponseWriter, r *http.Request, actor policy.Actor, t decisionForm, d domain.ExecutiveDecision, f form.Form) error {
	if d.Ready(t.step) {
		f.Values.Set("version", fmt.Sprint(d.Version))
		return s.decisionStepPage(w, r, actor, t, d, http.StatusConflict, f)
	}
	return s.render(w, r, http.StatusConflict, page.ExecutiveConflict(page.ExecutiveStepProps{Shell: s.shell(r, actor, "This decision has moved on"), Decision: d, Form: f}))
}

func (s *Server) askSchedule(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.askDecisionStep(w, r, actor, scheduling, func(d domain.ExecutiveDecision) form.Form {
		f := form.With("meets", d.MeetsOn.String(), "key", string(d.Key), "forward_plan", d.ForwardPlan)
		switch {
		case d.State == domain.ExecutiveDrafted:
		case d.WithOfficer != 0:
			f.Values.Set("maker", page.MadeJointly)
			f.Values.Set("made_by", idText(d.MadeBy))
			f.Values.Set("with_officer", idText(d.WithOfficer))
		case d.Delegated:
			f.Values.Set("maker", page.MadeByMember)
			f.Values.Set("made_by_alone", idText(d.MadeBy))
		default:
			f.Values.Set("maker", page.MadeByExecutive)
		}
		return f
	})
}

func (s *Server) scheduleDecision(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.takeDecisionStep(w, r, actor, scheduling, "The decision is scheduled, and those who make it are told.", func(f *form.Form, d domain.ExecutiveDecision) func(context.Context, int) error {
		in := app.Scheduling{MeetsOn: f.OptionalDate("meets"), Key: form.OptionalOneOf(f, "key", domain.KeyAnswers())}
		if in.Key == domain.KeyYes {
			in.ForwardPlan = f.Optional("forward_plan", 100)
		}
		switch form.OneOf(f, "maker", []string{page.MadeByExecutive, page.MadeByMember, page.MadeJointly}, "Choose who decides") {
		case page.MadeByMember:
			in.MadeBy = form.ID[domain.PersonID](f, "made_by_alone", "Choose an Executive Member")
		case page.MadeJointly:
			in.MadeBy = form.ID[domain.PersonID](f, "made_by", "Choose an Executive Member")
			in.WithOfficer = form.ID[domain.PersonID](f, "with_officer", "Choose an officer")
		}
		return func(ctx context.Context, version int) error {
			return s.app.ScheduleDecision(ctx, actor, d.ID, version, in)
		}
	})
}

func (s *Server) askRecord(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.askDecisionStep(w, r, actor, recording, func(d domain.ExecutiveDecision) form.Form {
		f := form.With("decided", d.DecidedOn.String(), "reasons", d.Reasons, "alternatives", d.Alternatives, "interests", d.Interests, "dispensations", d.Dispensations)
		for _, i := range d.Items { // what one of two makers recorded and may still change
			at := fmt.Sprint(i.Position)
			f.Values.Set("item-"+at, string(i.Outcome))
			f.Values.Set("reason-"+at, i.Reason)
			if i.Outcome == domain.ItemAmended {
				f.Values.Set("resolved-"+at, i.Resolved)
				if i.Approved != nil {
					f.Values.Set("approved-"+at, i.Approved.Typed())
				}
			}
		}
		return f
	})
}

func (s *Server) recordDecision(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.takeDecisionStep(w, r, actor, recording, "The decision is recorded.", func(f *form.Form, d domain.ExecutiveDecision) func(context.Context, int) error {
		in := decodeRecording(f, d.Items)
		return func(ctx context.Context, version int) error {
			return s.app.RecordDecision(ctx, actor, d.ID, version, in)
		}
	})
}

// decodeRecording reads what was decided on each recommendation. What an outcome needs is the domain's to say; what belongs to another outcome
// than the one chosen is left alone.
func decodeRecording(f *form.Form, items []domain.ExecutiveItem) domain.Recording {
	in := domain.Recording{DecidedOn: f.OptionalDate("decided"), Reasons: f.Optional("reasons", 8000), Alternatives: f.Optional("alternatives", 8000),
		Interests: f.Optional("interests", 4000), Dispensations: f.Optional("dispensations", 4000)}
	for _, i := range items {
		at := fmt.Sprint(i.Position)
		o := domain.ItemOutcome{Outcome: form.OptionalOneOf(f, "item-"+at, domain.ExecutiveOutcomes())}
		switch o.Outcome {
		case domain.ItemAmended:
			o.Resolved = f.Optional("resolved-"+at, 4000)
			if i.About == domain.AboutBid {
				o.Approved = f.OptionalMoney("approved-" + at)
			}
		case domain.ItemNotAgreed:
			o.Reason = f.Optional("reason-"+at, 4000)
		}
		in.Items = append(in.Items, o)
	}
	return in
}

func (s *Server) askPublication(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.askDecisionStep(w, r, actor, publishing, func(domain.ExecutiveDecision) form.Form { return form.New(nil) })
}

func (s *Server) publishDecision(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.takeDecisionStep(w, r, actor, publishing, "The publication is noted, and everyone concerned is told.", func(f *form.Form, d domain.ExecutiveDecision) func(context.Context, int) error {
		on := f.OptionalDate("published")
		return func(ctx context.Context, version int) error {
			return s.app.PublishDecision(ctx, actor, d.ID, version, on)
		}
	})
}

func (s *Server) askCallIn(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.askDecisionStep(w, r, actor, callingIn, func(domain.ExecutiveDecision) form.Form { return form.New(nil) })
}

func (s *Server) callInDecision(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.takeDecisionStep(w, r, actor, callingIn, "The call-in is noted. The decision does not take effect until it is settled.", func(f *form.Form, d domain.ExecutiveDecision) func(context.Context, int) error {
		in := domain.CallIn{By: f.Optional("by", 500), On: f.OptionalDate("on"), Reason: f.Optional("reason", 4000)}
		return func(ctx context.Context, version int) error {
			return s.app.CallInDecision(ctx, actor, d.ID, version, in)
		}
	})
}

func (s *Server) upholdDecision(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	d, err := s.decisionFor(r, actor, domain.ToUphold)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	version := f.Int("version", 1, 1<<30, "This form is incomplete: reload the page and try again")
	if !f.OK() {
		return domain.Blocked("", "This form is incomplete: reload the page and try again")
	}
	if err := s.app.UpholdDecision(r.Context(), actor, d.ID, version); err != nil {
		return err
	}
	return s.done(w, r, "The decision is upheld and in force.", "/decisions/%d", d.ID)
}

func (s *Server) askReturn(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.returnPage(w, r, actor, http.StatusOK, form.New(nil))
}

func (s *Server) returnPage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	d, err := s.decisionFor(r, actor, domain.ToReturn)
	if err != nil {
		return err
	}
	if !d.Ready(domain.ToReturn) {
		return domain.ErrConflict
	}
	return s.reasonPage(w, r, actor, status, f, page.ReasonProps{
		Title: "Return the plan", Caption: "Draft plan for " + d.AreaName, Back: "/decisions/" + idText(d.ID), Field: "reason", Label: "Why is it returned?",
		Hint: "The area’s officers and Members read this.", Button: "Return the plan", Warning: true,
		Lead: "The decision does not stand. The plan goes back to be drafted, and its Members sign gate 3 again.",
	})
}

func (s *Server) returnDecision(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	d, err := s.decisionFor(r, actor, domain.ToReturn)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	reason := f.Required("reason", 4000, "Enter the reasons: the officer works from them")
	if f.OK() {
		err = s.app.ReturnDecision(r.Context(), actor, d.ID, d.Version, reason)
	}
	if f.Refuse(err) || !f.OK() {
		return s.returnPage(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "The plan is returned, and its officers and Members are told why.", "/decisions/%d", d.ID)
}
