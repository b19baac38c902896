package issueapp

import (
	"context"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/policy"
	"fourgates/internal/upload"
)

// AddEvidence gives an issue a new piece of evidence, with or without a file (D2). Whoever may raise issues in the area
// may add to those they see. It returns a *domain.BlockedError for a file that cannot be kept.
func AddEvidence(ctx context.Context, a *act.App, actor policy.Actor, id domain.IssueID, e issues.Evidence,
	file *issues.File) error {
	if file != nil {
		kept, err := keep(*file)
		if err != nil {
			return err
		}
		file = &kept
	}
	return a.Do(ctx, actor, policy.RaiseIssue, func(s *act.Step) error {
		issue, err := issueToAddTo(ctx, s, id)
		if err != nil {
			return err
		}
		if e.OnDate.After(s.Today()) {
			return domain.Blocked("on", "Choose a day that is not to come")
		}
		e.Area = issue.Area
		if file != nil {
			file.Area = issue.Area
			if e.File, err = issuestore.AddFile(ctx, s.Writer, id, *file, "Evidence", actor.ID, s.Now()); err != nil {
				return err
			}
		}
		if e.ID, err = issuestore.AddEvidence(ctx, s.Writer, e, actor.ID, s.Now()); err != nil {
			return err
		}
		if _, err := issuestore.AttachEvidence(ctx, s.Writer, id, e.ID, actor.ID, s.Now()); err != nil {
			return err
		}
		s.Record(IssueEvent(issue.Issue, "Evidence added", nil, evidenceWords(e)))
		return nil
	})
}

// ReuseEvidence ties evidence of another issue of the same area to this one. It refuses evidence of which the actor
// sees no issue.
func ReuseEvidence(ctx context.Context, a *act.App, actor policy.Actor, id domain.IssueID,
	evidence domain.EvidenceID) error {
	return a.Do(ctx, actor, policy.RaiseIssue, func(s *act.Step) error {
		issue, err := issueToAddTo(ctx, s, id)
		if err != nil {
			return err
		}
		reusable, err := issuestore.ReusableEvidence(ctx, s.Writer.Reader, policy.IssueScopeOf(actor), issue.Area, id)
		if err != nil {
			return err
		}
		for _, e := range reusable {
			if e.ID != evidence {
				continue
			}
			if _, err := issuestore.AttachEvidence(ctx, s.Writer, id, evidence, actor.ID, s.Now()); err != nil {
				return err
			}
			s.Record(IssueEvent(issue.Issue, fmt.Sprintf("Evidence of issue %d used here too", e.FromIssue), nil,
				evidenceWords(e.Evidence)))
			return nil
		}
		return domain.Blocked("evidence", "Choose evidence from the list")
	})
}

// DetachEvidence takes evidence that stands off an issue, with the reason. It stays with the other issues that it
// supports, and in the issue's history.
func DetachEvidence(ctx context.Context, a *act.App, actor policy.Actor, id domain.IssueID,
	evidence domain.EvidenceID, why string) error {
	return a.Do(ctx, actor, policy.WorkIssues, func(s *act.Step) error {
		issue, err := issueToWork(ctx, s, id)
		if err != nil {
			return err
		}
		is, err := issuestore.EvidenceForUpdate(ctx, s.Writer, id, evidence)
		if err != nil {
			return err
		}
		if err := is.CheckStands(); err != nil {
			return err
		}
		if why == "" {
			return domain.Blocked("off_why", "Say why it is not about this issue")
		}
		s.Record(IssueEvent(issue.Issue, "Evidence taken off", evidenceWords(is.Evidence),
			map[string]string{"Reason": why}))
		return issuestore.DetachEvidence(ctx, s.Writer, id, evidence)
	})
}

// AddFile gives an issue a picture or a PDF. A picture is stored anew: upright, at most 2,000 pixels wide or high, and
// without what the camera wrote into it. Whatever its name says, anything else is a *domain.BlockedError for the field
// "file".
func AddFile(ctx context.Context, a *act.App, actor policy.Actor, id domain.IssueID, f issues.File,
	caption string) error {
	f, err := keep(f)
	if err != nil {
		return err
	}
	return a.Do(ctx, actor, policy.RaiseIssue, func(s *act.Step) error {
		issue, err := issueToAddTo(ctx, s, id)
		if err != nil {
			return err
		}
		f.Area = issue.Area
		if _, err := issuestore.AddFile(ctx, s.Writer, id, f, caption, actor.ID, s.Now()); err != nil {
			return err
		}
		s.Record(IssueEvent(issue.Issue, "File added", nil, map[string]string{"File": f.Name, "Caption": caption}))
		return nil
	})
}

func RemoveFile(ctx context.Context, a *act.App, actor policy.Actor, id domain.IssueID, file domain.FileID) error {
	return a.Do(ctx, actor, policy.WorkIssues, func(s *act.Step) error {
		issue, err := issueToWork(ctx, s, id)
		if err != nil {
			return err
		}
		name, err := issuestore.RemoveFile(ctx, s.Writer, id, file, s.Now())
		if err != nil {
			return err
		}
		s.Record(IssueEvent(issue.Issue, "File removed", map[string]string{"File": name}, nil))
		return nil
	})
}

// issueToAddTo loads and locks an issue in whose area the actor may raise issues. It refuses a merged one.
func issueToAddTo(ctx context.Context, s *act.Step, id domain.IssueID) (issuestore.IssueRecord, error) {
	issue, err := issuestore.IssueForUpdate(ctx, s.Writer, policy.IssueScopeOf(s.Actor), id)
	if err != nil {
		return issuestore.IssueRecord{}, err
	}
	if err := policy.CheckIn(s.Actor, policy.RaiseIssue, issue.Area); err != nil {
		return issuestore.IssueRecord{}, err
	}
	return issue, issue.CheckEdit()
}

// keep makes an uploaded file safe to keep, or says for the field "file" why it cannot be.
func keep(f issues.File) (issues.File, error) {
	kept, err := upload.Keep(f.Name, f.Content)
	if err != nil {
		return issues.File{}, domain.Blocked("file", err.Error())
	}
	return issues.File{Name: kept.Name, Type: kept.Type, Content: kept.Content}, nil
}

func evidenceWords(e issues.Evidence) map[string]string {
	return map[string]string{"Type": e.Kind, "Evidence": e.Text, "Source": e.Source, "Date": e.OnDate.Words(),
		"Strength": issues.StrengthWords(e.Strength)}
}
