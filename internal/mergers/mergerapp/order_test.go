package mergerapp_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/mergers"
	"fourgates/internal/mergers/mergerapp"
	"fourgates/internal/mergers/mergerstore"
	"fourgates/internal/seats"
	"fourgates/internal/town"
)

// ahead records the borough's merger into the county for a day.
func (s shire) ahead(t *testing.T, day domain.Date, change func(c *mergers.Choices)) (seats.Merger, mergers.Choices) {
	t.Helper()
	m := seats.Merger{From: s.from, Into: s.into, On: day, Note: "The structural changes order"}
	b, err := mergerapp.Preview(t.Context(), s.App, m)
	if err != nil {
		t.Fatal(err)
	}
	choices := b.Proposed()
	if change != nil {
		change(&choices)
	}
	if id, err := mergerapp.Merge(t.Context(), s.App, s.Actor(s.Admin), m, choices); err != nil || id != s.from {
		t.Fatalf("recorded ahead, %d has it: %v", id, err)
	}
	return m, choices
}

// dawns is a minute of a day in London.
func (s shire) dawns(day domain.Date, hour, minute int) {
	at := day.Time()
	s.MoveTo(time.Date(at.Year(), at.Month(), at.Day(), hour, minute, 0, 0, domain.London))
}

func (s shire) takes(t *testing.T, want int) {
	t.Helper()
	if n, err := mergerapp.TakeOrders(t.Context(), s.App); n != want || err != nil {
		t.Errorf("%d mergers took effect, want %d: %v", n, want, err)
	}
}

func (s shire) stands(t *testing.T, want string) {
	t.Helper()
	got := s.Text(`SELECT count(*) || ' wards there' FROM seats WHERE authority_id = $1 AND valid_to IS NULL`,
		int64(s.from))
	if got != want {
		t.Errorf("the borough has %s, want %s", got, want)
	}
}

// A merger of councils is recorded for a day to come, changes nothing before, and takes effect by itself in the first
// minute of its day in London, in summer time too, as it was confirmed; a service that came since goes over as it is.
func TestAMergerRecordedAheadTakesEffectOnItsDay(t *testing.T) {
	s := newShire(t)
	day := domain.NewDate(2026, 4, 1)
	_, choices := s.ahead(t, day, func(c *mergers.Choices) {
		c.Services[s.bins] = mergers.Choice{Fate: mergers.Renamed, Name: "Waste"}
	})
	s.stands(t, "2 wards there")
	s.WantTold("council to be merged",
		"Aneurin Bevan-Lloyd, Member for Castle Keep: shown in app",
		"Bryn Okafor, service officer, Roads: shown in app",
		"Emeka Strand, service officer, Bins: shown in app",
		"Lowri Ferreira, service officer, Parks: shown in app",
		"Nia Pugh, community liaison officer: shown in app",
		"Owen Adeyemi, community planning officer: shown in app",
		"Priya Raghunathan, Member for Old Quay: shown in app")
	for _, council := range []domain.AuthorityID{s.from, s.into} {
		if list, err := mergerstore.ComingTo(t.Context(), s.App.Store.Reader, council); err != nil || len(list) != 1 ||
			!strings.Contains(list[0].Words(), "is to be merged into") {
			t.Errorf("of council %d is recorded %v: %v", council, list, err)
		}
		if history := strings.Join(s.History("authority", int64(council)), "\n"); !strings.Contains(history,
			"Recorded ahead, from 1 April 2026") {
			t.Errorf("council %d's history: %s", council, history)
		}
	}
	since := s.Int(`INSERT INTO services (authority_id, name) VALUES ($1, 'Markets') RETURNING id`, int64(s.from))
	s.dawns(day.AddDays(-1), 23, 59)
	s.takes(t, 0)
	s.stands(t, "2 wards there")
	s.dawns(day, 0, 1)
	s.takes(t, 1)
	s.takes(t, 0)
	s.stands(t, "0 wards there")
	s.WantLines([]string{"2026-04-01"}, `SELECT ended_on::text FROM authorities WHERE id = $1`, int64(s.from))
	s.WantLines([]string{"Highways", "Markets", "Parks", "Roads", "Waste"}, `SELECT name FROM services WHERE authority_id = $1
		AND retired_on IS NULL ORDER BY name`, int64(s.into))
	if s.Int(`SELECT authority_id FROM services WHERE id = $1`, since) != int64(s.into) ||
		choices.Services[s.bins].Name != "Waste" {
		t.Error("what came since stays behind")
	}
	s.WantLines([]string{"took effect"}, `SELECT closed_as FROM merger_orders`)
	s.WantLines([]string{"1"}, `SELECT count(*)::text FROM audit_entries
		WHERE action = 'merger.effect' AND summary LIKE 'Took effect%'`)
	s.Verify()
}

// Before its day it is moved or taken back, with a reason, and those concerned are told of each; on its day no more.
func TestAMergerRecordedAheadIsMovedAndTakenBack(t *testing.T) {
	s := newShire(t)
	day := s.Day().AddDays(30)
	m, choices := s.ahead(t, day, nil)
	actor := s.Actor(s.Admin)
	move := func(on domain.Date, why string) func(context.Context) error {
		return func(ctx context.Context) error { return mergerapp.MoveOrder(ctx, s.App, actor, 1, on, why) }
	}
	back := func(why string) func(context.Context) error {
		return func(ctx context.Context) error { return mergerapp.TakeBackOrder(ctx, s.App, actor, 1, why) }
	}
	s.RefusedFor("recorded twice", "ahead", func(ctx context.Context) error {
		_, err := mergerapp.Merge(ctx, s.App, actor, m, choices)
		return err
	})
	s.RefusedFor("by hand, today", "ahead", func(ctx context.Context) error {
		today := m
		today.On = s.Day()
		_, err := mergerapp.Merge(ctx, s.App, actor, today, choices)
		return err
	})
	s.RefusedFor("without a reason", "reason", move(day.AddDays(10), ""))
	s.RefusedFor("to today", "on", move(s.Day(), "Sooner"))
	s.RefusedFor("taken back without a reason", "why", back(""))
	town.Does(s.Town, move(day.AddDays(10), "The order was put off"))
	s.dawns(day, 9, 0)
	s.takes(t, 0)
	town.Does(s.Town, back("Parliament said no"))
	s.dawns(day.AddDays(11), 9, 0)
	s.takes(t, 0)
	s.stands(t, "2 wards there")
	s.RefusedFor("taken back twice", "why", back("Again"))
	s.WantLines([]string{"moved: The order was put off", "taken back: Parliament said no"},
		`SELECT step || ': ' || reason FROM merger_order_steps ORDER BY id`)
	s.WantLines([]string{"3"}, `SELECT count(*)::text FROM notices WHERE event = 'council to be merged'`)
	s.WantLines([]string{"true true false"}, `SELECT bool_or(body LIKE '%The order was put off%') || ' ' ||
		bool_or(body LIKE '%Parliament said no%Nothing of it will happen%') || ' ' ||
		bool_or(subject LIKE 'Taken back%' AND body LIKE '%go over%') FROM notices WHERE event = 'council to be merged'`)
	m.On = s.Day().AddDays(5)
	if _, err := mergerapp.Merge(t.Context(), s.App, actor, m, choices); err != nil {
		t.Errorf("recorded again: %v", err)
	}
	s.dawns(m.On, 9, 0)
	s.RefusedFor("on its day", "why", func(ctx context.Context) error {
		return mergerapp.TakeBackOrder(ctx, s.App, actor, 2, "Too late")
	})
}

// One that cannot take effect says why, tells the administrators once, and is tried again until it can.
func TestAMergerThatCannotTakeEffectSaysWhy(t *testing.T) {
	s := newShire(t)
	day := s.Day().AddDays(5)
	s.ahead(t, day, nil)
	s.Exec(`INSERT INTO services (authority_id, name) VALUES ($1, 'Bins')`, int64(s.into))
	s.dawns(day, 0, 1)
	s.takes(t, 0)
	s.takes(t, 0)
	s.WantLines([]string{"1: true"}, `SELECT (SELECT count(*) FROM notices WHERE event = 'council not merged') || ': '
		|| (stuck LIKE '%has a service called Bins already%') FROM merger_orders`)
	s.stands(t, "2 wards there")
	s.Exec(`UPDATE services SET name = 'Refuse' WHERE authority_id = $1 AND name = 'Bins'`, int64(s.into))
	s.takes(t, 1)
	s.stands(t, "0 wards there")
}
