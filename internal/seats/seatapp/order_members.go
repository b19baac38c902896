package seatapp

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/geo"
	"fourgates/internal/places"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/places/placestore"
	"fourgates/internal/seats"
	"fourgates/internal/seats/seatstore"
)

// MembersAhead are an area's Members on a day to come, by what is recorded ahead of its wards and divisions until then.
// Given are those of the seats of today, on that day. Places of what begins are vacant.
func MembersAhead(ctx context.Context, a *act.App, area domain.AreaID, on domain.Date,
	given []places.AreaMember) ([]places.AreaMember, error) {
	r := a.Store.Reader
	orders, err := seatstore.OpenOrders(ctx, r, true)
	if err != nil {
		return nil, err
	}
	if orders = slices.DeleteFunc(orders, func(o seats.Order) bool { return o.On.After(on) }); len(orders) == 0 {
		return given, nil
	}
	boundary, err := placestore.AreaBoundary(ctx, r, area)
	if err != nil {
		return nil, err
	}
	ground, err := geo.ParseShape(boundary.Boundary)
	if err != nil {
		return nil, fmt.Errorf("boundary of area %d: %w", area, err)
	}
	over, err := placestore.AreaSeats(ctx, r, area)
	if err != nil {
		return nil, err
	}
	will := map[domain.SeatID]places.Seat{}
	councils := map[domain.AuthorityID]places.Authority{}
	for _, o := range orders {
		if _, done := councils[o.Authority]; done {
			continue
		}
		councils[o.Authority] = places.Authority{ID: o.Authority, Name: o.Council, Tier: o.Tier}
		later, err := foreseen(ctx, r, orders, o.Authority, on)
		if err != nil {
			return nil, err
		}
		over = slices.DeleteFunc(over, func(s places.AreaSeat) bool { // those of the council are looked at again
			return s.Authority == councils[o.Authority].Name
		})
		for _, s := range later {
			percent, err := share(ground, s)
			if err != nil {
				return nil, err
			}
			if percent > 0 {
				will[s.ID] = s
				over = append(over, places.AreaSeat{Seat: s.ID, Percent: percent})
			}
		}
	}
	members, _, err := placestore.AreaMembersOf(ctx, r, area, over, on)
	if err != nil {
		return nil, err
	}
	return arranged(members, will, councils, over), nil
}

// share is how much of an area lies in a seat, in per cent.
func share(ground geo.Shape, s places.Seat) (float64, error) {
	if !s.Drawn() {
		return 0, nil
	}
	shape, err := geo.ParseShape(s.Boundary)
	if err != nil {
		return 0, fmt.Errorf("boundary of seat %s: %w", s.Name, err)
	}
	return placeapp.Share(ground, shape)
}

// foreseen is a council's seats on a day to come, with the ground that some get from others.
func foreseen(ctx context.Context, r db.Reader, all []seats.Order, council domain.AuthorityID,
	on domain.Date) ([]places.Seat, error) {
	now, err := placestore.SeatsOf(ctx, r, council)
	if err != nil {
		return nil, err
	}
	orders := slices.DeleteFunc(slices.Clone(all), func(o seats.Order) bool { return o.Authority != council })
	will := seats.Foresee(now, orders, on)
	for _, o := range orders {
		for _, c := range o.Changes {
			from := those(now, []domain.SeatID{c.Seat})
			if !c.Grows || o.On.After(on) || len(from) == 0 || !from[0].Drawn() {
				continue
			}
			for i := range will {
				if slices.Contains(c.IntoSeats, will[i].ID) {
					both, err := groundOfBoth(will[i], from[0])
					if _, apart := errors.AsType[*domain.BlockedError](err); apart {
						continue // they do not fit together, which is said when it is to take effect
					}
					if err != nil {
						return nil, err
					}
					will[i].Boundary = both
				}
			}
		}
	}
	return will, nil
}

// arranged gives the members the names and numbers that their seats will have, adds the vacant places of what begins
// and what will have no Members, with the place 0, and orders them as everywhere.
func arranged(members []places.AreaMember, will map[domain.SeatID]places.Seat,
	councils map[domain.AuthorityID]places.Authority, over []places.AreaSeat) []places.AreaMember {
	seen := map[domain.SeatID]int{}
	var list []places.AreaMember
	for _, m := range members {
		if s, ok := will[m.Seat]; ok {
			m.SeatName, m.Code, m.Places = s.Name, s.Code, s.Places
		}
		if m.Place <= m.Places {
			list, seen[m.Seat] = append(list, m), m.Place
		}
	}
	for _, o := range over {
		s, ok := will[o.Seat]
		of := councils[s.Authority]
		if !ok || of.Tier == places.Parish {
			continue
		}
		first := seen[s.ID] + 1
		if s.Places == 0 {
			first = 0
		}
		for place := first; place <= s.Places; place++ {
			m := places.AreaMember{Seat: max(0, s.ID), Place: place, Places: s.Places, Code: s.Code, SeatName: s.Name,
				Kind: s.Kind, Authority: of.Name, Tier: of.Tier, Percent: o.Percent}
			list = append(list, m)
		}
	}
	slices.SortStableFunc(list, func(a, b places.AreaMember) int {
		return cmp.Or(cmp.Compare(a.Tier.Rank(), b.Tier.Rank()), cmp.Compare(b.Percent, a.Percent),
			domain.CompareNames(a.SeatName, b.SeatName), cmp.Compare(a.Place, b.Place))
	})
	return list
}
