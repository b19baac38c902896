package executiveapp

import (
	"context"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/executive/executivestore"
	"fourgates/internal/policy"
)

// WriteSection keeps what an officer wrote in a section of the report (domain §7.8); nothing written takes it out. On
// is the plan that it is on, where the report puts several.
func WriteSection(ctx context.Context, a *act.App, actor policy.Actor, id domain.ExecutiveID, version int,
	on domain.SubjectID, section executive.ReportSection) error {
	return changeReport(ctx, a, actor, id, version, func(_ *act.Step, d executive.ExecutiveDecision,
		r *executive.ExecutiveReport) (executive.ExecutiveDecision, string, error) {
		err := r.Change(on, func(p executive.PlanReport) (executive.PlanReport, error) {
			return p.WithSection(section)
		})
		return d, "Section of the report to the Executive written: " + section.Kind.Words(), err
	})
}

// ListPapers lists the background papers of the report, and says whether there is an equality assessment.
func ListPapers(ctx context.Context, a *act.App, actor policy.Actor, id domain.ExecutiveID, version int,
	on domain.SubjectID, papers []string, equality executive.EqualityAssessment) error {
	return changeReport(ctx, a, actor, id, version, func(_ *act.Step, d executive.ExecutiveDecision,
		r *executive.ExecutiveReport) (executive.ExecutiveDecision, string, error) {
		err := r.Change(on, func(p executive.PlanReport) (executive.PlanReport, error) {
			return p.WithPapers(papers, equality)
		})
		return d, "Background papers and equality assessment of the report to the Executive listed", err
	})
}

// ClearReport notes that somebody cleared a version of the report.
func ClearReport(ctx context.Context, a *act.App, actor policy.Actor, id domain.ExecutiveID, version int,
	c executive.Clearance) error {
	return changeReport(ctx, a, actor, id, version, func(s *act.Step, d executive.ExecutiveDecision,
		r *executive.ExecutiveReport) (executive.ExecutiveDecision, string, error) {
		var err error
		*r, err = r.Cleared(c, s.Today())
		return d, "Report to the Executive cleared (" + string(c.Kind) + ") by " + c.By, err
	})
}

// A reportChange changes the report of a locked decision, or its recommendations, and says in words what it did.
type reportChange func(s *act.Step, d executive.ExecutiveDecision, r *executive.ExecutiveReport) (
	is executive.ExecutiveDecision, words string, err error)

// changeReport changes the report of a decision, which is thereby frozen anew. It returns domain.ErrNotFound where the
// actor may not read the report, domain.ErrForbidden where it is not theirs to write, domain.ErrConflict where somebody
// else changed the decision first, and a *domain.BlockedError for what stands against the change.
func changeReport(ctx context.Context, a *act.App, actor policy.Actor, id domain.ExecutiveID, version int,
	change reportChange) error {
	return a.Do(ctx, actor, policy.WriteReports, func(s *act.Step) error {
		was, err := lockedReport(ctx, s, id, version)
		if err != nil {
			return err
		}
		if err := was.CheckWriteReport(actor); err != nil {
			return err
		}
		if err := was.CheckReportOpen(); err != nil {
			return err
		}
		report := was.Is
		is, words, err := change(s, was.ExecutiveDecision, &report)
		if err != nil {
			return err
		}
		is, same, err := is.Redraft(report, s.Random())
		if err != nil {
			return err
		}
		if same {
			s.Same()
			return nil
		}
		if err := executivestore.ChangeReport(ctx, s.Writer, is, actor.ID); err != nil {
			return err
		}
		s.Record(reportEvent(was.ExecutiveDecision, is, is.Area, words))
		return nil
	})
}

// lockedReport is a decision, locked, with all that its report puts. It returns domain.ErrNotFound where the actor
// reads no report on it, and domain.ErrConflict where somebody else changed it first.
func lockedReport(ctx context.Context, s *act.Step, id domain.ExecutiveID, version int) (executive.Drafted, error) {
	was, err := lockedDecision(ctx, s.Writer, executive.ReportScopeOf(s.Actor), id)
	if err != nil {
		return executive.Drafted{}, err
	}
	d, err := wholeReport(ctx, s, was)
	if err == nil && version != was.Version {
		err = domain.ErrConflict
	}
	return d, err
}

// wholeReport is a locked decision with all that its report puts.
func wholeReport(ctx context.Context, s *act.Step, was executive.ExecutiveDecision) (executive.Drafted, error) {
	was, err := executivestore.ReportOf(ctx, s.Writer.Reader, policy.DecisionScope{View: policy.Scope{All: true}}, was)
	if err != nil {
		return executive.Drafted{}, err
	}
	report, err := executive.ReadExecutiveReport(was.Frozen())
	return executive.Drafted{ExecutiveDecision: was, Is: report}, err
}

func reportEvent(was, is executive.ExecutiveDecision, area domain.AreaID, words string) domain.Event {
	return domain.Event{Kind: "decision", ID: int64(is.ID), Area: area, Summary: words,
		Before: map[string]any{"report": was.ReportDigest.String()},
		After:  map[string]any{"report": is.ReportDigest.String()}}
}
