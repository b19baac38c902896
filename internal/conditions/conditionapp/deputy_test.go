package conditionapp_test

import (
	"context"
	"testing"
	"time"

	"fourgates/internal/conditions/conditionapp"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/people"
	"fourgates/internal/people/peopleapp"
	"fourgates/internal/policy"
	"fourgates/internal/town"
)

// deputised makes the person deputy of the planning officer for some days from today.
func deputised(c *town.Town, who domain.PersonID, days int) {
	c.T.Helper()
	town.Does(c, func(ctx context.Context) error {
		return peopleapp.NameDeputy(ctx, c.App, c.Actor(c.Admin), people.Deputy{Principal: c.Owen, Role: policy.CPO,
			Span: domain.Span{From: c.Day(), To: c.Day().AddDays(days)}},
			c.Text(`SELECT email FROM people WHERE id = $1`, int64(who)))
	})
}

// The planning officer's deputy of the day can be responsible where the officer can; before and after they cannot.
func TestDeputyCanBeResponsible(t *testing.T) {
	c := conditioned(t)
	deputy := c.Person("Ifan Okonjo")
	is := town.Condition(c)
	name := func(ctx context.Context) error {
		return conditionapp.NameOwner(ctx, c.App, c.Actor(c.Owen), is.ID, c.Nia, deputy)
	}
	c.RefusedFor("before the naming", "owner", name)
	deputised(c, deputy, 9)
	owners, err := gatestore.Owners(t.Context(), c.App.Store.Reader, c.Area, c.Day())
	if err != nil {
		t.Fatal(err)
	}
	if o, ok := gates.OwnerAmong(owners, deputy); !ok || o.Capacity != "community planning officer, deputy for Owen "+
		"Adeyemi" {
		t.Errorf("among the owners: %+v", o)
	}
	town.Does(c, name)
	c.WantTold("condition owner", "Ifan Okonjo, responsible for the condition: shown in app",
		"Nia Pugh, responsible for the condition: shown in app")
	c.Move(10 * town.ADay)
	if owners, err = gatestore.Owners(t.Context(), c.App.Store.Reader, c.Area, c.Day()); err != nil {
		t.Fatal(err)
	}
	if o, ok := gates.OwnerAmong(owners, deputy); ok {
		t.Errorf("after the days among the owners: %+v", o)
	}
}

// The deputy is told what the planning officer is told of a condition, and decides on what the officer reported; the
// register says for whom.
func TestDeputyIsToldAndDecides(t *testing.T) {
	c := conditioned(t) // due on 9 April
	deputy := c.Person("Ifan Okonjo")
	deputised(c, deputy, 60)
	both := []string{"Owen Adeyemi, community planning officer: shown in app",
		"Ifan Okonjo, community planning officer, deputy for Owen Adeyemi: shown in app"}
	remind := func(on time.Month, day int) {
		t.Helper()
		c.MoveTo(time.Date(2026, on, day, 8, 0, 0, 0, time.UTC))
		if _, err := conditionapp.RemindConditions(t.Context(), c.App); err != nil {
			t.Fatal(err)
		}
	}
	remind(time.April, 9)
	remind(time.April, 17)
	c.WantTold("condition reminder: escalated", both[1], both[0])
	town.Does(c, town.Reporting(c, c.Owen, town.Condition(c), "Lit"))
	c.RefusedFor("before the Member's days are over", "early", town.Deciding(c, deputy, town.Condition(c), true,
		"I went to look"))
	remind(time.May, 7)
	c.WantTold("condition unanswered", both[1], both[0])
	c.RefusedFor("by who reported it", "own", town.Deciding(c, c.Owen, town.Condition(c), true, "I went to look"))
	town.Does(c, town.Deciding(c, deputy, town.Condition(c), false, "Two are dark"))
	town.Does(c, town.Reporting(c, deputy, town.Condition(c), "Lit by now"))
	c.WantLines([]string{"Owen Adeyemi, Community planning officer",
		"Ifan Okonjo, Community planning officer, deputy for Owen Adeyemi",
		"Ifan Okonjo, Community planning officer, deputy for Owen Adeyemi"},
		`SELECT (payload::jsonb ->> 'person') || ', ' || (payload::jsonb ->> 'capacity') FROM register_entries
			WHERE kind = 'condition' ORDER BY position`)
	c.Move(50 * town.ADay)
	c.RefusedAs("after the days", domain.ErrForbidden, town.Reporting(c, deputy, town.Condition(c), "Once more"))
	c.Verify()
}
