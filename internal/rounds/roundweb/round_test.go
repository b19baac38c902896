package roundweb_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/town"
)

var printed = regexp.MustCompile(`[CDFGHJKMNPQRTWXY]{4}(-[CDFGHJKMNPQRTWXY]{4}){2}`)

// begun is a town with an online round of two issues, opened by an officer with the forms, and its address.
func begun(t *testing.T) (c *town.Town, round string) {
	t.Helper()
	c = town.NewCastle(t)
	c.PassGate(domain.GateAreas)
	c.ReadyForIssues()
	c.Issue("Bins are missed", domain.FromTheCommunity, issues.IssueSynthesised, issues.VisiblePublic)
	c.Issue("A house that worries us", domain.FromTheCommunity, issues.IssueSynthesised, issues.VisibleRestricted)
	officer := c.As(c.Nia)
	area := "/areas/" + servertest.ID(c.Area)
	form := officer.Get(area+"/online-rounds/new").Want(t, 200)
	if form.Says("A house that worries us") || !form.Says("Bins are missed") {
		t.Errorf("what is offered: %s", form.Words())
	}
	round = officer.Post(area+"/online-rounds", append(dates(c), "votes_each", "1", "issue",
		id(c, "Bins are missed"), "issue", id(c, "Speed on the quay"), "note", "We count until the fair.")...).
		Want(t, 303).Location()
	return c, round
}

func dates(c *town.Town) []string {
	return []string{"opens", c.Day().String(), "closes", c.Day().AddDays(7).String()}
}

func id(c *town.Town, title string) string {
	return c.Text(`SELECT id::text FROM issues WHERE title = $1`, title)
}

func TestACodeFromTheSlipToTheVote(t *testing.T) {
	c, round := begun(t)
	officer := c.As(c.Nia)
	if p := officer.Post(round+"/codes", "codes", "0").Want(t, 422); p.Problem("codes") == "" {
		t.Error("no codes are made without a word")
	}
	sheet := officer.Post(round+"/codes", "codes", "3").Want(t, http.StatusCreated)
	codes := printed.FindAllString(sheet.Body, -1)
	if len(codes) != 3 || !sheet.Says("/say") || sheet.Says("http") || !sheet.Says("Sheet 1, slip 3") {
		t.Fatalf("the sheet: %s", sheet.Words())
	}
	if again := officer.Get(round).Want(t, 200); strings.Contains(again.Body, codes[0]) || !again.Says("Unused") {
		t.Errorf("the codes are shown again, or not counted: %s", again.Words())
	}

	stranger := c.Browser()
	stranger.Get("/say").Want(t, 200)
	wrong := stranger.Post("/say", "code", "CDFG-CDFG-CDFG").Want(t, 422)
	if typed, _ := wrong.Field("code"); typed != "CDFG-CDFG-CDFG" || !strings.Contains(wrong.Problem("code"),
		"This code cannot be used") {
		t.Errorf("a wrong code: %s", wrong.Words())
	}
	asked := stranger.Post("/say", "code", strings.ToLower(codes[0])).Want(t, 200)
	for _, words := range []string{"Bins are missed", "Speed on the quay", "Choose up to 1",
		"We count until the fair"} {
		if !asked.Says(words) {
			t.Errorf("who has a code is not shown %q", words)
		}
	}
	for _, words := range []string{"worries us", "Nia", "Sign out"} {
		if asked.Says(words) {
			t.Errorf("who has a code is shown %q", words)
		}
	}
	carried, _ := asked.Field("code")
	bins, speed := id(c, "Bins are missed"), id(c, "Speed on the quay")
	none := stranger.Post("/say/answer", "code", carried, "words", "The blue ones").Want(t, 422)
	if typed, _ := none.Field("words"); none.Problem("vote") != "Choose at least one" || typed != "The blue ones" {
		t.Errorf("nothing chosen: %v, %q kept", none.Problems(), typed)
	}
	if both := stranger.Post("/say/answer", "code", carried, "vote", bins, "vote", speed).Want(t, 422); both.
		Problem("vote") != "Choose 1 at most; you chose 2" {
		t.Errorf("too many: %v", both.Problems())
	}
	if long := stranger.Post("/say/answer", "code", carried, "vote", bins, "words", strings.Repeat("é", 501)).
		Want(t, 422); long.Problem("words") == "" {
		t.Errorf("too long: %v", long.Problems())
	}
	done := stranger.Post("/say/answer", "code", carried, "vote", bins, "words", "The blue ones").Want(t, 303)
	if p := stranger.Follow(done).Want(t, 200); p.Heading() != "Thank you" {
		t.Errorf("after answering: %s", p.Words())
	}
	stranger.Post("/say/answer", "code", carried, "vote", bins, "words", "The blue ones").Want(t, 303) // sent twice
	stranger.Post("/say/answer", "code", carried, "vote", speed).Want(t, 422)
	stranger.Post("/say", "code", carried).Want(t, 422)
	if len(stranger.Cookies) != 0 {
		t.Errorf("a cookie was set: %v", stranger.Cookies)
	}
	c.WantLines([]string{"The blue ones 1"}, `SELECT n.words || ' ' || count(v) FROM online_round_answers n
		LEFT JOIN online_round_votes v ON v.answer_id = n.id GROUP BY n.id, n.words`)
}

func TestWhatIsShownOfARound(t *testing.T) {
	c, round := begun(t)
	bins := id(c, "Bins are missed")
	member := c.As(c.Priya)
	if p := member.Get(round).Want(t, 200); !p.Says("What matters most?") || p.Says("How many codes") {
		t.Errorf("a Member sees %s", p.Words())
	}
	if p := member.Post(round+"/answer", "words", "Soon").Want(t, 422); p.Problem("vote") != "Choose at least one" {
		t.Errorf("nothing chosen: %v", p.Problems())
	}
	member.Post(round+"/answer", "vote", bins, "words", "Before the summer").Want(t, 303)
	own := member.Get(round).Want(t, 200)
	if typed, _ := own.Field("words"); typed != "Before the summer" || !own.Says("You have answered") {
		t.Errorf("their own answer is not shown: %s", own.Words())
	}
	officer := c.As(c.Nia)
	if p := officer.Get(round).Want(t, 200); p.Says("Before the summer") || p.Says("Votes by how") ||
		p.Says("What matters most?") {
		t.Errorf("while it is open, its officer sees %s", p.Words())
	}
	officer.Post(round+"/answer", "vote", bins).Want(t, 403)
	member.Post(round+"/codes", "codes", "3").Want(t, 403)
	member.Get(round+"/edit").Want(t, 403)
	c.MoveTo(c.Now().AddDate(0, 0, 8))
	officer, member = c.As(c.Nia), c.As(c.Priya)
	member.Post(round+"/answer", "vote", bins).Want(t, 409)
	c.Round(map[domain.IssueID]int{domain.IssueID(c.Int(`SELECT $1::bigint`, bins)): 7})
	p := officer.Get(round).Want(t, 200)
	for _, words := range []string{"Online with an account (1 person)", "Online with a code (0 people)", "Paper count",
		"Before the summer", "none is added to another"} {
		if !p.Says(words) {
			t.Errorf("once it has closed, its officer is not shown %q: %s", words, p.Words())
		}
	}
	if p := member.Get(round).Want(t, 200); p.Says("Before the summer") ||
		!p.Says("Online with an account (1 person)") {
		t.Errorf("once it has closed, a Member sees %s", p.Words())
	}
	count := officer.Post(round+"/count").Want(t, 303)
	counted := officer.Follow(count).Want(t, 200)
	if !counted.Says("1 person with an account and no person with a code") || counted.Says("Change") {
		t.Errorf("the count: %s", counted.Words())
	}
	officer.Get(count.Location()+"/edit").Want(t, 422)
	if p := officer.Get(count.Location()+"/confirmation").Want(t, 200); !p.Says("Counted apart, paper count of") {
		t.Errorf("confirming it: %s", p.Words())
	}
	officer.Post(round+"/count").Want(t, 409)
}

func TestARoundIsPlannedChangedAndCancelled(t *testing.T) {
	c, round := begun(t)
	officer := c.As(c.Nia)
	area := "/areas/" + servertest.ID(c.Area)
	if p := officer.Get(area+"/priorities").Want(t, 200); !p.Says("Online rounds") || p.Says("Begin an online round") {
		t.Errorf("the area's priorities: %s", p.Words())
	}
	if p := officer.Post(area+"/online-rounds", append(dates(c), "votes_each", "many", "note", "Hello")...).
		Want(t, 422); p.Problem("votes_each") == "" {
		t.Errorf("a wrong number: %v", p.Problems())
	}
	edit := officer.Get(round+"/edit").Want(t, 200)
	version, _ := edit.Field("version")
	officer.Post(round, "version", version, "closes", c.Day().AddDays(9).String()).Want(t, 303)
	stale := c.As(c.Owen).Post(round, "version", version, "closes", c.Day().AddDays(12).String()).Want(t, 409)
	if !stale.Says(c.Day().AddDays(9).Words()) || !stale.Says(c.Day().AddDays(12).Words()) {
		t.Errorf("who was second: %s", stale.Words())
	}
	if p := officer.Post(round+"/cancellation", "why", " ").Want(t, 422); p.Problem("why") == "" {
		t.Error("cancelled without a reason")
	}
	officer.Post(round+"/cancellation", "why", "The fair is put off").Want(t, 303)
	if p := officer.Get(round).Want(t, 200); !p.Says("The fair is put off") || p.Says("Make the codes") {
		t.Errorf("cancelled: %s", p.Words())
	}
	officer.Post(round+"/cancellation", "why", "Again").Want(t, 409)
	officer.Post(round+"/codes", "codes", "2").Want(t, 409)
	officer.Get(round+"/edit").Want(t, 409)
	officer.Get("/areas/987654/online-rounds/1").Want(t, 404)
	officer.Get(area+"/online-rounds/987654").Want(t, 404)
	officer.Post(area+"/online-rounds", append(dates(c), "votes_each", "2", "issue", id(c, "Bins are missed"), "issue",
		id(c, "Speed on the quay"))...).Want(t, 303)
}
