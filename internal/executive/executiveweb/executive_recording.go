package executiveweb

import (
	"fmt"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/executive/executivestore"
	"fourgates/internal/form"
	"fourgates/internal/people"
	"fourgates/internal/plans"
	"fourgates/internal/plans/planstore"
	"fourgates/internal/serve"
)

// recordPages are the pages on which what was decided is recorded, or corrected: the form, the check, the record.
type recordPages struct {
	decisionForm
	path, checked, button string
	rule                  func(executive.ExecutiveDecision, executive.Recording, people.Person, time.Time) (
		executive.ExecutiveDecision, error)
	command func(*serve.Call, domain.ExecutiveID, int, executive.Recording) error
}

var (
	recording = recordPages{decisionForm{executive.ToRecord, "Record the decision", "The decision is recorded.",
		ExecutiveRecord}, "/record", "Check the decision", "Record the decision",
		executive.ExecutiveDecision.RecordBy,
		func(c *serve.Call, id domain.ExecutiveID, version int, in executive.Recording) error {
			return executiveapp.RecordDecision(c.Context(), c.App, c.Actor, id, version, in)
		}}
	correcting = recordPages{decisionForm{executive.ToCorrect, "Correct the record", "The record is corrected.",
		ExecutiveCorrection}, "/correction", "Check the correction", "Correct the record",
		executive.ExecutiveDecision.Correct,
		func(c *serve.Call, id domain.ExecutiveID, version int, in executive.Recording) error {
			return executiveapp.CorrectDecision(c.Context(), c.App, c.Actor, id, version, in)
		}}
)

// ask asks what was decided, with what is recorded and may still be changed.
func (r recordPages) ask(c *serve.Call, d executive.ExecutiveDecision) error {
	f := form.With("decided", d.DecidedOn.String(), "reasons", d.Reasons, "alternatives", d.Alternatives,
		"interests", d.Interests, "dispensations", d.Dispensations)
	if d.Record == "" {
		f = form.With("decided", d.MeetsOn.String(), "reasons", asInTheReport, "alternatives", asInTheReport)
	}
	if d.Record != "" {
		f.Values.Set("all", "yes")
	}
	for _, i := range d.Items {
		at := fmt.Sprint(i.Position)
		f.Values.Set("item-"+at, string(i.Outcome))
		f.Values.Set("reason-"+at, i.Reason)
		if i.Outcome == executive.ItemAmended {
			f.Values.Set("resolved-"+at, i.Resolved)
			if i.Approved != nil {
				f.Values.Set("approved-"+at, i.Approved.Typed())
			}
			actionValues(&f, at, i.Actions)
		}
	}
	return askDecisionStep(c, r.decisionForm, d, f)
}

// asInTheReport is what minutes say where nothing was added to the report.
const asInTheReport = "As set out in the report."

// actionValues fills in what was agreed of actions.
func actionValues(f *form.Form, item string, agreed []plans.AgreedAction) {
	for _, g := range agreed {
		name := executive.ActionField(item, g.Action)
		f.Values.Set(name+"-title", g.Title)
		f.Values.Set(name+"-due", g.DueOn.String())
		f.Values.Set(name+"-cost", domain.MoneyTyped(g.Cost))
		if g.Cost == nil {
			f.Values.Del(name + "-cost")
		}
		if g.LeftOut {
			f.Values.Set(name+"-out", "yes")
		}
	}
}

// putActions are the actions of the plans as they are put to the Executive.
func putActions(c *serve.Call, d executive.ExecutiveDecision) (executive.Put, error) {
	put := executive.Put{}
	for _, on := range d.Subjects {
		plan, err := planstore.PlanVersionDocument(c.Context(), c.Read, on.PlanVersion)
		if err != nil {
			return nil, err
		}
		put[on.ID] = plan.Actions
	}
	return put, nil
}

// check shows what will be recorded and what that does; Change leads back to the form with everything kept.
func (r recordPages) check(c *serve.Call, d executive.ExecutiveDecision) error {
	f := c.Posted()
	put, err := putActions(c, d)
	if err != nil {
		return err
	}
	version, in := decisionVersion(&f), decodeRecording(&f, d.Items, put)
	if f.Has("do", "change") {
		return askDecisionStep(c, r.decisionForm, d, form.New(f.Values))
	}
	return r.checkPage(c, d, f, version, in, nil)
}

// checkPage is the check of a record, with what is wrong with the password.
func (r recordPages) checkPage(c *serve.Call, d executive.ExecutiveDecision, f form.Form, version int,
	in executive.Recording,
	wrong []form.Problem) error {
	if version != 0 && version != d.Version || !d.Ready(r.step) {
		return decisionConflict(c, r.decisionForm, d, f)
	}
	var err error
	if in.Signed, err = executivestore.SignedAsMember(c.Context(), c.Read, d, c.Today()); err != nil {
		return err
	}
	is := d
	if err := f.Take(func() (err error) {
		is, err = r.rule(d, in, people.Person{ID: c.Actor.ID, Name: c.Actor.Name}, c.Now())
		return err
	}); err != nil {
		return err
	}
	if !f.OK() {
		return decisionStepPage(c, r.decisionForm, d, f)
	}
	f.Problems = wrong
	return c.Page(f, ExecutiveCheck(ExecutiveCheckProps{Shell: c.Shell(r.checked), Form: f, Decision: is,
		Effects: recordEffects(is, d),
		Action:  r.path, Button: r.button, Minutes: true, Why: in.Why, ProofNeeded: !c.ProofFresh()}))
}

// take records what was decided. The password is asked for here alone, where the last proof is too old.
func (r recordPages) take(c *serve.Call, d executive.ExecutiveDecision) error {
	f := c.Posted()
	put, err := putActions(c, d)
	if err != nil {
		return err
	}
	version, in := decisionVersion(&f), decodeRecording(&f, d.Items, put)
	if f.OK() {
		if err := c.AskProof(&f); err != nil {
			return err
		}
		if !f.OK() {
			return r.checkPage(c, d, form.New(f.Values), version, in, f.Problems)
		}
	}
	return takeDecisionStep(c, r.decisionForm, d, f, version, func() error {
		return r.command(c, d.ID, version, in)
	})
}

// decodeRecording reads what was decided on each recommendation. What an outcome needs is the domain's to say; what
// belongs to another outcome than the one chosen is left alone.
// Where all is agreed as set out, what nothing else is said of is agreed.
func decodeRecording(f *form.Form, items []executive.ExecutiveItem, put executive.Put) executive.Recording {
	in := executive.Recording{
		Put: put, Why: f.Optional("why", 1000),
		DecidedOn:     f.OptionalDate("decided", "Decided"),
		Reasons:       f.Optional("reasons", 8000),
		Alternatives:  f.Optional("alternatives", 8000),
		Interests:     f.Optional("interests", 4000),
		Dispensations: f.Optional("dispensations", 4000),
	}
	falls := map[domain.SubjectID]bool{} // with its plan, which comes before all else on it
	for _, i := range items {
		at := fmt.Sprint(i.Position)
		o := executive.ItemOutcome{Outcome: form.OptionalOneOf(f, "item-"+at, executive.ExecutiveOutcomes())}
		falls[i.Subject] = falls[i.Subject] || i.About == executive.AboutPlan && o.Outcome == executive.ItemNotAgreed
		if o.Outcome == "" && f.Has("all", "yes") && !falls[i.Subject] {
			o.Outcome = executive.ItemAgreed
		}
		amended := f.Branch("item-"+at, string(executive.ItemAmended))
		o.Resolved = amended.Optional("resolved-"+at, 4000)
		if i.About == executive.AboutBid {
			o.Approved = amended.OptionalMoney("approved-" + at)
		}
		if i.About == executive.AboutPlan {
			o.Actions = decodeActions(amended, at, put[i.Subject])
		}
		o.Reason = f.Branch("item-"+at, string(executive.ItemNotAgreed)).Optional("reason-"+at, 4000)
		in.Items = append(in.Items, o)
	}
	return in
}

// decodeActions reads what was agreed of each action of the plan.
func decodeActions(f *form.Form, item string, put []plans.PlanAction) []plans.AgreedAction {
	agreed := make([]plans.AgreedAction, len(put))
	for n, a := range put {
		name := executive.ActionField(item, a.ID)
		agreed[n] = plans.AgreedAction{Action: a.ID, LeftOut: f.Has(name+"-out", "yes")}
		if agreed[n].LeftOut {
			continue // the fields that it makes void refuse nothing
		}
		agreed[n].Title = f.Optional(name+"-title", 160)
		agreed[n].DueOn = f.OptionalDate(name+"-due", "Due")
		agreed[n].Cost = f.OptionalMoney(name + "-cost")
	}
	return agreed
}
