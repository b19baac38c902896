package planstore_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"crypto/rand"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/plans"
	"fourgates/internal/plans/planstore"
	"fourgates/internal/policy"
	"fourgates/internal/town"
)

// planned is an area with a priority round, solutions, actions and bids, and what its plan says of them. They are
// written by SQL, for much of it no command leaves behind: a restricted priority with a chosen solution, a round beside
// another, a plan of two sections.
type planned struct {
	town.Issues
	plan                        domain.PlanID
	lights, crossing, secret    domain.IssueID
	part, again                 domain.IssueID // what the lights were made from, and what was merged into that
	lamps, stewards, unfinished domain.SolutionID
}

func newPlanned(t *testing.T) planned {
	t.Helper()
	p := planned{Issues: town.NewIssues(t)}
	open := func(i *issues.Issue) {
		i.Visibility, i.Theme, i.State = issues.VisiblePublic, p.Paths, issues.IssuePrioritised
	}
	p.lights = p.Raise(t, "Dark path to the station", 1, open)
	p.crossing = p.Raise(t, "No crossing by the school", 2, open, func(i *issues.Issue) {
		i.Source = domain.FromAreaMember
	})
	p.secret = p.Raise(t, "Something private", 3, func(i *issues.Issue) { i.Visibility = issues.VisibleRestricted })
	by := int64(p.Officer)
	add := func(sql string, args ...any) int64 { return town.Insert[int64](t, p.Pool, sql, args...) }
	p.InPhase("3")
	for _, confirmed := range []bool{true, false} { // the newest round is not confirmed yet, and does not count
		round := add(`INSERT INTO priority_rounds (area_id, method, held_on, place, taking_part, entered_by, entered_at,
			confirmed_by, confirmed_at)
			VALUES ($1, 'workshop tally', '2026-02-01', 'Quay Hall', 31, $2, now(), $2, CASE WHEN $3 THEN '2026-02-03 12:00Z'::timestamptz END)`, p.Quay, by, confirmed)
		p.Exec(t, `INSERT INTO priority_tallies VALUES ($1, $2, 20, true), ($1, $3, 20, true), ($1, $4, 25, true)`,
			round, p.lights, p.crossing, p.secret)
	}
	first := add(`INSERT INTO causes (issue_id, text, position, taken_part, by, at)
		VALUES ($1, 'Lamps fail in the wet', 1, 'Quay residents', $2, now())`, p.lights, by)
	add(`INSERT INTO causes (issue_id, parent_id, text, taken_part, by, at)
		VALUES ($1, $3, 'Cables are of 1962', 'street lighting', $2, now())`, p.lights, by, first)
	quote := func(text string, on ...domain.IssueID) {
		id := add(`INSERT INTO evidence (area_id, kind, text, source, on_date, strength, added_by, added_at)
			VALUES ($1, 'quote', $2, 'a commuter', '2025-11-20', 3, $3, now())`, p.Quay, text, by)
		for _, issue := range on {
			p.Exec(t, `INSERT INTO issue_evidence (issue_id, evidence_id, by, at) VALUES ($1, $2, $3, now())`, issue,
				id, by)
		}
	}
	quote("I ring my sister while I walk it.", p.lights)
	quote("Only for the officers", p.lights, p.secret)
	solution := func(issue domain.IssueID, title, state, reason string) domain.SolutionID {
		return domain.SolutionID(add(`INSERT INTO solutions (area_id, issue_id, title, delivered_by, cost_pence, state,
			verdict, reason, proposed_by, proposed_at)
			VALUES ($1, $2, $3, 'council', 120050, $4, CASE WHEN $4 = 'chosen' THEN 'feasible' ELSE '' END, $5, $6, now())`, p.Quay, issue, title, state, reason, by))
	}
	p.lamps = solution(p.lights, "New lamps", "chosen", "It lights the whole path")
	p.stewards = solution(p.lights, "Volunteer stewards", "not chosen", "Too few volunteers")
	p.unfinished = solution(p.crossing, "Zebra crossing", "testing", "")
	hidden := solution(p.secret, "Private remedy", "chosen", "The only one")
	add(`INSERT INTO feasibility_views (solution_id, asked_of, said_by, verdict, asked_by, asked_at, finished_at)
		VALUES ($1, 'community', 'Quay forum', 'feasible', $2, now(), now())`, p.lamps, by)
	add(`INSERT INTO feasibility_views (solution_id, asked_of, member_id, verdict, reason, asked_by, asked_at)
		VALUES ($1, 'Member', $2, 'not feasible', 'draft thought', $2, now())`, p.lamps, by)
	p.plan = domain.PlanID(add(`INSERT INTO plans (area_id, title, created_by, created_at)
		VALUES ($1, 'Plan for Old Quay', $2, now())`, p.Quay, by))
	p.Exec(t, `INSERT INTO plan_sections (plan_id, key, title, position, body, changed_by, changed_at) VALUES
		($1, 'delivery', 'How it will be delivered', 7, '', $2, now()), ($1, 'introduction', 'Introduction', 1, 'Hello.', $2, now())`, p.plan, by)
	add(`INSERT INTO plan_links (plan_id, kind, title, issue_id, added_by, added_at)
		VALUES ($1, 'parish plan', 'Quay parish plan', $3, $2, now())`, p.plan, by, p.lights)
	lighting := p.Service(t, "Street lighting")
	add(`INSERT INTO actions (plan_id, area_id, solution_id, title, lead_service_id, due_on, cost_pence, created_by,
		created_at)
		VALUES ($1, $2, $3, 'Fit 14 lamps', $4, '2026-12-01', 90000, $5, now())`, p.plan, p.Quay, p.lamps, lighting, by)
	add(`INSERT INTO actions (plan_id, area_id, solution_id, title, created_by, created_at)
		VALUES ($1, $2, $3, 'Private action', $4, now())`, p.plan, p.Quay, hidden, by)
	add(`INSERT INTO actions (plan_id, area_id, title, created_by, created_at, removed_at)
		VALUES ($1, $2, 'Taken out', $3, now(), now())`, p.plan, p.Quay, by)
	bid := add(`INSERT INTO bids (area_id, title, funder, amount_pence, match_pence, deadline, state, created_by,
		created_at)
		VALUES ($1, 'Safer paths', 'Lottery', 500000, 100000, '2026-09-30', 'drafting', $2, now())`, p.Quay, by)
	p.Exec(t, `INSERT INTO bid_solutions VALUES ($1, $2), ($1, $3)`, bid, p.lamps, hidden)
	p.wordy(t)
	return p
}

// wordy writes all that an issue, a solution, a view, a round and a bid may say beside.
func (p *planned) wordy(t *testing.T) {
	t.Helper()
	open := func(i *issues.Issue) { i.Visibility, i.State = issues.VisibleAreaTeam, issues.IssueSynthesised }
	p.part = p.Raise(t, "Two lamps out", 4, open, func(i *issues.Issue) { i.Description = "Past the bend." })
	private := p.Raise(t, "A name in it", 5, open, func(i *issues.Issue) { i.Visibility = issues.VisibleRestricted })
	p.again = p.Raise(t, "Two lamps out again", 6, open, func(i *issues.Issue) { i.State = issues.IssueMerged })
	hidden := p.Raise(t, "Behind a name", 7, open, func(i *issues.Issue) { i.State = issues.IssueMerged })
	p.Exec(t, `UPDATE issues SET is_synthesis = true, description = 'Nobody walks it after five.',
		place_note = 'By the arch', lon = -1.5, lat = 52.25, raised_for = 'The night shift',
		tier = 'county' WHERE id = $1`, p.lights)
	for _, id := range []domain.IssueID{p.part, private} {
		p.Exec(t, `INSERT INTO syntheses (synthesis_id, issue_id, was_state, by, at)
			VALUES ($1, $2, 'triaged', $3, now())`, p.lights, id, int64(p.Officer))
	}
	for from, into := range map[domain.IssueID]domain.IssueID{p.again: p.part, hidden: private} {
		p.Exec(t, `INSERT INTO merges (issue_id, into_id, was_state, by, at) VALUES ($1, $2, 'raised', $3, now())`,
			from, into, int64(p.Officer))
	}
	p.Exec(t, `UPDATE solutions SET cause_id = 1, service_id = $2, others = 'the parish',
		conclusion = 'With fewer lamps', proposed_for = 'The night shift' WHERE id = $1`,
		p.lamps, p.Service(t, "Electrics"))
	p.Exec(t, `UPDATE feasibility_views SET question = 'Is it enough?', answered_by = $2,
		finished_at = '2026-02-20 12:00Z' WHERE solution_id = $1 AND finished_at IS NOT NULL`, p.lamps,
		int64(p.Officer))
	p.Exec(t, `UPDATE solutions SET proposed_at = '2026-02-09 12:00Z'`)
	p.Exec(t, `UPDATE priority_rounds SET votes_each = 3, note = 'Two boards'`)
	p.Exec(t, `UPDATE bids SET approved_pence = 450000`)
}

// What Members judge is held whole: the words of every issue that the plan names and of what it came from. Nothing of
// what is restricted, nor of what was reached through it.
func TestPlanHoldsItsIssuesWhole(t *testing.T) {
	p := newPlanned(t)
	d, err := planstore.PlanDocument(t.Context(), p.Issues.Store.Reader, town.Anywhere, p.Quay, 1)
	if err != nil {
		t.Fatal(err)
	}
	entered := func(id domain.IssueID) domain.Date {
		var words string
		if err := p.Pool.QueryRow(t.Context(), `SELECT (raised_at AT TIME ZONE 'Europe/London')::date::text FROM issues
			WHERE id = $1`, int64(id)).Scan(&words); err != nil {
			t.Fatal(err)
		}
		day, err := domain.ParseDate(words)
		if err != nil {
			t.Fatal(err)
		}
		return day
	}
	want := []issues.WholeIssue{
		{ID: p.lights, Title: "Dark path to the station", Words: "Nobody walks it after five.",
			Theme: "Paths and pavements", Source: domain.FromTheCommunity, State: issues.IssuePrioritised,
			Tier:       "county",
			PlaceWords: "By the arch", Shape: `{"type":"Point","coordinates":[-1.5,52.25]}`,
			RaisedFor: "The night shift", Visibility: issues.VisiblePublic, IsSynthesis: true,
			Members: []domain.IssueID{p.part}, Evidence: []issues.WholeEvidence{
				{ID: 1, Kind: "quote", Words: "I ring my sister while I walk it.", Source: "a commuter",
					On: domain.NewDate(2025, 11, 20), Strength: 3}}},
		{ID: p.crossing, Title: "No crossing by the school", Theme: "Paths and pavements",
			Source: domain.FromAreaMember, State: issues.IssuePrioritised, Visibility: issues.VisiblePublic},
		{ID: p.part, Title: "Two lamps out", Words: "Past the bend.", Theme: "Paths and pavements",
			Source: domain.FromTheCommunity, State: issues.IssueSynthesised, Visibility: issues.VisibleAreaTeam},
		{ID: p.again, Title: "Two lamps out again", Source: domain.FromTheCommunity, State: issues.IssueMerged,
			Visibility: issues.VisibleAreaTeam, MergedInto: p.part},
	}
	for n := range want {
		want[n].EnteredOn = entered(want[n].ID)
	}
	for n := range d.Issues {
		if d.Issues[n].EnteredBy == "" {
			t.Errorf("issue %d does not say who entered it", d.Issues[n].ID)
		}
		d.Issues[n].EnteredBy = ""
	}
	if diff := cmp.Diff(want, d.Issues, cmpopts.EquateEmpty(), cmp.Comparer(func(a, b domain.Date) bool {
		return a.String() == b.String()
	})); diff != "" {
		t.Errorf("issues (-want +got):\n%s", diff)
	}
}

func TestPlanIsComposedFromTheRecordsWithoutWhatIsRestrictedOrUnfinished(t *testing.T) {
	p := newPlanned(t)
	d, err := planstore.PlanDocument(t.Context(), p.Issues.Store.Reader, town.Anywhere, p.Quay, 1)
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Issues) != 4 {
		t.Errorf("%d issues are held whole", len(d.Issues))
	}
	d.Issues = nil // of another test
	day := domain.NewDate
	cost, part, approved := domain.Pence(120050), domain.Pence(90000), domain.Pence(450000)
	want := plans.PlanDocument{
		Format: plans.PlanFormat, Area: p.Quay, AreaCode: "Q1", AreaName: "Old Quay", Cycle: 1, Plan: p.plan,
		Title: "Plan for Old Quay",
		Said: plans.PlanSaid{Issues: 6,
			Sources: []plans.PlanCount{{Name: "Area Member", Count: 1}, {Name: "service officer"},
				{Name: "community", Count: 5}, {Name: "desk research"}},
			Themes: []plans.PlanCount{{Name: "Paths and pavements", Count: 3}, {Name: "", Count: 3}},
			Quotes: []plans.PlanQuote{{Text: "I ring my sister while I walk it.", Source: "a commuter",
				On: day(2025, 11, 20)}}},
		Round: &plans.PlanRound{Method: "workshop tally", HeldOn: day(2026, 2, 1), Place: "Quay Hall", TakingPart: 31,
			ConfirmedOn: day(2026, 2, 3), VotesEach: 3, Note: "Two boards"},
		Priorities: []plans.PlanPriority{
			{Rank: 2, Issue: p.lights, Title: "Dark path to the station", Theme: "Paths and pavements", Tier: "county",
				State: issues.IssuePrioritised, Votes: 20,
				Members: []domain.IssueID{p.part, p.part + 1},
				Causes: []plans.PlanCause{{ID: 1, Text: "Lamps fail in the wet", TakenPart: "Quay residents"},
					{ID: 2, Parent: 1, Depth: 1, Text: "Cables are of 1962", TakenPart: "street lighting"}}},
			{Rank: 2, Issue: p.crossing, Title: "No crossing by the school", Theme: "Paths and pavements",
				State: issues.IssuePrioritised, Votes: 20}},
		RestrictedPriorities: 1,
		Solutions: []plans.PlanSolution{
			{ID: p.lamps, Issue: p.lights, IssueTitle: "Dark path to the station", Title: "New lamps",
				DeliveredBy: "council", Cost: &cost, State: "chosen", Reason: "It lights the whole path",
				Cause: 1, CauseText: "Lamps fail in the wet", Deliverers: "Electrics, Electrics authority; the parish",
				Verdict: "feasible", Conclusion: "With fewer lamps",
				ProposedBy: "Nia Pugh", ProposedFor: "The night shift", ProposedOn: day(2026, 2, 9),
				Views: []plans.PlanView{{AskedOf: "community", Name: "Quay forum", Verdict: "feasible",
					Question: "Is it enough?", SaidBy: "Quay forum", AnsweredBy: "Nia Pugh",
					FinishedOn: day(2026, 2, 20)}}},
			{ID: p.stewards, Issue: p.lights, IssueTitle: "Dark path to the station", Title: "Volunteer stewards",
				DeliveredBy: "council", Cost: &cost,
				State: "not chosen", Reason: "Too few volunteers", ProposedBy: "Nia Pugh",
				ProposedOn: day(2026, 2, 9)}},
		Unsettled: 1,
		Actions: []plans.PlanAction{{ID: 1, Solution: p.lamps, SolutionTitle: "New lamps", Issue: p.lights,
			IssueTitle: "Dark path to the station",
			Title:      "Fit 14 lamps", Lead: "Street lighting, Street lighting authority", DueOn: day(2026, 12, 1),
			Cost: &part, State: "proposed"}},
		Bids: []plans.PlanBid{{ID: 1, Title: "Safer paths", Funder: "Lottery", Amount: 500000, Match: 100000,
			Deadline: day(2026, 9, 30), State: "drafting",
			Solutions: []domain.SolutionID{p.lamps}, Funds: []string{"New lamps"}, Restricted: 1, Approved: &approved}},
		Sections: []plans.PlanSection{{Key: "introduction", Title: "Introduction", Body: "Hello."},
			{Key: "delivery", Title: "How it will be delivered"}},
		Links: []plans.PlanLink{{ID: 1, Kind: "parish plan", Title: "Quay parish plan", Issue: p.lights}},
	}
	if diff := cmp.Diff(want, d, cmpopts.EquateEmpty(),
		cmp.Comparer(func(a, b domain.Date) bool { return a.String() == b.String() })); diff != "" {
		t.Errorf("plan (-want +got):\n%s", diff)
	}
	frozen, err := d.Freeze(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	read, err := plans.ReadPlanDocument(frozen)
	if err != nil {
		t.Fatal(err)
	}
	if same, err := read.Same(d); err != nil || !same {
		t.Errorf("frozen and read it does not say the same: %v (-was +is):\n%s", err, cmp.Diff(d, read))
	}
	for _, outside := range []policy.Scope{{}, {Areas: []domain.AreaID{p.Moor}}} {
		if _, err := planstore.PlanDocument(t.Context(), p.Issues.Store.Reader, outside, p.Quay, 1); !errors.Is(err,
			domain.ErrNotFound) {
			t.Errorf("from outside: %v", err)
		}
	}
	if _, err := planstore.PlanDocument(t.Context(), p.Issues.Store.Reader, town.Anywhere, p.Moor, 1); !errors.Is(err,
		domain.ErrNotFound) {
		t.Errorf("without a plan: %v", err)
	}
}

func TestGate3AsksWhereThePlanStands(t *testing.T) {
	p := newPlanned(t)
	p.Exec(t, `INSERT INTO plan_comments (plan_id, section, text, by, at, answer, resolved) VALUES
		($1, 'introduction', 'one', $2, now(), '', false), ($1, 'introduction', 'two', $2, now(), 'Put in', false), ($1, 'bids', 'three', $2, now(), '', true)`, p.plan, p.Officer)
	p.Exec(t, `INSERT INTO feedback_entries (area_id, fed_to, text, fed_on, by, at)
		VALUES ($1, 'Forum', 'Said so', '2026-03-01', $2, now()), ($1, 'Forum', 'Before', '2026-01-01', $2, now())`,
		p.Quay, p.Officer)
	s, err := planstore.PlanForGate(t.Context(), p.Issues.Store.Reader, p.Quay, 1)
	if err != nil {
		t.Fatal(err)
	}
	if s.ID != p.plan || s.State != plans.PlanDrafting || s.Unanswered != 1 || s.Chosen != 2 || s.Bids != 1 ||
		s.Actions != 2 || s.NewestNumber != 0 ||
		!cmp.Equal(s.Empty, []string{"How it will be delivered"}) || s.FeedbackOn.String() != "2026-03-01" {
		t.Errorf("%+v", s)
	}
	for day, current := range map[domain.Date]bool{domain.NewDate(2026, 3, 29): true,
		domain.NewDate(2026, 3, 30): false} {
		if s.FeedbackCurrent(day) != current {
			t.Errorf("on %s the feedback log is current: %v", day, !current)
		}
	}
	none, err := planstore.PlanForGate(t.Context(), p.Issues.Store.Reader, p.Moor, 1)
	if err != nil || none.ID != 0 || none.FeedbackCurrent(domain.NewDate(2026, 3, 1)) {
		t.Errorf("without a plan: %+v, %v", none, err)
	}
}
