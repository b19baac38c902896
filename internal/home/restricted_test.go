package home_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/restrictions/restrictionstore"
	"fourgates/internal/serve/servertest"
)

// idsOf lists what can stand in the addresses of an area's pages: SQL with the area as $1 and the issue as $2.
var idsOf = map[string]string{
	"area": `SELECT $1::bigint::text WHERE $2::bigint > 0`,
	"issue": `SELECT id::text FROM (SELECT id FROM issues WHERE area_id = $1 AND id <> $2 ORDER BY id LIMIT 8) f
	          UNION SELECT $2::bigint::text`,
	"action": `SELECT n.id::text FROM actions n LEFT JOIN solutions s ON s.id = n.solution_id
	           WHERE n.area_id = $1 AND $2 IN (n.issue_id, s.issue_id)`,
	"solution": `SELECT id::text FROM solutions WHERE area_id = $1 AND issue_id = $2`,
	"cause":    `SELECT c.id::text FROM causes c JOIN issues i ON i.id = c.issue_id WHERE i.area_id = $1 AND i.id = $2`,
	"win":      `SELECT id::text FROM quick_wins WHERE area_id = $1 AND $2::bigint > 0`,
	"bid":      `SELECT id::text FROM bids WHERE area_id = $1 AND $2::bigint > 0`,
	"attempt":  `SELECT id::text FROM attempts WHERE area_id = $1 AND $2::bigint > 0`,
	"gate":     `SELECT n::text FROM generate_series(1, 4) n WHERE $1::bigint + $2::bigint > 0`,
	"plan":     `SELECT id::text FROM plans WHERE area_id = $1 AND $2::bigint > 0`,
	"version": `SELECT v.number::text FROM plan_versions v JOIN plans p ON p.id = v.plan_id
	            WHERE p.area_id = $1 AND $2::bigint > 0`,
	"decision": `SELECT DISTINCT decision_id::text FROM executive_matters WHERE area_id = $1 AND $2::bigint > 0`,
	"notice":   `SELECT id::text FROM notices WHERE area_id = $1 AND $2::bigint > 0`,
	"review":   `SELECT id::text FROM reviews WHERE issue_id = $2 AND $1::bigint > 0`,
	"round":    `SELECT id::text FROM priority_rounds WHERE area_id = $1 AND $2::bigint > 0`,
	"session":  `SELECT id::text FROM synthesis_sessions WHERE area_id = $1 AND $2::bigint > 0`,
	"reference": `SELECT e.reference FROM register_entries e JOIN attempts t ON t.id = e.attempt_id
	              WHERE t.area_id = $1 AND $2::bigint > 0`,
	"comment": `SELECT c.id::text FROM issue_comments c WHERE c.issue_id = $2 AND $1::bigint > 0`,
	"condition": `SELECT c.id::text FROM conditions c JOIN attempts t ON t.id = c.attempt_id
	              WHERE t.area_id = $1 AND $2::bigint > 0`,
	"view": `SELECT v.id::text FROM feasibility_views v JOIN solutions s ON s.id = v.solution_id
	         WHERE s.area_id = $1 AND s.issue_id = $2`,
	"ask":   `SELECT id::text FROM asks WHERE area_id = $1 AND $2::bigint > 0`,
	"reply": `SELECT r.id::text FROM replies r WHERE r.issue_id = $2 AND $1::bigint > 0`,
	"contact": `SELECT DISTINCT r.contact_id::text FROM notice_recipients r JOIN notices n ON n.id = r.notice_id
	            WHERE n.area_id = $1 AND r.contact_id IS NOT NULL AND $2::bigint > 0`,
	"section": `SELECT s.key FROM plan_sections s JOIN plans p ON p.id = s.plan_id
	            WHERE p.area_id = $1 AND $2::bigint > 0`,
}

var inPath = regexp.MustCompile(`\{(\w+)\}`)

// addressesOf lists the addresses of all pages, files and feeds that can be about an area, with up to most of a kind.
func addressesOf(h *servertest.Harness, area, issue int64, most int) []string {
	ids := map[string][]string{}
	for name, sql := range idsOf {
		ids[name] = h.Lines(sql, area, issue)
	}
	var all []string
	for _, route := range h.Server.Table {
		if route.Method != http.MethodGet {
			continue
		}
		found := []string{route.Pattern}
		for _, m := range inPath.FindAllStringSubmatch(route.Pattern, -1) {
			name := m[1]
			if name == "id" {
				name = map[string]string{"issues": "issue", "areas": "area", "contacts": "contact"}[strings.Split(
					route.Pattern, "/")[1]]
			}
			var filled []string
			for _, at := range found {
				for _, id := range ids[name] {
					filled = append(filled, strings.ReplaceAll(at, m[0], id))
				}
			}
			found = filled
		}
		for n, at := range found {
			if n < most || most == 0 {
				all = append(all, at)
			}
		}
	}
	for _, plan := range ids["plan"] {
		for _, version := range ids["version"] {
			all = append(all, fmt.Sprintf("/plans/%s/comparison?from=%s&to=now", plan, version))
		}
	}
	return append(all, "/issues?q=", "/issues.csv")
}

// restrictedInWorld restricts a priority of the area whose plan is in force in the demo world, by its form, and returns
// its area, its id and the words by which it was known in all that was frozen.
func restrictedInWorld(t *testing.T, h *servertest.Harness) (area, issue int64, marks []string) {
	t.Helper()
	area = h.Int(`SELECT id FROM areas WHERE code = 'LCA-11'`)
	issue = h.Int(`SELECT i.id FROM issues i JOIN solutions s ON s.issue_id = i.id
		JOIN actions n ON n.solution_id = s.id
		WHERE i.area_id = $1 AND s.state = 'chosen' AND EXISTS (
		    SELECT FROM attempts t JOIN frozen_words f ON f.digest = t.digest
		    WHERE t.area_id = i.area_id AND f.part = 'issues[' || i.id || ']')
		ORDER BY i.id LIMIT 1`, area)
	marks = h.Lines(`SELECT title FROM issues WHERE id = $1 UNION SELECT title FROM solutions WHERE issue_id = $1
		UNION SELECT n.title FROM actions n JOIN solutions s ON s.id = n.solution_id WHERE s.issue_id = $1
		UNION SELECT text FROM causes WHERE issue_id = $1 UNION SELECT title FROM quick_wins WHERE issue_id = $1
		UNION SELECT description FROM issues WHERE id = $1 AND description <> ''`, issue)
	if len(marks) < 4 {
		t.Fatalf("issue %d has only the words %q", issue, marks)
	}
	cpo := h.As(h.Who("cpo"))
	at := fmt.Sprintf("/issues/%d/edit", issue)
	form := cpo.Get(at).Want(t, 200)
	for _, where := range []string{"Version 1 of the plan", "gate 2, attempt 1", "gate 3, attempt 1",
		"The report to the Executive", "The corporate planning feed", "notice"} {
		if !form.Says(where) {
			t.Errorf("the form does not say that the words stand in %s: %s", where, form.Words())
		}
	}
	values := form.Hidden(at)
	for _, name := range []string{"title", "description", "place", "place_note", "lat", "lon", "shape", "theme",
		"source", "raised_for"} {
		if value, ok := form.Field(name); ok {
			values.Set(name, value)
		}
	}
	values.Set("visibility", "restricted")
	values.Set("title", "Called otherwise by now")
	asked := cpo.PostForm(at, values).Want(t, 422)
	if !asked.Says("Its words stand in what was frozen or told") {
		t.Errorf("it does not ask: %s", asked.Words())
	}
	values.Set("stands", "yes")
	cpo.PostForm(at, values).Want(t, 303)
	return area, issue, marks
}

// sayingAddresses lists the addresses of what was told with one of the marks, and of searches for their words.
func sayingAddresses(t *testing.T, h *servertest.Harness, area int64, marks []string) []string {
	t.Helper()
	all := h.Lines(`SELECT '/notices/' || n.id FROM notices n, unnest($2::text[]) m
		WHERE n.area_id = $1 AND position(lower(m) IN lower(n.subject || n.body)) > 0 GROUP BY n.id`, area, marks)
	if len(all) < 3 {
		t.Errorf("only %v say the words %q", all, marks)
	}
	for _, mark := range marks {
		words := strings.Fields(mark)
		for _, word := range words[:min(2, len(words)-1)] {
			q := url.QueryEscape(word)
			all = append(all, "/issues?q="+q, "/issues.csv?q="+q,
				fmt.Sprintf("/areas/%d/issues/likely.json?title=%s", area, q))
		}
	}
	return all
}

func withheldFrom(t *testing.T, people []string, most int) (h *servertest.Harness, area int64, marks []string) {
	h = servertest.NewWorld(t)
	area, issue, marks := restrictedInWorld(t, h)
	addresses := append(addressesOf(h, area, issue, most), sayingAddresses(t, h, area, marks)...)
	said := map[string]int{}
	for _, key := range people {
		client, shown, own := h.Browser(), 0, []string(nil)
		if key != "nobody" {
			client = h.As(h.Who(key))
			made := client.Post("/account/calendar").Want(t, 201)
			if !strings.Contains(made.Body, "/calendar/") {
				t.Fatalf("%s has no calendar: %s", key, made.Words())
			}
			own = append(own, regexp.MustCompile(`/calendar/[^"<.]+\.ics`).FindString(made.Body))
			client.Get(own[0]).Want(t, 200)
		}
		for _, at := range slices.Concat(addresses, own) {
			p := client.Get(at)
			if p.Status >= 500 {
				t.Errorf("%s: %s: status %d", key, at, p.Status)
			}
			body := strings.ToLower(strings.ReplaceAll(p.Body, "\u00a0", " "))
			for _, mark := range marks {
				mark = strings.ToLower(mark)
				if strings.Contains(body, mark) || strings.Contains(body, escaped(mark)) {
					t.Errorf("%s: %s says %q", key, at, mark)
				}
			}
			if strings.Contains(body, "withheld: the issue is restricted") {
				said[at]++
				shown++
			}
		}
		t.Logf("%s: %d of %d addresses say that something is withheld", key, shown, len(addresses))
	}
	if len(said) < 4 {
		t.Errorf("only %v say that something is withheld", said)
	}
	cpo := h.As(h.Who("cpo"))
	for at := range said {
		if p := cpo.Get(at); p.Status == 200 && strings.Contains(p.Body, "withheld: the issue is restricted") {
			t.Errorf("cpo, who may see it: %s withholds something", at)
		}
	}
	return h, area, marks
}

func escaped(text string) string {
	return strings.NewReplacer("&", "&amp;", "'", "&#39;", `"`, "&#34;").Replace(text)
}

// What was frozen, told and fed of an issue that is restricted since shows none of its words to a Member of the area or
// a partner: on no page, in no file, feed, print or receipt; each says what is withheld, and who may see it sees it.
func TestWhatIsRestrictedSinceIsWithheld(t *testing.T) {
	h, area, marks := withheldFrom(t, []string{"member.ward.28"}, 2)
	for key, withheld := range map[string]bool{"member.ward.28": true, "nobody": true, "cpo": false} {
		var actor policy.Actor
		if key != "nobody" {
			actor = h.Actor(h.Who(key))
		}
		reader := h.App.Store.ReadFor(policy.IssueScopeOf(actor))
		unsaid, err := restrictionstore.Unsaid(t.Context(), reader, domain.AreaID(area))
		if err != nil {
			t.Fatal(err)
		}
		for _, mark := range marks {
			said := "For your decision: " + strings.ToUpper(mark) + ", and what follows"
			if unsaid.In(domain.AreaID(area), said) != withheld {
				t.Errorf("%s: withheld %v: %s", key, !withheld, said)
			}
			if unsaid.In(domain.AreaID(area)+1, said) {
				t.Errorf("%s: another area says %s, and is withheld", key, said)
			}
		}
	}
}
