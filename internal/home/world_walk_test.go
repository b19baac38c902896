package home_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"

	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/internal/serve/servertest"
)

// samples is how many pages of one kind each person looks at: many where each shows something else.
func samples(pattern string) int {
	if slices.Contains([]string{"/areas/{area}", "/attempts/{attempt}", "/areas/{area}/priorities",
		"/areas/{area}/rounds/{round}", "/areas/{area}/plan",
		"/solutions/{solution}", "/bids/{bid}", "/decisions/{decision}", "/areas/{area}/timeline",
		"/issues/{id}/causes", "/areas/{area}/synthesis", "/synthesis/{session}"}, pattern) {
		return 20
	}
	if pattern == "/admin/people/{person}" { // few of them can have a deputy
		return 100
	}
	return 3
}

// TestEveryLinkOfAnOfficerLeadsToAGoodPage walks the demo world from link to link as a liaison officer does: nothing
// that a page of ours offers is missing, refused, faulty as HTML, or dear.
func TestEveryLinkOfAnOfficerLeadsToAGoodPage(t *testing.T) {
	h := servertest.NewWorld(t, func(o *serve.Options) { o.App.Rules.SubstitutesAllowed = true })
	newWalk(t, h, "clo").from("/")
}

// walk is one person's way through the pages.
type walk struct {
	t      *testing.T
	h      *servertest.Harness
	client *servertest.Client
	actor  policy.Actor
	random *rand.Rand
	taken  map[string]int // how many pages were looked at, by pattern and the names of the query's values
	known  map[string]bool
	queue  []walked
	sees   func(path string, p *servertest.Page) // what else to check of each page; may be nil
	most   int                                   // how many pages of a kind are looked at; 0 is as many as samples says
}

type walked struct{ path, on string }

func newWalk(t *testing.T, h *servertest.Harness, key string) *walk {
	w := &walk{t: t, h: h, client: h.Browser(), random: seeded(), taken: map[string]int{},
		known: map[string]bool{}}
	if key != "" {
		w.client, w.actor = h.As(h.Who(key)), h.Actor(h.Who(key))
	}
	return w
}

func seeded() *rand.Rand { return rand.New(rand.NewPCG(1, 2)) }

func (w *walk) from(start string) {
	w.queue = []walked{{start, "the start"}}
	for len(w.queue) > 0 {
		at := w.random.IntN(len(w.queue))
		next := w.queue[at]
		w.queue = slices.Delete(w.queue, at, at+1)
		w.look(next)
	}
	w.t.Logf("%d kinds of pages, in the order of seed 1, 2", len(w.taken))
}

func (w *walk) samples(pattern string) int {
	if w.most > 0 {
		return w.most
	}
	return samples(pattern)
}

func (w *walk) look(l walked) {
	pattern := w.pattern(http.MethodGet, l.path)
	if pattern == "" {
		w.t.Errorf("%s, linked on %s: there is no such address", l.path, l.on)
		return
	}
	kind := pattern + kindOf(l.path)
	if w.taken[kind] >= w.samples(pattern) {
		return
	}
	w.taken[kind]++
	w.taken[pattern] += 0
	p := w.client.Get(l.path)
	if p.Status == http.StatusSeeOther {
		w.follow(p.Location(), l.path)
		return
	}
	if p.Status != http.StatusOK {
		w.t.Errorf("%s, linked on %s: status %d, %s", l.path, l.on, p.Status, p.Heading())
		return
	}
	statements, bytes := dearest(pattern)
	if p.Statements > statements && w.sees == nil {
		w.t.Errorf("%s: %d SQL statements", l.path, p.Statements)
	}
	if p.Doc != nil && len(p.Body) > bytes && w.sees == nil {
		w.t.Errorf("%s: %d bytes", l.path, len(p.Body))
	}
	for _, fault := range p.Faults() {
		w.t.Errorf("%s: %s", l.path, fault)
	}
	if w.sees != nil {
		w.sees(l.path, p)
	}
	if p.Doc == nil {
		return
	}
	for _, href := range slices.Concat(p.Links(), p.Searches()) {
		if part, within := strings.CutPrefix(href, "#"); within && !strings.Contains(p.Body, ` id="`+part+`"`) {
			w.t.Errorf("%s: a link to its part %q, which there is not", l.path, part)
		}
		w.follow(href, l.path)
	}
	for _, action := range p.Forms() {
		w.mayPost(action, l.path)
	}
}

// dearest is what a page may cost. Where something signed is spoken of, what was frozen is asked for besides; and what
// is to be signed is shown whole, however long it is.
func dearest(pattern string) (statements, bytes int) {
	statements, bytes = servertest.MostStatements, servertest.MostBytes
	switch pattern {
	case "/areas/{area}": // with what the Executive makes of the plan
		statements++
	case "/areas/{area}/gates/{gate}": // likewise, with the reviews and what a snapshot opens with
		statements += 3
	case "/issues/{id}": // with what was asked of others about it, and the reviews
		statements++
	case "/": // where letters wait, which and for whom; and whose decisions wait to be confirmed
		statements += 4
	case "/attempts/{attempt}/decision/change": // as the attempt, with the decision that is changed
		statements += 5
	case "/issues/{id}/thread", "/solutions/{solution}/thread", "/actions/{action}/thread":
		statements += 2
	case "/attempts/{attempt}": // what was frozen, what its decisions replaced, what happened to its places, which of
		// them wait to be confirmed, and where the gates of its area fall in the calendars
		statements, bytes = statements+7, 10*bytes
	case "/areas/{area}/plan", "/plans/{plan}/versions/{version}":
		bytes *= 3
	}
	return statements, bytes
}

// follow puts a link of ours into the queue.
func (w *walk) follow(href, on string) {
	base, err := url.Parse(on)
	if err != nil {
		w.t.Fatal(err)
	}
	to, err := base.Parse(href)
	if err != nil {
		w.t.Errorf("%s: link to %q: %v", on, href, err)
		return
	}
	if to.Host != "" || to.Scheme != "" { // elsewhere, or mail
		return
	}
	to.Fragment = ""
	if path := to.String(); !w.known[path] && !strings.HasPrefix(path, "/assets/") {
		w.known[path] = true
		w.queue = append(w.queue, walked{path, on})
	}
}

// mayPost checks that a form leads to an address that takes it and that this person may use.
func (w *walk) mayPost(action, on string) {
	path, _, _ := strings.Cut(action, "?")
	if action == "" {
		path, _, _ = strings.Cut(on, "?")
	}
	pattern := w.pattern(http.MethodPost, path)
	for _, route := range w.h.Server.Table {
		if route.Method == http.MethodPost && route.Pattern == pattern {
			if route.Action != policy.SignIn && !policy.Can(w.actor, route.Action) {
				w.t.Errorf("%s: a form to %s, which they may not use", on, action)
			}
			return
		}
	}
	w.t.Errorf("%s: a form to %s, which there is not", on, action)
}

// pattern is the route that an address belongs to, or "".
func (w *walk) pattern(method, path string) string {
	path, _, _ = strings.Cut(path, "?")
	rctx := chi.NewRouteContext()
	if !w.h.Handler.(chi.Routes).Match(rctx, method, path) {
		return ""
	}
	return rctx.RoutePattern()
}

// kindOf tells apart what a page is asked for: the names of the query's values.
func kindOf(path string) string {
	u, err := url.Parse(path)
	if err != nil || u.RawQuery == "" {
		return ""
	}
	var names []string
	for name := range u.Query() {
		names = append(names, name)
	}
	slices.Sort(names)
	return fmt.Sprint("?", names)
}
