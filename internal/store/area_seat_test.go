package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jackc/pgx/v5/pgxpool"

	"fourgates/internal/domain"
	"fourgates/internal/store"
	"fourgates/internal/store/storetest"
)

var at = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// sameDates lets cmp look into dates.
var sameDates = cmp.Options{cmp.Comparer(func(a, b domain.Date) bool { return a.String() == b.String() }), cmpopts.EquateEmpty()}

// place is a database with two councils, three seats and an area over two of them.
type place struct {
	*store.Store
	pool                   *pgxpool.Pool
	ward, division, parish domain.SeatID
	area                   domain.AreaID
	clerk                  domain.PersonID
}

func newPlace(t *testing.T) place {
	t.Helper()
	pool := storetest.New(t)
	p := place{Store: store.New(pool), pool: pool}
	p.clerk = p.person(t, "Gwenllïan ap Rhys")
	p.write(t, func(ctx context.Context, w store.Writer) (err error) {
		for _, s := range []struct {
			id     *domain.SeatID
			tier   domain.Tier
			kind   domain.SeatKind
			places int
		}{{&p.ward, domain.Borough, domain.Ward, 2}, {&p.division, domain.County, domain.Division, 1}, {&p.parish, domain.Parish, domain.Ward, 1}} {
			council, err := w.AddAuthority(ctx, domain.Authority{Name: "Aldermoor " + string(s.tier), Tier: s.tier})
			if err != nil {
				return err
			}
			seat := domain.Seat{Authority: council, Kind: s.kind, Code: "E05-" + string(s.tier), Name: "Teel " + string(s.tier), Boundary: "{}", Places: s.places}
			if *s.id, err = w.AddSeat(ctx, seat); err != nil {
				return err
			}
		}
		p.area, err = w.AddArea(ctx, domain.Area{Code: "LCA-01", Name: "Three Rivers", State: domain.AreaProposed, CreatedBy: p.clerk, CreatedAt: at})
		if err != nil {
			return err
		}
		return w.SetAreaSeats(ctx, p.area, []domain.AreaSeat{{Seat: p.ward, Percent: 60.5}, {Seat: p.division, Percent: 100}, {Seat: p.parish, Percent: 20}}, "")
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

func (p place) write(t *testing.T, body func(context.Context, store.Writer) error) {
	t.Helper()
	if err := p.InTx(t.Context(), func(w store.Writer) error { return body(t.Context(), w) }); err != nil {
		t.Fatal(err)
	}
}

func TestAreaMembersAreEveryPlaceWithItsHolderOnTheDay(t *testing.T) {
	p := newPlace(t)
	before, after := p.person(t, "Roisín Ó Cléirigh"), p.person(t, "Suresh")
	p.write(t, func(ctx context.Context, w store.Writer) error {
		for _, term := range []domain.Term{
			{Seat: p.ward, Place: 2, Person: before, Span: domain.Span{From: domain.NewDate(2023, 5, 8), To: domain.NewDate(2026, 2, 28)}},
			{Seat: p.ward, Place: 2, Person: after, Span: domain.Span{From: domain.NewDate(2026, 3, 1)}},
		} {
			if _, err := w.AddTerm(ctx, term); err != nil {
				return err
			}
		}
		for _, outcome := range []string{domain.InductionDeclined, domain.InductionDone} {
			i := domain.Induction{Person: after, Outcome: outcome, On: domain.NewDate(2026, 3, 1), Material: "Guide to " + outcome}
			if err := w.AddInduction(ctx, p.area, i, p.clerk, at); err != nil {
				return err
			}
		}
		return nil
	})

	ward := domain.AreaMember{Seat: p.ward, Places: 2, Code: "E05-borough", SeatName: "Teel borough", Kind: domain.Ward,
		Authority: "Aldermoor borough", Tier: domain.Borough, Percent: 60.5}
	first, second := ward, ward
	first.Place, second.Place = 1, 2
	division := domain.AreaMember{Seat: p.division, Place: 1, Places: 1, Code: "E05-county", SeatName: "Teel county", Kind: domain.Division,
		Authority: "Aldermoor county", Tier: domain.County, Percent: 100}
	then, now := second, second
	then.Person, then.Name, then.Since = before, "Roisín Ó Cléirigh", domain.NewDate(2023, 5, 8)
	now.Person, now.Name, now.Since = after, "Suresh", domain.NewDate(2026, 3, 1)
	now.Induction, now.InducedOn, now.Material = domain.InductionDone, domain.NewDate(2026, 3, 1), "Guide to done"

	for _, c := range []struct {
		on   domain.Date
		want []domain.AreaMember
	}{
		{domain.NewDate(2026, 2, 28), []domain.AreaMember{division, first, then}},
		{domain.NewDate(2026, 3, 1), []domain.AreaMember{division, first, now}},
		{domain.NewDate(2020, 1, 1), []domain.AreaMember{division, first, second}},
	} {
		got, err := p.AreaMembers(t.Context(), p.area, c.on)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(c.want, got, sameDates); d != "" {
			t.Errorf("Area Members on %s (-want +got):\n%s", c.on, d)
		}
	}
}
