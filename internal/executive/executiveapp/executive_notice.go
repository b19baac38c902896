package executiveapp

import (
	"context"
	"fmt"
	"slices"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/executive/executivestore"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/notices"
	"fourgates/internal/notices/noticestore"
	"fourgates/internal/policy"
)

// tellMaking stores a notice to those who work on an Executive decision before it is public: theirs alone, it leads to
// the decision.
func tellMaking(ctx context.Context, s *act.Step, d executive.ExecutiveDecision, event, subject, body string,
	to []notices.Recipient) error {
	if to = once(to); len(to) == 0 {
		return nil
	}
	noticestore.Tell(s.Writer, notices.Notice{Event: event, Subject: subject, Body: body,
		Link: fmt.Sprintf("/decisions/%d", d.ID)}, to, s.Now())
	return nil
}

// tellWriters tells the liaison officers of the area that the report waits for their words.
func tellWriters(ctx context.Context, s *act.Step, d executive.ExecutiveDecision) error {
	team, err := noticestore.GateTeam(ctx, s.Writer.Reader, d.Area, s.Today())
	if err != nil {
		return err
	}
	to := slices.DeleteFunc(team, func(r notices.Recipient) bool { return r.Capacity != "community liaison officer" })
	if len(to) == 0 {
		return nil
	}
	noticestore.Tell(s.Writer, notices.Notice{Event: "report to write",
		Subject: "Your words are needed: report to the Executive on the plan for " + d.AreaName,
		Body: "The report is drafted from the records. Until the Executive’s decision is recorded you can word, add, " +
			"remove and order its recommendations.",
		Link: fmt.Sprintf("/decisions/%d/report", d.ID)}, to, s.Now())
	return nil
}

// tellDecision stores a notice to whom an Executive decision concerns. Everyone who may see the area's gates may read
// it, so it leads to the gate, and from there to the decision whoever may see that.
func tellDecision(ctx context.Context, s *act.Step, on executive.Subject, event, subject, body string,
	to []notices.Recipient) error {
	return tellLinked(ctx, s, on, event, subject, body, fmt.Sprintf("/attempts/%d", on.Attempt), to)
}

func tellLinked(ctx context.Context, s *act.Step, on executive.Subject, event, subject, body, link string,
	to []notices.Recipient) error {
	if to = once(to); len(to) == 0 {
		return nil
	}
	noticestore.Tell(s.Writer, notices.Notice{Event: event, Area: on.Area, Attempt: on.Attempt,
		Subject: subject,
		Body:    body, Link: link}, to, s.Now())
	return nil
}

// once leaves out who is on the list already, by account.
func once(to []notices.Recipient) []notices.Recipient {
	seen := map[domain.PersonID]bool{}
	var kept []notices.Recipient
	for _, r := range to {
		if r.Person != 0 && seen[r.Person] {
			continue
		}
		seen[r.Person] = true
		kept = append(kept, r)
	}
	return kept
}

// tellConcerned tells those whom a decision concerns what it means for each plan that it still stands on.
func tellConcerned(ctx context.Context, s *act.Step, d executive.ExecutiveDecision, event, subject, body string) error {
	about := d.Live()
	if d.State == executive.ExecutiveReturned {
		about = d.Subjects
	}
	for _, on := range about {
		to, err := concerned(ctx, s, on)
		if err != nil {
			return err
		}
		if err := tellDecision(ctx, s, on, event, subject+on.AreaName, body, to); err != nil {
			return err
		}
	}
	return nil
}

// concerned lists whom a decision on a plan concerns once it is public: the Members asked at gate 3, the area's
// officers, those who made it.
func concerned(ctx context.Context, s *act.Step, on executive.Subject) ([]notices.Recipient, error) {
	today := s.Today()
	asked, err := gatestore.Signatories(ctx, s.Writer.Reader, on.Attempt, today)
	if err != nil {
		return nil, err
	}
	team, err := noticestore.GateTeam(ctx, s.Writer.Reader, on.Area, today)
	if err != nil {
		return nil, err
	}
	executive, err := executivestore.RoleHolders(ctx, s.Writer.Reader, today, "clerk", "director", "executive member")
	return append(append(gateapp.Holders(asked, false), team...), executive...), err
}

// tellMakers tells those who are to decide, each by what is asked of them.
func tellMakers(ctx context.Context, s *act.Step, d executive.ExecutiveDecision) error {
	if !d.Delegated {
		to, err := executivestore.RoleHolders(ctx, s.Writer.Reader, s.Today(), "clerk", "director", "executive member")
		if err != nil {
			return err
		}
		return tellMaking(ctx, s, d, "decision scheduled", "The Executive decides on the "+executive.PlansOf(d),
			"It is on the agenda of "+d.MeetsOn.Words()+".", to)
	}
	to := []notices.Recipient{{Person: d.MadeBy, Name: d.MadeByName, Capacity: "Executive Member"}}
	body := fmt.Sprintf("The decision on the draft %s is delegated to you. It can be recorded from %s.",
		executive.PlansOf(d), d.MeetsOn.Words())
	if d.WithOfficer != 0 {
		body += " You decide in conjunction with " + d.WithOfficerName + ", who confirms what you record."
	}
	return tellMaking(ctx, s, d, "decision scheduled", "Your decision is needed: "+executive.PlansOf(d), body, to)
}

// tellOfficer asks the named officer to confirm what the Executive Member recorded, and those who can in their place:
// their deputies of the day whom nothing keeps from it.
func tellOfficer(ctx context.Context, s *act.Step, d executive.ExecutiveDecision) error {
	to := []notices.Recipient{{Person: d.WithOfficer, Name: d.WithOfficerName, Capacity: "named officer"}}
	deputies, err := executivestore.Deputies(ctx, s.Writer.Reader, d.WithOfficer, policy.NamedOfficer, s.Today())
	if err != nil {
		return err
	}
	for _, r := range deputies {
		if len(d.Apart(executive.ToConfirm, executive.Decider{Person: r.Person})) == 0 && r.Person != d.RecordedBy {
			to = append(to, r)
		}
	}
	body := fmt.Sprintf("%s has recorded the decision on the draft %s, which %s makes too. "+
		"It counts once you confirm it.", d.RecordedByName, executive.PlansOf(d), d.WithOfficerName)
	if len(to) > 1 {
		body += " A deputy can confirm it in the named officer’s place."
	}
	return tellMaking(ctx, s, d, "decision to confirm", "Your confirmation is needed: "+executive.PlansOf(d), body, to)
}

// tellDecided tells the planning officers and the Executive that a decision was made. Others hear of it when it is
// published.
func tellDecided(ctx context.Context, s *act.Step, d executive.ExecutiveDecision) error {
	to, err := executivestore.RoleHolders(ctx, s.Writer.Reader, s.Today(), "clerk", "director", "executive member",
		"cpo")
	if err != nil {
		return err
	}
	return tellMaking(ctx, s, d, "executive decision made", "Decided: "+executive.PlansOf(d),
		d.Maker()+" decided on "+d.DecidedOn.Words()+". It is to be published.", to)
}

// tellPublished tells whom the decision concerns what was decided and when it counts.
func tellPublished(ctx context.Context, s *act.Step, d executive.ExecutiveDecision) error {
	for _, on := range d.Subjects {
		if d.On(on).Fallen() && d.State != executive.ExecutiveReturned {
			continue
		}
		to, err := concerned(ctx, s, on)
		if err != nil {
			return err
		}
		body := fmt.Sprintf("%s decided on %s. The decision was published on %s", d.Maker(), d.DecidedOn.Words(),
			d.PublishedOn.Words())
		switch {
		case d.State == executive.ExecutiveReturned || d.On(on).Refused():
			body += ". The plan was not agreed."
		case d.CallInUntil.IsZero():
			body += " and counts from then."
		default:
			body += fmt.Sprintf(", can be called in until %s and takes effect on %s.", d.CallInUntil.Words(),
				d.EffectiveOn.Words())
		}
		if d.KeyAnswer.Made() {
			body += "\nKey decision: " + executive.KeyWords(d)
		}
		if notice := executive.NoticeWords(d); notice != "" {
			body += "\n" + notice
		}
		for _, i := range d.On(on).Items() {
			body += fmt.Sprintf("\n(%s) %s: %s", i.Numeral(), i.Outcome, orElse(i.Resolved, i.Reason))
		}
		if err := tellDecision(ctx, s, on, "executive decision", "Executive decision: plan for "+on.AreaName, body,
			to); err != nil {
			return err
		}
	}
	return nil
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func tellCalledIn(ctx context.Context, s *act.Step, d executive.ExecutiveDecision) error {
	return tellConcerned(ctx, s, d, "executive decision called in", "Called in: plan for ",
		d.CallIns[len(d.CallIns)-1].Words()+"\nThe decision does not take effect until that is closed.")
}

// tellSettled tells whom it concerns what a body decided on the call-in.
func tellSettled(ctx context.Context, s *act.Step, d executive.ExecutiveDecision, in executive.Settlement) error {
	if d.State == executive.ExecutiveCalledIn {
		return tellConcerned(ctx, s, d, "executive decision called in",
			"Sent to the Council: decision on the plan for ", in.Line()+".\n"+
				in.Words+"\nThe decision does not take effect until the Council has answered.")
	}
	return tellConcerned(ctx, s, d, "executive decision upheld", "The call-in is closed: decision on the plan for ",
		fmt.Sprintf("%s.\n%s\nThe decision stands and takes effect on %s.", in.Line(), in.Words, d.EffectiveOn.Words()))
}

// tellReturned tells whom it concerns, the liaison officers first of all, why the plan is back with them (domain §5).
func tellReturned(ctx context.Context, s *act.Step, d executive.ExecutiveDecision, on executive.Subject) error {
	to, err := concerned(ctx, s, on)
	if err != nil {
		return err
	}
	body := fmt.Sprintf("The plan for %s is returned to be drafted. Gate 3 needs a new attempt.\n%s", on.AreaName,
		d.On(on).WhyRefused())
	if beside := d.On(on).Waiting(); len(beside) > 0 {
		body += "\nThe decision of " + waitingWords(beside) + " on it falls with that."
	}
	return tellDecision(ctx, s, on, "plan returned by the Executive",
		"Returned by the Executive: plan for "+on.AreaName, body, to)
}

func tellInForce(ctx context.Context, s *act.Step, d executive.ExecutiveDecision, on executive.Subject, bids,
	asked int) error {
	to, err := concerned(ctx, s, on)
	if err != nil {
		return err
	}
	body := fmt.Sprintf("The decision on the plan for %s is in force. Bids that may now be submitted: %d. Actions "+
		"put to their leads: %d. Delivery planning begins.",
		on.AreaName, bids, asked)
	return tellDecision(ctx, s, on, "executive decision in force", "In force: decision on the plan for "+on.AreaName,
		body, to)
}

// tellInForceAlone tells whom it concerns that one council's decision is in force and whose the plan still waits for.
func tellInForceAlone(ctx context.Context, s *act.Step, d executive.ExecutiveDecision, on executive.Subject, bids int,
	waiting []executive.Beside) error {
	to, err := concerned(ctx, s, on)
	if err != nil {
		return err
	}
	body := fmt.Sprintf("The decision of %s on the plan for %s is in force. Bids that may now be submitted: %d. The "+
		"plan is an approved draft once the decision of %s is in force too.", d.Decides().Of(), on.AreaName, bids,
		waitingWords(waiting))
	return tellDecision(ctx, s, on, "executive decision in force", "In force: decision of "+d.Decides().Of()+
		" on the plan for "+on.AreaName, body, to)
}
