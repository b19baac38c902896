package home_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

func TestHomeStartsWithWhatWaitsForTheReader(t *testing.T) {
	h := servertest.New(t)
	ward := h.Seat("ward", "Canalside")
	area, other := h.Area("Canalside", ward), h.Area("Priory")
	h.Exec(`INSERT INTO phases (area_id, phase, opened_on, early_end, late_end, opened_by) VALUES ($1, '1', '2026-01-05', '2026-01-26', '2026-01-26', 1)`, int64(area))
	clo, member, cpo := h.Person("Bhavisha", policy.CLO), h.Person("Roisín"), h.Person("Llŷr", policy.CPO)
	h.Assign(clo, area, policy.CLO)
	h.Term(member, ward)
	attempt := h.Int(`INSERT INTO attempts (area_id, gate, number, rule, snapshot, digest, due_on, submitted_by, submitted_at)
		VALUES ($1, 1, 1, 'all', '{}', decode(repeat('00', 32), 'hex'), '2026-03-02', $2, '2026-02-16') RETURNING id`, int64(area), int64(clo))
	h.Exec(`INSERT INTO attempt_seats (attempt_id, seat_id, place, tier) VALUES ($1, $2, 1, 'borough')`, attempt, int64(ward))

	asked := h.As(member).Get("/").Want(t, http.StatusOK)
	if !slices.Contains(asked.Links(), "/attempts/1") || !asked.Says("8 days overdue") {
		t.Errorf("a Member's decision is not there with one press and its date: %s", asked.Words())
	}
	officer := h.As(clo).Get("/").Want(t, http.StatusOK)
	if officer.Says("Your decisions") || !officer.Says("Canalside") || !officer.Says("Late") || officer.Says("Priory") {
		t.Errorf("an officer's day: %s", officer.Words())
	}
	planner := h.As(cpo).Get("/").Want(t, http.StatusOK)
	for _, words := range []string{"2 areas", "1 with its Members", "1 gate overdue", "1 late", "1 Initiation and outreach", "None open"} {
		if !planner.Says(words) {
			t.Errorf("the programme does not say %q: %s", words, planner.Words())
		}
	}
	for href, want := range map[string][]bool{"/areas?standing=late": {true, false}, "/areas?standing=gate+overdue": {true, false}, "/areas?standing=with+Members": {true, false}} {
		if !slices.Contains(planner.Links(), href) {
			t.Errorf("no figure leads to %s", href)
		}
		list := h.As(cpo).Get(href).Want(t, http.StatusOK).Links()
		got := []bool{slices.Contains(list, "/areas/"+servertest.ID(area)), slices.Contains(list, "/areas/"+servertest.ID(other))}
		if !slices.Equal(got, want) {
			t.Errorf("%s lists %v, want %v", href, got, want)
		}
	}
	h.Exec(`INSERT INTO signatures (attempt_id, seat_id, place, person_id, decision, signed_at, idempotency_key, position) VALUES ($1, $2, 1, $3, 'approve', '2026-03-10', 'k', 1)`,
		attempt, int64(ward), int64(member))
	if p := h.As(member).Get("/").Want(t, http.StatusOK); slices.Contains(p.Links(), "/attempts/1") || !p.Says("Nothing waits for your decision") {
		t.Error("what is decided still waits at home")
	}
}

// What is overdue in an officer's areas is part of their day: referrals that nobody answered in time, and those alone.
func TestAnOfficersDayNamesReferralsWithoutAReply(t *testing.T) {
	m := servertest.NewMatter(t)
	late, waiting, away := m.Raise(m.CLO, "Loose slabs"), m.Raise(m.CLO, "Blocked gully"), m.Raise(m.Other, "Sheep on the road", "area", servertest.ID(m.Moor))
	for _, address := range []string{late, away} {
		m.Exec(`INSERT INTO referrals (issue_id, service_id, ask, reply_by, was_state, referred_by, referred_at) VALUES ($1, $2, 'Can you?', $3, 'triaged', $4, $5)`,
			servertest.MustInt(servertest.Number(address)), int64(m.Highways), domain.DateOf(m.Now()).AddDays(-3).Time(), int64(m.CLO), m.Now())
	}
	m.As(m.CLO).Post(waiting+"/referrals", "to", "s"+servertest.ID(m.Highways), "ask", "Can you?", "reply_by", domain.DateOf(m.Now()).AddDays(9).String()).Want(t, 303)
	day := m.As(m.CLO).Get("/").Want(t, http.StatusOK).Words()
	_, part, found := strings.Cut(day, "Referrals without a reply")
	part, _, _ = strings.Cut(part, "All referrals")
	if !found || !strings.Contains(part, "Loose slabs") || !strings.Contains(part, "3 days ago") || strings.Contains(part, "Blocked gully") || strings.Contains(part, "Sheep") {
		t.Errorf("an officer's day: %s", day)
	}
	asked := m.As(m.Service).Get("/").Want(t, http.StatusOK)
	if asked.Says("Referrals without a reply") || !asked.Says("Blocked gully") {
		t.Errorf("who is asked: %s", asked.Words())
	}
}

func TestHomeIsThereForEveryRoleInFewStatements(t *testing.T) {
	h := servertest.New(t)
	for _, role := range policy.Roles() {
		p := h.As(h.Person("Person "+string(role), role)).Get("/").Want(t, http.StatusOK)
		if p.Statements > 12 {
			t.Errorf("home as %s runs %d statements", role, p.Statements)
		}
	}
	all := h.As(h.Person("Everything", policy.Roles()...)).Get("/").Want(t, http.StatusOK)
	if all.Statements > 12 {
		t.Errorf("home with every role runs %d statements", all.Statements)
	}
	if p := h.As(h.Person("Nobody Inparticular")).Get("/").Want(t, http.StatusOK); !p.Says("You have no role today") {
		t.Errorf("home without a role: %s", p.Words())
	}
	if all.Says("You have no role today") {
		t.Error("home with every role says that there is none")
	}
	admin := h.As(h.Person("Aoife", policy.Admin)).Get("/").Want(t, http.StatusOK)
	if admin.Says("Newest issues") || !slices.Contains(admin.Links(), "/seats") {
		t.Errorf("an administrator's home: %s", admin.Words())
	}
	for _, link := range admin.Links() {
		if strings.HasPrefix(link, "/issues") {
			t.Errorf("an administrator is led to %s", link)
		}
	}
}
