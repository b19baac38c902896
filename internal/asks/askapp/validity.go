package askapp

import (
	"context"

	"fourgates/internal/act"
	"fourgates/internal/asks"
	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
)

// AskValidity asks a service or an organisation what it says of an area's boundary (A3).
func AskValidity(ctx context.Context, a *act.App, actor policy.Actor, area domain.AreaID, k asks.Ask) error {
	return a.Do(ctx, actor, policy.RecordValidity, func(s *act.Step) error {
		if _, err := placeapp.RunningArea(ctx, s, policy.RecordValidity, area); err != nil {
			return err
		}
		k.Kind, k.Area = asks.Validity, area
		if k.CountsAs == "" {
			return domain.Blocked("counts_as", "Choose whose view it counts as")
		}
		k, err := Put(ctx, s, k)
		if err != nil {
			return err
		}
		s.Record(placeapp.AreaEvent(area, "View on the boundary asked: "+PutWords(k), nil,
			map[string]string{"Asked": k.Question, "Reply by": k.DueOn.Words()}))
		return nil
	})
}

// keepValidity keeps the answer to such an ask among the views on the boundary.
func keepValidity(ctx context.Context, s *act.Step, k asks.Ask, w asks.Answer, entered bool) error {
	if k.Kind != asks.Validity || w.NotOurs {
		return nil
	}
	v := places.ValidityView{Kind: k.CountsAs, SaidBy: k.To, Supports: w.Outcome, Note: w.Words, SaidOn: s.Today()}
	if entered {
		v.SaidBy, v.SaidOn = k.To+" ("+w.SaidBy+", by "+string(w.SaidWay)+")", w.SaidOn
		if w.SaidWay == "in person" {
			v.SaidBy = k.To + " (" + w.SaidBy + ", in person)"
		}
	}
	return placestore.AddValidityView(ctx, s.Writer, k.Area, v, s.Actor.ID, s.Now())
}
