package issueweb_test

import (
	"cmp"
	"net/url"
	"strings"
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/serve/servertest"
)

func TestTwoPeopleEditOneIssue(t *testing.T) {
	m := servertest.NewMatter(t)
	address := m.Raise(m.CLO, "Loose slabs")
	first, second := m.As(m.CLO), m.As(m.CPO)
	version, _ := second.Get(address+"/edit").Want(t, 200).Field("version")
	first.Post(address+"/edit", m.Typed("Loose slabs by the church", "version", version)...).Want(t, 303)
	stale := second.Post(address+"/edit", m.Typed("Loose paving slabs", "version", version, "place_note",
		"By the lych gate")...).Want(t, 409)
	for _, words := range []string{"Loose slabs by the church", "Loose paving slabs", "Title", "By the lych gate"} {
		if !stale.Says(words) {
			t.Errorf("the page does not show %q", words)
		}
	}
	if got, _ := stale.Field("title"); got != "Loose paving slabs" {
		t.Errorf("what was typed is lost: %q", got)
	}
	if got := m.Text(`SELECT title FROM issues`); got != "Loose slabs by the church" {
		t.Errorf("the title is %q although nothing may be saved", got)
	}
	newest, _ := stale.Field("version")
	second.Post(address+"/edit", m.Typed("Loose paving slabs", "version", newest, "place_note", "By the lych gate")...).
		Want(t, 303)
	if got := m.Text(`SELECT title FROM issues`); got != "Loose paving slabs" {
		t.Errorf("saving over the newest: %q", got)
	}
	history := second.Get(address).Want(t, 200)
	if !history.Says("Title: Loose slabs by the church → Loose paving slabs") || history.Statements > 12 {
		t.Errorf("history does not say what changed, or %d statements", history.Statements)
	}
	triaged := first.Post(address+"/triage", "version", version, "theme", servertest.ID(m.Paths), "tier", "county").
		Want(t, 409)
	if got, _ := triaged.Field("tier"); got != "county" {
		t.Errorf("what was chosen is lost: %q", got)
	}
	again, _ := triaged.Field("version")
	first.Post(address+"/triage", "version", again, "theme", servertest.ID(m.Paths), "tier", "county").Want(t, 303)
	if m.State(address) != "triaged" {
		t.Errorf("status %s", m.State(address))
	}
}

func TestWhoeverRaisedItMayChangeItUntilItIsTakenUp(t *testing.T) {
	m := servertest.NewMatter(t)
	address := m.Raise(m.Member, "Loose slabs")
	member := m.As(m.Member)
	member.Post(address+"/edit", m.Typed("Loose slabs, one fallen", "version", "1")...).Want(t, 303)
	m.As(m.CLO).Post(address+"/triage", "version", "2", "theme", "", "tier", "").Want(t, 303)
	member.Get(address+"/edit").Want(t, 403)
	member.Post(address+"/edit", m.Typed("Loose slabs, two fallen", "version", "3")...).Want(t, 403)
	m.As(m.CLO).Post(address+"/moves", "move", "not-taken-forward", "reason", "The church looks after it.").Want(t, 303)
	told := m.Text(`SELECT string_agg(n.subject || ' ' || n.body, E'\n' ORDER BY n.id) FROM notices n
		JOIN notice_recipients r ON r.notice_id = n.id WHERE r.person_id = $1`, int64(m.Member))
	for _, words := range []string{"issue accepted", "not taken forward", "The church looks after it."} {
		if !strings.Contains(told, words) {
			t.Errorf("who raised it is not told %q:\n%s", words, told)
		}
	}
}

func TestStepsAreRefusedWithTheirReasons(t *testing.T) {
	m := servertest.NewMatter(t)
	address := m.Raise(m.CLO, "Loose slabs")
	clo := m.As(m.CLO)
	page := clo.Post(address+"/moves", "move", "not-taken-forward", "reason", " ").Want(t, 422)
	if got := page.Problem("reason"); got != "Say why: not taken forward" {
		t.Errorf("reason: %q", got)
	}
	if got := clo.Post(address+"/moves", "move", "verify").Want(t, 422).Problem("move"); !strings.Contains(got,
		"is raised, so this step is not open") {
		t.Errorf("move: %q", got)
	}
	clo.Post(address+"/moves", "move", "stand-alone").Want(t, 303)
	clo.Post(address+"/moves", "move", "resolve").Want(t, 303)
	clo.Post(address+"/moves", "move", "reopen", "reason", "It broke again").Want(t, 303)
	if m.State(address) != "reopened" {
		t.Errorf("status %s", m.State(address))
	}
}

func TestSeveralIssuesAreCategorisedAtOnce(t *testing.T) {
	m := servertest.NewMatter(t)
	one, two, moor := m.Raise(m.CLO, "Loose slabs"), m.Raise(m.CLO, "Narrow kerb"),
		m.Raise(m.Other, "Sheep", "area", servertest.ID(m.Moor))
	clo := m.As(m.CLO)
	page := clo.Get("/issues/together?issue="+servertest.Number(one)+"&issue="+servertest.Number(two)).Want(t, 200)
	if !page.Says("Loose slabs") || !page.Says("Narrow kerb") {
		t.Error("the ticked issues are not shown")
	}
	secret := m.Raise(m.CLO, "A house that worries us", "visibility", "restricted")
	if seen, _ := clo.Get("/issues/together?issue="+servertest.Number(one)+"&issue="+servertest.Number(secret)).
		Want(t, 200).Field("visibility"); seen != "restricted" {
		t.Errorf("a synthesis with a restricted issue starts as %q", seen)
	}
	clo.Post("/issues/themes", "issue", servertest.Number(one), "issue", servertest.Number(moor), "set_theme",
		servertest.ID(m.Paths)).Want(t, 403)
	if n := m.Int(`SELECT count(*) FROM issues WHERE theme_id IS NOT NULL`); n != 0 {
		t.Errorf("%d issues changed by a refused step", n)
	}
	clo.Post("/issues/themes", "issue", servertest.Number(one), "issue", servertest.Number(two)).Want(t, 422)
	clo.Post("/issues/themes", "set_theme", servertest.ID(m.Paths)).Want(t, 422)
	clo.Post("/issues/themes", "issue", servertest.Number(one), "issue", servertest.Number(two), "set_theme",
		servertest.ID(m.Paths)).Want(t, 303)
	if n := m.Int(`SELECT count(*) FROM issues WHERE theme_id = $1`, int64(m.Paths)); n != 2 {
		t.Errorf("%d issues categorised", n)
	}
	if n := m.Int(`SELECT count(*) FROM audit_entries WHERE summary = 'Issue categorised'`); n != 2 {
		t.Errorf("%d audit entries for two issues", n)
	}
}

func TestSynthesisIsSeenBothWaysAndUndone(t *testing.T) {
	m := servertest.NewMatter(t)
	one, two, three := m.Raise(m.Member, "Loose slabs"), m.Raise(m.CLO, "Narrow kerb"), m.Raise(m.CLO, "Puddle")
	clo := m.As(m.CLO)
	clo.Post(one+"/evidence", "kind", "quote", "text", "I fell there", "source", "A walker", "on", "2026-03-01",
		"strength", "2").Want(t, 303)
	form := []string{"issue", servertest.Number(one), "issue", servertest.Number(two), "title",
		"Walking to the Quay is hard", "theme", servertest.ID(m.Paths), "visibility", "area team", "key", "k1"}
	made := clo.Post("/issues/syntheses", form...).Want(t, 303).Location()
	if again := clo.Post("/issues/syntheses", form...).Want(t, 303).Location(); again != made ||
		m.Int(`SELECT count(*) FROM issues WHERE is_synthesis`) != 1 {
		t.Errorf("sent twice: %s and %s", made, again)
	}
	whole := clo.Get(made).Want(t, 200)
	for _, words := range []string{"Loose slabs", "Narrow kerb", "I fell there", "Synthesised"} {
		if !whole.Says(words) {
			t.Errorf("the synthesis does not show %q", words)
		}
	}
	if part := clo.Get(one).Want(t, 200); !part.Says("Part of the synthesised") || m.State(one) != "synthesised" {
		t.Errorf("the member does not show what it is part of; status %s", m.State(one))
	}
	// A member goes its way only with the whole, and is part of one only.
	clo.Post(one+"/moves", "move", "quick-win").Want(t, 422)
	clo.Post("/issues/syntheses", "issue", servertest.Number(one), "issue", servertest.Number(three), "title", "Other",
		"theme", servertest.ID(m.Paths), "visibility", "area team").Want(t, 422)
	if page := clo.Get("/issues/together?issue="+servertest.Number(made)+"&issue="+servertest.Number(three)).
		Want(t, 200); !page.Says("Add the others") {
		t.Error("the others cannot be added to the synthesis that is ticked")
	}
	clo.Post("/issues/syntheses", "issue", servertest.Number(two), "issue", servertest.Number(three), "into",
		servertest.Number(made)).Want(t, 422)
	clo.Post("/issues/syntheses", "issue", servertest.Number(made), "issue", servertest.Number(three), "into",
		servertest.Number(made)).Want(t, 303)
	if m.State(three) != "synthesised" {
		t.Errorf("status of the third: %s", m.State(three))
	}
	clo.Post(made+"/members/"+servertest.Number(two)+"/removal").Want(t, 303)
	clo.Post(made+"/members/"+servertest.Number(two)+"/removal").Want(t, 404)
	if m.State(two) != "raised" {
		t.Errorf("status after leaving: %s", m.State(two))
	}
	m.As(m.CPO).Post(made+"/synthesis/undoing").Want(t, 303)
	if m.State(one) != "raised" || m.State(made) != "not taken forward" ||
		m.Int(`SELECT count(*) FROM syntheses`) != 0 {
		t.Errorf("after undoing: %s and %s", m.State(one), m.State(made))
	}
}

func TestAThemeForSeveralLeadsBackToTheirList(t *testing.T) {
	m := servertest.NewMatter(t)
	one := m.Raise(m.CLO, "Loose slabs")
	clo := m.As(m.CLO)
	for list, want := range map[string]string{
		"": "/issues", "/issues?theme=none&sort=title": "/issues?sort=title&theme=none",
		"/areas/" + servertest.ID(m.Quay) + "/issues?status=open": "/areas/" + servertest.ID(m.Quay) +
			"/issues?status=open",
	} {
		hidden, _ := clo.Get(cmp.Or(list, "/issues")).Want(t, 200).Field("list")
		together := clo.Get("/issues/together?"+url.Values{"issue": {servertest.Number(one)},
			"list": {hidden}}.Encode()).Want(t, 200)
		carried, _ := together.Field("list")
		back := clo.Post("/issues/themes", "issue", servertest.Number(one), "set_theme", servertest.ID(m.Paths), "list",
			carried).Want(t, 303).Location()
		if back != want {
			t.Errorf("from %q back to %q, want %q", list, back, want)
		}
		m.Forced("as it was, for the next person", `UPDATE issues SET theme_id = NULL`)
	}
	for _, odd := range []string{"https://example.org/", "//example.org", "area=-1&theme=x", "%zz", "area=9;drop"} {
		back := clo.Post("/issues/themes", "issue", servertest.Number(one), "set_theme", servertest.ID(m.Paths), "list",
			odd).Want(t, 303).Location()
		if !strings.HasPrefix(back, "/issues") || strings.Contains(back, "example") {
			t.Errorf("%q leads to %q", odd, back)
		}
	}
}

func TestASignedSynthesisStays(t *testing.T) {
	m := servertest.NewMatter(t)
	one, two := m.Raise(m.CLO, "Loose slabs"), m.Raise(m.CLO, "Narrow kerb")
	clo := m.As(m.CLO)
	made := clo.Post("/issues/syntheses", "issue", servertest.Number(one), "issue", servertest.Number(two), "title",
		"Walking", "theme", servertest.ID(m.Paths), "visibility", "area team").Want(t, 303).Location()
	m.Forced("without the gate before it", `INSERT INTO attempts (area_id, gate, number, rule, snapshot, digest, due_on,
		submitted_by, submitted_at, outcome, outcome_at)
		VALUES ($1, 2, 1, 'all', '{}', '', '2026-03-20', $2, $3, 'passed', $3)`, int64(m.Quay), int64(m.CLO), m.Now())
	clo.Post(made+"/synthesis/undoing").Want(t, 422)
	clo.Post(made+"/members/"+servertest.Number(two)+"/removal").Want(t, 422)
	three, four, five := m.Raise(m.CLO, "Steep ramp"), m.Raise(m.CLO, "Dark steps"), m.Raise(m.CLO, "No rail")
	m.Move(time.Hour)
	clo = m.As(m.CLO)
	clo.Post("/issues/syntheses", "issue", servertest.Number(made), "issue", servertest.Number(three), "into",
		servertest.Number(made)).Want(t, 303)
	if p := clo.Get(made).Want(t, 200); strings.Count(p.Body, "/removal\"") != 1 || !p.Says("Frozen with gate 2") ||
		p.Says("Undo the synthesis") {
		t.Error("a signed synthesis offers to take out more than what was added since")
	}
	clo.Post(made+"/members/"+servertest.Number(three)+"/removal").Want(t, 303)
	later := clo.Post("/issues/syntheses", "issue", servertest.Number(four), "issue", servertest.Number(five), "title",
		"Stairs", "theme", servertest.ID(m.Paths), "visibility", "area team").Want(t, 303).Location()
	if p := clo.Get(later).Want(t, 200); !p.Says("Undo the synthesis") {
		t.Error("a synthesis that nobody signed cannot be undone")
	}
	clo.Post(later+"/synthesis/undoing").Want(t, 303)
	if m.State(one) != "synthesised" {
		t.Errorf("status %s", m.State(one))
	}
	if page := clo.Get(made).Want(t, 200); page.Says("Undo the synthesis") {
		t.Error("the page offers what is refused")
	}
}

func TestMergingLeavesATraceAndIsUndone(t *testing.T) {
	m := servertest.NewMatter(t)
	one, two := m.Raise(m.Member, "Loose slabs"), m.Raise(m.CLO, "Slabs loose")
	clo := m.As(m.CLO)
	clo.Post(one+"/moves", "move", "stand-alone").Want(t, 303)
	clo.Post("/issues/merges", "issue", servertest.Number(one), "issue", servertest.Number(two), "into", "987654").
		Want(t, 422)
	form := []string{"issue", servertest.Number(one), "issue", servertest.Number(two), "into", servertest.Number(two),
		"merge_reason", "The same slabs"}
	clo.Post("/issues/merges", form...).Want(t, 303)
	clo.Post("/issues/merges", form...).Want(t, 303) // sent twice
	if m.State(one) != "merged" || m.Int(`SELECT count(*) FROM merges`) != 1 {
		t.Errorf("status %s, %d merges", m.State(one), m.Int(`SELECT count(*) FROM merges`))
	}
	if page := clo.Get(two).Want(t, 200); !page.Says("Merged into this issue") || !page.Says("The same slabs") {
		t.Error("the one that stays shows no trace")
	}
	if page := clo.Get(one).Want(t, 200); !page.Says("Merged into issue") || !page.Says("Undo merging") {
		t.Error("the merged one shows no trace")
	}
	clo.Get(one+"/edit").Want(t, 422)
	clo.Get(one+"/evidence/new").Want(t, 422)
	clo.Post(one+"/merge/undoing").Want(t, 303)
	clo.Post(one+"/merge/undoing").Want(t, 422)
	if m.State(one) != "synthesised" {
		t.Errorf("status after undoing: %s, it stood on its own before", m.State(one))
	}
}

// Who neither asks nor answers sees what waits about the issues that they may see, and is not told that none does.
func TestWhoeverOnlyViewsSeesTheReferralsThatWait(t *testing.T) {
	m := servertest.NewMatter(t)
	refer := func(title string, pairs ...string) {
		m.As(m.CLO).Post(m.Raise(m.CLO, title, pairs...)+"/referrals", "to", "s"+servertest.ID(m.Highways), "ask",
			"Can you?", "reply_by", "2026-03-20").Want(t, 303)
	}
	refer("Loose slabs")
	refer("A house that worries us", "visibility", "restricted")
	for who, id := range map[string]domain.PersonID{"the Executive": m.Executive, "a Member": m.Member} {
		if p := m.As(id).Get("/asks").Want(t, 200); !p.Says("Loose slabs") || p.Says("A house that worries us") {
			t.Errorf("%s: %s", who, p.Words())
		}
	}
}

func TestAReferralIsAnsweredByThoseAsked(t *testing.T) {
	m := servertest.NewMatter(t)
	address := m.Raise(m.CLO, "Loose slabs", "visibility", "restricted")
	clo, service := m.As(m.CLO), m.As(m.Service)
	service.Get(address).Want(t, 404)
	to := "s" + servertest.ID(m.Highways)
	for _, c := range [][]string{{"to", "", "ask", "Can you?", "reply_by", "2026-03-31"},
		{"to", to, "ask", "", "reply_by", "2026-03-31"}, {"to", to, "ask", "Can you?", "reply_by", ""},
		{"to", to, "ask", "Can you?", "reply_by", "2026-03-09"}, {"to", "s987654", "ask", "Can you?", "reply_by",
			"2026-03-31"}} {
		if page := clo.Post(address+"/referrals", c...).Want(t, 422); len(page.Problems()) != 1 {
			t.Errorf("%v: %v", c, page.Problems())
		}
	}
	clo.Post(address+"/referrals", "to", to, "ask", "Can you reset them?", "reply_by", "2026-03-20").Want(t, 303)
	referral := "/asks/" + m.Text(`SELECT id::text FROM asks`)
	if m.State(address) != "referred" || !service.Get("/asks").Want(t, 200).Says("Loose slabs") {
		t.Error("those asked are not shown what is asked")
	}
	if told := m.Int(`SELECT count(*) FROM notice_recipients WHERE person_id = $1`, int64(m.Service)); told != 1 {
		t.Errorf("told %d times", told)
	}
	if body := m.Text(`SELECT subject || body || COALESCE(area_id::text, '-') FROM notices`); strings.Contains(body,
		"slabs") || !strings.HasSuffix(body, "-") {
		t.Errorf("a restricted issue's notice says too much: %s", body)
	}
	m.As(m.Partner).Post(referral+"/answer", "answer", "No").Want(t, 404)
	other := m.Person("Branwen", "service")
	m.As(other).Post(referral+"/answer", "answer", "No").Want(t, 404)
	if bare := clo.Post(referral+"/answer", "answer", "No").Want(t, 422); len(bare.Problems()) != 3 {
		t.Errorf("an officer enters an answer without where it comes from: %v", bare.Problems())
	}
	m.Move(11 * 24 * time.Hour)
	service, clo = m.As(m.Service), m.As(m.CLO)
	if !service.Get(address).Want(t, 200).Says("Overdue") || !clo.Get("/asks").Want(t, 200).Says("Overdue") {
		t.Error("overdue is not shown")
	}
	service.Post(referral+"/acknowledgement").Want(t, 303)
	service.Post(referral+"/acknowledgement").Want(t, 422)
	service.Post(referral+"/answer", "answer", "").Want(t, 422)
	service.Post(referral+"/answer", "answer", "In April, with the kerbs.").Want(t, 303)
	service.Post(referral+"/answer", "answer", "Again").Want(t, 422)
	clo.Post(referral+"/withdrawal").Want(t, 422)
	if page := clo.Get(address).Want(t, 200); !page.Says("In April, with the kerbs.") || !page.Says("Answered") {
		t.Error("the answer is not shown")
	}
	m.As(m.Other).Post(referral+"/withdrawal").Want(t, 404)
}

func TestAWithdrawnReferralLeavesTheIssueAsItWas(t *testing.T) {
	m := servertest.NewMatter(t)
	address := m.Raise(m.CLO, "Loose slabs")
	clo := m.As(m.CLO)
	clo.Post(address+"/moves", "move", "stand-alone").Want(t, 303)
	clo.Post(address+"/referrals", "to", "s"+servertest.ID(m.Highways), "ask", "Can you?", "reply_by", "2026-03-20").
		Want(t, 303)
	clo.Post("/asks/"+m.Text(`SELECT id::text FROM asks`)+"/withdrawal").Want(t, 303)
	if m.State(address) != "synthesised" {
		t.Errorf("status %s", m.State(address))
	}
}

// An identifier beyond what a service or organisation has ever had is one that is not on the list, however large it is.
func TestReferralToNobody(t *testing.T) {
	m := servertest.NewMatter(t)
	one := m.Raise(m.CLO, "Loose slabs")
	for _, to := range []string{"o99999999999", "s9223372036854775807", "o2147483648"} {
		page := m.As(m.CLO).Post(one+"/referrals", "to", to, "ask", "Can you?", "reply_by", "2026-03-20").Want(t, 422)
		if page.Problem("to") == "" {
			t.Errorf("%s: %v", to, page.Problems())
		}
	}
}
