package seatapp

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/seats"
	"fourgates/internal/seats/seatstore"
)

// CorrectTier corrects the tier of a council that was entered wrongly, such as a London borough that is single-tier
// (RW-05). Gates that are open keep the tier under which they ask its places.
func CorrectTier(ctx context.Context, a *act.App, actor policy.Actor, id domain.AuthorityID, to places.Tier,
	reason string) error {
	return a.Do(ctx, actor, policy.EditSeats, func(s *act.Step) error {
		if err := placestore.LockSeats(ctx, s.Writer); err != nil {
			return err
		}
		was, err := placestore.Authority(ctx, s.Writer.Reader, id)
		if err != nil {
			return err
		}
		if err := seats.CheckTier(was, to, reason); err != nil {
			return err
		}
		if was.Tier == to {
			return s.Same()
		}
		if err := placestore.SetTier(ctx, s.Writer, id, to); err != nil {
			return err
		}
		return councilHappened(ctx, s, seats.CouncilEvent{Council: id, Kind: seats.TierCorrected, On: s.Today(),
			Was: string(was.Tier), Is: string(to), Note: reason}, actor.ID)
	})
}

func councilHappened(ctx context.Context, s *act.Step, e seats.CouncilEvent, by domain.PersonID) error {
	words := e.Words()
	if e.Note != "" {
		words += ": " + e.Note
	}
	s.Record(domain.Event{Kind: "authority", ID: int64(e.Council), Summary: words, Before: e.Was, After: e.Is})
	return seatstore.AddCouncilEvent(ctx, s.Writer, e, by, s.Now())
}

// MergeCouncils has a council go over into another, or into a new one formed of it, from a day on: its wards and
// divisions go with their Members, areas and open gates. It returns the council that has them now, and a
// *domain.BlockedError with every reason to refuse.
func MergeCouncils(ctx context.Context, a *act.App, actor policy.Actor, m seats.Merger) (id domain.AuthorityID,
	err error) {
	err = a.Do(ctx, actor, policy.EditSeats, func(s *act.Step) error {
		id, err = CouncilsMerge(ctx, s, m)
		return err
	})
	return id, err
}

// CouncilsMerge is MergeCouncils within a step.
func CouncilsMerge(ctx context.Context, s *act.Step, m seats.Merger) (domain.AuthorityID, error) {
	if err := placestore.LockSeats(ctx, s.Writer); err != nil {
		return 0, err
	}
	from, into, err := CheckMerger(ctx, s.Writer.Reader, m, s.Today())
	if err != nil {
		return 0, err
	}
	if into == nil {
		into = &places.Authority{Name: m.Name, Tier: m.Tier}
		if into.ID, err = placestore.AddAuthority(ctx, s.Writer, *into); err != nil {
			return 0, err
		}
	}
	return into.ID, goOver(ctx, s, m, from, *into)
}

// CheckMerger returns the two councils of a merger, nil for one that is formed by it, and a *domain.BlockedError with
// every reason to refuse.
func CheckMerger(ctx context.Context, r db.Reader, m seats.Merger, today domain.Date) (from places.Authority,
	into *places.Authority, err error) {
	if from, err = placestore.Authority(ctx, r, m.From); err != nil {
		return from, nil, err
	}
	if into, err = mergedInto(ctx, r, m); err != nil {
		return from, nil, err
	}
	return from, into, domain.BlockedBy(m.Blockers(from, into, today))
}

// mergedInto is the council that is chosen, or that has the name of the new one; nil for none.
func mergedInto(ctx context.Context, r db.Reader, m seats.Merger) (*places.Authority, error) {
	var into places.Authority
	var err error
	switch {
	case m.Into != 0:
		into, err = placestore.Authority(ctx, r, m.Into)
	case m.Name != "":
		into, err = placestore.AuthorityNamed(ctx, r, m.Name)
	default:
		return nil, nil
	}
	if errors.Is(err, domain.ErrNotFound) {
		return nil, nil
	}
	return &into, err
}

// goOver moves the seats of a council to another, and ends it.
func goOver(ctx context.Context, s *act.Step, m seats.Merger, from, into places.Authority) error {
	list, err := placestore.SeatsOf(ctx, s.Writer.Reader, from.ID)
	if err != nil {
		return err
	}
	for _, seat := range list {
		seat.Authority = into.ID
		if err := placestore.ChangeSeat(ctx, s.Writer, seat); err != nil {
			return fmt.Errorf("seat %s goes over: %w", seat.Name, err)
		}
		if err := happened(ctx, s, seat, seats.Event{Seat: seat.ID, Kind: seats.Moved, On: m.On, Was: from.Name,
			Is: into.Name, Note: m.Note}); err != nil {
			return err
		}
	}
	if err := seatstore.PassOrders(ctx, s.Writer, from.ID, into.ID); err != nil {
		return err
	}
	by := cmp.Or(s.Actor.ID, m.By)
	if err := placestore.EndAuthority(ctx, s.Writer, from.ID, m.On); err != nil {
		return err
	}
	if err := councilHappened(ctx, s, seats.CouncilEvent{Council: from.ID, Kind: seats.CouncilMerged, On: m.On,
		Other: into.ID, OtherName: into.Name, Note: m.Note}, by); err != nil {
		return err
	}
	return councilHappened(ctx, s, seats.CouncilEvent{Council: into.ID, Kind: seats.CouncilFormed, On: m.On,
		Other: from.ID, OtherName: from.Name, Note: m.Note}, by)
}
