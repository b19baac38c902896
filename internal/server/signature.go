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
		condition := domain.NewCondition{
			Text:           f.Optional(fmt.Sprintf("condition-%d", i), 1000),
			DueOn:          f.OptionalDate(fmt.Sprintf("due-%d", i)),
			BeforeNextGate: f.Has(fmt.Sprintf("before-%d", i), "yes"),
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

func signGate(c *Call) error {
	id, err := pathID[domain.AttemptID](c, "attempt")
	if err != nil {
		return err
	}
	f := c.Posted()
	signature := decodeSignature(&f, id)
	if err := c.AskProof(&f); err != nil {
		return err
	}
	if !f.OK() {
		return attemptPage(c, id, http.StatusUnprocessableEntity, f)
	}
	references, err := c.App.SignGate(c.Context(), c.Actor, signature)
	if f.Refuse(err) {
		return attemptPage(c, id, http.StatusUnprocessableEntity, f)
	}
	if errors.Is(err, domain.ErrConflict) {
		return signConflict(c, id, f)
	}
	if err != nil {
		return err
	}
	return c.Done("Your decision is recorded. Reference "+strings.Join(references, ", ")+".", "/attempts/%d", id)
}

// signConflict is the page where what was shown is no longer what is asked: the difference to what is asked now, and what was typed.
func signConflict(c *Call, id domain.AttemptID, f form.Form) error {
	ctx := c.Context()
	old, err := c.Read.Attempt(ctx, policy.ScopeOf(c.Actor, policy.ViewGates), id)
	if err != nil {
		return err
	}
	p := page.SignConflictProps{Shell: c.Shell("This gate has changed"), Attempt: old, Form: f}
	newest, err := c.Read.NewestAttempt(ctx, old.Area, old.Cycle, old.Gate)
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
	return c.Answer(http.StatusConflict, page.SignConflict(p))
}
