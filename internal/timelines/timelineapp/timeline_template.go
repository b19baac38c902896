package timelineapp

import (
	"context"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/timelines"
	"fourgates/internal/timelines/timelinestore"
)

// AddTemplate makes an edited template the next version of the timeline's (F1). Cycles keep the version from which they
// were started. It refuses what timelines.Template.Blockers lists, and returns domain.ErrConflict where from is no
// longer the newest version.
func AddTemplate(ctx context.Context, a *act.App, actor policy.Actor, from int, t timelines.Template) (version int,
	err error) {
	err = a.Do(ctx, actor, policy.EditTemplate, func(s *act.Step) error {
		blockers := t.Blockers()
		if t.Note == "" {
			blockers = append(blockers, domain.Blocker{ID: "note", Field: "note",
				Words: "Enter what is different, and why"})
		}
		if len(blockers) > 0 {
			return &domain.BlockedError{Blockers: blockers}
		}
		newest, err := timelinestore.Template(ctx, s.Writer.Reader, 0)
		if err != nil {
			return err
		}
		if newest.Version != from {
			return domain.ErrConflict
		}
		version, t.Version = from+1, from+1
		s.Record(domain.Event{Kind: "timeline template", ID: int64(version),
			Summary: fmt.Sprintf("Version %d: %s", version, t.Note), After: t.Phases})
		return timelinestore.AddTemplate(ctx, s.Writer, t, actor.ID, s.Now())
	})
	return version, err
}
