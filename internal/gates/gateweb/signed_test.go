package gateweb_test

import (
	"strings"
	"testing"

	"fourgates/internal/serve/servertest"
)

// Wherever a signed thing is spoken of, what is otherwise since is marked, with what was signed: thing by field by
// page.
func TestWhatChangedSinceItWasSignedIsMarkedOnEveryPage(t *testing.T) {
	for name, c := range map[string]struct {
		alter      string // by hand, of the issue or area $1
		area       bool
		was, isNow string // that the page says
	}{
		"title": {`UPDATE issues SET title = 'Bright path' WHERE id = $1`, false, "Dark path, says",
			"Bright path"},
		"words": {`UPDATE issues SET description = 'Lit by moon' WHERE id = $1`, false, "", "Lit by moon"},
		"theme": {`UPDATE issues SET theme_id = (SELECT max(id) FROM themes) WHERE id = $1`, false,
			"theme Theme", "theme Another theme"},
		"place": {`UPDATE issues SET place_note = 'Behind the mill' WHERE id = $1`, false, "",
			"Behind the mill"},
		"tier":       {`UPDATE issues SET tier = 'parish' WHERE id = $1`, false, "", "for parish"},
		"visibility": {`UPDATE issues SET visibility = 'public' WHERE id = $1`, false, "area team", "public"},
		"not taken forward": {`UPDATE issues SET state = 'not taken forward' WHERE id = $1`, false, "synthesised",
			"not taken forward"},
		"evidence": {`WITH e AS (INSERT INTO evidence (area_id, kind, text, source, on_date, strength, added_by,
			added_at)
			SELECT area_id, 'quote', 'I fell there', 'Forum', '2026-03-01', 2, raised_by, raised_at FROM issues
			WHERE id = $1 RETURNING id, added_by, added_at)
			INSERT INTO issue_evidence (issue_id, evidence_id, by, at) SELECT $1, id, added_by, added_at FROM e`, false,
			"", "I fell there"},
		"name":      {`UPDATE areas SET name = 'Citadel' WHERE id = $1`, true, "Castle", "Citadel"},
		"code":      {`UPDATE areas SET code = 'LCA-99' WHERE id = $1`, true, "", "LCA-99"},
		"rationale": {`UPDATE areas SET rationale = 'For the ferry' WHERE id = $1`, true, "", "For the ferry"},
	} {
		t.Run(name, func(t *testing.T) {
			h, q, issues := servertest.SignedQuarter(t)
			h.Theme("Another theme")
			thing, mark := int64(issues[0]), "Changed since it was signed at gate 2"
			pages := []string{servertest.Path("/issues/#", issues[0]), servertest.Path("/issues/#/thread", issues[0])}
			list := servertest.Path("/areas/#/issues", q.Area)
			if c.area {
				thing, mark = int64(q.Area), "Changed since it was signed at gate 1"
				pages, list = []string{servertest.Path("/areas/#", q.Area)}, ""
			}
			member := h.As(q.Members[0])
			for _, at := range append(pages, list) {
				if at != "" && member.Get(at).Want(t, 200).Says("Changed since it was signed") {
					t.Errorf("%s is marked before anything changed", at)
				}
			}
			h.Forced("any change, whoever makes it", c.alter, thing)
			for _, at := range pages {
				page := member.Get(at).Want(t, 200)
				for _, words := range []string{mark, c.was, c.isNow} {
					if !page.Says(words) {
						t.Errorf("%s does not say %q", at, words)
					}
				}
			}
			if list != "" && !member.Get(list).Want(t, 200).Says(mark) {
				t.Errorf("%s has no mark", list)
			}
		})
	}
}

// With its plan locked, the plan's page is what was frozen, and what the records say otherwise is marked beside it.
func TestALockedPlanIsShownAsItWasFrozen(t *testing.T) {
	h, q, _ := servertest.SignedQuarter(t)
	d := h.ReadyForGate3(q.Area, q.Officer)
	servertest.Submit(t, h, q, 3)
	for state, since := range map[string]string{"with Members": "submitted to its Members",
		"with Executive": "sent to the Executive", "approved draft": "approved"} {
		h.Forced("each state in which a plan is locked", `UPDATE plans SET state = $2 WHERE id = $1`, int64(d.Plan),
			state)
		member := h.As(q.Members[0])
		plan, thread := servertest.Path("/areas/#/plan", q.Area), servertest.Path("/issues/#/thread", d.Priority)
		for _, at := range []string{plan, thread} {
			if member.Get(at).Want(t, 200).Says("Changed since it was " + since) {
				t.Errorf("%s, %s: marked before anything changed", state, at)
			}
		}
		for what, sql := range map[string]struct{ alter, back, was, is string }{
			"title": {`UPDATE issues SET title = 'A bridge too few' WHERE id = $1`,
				`UPDATE issues SET title = 'Nowhere to cross' WHERE id = $1`, "Nowhere to cross", "A bridge too few"},
			"cause": {`INSERT INTO causes (issue_id, text, taken_part, by, at) SELECT $1, 'The kerb is high',
				'Residents', raised_by, raised_at FROM issues WHERE id = $1`,
				`DELETE FROM causes WHERE issue_id = $1`, "", "The kerb is high"},
		} {
			h.Forced("any change, whoever makes it", sql.alter, int64(d.Priority))
			for _, at := range []string{plan, thread} {
				page := member.Get(at).Want(t, 200)
				for _, words := range []string{"Changed since it was " + since, sql.was, sql.is} {
					if !page.Says(words) {
						t.Errorf("%s, %s, %s: does not say %q", state, at, what, words)
					}
				}
			}
			if _, document, found := strings.Cut(member.Get(plan).Want(t, 200).Words(), "Contents"); !found ||
				strings.Contains(document, sql.is) {
				t.Errorf("%s, %s: the plan itself says %q", state, what, sql.is)
			}
			h.Forced("back", sql.back, int64(d.Priority))
		}
		h.Forced("likewise", `UPDATE areas SET rationale = 'For the ferry' WHERE id = $1`, int64(q.Area))
		words := member.Get(plan).Want(t, 200).Words()
		if _, document, _ := strings.Cut(words, "Contents"); !strings.Contains(words, "Changed since it was "+since) ||
			strings.Contains(document, "For the ferry") {
			t.Errorf("%s: another rationale is not marked, or stands in the plan", state)
		}
		h.Forced("back", `UPDATE areas SET rationale = $2 WHERE id = $1`, int64(q.Area), "")
	}
}

// Wherever a thing that a locked plan tells is shown by itself or in a list, what is otherwise since is marked: thing
// by field by page. A list has the mark, a page of the thing also what was frozen and what is now.
func TestWhatChangedSinceThePlanWasLockedIsMarkedOnEveryPage(t *testing.T) {
	h, q, _ := servertest.SignedQuarter(t)
	d := h.ReadyForGate3(q.Area, q.Officer)
	loose := d.Actions[2]
	h.Forced("answers nothing", `UPDATE actions SET solution_id = NULL, issue_id = NULL WHERE id = $1`, int64(loose))
	servertest.Submit(t, h, q, 3)
	solution, bid := servertest.Path("/solutions/#", d.Chosen), servertest.Path("/bids/#", d.Bids[0])
	pages := map[string][]string{ // of things, lists last
		"solutions": {solution, solution + "/thread", servertest.Path("/areas/#/solutions", q.Area),
			servertest.Path("/issues/#", d.Priority)},
		"bids":    {bid, solution + "/thread", servertest.Path("/areas/#/bids", q.Area), solution},
		"actions": {servertest.Path("/actions/#/thread", loose), servertest.Path("/areas/#/orphans", q.Area)},
		"issues": {servertest.Path("/issues/#/thread", d.Priority),
			servertest.Path("/areas/#/orphans", q.Area)},
		"led": {servertest.Path("/actions/#/thread", d.Actions[0]), solution + "/thread"},
	}
	ids := map[string]int64{"solutions": int64(d.Chosen), "bids": int64(d.Bids[0]), "actions": int64(loose),
		"issues": int64(d.Priority), "led": int64(d.Actions[0])}
	member := h.As(q.Members[0])
	for state, since := range map[string]string{"with Members": "Changed since it was submitted to its Members",
		"with Executive": "Changed since it was sent to the Executive",
		"approved draft": "Changed since it was approved", "drafting": ""} {
		h.Forced("each state of a plan", `UPDATE plans SET state = $2 WHERE id = $1`, int64(d.Plan), state)
		for _, c := range []struct{ thing, set, back, was, is string }{
			{"solutions", "title = 'A bridge'", "title = 'A crossing by the school'", "A crossing by the school",
				"A bridge"},
			{"solutions", "description = 'With lights'", "description = ''", "", "With lights"},
			{"solutions", "cost_pence = 100", "cost_pence = 1200050", "£12,000.50", "cost £1"},
			{"solutions", "resources = 'The old bricks'", "resources = ''", "", "draws on The old bricks"},
			{"solutions", "state = 'not chosen', reason = 'Too dear'",
				"state = 'chosen', reason = 'Cheapest, and wanted'", "Cheapest, and wanted", "Too dear"},
			{"bids", "title = 'Drier quay'", "title = 'Safer quay'", "Safer quay", "Drier quay"},
			{"bids", "amount_pence = 700", "amount_pence = 5000000", "£50,000", "£7"},
			{"bids", "funder = 'Rail Trust'", "funder = 'Road Trust'", "to Road Trust", "to Rail Trust"},
			{"actions", "title = 'Count bikes'", "title = '=Count cars'", "=Count cars", "Count bikes"},
			{"actions", "supporters = 'Scouts'", "supporters = ''", "", "with Scouts"},
			{"led", "title = 'Draw the crossing'", "title = 'Build the crossing'", "Build the crossing",
				"Draw the crossing"},
			{"led", "description = 'In yellow'", "description = ''", "", "In yellow"},
			{"issues", "title = 'A ford'", "title = 'Nowhere to cross'", "Nowhere to cross", "A ford"},
		} {
			table := strings.Replace(c.thing, "led", "actions", 1)
			list := len(pages[c.thing]) - 1
			if c.thing == "solutions" || c.thing == "bids" {
				list--
			}
			for n, at := range pages[c.thing] {
				h.Forced("any change, whoever makes it", `UPDATE `+table+` SET `+c.set+` WHERE id = $1`,
					ids[c.thing])
				page := member.Get(at).Want(t, 200)
				h.Forced("back", `UPDATE `+table+` SET `+c.back+` WHERE id = $1`, ids[c.thing])
				switch {
				case since == "" && page.Says("Changed since"):
					t.Errorf("%s, %s: %s is marked", state, c.set, at)
				case since != "" && (!page.Says(since) || n < list && !(page.Says(c.was) && page.Says(c.is))):
					t.Errorf("%s, %s: %s does not say %q, %q and %q", state, c.set, at, since, c.was, c.is)
				case member.Get(at).Want(t, 200).Says("Changed since"):
					t.Errorf("%s: %s is marked though nothing changed", state, at)
				}
			}
		}
	}
}

// A solution whose issue is restricted since is not named beside the bid that funds it.
func TestWhatABidFundedIsNotNamedOnceItIsRestricted(t *testing.T) {
	h, q, _ := servertest.SignedQuarter(t)
	d := h.ReadyForGate3(q.Area, q.Officer)
	servertest.Submit(t, h, q, 3)
	h.Forced("restricted since", `UPDATE issues SET visibility = 'restricted' WHERE id = $1`, int64(d.Priority))
	page := h.As(q.Members[0]).Get(servertest.Path("/bids/#", d.Bids[0])).Want(t, 200)
	if !page.Says("Changed since it was submitted") || !page.Says("1 restricted solution, not listed") {
		t.Error("the bid is not marked")
	}
	if page.Says("A crossing by the school") {
		t.Error("the bid names a restricted solution")
	}
}

// The plan of a drafting area says what the records say.
func TestAPlanInDraftingIsNotMarked(t *testing.T) {
	h, q, _ := servertest.SignedQuarter(t)
	d := h.ReadyForGate3(q.Area, q.Officer)
	h.As(q.Officer).Post(servertest.Path("/plans/#/versions", d.Plan), "note", "For the forum").Want(t, 303)
	h.Forced("no command may, and one day one might", `UPDATE issues SET title = 'A bridge too few' WHERE id = $1`,
		int64(d.Priority))
	if page := h.As(q.Members[0]).Get(servertest.Path("/areas/#/plan", q.Area)).
		Want(t, 200); page.Says("Changed since") || !page.Says("A bridge too few") {
		t.Error("a plan in drafting is shown as a frozen version")
	}
}
