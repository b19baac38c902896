package gateweb

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/serve"
	"fourgates/internal/timelines/timelineweb"
)

// decisionPages say what a decision of a Member will be and do before it is recorded, on one attempt or several.
// Nothing is kept between the pages: each form carries what was typed.
type decisionPages struct {
	title string
	trail []string
	at    string // the attempt or the batch: its forms post below it
	form  func(f form.Form) error
	stale func(f form.Form) error
}

// check shows what will be recorded and what that does. From there one goes on to record it, or back to the form with
// everything kept.
func (d decisionPages) check(c *serve.Call, f form.Form, list []gateapp.Signature) error {
	if f.Has("do", "change") {
		return d.form(form.New(f.Values)) // whatever is wrong with it is said when it is sent on
	}
	return d.show(c, f, list, nil)
}

// meanwhile is a refusal of a decision, by the state where one was recorded for the sender's places since the form was
// shown: no form is, once there is one.
func meanwhile(err error) error {
	blocked, ok := errors.AsType[*domain.BlockedError](err)
	if ok && (blocked.Blockers[0].ID == "signed" || blocked.Blockers[0].ID == "decided") {
		return domain.Stands("%s", blocked.Blockers[0].Words)
	}
	return err
}

// show shows the check, with what is wrong with the password.
func (d decisionPages) show(c *serve.Call, f form.Form, list []gateapp.Signature, wrong []form.Problem) error {
	checked := make([]gates.Checked, len(list))
	if err := f.Save(func() (err error) {
		for i, s := range list {
			if checked[i], err = gateapp.CheckSignature(c.Context(), c.App, c.Actor, s); err != nil {
				return meanwhile(err)
			}
		}
		return nil
	}); err != nil {
		return err
	}
	switch {
	case f.Stale():
		return d.stale(f)
	case !f.OK():
		return d.form(f)
	case slices.ContainsFunc(checked, func(k gates.Checked) bool { return k.Recorded }):
		return c.To("%s/decision", d.at)
	}
	f.Problems = wrong
	p := DecisionCheckProps{Shell: c.Shell(d.title).Under(append(d.trail, "Check")...), Form: f, Checked: checked,
		At: d.at, ProofNeeded: !c.ProofFresh()}
	for i, k := range checked {
		set := list[i].Chosen()
		days := []domain.Date{set.ResubmitBy}
		for _, one := range set.Conditions {
			days = append(days, one.DueOn)
		}
		p.Closed = append(p.Closed, timelineweb.NotWorking(c, k.Attempt.Area, days...)...)
	}
	return c.Page(f, DecisionCheck(p))
}

// record records what was checked. The password is asked for here alone, where the last proof is too old.
func (d decisionPages) record(c *serve.Call, f form.Form, list []gateapp.Signature) error {
	if f.OK() {
		if err := c.AskProof(&f); err != nil {
			return err
		}
		if !f.OK() {
			return d.show(c, form.New(f.Values), list, f.Problems)
		}
	}
	if err := f.Save(func() error {
		_, err := gateapp.SignGates(c.Context(), c.App, c.Actor, list)
		return meanwhile(err)
	}); err != nil {
		return err
	}
	switch {
	case f.Stale():
		return d.stale(f)
	case !f.OK():
		return d.form(f)
	}
	return c.To("%s/decision", d.at)
}

func (g gatePages) decisionOn(c *serve.Call, id domain.AttemptID) decisionPages {
	at := attemptPath(id)
	return decisionPages{title: "Check your decision", trail: []string{"Gates", "/gates", "The gate", at}, at: at,
		form:  func(f form.Form) error { return g.attemptPage(c, id, f) },
		stale: func(f form.Form) error { return signConflict(c, id, f) }}
}

// checkDecision shows what a Member's decision on an attempt will be and do.
func (g gatePages) checkDecision(c *serve.Call, id domain.AttemptID) error {
	f := c.Posted()
	signature := DecodeSignature(&f, id)
	return g.decisionOn(c, id).check(c, f, []gateapp.Signature{signature})
}

// signGate records a Member's decision on an attempt.
func (g gatePages) signGate(c *serve.Call, id domain.AttemptID) error {
	f := c.Posted()
	signature := DecodeSignature(&f, id)
	return g.decisionOn(c, id).record(c, f, []gateapp.Signature{signature})
}

func decisionOnBatch(c *serve.Call, batch domain.BatchID) decisionPages {
	at := fmt.Sprintf("/batches/%d", batch)
	return decisionPages{title: "Check your decisions", trail: []string{"Gates", "/gates", "Several areas", at}, at: at,
		form: func(f form.Form) error { return batchPage(c, batch, f) },
		stale: func(f form.Form) error {
			f.Add("", "One of these areas has changed or is closed since you opened this page. Nothing was recorded: "+
				"look again below. What you typed is still there.")
			return batchPage(c, batch, f)
		}}
}

// checkBatch shows what a Member's decisions on several areas will be and do.
func checkBatch(c *serve.Call, batch domain.BatchID) error {
	f := c.Posted()
	list := decodeSignatures(&f, c.Today())
	return decisionOnBatch(c, batch).check(c, f, list)
}

// signBatch records the decisions for those areas of a batch for which one was chosen, all or none. Conditions and
// deferrals are set on an area's own page.
func signBatch(c *serve.Call, batch domain.BatchID) error {
	f := c.Posted()
	list := decodeSignatures(&f, c.Today())
	return decisionOnBatch(c, batch).record(c, f, list)
}

// conditionFields is how many conditions one form takes.
const conditionFields = 3

// DecodeSignature reads a decision from the fields of one attempt. What the decision needs is the domain's to say; what
// was typed for another decision than the one chosen is no part of it.
func DecodeSignature(f *form.Form, id domain.AttemptID) gateapp.Signature {
	s := gateapp.Signature{Attempt: id, Key: f.Text("key"), Replaces: strings.Fields(f.Text("replaces"))}
	s.Decision = form.OneOf(f, "decision", gates.Decisions(), "Choose your decision")
	s.Comment = f.Optional("comment", 4000)
	s.ResubmitBy = f.Branch("decision", string(gates.Defer)).OptionalDate("resubmit", "Come back by")
	set := f.Branch("decision", string(gates.ApproveWithConditions))
	for i := 1; i <= conditionFields; i++ {
		condition := gates.NewCondition{
			Text:           set.Optional(fmt.Sprintf("condition-%d", i), 1000),
			DueOn:          set.OptionalDate(fmt.Sprintf("due-%d", i), "By when"),
			BeforeNextGate: set.Has(fmt.Sprintf("before-%d", i), "yes"),
			Owner:          form.ID[domain.PersonID](set, fmt.Sprintf("owner-%d", i), ""),
		}
		if condition.Text != "" || !condition.DueOn.IsZero() {
			s.Conditions = append(s.Conditions, condition)
		}
	}
	digest, err := domain.ParseDigest(f.Text("digest"))
	if err != nil || len(s.Key) < 16 || len(s.Key) > 64 {
		f.Add("", "This form is incomplete: reload the page and decide again")
	}
	s.Digest = digest
	return s
}

// signConflict is the page where what was shown is no longer what is asked: the difference to what is asked now, and
// what was typed.
func signConflict(c *serve.Call, id domain.AttemptID, f form.Form) error {
	old, err := attemptSeen(c, id)
	if err != nil {
		return err
	}
	p := SignConflictProps{Shell: c.Shell("This gate has changed"), Attempt: old, Form: f,
		Typed: TypedRows(DecodeSignature(&f, id).Signing)}
	newest, err := gatestore.NewestAttempt(c.Context(), c.Read, old.Area, old.Cycle, old.Gate)
	if err != nil {
		return err
	}
	if newest.ID != old.ID {
		before, err := old.Content()
		if err != nil {
			return err
		}
		after, err := newest.Content()
		if err != nil {
			return err
		}
		p.Newer, p.Changes = &newest, gates.Changes(before, after)
	}
	return c.Page(f, SignConflict(p))
}
