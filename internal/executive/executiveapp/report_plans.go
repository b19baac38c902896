package executiveapp

import (
	"context"
	"fmt"
	"slices"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/executive/executivestore"
	"fourgates/internal/notices"
	"fourgates/internal/notices/noticestore"
	"fourgates/internal/policy"
)

// PutWith puts the plans of other decisions' reports into the report of one, each with its recommendations (rulings, 8:
// several plans in one report). It returns domain.ErrConflict where another report has one of them by now.
func PutWith(ctx context.Context, a *act.App, actor policy.Actor, id domain.ExecutiveID, version int,
	with []domain.ExecutiveID) error {
	return a.Do(ctx, actor, policy.WriteReports, func(s *act.Step) error {
		slices.Sort(with)
		with = slices.Compact(with)
		if err := executivestore.LockDecisions(ctx, s.Writer, append(slices.Clone(with), id)...); err != nil {
			return err
		}
		was, err := lockedReport(ctx, s, id, version)
		if err != nil {
			return err
		}
		if err := was.CheckWriteReport(actor); err != nil {
			return err
		}
		others, err := othersOf(ctx, s, was, with)
		if err != nil {
			return err
		}
		is, err := executive.PutWith(was, others)
		if err != nil {
			return err
		}
		d, _, err := is.Redraft(is.Is, s.Random())
		if err != nil {
			return err
		}
		reports := make([]domain.ReportID, len(others))
		for n, o := range others {
			reports[n] = o.ReportID
		}
		if err := executivestore.PutWith(ctx, s.Writer, d, reports, actor.ID); err != nil {
			return err
		}
		for _, on := range d.Subjects {
			s.Record(reportEvent(was.ExecutiveDecision, d, on.Area, fmt.Sprintf("The plan for %s is put to the "+
				"Executive in one report with %s", on.AreaName, domain.Counted(len(d.Subjects)-1, "other", "others"))))
		}
		return tellTogether(ctx, s, d)
	})
}

// othersOf are the reports to be put into another, locked as its decision is.
func othersOf(ctx context.Context, s *act.Step, into executive.Drafted, with []domain.ExecutiveID) ([]executive.Drafted,
	error) {
	var others []executive.Drafted
	for _, id := range with {
		d, err := lockedDecision(ctx, s.Writer, executive.ReportScopeOf(s.Actor), id)
		if err != nil {
			return nil, err
		}
		if d.ReportID == into.ReportID {
			return nil, domain.ErrConflict
		}
		o, err := wholeReport(ctx, s, d)
		if err != nil {
			return nil, err
		}
		if err := o.CheckWriteReport(s.Actor); err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(others, func(k executive.Drafted) bool { return k.ReportID == o.ReportID }) {
			others = append(others, o)
		}
	}
	return others, nil
}

// TakeOut takes a plan out of a report that puts several; the report that was drafted on it puts it again.
func TakeOut(ctx context.Context, a *act.App, actor policy.Actor, id domain.ExecutiveID, version int,
	on domain.SubjectID) error {
	return a.Do(ctx, actor, policy.WriteReports, func(s *act.Step) error {
		was, err := lockedReport(ctx, s, id, version)
		if err != nil {
			return err
		}
		subject, err := domain.Among(was.Subjects, func(x executive.Subject) bool { return x.ID == on })
		if err != nil {
			return err
		}
		if err := executive.CheckTakeOut(was.ExecutiveDecision, actor, subject); err != nil {
			return err
		}
		back, err := executivestore.Home(ctx, s.Writer, subject)
		if err != nil {
			return err
		}
		home := executive.Drafted{ExecutiveDecision: back}
		if home.Is, err = executive.ReadExecutiveReport(back.Frozen()); err != nil {
			return err
		}
		left, out, err := executive.TakeOut(was, subject, home)
		if err != nil {
			return err
		}
		d, _, err := left.Redraft(left.Is, s.Random())
		if err != nil {
			return err
		}
		if back, _, err = out.Redraft(out.Is, s.Random()); err != nil {
			return err
		}
		if err := executivestore.TakeOut(ctx, s.Writer, d, back, subject.ID, actor.ID); err != nil {
			return err
		}
		words := fmt.Sprintf("The plan for %s was taken out of the report with others", subject.AreaName)
		s.Record(reportEvent(was.ExecutiveDecision, d, d.Area, words))
		s.Record(reportEvent(was.ExecutiveDecision, back, subject.Area, words))
		if err := tellReport(ctx, s, back, subject, words, "It has a report of its own again."); err != nil {
			return err
		}
		return tellClerks(ctx, s, back, words, "It has a report of its own again.")
	})
}

// tellTogether tells the liaison officers of each area that its plan is put with others, and the clerks which those
// are.
func tellTogether(ctx context.Context, s *act.Step, d executive.ExecutiveDecision) error {
	const until = "The Executive is asked about them together. Until its decision is recorded, a plan can be taken " +
		"out again."
	for _, on := range d.Subjects {
		if err := tellReport(ctx, s, d, on, fmt.Sprintf("One report to the Executive on the plan for %s and %s",
			on.AreaName, domain.Counted(len(d.Subjects)-1, "other", "others")), until); err != nil {
			return err
		}
	}
	executive.Gather(&d)
	return tellClerks(ctx, s, d, "One report to the Executive on the "+executive.PlansOf(d), until)
}

// tellReport tells the liaison officers of one of the areas of a report what became of it.
func tellReport(ctx context.Context, s *act.Step, d executive.ExecutiveDecision, on executive.Subject, subject,
	body string) error {
	to, err := noticestore.GateTeam(ctx, s.Writer.Reader, on.Area, s.Today())
	if err != nil {
		return err
	}
	to = slices.DeleteFunc(once(to), func(r notices.Recipient) bool {
		return r.Capacity != "community liaison officer" || r.Person == s.Actor.ID
	})
	if len(to) == 0 {
		return nil
	}
	noticestore.Tell(s.Writer, notices.Notice{Event: "plans of a report", Subject: subject,
		Body: body, Link: fmt.Sprintf("/decisions/%d/report", d.ID)}, to, s.Now())
	return nil
}

func tellClerks(ctx context.Context, s *act.Step, d executive.ExecutiveDecision, subject, body string) error {
	to, err := executivestore.RoleHolders(ctx, s.Writer.Reader, s.Today(), "clerk")
	if err != nil {
		return err
	}
	return tellMaking(ctx, s, d, "plans of a report", subject, body, to)
}
