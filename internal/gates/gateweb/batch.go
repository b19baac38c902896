package gateweb

import (
	"crypto/rand"
	"fmt"
	"net/url"
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/places"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/internal/timelines/timelineweb"
)

// newBatch shows the form that submits several areas.
func newBatch(c *serve.Call) error {
	return batchForm(c, form.New(nil))
}

// batchForm offers the proposed areas that the officer may submit (domain §3: several areas may go in one batch).
func batchForm(c *serve.Call, f form.Form) error {
	areas, err := gatestore.AreasToSelect(c.Context(), c.Read, policy.ScopeOf(c.Actor, policy.SubmitGate))
	if err != nil {
		return err
	}
	ids := make([]domain.AreaID, len(areas))
	for i, a := range areas {
		ids[i] = a.ID
	}
	asked, err := gatestore.AskedOf(c.Context(), c.Read, c.Today(), ids...)
	if err != nil {
		return err
	}
	areas = slices.DeleteFunc(areas, func(a places.Area) bool {
		return len(gates.BringBlockers(asked[a.ID], c.Actor.Self())) > 0
	})
	return c.Page(f, BatchForm(BatchFormProps{Shell: c.Shell("Submit several areas at gate 1"), Form: f,
		Areas: areas}))
}

// submitBatch submits several areas to their Members at gate 1.
func submitBatch(c *serve.Call) error {
	f := c.Posted()
	sub := gateapp.Submission{Areas: form.IDs[domain.AreaID](&f, "areas"), Gate: domain.GateAreas,
		Note: f.Optional("note", 2000), DueOn: f.OptionalDate("due", "Decisions due by"),
		Deviation: timelineweb.DecodeDeviationIfAny(&f)}
	if f.OK() && len(sub.Areas) < 2 {
		f.Add("areas", "Choose at least two areas; a single one is submitted from its own page")
	}
	var ids []domain.AttemptID
	if err := f.Take(func() (err error) {
		ids, err = gateapp.SubmitGate(c.Context(), c.App, c.Actor, sub)
		return err
	}); err != nil {
		return err
	}
	if !f.OK() {
		return batchForm(c, f)
	}
	t, err := attemptSeen(c, ids[0])
	if err != nil {
		return err
	}
	return c.Done(timelineweb.Closed(c, "Submitted. The Members of every area have been asked to decide", sub.Areas[0],
		sub.DueOn), "/batches/%d", t.Batch)
}

// showBatch shows areas that were submitted together.
func showBatch(c *serve.Call, batch domain.BatchID) error {
	return batchPage(c, batch, form.New(nil))
}

// batchPage shows each area of a batch with how far it is decided, and to a Member the form.
func batchPage(c *serve.Call, batch domain.BatchID, f form.Form) error {
	attempts, err := gatestore.BatchAttempts(c.Context(), c.Read, policy.ScopeOf(c.Actor, policy.ViewGates), batch)
	if err != nil {
		return err
	}
	if len(attempts) == 0 {
		return domain.ErrNotFound
	}
	asked, err := gatestore.SignatoriesOf(c.Context(), c.Read, attempts, c.Today())
	if err != nil {
		return err
	}
	contents := map[domain.AttemptID]SubmittedContent{}
	for _, t := range attempts {
		is, err := Content(c.Actor, t)
		if err != nil {
			return err
		}
		is.Prefix = fmt.Sprintf("area-%d-", t.ID)
		contents[t.ID] = is
	}
	if f.Text("key") == "" {
		f.Values.Set("key", rand.Text())
	}
	return c.Page(f, Batch(BatchProps{Shell: c.Shell("Gate 1: several areas"), Form: f, Batch: batch,
		Attempts: attempts, Asked: asked, Content: contents, Actor: c.Actor, Today: c.Today()}))
}

// decodeSignatures reads the decisions on those attempts of a batch for which one was chosen.
func decodeSignatures(f *form.Form, today domain.Date) []gateapp.Signature {
	var list []gateapp.Signature
	for _, id := range form.IDs[domain.AttemptID](f, "attempts") {
		if f.Text(fmt.Sprintf("decision-%d", id)) == "" {
			continue
		}
		one := form.New(partOf(f.Values, id))
		signature := DecodeSignature(&one, id)
		for _, p := range append(one.Problems, problemsOf(signature.Blockers(today))...) {
			f.Add(partField(p.Field, id), p.Message)
		}
		list = append(list, signature)
	}
	if f.OK() && len(list) == 0 {
		f.Add("", "Choose a decision for at least one area")
	}
	return list
}

// partOf picks one attempt's fields out of the batch's form: decision-7 becomes decision.
func partOf(all url.Values, id domain.AttemptID) url.Values {
	part := url.Values{"key": {all.Get("key")}}
	for _, name := range []string{"decision", "comment", "digest"} {
		part.Set(name, all.Get(fmt.Sprintf("%s-%d", name, id)))
	}
	return part
}

func partField(field string, id domain.AttemptID) string {
	if field == "" {
		return ""
	}
	return fmt.Sprintf("%s-%d", field, id)
}

func problemsOf(blockers []domain.Blocker) []form.Problem {
	var list []form.Problem
	for _, b := range blockers {
		list = append(list, form.Problem{Field: b.Field, Message: b.Words})
	}
	return list
}
