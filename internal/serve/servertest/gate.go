package servertest

import (
	"fmt"

	"fourgates/internal/domain"
	"fourgates/internal/partners"
	"fourgates/internal/places"
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
	q := Quarter{Officer: h.Person("Siân Prys-Llewelyn", policy.CLO), Planner: h.Person("Oluwaseun Adébáyò", policy.CPO)}
	for i, kind := range []string{"ward", "ward", "division", "division"} {
		q.Seats = append(q.Seats, h.Seat(kind, fmt.Sprintf("%s %s %d", name, kind, i)))
		q.Members = append(q.Members, h.Person([]string{"Aoife Ní Bhriain", "Rajeshwari", "Tomos ap Rhys", "Mary-Ann O’Dowd"}[i]))
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
	day := domain.DateOf(h.Now()).Time()
	for _, m := range q.Members {
		h.Exec(`INSERT INTO inductions (area_id, person_id, outcome, on_date, recorded_by, recorded_at) VALUES ($1, $2, 'done', $3, $4, $5)`,
			int64(q.Area), int64(m), day, int64(q.Officer), h.Now())
	}
	for _, kind := range []string{places.FromCommunity, places.FromServiceProvider} {
		h.Exec(`INSERT INTO validity_views (area_id, kind, said_by, supports, said_on, recorded_by, recorded_at) VALUES ($1, $2, $3, 'yes', $4, $5, $6)`,
			int64(q.Area), kind, "Voice of the "+kind, day, int64(q.Officer), h.Now())
	}
	h.nth++
	h.Exec(`INSERT INTO service_managers (service_id, name, email, from_on) VALUES ($1, 'Niamh Quill', 'niamh@aldermoor.test', $2)`,
		int64(h.Service(fmt.Sprintf("Highways %d", h.nth))), h.lastYear())
	h.NetworkEntry(q, partners.Stakeholder, "Gwenllian Fychan", false)
	h.NetworkEntry(q, partners.Stakeholder, "Chidi", true)
}

// NetworkEntry adds a new contact to an area's network, engaged on the clock's day.
func (h *Harness) NetworkEntry(q Quarter, kind, name string, doNotContact bool) {
	h.T.Helper()
	contact := h.Int(`INSERT INTO contacts (name, email, lawful_basis, channel, do_not_contact, created_by, created_at)
		VALUES ($1, 'contact@aldermoor.test', 'public task', 'email', $2, $3, $4) RETURNING id`, name, doNotContact, int64(q.Officer), h.Now())
	h.Exec(`INSERT INTO network_entries (area_id, contact_id, kind, engaged_on, added_by, added_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		int64(q.Area), contact, kind, domain.DateOf(h.Now()).Time(), int64(q.Officer), h.Now())
}

// ReadyForGate2 gives an active area what gate 2 asks for: an issue of each source class, categorised and synthesised,
// a network with patch workers and a statement.
func (h *Harness) ReadyForGate2(q Quarter) {
	h.T.Helper()
	h.nth++
	theme := h.Int(`INSERT INTO themes (name) VALUES ($1) RETURNING id`, fmt.Sprintf("Theme %d", h.nth))
	for _, source := range domain.Sources() {
		h.Exec(`INSERT INTO issues (area_id, title, theme_id, source, raised_by, raised_at, changed_at, state) VALUES ($1, $2, $3, $4, $5, $6, $6, 'synthesised')`,
			int64(q.Area), "Dark path, says "+string(source), theme, string(source), int64(q.Officer), h.Now())
	}
	h.NetworkEntry(q, partners.PatchWorker, "Ffion", false)
	h.Exec(`INSERT INTO area_statements (area_id, about, text, by, at) VALUES ($1, 'representativeness', 'Young people are missing.', $2, $3)`,
		int64(q.Area), int64(q.Officer), h.Now())
}
