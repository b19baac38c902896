package town

import (
	"fmt"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/partners"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

// At is the town at a stage, in a database of its own.
func At(t *testing.T, s Stage) *Town {
	t.Helper()
	on := func(h *servertest.Harness, who Who) *Town {
		return &Town{hall{look: look{under: under{h}, T: t, Who: who}}}
	}
	return on(servertest.Scene(t, fmt.Sprintf("town%d", s), func(h *servertest.Harness) Who {
		c := on(h, Who{})
		for _, step := range []func(){c.found, c.settle, c.passTwoGates, c.draftPlan, c.besideIt}[:s+1] {
			step()
		}
		return c.Who
	}))
}

// found brings in the officers.
func (c *Town) found() {
	c.Admin = c.Person("Zoë Featherstonehaugh-Cholmondeley", policy.Admin)
	c.Nia, c.Owen = c.Person("Nia Pugh", policy.CLO), c.Person("Owen Adeyemi", policy.CPO)
}

// settle brings in the seats with their Members, and makes the area ready for gate 1.
func (c *Town) settle() {
	c.Aneurin, c.Priya, c.Suresh, c.Maire = c.Person("Aneurin Bevan-Lloyd"), c.Person("Priya Raghunathan"),
		c.Person("Suresh"), c.Person("Máire Ní Dhomhnaill")
	c.Keep, c.Quay, c.Upper, c.Lower = c.Seat("ward", "Castle Keep"), c.Seat("ward", "Old Quay"),
		c.Seat("division", "Upper Moor"), c.Seat("division", "Lower Moor")
	c.Term(c.Aneurin, c.Keep)
	c.Term(c.Priya, c.Quay)
	c.Term(c.Suresh, c.Upper)
	c.Term(c.Maire, c.Lower)
	c.Manager(c.Service("Highways"), c.Owen, "Wojciech Zając", "w.zajac@aldermoor.test", 9)
	c.Area = c.Ready("Castle", c.Keep, c.Quay, c.Upper, c.Lower)
}

func (c *Town) passTwoGates() {
	c.PassGate(domain.GateAreas)
	c.ReadyForIssues()
	c.PassGate(domain.GateIssues)
}

// draftPlan brings in the Executive, and makes the area ready for gate 3.
func (c *Town) draftPlan() {
	c.Clerk, c.Chief = c.Person("Philippa Ó Murchú-Lindqvist", policy.Clerk), c.Person("Marie-Ann", policy.NamedOfficer)
	c.Member, c.Other = c.Person("Dáithí Chance", policy.ExecutiveMember), c.Person("Bao", policy.ExecutiveMember)
	c.Draft = c.ReadyForGate3(c.Area, c.Nia)
}

// PassGate submits a gate, which every Member approves.
func (c *Town) PassGate(gate domain.Gate) domain.AttemptID {
	c.T.Helper()
	id := c.Submit(gate)[0]
	c.EveryoneApproves(id)
	return id
}

// Ready adds an area over the seats, with all that gate 1 asks for.
func (c *Town) Ready(name string, seats ...domain.SeatID) domain.AreaID {
	c.T.Helper()
	area := c.Harness.Area(name, seats...)
	c.Assign(c.Nia, area, policy.CLO)
	var members []domain.PersonID
	for _, seat := range seats {
		members = append(members,
			domain.PersonID(c.Int(`SELECT person_id FROM terms WHERE seat_id = $1 AND to_on IS NULL`, int64(seat))))
	}
	c.Inducted(area, c.Nia, members...)
	c.Supported(area, c.Nia, func(string) string { return "Residents of the Quay" })
	c.Contact(area, partners.Stakeholder, name+" Traders", false)
	c.Contact(area, partners.Stakeholder, name+" Angling Club", true)
	return area
}

// ReadyForIssues adds all that gate 2 asks for, and returns the issues.
func (c *Town) ReadyForIssues() (synthesis, quickWin, restricted domain.IssueID) {
	c.T.Helper()
	c.Contact(c.Area, partners.PatchWorker, "Rhian ap Gwilym", false)
	for _, about := range []string{partners.StatedRepresentativeness, partners.StatedAbsence(domain.FromDeskResearch)} {
		c.States(c.Area, c.Nia, about, "As the network says.")
	}
	servertest.Synthesised(c.Harness, c.Area, c.Nia)
	c.Speed = c.Issue("Speed on the quay", domain.FromAreaMember, issues.IssueSynthesised, issues.VisiblePublic)
	c.Lamp = c.Issue("A lamp is out", domain.FromServiceOfficer, issues.IssueQuickWin, issues.VisiblePublic)
	c.Family = c.Issue("A named family", domain.FromTheCommunity, issues.IssueReferred, issues.VisibleRestricted)
	return c.Speed, c.Lamp, c.Family
}
