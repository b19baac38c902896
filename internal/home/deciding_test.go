package home_test

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fourgates/internal/serve"
	"fourgates/internal/serve/servertest"
)

// Why a form names no state.
const (
	adds   = "it adds something, and decides on nothing that stands"
	own    = "it says something of its sender's own"
	ended  = "it is refused once it has been answered, closed or ended: that is all the state that it rests on"
	checks = "it shows what a file holds, and records nothing of it"
	gone   = "it takes off what it names, and is refused where that is gone"
	file   = "the file that was read is what it rests on, and it is taken once"
	set    = "it says what is to be, whatever was before"
)

// carried says for each form that posts, and rests on nothing by its route, in which field it names the state that its
// page showed, or why it names none.
var carried = byPattern(map[string]string{
	"version": `/actions/{action} /actions/{action}/removal /admin/people/{person} /areas/{area}
		/areas/{area}/advice/{advice}/outcome /areas/{area}/boundaries /areas/{area}/online-rounds/{round}
		/areas/{area}/risks/{risk} /areas/{area}/rounds/{round} /areas/{area}/rounds/{round}/confirmation
		/areas/{area}/timeline/phases /areas/{area}/timeline/phases/{phase}/activity
		/areas/{area}/timeline/phases/{phase}/dates /areas/{area}/timeline/phases/{phase}/skip
		/authorities/{authority}/calendar/{entry}/change /authorities/{authority}/procedure /bids/{bid}/edit
		/causes/{cause} /causes/{cause}/moves /causes/{cause}/removal /comments/{comment}/withdrawal
		/comments/{comment}/wording /contacts/{id} /criteria /criteria/{criterion}
		/decisions/{decision}/announcement /decisions/{decision}/announcement/check /decisions/{decision}/call-in
		/decisions/{decision}/call-in/check /decisions/{decision}/call-in/outcome
		/decisions/{decision}/call-in/outcome/check /decisions/{decision}/correction
		/decisions/{decision}/correction/check /decisions/{decision}/declining /decisions/{decision}/declining/check
		/decisions/{decision}/publication /decisions/{decision}/publication/check /decisions/{decision}/record
		/decisions/{decision}/record/check /decisions/{decision}/report/clearances
		/decisions/{decision}/report/papers /decisions/{decision}/report/plans
		/decisions/{decision}/report/plans/{subject}/removal /decisions/{decision}/report/recommendations
		/decisions/{decision}/report/recommendations/{position}
		/decisions/{decision}/report/recommendations/{position}/place
		/decisions/{decision}/report/recommendations/{position}/removal
		/decisions/{decision}/report/sections/{section} /decisions/{decision}/schedule /decisions/{decision}/schedule/check /issues/{id}/edit
		/issues/{id}/evidence/{evidence} /issues/{id}/triage /organisations/{id} /plans/{plan}/sections/{section}
		/quick-wins/{win} /quick-wins/{win}/steps/{step} /replies/{reply}/draft /replies/{reply}/parts/{ask}/view
		/solutions/{solution}/edit /solutions/{solution}/views/{view} /synthesis/{session}/plan
		/synthesis/{session}/records`,
	"digest": `/attempts/{attempt}/check /attempts/{attempt}/papers /attempts/{attempt}/papers/check
		/attempts/{attempt}/signatures /decisions/{decision}/confirmation`,
	"attempts": `/batches/{batch}/check /batches/{batch}/signatures`,
	"seen": `/conditions/{condition}/answers /conditions/{condition}/answers/check
		/conditions/{condition}/decisions /conditions/{condition}/decisions/check /conditions/{condition}/reports`,
	"was": `/conditions/{condition}/owner`,
	adds: `/actions/{action}/comments /admin/mails/tests /admin/people /admin/people/{person}/accounts
		/admin/people/{person}/deputies /admin/people/{person}/invitations
		/admin/people/{person}/roles /admin/themes /areas /areas/{area}/advice /areas/{area}/assignments
		/areas/{area}/bids /areas/{area}/cycles /areas/{area}/feedback /areas/{area}/inductions
		/areas/{area}/online-rounds /areas/{area}/online-rounds/{round}/codes /areas/{area}/places
		/areas/{area}/plans /areas/{area}/reviews /areas/{area}/risks /areas/{area}/rounds /areas/{area}/solutions
		/areas/{area}/synthesis /areas/{area}/validity-asks /areas/{area}/validity-views /areas/{id}/network
		/areas/{id}/profile /areas/{id}/profile/speakers /areas/{id}/statements/{about}
		/authorities/{authority}/calendar /authorities/{authority}/days /bank-holidays /batches /contacts
		/contacts/{id}/roles /issues /issues/{id}/causes /issues/{id}/comments /issues/{id}/evidence
		/issues/{id}/evidence/reuse /issues/{id}/files /issues/{id}/quick-wins /issues/{id}/referrals
		/issues/{id}/replies /organisations /plans/{plan}/actions /plans/{plan}/links
		/plans/{plan}/sections/{section}/comments /plans/{plan}/versions /quick-wins/{win}/asks /seats
		/seats/{seat}/substitutes /seats/{seat}/terms /services /services/{id}/managers
		/solutions/{solution}/telling /solutions/{solution}/views /timeline-templates`,
	own: `/account/calendar /account/calendar/revocation /account/password /account/sessions/ending
		/account/sessions/{session}/ending /areas/{area}/online-rounds/{round}/answer /invitations/{token}
		/password-reset
		/issues/{id}/scores /notices/seen /say /say/answer /sign-in /sign-out`,
	ended: `/admin/mails/{mail}/bounce /admin/mails/{mail}/bounce/withdrawal
		/admin/queues/jobs/{job}/giving-up /admin/queues/jobs/{job}/tries
		/areas/{area}/assignments/{assignment}/end /areas/{area}/network/informed/{recipient} /areas/{area}/phases
		/areas/{area}/online-rounds/{round}/codes/cancellation /areas/{area}/risks/{risk}/closure
		/areas/{area}/timeline/activities/{activity}/skip /areas/{area}/timeline/activities/{activity}/ticks
		/areas/{area}/timeline/phases/{phase}/end /attempts/{attempt}/letters /comments/{comment}/answer
		/issues/{id}/evidence/{evidence}/withdrawal /letters/asks /letters/notices
		/plans/{plan}/comments/{comment}/answer /reviews/{review}/answer /reviews/{review}/closing
		/reviews/{review}/entered /seats/{seat}/substitutes/{substitute}/ending /services/{id}/managers/{post}/end
		/synthesis/{session}/calling-off`,
	checks: `/areas/{area}/boundaries/preview /authorities/{authority}/calendar/import /bank-holidays/preview
		/calendars/imports/{file}/columns /members/imports /members/imports/{file}/columns /seats/imports`,
	gone: `/admin/erasures /admin/erasures/check /areas/{area}/places/{place}/removal /areas/{id}/network/{entry}/removal
		/areas/{id}/profile/speakers/removal /authorities/{authority}/calendar/{entry}/removal
		/authorities/{authority}/days/removal /bank-holidays/imports/removal /bank-holidays/removal
		/issues/{id}/evidence/{evidence}/removal /issues/{id}/files/{file}/removal
		/issues/{id}/members/{member}/removal
		/plans/{plan}/links/{link}/removal`,
	file: `/calendars/imports/{file}/confirmation /members/imports/{file}/confirmation
		/seats/imports/{file}/confirmation`,
	set: `/admin/themes/{id} /areas/{area}/bids/none /areas/{area}/places/{place} /areas/{id}/network/{entry}
		/services/{id}`,
})

func byPattern(lists map[string]string) map[string]string {
	m := map[string]string{}
	for how, list := range lists {
		for _, pattern := range strings.Fields(list) {
			m[pattern] = how
		}
	}
	return m
}

// Every form either names the state in which its decision was read, or the table says why it names none.
func TestEveryFormThatDecidesNamesTheStateThatItShowed(t *testing.T) {
	t.Parallel()
	h := servertest.New(t)
	known := map[string]bool{}
	for _, route := range h.Server.Table {
		if route.Method != http.MethodPost {
			continue
		}
		known[route.Pattern] = true
		if _, said := carried[route.Pattern]; said == route.Rests() {
			t.Errorf("%s: rests on something by its route %v, and in the table %v", route.Pattern, route.Rests(), said)
		}
	}
	for pattern := range carried {
		if !known[pattern] {
			t.Errorf("%s: there is no such form", pattern)
		}
	}
}

// deciding tries each form that somebody meets: with a state that has moved, twice, and twice with other words.
type deciding struct {
	*servertest.Harness
	t    *testing.T
	walk *walk

	tried, again int
	recorded     map[string]bool // patterns of forms that were taken as their page had them
}

// audited is how many audit entries there are.
func (d *deciding) audited() int64 { return d.Int(`SELECT count(*) FROM audit_entries`) }

func (d *deciding) try(f shownForm) {
	pattern := d.walk.pattern(http.MethodPost, f.action)
	route := d.Server.Table[slices.IndexFunc(d.Server.Table, func(r serve.Route) bool {
		return r.Method == http.MethodPost && r.Pattern == pattern
	})]
	name := carried[pattern]
	if route.Rests() {
		name = "form-state"
	}
	if f.fields.Get("form-key") == "" {
		d.t.Errorf("%s on %s has no key", f.action, f.page)
	}
	if !strings.Contains(name, " ") && !f.fields.Has(name) {
		d.t.Errorf("%s on %s does not name the state that it shows (%s)", f.action, f.page, name)
		return
	}
	if name == "form-state" || name == "version" {
		d.moved(f, name)
	}
	d.twice(f, pattern)
}

// moved sends the form as though somebody had taken a step since its page was read.
func (d *deciding) moved(f shownForm, name string) {
	d.tried++
	was, before := f.fields.Get(name), d.audited()
	state, err := strconv.ParseInt(was, 10, 64)
	if err != nil {
		d.t.Errorf("%s on %s: its state is %q", f.action, f.page, was)
		return
	}
	sent := copied(f.fields)
	sent.Set("form-key", "moved"+f.fields.Get("form-key"))
	sent.Set(name, strconv.FormatInt(state+1, 10))
	p := d.walk.client.PostForm(f.action, sent)
	if p.Status != http.StatusConflict && (name == "form-state" || p.Status != http.StatusUnprocessableEntity) {
		d.t.Errorf("%s on %s: in another state than it names it is answered with %d, %s: %v", f.action, f.page,
			p.Status, p.Heading(), p.Problems())
	}
	for field, values := range sent {
		if p.Status == http.StatusConflict && values[0] == saidAtSurgery && !p.Says(saidAtSurgery) {
			d.t.Errorf("%s on %s: what was typed into %s is lost", f.action, f.page, field)
		}
	}
	if d.audited() != before {
		d.t.Errorf("%s on %s: something was recorded", f.action, f.page)
	}
}

// twice sends the form as its page has it, then again, then with other words.
func (d *deciding) twice(f shownForm, pattern string) {
	p := d.walk.client.PostForm(f.action, f.fields)
	if p.Status != http.StatusSeeOther {
		return
	}
	d.again++
	d.recorded[pattern] = true
	before := d.audited()
	q := d.walk.client.PostForm(f.action, f.fields)
	if q.Status != http.StatusSeeOther || q.Location() != p.Location() {
		d.t.Errorf("%s on %s: led to %s; sent again, it is answered with %d and leads to %q", f.action, f.page,
			p.Location(), q.Status, q.Location())
	} else if page := d.walk.client.Get(q.Location()); page.Status == http.StatusOK && page.Doc != nil &&
		!page.Says("Already recorded") {
		d.t.Errorf("%s on %s: sent again, nothing says that it is recorded already", f.action, f.page)
	}
	other := copied(f.fields)
	other.Set("comment", "Said by somebody else")
	if q := d.walk.client.PostForm(f.action, other); q.Status != http.StatusConflict ||
		!q.Says("Said by somebody else") {
		d.t.Errorf("%s on %s: the same form with other words is answered with %d, %s", f.action, f.page, q.Status,
			q.Heading())
	}
	if d.audited() != before {
		d.t.Errorf("%s on %s: sent again, it was recorded again", f.action, f.page)
	}
}

func copied(v url.Values) url.Values {
	to := url.Values{}
	for name, values := range v {
		to[name] = slices.Clone(values)
	}
	return to
}

// decided tries the forms that somebody meets, up to most of a kind, each on its page as it is by then.
func decided(t *testing.T, h *servertest.Harness, key string, most int) *deciding {
	t.Helper()
	list := formsShown(t, h, key, most)
	w := newWalk(t, h, key)
	d := &deciding{Harness: h, t: t, walk: w, recorded: map[string]bool{}}
	for _, f := range list {
		p := w.client.Get(f.page)
		if p.Doc == nil {
			continue
		}
		if now, ok := formsOf(p, f.page)[f.action]; ok {
			d.try(shownForm{f.page, f.action, now})
		}
	}
	t.Logf("%s: %d forms, %d in another state, %d sent twice", key, len(list), d.tried, d.again)
	return d
}

// TestFormsOfAnOfficerCountOnceAndInTheirState tries one form of each kind that a liaison officer meets.
func TestFormsOfAnOfficerCountOnceAndInTheirState(t *testing.T) {
	t.Parallel()
	decided(t, servertest.NewWorld(t), "clo", 1)
}
