package gateapp

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/notices"
	"fourgates/internal/notices/noticestore"
	"fourgates/internal/partners"
	"fourgates/internal/partners/partnerstore"
	"fourgates/internal/policy"
	"fourgates/internal/timelines/timelinestore"
)

func attemptLink(t gates.Attempt) string { return fmt.Sprintf("/attempts/%d", t.ID) }

// tell stores a notice about an attempt, unless there is nobody to tell.
func tell(s *act.Step, t gates.Attempt, event, subject, body string, to []notices.Recipient) {
	noticestore.Tell(s.Writer, about(t, event, subject, body), to, s.Now())
}

// tellThose is tell where the database is asked for whom.
func tellThose(s *act.Step, t gates.Attempt, event, subject, body string, whom func() []notices.Recipient,
	asked ...db.Question) {
	noticestore.TellThose(s.Writer, about(t, event, subject, body), s.Now(), whom, asked...)
}

func about(t gates.Attempt, event, subject, body string) notices.Notice {
	return notices.Notice{Event: event, Area: t.Area, Attempt: t.ID, Subject: subject, Body: body, Link: attemptLink(t)}
}

// tellSignatories asks each holder and substitute for their decision.
func tellSignatories(s *act.Step, t gates.Attempt, asked []gates.Signatory) {
	body := fmt.Sprintf("%s for %s needs your decision by %s. Submitted by %s.", t.Gate.Title(), t.AreaName,
		t.DueOn.Words(), t.SubmittedByName)
	tell(s, t, "gate submitted", "Your decision is needed: "+t.AreaName, body, Holders(asked, false))
}

func Holders(asked []gates.Signatory, pendingOnly bool) []notices.Recipient {
	var to []notices.Recipient
	seen := map[domain.PersonID]bool{}
	add := func(p domain.PersonID, name, capacity string) {
		if p != 0 && !seen[p] {
			seen[p] = true
			to = append(to, notices.Recipient{Person: p, Name: name, Capacity: capacity})
		}
	}
	for _, s := range asked {
		if pendingOnly && !s.Pending() {
			continue
		}
		if s.Bar != gates.BarDisabled {
			add(s.Holder, s.HolderName, "Member for "+s.SeatName)
		}
		if s.CannotAct() == "" {
			add(s.Substitute, s.SubstituteName, "substitute for "+s.HolderName)
		}
	}
	return to
}

// Events of notices about a Member's decision.
const (
	signatureMade    = "signature made"
	signatureChanged = "signature changed"
)

// tellSignature tells the officers that a Member has decided; where that changes what they had decided, also whoever
// was told of the first.
func tellSignature(s *act.Step, t gates.Attempt, d gates.Decision, name string, how gates.OnPaper,
	was []gates.Signatory) {
	event, did, body := signatureMade, d.Did(), fmt.Sprintf("%s, attempt %d.", t.Gate.Title(), t.Number)
	if how.Paper != 0 {
		did += " on paper"
		body += " " + how.Words() + "."
	}
	subject := fmt.Sprintf("%s: %s %s", t.AreaName, name, did)
	if len(was) > 0 {
		event, subject = signatureChanged, fmt.Sprintf("%s: %s changed a decision and %s", t.AreaName, name, did)
		body += fmt.Sprintf(" Before: %s. The earlier decision (%s) stays in the register and no longer counts.",
			was[0].Decision.Did(), strings.Join(gates.References(was), ", "))
	}
	whom, asked := hearing(t, was, s.Today())
	tellThose(s, t, event, subject, body, whom, asked...)
}

// hearing is who is told of a decision that replaces those others, or none: the questions, and what the answers to them
// come to.
func hearing(t gates.Attempt, was []gates.Signatory, today domain.Date) (whom func() []notices.Recipient,
	asked []db.Question) {
	var team, told []notices.Recipient
	asked = append(asked, noticestore.AskGateTeam(t.Area, today, &team))
	if len(was) > 0 {
		asked = append(asked, noticestore.AskToldAt(t.ID, was[0].SignedAt, &told, signatureMade, signatureChanged))
	}
	return func() []notices.Recipient {
		to := slices.Clone(team)
		for _, one := range told {
			if !slices.ContainsFunc(to, func(has notices.Recipient) bool { return has.Person == one.Person }) {
				to = append(to, one)
			}
		}
		return to
	}, asked
}

// tellOutcome tells the Members asked and the officers how an attempt ended.
func tellOutcome(s *act.Step, t gates.Attempt) {
	body := fmt.Sprintf("%s for %s, attempt %d: %s", t.Gate.Title(), t.AreaName, t.Number, t.Outcome)
	if t.OutcomeByName != "" {
		body += " by " + t.OutcomeByName
	}
	body += "."
	if t.OutcomeReason != "" {
		body += "\n" + t.OutcomeReason
	}
	if !t.ResubmitBy.IsZero() {
		body += "\nTo be submitted again by " + t.ResubmitBy.Words() + "."
	}
	var asked []gates.Signatory
	var team []notices.Recipient
	tellThose(s, t, "gate "+string(t.Outcome), fmt.Sprintf("%s: gate %d %s", t.AreaName, t.Gate, t.Outcome), body,
		func() []notices.Recipient { return append(Holders(asked, false), team...) },
		gatestore.AskSignatories(t.ID, s.Today(), &asked), noticestore.AskGateTeam(t.Area, s.Today(), &team))
}

// tellServiceManagers informs the service managers listed; the recipients are the proof (004, gate 1: "Service Managers
// informed").
func tellServiceManagers(s *act.Step, t gates.Attempt, event, subject, body string) {
	var managers []partners.ServiceManager
	tellThose(s, t, event, subject, body,
		func() []notices.Recipient { return asRecipients("service manager", managers) },
		partnerstore.AskServiceManagersFor(t.Area, s.Today(), &managers))
}

// tellServiceOfficers informs the service managers listed and the officers of every service that works in the area
// (004, phase 2c: "Service officers … informed of the issues").
func tellServiceOfficers(s *act.Step, t gates.Attempt, event, subject, body string) {
	var managers, officers []partners.ServiceManager
	tellThose(s, t, event, subject, body, func() []notices.Recipient {
		to := asRecipients("service manager", managers)
		for _, o := range asRecipients("service officer", officers) {
			if !slices.ContainsFunc(to, func(r notices.Recipient) bool { return r.Person == o.Person }) {
				to = append(to, o)
			}
		}
		return to
	}, partnerstore.AskServiceManagersFor(t.Area, s.Today(), &managers),
		partnerstore.AskServiceOfficersFor(t.Area, s.Today(), &officers))
}

func asRecipients(what string, people []partners.ServiceManager) []notices.Recipient {
	to := make([]notices.Recipient, len(people))
	for i, m := range people {
		to[i] = notices.Recipient{Person: m.Person, Name: m.Name, Address: m.Email,
			Capacity: what + ", " + m.Service + ", " + m.Authority}
	}
	return to
}

// tellStakeholders informs the stakeholder list (004, gate 1: "'Stakeholder list' informed"). Those who asked not to be
// contacted are recorded as withheld.
func tellStakeholders(s *act.Step, t gates.Attempt, event, subject, body string) {
	var network []partners.NetworkEntry
	tellThose(s, t, event, subject, body, func() []notices.Recipient { return stakeholders(network) },
		partnerstore.AskNetwork(policy.Scope{All: true}, t.Area, s.Today(), &network))
}

// stakeholders are those of the network who are on the stakeholder list.
func stakeholders(network []partners.NetworkEntry) (to []notices.Recipient) {
	for _, e := range network {
		if e.Kind == partners.Stakeholder {
			to = append(to, notices.Recipient{Contact: e.Contact, Name: e.Name, Address: e.Email,
				Capacity: strings.TrimSuffix("stakeholder, "+e.Organisations, ", "), DoNotContact: e.DoNotContact})
		}
	}
	return to
}

// Concerned is whom the gates of an area concern on the day beside its Members: its officers and the planning officers,
// the service managers listed and the stakeholder list. It gives the questions, and what the answers come to.
func Concerned(area domain.AreaID, today domain.Date) (whom func() []notices.Recipient, asked []db.Question) {
	var team []notices.Recipient
	var managers []partners.ServiceManager
	var network []partners.NetworkEntry
	return func() []notices.Recipient {
			return slices.Concat(team, asRecipients("service manager", managers), stakeholders(network))
		}, []db.Question{noticestore.AskGateTeam(area, today, &team),
			partnerstore.AskServiceManagersFor(area, today, &managers),
			partnerstore.AskNetwork(policy.Scope{All: true}, area, today, &network)}
}

// RemindSignatories climbs the ladder of reminders for every pending place of every open attempt, each rung once (N4;
// domain §3), however often and on however many servers it runs. It returns how many reminders it made.
func RemindSignatories(ctx context.Context, a *act.App) (made int, err error) {
	open, err := gatestore.OpenAttempts(ctx, a.Store.Reader, policy.Scope{All: true})
	if err != nil {
		return 0, err
	}
	working, err := timelinestore.CalendarsFor(ctx, a.Store.Reader, areasOf(open)...)
	if err != nil {
		return 0, err
	}
	steps, due := map[domain.AttemptID]gates.ReminderStep{}, []domain.AttemptID{}
	for _, t := range open {
		if step := t.StepOn(a.Today(), working[t.Area]); step != "" {
			steps[t.ID], due = step, append(due, t.ID)
		}
	}
	return act.Each(ctx, a, "gate.remind", "attempt", due, func(s *act.Step, id domain.AttemptID) (int, error) {
		return remind(ctx, s, id, steps[id])
	})
}

func remind(ctx context.Context, s *act.Step, id domain.AttemptID, step gates.ReminderStep) (int, error) {
	if err := gatestore.LockAttempts(ctx, s.Writer, id); err != nil {
		return 0, err
	}
	t, err := gatestore.AttemptForUpdate(ctx, s.Writer, policy.Scope{All: true}, id)
	if err != nil || !t.Open() {
		return 0, err
	}
	asked, err := gatestore.Signatories(ctx, s.Writer.Reader, t.ID, s.Today())
	if err != nil {
		return 0, err
	}
	var pending []gates.Signatory
	for _, place := range asked {
		if !place.Pending() {
			continue
		}
		first, err := gatestore.AddReminder(ctx, s.Writer, t.ID, place, step, s.Now())
		if err != nil {
			return 0, err
		}
		if first {
			pending = append(pending, place)
		}
	}
	to := Holders(pending, true)
	body := fmt.Sprintf("%s for %s was submitted on %s and is due on %s.", t.Gate.Title(), t.AreaName,
		domain.DateOf(t.SubmittedAt).Words(), t.DueOn.Words())
	subject := "Reminder: your decision is needed: " + t.AreaName
	if step == gates.Escalate {
		subject = "Overdue: Members have not decided: " + t.AreaName
		for _, place := range pending {
			body += "\nPending: " + place.Answers() + ", " + place.SeatName
		}
		if to, err = noticestore.PlanningOfficers(ctx, s.Writer.Reader, s.Today()); err != nil {
			return 0, err
		}
	}
	if len(pending) == 0 {
		return 0, nil
	}
	tell(s, t, "reminder: "+string(step), subject, body, to)
	s.Record(attemptEvent(t, fmt.Sprintf("Reminder (%s) made for %d pending", step, len(pending))))
	return len(pending), nil
}

// areasOf are the areas of the attempts.
func areasOf(open []gates.Attempt) []domain.AreaID {
	areas := make([]domain.AreaID, len(open))
	for i, t := range open {
		areas[i] = t.Area
	}
	return areas
}
