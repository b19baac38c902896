package conditionapp

import (
	"context"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/conditions"
	"fourgates/internal/conditions/conditionstore"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/notices"
	"fourgates/internal/notices/noticestore"
	"fourgates/internal/policy"
	"fourgates/internal/timelines/timelinestore"
)

// tell stores a notice about a condition, unless there is nobody to tell; each is told once.
func tell(ctx context.Context, s *act.Step, c gates.Condition, event, subject, body string,
	to []notices.Recipient) error {
	var once []notices.Recipient
	seen := map[domain.PersonID]bool{}
	for _, r := range to {
		if r.Person != 0 && !seen[r.Person] {
			seen[r.Person] = true
			once = append(once, r)
		}
	}
	if len(once) == 0 {
		return nil
	}
	noticestore.Tell(s.Writer, notices.Notice{Event: event, Area: c.Area, Attempt: c.Attempt,
		Subject: subject, Body: body, Link: fmt.Sprintf("/conditions/%d", c.ID)}, once, s.Now())
	return nil
}

// ownerOf is who is responsible for the condition, as a recipient.
func ownerOf(c gates.Condition) notices.Recipient {
	return notices.Recipient{Person: c.Owner, Name: c.OwnerName, Capacity: "responsible for the condition"}
}

// answering lists who is asked whether the condition is met: the Member in the place, or its successor, and their
// substitute of the day.
func answering(at standing) []notices.Recipient {
	var to []notices.Recipient
	if p := at.who.Holder; p != 0 {
		to = append(to, notices.Recipient{Person: p, Name: at.who.HolderName, Capacity: at.who.Capacity(at.condition,
			domain.Self{p})})
	}
	if p := at.who.Substitute; p != 0 && at.who.Holder != 0 {
		to = append(to, notices.Recipient{Person: p, Name: at.who.SubstituteName,
			Capacity: at.who.Capacity(at.condition, domain.Self{p})})
	}
	return to
}

// tellStep tells those concerned of a step: of a report, who is asked to agree; of an answer or a decision, who
// reported it, who is responsible and the area's officers, and of a decision the Member too.
func tellStep(ctx context.Context, s *act.Step, at standing, taken conditions.Step) error {
	c := at.condition
	if taken.Kind == conditions.ReportedMet {
		if err := refresh(ctx, s, &at); err != nil {
			return err
		}
		return tellReport(ctx, s, at, answering(at))
	}
	officers, err := noticestore.GateTeam(ctx, s.Writer.Reader, c.Area, at.today)
	if err != nil {
		return err
	}
	to := append([]notices.Recipient{ownerOf(c), {Person: c.StepBy, Name: c.StepByName,
		Capacity: "reported the condition met"}},
		officers...)
	if taken.Kind == conditions.DecidedMet || taken.Kind == conditions.DecidedNotMet {
		to = append(answering(at), to...)
	}
	body := fmt.Sprintf("%s\n%s: %s.", c.Text, taken.ByName, taken.Kind.Words())
	if taken.Words != "" {
		body += "\n" + taken.Words
	}
	return tell(ctx, s, c, "condition "+string(taken.Kind), fmt.Sprintf("%s: a condition is %s", c.AreaName,
		taken.Kind.Did()),
		body, to)
}

// refresh reads the condition again after a step was stored.
func refresh(ctx context.Context, s *act.Step, at *standing) (err error) {
	at.condition, err = gatestore.Condition(ctx, s.Writer.Reader, policy.Scope{All: true}, at.condition.ID)
	return err
}

// tellReport asks those of the people who have not been asked about this report yet. It leaves out who reported it.
func tellReport(ctx context.Context, s *act.Step, at standing, asked []notices.Recipient) error {
	c := at.condition
	var to []notices.Recipient
	for _, r := range asked {
		if r.Person == c.StepBy || r.Person == c.Owner {
			continue // who cannot agree is not asked to
		}
		first, err := conditionstore.AddReminder(ctx, s.Writer, c.ID, c.Step, r.Person, askedStep, s.Now())
		if err != nil {
			return err
		}
		if first {
			to = append(to, r)
		}
	}
	body := fmt.Sprintf("%s\n%s reports: %s\nDo you agree that it is met? Without an answer by %s, the community "+
		"planning officer decides.", c.Text, c.StepByName, c.StepWords, conditions.AnswerBy(c, at.working).Words())
	return tell(ctx, s, c, "condition reported met", c.AreaName+": a condition is reported met: do you agree?", body,
		to)
}

// The steps of reminders beside the rungs of a due date.
const (
	askedStep      = "asked"
	unansweredStep = "unanswered"
)

// RemindConditions tells of every condition that is due soon, due or overdue whoever is responsible for it and the
// area's officers, and then the community planning officers; of one that is reported met who came into the Member's
// place since; and the planning officers where nobody has answered in time. Each once, however often and on however
// many servers it runs. It returns how many notices it made.
func RemindConditions(ctx context.Context, a *act.App) (made int, err error) {
	open, err := gatestore.OpenConditions(ctx, a.Store.Reader, policy.Scope{All: true})
	if err != nil {
		return 0, err
	}
	working, err := timelinestore.CalendarsFor(ctx, a.Store.Reader, areasOf(open)...)
	if err != nil {
		return 0, err
	}
	var due []domain.ConditionID
	about := map[domain.ConditionID]gates.Condition{}
	for _, c := range open {
		if c.State != gates.ConditionOpen || gates.Rung(c.DueOn, a.Today(), working[c.Area]) != "" {
			due, about[c.ID] = append(due, c.ID), c
		}
	}
	return act.Each(ctx, a, "condition.remind", "condition", due, func(s *act.Step, id domain.ConditionID) (n int,
		err error) {
		told, err := remind(ctx, s, id)
		if err != nil || !told {
			return 0, err
		}
		s.Record(domain.Event{Kind: "condition", ID: int64(id), Area: about[id].Area, Summary: "Told of a condition: " +
			about[id].Text})
		return 1, nil
	})
}

// remind tells what is to be told of one condition today, and reports whether it told anybody.
func remind(ctx context.Context, s *act.Step, id domain.ConditionID) (bool, error) {
	everywhere := policy.Scope{All: true}
	c, err := gatestore.Condition(ctx, s.Writer.Reader, everywhere, id)
	if err != nil {
		return false, err
	}
	if err := gatestore.LockAttempts(ctx, s.Writer, c.Attempt); err != nil {
		return false, err
	}
	at := standing{today: s.Today()}
	if at.condition, err = gatestore.ConditionForUpdate(ctx, s.Writer, everywhere, id); err != nil {
		return false, err
	}
	if at.working, err = timelinestore.CalendarFor(ctx, s.Writer.Reader, at.condition.Area); err != nil {
		return false, err
	}
	switch at.condition.State {
	case gates.ConditionOpen:
		return remindDue(ctx, s, at)
	case gates.ConditionReported:
		return remindReported(ctx, s, at)
	}
	return false, nil
}

func remindDue(ctx context.Context, s *act.Step, at standing) (bool, error) {
	c := at.condition
	rung := gates.Rung(c.DueOn, at.today, at.working)
	if rung == "" {
		return false, nil
	}
	first, err := conditionstore.AddReminder(ctx, s.Writer, c.ID, 0, 0, string(rung), s.Now())
	if err != nil || !first {
		return false, err
	}
	subject, to := c.AreaName+": a condition is due on "+c.DueOn.Words(), []notices.Recipient(nil)
	switch rung {
	case gates.RemindDue:
		subject = c.AreaName + ": a condition is due today"
		if at.today.After(c.DueOn) {
			subject = c.AreaName + ": a condition is overdue"
		}
	case gates.RemindAfter, gates.Escalate:
		subject = c.AreaName + ": a condition is overdue"
	}
	if rung == gates.Escalate {
		to, err = noticestore.PlanningOfficers(ctx, s.Writer.Reader, at.today)
	} else {
		to, err = noticestore.AreaOfficers(ctx, s.Writer.Reader, c.Area, at.today)
		to = append([]notices.Recipient{ownerOf(c)}, to...)
	}
	if err != nil {
		return false, err
	}
	body := fmt.Sprintf("%s\nSet by %s at gate %d, due on %s. Responsible: %s.", c.Text, c.SetByWords(), c.Gate,
		c.DueOn.Words(),
		c.OwnerName)
	return true, tell(ctx, s, c, "condition reminder: "+string(rung), subject, body, to)
}

func remindReported(ctx context.Context, s *act.Step, at standing) (told bool, err error) {
	c := at.condition
	if at.who, err = conditionstore.Answerers(ctx, s.Writer.Reader, c, at.today); err != nil {
		return false, err
	}
	asked := answering(at)
	before, err := conditionstore.Asked(ctx, s.Writer.Reader, c.ID, c.Step)
	if err != nil {
		return false, err
	}
	for _, r := range asked {
		told = told || !before[r.Person] && r.Person != c.StepBy && r.Person != c.Owner
	}
	if err := tellReport(ctx, s, at, asked); err != nil {
		return false, err
	}
	if !conditions.Unanswered(c, at.today, at.working) {
		return told, nil
	}
	first, err := conditionstore.AddReminder(ctx, s.Writer, c.ID, c.Step, 0, unansweredStep, s.Now())
	if err != nil || !first {
		return told, err
	}
	to, err := noticestore.PlanningOfficers(ctx, s.Writer.Reader, at.today)
	if err != nil {
		return false, err
	}
	body := fmt.Sprintf("%s\n%s reported it met on %s: %s\nNobody has answered for %s. You may decide, with a reason.",
		c.Text, c.StepByName, domain.DateOf(c.StepAt).Words(), c.StepWords, c.SetBy)
	return true, tell(ctx, s, c, "condition unanswered", c.AreaName+": a condition waits for your decision", body, to)
}

// areasOf are the areas of the conditions.
func areasOf(open []gates.Condition) []domain.AreaID {
	areas := make([]domain.AreaID, len(open))
	for i, c := range open {
		areas[i] = c.Area
	}
	return areas
}
