// Package placeapp proposes, changes and moves areas, with their boundaries, officers and places.
package placeapp

import (
	"context"
	"errors"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/geo"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
)

// Proposal is a new area. Its ground may follow later.
type Proposal struct {
	Code      string
	Name      string
	Rationale string
	Ground    *Ground
}

// ProposeArea adds an area to the programme as proposed and opens its first phase (A1, A4). A liaison officer who
// proposes it is assigned to it from that day: 004 gives the officer the area to test. It refuses a code in use and
// ground that makes no boundary.
func ProposeArea(ctx context.Context, a *act.App, actor policy.Actor, p Proposal) (id domain.AreaID, err error) {
	err = a.Do(ctx, actor, policy.ProposeArea, func(s *act.Step) error {
		area := places.Area{Code: p.Code, Name: p.Name, Rationale: p.Rationale, State: places.AreaProposed,
			CreatedBy: actor.ID, CreatedAt: s.Now()}
		if id, err = placestore.AddArea(ctx, s.Writer, area); err != nil {
			return err
		}
		today := s.Today()
		if err := s.Proposed(ctx, id); err != nil {
			return err
		}
		if actor.Is(policy.CLO) {
			self := places.Assignment{Area: id, Person: actor.ID, Role: places.AssignedCLO,
				Span: domain.Span{From: today}}
			if err := placestore.AddAssignment(ctx, s.Writer, self, actor.ID); err != nil {
				return err
			}
		}
		event := AreaEvent(id, "Area proposed", nil,
			map[string]string{"code": p.Code, "name": p.Name, "rationale": p.Rationale})
		if p.Ground == nil {
			s.Record(event)
			return nil
		}
		if _, err := firstGround(ctx, s, id, *p.Ground); err != nil {
			return err
		}
		s.Record(event)
		return nil
	})
	return id, err
}

func firstGround(ctx context.Context, s *act.Step, id domain.AreaID, g Ground) ([]places.AreaSeat, error) {
	if err := placestore.LockSeatsShared(ctx, s.Writer); err != nil {
		return nil, err
	}
	shape, err := g.shape(ctx, s.Reader)
	if err != nil {
		return nil, err
	}
	seats, err := seatShapes(ctx, s.Reader)
	if err != nil {
		return nil, err
	}
	if _, err := placestore.AddAreaBoundary(ctx, s.Writer, id, shape.GeoJSON(), "First boundary", s.Actor.ID,
		s.Now()); err != nil {
		return nil, err
	}
	return reground(ctx, s.Writer, id, shape, seats)
}

// ChangeArea gives an area a new code, name and rationale. It returns domain.ErrConflict where somebody has changed the
// area since the version edited, and refuses while a gate is with its Members.
func ChangeArea(ctx context.Context, a *act.App, actor policy.Actor, edit places.Area) error {
	return a.Do(ctx, actor, policy.EditArea, func(s *act.Step) error {
		was, err := unsignedArea(ctx, s, policy.EditArea, edit.ID)
		if err != nil {
			return err
		}
		if was.Version != edit.Version {
			return domain.ErrConflict
		}
		event := AreaEvent(edit.ID, "Name, code or rationale changed",
			map[string]string{"code": was.Code, "name": was.Name, "rationale": was.Rationale},
			map[string]string{"code": edit.Code, "name": edit.Name, "rationale": edit.Rationale})
		s.Record(event)
		return placestore.ChangeArea(ctx, s.Writer, edit)
	})
}

// MoveArea moves an area along its life by hand, with the reason kept (A4). It refuses what places.Area.Move refuses.
func MoveArea(ctx context.Context, a *act.App, actor policy.Actor, id domain.AreaID, to places.AreaState,
	reason string) error {
	return a.Do(ctx, actor, policy.MoveArea, func(s *act.Step) error {
		was, err := lockArea(ctx, s, policy.MoveArea, id)
		if err != nil {
			return err
		}
		open, err := placestore.HasOpenAttempt(ctx, s.Writer.Reader, id)
		if err != nil {
			return err
		}
		is, err := was.Move(to, reason, open)
		if err != nil {
			return err
		}
		s.Record(AreaEvent(id, "Area "+string(to)+": "+reason, was.State, is.State))
		return placestore.SetAreaState(ctx, s.Writer, id, to, reason, actor.ID, s.Now())
	})
}

// BoundaryChange is what a new boundary would do to an area.
type BoundaryChange struct {
	Boundary string // GeoJSON, to be confirmed
	Version  int    // of the boundary that it would follow; 0 for none
	Seats    places.SeatsCompared
	Hectares float64
	Outline  Outline
}

// PreviewBoundary says what ChangeBoundary would do, and refuses what that would refuse.
func PreviewBoundary(ctx context.Context, a *act.App, actor policy.Actor, id domain.AreaID, g Ground) (BoundaryChange,
	error) {
	area, err := placestore.Area(ctx, a.Store.Reader, policy.ScopeOf(actor, policy.ViewAreas), id)
	if err != nil {
		return BoundaryChange{}, err
	}
	if err := checkBoundary(ctx, a.Store.Reader, actor, area); err != nil {
		return BoundaryChange{}, err
	}
	shape, err := g.shape(ctx, a.Store.Reader)
	if err != nil {
		return BoundaryChange{}, err
	}
	seats, err := seatShapes(ctx, a.Store.Reader)
	if err != nil {
		return BoundaryChange{}, err
	}
	before, err := placestore.AreaSeats(ctx, a.Store.Reader, id)
	if err != nil {
		return BoundaryChange{}, err
	}
	now, err := placestore.AreaBoundary(ctx, a.Store.Reader, id)
	if err != nil && !errors.Is(err, domain.ErrNotFound) {
		return BoundaryChange{}, err
	}
	found, err := overlapped(shape, seats)
	if err != nil {
		return BoundaryChange{}, err
	}
	return BoundaryChange{Boundary: shape.GeoJSON(), Version: now.Version,
		Seats:    places.CompareAreaSeats(before, areaSeats(found)),
		Hectares: shape.Area() / 10_000, Outline: outline(shape, found)}, nil
}

// ChangeBoundary gives an area the next version of its boundary, with the reason, and works out its seats (A1–A3). It
// returns domain.ErrConflict where the boundary has moved on from the version that was changed. It refuses while a gate
// is with its Members, without a reason, and for what is no boundary.
func ChangeBoundary(ctx context.Context, a *act.App, actor policy.Actor, id domain.AreaID, from int, boundary,
	reason string) error {
	return a.Do(ctx, actor, policy.EditArea, func(s *act.Step) error {
		area, err := placestore.AreaForUpdate(ctx, s.Writer, policy.ScopeOf(actor, policy.ViewAreas), id)
		if err != nil {
			return err
		}
		if err := checkBoundary(ctx, s.Reader, actor, area); err != nil {
			return err
		}
		if reason == "" {
			return domain.Blocked("reason", "Enter the reason for this boundary")
		}
		shape, err := geo.ParseShape(boundary)
		if err != nil {
			return Faults("", err)
		}
		return newBoundary(ctx, s, id, from, shape, reason)
	})
}

func newBoundary(ctx context.Context, s *act.Step, id domain.AreaID, from int, shape geo.Shape, reason string) error {
	if err := placestore.LockSeatsShared(ctx, s.Writer); err != nil {
		return err
	}
	seats, err := seatShapes(ctx, s.Reader)
	if err != nil {
		return err
	}
	before, err := placestore.AreaSeats(ctx, s.Writer.Reader, id)
	if err != nil {
		return err
	}
	version, err := placestore.AddAreaBoundary(ctx, s.Writer, id, shape.GeoJSON(), reason, s.Actor.ID, s.Now())
	if err != nil {
		return err
	}
	if version != from+1 {
		return domain.ErrConflict
	}
	after, err := reground(ctx, s.Writer, id, shape, seats)
	if err != nil {
		return err
	}
	s.Record(AreaEvent(id, "Boundary changed: "+reason, shares(before), shares(after)))
	return nil
}

// checkBoundary says why an area's boundary cannot change now. The preview explains with it, the change refuses.
func checkBoundary(ctx context.Context, r db.Reader, actor policy.Actor, area places.Area) error {
	if err := policy.CheckIn(actor, policy.EditArea, area.ID); err != nil {
		return err
	}
	open, err := placestore.HasOpenAttempt(ctx, r, area.ID)
	if err != nil {
		return err
	}
	return area.CheckUnsigned(open)
}

// lockArea loads an area for a change. It returns domain.ErrNotFound where the actor may not see it, and
// domain.ErrForbidden where they may see it but not do this.
func lockArea(ctx context.Context, s *act.Step, act policy.Action, id domain.AreaID) (places.Area, error) {
	area, err := placestore.AreaForUpdate(ctx, s.Writer, policy.ScopeOf(s.Actor, policy.ViewAreas), id)
	if err != nil {
		return area, err
	}
	return area, policy.CheckIn(s.Actor, act, id)
}

// RunningArea is lockArea for what is recorded only while the area is in the programme.
func RunningArea(ctx context.Context, s *act.Step, act policy.Action, id domain.AreaID) (places.Area, error) {
	area, err := placestore.AreaForUpdate(ctx, s.Writer, policy.ScopeOf(s.Actor, policy.ViewAreas), id)
	if err != nil {
		return area, err
	}
	return area, places.CheckWork(s.Actor, act, area)
}

// CycleArea is RunningArea for what belongs to the cycle that the area is in: it refuses once that has ended.
func CycleArea(ctx context.Context, s *act.Step, act policy.Action, id domain.AreaID) (places.Area, error) {
	area, err := RunningArea(ctx, s, act, id)
	if err != nil {
		return area, err
	}
	return area, area.CheckCycle()
}

// unsignedArea is RunningArea for what Members sign: it refuses while a gate is with them.
func unsignedArea(ctx context.Context, s *act.Step, act policy.Action, id domain.AreaID) (places.Area, error) {
	area, err := lockArea(ctx, s, act, id)
	if err != nil {
		return area, err
	}
	open, err := placestore.HasOpenAttempt(ctx, s.Writer.Reader, id)
	if err != nil {
		return area, err
	}
	return area, area.CheckUnsigned(open)
}

func AreaEvent(id domain.AreaID, summary string, before, after any) domain.Event {
	return domain.Event{Kind: "area", ID: int64(id), Area: id, Summary: summary, Before: before, After: after}
}

// NextAreaCode suggests a code for a new area.
func NextAreaCode(ctx context.Context, a *act.App) (string, error) {
	codes, err := placestore.AreaCodes(ctx, a.Store.Reader)
	return places.NextAreaCode(codes), err
}

// Faults turns the faults that geo found in a boundary into blockers for a field. It leaves other errors as they are.
func Faults(field string, err error) error {
	blocked := &domain.BlockedError{}
	if file, ok := errors.AsType[*geo.FileError](err); ok {
		for _, f := range file.Faults {
			blocked.Blockers = append(blocked.Blockers, domain.Blocker{ID: "boundary", Field: field, Words: f.String()})
		}
		return blocked
	}
	if drawn, ok := errors.AsType[*geo.DrawnError](err); ok {
		for _, f := range drawn.Faults {
			words := f.Problem
			if f.Line > 0 {
				words = fmt.Sprintf("Line %d: %s", f.Line, f.Problem)
			}
			blocked.Blockers = append(blocked.Blockers, domain.Blocker{ID: "boundary", Field: field, Words: words})
		}
		return blocked
	}
	return err
}
