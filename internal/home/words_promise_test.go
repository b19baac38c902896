package home_test

import (
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/serve/servertest"
)

// promises is, for each kind of notice that asks something of its reader, when that is still open (of the notice n and
// its recipient r), and the step that the page behind its link then has for them.
var promises = map[string]struct{ open, step string }{
	"gate submitted":                 {asked, `^/attempts/\d+/(check|signatures)$`},
	"reminder: before":               {asked, `^/attempts/\d+/(check|signatures)$`},
	"reminder: due":                  {asked, `^/attempts/\d+/(check|signatures)$`},
	"reminder: after":                {asked, `^/attempts/\d+/(check|signatures)$`},
	"reminder: escalated":            {"false", ``},
	"issue referred":                 {thisAsk, `^/asks/\d+/answer$`},
	"feasibility asked":              {viewAsked, `^/solutions/\d+/views/\d+`},
	"validity view asked":            {thisAsk, `^/asks/\d+/answer$`},
	"quick win asked":                {thisAsk, `^/asks/\d+/answer$`},
	"ask overdue":                    {"false", ``},
	"decision to confirm":            {decides(recordedOnly), `^/decisions/\d+/confirmation`},
	"decision scheduled":             {decides(unrecorded), `^/decisions/\d+/record`},
	"draft to the Executive":         {"false", ``},
	"report to write":                {decides("recorded_at IS NULL"), `^/decisions/\d+/report/`},
	"condition owner":                {thisCondition + openOwn, `^/conditions/\d+/reports$`},
	"condition reported met":         {thisCondition + `b.state = 'reported met')`, `^/conditions/\d+/answers$`},
	"condition unanswered":           {"false", ``},
	"priorities differ":              {"false", ``}, // for some days: a test of priorityweb follows it
	"plan returned by the Executive": {"false", ``},
}

const (
	asked = `EXISTS (SELECT FROM attempts t WHERE t.id = n.attempt_id AND t.outcome IS NULL AND NOT EXISTS (
		SELECT FROM signatures s WHERE s.attempt_id = t.id AND s.person_id = r.person_id))`
	viewAsked = `EXISTS (SELECT FROM asks k JOIN feasibility_views v ON v.id = k.view_id
		WHERE n.link = '/solutions/' || v.solution_id
		AND v.finished_at IS NULL AND v.withdrawn_at IS NULL AND (v.member_id = r.person_id
		OR EXISTS (SELECT FROM role_grants g WHERE g.person_id = r.person_id AND g.ended_at IS NULL
		           AND (g.service_id = v.service_id OR g.organisation_id = v.organisation_id))))`
	thisAsk = `EXISTS (SELECT FROM asks v WHERE n.link = '/asks/' || v.id
		AND v.answered_at IS NULL AND v.withdrawn_at IS NULL AND (v.member_id = r.person_id
		OR EXISTS (SELECT FROM role_grants g WHERE g.person_id = r.person_id AND g.ended_at IS NULL
		           AND (g.service_id = v.service_id OR g.organisation_id = v.organisation_id))))`
	recordedOnly  = "recorded_at IS NOT NULL AND d.confirmed_at IS NULL"
	unrecorded    = "recorded_at IS NULL AND d.made_by = r.person_id"
	openOwn       = "b.state = 'open' AND c.owner_id = r.person_id)"
	thisCondition = `EXISTS (SELECT FROM conditions c JOIN binding_conditions b ON b.condition_id = c.id
		WHERE n.link = '/conditions/' || c.id AND `
)

func decides(when string) string {
	return `EXISTS (SELECT FROM executive_decisions d WHERE n.link LIKE '/decisions/' || d.id || '%'
		AND d.state IN ('drafted', 'scheduled') AND d.` + when + `)`
}

// asks is how a notice speaks that wants something of its reader here.
var asks = regexp.MustCompile(`(?i)(decision|confirmation|words) (is|are) needed|needs your|do you agree|` +
	`you (may|can) (call|decide|confirm|word)|confirm, amend|your view .* is asked|^confirm`)

// Each notice of the demo world leads its reader, as each of its recipients, to a page that is there for them; and one
// that asks for a step to a page that has it (domain §7, ruling 11).
func TestWhatANoticePromisesIsThereForItsReader(t *testing.T) {
	h := servertest.NewWorld(t)
	for _, line := range h.Lines(`SELECT DISTINCT event || '|' || subject || '|' || body FROM notices`) {
		event, words, _ := strings.Cut(line, "|")
		if _, known := promises[event]; !known && asks.MatchString(strings.ReplaceAll(words, "no page", "")) &&
			event != "actions to lead" {
			t.Errorf("%q asks something of its reader (%q), and no test follows it", event, words)
		}
	}
	follow := func(row string) (event string, p *servertest.Page) {
		cells := strings.SplitN(row, "|", 3)
		person, err := strconv.ParseInt(cells[1], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		c := h.As(domain.PersonID(person))
		if who := domain.PersonID(person); !slices.Contains(c.Get("/notices").Links(), cells[2]) {
			if len(h.Actor(who).Grants) > 0 && h.Int(`SELECT count(*) FROM notice_recipients WHERE person_id = $1`,
				person) <= 100 {
				t.Errorf("%q: their notices do not lead %s to %s", cells[0], h.Actor(who).Name, cells[2])
			}
			return cells[0], nil
		}
		p = c.Get(cells[2])
		for n := 0; p.Status == http.StatusSeeOther && n < 3; n++ {
			p = c.Follow(p)
		}
		if p.Status != http.StatusOK {
			t.Errorf("%q to %s (%s) leads to %s: %d, %s", cells[0], h.Text(`SELECT name FROM people WHERE id = $1`,
				person), cells[2], p.Asked, p.Status, p.Heading())
		}
		return cells[0], p
	}
	const of = ` FROM (SELECT *, row_number() OVER (PARTITION BY event, capacity ORDER BY id DESC) AS nth FROM (
		SELECT r.id, n.event, r.person_id, n.link, split_part(r.capacity, ',', 1) AS capacity
		FROM notice_recipients r JOIN notices n ON n.id = r.notice_id
		JOIN people p ON p.id = r.person_id AND p.disabled_at IS NULL WHERE n.link <> '' AND `
	const row = `SELECT event || '|' || person_id || '|' || link`
	seen := map[string]bool{}
	for _, line := range h.Lines(row + of + `true) x) y WHERE nth <= 2 ORDER BY id`) {
		event, _ := follow(line)
		seen[event] = true
	}
	kept := map[string]int{}
	for event, promise := range promises {
		open := row + of + `n.event = $1 AND ` + promise.open + `) x) y WHERE nth <= 4 ORDER BY id`
		for _, line := range h.Lines(open, event) {
			_, p := follow(line)
			if p == nil {
				continue
			}
			step := regexp.MustCompile(promise.step)
			kept[event]++
			if !slices.ContainsFunc(slices.Concat(p.Forms(), p.Links()), step.MatchString) {
				t.Errorf("%s: the page has no step %s: %v", line, promise.step, p.Forms())
			}
		}
	}
	t.Logf("%d kinds of notices; promises followed: %v", len(seen), kept)
}
