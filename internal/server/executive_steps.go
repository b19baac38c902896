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
func decisionFor(c *Call, step domain.ExecutiveStep) (domain.ExecutiveDecision, error) {
	d, err := decisionOf(c)
	if err == nil && !d.May(step, policy.DeciderOf(c.Actor)) {
		err = domain.ErrForbidden
	}
	return d, err
}

// askDecisionStep shows the form of a step that can be taken now; else domain.ErrConflict.
func askDecisionStep(c *Call, t decisionForm, fill func(domain.ExecutiveDecision) form.Form) error {
	d, err := decisionFor(c, t.step)
	if err != nil {
		return err
	}
	if !d.Ready(t.step) {
		return domain.ErrConflict
	}
	return decisionStepPage(c, t, d, http.StatusOK, fill(d))
}

func decisionStepPage(c *Call, t decisionForm, d domain.ExecutiveDecision, status int, f form.Form) error {
	p := page.ExecutiveStepProps{Form: f, Decision: d, Stale: status == http.StatusConflict, ProofNeeded: !c.ProofFresh()}
	var err error
	switch t.step {
	case domain.ToSchedule:
		if p.Members, err = c.Read.RoleHolders(c.Context(), c.Today(), "executive member"); err != nil {
			return err
		}
		if p.Officers, err = c.Read.RoleHolders(c.Context(), c.Today(), "executive", "cpo"); err != nil {
			return err
		}
	case domain.ToRecord:
		if p.Signed, err = c.Read.SignedAsMember(c.Context(), d.Attempt, c.Today()); err != nil {
			return err
		}
	}
	p.Shell = c.Shell(t.title + ": " + d.AreaName)
	return c.Answer(status, t.form(p))
}

// takeDecisionStep sends what was decoded to the command. What was typed is shown again with what is wrong with it, and where somebody else took a step
// meanwhile beside where the decision stands by then.
func takeDecisionStep(c *Call, t decisionForm, done string, decode func(f *form.Form, d domain.ExecutiveDecision) func(ctx context.Context, version int) error) error {
	d, err := decisionFor(c, t.step)
	if err != nil {
		return err
	}
	f := c.Posted()
	version := f.Int("version", 1, 1<<30, "This form is incomplete: reload the page and try again")
	command := decode(&f, d)
	if t.step == domain.ToRecord {
		if err := c.AskProof(&f); err != nil {
			return err
		}
	}
	if version != 0 && version != d.Version {
		return decisionConflict(c, t, d, f)
	}
	if !f.OK() && d.Ready(t.step) {
		return decisionStepPage(c, t, d, http.StatusUnprocessableEntity, f)
	}
	err = command(c.Context(), version)
	if errors.Is(err, domain.ErrConflict) {
		if d, err = decisionFor(c, t.step); err != nil {
			return err
		}
		return decisionConflict(c, t, d, f)
	}
	if f.Refuse(err) {
		if !d.Ready(t.step) {
			return decisionConflict(c, t, d, f)
		}
		return decisionStepPage(c, t, d, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return c.Done(done, "/decisions/%d", d.ID)
}

// decisionConflict answers a form that came from an older page: the form again while the step can still be taken, else where the decision stands.
func decisionConflict(c *Call, t decisionForm, d domain.ExecutiveDecision, f form.Form) error {
	if d.Ready(t.step) {
		f.Values.Set("version", fmt.Sprint(d.Version))
		return decisionStepPage(c, t, d, http.StatusConflict, f)
	}
	return c.Answer(http.StatusConflict, page.ExecutiveConflict(page.ExecutiveStepProps{Shell: c.Shell("This decision has moved on"), Decision: d, Form: f}))
}

func askSchedule(c *Call) error {
	return askDecisionStep(c, scheduling, func(d domain.ExecutiveDecision) form.Form {
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

func scheduleDecision(c *Call) error {
	return takeDecisionStep(c, scheduling, "The decision is scheduled, and those who make it are told.", func(f *form.Form, d domain.ExecutiveDecision) func(context.Context, int) error {
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
			return c.App.ScheduleDecision(ctx, c.Actor, d.ID, version, in)
		}
	})
}

func askRecord(c *Call) error {
	return askDecisionStep(c, recording, func(d domain.ExecutiveDecision) form.Form {
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

func recordDecision(c *Call) error {
	return takeDecisionStep(c, recording, "The decision is recorded.", func(f *form.Form, d domain.ExecutiveDecision) func(context.Context, int) error {
		in := decodeRecording(f, d.Items)
		return func(ctx context.Context, version int) error {
			return c.App.RecordDecision(ctx, c.Actor, d.ID, version, in)
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

func askPublication(c *Call) error {
	return askDecisionStep(c, publishing, func(domain.ExecutiveDecision) form.Form { return form.New(nil) })
}

func publishDecision(c *Call) error {
	return takeDecisionStep(c, publishing, "The publication is noted, and everyone concerned is told.", func(f *form.Form, d domain.ExecutiveDecision) func(context.Context, int) error {
		on := f.OptionalDate("published")
		return func(ctx context.Context, version int) error {
			return c.App.PublishDecision(ctx, c.Actor, d.ID, version, on)
		}
	})
}

func askCallIn(c *Call) error {
	return askDecisionStep(c, callingIn, func(domain.ExecutiveDecision) form.Form { return form.New(nil) })
}

func callInDecision(c *Call) error {
	return takeDecisionStep(c, callingIn, "The call-in is noted. The decision does not take effect until it is settled.", func(f *form.Form, d domain.ExecutiveDecision) func(context.Context, int) error {
		in := domain.CallIn{By: f.Optional("by", 500), On: f.OptionalDate("on"), Reason: f.Optional("reason", 4000)}
		return func(ctx context.Context, version int) error {
			return c.App.CallInDecision(ctx, c.Actor, d.ID, version, in)
		}
	})
}

func upholdDecision(c *Call) error {
	d, err := decisionFor(c, domain.ToUphold)
	if err != nil {
		return err
	}
	f := c.Posted()
	version := f.Int("version", 1, 1<<30, "This form is incomplete: reload the page and try again")
	if !f.OK() {
		return domain.Blocked("", "This form is incomplete: reload the page and try again")
	}
	if err := c.App.UpholdDecision(c.Context(), c.Actor, d.ID, version); err != nil {
		return err
	}
	return c.Done("The decision is upheld and in force.", "/decisions/%d", d.ID)
}

func askReturn(c *Call) error {
	return returnPage(c, http.StatusOK, form.New(nil))
}

func returnPage(c *Call, status int, f form.Form) error {
	d, err := decisionFor(c, domain.ToReturn)
	if err != nil {
		return err
	}
	if !d.Ready(domain.ToReturn) {
		return domain.ErrConflict
	}
	return reasonPage(c, status, f, page.ReasonProps{
		Title: "Return the plan", Caption: "Draft plan for " + d.AreaName, Back: "/decisions/" + idText(d.ID), Field: "reason", Label: "Why is it returned?",
		Hint: "The area’s officers and Members read this.", Button: "Return the plan", Warning: true,
		Lead: "The decision does not stand. The plan goes back to be drafted, and its Members sign gate 3 again.",
	})
}

func returnDecision(c *Call) error {
	d, err := decisionFor(c, domain.ToReturn)
	if err != nil {
		return err
	}
	f := c.Posted()
	reason := f.Required("reason", 4000, "Enter the reasons: the officer works from them")
	if f.OK() {
		err = c.App.ReturnDecision(c.Context(), c.Actor, d.ID, d.Version, reason)
	}
	if f.Refuse(err) || !f.OK() {
		return returnPage(c, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return c.Done("The plan is returned, and its officers and Members are told why.", "/decisions/%d", d.ID)
}
