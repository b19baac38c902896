package placestore_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jackc/pgx/v5/pgxpool"

	"fourgates/internal/db"
	"fourgates/internal/db/dbtest"
	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/seats/seatstore"
)

var at = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// sameDates lets cmp look into dates.
var sameDates = cmp.Options{cmp.Comparer(func(a, b domain.Date) bool { return a.String() == b.String() }),
	cmpopts.EquateEmpty()}

// place is a database with two councils, three seats and an area over two of them.
type place struct {
	*db.Store
	pool                   *pgxpool.Pool
	ward, division, parish domain.SeatID
	area                   domain.AreaID
	clerk                  domain.PersonID
}

func newPlace(t *testing.T) place {
	t.Helper()
	pool := dbtest.New(t)
	p := place{Store: db.New(pool), pool: pool}
	p.clerk = p.person(t, "Gwenllïan ap Rhys")
	p.write(t, func(ctx context.Context, w db.Writer) (err error) {
		for _, s := range []struct {
			id     *domain.SeatID
			tier   places.Tier
			kind   places.SeatKind
			places int
		}{{&p.ward, places.Borough, places.Ward, 2}, {&p.division, places.County, places.Division, 1},
			{&p.parish, places.Parish, places.Ward, 1}} {
			council, err := placestore.AddAuthority(ctx, w, places.Authority{Name: "Aldermoor " + string(s.tier),
				Tier: s.tier})
			if err != nil {
				return err
			}
			seat := places.Seat{Authority: council, Kind: s.kind, Code: "E05-" + string(s.tier),
				Name: "Teel " + string(s.tier), Boundary: "{}", Places: s.places}
			if *s.id, err = placestore.AddSeat(ctx, w, seat); err != nil {
				return err
			}
		}
		p.area, err = placestore.AddArea(ctx, w, places.Area{Code: "LCA-01", Name: "Three Rivers",
			State: places.AreaProposed, CreatedBy: p.clerk, CreatedAt: at})
		if err != nil {
			return err
		}
		return placestore.SetAreaSeats(ctx, w, p.area, []places.AreaSeat{{Seat: p.ward, Percent: 60.5},
			{Seat: p.division, Percent: 100}, {Seat: p.parish, Percent: 20}}, "")
	})
	return p
}

func (p place) person(t *testing.T, name string) (id domain.PersonID) {
	t.Helper()
	err := p.pool.QueryRow(t.Context(), "INSERT INTO people (name, created_at) VALUES ($1, $2) RETURNING id", name, at).
		Scan(&id)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func (p place) write(t *testing.T, body func(context.Context, db.Writer) error) {
	t.Helper()
	if err := p.InTx(t.Context(), func(w db.Writer) error { return body(t.Context(), w) }); err != nil {
		t.Fatal(err)
	}
}

func TestAreaMembersAreEveryPlaceWithItsHolderOnTheDay(t *testing.T) {
	p := newPlace(t)
	before, after := p.person(t, "Roisín Ó Cléirigh"), p.person(t, "Suresh")
	p.write(t, func(ctx context.Context, w db.Writer) error {
		for _, term := range []places.Term{
			{Seat: p.ward, Place: 2, Person: before, Span: domain.Span{From: domain.NewDate(2023, 5, 8),
				To: domain.NewDate(2026, 2, 28)}},
			{Seat: p.ward, Place: 2, Person: after, Span: domain.Span{From: domain.NewDate(2026, 3, 1)}},
		} {
			if _, err := seatstore.AddTerm(ctx, w, term); err != nil {
				return err
			}
		}
		for _, outcome := range []string{places.InductionDeclined, places.InductionDone} {
			i := places.Induction{Person: after, Outcome: outcome, On: domain.NewDate(2026, 3, 1),
				Material: "Guide to " + outcome}
			if err := placestore.AddInduction(ctx, w, p.area, i, p.clerk, at); err != nil {
				return err
			}
		}
		return nil
	})

	ward := places.AreaMember{Seat: p.ward, Places: 2, Code: "E05-borough", SeatName: "Teel borough", Kind: places.Ward,
		Authority: "Aldermoor borough", Tier: places.Borough, Percent: 60.5}
	first, second := ward, ward
	first.Place, second.Place = 1, 2
	division := places.AreaMember{Seat: p.division, Place: 1, Places: 1, Code: "E05-county", SeatName: "Teel county",
		Kind:      places.Division,
		Authority: "Aldermoor county", Tier: places.County, Percent: 100}
	then, now := second, second
	then.Person, then.Name, then.Since = before, "Roisín Ó Cléirigh", domain.NewDate(2023, 5, 8)
	now.Person, now.Name, now.Since = after, "Suresh", domain.NewDate(2026, 3, 1)
	now.Induction, now.InducedOn, now.Material = places.InductionDone, domain.NewDate(2026, 3, 1), "Guide to done"

	for _, c := range []struct {
		on   domain.Date
		want []places.AreaMember
	}{
		{domain.NewDate(2026, 2, 28), []places.AreaMember{division, first, then}},
		{domain.NewDate(2026, 3, 1), []places.AreaMember{division, first, now}},
		{domain.NewDate(2020, 1, 1), []places.AreaMember{division, first, second}},
	} {
		got, err := placestore.AreaMembers(t.Context(), p.Store.Reader, p.area, c.on)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(c.want, got, sameDates); d != "" {
			t.Errorf("Area Members on %s (-want +got):\n%s", c.on, d)
		}
	}
}
