package town

import (
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/serve/servertest"
)

// besideIt has the plan of Castle, and those of two areas beside it, passed by their Members.
func (c *Town) besideIt() {
	c.Drafted()
	c.Harbour = c.neighbour("Harbour", c.Quay, c.Upper)
	c.Moor = c.neighbour("Moor Edge", c.Keep, c.Lower)
}

// neighbour is an area over the seats whose Members passed gate 3.
func (c *Town) neighbour(name string, seats ...domain.SeatID) domain.AreaID {
	c.T.Helper()
	area := c.Ready(name, seats...)
	c.SeatsApprove(c.Submit(domain.GateAreas, area)[0])
	c.ReadyForGate2(servertest.Quarter{Area: area, Officer: c.Nia})
	c.SeatsApprove(c.Submit(domain.GateIssues, area)[0])
	c.ReadyForGate3(area, c.Nia)
	c.SeatsApprove(c.Submit(domain.GateDraftPlan, area)[0])
	return area
}

// SeatsApprove has whoever holds the seats that an attempt asks approve.
func (c *hall) SeatsApprove(id domain.AttemptID) {
	c.T.Helper()
	for _, who := range c.Lines(`SELECT DISTINCT m.person_id::text FROM attempt_seats s JOIN terms m ON m.seat_id = s.seat_id
		AND m.to_on IS NULL WHERE s.attempt_id = $1 ORDER BY 1`, int64(id)) {
		c.Sign(domain.PersonID(c.Int(`SELECT $1::bigint`, who)), id, gates.Approve)
	}
}

// PlanOf is the attempt at gate 3 by which the Members of an area passed its plan last.
func (c *look) PlanOf(area domain.AreaID) domain.AttemptID {
	c.T.Helper()
	return domain.AttemptID(c.Int(`SELECT max(id) FROM attempts WHERE area_id = $1 AND gate = 3`, int64(area)))
}
