package executiveapp

import (
	"context"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/executive/executivestore"
	"fourgates/internal/notices"
	"fourgates/internal/plans"
	"fourgates/internal/plans/planstore"
	"fourgates/internal/policy"
	"fourgates/internal/procedures"
	"fourgates/internal/timelines/timelinestore"
)

// ProposeKey says whether the records propose a key decision: by the sums of the plans that are decided on and the
// wards or divisions of the deciding council in which their areas lie. Decisions from before councils were named get
// none.
func ProposeKey(ctx context.Context, r db.Reader, d executive.ExecutiveDecision) (procedures.Proposal, error) {
	if d.Authority == 0 {
		return procedures.Proposal{}, nil
	}
	p, err := ProcedureOf(ctx, r, d, false)
	if err != nil {
		return procedures.Proposal{}, err
	}
	whole := r // sums alone are said of it, and they are the same for every reader
	whole.For = nil
	var put []plans.PlanDocument
	for _, on := range d.Subjects {
		plan, err := planstore.PlanVersionDocument(ctx, whole, on.PlanVersion)
		if err != nil {
			return procedures.Proposal{}, err
		}
		put = append(put, plan)
	}
	wards, err := executivestore.FeltIn(ctx, r, d)
	return p.Propose(procedures.Effects{Sums: executive.KeySums(put...), Wards: wards}), err
}

// NoticeBy is until when a key decision that is scheduled can be announced in full; zero where it needs no notice.
func NoticeBy(ctx context.Context, r db.Reader, d executive.ExecutiveDecision) (domain.Date, error) {
	if !executive.NeedsNotice(d) || d.State != executive.ExecutiveScheduled {
		return domain.Date{}, nil
	}
	p, working, err := noticeRules(ctx, r, d)
	return p.NoticeBy(d.MeetsOn, working), err
}

// noticeRules are the procedure by which the decision is announced, with the notice that held when it was scheduled,
// and the working days of its council.
func noticeRules(ctx context.Context, r db.Reader, d executive.ExecutiveDecision) (procedures.Procedure,
	domain.Calendar, error) {
	p, err := ProcedureOf(ctx, r, d, false)
	if err != nil {
		return p, domain.Calendar{}, err
	}
	p.NoticeDays = d.KeyAnswer.NoticeDays
	working, err := timelinestore.CalendarOf(ctx, r, d.Authority)
	return p, working, err
}

// AnnounceDecision notes how a key decision was announced: in full, or by general exception or special urgency with who
// was told or agreed. It is noted anew where that was wrong; the register keeps both.
func AnnounceDecision(ctx context.Context, a *act.App, actor policy.Actor, id domain.ExecutiveID, version int,
	in procedures.Announcement) error {
	sent := taken{ID: id, Version: version, Announcement: &in}
	return stepDecision(ctx, a, actor, policy.ClerkDecisions, executive.ToAnnounce, sent,
		func(s *act.Step, d executive.ExecutiveDecision) (executive.ExecutiveDecision, error) {
			if err := d.CheckReady(executive.ToAnnounce); err != nil {
				return d, err
			}
			d, err := Announced(ctx, s.Writer.Reader, d, in, s.Today())
			if err != nil {
				return d, err
			}
			if err := executivestore.Announce(ctx, s.Writer, d); err != nil {
				return d, err
			}
			return d, tellAnnounced(ctx, s, d)
		})
}

// Announced is the decision with how it was announced, and from when it can be taken by the rules of its council. It
// returns a *domain.BlockedError by field.
func Announced(ctx context.Context, r db.Reader, d executive.ExecutiveDecision, in procedures.Announcement,
	today domain.Date) (executive.ExecutiveDecision, error) {
	p, working, err := noticeRules(ctx, r, d)
	if err != nil {
		return d, err
	}
	if in, err = p.Announce(in, working, today); err != nil {
		return d, err
	}
	return d.Announce(in)
}

// tellToAnnounce tells clerks and planning officers until when a key decision is to be announced.
func tellToAnnounce(ctx context.Context, s *act.Step, was, d executive.ExecutiveDecision) error {
	same := was.Key == d.Key && was.MeetsOn == d.MeetsOn
	if !executive.NeedsNotice(d) || same || d.Announced.Made() && !d.MeetsOn.Before(d.Announced.From) {
		return nil
	}
	by, err := NoticeBy(ctx, s.Writer.Reader, d)
	if err != nil {
		return err
	}
	body := fmt.Sprintf("It is to be decided on %s. To be taken then it is announced by %s, with %s between.",
		d.MeetsOn.Words(), by.Words(), domain.Counted(d.KeyAnswer.NoticeDays, "clear day", "clear days"))
	if d.Announced.Made() {
		body = fmt.Sprintf("It is to be decided on %s. %s.", d.MeetsOn.Words(), d.Announced.Words())
	}
	if d.Announced.Made() || by.Before(s.Today()) {
		body += " Before that it can be taken by a general exception or with special urgency only."
	}
	to, err := planners(ctx, s)
	if err != nil {
		return err
	}
	return tellMaking(ctx, s, d, "key decision to announce", "Key decision: "+executive.PlansOf(d), body, to)
}

// tellAnnounced tells clerks and planning officers, and those who decide, from which day a key decision can be taken.
func tellAnnounced(ctx context.Context, s *act.Step, d executive.ExecutiveDecision) error {
	to, err := planners(ctx, s)
	if err != nil {
		return err
	}
	if d.Delegated {
		to = append(to, notices.Recipient{Person: d.MadeBy, Name: d.MadeByName, Capacity: "Executive Member"})
	} else {
		makers, err := executivestore.RoleHolders(ctx, s.Writer.Reader, s.Today(), "executive member")
		if err != nil {
			return err
		}
		to = append(to, makers...)
	}
	body := d.Announced.Words() + "."
	if d.MeetsOn.Before(d.Announced.From) {
		body += " It is scheduled for " + d.MeetsOn.Words() + ", which is before that."
	}
	return tellMaking(ctx, s, d, "key decision announced", "Key decision: "+executive.PlansOf(d), body, to)
}

func planners(ctx context.Context, s *act.Step) ([]notices.Recipient, error) {
	return executivestore.RoleHolders(ctx, s.Writer.Reader, s.Today(), "clerk", "cpo")
}
