package synthesisapp_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/syntheses"
	"fourgates/internal/syntheses/synthesisapp"
	"fourgates/internal/syntheses/synthesisstore"
)

var hall = syntheses.Plan{HeldAt: "18:30", Venue: "Quay hall", Agenda: "Bring what you heard."}

func session(t *testing.T, h *servertest.Harness, id domain.SynthesisID) syntheses.Session {
	t.Helper()
	s, err := synthesisstore.Session(t.Context(), h.App.Store.Reader, policy.Scope{All: true}, id)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func told(h *servertest.Harness, result string) int64 {
	return h.Int(`SELECT count(*) FROM notices n JOIN notice_recipients t ON t.notice_id = n.id
		WHERE n.event = 'synthesis session' AND t.result = $1`, result)
}

func record(s syntheses.Session, came ...string) syntheses.Record {
	r := syntheses.Record{Synthesised: "Lamps and paths are one issue."}
	for i, p := range s.Invited {
		a := syntheses.Attendance{Place: p, Came: came[i]}
		if a.Came == syntheses.Substitute {
			a.StoodIn = "Eleri"
		}
		r.Attendance = append(r.Attendance, a)
	}
	return r
}

func TestASessionIsPlannedHeldAndCorrected(t *testing.T) {
	h := servertest.New(t)
	q := h.Quarter("Castle")
	ctx, officer := t.Context(), h.Actor(q.Officer)
	h.Exec(`UPDATE people SET email = NULL WHERE id = $1`, int64(q.Members[2]))
	plan := hall
	plan.HeldOn = domain.DateOf(h.Now()).AddDays(7)
	var id domain.SynthesisID
	for range 2 { // the form sent twice
		var err error
		if id, err = synthesisapp.PlanSession(ctx, h.App, officer, q.Area, plan); err != nil {
			t.Fatal(err)
		}
	}
	if told(h, "shown in app") != 3 || told(h, "by letter") != 1 {
		t.Errorf("%d shown, %d by letter", told(h, "shown in app"), told(h, "by letter"))
	}
	s := session(t, h, id)
	if len(s.Invited) != 4 || s.Invited[0].Name == "" || s.Plan != plan {
		t.Errorf("planned as %+v", s)
	}
	whole := record(s, syntheses.Came, syntheses.Apologies, syntheses.ByLetter, syntheses.Substitute)
	if err := synthesisapp.RecordSession(ctx, h.App, officer, id, s.Version, whole); !errors.Is(err,
		domain.ErrConflict) {
		t.Errorf("recorded before its day: %v", err)
	}
	plan.HeldAt, plan.Venue = "7pm", "Castle school"
	if err := synthesisapp.ChangePlan(ctx, h.App, officer, id, s.Version, plan); err != nil {
		t.Fatal(err)
	}
	if s = session(t, h, id); s.HeldAt != "19:00" || told(h, "shown in app") != 6 {
		t.Errorf("changed to %+v, %d told", s.Plan, told(h, "shown in app"))
	}
	h.Move(8 * 24 * time.Hour)
	for range 2 {
		if err := synthesisapp.RecordSession(ctx, h.App, officer, id, s.Version, whole); err != nil {
			t.Fatal(err)
		}
	}
	s = session(t, h, id)
	if len(s.Records) != 1 || s.Records[0].Counts() !=
		"3 of 4 places took part, 1 by a substitute, 1 by letter, 1 sent apologies" {
		t.Errorf("recorded as %+v", s.Records)
	}
	again := record(s, syntheses.Came, syntheses.Came, syntheses.ByLetter, syntheses.Substitute)
	if err := synthesisapp.RecordSession(ctx, h.App, officer, id, s.Version, again); err == nil {
		t.Error("corrected without a reason")
	}
	again.Reason = "He was on the list."
	if err := synthesisapp.RecordSession(ctx, h.App, officer, id, s.Version-1, again); !errors.Is(err,
		domain.ErrConflict) {
		t.Errorf("corrected over another's: %v", err)
	}
	if err := synthesisapp.RecordSession(ctx, h.App, officer, id, s.Version, again); err != nil {
		t.Fatal(err)
	}
	s = session(t, h, id)
	if len(s.Records) != 2 || s.Records[0].Reason != "He was on the list." ||
		s.Records[1].Attendance[1].Came != syntheses.Apologies {
		t.Errorf("the record before is not readable: %+v", s.Records)
	}
	if err := synthesisapp.CallOff(ctx, h.App, officer, id, "Snow"); !errors.Is(err, domain.ErrConflict) {
		t.Errorf("one that was held is called off: %v", err)
	}
}

func TestASessionThatIsCalledOffIsNotHeld(t *testing.T) {
	h := servertest.New(t)
	q := h.Quarter("Castle")
	ctx, officer := t.Context(), h.Actor(q.Officer)
	plan := hall
	plan.HeldOn = domain.DateOf(h.Now())
	id, err := synthesisapp.PlanSession(ctx, h.App, officer, q.Area, plan)
	if err != nil {
		t.Fatal(err)
	}
	if err := synthesisapp.CallOff(ctx, h.App, officer, id, ""); err == nil {
		t.Error("called off without a reason")
	}
	if err := synthesisapp.CallOff(ctx, h.App, officer, id, "Snow"); err != nil {
		t.Fatal(err)
	}
	s := session(t, h, id)
	err = synthesisapp.RecordSession(ctx, h.App, officer, id, s.Version, record(s, "came", "came", "came", "came"))
	if !errors.Is(err, domain.ErrConflict) || told(h, "shown in app") != 8 {
		t.Errorf("recorded: %v, %d told", err, told(h, "shown in app"))
	}
}

func TestWhoMayPlanASession(t *testing.T) {
	h := servertest.New(t)
	q, other := h.Quarter("Castle"), h.Quarter("Wharf")
	plan := hall
	plan.HeldOn = domain.DateOf(h.Now())
	for name, c := range map[string]struct {
		who  domain.PersonID
		want error
	}{
		"its officer":      {q.Officer, nil},
		"a planner":        {q.Planner, nil},
		"another officer":  {other.Officer, domain.ErrForbidden},
		"its Member":       {q.Members[0], domain.ErrForbidden},
		"another's Member": {other.Members[0], domain.ErrForbidden},
	} {
		_, err := synthesisapp.PlanSession(t.Context(), h.App, h.Actor(c.who), q.Area, plan)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// An attempt that is open when sessions are first asked for keeps what it was submitted under: its cycle is on the list
// that the migration made.
func TestGateTwoNeedsItAndAnEarlierCycleShowsIt(t *testing.T) {
	h := servertest.New(t)
	q := h.Quarter("Castle")
	check := func() gates.Check {
		t.Helper()
		f, _, _, err := gatestore.GateFacts(t.Context(), h.App.Store.Reader, q.Area, domain.DateOf(h.Now()))
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range gates.Checklist(domain.GateIssues, f) {
			if c.ID == "session" {
				return c
			}
		}
		t.Fatal("gate 2 asks for no session")
		return gates.Check{}
	}
	if c := check(); c.Met || c.Detail != "none is planned" {
		t.Errorf("without one: %+v", c)
	}
	h.Exec(`INSERT INTO not_asked_of (area_id, cycle, requirement) VALUES ($1, 1, 'session')`, int64(q.Area))
	if c := check(); !c.Met || !strings.HasPrefix(c.Detail, "not recorded") {
		t.Errorf("of an earlier cycle: %+v", c)
	}
	servertest.Synthesised(h, q.Area, q.Officer)
	if c := check(); !c.Met || !strings.HasPrefix(c.Detail, "held on") {
		t.Errorf("with one: %+v", c)
	}
}
