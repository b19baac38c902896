package seatweb_test

import (
	"net/http"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/policy"
	"fourgates/internal/seats/seatapp"
	"fourgates/internal/serve/servertest"
)

// What is recorded ahead shows with its day on the pages of the seat, its council, its areas and the gates that ask it,
// and is moved and taken back on a page of its own.
func TestWhatIsRecordedAheadShowsWhereverItMatters(t *testing.T) {
	h := servertest.New(t)
	q := h.Quarter("Castle")
	attempt := servertest.Submit(t, h, q, int(domain.GateAreas))
	admin := h.As(h.Person("Aoife Ní Dhomhnaill", policy.Admin))
	ward := servertest.ID(q.Seats[0])
	told := admin.Follow(admin.Post("/seats/"+ward+"/changes", "kind", "renamed", "name", "Keepside", "note", "Order 7",
		"on-day", "6", "on-month", "5", "on-year", "2027").Want(t, http.StatusSeeOther)).Want(t, http.StatusOK)
	if !told.Says("Recorded ahead. It takes effect by itself from 6 May 2027.") {
		t.Errorf("the administrator is told: %s", told.Words())
	}
	reader := h.As(q.Planner)
	council := h.Int(`SELECT authority_id FROM seats WHERE id = $1`, int64(q.Seats[0]))
	for _, at := range []string{"/seats/" + ward, "/authorities/" + servertest.ID(domain.AuthorityID(council)),
		"/areas/" + servertest.ID(q.Area) + "/members", attempt} {
		page := reader.Get(at).Want(t, http.StatusOK)
		if !page.Says("From 6 May 2027") || !page.Says("To be called Keepside: Order 7") {
			t.Errorf("%s does not say it: %s", at, page.Words())
		}
	}
	on := reader.Get("/areas/"+servertest.ID(q.Area)+"/members?on-day=6&on-month=5&on-year=2027").Want(t, http.StatusOK)
	if !on.Says("Keepside") {
		t.Errorf("Area Members on that day: %s", on.Words())
	}
	order := "/seats/orders/1"
	if page := reader.Get(order).Want(t, http.StatusOK); !page.Says("takes effect by itself on 6 May 2027") ||
		page.Says("Take it back") {
		t.Errorf("the order as a reader sees it: %s", page.Words())
	}
	reader.Get(order+"/day").Want(t, http.StatusForbidden)
	if wrong := admin.Post(order+"/day", "reason", "Put off", "on-day", "1", "on-month", "1", "on-year", "2020").
		Want(t, http.StatusUnprocessableEntity); !strings.Contains(wrong.Problem("on"), "after today") {
		t.Errorf("moved into the past: %q", wrong.Problem("on"))
	}
	moved := admin.Follow(admin.Post(order+"/day", "reason", "Put off", "on-day", "4", "on-month", "5", "on-year",
		"2028").Want(t, http.StatusSeeOther)).Want(t, http.StatusOK)
	if !moved.Says("moved from 6 May 2027 to 4 May 2028 by Aoife Ní Dhomhnaill: Put off") {
		t.Errorf("moved: %s", moved.Words())
	}
	admin.Post(order+"/removal").Want(t, http.StatusUnprocessableEntity)
	back := admin.Follow(admin.Post(order+"/removal", "why", "Revoked").Want(t, http.StatusSeeOther)).
		Want(t, http.StatusOK)
	if !back.Says("Taken back: nothing of it will happen") {
		t.Errorf("taken back: %s", back.Words())
	}
	if page := reader.Get("/seats/"+ward).Want(t, http.StatusOK); page.Says("Keepside") {
		t.Errorf("what was taken back still shows: %s", page.Words())
	}
}

// The form that splits a ward makes its parts, keeps what was typed where one is wrong, and says what is not known yet.
func TestAWardIsSplitOnItsPage(t *testing.T) {
	h := servertest.New(t)
	admin := h.As(h.Person("Aoife Ní Dhomhnaill", policy.Admin))
	quay := servertest.ID(h.Seat("ward", "Old Quay"))
	day := []string{"kind", "split", "on-day", "10", "on-month", "3", "on-year", "2026"}
	wrong := admin.Post("/seats/"+quay+"/changes", append(day, "part-1-name", "Lock", "part-1-places", "2",
		"part-3-name", "Basin")...).Want(t, http.StatusUnprocessableEntity)
	if name, _ := wrong.Field("part-2-name"); name != "Basin" || wrong.Problem("part-2-places") == "" {
		t.Errorf("typed %q, problem %q", name, wrong.Problem("part-2-places"))
	}
	split := admin.Follow(admin.Post("/seats/"+quay+"/changes", append(day, "part-1-name", "Lock", "part-1-places",
		"2", "part-2-name", "Basin", "part-2-places", "1", "part-2-code", "E05991234")...).
		Want(t, http.StatusSeeOther)).Want(t, http.StatusOK)
	if !split.Says("Split into Basin and Lock") {
		t.Errorf("the ward: %s", split.Words())
	}
	if list := admin.Get("/seats").Want(t, http.StatusOK); !list.Says("Lock None yet, not drawn yet 2") {
		t.Errorf("the list: %s", list.Words())
	}
	lock := servertest.ID(domain.SeatID(h.Int(`SELECT id FROM seats WHERE name = 'Lock'`)))
	if page := admin.Get("/seats/"+lock).Want(t, http.StatusOK); !page.Says("Not drawn yet: until it is, no area "+
		"overlaps it") || !page.Says("Began, from ground of Old Quay") {
		t.Errorf("a part: %s", page.Words())
	}
	file := `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Jetty"},"geometry":
		{"type":"Polygon","coordinates":[[[-1.9,52.2],[-1.88,52.2],[-1.88,52.21],[-1.9,52.21],[-1.9,52.2]]]}}]}`
	bad := admin.Upload("/seats/"+lock+"/changes", "partfile", "parts.geojson", []byte(file), append(day,
		"part-1-name", "Sluice", "part-1-places", "1")...).Want(t, http.StatusUnprocessableEntity)
	if !strings.Contains(bad.Problem("partfile"), "Jetty and does not say how many Members") {
		t.Errorf("a feature without Members: %q", bad.Problems())
	}
	admin.Upload("/seats/"+lock+"/changes", "partfile", "parts.geojson", []byte(file), append(day,
		"part-1-name", "Sluice", "part-1-places", "1", "part-2-name", "Jetty", "part-2-places", "1")...).
		Want(t, http.StatusSeeOther)
	h.WantLines([]string{"Jetty drawn", "Sluice "}, `
		SELECT name || ' ' || CASE WHEN boundary = '' THEN '' ELSE 'drawn' END FROM seats
		WHERE name IN ('Jetty', 'Sluice') ORDER BY name`)
}

// On its day an open gate says what became of the places, and everybody concerned is told, as if it were done by hand.
func TestAnOpenGateIsToldOfWhatWasRecordedAhead(t *testing.T) {
	h := servertest.New(t)
	q := h.Quarter("Castle")
	attempt := servertest.Submit(t, h, q, int(domain.GateAreas))
	admin := h.As(h.Person("Aoife Ní Dhomhnaill", policy.Admin))
	day := domain.DateOf(h.Now()).AddDays(3)
	admin.Post("/seats/"+servertest.ID(q.Seats[0])+"/changes", "kind", "ended", "on-day", day.Time().Format("2"),
		"on-month", day.Time().Format("1"), "on-year", day.Time().Format("2006")).Want(t, http.StatusSeeOther)
	h.MoveTo(day.Time().AddDate(0, 0, 0).Add(9 * 3600 * 1e9))
	if n, err := seatapp.TakeOrders(t.Context(), h.App); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	page := h.As(q.Planner).Get(attempt).Want(t, http.StatusOK)
	if !page.Says("ended on "+day.Words()) || !page.Says("is still asked, and can decide until this gate closes") {
		t.Errorf("the gate: %s", page.Words())
	}
	h.WantLines([]string{string(gates.EventEnded) + " told"}, `SELECT event || CASE WHEN notice_id IS NULL THEN '' ELSE
		' told' END FROM asked_changes`)
}
