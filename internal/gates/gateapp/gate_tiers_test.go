package gateapp_test

import (
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/places"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/seats/seatapp"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/town"
)

// From the import of its wards to the end of gate 1, for councils of one tier and of two, with Members and without.
func TestGate1OfEveryKindOfCouncil(t *testing.T) {
	const ward, division = "E05990001", "E58990001"
	ground := town.Square(ward, "Canalside", 0, 2)
	unitary := func(c *town.Town) {
		c.Load(town.SeatImport(c.T, "Thamesmere", places.Unitary, places.Ward, ground))
	}
	borough := func(c *town.Town) {
		c.Load(town.SeatImport(c.T, "Marlwick", places.Borough, places.Ward, ground))
	}
	county := func(c *town.Town) {
		c.Load(town.SeatImport(c.T, "Aldermoor", places.County, places.Division,
			town.Square(division, "Marlwick South", 0, 4)))
	}
	parish := func(c *town.Town) {
		c.Load(town.SeatImport(c.T, "Canalside Parish Meeting", places.Parish, places.Ward,
			town.Square("E04990001", "Canalside", 0, 2)))
	}
	corrected := func(c *town.Town) {
		if err := seatapp.CorrectTier(c.T.Context(), c.App, c.Actor(c.Admin),
			domain.AuthorityID(c.Int(`SELECT id FROM authorities WHERE name = 'Marlwick'`)), places.Unitary,
			"A London borough is single-tier"); err != nil {
			c.T.Fatal(err)
		}
	}
	for name, council := range map[string]struct {
		steps   []func(*town.Town)
		elected []string // codes of the seats that have a Member
		blocked string   // what is missing; "" where the gate can be submitted
		says    string   // of the Members, in the checklist
		outcome gates.Outcome
	}{
		"single tier": {[]func(*town.Town){unitary}, []string{ward}, "", "1 Member", gates.OutcomePassed},
		"two tiers": {[]func(*town.Town){borough, county}, []string{ward, division}, "",
			"2 Members", gates.OutcomePassed},
		"a county without Members": {[]func(*town.Town){borough, county}, []string{ward}, "",
			"1 Member, 1 place vacant, nobody in office in the county tier", gates.OutcomePassed},
		"a borough without Members": {[]func(*town.Town){borough, county}, []string{division}, "",
			"1 Member, 1 place vacant, nobody in office in the borough tier", gates.OutcomePassed},
		"a single-tier council without Members": {[]func(*town.Town){unitary}, nil, "",
			"no Member, 1 place vacant, nobody in office in the unitary tier", gates.OutcomeOverridden},
		"a parish meeting besides": {[]func(*town.Town){unitary, parish}, []string{ward}, "", "1 Member",
			gates.OutcomePassed},
		"a borough whose county is not known": {[]func(*town.Town){borough}, []string{ward}, "members",
			"no county seat is known", ""},
		"a London borough entered as a borough, corrected": {[]func(*town.Town){borough, corrected}, []string{ward}, "",
			"1 Member", gates.OutcomePassed},
		"two councils without Members": {[]func(*town.Town){borough, county}, nil, "", "no Member, 2 places vacant, " +
			"nobody in office in the borough tier, nobody in office in the county tier", gates.OutcomeOverridden},
	} {
		t.Run(name, func(t *testing.T) {
			c := town.NewCounty(t)
			for _, step := range council.steps {
				step(c)
			}
			area, err := placeapp.ProposeArea(t.Context(), c.App, c.Actor(c.Nia), placeapp.Proposal{Code: "LCA-01",
				Name: "Canalside", Ground: &placeapp.Ground{Seats: c.Seats(ward)}})
			if err != nil {
				t.Fatal(err)
			}
			c.Area = area
			var members []domain.PersonID
			for _, code := range council.elected {
				members = append(members, c.Elected(code, "Member for "+code))
			}
			c.ReadyForGate1(servertest.Quarter{Area: area, Officer: c.Nia, Planner: c.Owen, Members: members})
			facts, _, _, err := gatestore.GateFacts(t.Context(), c.App.Store.Reader, area, c.Day())
			if err != nil {
				t.Fatal(err)
			}
			for _, check := range gates.Checklist(domain.GateAreas, facts) {
				if two := len(council.steps) > 1 && name != "a parish meeting besides" && !strings.Contains(name,
					"corrected") || council.blocked != ""; strings.Contains(check.Words, "both tiers") && !two {
					t.Errorf("it claims both tiers: %+v", check)
				}
				if check.ID == "members" && !strings.HasPrefix(check.Detail, council.says) {
					t.Errorf("of its Members it says %q, want %q", check.Detail, council.says)
				}
			}
			if council.blocked != "" {
				c.RefusedFor("gate 1", council.blocked, c.Submission(c.Nia, gateapp.Submission{
					Areas: []domain.AreaID{area}, Gate: domain.GateAreas}))
				return
			}
			id := c.Submit(domain.GateAreas, area)[0]
			for _, who := range members {
				c.Sign(who, id, gates.Approve)
			}
			if council.outcome == gates.OutcomeOverridden {
				c.Overrides(domain.GateAreas, "Nobody is in office before May")
			}
			c.WantOutcome(id, council.outcome)
			c.Verify()
		})
	}
}
