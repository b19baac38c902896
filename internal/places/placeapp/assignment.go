package placeapp

import (
	"context"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
)

// AssignOfficer assigns an officer to an area from a day (A5). It refuses somebody who does not hold the role today,
// and a second assignment in the same role at the same time.
func AssignOfficer(ctx context.Context, a *act.App, actor policy.Actor, n places.Assignment) error {
	return a.Do(ctx, actor, policy.AssignOfficers, func(s *act.Step) error {
		if _, err := RunningArea(ctx, s, policy.AssignOfficers, n.Area); err != nil {
			return err
		}
		officer, err := officerOf(ctx, s.Reader, n, s.Today())
		if err != nil {
			return err
		}
		all, err := placestore.Assignments(ctx, s.Writer.Reader, n.Area)
		if err != nil {
			return err
		}
		if blockers := places.AssignmentBlockers(n, all); len(blockers) > 0 {
			return &domain.BlockedError{Blockers: blockers}
		}
		n.Name = officer.Name
		s.Record(AreaEvent(n.Area, "Officer assigned: "+officer.Name, nil, n))
		return placestore.AddAssignment(ctx, s.Writer, n, actor.ID)
	})
}

func officerOf(ctx context.Context, r db.Reader, n places.Assignment, today domain.Date) (places.Officer, error) {
	officers, err := placestore.Officers(ctx, r, today)
	if err != nil {
		return places.Officer{}, err
	}
	for _, o := range officers {
		if o.Person == n.Person && o.Role == n.Role {
			return o, nil
		}
	}
	return places.Officer{}, domain.Blocked("person", "Choose somebody who holds this role today")
}

// EndAssignment sets the last day of an officer's assignment. It returns domain.ErrNotFound for an assignment to
// another area, and refuses to put off an end that is set and a day before the first.
func EndAssignment(ctx context.Context, a *act.App, actor policy.Actor, area domain.AreaID, id domain.AssignmentID,
	on domain.Date) error {
	return a.Do(ctx, actor, policy.AssignOfficers, func(s *act.Step) error {
		if _, err := lockArea(ctx, s, policy.AssignOfficers, area); err != nil {
			return err
		}
		was, err := placestore.Assignment(ctx, s.Writer.Reader, area, id)
		if err != nil {
			return err
		}
		is, err := was.End(on)
		if err != nil {
			return err
		}
		s.Record(AreaEvent(area, "Assignment ends: "+was.Name+", "+on.Words(), was, is))
		return placestore.EndAssignment(ctx, s.Writer, is)
	})
}
