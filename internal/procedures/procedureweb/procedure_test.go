package procedureweb_test

import (
	"fmt"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/timelines/timelinestore"
)

// What a council's constitution says stands on its page, and the environment's values are its first defaults alone.
func TestCouncilSaysWhatHoldsForItsDecisions(t *testing.T) {
	h, c := servertest.NewCabinet(t)
	planner := h.As(h.Person("Owen", policy.CPO))
	council := h.Int(`SELECT id FROM authorities WHERE tier = 'county'`)
	path := fmt.Sprintf("/authorities/%d", council)
	if p := planner.Get("/authorities").Want(t, 200); !p.Says("Test county") {
		t.Errorf("the councils are %s", p.Words())
	}
	if p := planner.Get(path+"/procedure").Want(t, 200); !p.Says("these are the defaults") {
		t.Errorf("the page says %s", p.Words())
	}
	planner.Get("/authorities/987654/procedure").Want(t, 404)
	for _, r := range []policy.Role{policy.CLO, policy.Clerk, policy.Director} {
		h.As(h.Person("A "+string(r), r)).Get(path+"/procedure").Want(t, 403)
	}
	fields := func(version string, more ...string) []string {
		return append([]string{"version", version, "nation", "Scotland", "key_sum", "250,000", "key_wards", "3",
			"call_in_days", "3", "call_in", "every", "call_in_by", "Any five Members", "notice_days", "28"}, more...)
	}
	planner.Post(path+"/procedure", fields("0")...).Want(t, 303)
	h.WantLines([]string{"Scotland 25000000 3 3 f Any five Members 28 1"}, `SELECT concat_ws(' ', nation,
		key_sum_pence, key_wards, call_in_days, call_in_key_only, call_in_by, notice_days, version)
		FROM authority_procedures`)
	planner.Post(path+"/procedure", fields("0")...).Want(t, 409)
	for field, wrong := range map[string]string{"nation": "Utopia", "key_sum": "much", "key_wards": "0",
		"call_in_days": "-1", "notice_days": "91", "call_in": "none"} {
		body := fields("1")
		for i := 0; i+1 < len(body); i += 2 {
			if body[i] == field {
				body[i+1] = wrong
			}
		}
		if p := planner.Post(path+"/procedure", body...).Want(t, 422); p.Problem(field) == "" ||
			!p.Says("Decisions and working days") {
			t.Errorf("no message by %s: %s", field, p.Words())
		}
	}
	planner.Post(path+"/days", "day", "2026-03-12", "name", "Fair day", "offices", "closed").Want(t, 303)
	planner.Post(path+"/days", "day", "2026-03-12", "name", "Fair day", "offices", "closed").Want(t, 422)
	planner.Post(path+"/days", "day", "2026-04-03", "name", "Good Friday", "offices", "open").Want(t, 303)
	planner.Post(path+"/days", "day", "", "name", "", "offices", "").Want(t, 422)

	working, err := timelinestore.CalendarFor(t.Context(), h.App.Store.Reader, c.Area)
	day := func(text string) domain.Date { d, _ := domain.ParseDate(text); return d }
	for text, works := range map[string]bool{"2026-03-12": false, "2026-04-03": true, "2026-08-03": false,
		"2026-08-31": true} {
		if err != nil || working.WorkingDay(day(text)) != works {
			t.Errorf("%s in the area: %v, %v", text, working.WorkingDay(day(text)), err)
		}
	}

	// The window of the decision of that council's Executive: three days of its own calendar.
	clerk, decision := h.As(c.Clerk), fmt.Sprintf("/decisions/%d", c.Decision)
	version := func() string { return fmt.Sprint(h.Int(`SELECT version FROM executive_decisions`)) }
	if p := clerk.Get(decision+"/schedule").Want(t, 200); !p.Says("Key with effects on 3 or more of the council’s " +
		"wards or divisions, or from £250,000. It is announced 28 clear days before.") {
		t.Errorf("the form says %s", p.Words())
	}
	clerk.Post(decision+"/schedule", "version", version(), "meets", "2026-04-10", "key", "yes", "forward_plan",
		"FP 12", "maker", "executive").Want(t, 303)
	if p := clerk.Get(decision).Want(t, 200); !p.Says("To be announced by 11 March 2026") {
		t.Errorf("the decision says %s", p.Words())
	}
	clerk.Post(decision+"/schedule", "version", version(), "meets", "2026-03-10", "key", "no", "maker",
		"executive").Want(t, 303)
	clerk.Post(decision+"/record", "version", version(), "decided", "2026-03-10", "reasons", "Asked for",
		"alternatives", "None", "item-1", "agreed", "item-2", "agreed", "item-3", "agreed", "item-4",
		"agreed").Want(t, 303)
	if p := clerk.Get(decision+"/publication").Want(t, 200); !p.Says("after 3 working days") &&
		!p.Says("3 working days") {
		t.Errorf("the form says %s", p.Words())
	}
	clerk.Post(decision+"/publication", "version", version(), "published", "2026-03-10").Want(t, 303)
	h.WantLines([]string{"2026-03-16"}, `SELECT call_in_until::text FROM executive_decisions`)

	planner.Post(path+"/days/removal", "day", "2026-03-12").Want(t, 303)
	planner.Post(path+"/days/removal", "day", "2026-03-12").Want(t, 409)
	h.WantLines([]string{"What Test county’s constitution says of decisions changed",
		"Test county: Closed on 12 March 2026, Fair day", "Test county: Open on 3 April 2026, Good Friday",
		"Test county: 12 March 2026 is as in the nation’s calendar again"},
		`SELECT summary FROM audit_entries WHERE action = 'procedure.edit' ORDER BY id`)
}
