package partnerapp

import (
	"context"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/partners"
	"fourgates/internal/partners/partnerstore"
	"fourgates/internal/policy"
)

// RecordInforming records that a contact whom a notice about the area did not reach was told by letter, by telephone or
// in person (B4).
func RecordInforming(ctx context.Context, a *act.App, actor policy.Actor, area domain.AreaID, recipient int64,
	n partners.Informing) error {
	return a.Do(ctx, actor, policy.EditNetwork, func(s *act.Step) error {
		if err := policy.CheckIn(actor, policy.EditNetwork, area); err != nil {
			return err
		}
		was, err := partnerstore.ToldOf(ctx, s.Writer.Reader, area, recipient)
		if err != nil {
			return err
		}
		if err := was.CheckTold(n, s.Today()); err != nil {
			return err
		}
		s.Record(networkEvent(area, "Told by other means: "+was.Subject, nil,
			map[string]string{"How": n.Way, "On": n.On.Words(), "Note": n.Note}))
		return partnerstore.AddInforming(ctx, s.Writer, recipient, n, actor.ID, s.Now())
	})
}
