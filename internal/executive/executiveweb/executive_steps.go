package executiveweb

import (
	"cmp"

	"github.com/a-h/templ"

	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/executive/executivestore"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/web/ui"
)

// decisionForm is one step with an Executive decision as its form takes it.
type decisionForm struct {
	step  executive.ExecutiveStep
	title string
	done  string // what is said once it is taken
	form  func(ExecutiveStepProps) templ.Component
}

var (
	scheduling = checkedForm{decisionForm{executive.ToSchedule, "Schedule the decision",
		"The decision is scheduled, and those who make it are told.", ExecutiveSchedule},
		"/schedule", "Check before you schedule it again", says("Schedule it again"), readScheduling, scheduleNow}
	declining = checkedForm{decisionForm{executive.ToDecline, "Decline to decide",
		"You have declined. The clerk, the planning officers and the Executive Member are told.", ExecutiveDeclining},
		"/declining", "Check before you decline", says("Decline"), readDeclining, nil}
	settling = checkedForm{decisionForm{executive.ToSettle, "Close the call-in",
		"What became of the call-in is recorded, and everyone concerned is told.", ExecutiveSettle},
		"/call-in/outcome", "Check before you close the call-in", settleWords, readSettlement, nil}
	publishing = checkedForm{decisionForm{executive.ToPublish, "Note its publication",
		"The publication is noted, and everyone concerned is told.", ExecutivePublication},
		"/publication", "Check the publication", says("Note its publication"), readPublication, nil}
	callingIn = checkedForm{decisionForm{executive.ToCallIn, "Note a call-in",
		"The call-in is noted. The decision does not take effect until it is settled.", ExecutiveCallIn},
		"/call-in", "Check the call-in", says("Note the call-in"), readCallIn, nil}
)

// decisionFor loads the decision of the address for a step: domain.ErrForbidden where it is not the actor's to take.
func decisionFor(step executive.ExecutiveStep) func(c *serve.Call) (executive.ExecutiveDecision, error) {
	return func(c *serve.Call) (executive.ExecutiveDecision, error) {
		d, err := decisionOf(c)
		if err == nil && !d.May(step, executive.DeciderOf(c.Actor)) {
			err = domain.ErrForbidden
		}
		if err != nil {
			return d, err
		}
		if blockers := d.Apart(step, executive.DeciderOf(c.Actor)); len(blockers) > 0 {
			err = &domain.BlockedError{Blockers: blockers}
		}
		return d, err
	}
}

// askDecisionStep shows the form of a step that can be taken now; else a *domain.StateError.
func askDecisionStep(c *serve.Call, t decisionForm, d executive.ExecutiveDecision, f form.Form) error {
	if err := d.CheckReady(t.step); err != nil {
		return err
	}
	return decisionStepPage(c, t, d, f)
}

func decisionStepPage(c *serve.Call, t decisionForm, d executive.ExecutiveDecision, f form.Form) error {
	p := ExecutiveStepProps{Form: f, Decision: d, ProofNeeded: !c.ProofFresh()}
	var err error
	switch t.step {
	case executive.ToPublish:
		if _, p.Window, err = executiveapp.WindowOf(c.Context(), c.Read, d, c.App.Rules.CallInKeyOnly); err != nil {
			return err
		}
	case executive.ToCallIn:
		if p.Procedure, err = executiveapp.ProcedureOf(c.Context(), c.Read, d, false); err != nil {
			return err
		}
	case executive.ToAnnounce:
		if p.NoticeBy, err = executiveapp.NoticeBy(c.Context(), c.Read, d); err != nil {
			return err
		}
	case executive.ToSchedule:
		if p.Proposal, err = executiveapp.ProposeKey(c.Context(), c.Read, d); err != nil {
			return err
		}
		if p.Procedure, err = executiveapp.ProcedureOf(c.Context(), c.Read, d, false); err != nil {
			return err
		}
		if p.Members, err = executivestore.Holders(c.Context(), c.Read, policy.ExecutiveMember, c.Today()); err != nil {
			return err
		}
		if p.Officers, err = executivestore.Holders(c.Context(), c.Read, policy.NamedOfficer, c.Today()); err != nil {
			return err
		}
	case executive.ToRecord, executive.ToCorrect:
		if p.Put, err = putActions(c, d); err != nil {
			return err
		}
		if p.Signed, err = executivestore.SignedAsMember(c.Context(), c.Read, d, c.Today()); err != nil {
			return err
		}
	}
	p.Shell = c.Shell(t.title + ": " + d.AreaName)
	return c.Page(f, t.form(p))
}

// decisionVersion reads which version of the decision a form was shown with.
func decisionVersion(f *form.Form) int {
	return f.Version("This form is incomplete: reload the page and try again")
}

// takeDecisionStep runs a command on the version of the decision that the form was shown with. What was typed is shown
// again with what is wrong with it, and where somebody else took a step meanwhile beside where the decision stands by
// then.
func takeDecisionStep(c *serve.Call, t decisionForm, d executive.ExecutiveDecision, f form.Form, version int,
	command func() error) error {
	if version != 0 && version != d.Version || !d.Ready(t.step) {
		return decisionConflict(c, t, d, f)
	}
	if err := f.Save(command); err != nil {
		return err
	}
	if f.Stale() {
		d, err := decisionFor(t.step)(c)
		if err != nil {
			return err
		}
		return decisionConflict(c, t, d, f)
	}
	if !f.OK() {
		return decisionStepPage(c, t, d, f)
	}
	return c.Done(t.done, "/decisions/%d", d.ID)
}

// decisionConflict answers a form that came from an older page: the form again while the step can still be taken, else
// where the decision stands.
func decisionConflict(c *serve.Call, t decisionForm, d executive.ExecutiveDecision, f form.Form) error {
	f.Newest(d.Version)
	if d.Ready(t.step) {
		return decisionStepPage(c, t, d, f)
	}
	return c.Page(f, ExecutiveConflict(ExecutiveStepProps{Shell: c.Shell("This decision has moved on"),
		Decision: d, Form: f}))
}

// scheduleNow is the form of the schedule as the decision is scheduled now.
func scheduleNow(d executive.ExecutiveDecision) form.Form {
	f := form.With("meets", d.MeetsOn.String(), "key", string(d.Key), "forward_plan", d.ForwardPlan, "key_reason",
		d.KeyAnswer.Reason)
	switch {
	case d.State == executive.ExecutiveDrafted:
	case d.WithOfficer != 0:
		f.Values.Set("maker", MadeJointly)
		f.Values.Set("made_by", serve.IDText(d.MadeBy))
		f.Values.Set("with_officer", serve.IDText(d.WithOfficer))
	case d.Delegated:
		f.Values.Set("maker", MadeByMember)
		f.Values.Set("made_by_alone", serve.IDText(d.MadeBy))
	default:
		f.Values.Set("maker", MadeByExecutive)
	}
	return f
}

// readScheduling reads when and by whom a decision is made.
func readScheduling(c *serve.Call, f *form.Form, d executive.ExecutiveDecision) checkedStep {
	in := decodeScheduling(f)
	step := checkedStep{
		rule: func() (executive.ExecutiveDecision, error) {
			return executiveapp.Scheduled(c.Context(), c.Read, c.Actor, d, in, c.Today())
		},
		effects: func(is executive.ExecutiveDecision) []string { return scheduleEffects(is, d) },
		command: func(version int) error {
			return executiveapp.ScheduleDecision(c.Context(), c.App, c.Actor, d.ID, version, in)
		}}
	step.shows = func(is executive.ExecutiveDecision) []ui.SummaryRow { return scheduleRows(is, d, in.Why) }
	return step
}

// decodeScheduling reads when a decision is made and who makes it; what belongs to another maker than the one chosen is
// left alone.
func decodeScheduling(f *form.Form) executiveapp.Scheduling {
	in := executiveapp.Scheduling{MeetsOn: f.OptionalDate("meets", "Meeting"),
		Key: form.OptionalOneOf(f, "key", executive.KeyAnswers())}
	in.ForwardPlan = f.Branch("key", string(executive.KeyYes)).Optional("forward_plan", 100)
	in.KeyReason = f.Branch("key", string(executive.KeyNo)).Optional("key_reason", 2000)
	form.OneOf(f, "maker", []string{MadeByExecutive, MadeByMember, MadeJointly}, "Choose who decides")
	alone, jointly := f.Branch("maker", MadeByMember), f.Branch("maker", MadeJointly)
	in.MadeBy = cmp.Or(form.ID[domain.PersonID](alone, "made_by_alone", "Choose an Executive Member"),
		form.ID[domain.PersonID](jointly, "made_by", "Choose an Executive Member"))
	in.Why = f.Optional("why", 1000)
	in.WithOfficer = form.ID[domain.PersonID](jointly, "with_officer", "Choose an officer")
	return in
}

// A checkedForm is a step with an Executive decision that is shown once more before it is taken: its form, the check
// with what will be recorded and what that does, and the step. Change leads from the check back to the form, with
// everything kept.
type checkedForm struct {
	decisionForm
	path    string // below the decision
	checked string // title of the check
	button  func(executive.ExecutiveDecision) string
	read    func(c *serve.Call, f *form.Form, d executive.ExecutiveDecision) checkedStep
	fill    func(executive.ExecutiveDecision) form.Form // the form as it is first shown; nil for an empty one
}

// checkedStep is a step as its form has it.
type checkedStep struct {
	rule    func() (executive.ExecutiveDecision, error)          // the decision as it is to stand, or what is wrong
	rows    []ui.SummaryRow                                      // what will be recorded
	shows   func(is executive.ExecutiveDecision) []ui.SummaryRow // instead of rows, where that hangs on the rule
	effects func(is executive.ExecutiveDecision) []string
	command func(version int) error
}

func (t checkedForm) routes(action policy.Action) []serve.Route {
	at := "/decisions/{decision}" + t.path
	return []serve.Route{
		serve.Get(at, action, serve.On(decisionFor(t.step), t.ask)),
		serve.Post(at, action, serve.On(decisionFor(t.step), t.take)),
		serve.Post(at+"/check", action, serve.On(decisionFor(t.step), t.check)),
	}
}

func (t checkedForm) ask(c *serve.Call, d executive.ExecutiveDecision) error {
	f := form.New(nil)
	if t.fill != nil {
		f = t.fill(d)
	}
	return askDecisionStep(c, t.decisionForm, d, f)
}

func (t checkedForm) check(c *serve.Call, d executive.ExecutiveDecision) error {
	f := c.Posted()
	version, step := decisionVersion(&f), t.read(c, &f, d)
	if f.Has("do", "change") {
		return askDecisionStep(c, t.decisionForm, d, form.New(f.Values))
	}
	if version != 0 && version != d.Version || !d.Ready(t.step) {
		return decisionConflict(c, t.decisionForm, d, f)
	}
	is := d
	if err := f.Take(func() (err error) {
		is, err = step.rule()
		return err
	}); err != nil {
		return err
	}
	if !f.OK() {
		return decisionStepPage(c, t.decisionForm, d, f)
	}
	if step.shows != nil {
		step.rows = step.shows(is)
	}
	return c.Page(f, ExecutiveCheck(ExecutiveCheckProps{Shell: c.Shell(t.checked), Form: f, Decision: is,
		Effects: step.effects(is), Rows: step.rows, Action: t.path, Button: t.button(d)}))
}

func (t checkedForm) take(c *serve.Call, d executive.ExecutiveDecision) error {
	f := c.Posted()
	version, step := decisionVersion(&f), t.read(c, &f, d)
	return takeDecisionStep(c, t.decisionForm, d, f, version, func() error { return step.command(version) })
}

// says is the button of a check whose words hang on nothing.
func says(words string) func(executive.ExecutiveDecision) string {
	return func(executive.ExecutiveDecision) string { return words }
}

// readPublication reads on which day a decision was published.
func readPublication(c *serve.Call, f *form.Form, d executive.ExecutiveDecision) checkedStep {
	on := f.OptionalDate("published", "Published")
	return checkedStep{rows: []ui.SummaryRow{ui.KeyValue("Published on", on.Words())}, effects: publicationEffects,
		rule: func() (executive.ExecutiveDecision, error) {
			working, window, err := executiveapp.WindowOf(c.Context(), c.Read, d, c.App.Rules.CallInKeyOnly)
			if err != nil {
				return d, err
			}
			return d.Publish(on, working, window, c.Today())
		},
		command: func(version int) error {
			return executiveapp.PublishDecision(c.Context(), c.App, c.Actor, d.ID, version, on)
		}}
}

// readDeclining reads why the named officer takes no part.
func readDeclining(c *serve.Call, f *form.Form, d executive.ExecutiveDecision) checkedStep {
	reason := f.Optional("reason", 2000)
	return checkedStep{rows: []ui.SummaryRow{ui.KeyContent("Why you decline", ui.Words(reason))},
		effects: func(executive.ExecutiveDecision) []string { return decliningEffects(d) },
		rule: func() (executive.ExecutiveDecision, error) {
			return executive.Decline(d, executive.Declined{Reason: reason, By: c.Actor.ID, ByName: c.Actor.Name,
				At: c.Now()})
		},
		command: func(version int) error {
			return executiveapp.DeclineDecision(c.Context(), c.App, c.Actor, d.ID, version, reason)
		}}
}

// readCallIn reads who calls a decision in, when and why.
func readCallIn(c *serve.Call, f *form.Form, d executive.ExecutiveDecision) checkedStep {
	in := executive.CallIn{By: f.Optional("by", 500), On: f.OptionalDate("on", "Called in"),
		Reason: f.Optional("reason", 4000)}
	if f.Text("members") != "" {
		in.Members = f.Int("members", 1, 1000, "")
	}
	return checkedStep{rows: callInRows(in),
		effects: func(executive.ExecutiveDecision) []string { return callInEffects(d) },
		rule:    func() (executive.ExecutiveDecision, error) { return d.CallIn(in, c.Today()) },
		command: func(version int) error {
			return executiveapp.CallInDecision(c.Context(), c.App, c.Actor, d.ID, version, in)
		}}
}

// readSettlement reads what a body decided on the call-in.
func readSettlement(c *serve.Call, f *form.Form, d executive.ExecutiveDecision) checkedStep {
	in := executive.Settlement{Outcome: form.OptionalOneOf(f, "outcome", executive.CallInOutcomes()),
		Body: f.Optional("body", 300), On: f.OptionalDate("settled", "Day"), Minute: f.Optional("minute", 100),
		Words: f.Optional("words", 8000)}
	return checkedStep{rows: settleRows(in), effects: settleEffects,
		rule: func() (executive.ExecutiveDecision, error) { return d.Settle(in, c.Today()) },
		command: func(version int) error {
			return executiveapp.SettleCallIn(c.Context(), c.App, c.Actor, d.ID, version, in)
		}}
}
