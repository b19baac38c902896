package home_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/notices/noticeapp"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

func TestHomeStartsWithWhatWaitsForTheReader(t *testing.T) {
	h := servertest.New(t)
	h.MoveTo(time.Date(2026, 1, 5, 10, 0, 0, 0, time.UTC))
	q, _ := servertest.Begun(t, h) // phase 1 lasts until 26 January
	area, other := q.Area, h.Area("Priory")
	clo, member, cpo := q.Officer, q.Members[0], q.Planner
	h.MoveTo(time.Date(2026, 2, 16, 10, 0, 0, 0, time.UTC))
	attempt := servertest.Submit(t, h, q, 1) // due on 2 March
	h.MoveTo(servertest.Start)

	asked := h.As(member).Get("/").Want(t, http.StatusOK)
	if !slices.Contains(asked.Links(), "/attempts/1") || !asked.Says("8 days overdue") {
		t.Errorf("a Member's decision is not there with one press and its date: %s", asked.Words())
	}
	officer := h.As(clo).Get("/").Want(t, http.StatusOK)
	if officer.Says("Your decisions") || !officer.Says("Castle") || !officer.Says("Late") || officer.Says("Priory") {
		t.Errorf("an officer's day: %s", officer.Words())
	}
	planner := h.As(cpo).Get("/").Want(t, http.StatusOK)
	for _, words := range []string{"2 areas", "1 with its Members", "1 gate overdue", "1 late",
		"1 Initiation and outreach", "None open"} {
		if !planner.Says(words) {
			t.Errorf("the programme does not say %q: %s", words, planner.Words())
		}
	}
	for href, want := range map[string][]bool{"/areas?standing=late": {true, false},
		"/areas?standing=gate+overdue": {true, false}, "/areas?standing=with+Members": {true, false}} {
		if !slices.Contains(planner.Links(), href) {
			t.Errorf("no figure leads to %s", href)
		}
		list := h.As(cpo).Get(href).Want(t, http.StatusOK).Links()
		got := []bool{slices.Contains(list, "/areas/"+servertest.ID(area)),
			slices.Contains(list, "/areas/"+servertest.ID(other))}
		if !slices.Equal(got, want) {
			t.Errorf("%s lists %v, want %v", href, got, want)
		}
	}
	servertest.Decide(t, h, member, attempt, "decision", "approve").Want(t, 303)
	if err := noticeapp.MarkNoticesSeen(t.Context(), h.App, h.Actor(member)); err != nil {
		t.Fatal(err)
	}
	if p := h.As(member).Get("/").Want(t, http.StatusOK); slices.Contains(p.Links(), "/attempts/1") ||
		!p.Says("Nothing waits for your decision") {
		t.Errorf("what is decided still waits at home: %s", p.Words())
	}
}

// What is overdue in an officer's areas is part of their day: referrals that nobody answered in time, and those alone.
func TestAnOfficersDayNamesReferralsWithoutAReply(t *testing.T) {
	m := servertest.NewMatter(t)
	refer := func(by domain.PersonID, address string) {
		m.As(by).Post(address+"/referrals", "to", "s"+servertest.ID(m.Highways), "ask", "Can you?", "reply_by",
			domain.DateOf(m.Now()).AddDays(9).String()).Want(t, 303)
	}
	m.Move(-12 * 24 * time.Hour)
	late, away := m.Raise(m.CLO, "Loose slabs"), m.Raise(m.Other, "Sheep on the road", "area", servertest.ID(m.Moor))
	refer(m.CLO, late)
	refer(m.Other, away)
	m.Move(12 * 24 * time.Hour)
	waiting := m.Raise(m.CLO, "Blocked gully")
	refer(m.CLO, waiting)
	day := m.As(m.CLO).Get("/").Want(t, http.StatusOK).Words()
	_, part, found := strings.Cut(day, "Asks without a reply")
	part, _, _ = strings.Cut(part, "All asks")
	if !found || !strings.Contains(part, "Loose slabs") || !strings.Contains(part, "3 days ago") ||
		strings.Contains(part, "Blocked gully") || strings.Contains(part, "Sheep") {
		t.Errorf("an officer's day: %s", day)
	}
	asked := m.As(m.Service).Get("/").Want(t, http.StatusOK)
	if asked.Says("Asks without a reply") || !asked.Says("Blocked gully") {
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
