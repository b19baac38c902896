package world

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"fourgates/internal/asks/askapp"
	"fourgates/internal/comments/commentapp"
	"fourgates/internal/conditions/conditionapp"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/people"
	"fourgates/internal/people/peopleapp"
	"fourgates/internal/policy"
	"fourgates/internal/seats/seatapp"
	"fourgates/internal/signin"
	"fourgates/internal/syntheses"
	"fourgates/internal/syntheses/synthesisapp"
	"fourgates/internal/syntheses/synthesisstore"
	"fourgates/internal/timelines/timelineapp"
)

// planSession plans a session with Area Members as it was planned, called off or held, and its records.
func (l *loading) planSession(a Area, is Session) {
	var id domain.SynthesisID
	l.by(officer(a, is.Planned), is.Planned, meeting, "plans a session of "+a.Name,
		func(ctx context.Context, by policy.Actor) (err error) {
			id, err = synthesisapp.PlanSession(ctx, l.app, by, l.areas[a.Key], syntheses.Plan{HeldOn: l.date(is.Day),
				HeldAt: is.Time, Venue: is.Venue, Agenda: is.Agenda})
			return err
		})
	if is.Cancelled != 0 {
		l.by(officer(a, is.Cancelled), is.Cancelled, meeting, "calls off a session of "+a.Name,
			func(ctx context.Context, by policy.Actor) error {
				return synthesisapp.CallOff(ctx, l.app, by, id, is.Reason)
			})
	}
	for _, r := range is.Records {
		l.by(officer(a, r.Day), r.Day, meeting, "records a session of "+a.Name,
			func(ctx context.Context, by policy.Actor) error { return l.recordSession(ctx, by, id, r) })
	}
}

func (l *loading) recordSession(ctx context.Context, by policy.Actor, id domain.SynthesisID, r SessionRecord) error {
	s, err := synthesisstore.Session(ctx, l.store.Reader, policy.ScopeOf(by, policy.ViewGates), id)
	if err != nil {
		return err
	}
	asked, err := synthesisstore.Asked(ctx, l.store.Reader, s)
	if err != nil {
		return err
	}
	is := syntheses.Record{Synthesised: r.Synthesised, Reason: r.Reason}
	for _, p := range asked {
		came := syntheses.Attendance{Place: p, Came: syntheses.Came}
		for who, how := range r.Otherwise {
			if l.people[who] == p.Person {
				came.Came, came.StoodIn = how, r.StoodIn[who]
			}
		}
		is.Attendance = append(is.Attendance, came)
	}
	return synthesisapp.RecordSession(ctx, l.app, by, id, s.Version, is)
}

// planGates plans an area's attempts with what was decided on them, and the phase before gate 2.
func (l *loading) planGates(a Area) {
	for _, t := range a.Attempts {
		l.planSubmission(a, t)
		for _, d := range t.Decisions {
			by := cmp.Or(d.RecordedBy, d.Member)
			l.by(by, d.Day, deciding, fmt.Sprintf("decides on gate %d of %s", t.Gate, a.Name),
				func(ctx context.Context, by policy.Actor) error {
					return l.decide(ctx, by, attemptKey(a, t), d)
				})
			for _, c := range d.Conditions {
				l.planCondition(a, t, d, c)
			}
		}
		if day, ok := l.firstSynthesis(a); ok && t.Gate == 2 && t.Number == 1 {
			l.by(officer(a, day), day, evidencing, "opens phase 2b of "+a.Name,
				func(ctx context.Context, by policy.Actor) error {
					return timelineapp.BeginPhase(ctx, l.app, by, l.areas[a.Key], domain.PhaseSynthesis, cutShort)
				})
		}
	}
}

func attemptKey(a Area, t Attempt) string { return fmt.Sprintf("%s/%d/%d", a.Key, t.Gate, t.Number) }

func (l *loading) firstSynthesis(a Area) (first Day, ok bool) {
	for _, i := range l.Issues {
		if i.Area == a.Key && i.Synthesis && (!ok || i.Day < first) {
			first, ok = i.Day, true
		}
	}
	return first, ok
}

// planSubmission plans that a gate is submitted, with the other areas of its batch where it is the first of one.
func (l *loading) planSubmission(a Area, t Attempt) {
	batch := []Area{a}
	if t.Batch != "" {
		batch = l.batch(t.Batch)
	}
	if batch[0].Key != a.Key {
		return
	}
	l.by(t.By, t.Submitted, submitting, fmt.Sprintf("submits gate %d of %s", t.Gate, a.Name),
		func(ctx context.Context, by policy.Actor) error {
			var ids []domain.AreaID
			for _, b := range batch {
				ids = append(ids, l.areas[b.Key])
			}
			if _, err := gateapp.SubmitGate(ctx, l.app, by, gateapp.Submission{Areas: ids, Gate: domain.Gate(t.Gate),
				DueOn: l.date(t.Due), Deviation: cutShort}); err != nil {
				return err
			}
			for _, b := range batch {
				id, err := gatestore.OpenAttemptOf(ctx, l.store.Reader, l.areas[b.Key])
				if err != nil {
					return err
				}
				l.attempts[attemptKey(b, t)] = id
			}
			return nil
		})
}

func (l *loading) batch(name string) []Area {
	var areas []Area
	for _, a := range l.Areas {
		for _, t := range a.Attempts {
			if t.Batch == name {
				areas = append(areas, a)
			}
		}
	}
	return areas
}

func (l *loading) decide(ctx context.Context, by policy.Actor, attempt string, d Decision) error {
	t, err := gatestore.Attempt(ctx, l.store.Reader, policy.ScopeOf(by, policy.ViewGates), l.attempts[attempt])
	if err != nil {
		return err
	}
	s := gateapp.Signature{Attempt: t.ID, Digest: t.Digest, Key: fmt.Sprintf("%s/%s/%d", attempt, d.Member, d.Day),
		Signing: gates.Signing{Decision: d.Of(), Comment: d.Comment, ResubmitBy: l.until(d.ResubmitBy)}}
	for _, c := range d.Conditions {
		s.Conditions = append(s.Conditions, gates.NewCondition{Text: c.Text, DueOn: l.date(c.Due),
			BeforeNextGate: c.BeforeNext,
			Owner:          l.people[c.Owner]})
	}
	if d.Changes {
		asked, err := gatestore.Signatories(ctx, l.store.Reader, t.ID, l.app.Today())
		if err != nil {
			return err
		}
		s.Replaces = gates.References(gates.Changeable(asked, by.Self()))
	}
	if d.RecordedBy != "" {
		scan, err := photo("paper", true)
		if err != nil {
			return err
		}
		s.Paper = &gateapp.Paper{Member: l.people[d.Member], SignedOn: l.date(d.Day - 2), File: "decision.jpg",
			Content: scan.Content}
		_, err = gateapp.RecordPaper(ctx, l.app, by, s)
		return err
	}
	if d.LinkBy != "" {
		return l.decideByLink(ctx, s, d)
	}
	_, err = gateapp.SignGate(ctx, l.app, by, s)
	return err
}

// decideByLink has a Member who cannot get in set their password with a link that somebody else had in hand, and
// decide: that waits until a second person confirms it.
func (l *loading) decideByLink(ctx context.Context, s gateapp.Signature, d Decision) error {
	maker, err := l.actor(ctx, d.LinkBy)
	if err != nil {
		return err
	}
	token, err := peopleapp.InviteAgain(ctx, l.app, maker, l.people[d.Member], people.OnScreen)
	if err != nil {
		return err
	}
	if _, err := peopleapp.AcceptInvitation(ctx, l.app, token, Password, signin.Caller{}); err != nil {
		return err
	}
	by, err := l.actor(ctx, d.Member)
	if err != nil {
		return err
	}
	_, err = gateapp.SignGate(ctx, l.app, by, s)
	if _, ok := errors.AsType[*domain.WaitsError](err); ok {
		return nil
	}
	return fmt.Errorf("the decision of %s does not wait: %w", d.Member, cmp.Or(err, errors.New("it counts")))
}

// planCondition plans that a condition is reported met by the officer who has the area then, and that the Member who
// set it agrees.
func (l *loading) planCondition(a Area, t Attempt, d Decision, c Condition) {
	if c.Reported != nil {
		l.by(officer(a, *c.Reported), *c.Reported, ending, "reports a condition of "+a.Name+" met",
			func(ctx context.Context, by policy.Actor) error {
				is, err := l.conditionOf(ctx, a, t, c)
				if err != nil {
					return err
				}
				return conditionapp.Report(ctx, l.app, by, is.ID, is.Step, c.Note)
			})
	}
	if c.Agreed != nil {
		l.by(d.Member, *c.Agreed, ending, "agrees that a condition of "+a.Name+" is met",
			func(ctx context.Context, by policy.Actor) error {
				is, err := l.conditionOf(ctx, a, t, c)
				if err != nil {
					return err
				}
				return conditionapp.Answer(ctx, l.app, by, is.ID, is.Step, true, "")
			})
	}
}

func (l *loading) conditionOf(ctx context.Context, a Area, t Attempt, c Condition) (gates.Condition, error) {
	set, err := gatestore.AttemptConditions(ctx, l.store.Reader, l.attempts[attemptKey(a, t)])
	if err != nil {
		return gates.Condition{}, err
	}
	for _, is := range set {
		if is.Text == c.Text {
			return is, nil
		}
	}
	return gates.Condition{}, domain.ErrNotFound
}

// planReminders plans what time does on every day since the first submission: what a change of seats decides, and
// reminders.
func (l *loading) planReminders() {
	first := Day(0)
	for _, a := range l.Areas {
		for _, t := range a.Attempts {
			first = min(first, t.Submitted)
		}
	}
	for day := first; day < 0; day++ {
		l.plan(day, reminding, "reminders", func(ctx context.Context) error {
			if _, err := seatapp.TakeOrders(ctx, l.app); err != nil {
				return err
			}
			if _, err := gateapp.SettleAttempts(ctx, l.app); err != nil {
				return err
			}
			if _, err := gateapp.RemindSignatories(ctx, l.app); err != nil {
				return err
			}
			if _, err := conditionapp.RemindConditions(ctx, l.app); err != nil {
				return err
			}
			if _, err := askapp.Climb(ctx, l.app); err != nil {
				return err
			}
			_, err := commentapp.TellComments(ctx, l.app)
			return err
		})
	}
}
