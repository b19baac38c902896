package home_test

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/internal/serve/servertest"
)

// shownForm is a form as somebody's page has it: the page, where the form goes, and its fields.
type shownForm struct {
	page, action string
	fields       url.Values
}

// formsShown walks as somebody from link to link, up to most pages of a kind, and lists the forms that it meets, those
// of an address kind up to most times each.
func formsShown(t *testing.T, h *servertest.Harness, key string, most int) (list []shownForm) {
	t.Helper()
	w := newWalk(t, h, key)
	w.most = most
	kinds := map[string]int{}
	w.sees = func(path string, p *servertest.Page) {
		if p.Doc == nil {
			return
		}
		forms := formsOf(p, path)
		for _, action := range slices.Sorted(maps.Keys(forms)) {
			f := shownForm{path, action, forms[action]}
			if strings.HasPrefix(f.action, "/sign-") || strings.HasPrefix(f.action, "/account") {
				continue
			}
			kind := w.pattern(http.MethodPost, f.action)
			if most > 0 && kinds[kind] >= most {
				continue
			}
			kinds[kind]++
			list = append(list, f)
		}
	}
	w.from("/")
	return list
}

// refusedFirst sends each form as each of those whose page does not show it: empty, and with too much in every field.
// Where the address does not say what a form is about, its fields do. Who may not is refused as such,
// before what they sent is judged: not even what is wrong with it is theirs to learn.
func refusedFirst(t *testing.T, h *servertest.Harness, list []shownForm, others []string) {
	t.Helper()
	before := fingerprint(h)
	sent, pages := 0, 0
	wrong := map[string]int{}
	for _, key := range others {
		c, actor := h.As(h.Who(key)), h.Actor(h.Who(key))
		shows := map[string][]string{}
		tried := map[string]bool{}
		for _, f := range list {
			if _, asked := shows[f.page]; !asked {
				p := c.Get(f.page)
				pages++
				if shows[f.page] = []string{}; p.Status == http.StatusOK && p.Doc != nil {
					shows[f.page] = slices.Collect(maps.Keys(formsOf(p, f.page)))
				}
			}
			if slices.Contains(shows[f.page], f.action) || tried[f.action] {
				continue
			}
			tried[f.action] = true
			empty, long := f.ill()
			if !numbers.MatchString(f.action) && len(empty["issue"]) == 0 && mayPost(h, actor, f.action, empty) {
				continue // it is about nothing of somebody else's
			}
			for _, values := range []url.Values{empty, long} {
				p := c.PostForm(f.action, values)
				sent++
				if p.Status == http.StatusForbidden || p.Status == http.StatusNotFound {
					continue
				}
				kind := numbers.ReplaceAllString(f.action, "#")
				if wrong[kind]++; wrong[kind] <= 3 {
					t.Errorf("%s sends %s, which their page %s does not offer: status %d, %s: %v", key, f.action,
						f.page, p.Status, p.Heading(), p.Problems())
				}
			}
		}
	}
	if after := fingerprint(h); after != before {
		t.Error("something changed")
	}
	t.Logf("%d forms, %d pages asked for by others, %d forms sent by others", len(list), pages, sent)
}

// mayPost reports whether somebody may do what the address does, in the area that a form names if it names one.
func mayPost(h *servertest.Harness, actor policy.Actor, path string, form url.Values) bool {
	area, err := strconv.ParseInt(form.Get("area"), 10, 64)
	return slices.ContainsFunc(h.Server.Table, func(r serve.Route) bool {
		return r.Method == http.MethodPost && r.Pattern == path && policy.Can(actor, r.Action) &&
			(err != nil || policy.CanIn(actor, r.Action, domain.AreaID(area)))
	})
}

// ill is the form as nobody may send it: empty, and with too much in every field. Where its address does not say what
// it is about, the fields that do are as they were.
func (f shownForm) ill() (empty, long url.Values) {
	empty, long = url.Values{}, url.Values{}
	for name, values := range f.fields {
		if !numbers.MatchString(f.action) && slices.Contains([]string{"area", "issue"}, name) {
			empty[name], long[name] = values, values
			continue
		}
		long.Set(name, strings.Repeat("ŵ", 100_000/max(20, len(f.fields))+1))
	}
	return empty, long
}

// fingerprint is over every row that stands for something of the council's.
func fingerprint(h *servertest.Harness) string {
	h.T.Helper()
	var all strings.Builder
	for _, table := range h.Lines(`SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND
		table_type = 'BASE TABLE' AND table_name NOT IN ('sessions', 'sign_ins', 'sign_in_tries', 'goose_db_version')
		ORDER BY 1`) {
		all.WriteString(table + h.Text(`SELECT md5(COALESCE(string_agg(md5(t::text), '' ORDER BY md5(t::text)), ''))
			FROM `+table+` t`))
	}
	return all.String()
}

// strangers are people who sign in beside those of the area under test.
var strangers = []string{"clo.2", "member.ward.2", "service.highways", "partner.police", "director"}

// TestWhoMayNotIsRefusedBeforeWhatTheySentIsJudged walks as a liaison officer, and sends each form empty as others to
// whom it is not shown.
func TestWhoMayNotIsRefusedBeforeWhatTheySentIsJudged(t *testing.T) {
	t.Parallel()
	h := servertest.NewWorld(t, func(o *serve.Options) { o.App.Rules.SubstitutesAllowed = true })
	refusedFirst(t, h, formsShown(t, h, "clo", 1), strangers[:1])
}
