package gateweb

import (
	"fmt"
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/serve"
)

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
