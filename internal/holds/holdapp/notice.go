package holdapp

import (
	"context"
	"fmt"
	"slices"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/holds"
	"fourgates/internal/holds/holdstore"
	"fourgates/internal/notices"
	"fourgates/internal/notices/noticestore"
)

// confirmers are those who may confirm what waits: planning officers and administrators, except who made the link and
// who decided.
func confirmers(ctx context.Context, s *act.Step, h holds.Hold) ([]notices.Recipient, error) {
	to, err := noticestore.PlanningOfficers(ctx, s.Writer.Reader, s.Today())
	if err != nil {
		return nil, err
	}
	admins, err := noticestore.Administrators(ctx, s.Writer.Reader, s.Today())
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(append(to, admins...), func(r notices.Recipient) bool {
		return r.Person == h.Person || r.Person == h.Maker || slices.Contains(h.Others, r.Person) ||
			slices.Contains(h.MakerElse, r.Person)
	}), nil
}

func tellWaits(ctx context.Context, s *act.Step, id domain.HoldID, link holdstore.Link, what, reference string) error {
	h, err := holdstore.Hold(ctx, s.Writer.Reader, id)
	if err != nil {
		return err
	}
	to, err := confirmers(ctx, s, h)
	if err != nil {
		return err
	}
	body := fmt.Sprintf("%s decided on %s within a day of setting a password (%s). The decision is registered as %s "+
		"and does not count until you, or somebody else who did not make the link, has spoken with them and confirms "+
		"it.", h.Name, what, h.LinkWords(), reference)
	noticestore.Tell(s.Writer, notices.Notice{Event: "decision waits", Subject: "To confirm: a decision of " + h.Name,
		Body: body, Link: fmt.Sprintf("/holds/%d", id)}, to, s.Now())
	noticestore.Tell(s.Writer, notices.Notice{Event: "own decision waits",
		Subject: "Your decision on " + what + " waits",
		Body: "Your password was set less than a day before with a link that somebody else had in hand (" +
			h.LinkWords() + "). A planning officer or an administrator speaks with you and confirms the decision; " +
			"until then it does not count. If you did not make it, tell them.", Link: "/register/" + reference},
		[]notices.Recipient{{Person: h.Person, Name: h.Name, Capacity: "whose decision it is"}}, s.Now())
	return nil
}

func tellSettled(ctx context.Context, s *act.Step, h holds.Hold, o holds.Outcome, by, words string) error {
	to, err := noticestore.PlanningOfficers(ctx, s.Writer.Reader, s.Today())
	if err != nil {
		return err
	}
	to = append(to, notices.Recipient{Person: h.Person, Name: h.Name, Capacity: "whose decision it is"})
	h.Outcome, h.EndedBy = o, by
	body := h.What + ": the decision of " + h.Name + " registered as " + h.Reference + ". " + h.Line() + "."
	if words != "" {
		body += "\n" + words
	}
	noticestore.Tell(s.Writer, notices.Notice{Event: "decision " + string(o), Subject: "Decision of " + h.Name + ": " +
		string(o), Body: body, Link: "/register/" + h.Reference}, to, s.Now())
	return nil
}
