package timelineweb_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/timelines/timelinestore"
)

func TestTimelineIsAListAChartAndATable(t *testing.T) {
	h := servertest.New(t)
	q := h.Quarter("Castle")
	path := "/areas/" + servertest.ID(q.Area) + "/timeline"
	officer, member := h.As(q.Officer), h.As(q.Members[0])
	if p := member.Get(path).Want(t, http.StatusOK); !p.Says("not started yet") ||
		slices.Contains(p.Forms(), "/areas/"+servertest.ID(q.Area)+"/cycles") {
		t.Errorf("a Member's page of an area without a cycle: %s", p.Words())
	}
	bad := officer.Post("/areas/"+servertest.ID(q.Area)+"/cycles", "on-day", "11", "on-month", "3", "on-year", "2026").
		Want(t, http.StatusUnprocessableEntity)
	if v, _ := bad.Field("on-day"); v != "11" || bad.Problem("on") != "That day has not come yet: enter today or an "+
		"earlier day" {
		t.Errorf("%q, %q", v, bad.Problem("on"))
	}
	p := officer.Follow(officer.Post("/areas/"+servertest.ID(q.Area)+"/cycles", "on-day", "2", "on-month", "3",
		"on-year", "2026")).Want(t, http.StatusOK)
	for _, words := range []string{"1 Initiation and outreach", "Planned to end by 23 March 2026",
		"Planned to end between 4 May 2026 and 18 May 2026", "Ends with gate 3: draft plan and bids",
		"Between 19 October 2026 and 30 November 2026", "Phase 1 ends with gate 1: the Members decide, and passing " +
			"it opens phase 2a", "Patch workers engaged"} {
		if !p.Says(words) {
			t.Errorf("the page does not say %q", words)
		}
	}
	if p.First("svg", "class", "fg-gantt") == nil || p.First("li", "aria-current", "step") == nil ||
		p.First("table", "id", "timeline") == nil {
		t.Error("no chart, no present phase, or no table")
	}
	if p.Statements > servertest.MostStatements || len(p.Faults()) > 0 {
		t.Errorf("%d statements, %v", p.Statements, p.Faults())
	}
	view := member.Get(path).Want(t, http.StatusOK)
	if len(view.Forms()) > 1 || view.Says("Move the end") || view.Says("Mark as done") { // signing out is one
		t.Errorf("who may only see has %v", view.Forms())
	}
	stranger := h.As(h.Person("Eilidh", policy.Member))
	stranger.Get(path).Want(t, http.StatusNotFound)
	stranger.Post("/areas/"+servertest.ID(q.Area)+"/phases", "phase", "2b").Want(t, http.StatusForbidden)
	h.As(h.Person("Bríd", policy.CLO)).Get(path+"/phases/2b/end").Want(t, http.StatusForbidden)
}

// change is a form with its reason and party, and the version that the page had.
func change(version string, pairs ...string) url.Values {
	v := url.Values{"version": {version}, "reason": {"The hall was flooded"}, "kind": {"slipped"},
		"party": {"outside"}}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

func TestAChangeOfTheTimelineSaysWhatIsWrongByTheField(t *testing.T) {
	h := servertest.New(t)
	q, path := servertest.Begun(t, h)
	officer := h.As(q.Officer)
	for name, tt := range map[string]struct {
		at    string
		form  url.Values
		field string
		words string
	}{
		"nothing filled in": {"/phases/2a/end", url.Values{"version": {"1"}}, "reason", "Enter the reason"},
		"no kind":           {"/phases/2a/end", url.Values{"version": {"1"}}, "kind", "fitted to the place"},
		"no party": {"/phases/2a/end", url.Values{"version": {"1"}, "kind": {"slipped"}},
			"party", "Choose whom"},
		"no date": {"/phases/2a/end", change("1", "early-day", "31", "early-month", "2", "early-year",
			"2026"), "early", "February 2026 has 28 days"},
		"before the cycle": {"/phases/2a/end", change("1", "early", "2026-03-09", "late", "2026-06-01"),
			"early", "The cycle began on 10 March 2026"},
		"a target before its start": {"/phases/5/end", change("1", "target", "2026-10-01"), "target",
			"The phase begins on 27 October 2026"},
		"actual before the cycle": {"/phases/1/dates", change("1", "opened", "2026-03-01"), "opened",
			"The cycle began on"},
		"no text": {"/phases/2a/activity", change("1"), "text", "Enter what"},
		"weeks that are words": {"/phases", change("1", "after", "2d", "name", "Youth", "early", "two", "late", "3"),
			"early", "whole number of weeks"},
		"no phase to follow": {"/phases", change("1", "name", "Youth", "early", "1", "late", "3"), "after",
			"Choose a phase"},
		"late weeks before early": {"/phases", change("1", "after", "2d", "name", "Youth", "early", "3", "late", "2"),
			"late", "would end late"},
	} {
		p := officer.PostForm(path+tt.at, tt.form).Want(t, http.StatusUnprocessableEntity)
		if !strings.Contains(p.Problem(tt.field), tt.words) || len(p.Faults()) > 0 {
			t.Errorf("%s: %q by %s, want %q; %v", name, p.Problem(tt.field), tt.field, tt.words, p.Faults())
		}
		if reason, _ := p.Field("reason"); reason != tt.form.Get("reason") {
			t.Errorf("%s: the reason typed is %q", name, reason)
		}
	}
	if p := officer.PostForm(path+"/phases/2b/skip", change("1")).Want(t, http.StatusUnprocessableEntity); !p.Says(
		"gates cannot be removed") {
		t.Errorf("a gate's phase skipped: %s", p.Words())
	}
	for _, lost := range []string{"/phases/9/end", "/phases/2a%2Fb/end", "/activities/987654/skip"} {
		officer.Get(path+lost).Want(t, http.StatusNotFound)
	}
	if n := h.Int(`SELECT count(*) FROM timeline_changes`); n != 0 {
		t.Errorf("%d changes were made by refused forms", n)
	}
}

func TestATimelineChangedMeanwhileKeepsWhatWasTyped(t *testing.T) {
	h := servertest.New(t)
	q, path := servertest.Begun(t, h)
	officer := h.As(q.Officer)
	form := change("1", "early", "2026-05-20", "late", "2026-06-02")
	officer.PostForm(path+"/phases/2a/end", form).Want(t, http.StatusSeeOther)
	p := officer.PostForm(path+"/phases/2a/end", form).Want(t, http.StatusConflict)
	if version, _ := p.Field("version"); version != "2" || !p.Says("Somebody else changed this timeline") {
		t.Errorf("version %s: %s", version, p.Words())
	}
	if reason, _ := p.Field("reason"); reason != "The hall was flooded" {
		t.Errorf("typed %q", reason)
	}
	done := officer.Get(path).Want(t, http.StatusOK)
	if !done.Says("End of phase 2a moved to 20 May 2026 to 2 June 2026") || !done.Says("+7") || !done.Says("Outside") {
		t.Errorf("the change is not shown: %s", done.Words())
	}
}

// Every kind of change, through the forms that the page links to.
func TestEveryChangeOfATimelineByItsForm(t *testing.T) {
	h := servertest.New(t)
	q, path := servertest.Begun(t, h)
	officer := h.As(q.Officer)
	version := func() string { return h.Text(`SELECT version::text FROM cycles`) }
	for _, step := range []struct {
		at   string
		with []string
		says string
	}{
		{"/phases/5/end", []string{"target-day", "15", "target-month", "1", "target-year", "2027"},
			"To end by its target, 15 January 2027"},
		{"/phases/2d/skip", nil, "Phase 2d skipped"},
		{"/phases/2d/skip", nil, "Phase 2d brought back"},
		{"/phases/3/activity", []string{"text", "Visit Pont-y-tŷ", "alongside", "yes"},
			"Visit Pont-y-tŷ (alongside, from here on)"},
		{"/phases", []string{"after", "2d", "name", "Youth assembly", "early", "1", "late", "2"},
			"2d.1 Youth assembly"},
		{"/phases/2d.1/skip", nil, "Phase 2d.1 skipped"},
	} {
		if get := step.at; get != "/phases" {
			if p := officer.Get(path+get).Want(t, http.StatusOK); len(p.Faults()) > 0 {
				t.Errorf("%s: %v", get, p.Faults())
			}
		} else {
			officer.Get(path+"/phases/new").Want(t, http.StatusOK)
		}
		p := officer.Follow(officer.PostForm(path+step.at, change(version(), step.with...))).Want(t, http.StatusOK)
		if !p.Says(step.says) || len(p.Faults()) > 0 {
			t.Errorf("%s: does not say %q; %v", step.at, step.says, p.Faults())
		}
	}
	first := h.Int(`SELECT min(id) FROM cycle_activities`)
	tick := path + "/activities/" + servertest.ID(domain.ActivityID(first))
	if p := officer.Follow(officer.Post(tick+"/ticks", "do", "done")); !p.Says("✓ Siân Prys-Llewelyn, 10 March 2026") {
		t.Errorf("ticked: %s", p.Words())
	}
	officer.Post(tick+"/ticks", "do", "done").Want(t, http.StatusConflict)
	officer.Post(tick+"/ticks", "do", "nonsense").Want(t, http.StatusUnprocessableEntity)
	// gate 1 stands before it
	officer.Post("/areas/"+servertest.ID(q.Area)+"/phases", "phase", "2a").Want(t, http.StatusUnprocessableEntity)
}

func TestTheTemplatesFormWorksWithoutScript(t *testing.T) {
	h := servertest.New(t)
	planner := h.As(h.Person("Owen", policy.CPO))
	p := planner.Get("/timeline-templates/new").Want(t, http.StatusOK)
	if len(p.Faults()) > 0 {
		t.Error(p.Faults())
	}
	all := func(p *servertest.Page) url.Values {
		v := url.Values{}
		for n := range p.Doc.Descendants() {
			if name := servertest.Attr(n, "name"); name != "" && n.Data != "button" && n.Data != "meta" {
				value, _ := p.Field(name)
				v.Set(name, value)
			}
		}
		return v
	}
	press := func(do string) {
		v := all(p)
		v.Set("do", do)
		p = planner.PostForm("/timeline-templates", v).Want(t, http.StatusOK)
	}
	value := func(name string) string { v, _ := p.Field(name); return v }
	press("add")
	press("up 11")
	if value("phases") != "11" || value("phase-11-number") != "7" || value("phase-10-number") != "" {
		t.Errorf("%s lines, the last %q", value("phases"), value("phase-11-number"))
	}
	press("remove 10")
	press("down 4")
	if value("phases") != "10" || value("phase-4-number") != "2d" || value("phase-5-number") != "2c" ||
		!strings.HasPrefix(value("phase-5-activities"), "Service officers") {
		t.Errorf("lines 4 and 5 are %s and %s", value("phase-4-number"), value("phase-5-number"))
	}
	wrong := all(p)
	for name, v := range map[string]string{"phase-2-late": "5", "phase-3-gate": "", "phase-4-number": "2a",
		"phase-6-early": "many", "note": "Tidied"} {
		wrong.Set(name, v)
	}
	p = planner.PostForm("/timeline-templates", wrong).Want(t, http.StatusUnprocessableEntity)
	for field, words := range map[string]string{"phase-2-late": "Line 2 would end late",
		"phase-2-gate": "gate 2, which is lost", "phase-4-number": "Line 4 is number 2a as line 2 is",
		"phase-6-early": "Line 6 must have a whole number"} {
		if !strings.Contains(p.Problem(field), words) {
			t.Errorf("%s: %q, want %q", field, p.Problem(field), words)
		}
	}
	if value("phase-6-early") != "many" || value("note") != "Tidied" || len(p.Problems()) != 4 || len(p.Faults()) > 0 {
		t.Errorf("typed %q, %v, %v", value("phase-6-early"), p.Problems(), p.Faults())
	}
	right := all(p)
	for name, v := range map[string]string{"phase-2-late": "9", "phase-3-gate": "2", "phase-4-number": "2d",
		"phase-6-early": "10"} {
		right.Set(name, v)
	}
	done := planner.Follow(planner.PostForm("/timeline-templates", right)).Want(t, http.StatusOK)
	if !done.Says("Timeline template Version 2") || !done.Says("31 to 40 weeks") ||
		!done.Says("Feedback to and dialogue with community and Members (alongside, from here on)") {
		t.Errorf("%s: %s", done.Heading(), done.Words())
	}
	right.Del("form-key") // as from another page that was open meanwhile
	stale := planner.PostForm("/timeline-templates", right).Want(t, http.StatusConflict)
	if v, _ := stale.Field("phase-2-late"); v != "9" || !stale.Says("Somebody else made version 2") {
		t.Errorf("stale: %q", v)
	}
	planner.Get("/timeline-templates/987").Want(t, http.StatusNotFound)
	planner.Get("/timeline-templates/1").Want(t, http.StatusOK)
	if list := planner.Get("/timeline-templates").Want(t, http.StatusOK); !list.Says("Tidied") {
		t.Error("the list lacks version 2")
	}
	h.As(h.Person("Nia", policy.CLO)).Get("/timeline-templates").Want(t, http.StatusForbidden)
}

func TestHolidaysAreShownBeforeTheyAreAdded(t *testing.T) {
	h := servertest.New(t)
	admin := h.As(h.Person("Zoë", policy.Admin))
	file := []byte("Date,Name\n2029-12-25,Christmas Day\n2026-12-25,Christmas Day\n")
	p := admin.Upload("/bank-holidays/preview", "file", "days.csv", file).Want(t, http.StatusOK)
	if !p.Says("25 December 2029") || !p.Says("1 day is known already") ||
		h.Int(`SELECT count(*) FROM bank_holidays`) != 0 {
		t.Errorf("preview: %s", p.Words())
	}
	text, _ := p.Field("text")
	if done := admin.Follow(admin.Post("/bank-holidays", "text", text)); !done.Says("1 added") ||
		!done.Says("Christmas Day") || len(done.Faults()) > 0 {
		t.Errorf("added: %s", done.Words())
	}
	if again := admin.Upload("/bank-holidays/preview", "file", "days.csv", file); !again.Says("Nothing new") {
		t.Errorf("again: %s", again.Words())
	}
	for name, bad := range map[string][]byte{"nothing": nil, "no date": []byte("x\ny"),
		"a picture": {0x89, 'P', 'N', 'G', 0}, "too long": []byte(strings.Repeat("x", 300_000))} {
		if p := admin.Upload("/bank-holidays/preview", "file", "x", bad).
			Want(t, http.StatusUnprocessableEntity); p.Problem("file") == "" || len(p.Faults()) > 0 {
			t.Errorf("%s: %v, %v", name, p.Problems(), p.Faults())
		}
	}
	if p := admin.Post("/bank-holidays/preview", "text", "what"+"\n"+"ever").
		Want(t, http.StatusUnprocessableEntity); p.Problem("file") == "" {
		t.Error("pasted nonsense is not refused")
	} else if v, _ := p.Field("text"); v != "what\never" {
		t.Errorf("typed %q", v)
	}
	admin.Follow(admin.Post("/bank-holidays/removal", "day", "2029-12-25"))
	admin.Post("/bank-holidays/removal", "day", "2029-12-25").Want(t, http.StatusConflict)
	admin.Post("/bank-holidays/removal", "day", "never").Want(t, http.StatusUnprocessableEntity)
	h.As(h.Person("Nia", policy.CLO)).Get("/bank-holidays").Want(t, http.StatusForbidden)
}

// An area is late by the plan of its cycle, on its list, in the programme's figures and on its timeline alike, until
// somebody moves the end.
func TestAnAreaIsLateByThePlanOfItsCycle(t *testing.T) {
	h := servertest.New(t)
	q, path := servertest.Begun(t, h)
	h.Move(27 * 24 * time.Hour) // phase 1 should have ended on 31 March; it is 6 April
	officer, planner := h.As(q.Officer), h.As(q.Planner)
	listed := func() bool {
		return slices.Contains(planner.Get("/areas?standing=late").Want(t, http.StatusOK).Links(),
			"/areas/"+servertest.ID(q.Area))
	}
	if !listed() || !planner.Get("/").Says("1 late") || !officer.Get(path).
		Says("6 days not explained yet: phase 1 should have ended by 31 March 2026") {
		t.Errorf("late is not said everywhere: %s", officer.Get(path).Words())
	}
	officer.PostForm(path+"/phases/1/end", change("1", "early", "2026-04-13", "late", "2026-04-14")).
		Want(t, http.StatusSeeOther)
	moved := officer.Get(path)
	if listed() || !planner.Get("/").Says("0 late") || moved.Says("not explained") || !moved.Says("Outside +14 1") {
		t.Errorf("late after its end was moved: %s", moved.Words())
	}
}

// The start of a cycle shows where its gates fall in the calendars of both tiers, before anybody agrees to it; so does
// the timeline, and gate 1 with its Members (domain §7, ruling 16).
func TestACyclesStartShowsItsGatesAgainstTheCalendars(t *testing.T) {
	h := servertest.New(t)
	q := h.Quarter("Castle")
	h.Seat("ward", "Elsewhere")
	path := "/areas/" + servertest.ID(q.Area)
	for _, e := range []struct{ tier, kind, from, to, ward string }{
		{"borough", "recess", "2026-05-20", "2026-06-05", ""},
		{"county", "election", "2026-05-28", "2026-05-28", ""},
		{"county", "pre-election period", "2026-04-20", "2026-05-28", ""},
		{"borough", "pre-election period", "2026-05-01", "2026-06-30", "Elsewhere"},
		{"county", "Executive meeting", "2026-11-03", "2026-11-03", ""},
	} {
		h.Forced("calendar", `WITH e AS (INSERT INTO diary_entries (authority_id, kind, starts_on, ends_on, name)
			SELECT id, $2, $3::date, $4::date, '' FROM authorities WHERE tier = $1 RETURNING id)
			INSERT INTO diary_entry_seats SELECT e.id, s.id FROM e, seats s WHERE s.name = $5`, e.tier, e.kind, e.from,
			e.to, e.ward)
	}
	officer, member := h.As(q.Officer), h.As(q.Members[0])
	meets := []string{"Where its gates would fall", "26 May 2026", "9 June 2026",
		"From 26 May 2026 to 5 June 2026 it would fall into the recess of",
		"is on 28 May 2026: whoever holds a place after it may be somebody else",
		"meets on 3 November 2026", "No meeting of the Executive of Test borough is in its calendar for then"}
	for who, b := range map[string]*servertest.Client{"officer": officer, "Member": member} {
		p := b.Get(path+"/timeline").Want(t, http.StatusOK)
		for _, words := range meets {
			if !p.Says(words) {
				t.Errorf("%s: no %q in %s", who, words, p.Words())
			}
		}
		if p.Says("Elsewhere") {
			t.Errorf("%s: what is of another ward alone is shown: %s", who, p.Words())
		}
		if p.Statements > servertest.MostStatements {
			t.Errorf("%d statements", p.Statements)
		}
	}
	shown := officer.Get(path + "/timeline").Hidden(path + "/cycles")
	for _, on := range [][]string{{"on", "2026-03-02"}, {"on", "", "do", "show"}} {
		v := url.Values{"shown": shown["shown"]}
		for i := 0; i < len(on); i += 2 {
			v.Set(on[i], on[i+1])
		}
		if p := officer.PostForm(path+"/cycles", v).Want(t, http.StatusOK); !p.Says("Where its gates would fall") {
			t.Errorf("another day is taken unseen: %s", p.Words())
		}
	}
	if n := h.Int(`SELECT count(*) FROM cycles`); n != 0 {
		t.Fatalf("%d cycles started", n)
	}
	officer.PostForm(path+"/cycles", url.Values{"shown": shown["shown"]}).Want(t, http.StatusSeeOther)
	if p := officer.Get(path+"/timeline").Want(t, http.StatusOK); !p.Says("Gates against the councils’ calendars") ||
		!p.Says("into the recess of") {
		t.Errorf("the timeline: %s", p.Words())
	}
	officer.Post(path+"/gates/1/attempts", "kind", "fitted", "reason", "Both were done in one").
		Want(t, http.StatusSeeOther)
	attempt := "/attempts/" + servertest.ID(h.Int(`SELECT id FROM attempts`))
	if p := member.Get(attempt).Want(t, http.StatusOK); !p.Says("What this gate meets in the councils’ calendars") ||
		!p.Says("pre-election period, 20 April 2026 to 28 May 2026") || !p.Says("Where this cycle’s gates fall") ||
		!p.Says("into the recess of") {
		t.Errorf("the gate: %s", p.Words())
	}
}

// inPhase2a is an area whose phase 2a began today.
func inPhase2a(t *testing.T) (h *servertest.Harness, q servertest.Quarter, path string) {
	t.Helper()
	h = servertest.New(t)
	q, path = servertest.Begun(t, h)
	h.As(q.Planner).Post("/areas/"+servertest.ID(q.Area)+"/gates/1/override", "reason", "Chosen at a workshop").
		Want(t, http.StatusSeeOther)
	return h, q, path
}

// What begins on the day on which the phase before it began, or leaves an activity open, asks for its reason, and that
// is kept as a deviation (F2).
func TestAPhaseThatIsCutShortAsksForTheReason(t *testing.T) {
	h, q, path := inPhase2a(t)
	officer, phases := h.As(q.Officer), "/areas/"+servertest.ID(q.Area)+"/phases"
	for _, words := range []string{"Phase 2a would end 42 days before it has had its shortest time, 21 April 2026",
		"3 activities of phase 2a would be left open", "Fitted to the place"} {
		if p := officer.Get(path).Want(t, http.StatusOK); !p.Says(words) {
			t.Errorf("no %q in %s", words, p.Words())
		}
	}
	for field, typed := range map[string][]string{"kind": {}, "reason": {"kind", "fitted"},
		"party": {"kind", "slipped", "reason", "Late"}} {
		p := officer.Post(phases, append(typed, "phase", "2b")...).Want(t, http.StatusUnprocessableEntity)
		if p.Problem(field) == "" || len(p.Faults()) > 0 {
			t.Errorf("nothing is said by %s: %s, %v", field, p.Words(), p.Faults())
		}
	}
	officer.Post(phases, "phase", "2b", "kind", "fitted", "reason", "All six forums met in one week", "party",
		"Members").Want(t, http.StatusSeeOther)
	h.WantLines([]string{"2a|fitted|All six forums met in one week||Phase 2b begun early: phase 2a ended 42 days " +
		"before it has had its shortest time, 21 April 2026; 3 activities of phase 2a left open, neither done nor " +
		"skipped"},
		`SELECT phase || '|' || kind || '|' || reason || '|' || COALESCE(party, '') || '|' || what FROM timeline_changes`)
	p := officer.Get(path).Want(t, http.StatusOK)
	if !p.Says("Fitted to the place") || !p.Says("No change of the plan is recorded as slipped") {
		t.Errorf("the page says %s", p.Words())
	}
	h.Forced("made before kinds were asked", `INSERT INTO timeline_changes (area_id, cycle, phase, what, reason, party,
		days, by, at) VALUES ($1, 1, '2a', 'End moved', 'Rain', 'outside', 7, $2, now())`, int64(q.Area),
		int64(q.Officer))
	if p := officer.Get(path).Want(t, http.StatusOK); !p.Says("Not said") || !p.Says("Outside +7 1") {
		t.Errorf("an older change: %s", p.Words())
	}
}

// In its time and with all done, a phase ends without a reason.
func TestAPhaseThatIsNotCutShortAsksForNothing(t *testing.T) {
	h, q, path := inPhase2a(t)
	h.Forced("all is done", `UPDATE cycle_activities SET done_on = '2026-03-10', done_by = $1`, int64(q.Officer))
	h.Move(42 * 24 * time.Hour)
	officer := h.As(q.Officer)
	officer.Post("/areas/"+servertest.ID(q.Area)+"/phases", "phase", "2b").Want(t, http.StatusSeeOther)
	if p := officer.Get(path); !p.Says("None yet: the plan is as it was started") {
		t.Errorf("the page says %s", p.Words())
	}
}

// Gates know their phase: submitted before it has begun or with activities open, a gate asks for its reason; that is
// kept as a deviation, and Members read it in what they sign (F2).
func TestAGateSubmittedAheadOfItsPhaseAsksForTheReason(t *testing.T) {
	h, q, _ := inPhase2a(t)
	h.ReadyForGate2(q)
	officer, gate := h.As(q.Officer), "/areas/"+servertest.ID(q.Area)+"/gates/2"
	if p := officer.Get(gate).Want(t, http.StatusOK); !p.Says("Phase 2b, which gate 2 ends, has not begun") ||
		!p.Says("Fitted to the place") {
		t.Errorf("the gate: %s", p.Words())
	}
	p := officer.Post(gate+"/attempts", "note", "As we walked it").Want(t, http.StatusUnprocessableEntity)
	if typed, _ := p.Field("note"); p.Problem("kind") == "" || typed != "As we walked it" ||
		p.Problem("reason") != "Enter the reason: phase 2b, which gate 2 ends, has not begun" {
		t.Errorf("without a reason: %v, %q", p.Problems(), typed)
	}
	if n := h.Int(`SELECT count(*) FROM attempts WHERE gate = 2`); n != 0 {
		t.Errorf("%d attempts", n)
	}
	attempt := officer.Post(gate+"/attempts", "kind", "fitted", "reason", "The workshop did both at once").
		Want(t, http.StatusSeeOther).Location()
	if p := h.As(q.Members[0]).Get(attempt).Want(t, http.StatusOK); !p.Says("The workshop did both at once") ||
		!p.Says("Gate 2 submitted all the same: phase 2b, which gate 2 ends, has not begun") {
		t.Errorf("what is signed: %s", p.Words())
	}
	h.WantLines([]string{"2b|fitted|The workshop did both at once"},
		`SELECT phase || '|' || kind || '|' || reason FROM timeline_changes`)
	if n := h.Int(`SELECT count(*) FROM audit_entries WHERE action = 'gate.submit' AND object_kind = 'area'
		AND summary LIKE 'Gate 2 submitted all the same:%: The workshop did both at once'`); n != 1 {
		t.Errorf("%d entries in the audit trail", n)
	}
}

// In its time and with all done, a gate asks for nothing.
func TestAGateSubmittedInItsTimeAsksForNothing(t *testing.T) {
	h, q, _ := inPhase2a(t)
	h.ReadyForGate2(q)
	h.Forced("all is done", `UPDATE cycle_activities SET done_on = '2026-03-10', done_by = $1`, int64(q.Officer))
	h.Move(42 * 24 * time.Hour)
	officer, area := h.As(q.Officer), "/areas/"+servertest.ID(q.Area)
	officer.Post(area+"/phases", "phase", "2b").Want(t, http.StatusSeeOther)
	if p := officer.Get(area+"/gates/2").Want(t, http.StatusOK); p.Says("needs a reason") {
		t.Errorf("the gate: %s", p.Words())
	}
	officer.Post(area+"/gates/2/attempts", "kind", "", "reason", "").Want(t, http.StatusSeeOther)
	if n := h.Int(`SELECT count(*) FROM timeline_changes`); n != 0 {
		t.Errorf("%d deviations", n)
	}
}

// RW-16: the page says whose bank holidays were read, an import is taken back as one, and days are those of the
// council's nation. RW-20: open deadlines that fall on a new day are named before and after, stay, and are told.
func TestHolidaysAreOfANationAndNameTheDeadlinesOnThem(t *testing.T) {
	h, c := servertest.NewCabinet(t)
	planner := h.As(h.Person("Owen", policy.CPO))
	h.Forced("an open deadline of every kind of day", `UPDATE cycle_phases SET early_end = NULL, late_end = NULL,
		target_on = '2029-01-02' WHERE area_id = $1 AND phase = '4'`, int64(c.Area))
	three := []byte(`{"england-and-wales": {"events": [{"title": "New Year", "date": "2029-01-01"}]},
		"scotland": {"events": [{"title": "2nd January", "date": "2029-01-02"}]}}`)
	p := planner.Upload("/bank-holidays/preview", "file", "days.json", three).Want(t, http.StatusOK)
	if !p.Says("Read: the bank holidays of England and Wales") || !p.Says("Passed over: those of Scotland") ||
		p.Says("2nd January") {
		t.Errorf("an English council: %s", p.Words())
	}
	h.Exec(`INSERT INTO authority_procedures (authority_id, nation, key_wards, call_in_days, call_in_key_only,
		call_in_by,
		notice_days) SELECT id, 'Scotland', 2, 5, true, '', 28 FROM authorities`)
	p = planner.Upload("/bank-holidays/preview", "file", "days.json", three).Want(t, http.StatusOK)
	if !p.Says("Read: the bank holidays of Scotland") || !p.Says("Passed over: those of England and Wales") ||
		!p.Says("1 open deadline falls on these days") || !p.Says("End of phase 4") {
		t.Errorf("a Scottish council: %s", p.Words())
	}
	done := planner.Follow(planner.PostForm("/bank-holidays", p.Hidden("/bank-holidays")))
	if !done.Says("1 added. 1 open deadline falls on them") || !done.Says("End of phase 4") || len(done.Faults()) > 0 {
		t.Errorf("added: %s, %v", done.Words(), done.Faults())
	}
	h.WantLines([]string{"1 deadline falls on days that are closed now"}, `SELECT subject FROM notices
		WHERE event = 'deadlines on closed days'`)
	if works, err := timelinestore.CalendarFor(t.Context(), h.App.Store.Reader, c.Area); err != nil ||
		works.WorkingDay(domain.NewDate(2029, 1, 2)) || !works.WorkingDay(domain.NewDate(2029, 1, 1)) {
		t.Errorf("the area's days are not those of Scotland: %v", err)
	}
	h.Exec(`UPDATE authority_procedures SET nation = 'England'`)
	if works, err := timelinestore.CalendarFor(t.Context(), h.App.Store.Reader, c.Area); err != nil ||
		!works.WorkingDay(domain.NewDate(2029, 1, 2)) {
		t.Errorf("a day of Scotland counts in England: %v", err)
	}
	planner.Post("/bank-holidays", "text", "2029-02-12,Fair\n2029-02-13,Fair again").Want(t, http.StatusSeeOther)
	shown := planner.Get("/bank-holidays").Want(t, http.StatusOK)
	taken := shown.Hidden("/bank-holidays/imports/removal")
	back := planner.Follow(planner.PostForm("/bank-holidays/imports/removal", taken))
	if !back.Says("Taken back: 2 days") || back.Says("Fair again") || !back.Says("2nd January") {
		t.Errorf("taken back: %s", back.Words())
	}
	taken.Del("form-key") // as from another page that was open meanwhile
	planner.PostForm("/bank-holidays/imports/removal", taken).Want(t, http.StatusConflict)
	h.WantLines([]string{"1 bank holidays imported, of Scotland", "2 bank holidays imported, of England and Wales",
		"Import taken back: 2 bank holidays"}, `SELECT summary FROM audit_entries WHERE action = 'holiday.edit'
			ORDER BY id`)

	// A day that the council closes itself names what falls on it before it is added, and after.
	council := h.Int(`SELECT authority_id FROM area_councils WHERE area_id = $1`, int64(c.Area))
	path := fmt.Sprintf("/authorities/%d/procedure", council)
	days := fmt.Sprintf("/authorities/%d/days", council)
	check := planner.Post(days, "day", "2029-01-02", "name", "Office move", "offices", "closed").Want(t, http.StatusOK)
	if !check.Says("1 open deadline falls on it") || h.Int(`SELECT count(*) FROM authority_days`) != 0 {
		t.Errorf("before: %s", check.Words())
	}
	planner.PostForm(days, check.Hidden(days)).Want(t, http.StatusSeeOther)
	if after := planner.Get(path).Want(t, http.StatusOK); !after.Says(
		"Open deadlines on days on which its offices are "+
			"closed") || !after.Says("End of phase 4") {
		t.Errorf("after: %s", after.Words())
	}
	planner.Post(days, "day", "2029-01-03", "name", "Fair", "offices", "closed").Want(t, http.StatusSeeOther)

	// A deadline that is set on a day that is closed is warned of.
	officer := h.As(c.Officer)
	form := fmt.Sprintf("/areas/%d/timeline/phases/4/end", c.Area)
	typed := officer.Get(form).Want(t, http.StatusOK).Hidden(strings.TrimSuffix(form, "/end") + "/end")
	for name, value := range map[string]string{"target": "2029-01-03", "kind": "corrected", "reason": "A slip"} {
		typed.Set(name, value)
	}
	if set := officer.Follow(officer.PostForm(form, typed)); !set.Says("Note that Wednesday 3 January 2029 is no " +
		"working day") {
		t.Errorf("set on a closed day: %s", set.Words())
	}
}
