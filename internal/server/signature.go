package server

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"fourgates/internal/app"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

// conditionFields is how many conditions one form takes.
const conditionFields = 3

// decodeSignature reads a decision from the fields of one attempt. What the decision needs is the domain's to say.
func decodeSignature(f *form.Form, id domain.AttemptID) app.Signature {
	s := app.Signature{Attempt: id, Key: f.Text("key")}
	s.Decision = form.OneOf(f, "decision", domain.Decisions(), "Choose your decision")
	s.Comment = f.Optional("comment", 4000)
	if s.Decision == domain.Defer {
		s.ResubmitBy = f.OptionalDate("resubmit")
	}
	for i := 1; i <= conditionFields; i++ {
		c := domain.NewCondition{
			Text:           f.Optional(fmt.Sprintf("condition-%d", i), 1000),
			DueOn:          f.OptionalDate(fmt.Sprintf("due-%d", i)),
			BeforeNextGate: f.Has(fmt.Sprintf("before-%d", i), "yes"),
		}
		if c.Text != "" || !c.DueOn.IsZero() {
			s.Conditions = append(s.Conditions, c)
		}
	}
	digest, err := domain.ParseDigest(f.Text("digest"))
	if err != nil || len(s.Key) < 16 || len(s.Key) > 64 {
		f.Add("", "This form is incomplete: reload the page and decide again")
	}
	s.Digest = digest
	return s
}

func (s *Server) signGate(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	id, err := pathID[domain.AttemptID](r, "attempt")
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	signature := decodeSignature(&f, id)
	if err := s.askProof(w, r, &f); err != nil {
		return err
	}
	if !f.OK() {
		return s.attemptPage(w, r, actor, id, http.StatusUnprocessableEntity, f)
	}
	references, err := s.app.SignGate(r.Context(), actor, signature)
	if f.Refuse(err) {
		return s.attemptPage(w, r, actor, id, http.StatusUnprocessableEntity, f)
	}
	if errors.Is(err, domain.ErrConflict) {
		return s.signConflict(w, r, actor, id, f)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "Your decision is recorded. Reference "+strings.Join(references, ", ")+".", "/attempts/%d", id)
}

// signConflict is the page where what was shown is no longer what is asked: the difference to what is asked now, and what was typed.
func (s *Server) signConflict(w http.ResponseWriter, r *http.Request, actor policy.Actor, id domain.AttemptID, f form.Form) error {
	ctx := r.Context()
	old, err := s.read.Attempt(ctx, policy.ScopeOf(actor, policy.ViewGates), id)
	if err != nil {
		return err
	}
	p := page.SignConflictProps{Shell: s.shell(r, actor, "This gate has changed"), Attempt: old, Form: f}
	newest, err := s.read.NewestAttempt(ctx, old.Area, old.Cycle, old.Gate)
	if err != nil {
		return err
	}
	if newest.ID != old.ID {
		before, err := domain.ReadSnapshot(old.Snapshot)
		if err != nil {
			return err
		}
		after, err := domain.ReadSnapshot(newest.Snapshot)
		if err != nil {
			return err
		}
		p.Newer, p.Changes = &newest, domain.Difference(before, after)
	}
	return s.render(w, r, http.StatusConflict, page.SignConflict(p))
}
