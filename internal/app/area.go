package app

import (
	"context"
	"errors"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/geo"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// Proposal is a new area: its ground may be given now or later.
type Proposal struct {
	Code      string
	Name      string
	Rationale string
	Ground    *Ground
}

// ProposeArea adds an area to the programme as proposed and opens its first phase (A1, A4). A liaison officer who proposes it is
// assigned to it from that day: 004 gives the officer the area to test. It refuses a code in use, and a ground that is none.
func (a *App) ProposeArea(ctx context.Context, actor policy.Actor, p Proposal) (id domain.AreaID, err error) {
	err = a.do(ctx, actor, policy.ProposeArea, func(w store.Writer, now time.Time) (domain.Event, error) {
		area := domain.Area{Code: p.Code, Name: p.Name, Rationale: p.Rationale, State: domain.AreaProposed, CreatedBy: actor.ID, CreatedAt: now}
		if id, err = w.AddArea(ctx, area); err != nil {
			return domain.Event{}, err
		}
		today := domain.DateOf(now)
		template, err := w.Template(ctx, 0)
		if err != nil {
			return domain.Event{}, err
		}
		if err := w.OpenPhase(ctx, id, 1, template.Phases[0].Open(today), actor.ID); err != nil {
			return domain.Event{}, err
		}
		if actor.Is(policy.CLO) {
			self := domain.Assignment{Area: id, Person: actor.ID, Role: domain.AssignedCLO, Span: domain.Span{From: today}}
			if err := w.AddAssignment(ctx, self, actor.ID); err != nil {
				return domain.Event{}, err
			}
		}
		event := areaEvent(id, "Area proposed", nil, map[string]string{"code": p.Code, "name": p.Name, "rationale": p.Rationale})
		if p.Ground == nil {
			return event, nil
		}
		_, err = firstGround(ctx, w, id, *p.Ground, actor.ID, now)
		return event, err
	})
	return id, err
}

func firstGround(ctx context.Context, w store.Writer, id domain.AreaID, g Ground, by domain.PersonID, now time.Time) ([]domain.AreaSeat, error) {
	if err := w.LockSeatsShared(ctx); err != nil {
		return nil, err
	}
	shape, err := g.shape(ctx, w.Reader)
	if err != nil {
		return nil, err
	}
	seats, err := seatShapes(ctx, w.Reader)
	if err != nil {
		return nil, err
	}
	if _, err := w.AddAreaBoundary(ctx, id, shape.GeoJSON(), "First boundary", by, now); err != nil {
		return nil, err
	}
	return reground(ctx, w, id, shape, seats)
}

// ChangeArea gives an area a new code, name and rationale. It returns domain.ErrConflict where somebody changed it since the version
// edited, and refuses while a gate is with its Members.
func (a *App) ChangeArea(ctx context.Context, actor policy.Actor, edit domain.Area) error {
	return a.do(ctx, actor, policy.EditArea, func(w store.Writer, now time.Time) (domain.Event, error) {
		was, err := unsignedArea(ctx, w, actor, policy.EditArea, edit.ID)
		if err != nil {
			return domain.Event{}, err
		}
		if was.Version != edit.Version {
			return domain.Event{}, domain.ErrConflict
		}
		event := areaEvent(edit.ID, "Name, code or rationale changed",
			map[string]string{"code": was.Code, "name": was.Name, "rationale": was.Rationale},
			map[string]string{"code": edit.Code, "name": edit.Name, "rationale": edit.Rationale})
		return event, w.ChangeArea(ctx, edit)
	})
}

// MoveArea moves an area along its life by hand, with the reason kept (A4). It refuses what domain.Area.Move refuses.
func (a *App) MoveArea(ctx context.Context, actor policy.Actor, id domain.AreaID, to domain.AreaState, reason string) error {
	return a.do(ctx, actor, policy.MoveArea, func(w store.Writer, now time.Time) (domain.Event, error) {
		was, err := lockArea(ctx, w, actor, policy.MoveArea, id)
		if err != nil {
			return domain.Event{}, err
		}
		open, err := w.HasOpenAttempt(ctx, id)
		if err != nil {
			return domain.Event{}, err
		}
		is, err := was.Move(to, reason, open)
		if err != nil {
			return domain.Event{}, err
		}
		return areaEvent(id, "Area "+string(to)+": "+reason, was.State, is.State), w.SetAreaState(ctx, id, to, reason, actor.ID, now)
	})
}

// BoundaryChange is what a new boundary would do to an area.
type BoundaryChange struct {
	Boundary string // GeoJSON, to be confirmed
	Version  int    // of the boundary that it would follow; 0 for none
	Seats    domain.SeatsCompared
	Hectares float64
	Outline  Outline
}

// PreviewBoundary says what ChangeBoundary would do, or refuses as it would.
func (a *App) PreviewBoundary(ctx context.Context, actor policy.Actor, id domain.AreaID, g Ground) (BoundaryChange, error) {
	if err := checkBoundary(ctx, a.Store.Reader, actor, id, a.Store.Area); err != nil {
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
	before, err := a.Store.AreaSeats(ctx, id)
	if err != nil {
		return BoundaryChange{}, err
	}
	now, err := a.Store.AreaBoundary(ctx, id)
	if err != nil && !errors.Is(err, domain.ErrNotFound) {
		return BoundaryChange{}, err
	}
	found := overlapped(shape, seats)
	return BoundaryChange{Boundary: shape.GeoJSON(), Version: now.Version, Seats: domain.CompareAreaSeats(before, areaSeats(found)),
		Hectares: shape.Area() / 10_000, Outline: outline(shape, found)}, nil
}

// ChangeBoundary gives an area the next version of its boundary with the reason for it, and works out its seats (A1–A3). It returns
// domain.ErrConflict where the boundary is no longer the version that the change was made from, and refuses while a gate is with
// its Members, without a reason, or for what is no boundary.
func (a *App) ChangeBoundary(ctx context.Context, actor policy.Actor, id domain.AreaID, from int, boundary, reason string) error {
	return a.do(ctx, actor, policy.EditArea, func(w store.Writer, now time.Time) (domain.Event, error) {
		if err := checkBoundary(ctx, w.Reader, actor, id, w.AreaForUpdate); err != nil {
			return domain.Event{}, err
		}
		if reason == "" {
			return domain.Event{}, domain.Blocked("reason", "Enter the reason for this boundary")
		}
		shape, err := geo.ParseShape(boundary)
		if err != nil {
			return domain.Event{}, faults("", err)
		}
		return newBoundary(ctx, w, id, from, shape, reason, actor.ID, now)
	})
}

func newBoundary(ctx context.Context, w store.Writer, id domain.AreaID, from int, shape geo.Shape, reason string, by domain.PersonID, now time.Time) (domain.Event, error) {
	if err := w.LockSeatsShared(ctx); err != nil {
		return domain.Event{}, err
	}
	seats, err := seatShapes(ctx, w.Reader)
	if err != nil {
		return domain.Event{}, err
	}
	before, err := w.AreaSeats(ctx, id)
	if err != nil {
		return domain.Event{}, err
	}
	version, err := w.AddAreaBoundary(ctx, id, shape.GeoJSON(), reason, by, now)
	if err != nil {
		return domain.Event{}, err
	}
	if version != from+1 {
		return domain.Event{}, domain.ErrConflict
	}
	after, err := reground(ctx, w, id, shape, seats)
	return areaEvent(id, "Boundary changed: "+reason, shares(before), shares(after)), err
}

// checkBoundary explains for the preview and enforces for the change why an area's boundary cannot change now.
func checkBoundary(ctx context.Context, r store.Reader, actor policy.Actor, id domain.AreaID, load areaLoad) error {
	area, err := load(ctx, policy.ScopeOf(actor, policy.ViewAreas), id)
	if err != nil {
		return err
	}
	if err := policy.CheckIn(actor, policy.EditArea, id); err != nil {
		return err
	}
	open, err := r.HasOpenAttempt(ctx, id)
	if err != nil {
		return err
	}
	return area.CheckUnsigned(open)
}

type areaLoad func(context.Context, policy.Scope, domain.AreaID) (domain.Area, error)

// lockArea loads an area for a change: domain.ErrNotFound where the actor may not see it, domain.ErrForbidden where not do this to it.
func lockArea(ctx context.Context, w store.Writer, actor policy.Actor, act policy.Action, id domain.AreaID) (domain.Area, error) {
	area, err := w.AreaForUpdate(ctx, policy.ScopeOf(actor, policy.ViewAreas), id)
	if err != nil {
		return area, err
	}
	return area, policy.CheckIn(actor, act, id)
}

// runningArea is lockArea for what is recorded only while the area is in the programme.
func runningArea(ctx context.Context, w store.Writer, actor policy.Actor, act policy.Action, id domain.AreaID) (domain.Area, error) {
	area, err := lockArea(ctx, w, actor, act, id)
	if err != nil {
		return area, err
	}
	return area, area.CheckRunning()
}

// unsignedArea is runningArea for what Members sign.
func unsignedArea(ctx context.Context, w store.Writer, actor policy.Actor, act policy.Action, id domain.AreaID) (domain.Area, error) {
	area, err := lockArea(ctx, w, actor, act, id)
	if err != nil {
		return area, err
	}
	open, err := w.HasOpenAttempt(ctx, id)
	if err != nil {
		return area, err
	}
	return area, area.CheckUnsigned(open)
}

func areaEvent(id domain.AreaID, summary string, before, after any) domain.Event {
	return domain.Event{Kind: "area", ID: int64(id), Area: id, Summary: summary, Before: before, After: after}
}

// NextAreaCode suggests a code for a new area.
func (a *App) NextAreaCode(ctx context.Context) (string, error) {
	codes, err := a.Store.AreaCodes(ctx)
	return domain.NextAreaCode(codes), err
}
