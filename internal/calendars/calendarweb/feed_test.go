package calendarweb_test

import (
	"net/http"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/people/peopleapp"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/policy"
	"fourgates/internal/seats/seatapp"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/timelines"
	"fourgates/internal/timelines/timelineapp"
)

// feedAddress makes the person's secret address and returns its path.
func feedAddress(t *testing.T, h *servertest.Harness, who domain.PersonID) string {
	t.Helper()
	p := h.As(who).Post("/account/calendar").Want(t, http.StatusCreated)
	_, rest, ok := strings.Cut(p.Words(), "http://localhost:8080/calendar/")
	token, _, ics := strings.Cut(rest, ".ics")
	if !ok || !ics || len(token) < 26 || len(p.Faults()) > 0 {
		t.Fatalf("no address in %s; %v", p.Words(), p.Faults())
	}
	if stored := h.Int(`SELECT count(*) FROM calendar_feeds WHERE token_hash = convert_to($1, 'UTF8')`,
		token); stored != 0 {
		t.Fatal("the token itself is stored")
	}
	return "/calendar/" + token + ".ics"
}

func TestACalendarHasWhatConcernsItsPerson(t *testing.T) {
	h := servertest.New(t)
	q, _ := servertest.Begun(t, h)
	other := h.Quarter("Priory")
	if err := timelineapp.StartCycle(t.Context(), h.App, h.Actor(other.Officer), other.Area,
		domain.Date{}); err != nil {
		t.Fatal(err)
	}
	if _, err := gateapp.SubmitGate(t.Context(), h.App, h.Actor(q.Officer),
		gateapp.Submission{Areas: []domain.AreaID{q.Area}, Gate: domain.GateAreas,
			Deviation: timelines.Deviation{Kind: timelines.Fitted, Reason: "Both were done in one"}}); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		who  domain.PersonID
		has  []string
		lack []string
	}{
		"officer": {q.Officer, []string{"SUMMARY:Gate 1 due: Castle", "SUMMARY:Phase 2a ends at the earliest: Castle",
			"SUMMARY:Phase 2a ends at the latest: Castle",
			"SUMMARY:Members’ decisions due on gate 1: Castle", "DTSTART;VALUE=DATE:20260512"},
			[]string{"Priory", "Your decision"}},
		"Member": {q.Members[0], []string{"SUMMARY:Your decision is due on gate 1: Castle",
			"DTSTART;VALUE=DATE:20260324"}, []string{"Priory"}},
		"planner":       {q.Planner, []string{"Castle", "Priory"}, []string{"Your decision"}},
		"administrator": {h.Person("Zoë", policy.Admin), []string{"Gate 1 due: Castle"}, []string{"decisions due"}},
	} {
		path := feedAddress(t, h, tt.who)
		p := h.Browser().Get(path).Want(t, http.StatusOK)
		if p.Header.Get("Content-Type") != "text/calendar; charset=utf-8" ||
			p.Header.Get("Cache-Control") != "no-store" || len(p.Set) > 0 {
			t.Errorf("%s: %v", name, p.Header)
		}
		body := strings.ReplaceAll(p.Body, "\r\n ", "")
		for _, want := range tt.has {
			if !strings.Contains(body, want) {
				t.Errorf("%s: no %q", name, want)
			}
		}
		for _, not := range tt.lack {
			if strings.Contains(body, not) {
				t.Errorf("%s: %q is there", name, not)
			}
		}
		if again := h.Browser().Get(path); again.Body != p.Body {
			t.Errorf("%s: the same days are not the same events when asked again", name)
		}
	}
}

// Issue 10, 9: with the last of their areas everything goes from an officer's calendar: also what their role may look
// up elsewhere.
func TestACalendarWhoseScopeEndedShowsNothing(t *testing.T) {
	h := servertest.New(t)
	q, _ := servertest.Begun(t, h)
	path := feedAddress(t, h, q.Officer)
	if p := h.Browser().Get(path).Want(t, http.StatusOK); !strings.Contains(p.Body, "BEGIN:VEVENT") {
		t.Fatal("nothing is there before")
	}
	assigned := domain.AssignmentID(h.Int(`SELECT id FROM assignments WHERE person_id = $1`, int64(q.Officer)))
	if err := placeapp.EndAssignment(t.Context(), h.App, h.Actor(q.Planner), q.Area, assigned,
		domain.DateOf(h.Now())); err != nil {
		t.Fatal(err)
	}
	h.MoveTo(h.Now().AddDate(0, 0, 1))
	if p := h.Browser().Get(path).Want(t, http.StatusOK); strings.Contains(p.Body, "BEGIN:VEVENT") {
		t.Errorf("their calendar goes on:\n%s", p.Body)
	}
}

func TestACalendarAddressStopsWorking(t *testing.T) {
	h := servertest.New(t)
	q, _ := servertest.Begun(t, h)
	first := feedAddress(t, h, q.Officer)
	second := feedAddress(t, h, q.Officer) // takes the place of the first
	h.Browser().Get(first).Want(t, http.StatusNotFound)
	h.Browser().Get(second).Want(t, http.StatusOK)
	h.As(q.Officer).Post("/account/calendar/revocation").Want(t, http.StatusSeeOther)
	h.As(q.Officer).Post("/account/calendar/revocation").Want(t, http.StatusSeeOther) // twice does no harm
	h.Browser().Get(second).Want(t, http.StatusNotFound)

	disabled := feedAddress(t, h, q.Planner)
	admin := h.Actor(h.Person("Zoë", policy.Admin))
	if err := peopleapp.DisablePerson(t.Context(), h.App, admin, q.Planner); err != nil {
		t.Fatal(err)
	}
	h.Browser().Get(disabled).Want(t, http.StatusNotFound)
	ended := feedAddress(t, h, q.Members[0])
	term := domain.TermID(h.Int(`SELECT id FROM terms WHERE person_id = $1`, int64(q.Members[0])))
	if err := seatapp.EndTerm(t.Context(), h.App, admin, q.Seats[0], term, domain.NewDate(2026, 3, 9),
		"Retired"); err != nil {
		t.Fatal(err)
	}
	h.Browser().Get(ended).Want(t, http.StatusNotFound)
	if p := h.As(q.Officer).Get("/account/calendar").Want(t, http.StatusOK); p.First("button", "", "") == nil ||
		strings.Contains(p.Body, ".ics") {
		t.Error("the address is shown again")
	}
}

func TestManyWrongCalendarAddressesAreThrottledAndNobodyElseIs(t *testing.T) {
	h := servertest.New(t)
	q, _ := servertest.Begun(t, h)
	right := feedAddress(t, h, q.Officer)
	for range domain.TriesFromSource {
		h.Browser().Get("/calendar/NOSUCHTOKEN.ics").Want(t, http.StatusNotFound)
	}
	p := h.Browser().Get("/calendar/NOSUCHTOKEN.ics").Want(t, http.StatusTooManyRequests)
	if p.Header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	h.Browser().Get(right).Want(t, http.StatusOK)
	email := h.Password(q.Officer, "a harbour of seven lamps")
	h.Browser().Post("/sign-in", "email", email, "password", "a harbour of seven lamps").Want(t, http.StatusSeeOther)
}
