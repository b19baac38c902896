package server

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"fourgates/internal/app"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

func newBatch(c *Call) error {
	return batchForm(c, http.StatusOK, form.New(nil))
}

// batchForm offers the proposed areas that the officer may submit (domain §3: several areas may go in one batch).
func batchForm(c *Call, status int, f form.Form) error {
	areas, err := c.Read.AreasToSelect(c.Context(), policy.ScopeOf(c.Actor, policy.SubmitGate))
	if err != nil {
		return err
	}
	shell := c.Shell("Submit several areas at gate 1")
	return c.Answer(status, page.BatchForm(page.BatchFormProps{Shell: shell, Form: f, Areas: areas}))
}

func submitBatch(c *Call) error {
	f := c.Posted()
	sub := app.Submission{Areas: form.IDs[domain.AreaID](&f, "areas"), Gate: domain.GateAreas, Note: f.Optional("note", 2000), DueOn: f.OptionalDate("due")}
	if f.OK() && len(sub.Areas) < 2 {
		f.Add("areas", "Choose at least two areas; a single one is submitted from its own page")
	}
	var ids []domain.AttemptID
	var err error
	if f.OK() {
		ids, err = c.App.SubmitGate(c.Context(), c.Actor, sub)
	}
	if f.Refuse(err) || !f.OK() {
		return batchForm(c, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	t, err := c.Read.Attempt(c.Context(), policy.ScopeOf(c.Actor, policy.ViewGates), ids[0])
	if err != nil {
		return err
	}
	return c.Done("Submitted. The Members of every area have been asked to decide.", "/batches/%d", t.Batch)
}

func showBatch(c *Call) error {
	return batchPage(c, http.StatusOK, form.New(nil))
}

func batchPage(c *Call, status int, f form.Form) error {
	batch, err := pathID[domain.BatchID](c, "batch")
	if err != nil {
		return err
	}
	attempts, err := c.Read.BatchAttempts(c.Context(), policy.ScopeOf(c.Actor, policy.ViewGates), batch)
	if err != nil {
		return err
	}
	if len(attempts) == 0 {
		return domain.ErrNotFound
	}
	asked, err := c.Read.SignatoriesOf(c.Context(), attempts, c.App.Today())
	if err != nil {
		return err
	}
	shell := c.Shell("Gate 1: several areas")
	if f.Text("key") == "" {
		f.Values.Set("key", rand.Text())
	}
	return c.Answer(status, page.Batch(page.BatchProps{
		Shell: shell, Form: f, Batch: batch, Attempts: attempts, Asked: asked, Actor: c.Actor, Today: c.App.Today(), ProofNeeded: !c.ProofFresh(),
	}))
}

// signBatch records the decisions for those areas of a batch for which one was chosen, all or none. Conditions and deferrals
// are set on an area's own page.
func signBatch(c *Call) error {
	batch, err := pathID[domain.BatchID](c, "batch")
	if err != nil {
		return err
	}
	f := c.Posted()
	var list []app.Signature
	for _, id := range form.IDs[domain.AttemptID](&f, "attempts") {
		if f.Text(fmt.Sprintf("decision-%d", id)) == "" {
			continue
		}
		one := form.New(partOf(f.Values, id))
		signature := decodeSignature(&one, id)
		for _, p := range append(one.Problems, problemsOf(signature.Blockers(c.App.Today()))...) {
			f.Add(partField(p.Field, id), p.Message)
		}
		list = append(list, signature)
	}
	if f.OK() && len(list) == 0 {
		f.Add("", "Choose a decision for at least one area")
	}
	if err := c.AskProof(&f); err != nil {
		return err
	}
	if !f.OK() {
		return batchPage(c, http.StatusUnprocessableEntity, f)
	}
	references, err := c.App.SignGates(c.Context(), c.Actor, list)
	if f.Refuse(err) {
		return batchPage(c, http.StatusUnprocessableEntity, f)
	}
	if errors.Is(err, domain.ErrConflict) {
		f.Add("", "One of these areas has changed or is closed since you opened this page. Nothing was recorded: look again below.")
		return batchPage(c, http.StatusConflict, f)
	}
	if err != nil {
		return err
	}
	return c.Done("Your decisions are recorded. References "+strings.Join(references, ", ")+".", "/batches/%d", batch)
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
