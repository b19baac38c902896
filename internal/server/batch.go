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

func (s *Server) newBatch(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.batchForm(w, r, actor, http.StatusOK, form.New(nil))
}

// batchForm offers the proposed areas that the officer may submit (domain §3: several areas may go in one batch).
func (s *Server) batchForm(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	areas, err := s.read.AreasToSelect(r.Context(), policy.ScopeOf(actor, policy.SubmitGate))
	if err != nil {
		return err
	}
	shell := s.shell(r, actor, "Submit several areas at gate 1")
	shell.Invalid = !f.OK()
	return s.render(w, r, status, page.BatchForm(page.BatchFormProps{Shell: shell, Form: f, Areas: areas}))
}

func (s *Server) submitBatch(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	f := form.New(r.PostForm)
	sub := app.Submission{Areas: form.IDs[domain.AreaID](&f, "areas"), Gate: domain.GateAreas, Note: f.Optional("note", 2000), DueOn: f.OptionalDate("due")}
	if f.OK() && len(sub.Areas) < 2 {
		f.Add("areas", "Choose at least two areas; a single one is submitted from its own page")
	}
	var ids []domain.AttemptID
	var err error
	if f.OK() {
		ids, err = s.app.SubmitGate(r.Context(), actor, sub)
	}
	if f.Refuse(err) || !f.OK() {
		return s.batchForm(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	t, err := s.read.Attempt(r.Context(), policy.ScopeOf(actor, policy.ViewGates), ids[0])
	if err != nil {
		return err
	}
	return s.done(w, r, "Submitted. The Members of every area have been asked to decide.", "/batches/%d", t.Batch)
}

func (s *Server) showBatch(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.batchPage(w, r, actor, http.StatusOK, form.New(nil))
}

func (s *Server) batchPage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	batch, err := pathID[domain.BatchID](r, "batch")
	if err != nil {
		return err
	}
	attempts, err := s.read.BatchAttempts(r.Context(), policy.ScopeOf(actor, policy.ViewGates), batch)
	if err != nil {
		return err
	}
	if len(attempts) == 0 {
		return domain.ErrNotFound
	}
	asked, err := s.read.SignatoriesOf(r.Context(), attempts, s.app.Today())
	if err != nil {
		return err
	}
	shell := s.shell(r, actor, "Gate 1: several areas")
	shell.Invalid = !f.OK()
	if f.Text("key") == "" {
		f.Values.Set("key", rand.Text())
	}
	return s.render(w, r, status, page.Batch(page.BatchProps{
		Shell: shell, Form: f, Batch: batch, Attempts: attempts, Asked: asked, Actor: actor, Today: s.app.Today(), ProofNeeded: !s.proofFresh(r),
	}))
}

// signBatch records the decisions for those areas of a batch for which one was chosen, all or none. Conditions and deferrals
// are set on an area's own page.
func (s *Server) signBatch(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	batch, err := pathID[domain.BatchID](r, "batch")
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	var list []app.Signature
	for _, id := range form.IDs[domain.AttemptID](&f, "attempts") {
		if f.Text(fmt.Sprintf("decision-%d", id)) == "" {
			continue
		}
		one := form.New(partOf(f.Values, id))
		signature := decodeSignature(&one, id)
		for _, p := range append(one.Problems, problemsOf(signature.Blockers(s.app.Today()))...) {
			f.Add(partField(p.Field, id), p.Message)
		}
		list = append(list, signature)
	}
	if f.OK() && len(list) == 0 {
		f.Add("", "Choose a decision for at least one area")
	}
	if err := s.askProof(w, r, &f); err != nil {
		return err
	}
	if !f.OK() {
		return s.batchPage(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	references, err := s.app.SignGates(r.Context(), actor, list)
	if f.Refuse(err) {
		return s.batchPage(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	if errors.Is(err, domain.ErrConflict) {
		f.Add("", "One of these areas has changed or is closed since you opened this page. Nothing was recorded: look again below.")
		return s.batchPage(w, r, actor, http.StatusConflict, f)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "Your decisions are recorded. References "+strings.Join(references, ", ")+".", "/batches/%d", batch)
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
