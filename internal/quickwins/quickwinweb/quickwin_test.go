package quickwinweb_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

// propose proposes a quick win as the person and returns its address.
func propose(t *testing.T, h *servertest.Harness, who domain.PersonID, issue domain.IssueID, pairs ...string) string {
	t.Helper()
	title := "Mend the lamp"
	if n := h.Int(`SELECT count(*) FROM quick_wins`); n > 0 {
		title += fmt.Sprintf(", and %d more", n)
	}
	return h.As(who).Post(fmt.Sprintf("/issues/%d/quick-wins", issue), append([]string{"title", title}, pairs...)...).
		Want(t, 303).Location()
}

// step takes a quick win a step further with the version that it has now.
func step(h *servertest.Harness, who domain.PersonID, win, step string, pairs ...string) *servertest.Page {
	version := fmt.Sprint(h.Int(`SELECT version FROM quick_wins WHERE id = $1`, win[strings.LastIndex(win, "/")+1:]))
	return h.As(who).Post(win+"/steps/"+step, append([]string{"version", version}, pairs...)...)
}

func TestAQuickWinGoesDownItsLane(t *testing.T) {
	h, q, issues := servertest.SignedQuarter(t)
	form := fmt.Sprintf("/issues/%d/quick-wins", issues[0])
	officer := h.As(q.Officer)
	bad := officer.Post(form, "title", "", "within_duty", "yes", "due", "2026-02-30").Want(t, 422)
	for _, field := range []string{"title", "due"} {
		if bad.Problem(field) == "" {
			t.Errorf("nothing is said by %s: %v", field, bad.Problems())
		}
	}
	bad = officer.Post(form, "title", "Mend the lamp", "within_duty", "yes").Want(t, 422)
	for _, field := range []string{"delivered_by", "within_duty"} {
		if bad.Problem(field) == "" {
			t.Errorf("nothing is said by %s: %v", field, bad.Problems())
		}
	}
	service := h.Service("Street lighting")
	lighting, parks := h.Person("Wojciech Zając"), h.Person("Gwenllian")
	h.Grant(lighting, policy.Service, int64(service))
	h.Grant(parks, policy.Service, int64(h.Service("Parks")))
	raiser := q.Members[1]
	h.Forced("of a quarter whose issues its officer raised", `UPDATE issues SET raised_by = $1 WHERE id = $2`,
		int64(raiser), int64(issues[0]))

	win := propose(t, h, raiser, issues[0], "to", fmt.Sprintf("s%d", service), "due", "2026-03-20")
	step(h, raiser, win, "agree").Want(t, 403)
	step(h, q.Officer, win, "agree").Want(t, 303)
	if n := h.Int(`SELECT count(*) FROM notice_recipients r JOIN notices n ON n.id = r.notice_id
		WHERE n.event = 'quick win agreed'`); n != 4 {
		t.Errorf("%d are told that it is agreed, want the four Members, one of whom raised it", n)
	}
	step(h, parks, win, "start").Want(t, 403)
	officer.Post(win+"/steps/start", "version", "1").Want(t, 409)
	step(h, lighting, win, "start").Want(t, 303)
	h.Move(14 * 24 * time.Hour)
	lane := fmt.Sprintf("/areas/%d/quick-wins", q.Area)
	if page := h.As(q.Officer).Get(lane).Want(t, 200); !page.Says("Begun 14 days ago, overdue by 4 days") ||
		!page.Says("1 quick win is overdue") {
		t.Errorf("the clock does not run: %s", page.Words())
	}
	if none := step(h, lighting, win, "done").Want(t, 422); none.Problem("words") == "" {
		t.Error("no proof is not refused by its field")
	}
	version := fmt.Sprint(h.Int(`SELECT version FROM quick_wins`))
	if pdf := h.As(lighting).Upload(win+"/steps/done", "after", "lamp.pdf", []byte(servertest.Minutes), "version",
		version, "words", "Mended").Want(t, 422); pdf.Problem("after") == "" {
		t.Errorf("a PDF is taken for a photograph: %v", pdf.Problems())
	}
	h.As(lighting).Upload(win+"/steps/done", "after", "lamp.jpg", servertest.Photo(t), "version", version).Want(t, 303)
	page := h.As(q.Members[0]).Get(win).Want(t, 200)
	if img := page.First("img", "alt", "After: Mend the lamp"); img == nil {
		t.Errorf("the photograph is not shown: %s", page.Words())
	}
	step(h, lighting, win, "confirm", "words", "I say so myself").Want(t, 403)
	if none := step(h, raiser, win, "confirm").Want(t, 422); none.Problem("words") == "" {
		t.Error("no word of who confirmed it is not refused by its field")
	}
	step(h, raiser, win, "back", "words", "Still dark").Want(t, 303)
	step(h, lighting, win, "done", "words", "The other lamp too").Want(t, 303)
	step(h, raiser, win, "confirm", "words", "The residents of Quay Street").Want(t, 303)
	if state := h.Text(`SELECT state || ': ' || state_reason FROM issues WHERE id = $1`,
		int64(issues[0])); state != "verified: Confirmed by The residents of Quay Street" {
		t.Errorf("the quick win is confirmed, and its issue is %s", state)
	}
	if p := h.As(q.Officer).Get(fmt.Sprintf("/areas/%d/orphans", q.Area)).Want(t, 200); strings.Contains(p.Words(),
		h.Text(`SELECT title FROM issues WHERE id = $1`, int64(issues[0]))) {
		t.Errorf("its raiser is listed as not answered: %s", p.Words())
	}
	step(h, q.Officer, win, "drop", "words", "Too late").Want(t, 422)
	h.As(q.Officer).Get(win+"/steps/fly").Want(t, 404)
	stranger := h.Person("Ealasaid")
	h.Term(stranger, h.Seat("ward", "Far Moor"))
	h.As(stranger).Get(win).Want(t, 404)
	h.As(stranger).Get(lane).Want(t, 404)
}

func TestBeforeGate2OnlyAServiceWithinItsDutyBegins(t *testing.T) {
	h := servertest.New(t)
	q := h.Quarter("Castle")
	attempt := servertest.Submit(t, h, q, 1)
	for _, m := range q.Members {
		servertest.Decide(t, h, m, attempt, "decision", "approve").Want(t, 303)
	}
	h.ReadyForGate2(q)
	issue := domain.IssueID(h.Int(`SELECT min(id) FROM issues`))
	service := fmt.Sprintf("s%d", h.Service("Street lighting"))
	within := propose(t, h, q.Officer, issue, "to", service, "within_duty", "yes")
	waits := propose(t, h, q.Officer, issue, "to", service)
	marked := fmt.Sprintf("/issues/%d", h.Int(`SELECT max(id) FROM issues`))
	h.As(q.Officer).Post(marked+"/moves", "move", "quick-win").Want(t, 303)
	byMark := fmt.Sprintf("/quick-wins/%d", h.Int(`SELECT max(id) FROM quick_wins`))
	for _, win := range []string{within, waits} {
		step(h, q.Officer, win, "agree").Want(t, 303)
	}
	step(h, q.Officer, within, "start").Want(t, 303)
	for _, win := range []string{waits, byMark} {
		if page := step(h, q.Officer, win, "start").Want(t, 422); !page.Says("Before gate 2 only a service acting " +
			"within its duty may begin") {
			t.Errorf("%s: %s", win, page.Words())
		}
	}
	late := propose(t, h, q.Officer, issue, "to", service)
	attempt = servertest.Submit(t, h, q, 2)
	step(h, q.Officer, late, "agree").Want(t, 303) // after Members were asked: they do not see it
	for _, m := range q.Members {
		servertest.Decide(t, h, m, attempt, "decision", "approve").Want(t, 303)
	}
	if got := h.Text(
		`SELECT string_agg((released_at IS NOT NULL)::text, ',' ORDER BY id) FROM quick_wins`); got !=
		"false,true,true,false" {
		t.Errorf("released: %s, want those that were agreed when Members were asked, and had not begun", got)
	}
	for _, win := range []string{waits, byMark, late} {
		step(h, q.Officer, win, "start").Want(t, 303)
	}
	step(h, q.Officer, byMark, "done", "words", "Swept").Want(t, 303)
	step(h, q.Officer, byMark, "confirm", "words", "The shopkeepers").Want(t, 303)
	if got := h.Text(`SELECT state FROM issues ORDER BY id DESC LIMIT 1`); got != "verified" {
		t.Errorf("the issue marked as a quick win is %s once that is confirmed, want verified", got)
	}
}

func TestAnIssueAndItsLaneStayInStep(t *testing.T) {
	h, q, issues := servertest.SignedQuarter(t)
	officer := h.As(q.Officer)
	at := func(i domain.IssueID) string { return fmt.Sprintf("/issues/%d/moves", i) }
	states := func() string {
		return h.Text(`SELECT COALESCE(string_agg(q.state || ' ' || i.state, ',' ORDER BY q.id), '') FROM quick_wins q
			JOIN issues i ON i.id = q.issue_id`)
	}
	officer.Post(at(issues[0]), "move", "quick-win").Want(t, 303)
	officer.Post(at(issues[0]), "move", "back-to-triage").Want(t, 303)
	if got := states(); got != "dropped triaged" {
		t.Errorf("sent back: %s", got)
	}
	officer.Post(at(issues[1]), "move", "quick-win").Want(t, 303)
	step(h, q.Officer, "/quick-wins/2", "promote", "words", "It needs a budget").Want(t, 303)
	officer.Post(at(issues[2]), "move", "quick-win").Want(t, 303)
	step(h, q.Officer, "/quick-wins/3", "drop", "words", "Nobody can").Want(t, 303)
	if got := states(); got != "dropped triaged,promoted synthesised,dropped synthesised" {
		t.Errorf("promoted and dropped: %s", got)
	}
}
