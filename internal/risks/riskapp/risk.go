// Package riskapp changes areas' registers of risks.
package riskapp

import (
	"context"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/policy"
	"fourgates/internal/risks"
	"fourgates/internal/risks/riskstore"
)

// Add enters a risk into an area's register, open from today. It returns a *domain.BlockedError by field.
func Add(ctx context.Context, a *act.App, actor policy.Actor, r risks.Risk) error {
	return a.Do(ctx, actor, policy.EditRisks, func(s *act.Step) error {
		if _, err := placeapp.RunningArea(ctx, s, policy.EditRisks, r.Area); err != nil {
			return err
		}
		if err := r.Check(); err != nil {
			return err
		}
		r.OpenedOn = s.Today()
		s.Record(placeapp.AreaEvent(r.Area, "Entered in the register of risks: "+r.Text, nil, r))
		return riskstore.Add(ctx, s.Writer, r, actor.ID, s.Now())
	})
}

// Change changes an open risk. It returns a *domain.BlockedError by field, a *domain.StateError where it is closed, and
// domain.ErrConflict where somebody else changed it first.
func Change(ctx context.Context, a *act.App, actor policy.Actor, r risks.Risk) error {
	return a.Do(ctx, actor, policy.EditRisks, func(s *act.Step) error {
		was, err := open(ctx, s, r.Area, r.ID)
		if err != nil {
			return err
		}
		if was.Version != r.Version {
			return domain.ErrConflict
		}
		if err := r.Check(); err != nil {
			return err
		}
		s.Record(placeapp.AreaEvent(r.Area, "Changed in the register of risks: "+r.Text, was, r))
		return riskstore.Change(ctx, s.Writer, r, s.Now())
	})
}

// Close closes an open risk, with the reason. It returns a *domain.StateError where it is closed already.
func Close(ctx context.Context, a *act.App, actor policy.Actor, area domain.AreaID, id domain.RiskID,
	why string) error {
	return a.Do(ctx, actor, policy.EditRisks, func(s *act.Step) error {
		is, err := open(ctx, s, area, id)
		if err != nil {
			return err
		}
		if why == "" {
			return domain.Blocked("why", "Enter why it is closed")
		}
		is.ClosedOn, is.ClosedWhy = s.Today(), why
		s.Record(placeapp.AreaEvent(area, "Closed in the register of risks: "+is.Text+". "+why, nil, nil))
		return riskstore.Close(ctx, s.Writer, is, actor.ID, s.Now())
	})
}

// open loads an open risk of an area that the actor may change, and locks the area.
func open(ctx context.Context, s *act.Step, area domain.AreaID, id domain.RiskID) (risks.Risk, error) {
	if _, err := placeapp.RunningArea(ctx, s, policy.EditRisks, area); err != nil {
		return risks.Risk{}, err
	}
	is, err := riskstore.Risk(ctx, s.Writer.Reader, area, id)
	if err != nil {
		return is, err
	}
	return is, is.CheckOpen()
}
