package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jackc/pgx/v5/pgxpool"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/rules"
	"fourgates/internal/store"
	"fourgates/internal/store/storetest"
)

var at = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// sameDates lets cmp look into dates.
var sameDates = cmp.Options{cmp.Comparer(func(a, b domain.Date) bool { return a.String() == b.String() }), cmpopts.EquateEmpty()}

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
	pool := storetest.New(t)
	p := place{Store: db.New(pool), pool: pool}
	p.clerk = p.person(t, "Gwenllïan ap Rhys")
	p.write(t, func(ctx context.Context, w db.Writer) (err error) {
		for _, s := range []struct {
			id     *domain.SeatID
			tier   rules.Tier
			kind   rules.SeatKind
			places int
		}{{&p.ward, rules.Borough, rules.Ward, 2}, {&p.division, rules.County, rules.Division, 1}, {&p.parish, rules.Parish, rules.Ward, 1}} {
			council, err := store.AddAuthority(ctx, w, rules.Authority{Name: "Aldermoor " + string(s.tier), Tier: s.tier})
			if err != nil {
				return err
			}
			seat := rules.Seat{Authority: council, Kind: s.kind, Code: "E05-" + string(s.tier), Name: "Teel " + string(s.tier), Boundary: "{}", Places: s.places}
			if *s.id, err = store.AddSeat(ctx, w, seat); err != nil {
				return err
			}
		}
		p.area, err = store.AddArea(ctx, w, rules.Area{Code: "LCA-01", Name: "Three Rivers", State: rules.AreaProposed, CreatedBy: p.clerk, CreatedAt: at})
		if err != nil {
			return err
		}
		return store.SetAreaSeats(ctx, w, p.area, []rules.AreaSeat{{Seat: p.ward, Percent: 60.5}, {Seat: p.division, Percent: 100}, {Seat: p.parish, Percent: 20}}, "")
	})
	return p
}

func (p place) person(t *testing.T, name string) (id domain.PersonID) {
	t.Helper()
	err := p.pool.QueryRow(t.Context(), "INSERT INTO people (name, created_at) VALUES ($1, $2) RETURNING id", name, at).Scan(&id)
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
		for _, term := range []rules.Term{
			{Seat: p.ward, Place: 2, Person: before, Span: domain.Span{From: domain.NewDate(2023, 5, 8), To: domain.NewDate(2026, 2, 28)}},
			{Seat: p.ward, Place: 2, Person: after, Span: domain.Span{From: domain.NewDate(2026, 3, 1)}},
		} {
			if _, err := store.AddTerm(ctx, w, term); err != nil {
				return err
			}
		}
		for _, outcome := range []string{rules.InductionDeclined, rules.InductionDone} {
			i := rules.Induction{Person: after, Outcome: outcome, On: domain.NewDate(2026, 3, 1), Material: "Guide to " + outcome}
			if err := store.AddInduction(ctx, w, p.area, i, p.clerk, at); err != nil {
				return err
			}
		}
		return nil
	})

	ward := rules.AreaMember{Seat: p.ward, Places: 2, Code: "E05-borough", SeatName: "Teel borough", Kind: rules.Ward,
		Authority: "Aldermoor borough", Tier: rules.Borough, Percent: 60.5}
	first, second := ward, ward
	first.Place, second.Place = 1, 2
	division := rules.AreaMember{Seat: p.division, Place: 1, Places: 1, Code: "E05-county", SeatName: "Teel county", Kind: rules.Division,
		Authority: "Aldermoor county", Tier: rules.County, Percent: 100}
	then, now := second, second
	then.Person, then.Name, then.Since = before, "Roisín Ó Cléirigh", domain.NewDate(2023, 5, 8)
	now.Person, now.Name, now.Since = after, "Suresh", domain.NewDate(2026, 3, 1)
	now.Induction, now.InducedOn, now.Material = rules.InductionDone, domain.NewDate(2026, 3, 1), "Guide to done"

	for _, c := range []struct {
		on   domain.Date
		want []rules.AreaMember
	}{
		{domain.NewDate(2026, 2, 28), []rules.AreaMember{division, first, then}},
		{domain.NewDate(2026, 3, 1), []rules.AreaMember{division, first, now}},
		{domain.NewDate(2020, 1, 1), []rules.AreaMember{division, first, second}},
	} {
		got, err := store.AreaMembers(t.Context(), p.Store.Reader, p.area, c.on)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(c.want, got, sameDates); d != "" {
			t.Errorf("Area Members on %s (-want +got):\n%s", c.on, d)
		}
	}
}
