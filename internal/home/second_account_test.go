package home_test

import (
	"context"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/people/peopleapp"
	"fourgates/internal/policy"
	"fourgates/internal/town"
)

// Who submitted a gate is kept from it by a second account too: from signing, overriding and recording for others.
func TestSecondAccountIsSeenAsThatPerson(t *testing.T) {
	c := town.NewCastle(t)
	ids, err := gateapp.SubmitGate(t.Context(), c.App, c.Actor(c.Owen),
		gateapp.Submission{Areas: []domain.AreaID{c.Area}, Gate: domain.GateAreas})
	if err != nil {
		t.Fatal(err)
	}
	second, sits := c.Person("Owen Elsewhere", policy.CPO), c.Person("Owen at home")
	admin := c.Actor(c.Person("Brychan Moss", policy.Admin))
	for _, account := range []domain.PersonID{second, sits} {
		if err := peopleapp.LinkAccounts(t.Context(), c.App, admin, c.Owen,
			c.Text(`SELECT email FROM people WHERE id = $1`, int64(account)), "", "Two contracts"); err != nil {
			t.Fatal(err)
		}
	}
	c.RefusedFor("overriding by a second account", "submitted", func(ctx context.Context) error {
		return gateapp.OverrideGate(ctx, c.App, c.Actor(second), c.Area, domain.GateAreas, "Nobody answers")
	})
	c.TakesOver(sits, c.Quay)
	c.RefusedFor("signing", "own", c.Signing(sits, c.Decision(ids[0], gates.Approve)))
	c.RefusedFor("withdrawing, asked by another account", "seat", func(ctx context.Context) error {
		return gateapp.WithdrawAttempt(ctx, c.App, c.Actor(c.Owen), ids[0], "I sit here")
	})
}
