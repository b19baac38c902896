package servertest

import (
	"fmt"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/partners"
	"fourgates/internal/policy"
)

// Quarter is an area with four Members, one each of two wards and two divisions, and everything that gate 1 asks for.
type Quarter struct {
	Area    domain.AreaID
	Officer domain.PersonID   // the liaison officer
	Planner domain.PersonID   // a community planning officer
	Members []domain.PersonID // ward, ward, division, division
	Seats   []domain.SeatID   // theirs
}

// Quarter makes such an area, ready for gate 1.
func (h *Harness) Quarter(name string) Quarter {
	h.T.Helper()
	q := Quarter{Officer: h.Person("Siân Prys-Llewelyn", policy.CLO), Planner: h.Person("Oluwaseun Adébáyò",
		policy.CPO)}
	for i, kind := range []string{"ward", "ward", "division", "division"} {
		q.Seats = append(q.Seats, h.Seat(kind, fmt.Sprintf("%s %s %d", name, kind, i)))
		q.Members = append(q.Members,
			h.Person([]string{"Aoife Ní Bhriain", "Rajeshwari", "Tomos ap Rhys", "Mary-Ann O’Dowd"}[i]))
		h.Term(q.Members[i], q.Seats[i])
	}
	q.Area = h.Area(name, q.Seats...)
	h.Assign(q.Officer, q.Area, policy.CLO)
	h.ReadyForGate1(q)
	return q
}

// ReadyForGate1 gives an area what gate 1 asks for beyond its Members and officer.
func (h *Harness) ReadyForGate1(q Quarter) {
	h.T.Helper()
	h.Inducted(q.Area, q.Officer, q.Members...)
	h.Supported(q.Area, q.Officer, func(kind string) string { return "Voice of the " + kind })
	h.Manager(h.Service(h.unique("Highways")), q.Planner, "Niamh Quill", "niamh@aldermoor.test", 365)
	h.joins(q, partners.Stakeholder, "Gwenllian Fychan", false)
	h.joins(q, partners.Stakeholder, "Chidi", true)
}

// joins adds a new contact to an area's network, engaged on the clock's day.
func (h *Harness) joins(q Quarter, kind, name string, doNotContact bool) {
	h.T.Helper()
	patch := ""
	if kind == partners.PatchWorker {
		patch = "The estate"
	}
	h.Joins(q.Area, q.Officer, kind, name, patch, doNotContact)
}

// ReadyForGate2 gives an active area what gate 2 asks for: an issue of each source class, categorised and synthesised,
// a network with patch workers, a statement and a session with Members.
func (h *Harness) ReadyForGate2(q Quarter) {
	h.T.Helper()
	theme := h.Theme(h.unique("Theme"))
	for _, source := range domain.Sources() {
		h.Issue(q.Officer, issues.IssueDraft{Area: q.Area, Title: "Dark path, says " + string(source), Theme: theme,
			Source:     source,
			Visibility: issues.VisibleAreaTeam}, issues.IssueSynthesised)
	}
	h.joins(q, partners.PatchWorker, "Ffion", false)
	h.States(q.Area, q.Officer, partners.StatedRepresentativeness, "Young people are missing.")
	Synthesised(h, q.Area, q.Officer)
}
