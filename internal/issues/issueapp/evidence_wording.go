package issueapp

import (
	"context"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/policy"
)

// CorrectEvidence gives a piece of evidence of an issue another wording, with the reason (D2): what it said before
// stays readable, and every issue that it bears out is told of. It returns domain.ErrConflict where somebody changed it
// first, and a *domain.StateError where it was withdrawn.
func CorrectEvidence(ctx context.Context, a *act.App, actor policy.Actor, issue domain.IssueID, version int,
	e issues.Evidence, reason string) error {
	return a.Do(ctx, actor, policy.RaiseIssue, func(s *act.Step) error {
		was, err := evidenceToCorrect(ctx, s, issue, e.ID)
		if err != nil {
			return err
		}
		if was.Says(e) {
			return s.Same() // the form was sent twice, or nothing was changed
		}
		if was.Version != version {
			return domain.ErrConflict
		}
		switch {
		case e.OnDate.After(s.Today()):
			return domain.Blocked("on", "Choose a day that is not to come")
		case reason == "":
			return domain.Blocked("reason", "Say why it is corrected: it shows beside the evidence")
		}
		if err := issuestore.CorrectEvidence(ctx, s.Writer, e, reason, actor.ID, s.Now()); err != nil {
			return err
		}
		return recordBornOut(ctx, s, was, "Evidence corrected", evidenceWords(was.Evidence),
			withReason(evidenceWords(e), reason))
	})
}

// WithdrawEvidence says with a reason that a piece of evidence bears nothing out any more, on whichever issue. It stays
// readable as withdrawn.
func WithdrawEvidence(ctx context.Context, a *act.App, actor policy.Actor, issue domain.IssueID,
	id domain.EvidenceID, why string) error {
	return a.Do(ctx, actor, policy.RaiseIssue, func(s *act.Step) error {
		was, err := evidenceToCorrect(ctx, s, issue, id)
		if err != nil {
			return err
		}
		if why == "" {
			return domain.Blocked("why", "Say why it is withdrawn: it shows in place of the evidence")
		}
		if err := issuestore.WithdrawEvidence(ctx, s.Writer, id, why, actor.ID, s.Now()); err != nil {
			return err
		}
		return recordBornOut(ctx, s, was, "Evidence withdrawn", evidenceWords(was.Evidence),
			map[string]string{"Reason": why})
	})
}

// evidenceToCorrect loads and locks evidence of an issue, as the actor may correct it. It refuses what was withdrawn.
func evidenceToCorrect(ctx context.Context, s *act.Step, issue domain.IssueID,
	id domain.EvidenceID) (issues.EvidenceLine, error) {
	if _, err := issuestore.IssueForUpdate(ctx, s.Writer, policy.IssueScopeOf(s.Actor), issue); err != nil {
		return issues.EvidenceLine{}, err
	}
	e, err := issuestore.EvidenceForUpdate(ctx, s.Writer, issue, id)
	if err != nil {
		return e, err
	}
	return e, issues.CheckCorrectEvidence(s.Actor, e)
}

// recordBornOut records a change of evidence with every issue that it bears out.
func recordBornOut(ctx context.Context, s *act.Step, e issues.EvidenceLine, summary string, before,
	after map[string]string) error {
	ids, err := issuestore.BornOut(ctx, s.Writer.Reader, e.ID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		s.Record(IssueEvent(issues.Issue{ID: id, Area: e.Area}, summary, before, after))
	}
	return nil
}

func withReason(words map[string]string, reason string) map[string]string {
	words["Reason"] = reason
	return words
}
