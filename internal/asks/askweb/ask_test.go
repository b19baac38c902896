package askweb_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fourgates/internal/asks"
	"fourgates/internal/asks/askapp"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

// put is a matter with one thing of each kind to ask about, and a village hall trust without account.
type put struct {
	servertest.Matter
	trust   domain.OrganisationID
	manager domain.PersonID
	cabinet domain.PersonID
	second  domain.PersonID // colleague of the service's officer
}

func newPut(t *testing.T) put {
	m := servertest.NewMatter(t)
	p := put{Matter: m}
	p.trust = domain.OrganisationID(m.Int(
		`INSERT INTO organisations (name, kind) VALUES ('Ferry Lane Hall Trust', 'voluntary') RETURNING id`))
	p.manager, p.cabinet = m.Person("Ingeborg Achterberg"), m.Person("Rhiannon Tesfaye", policy.ExecutiveMember)
	m.Grant(p.manager, policy.Service, int64(m.Highways))
	m.Forced("a manager", `UPDATE role_grants SET manager = true WHERE person_id = $1`, int64(p.manager))
	p.second = m.Person("Emeka Lindqvist")
	m.Grant(p.second, policy.Service, int64(m.Highways))
	return p
}

// about makes the thing that a kind of ask is about, and returns where the ask is posted and its fields of its own.
func (p put) about(t *testing.T, kind asks.Kind, to string) (address string, pairs []string) {
	issue := p.Raise(p.CLO, "Loose slabs")
	pairs = []string{"to", to, "ask", "Can you?", "reply_by", "2026-03-20"}
	switch kind {
	case asks.Feasibility:
		p.As(p.CLO).Post(issue+"/moves", "move", "stand-alone").Want(t, 303)
		made := p.As(p.CLO).Post(fmt.Sprintf("/areas/%d/solutions", p.Quay), "issue", servertest.Number(issue),
			"title", "Reset the slabs", "description", "All of them", "delivered_by", "council", "service",
			servertest.ID(p.Highways)).Want(t, 303).Location()
		return made + "/views", []string{"of", to, "question", "Can you?", "reply_by", "2026-03-20"}
	case asks.Validity:
		return fmt.Sprintf("/areas/%d/validity-asks", p.Quay), append(pairs, "counts_as", "service provider")
	case asks.QuickWin:
		win := p.As(p.CLO).Post(issue+"/quick-wins", "title", "Wedge the slabs", "delivered_by", "whoever can").
			Want(t, 303).Location()
		return win + "/asks", pairs
	}
	return issue + "/referrals", pairs
}

func (p put) ask(t *testing.T, kind asks.Kind, way asks.Way) string {
	to := "s" + servertest.ID(p.Highways)
	if way != asks.Here {
		to = "o" + servertest.ID(p.trust)
	}
	address, pairs := p.about(t, kind, to)
	p.As(p.CLO).Post(address, append(pairs, "way", string(way))...).Want(t, 303)
	return fmt.Sprintf("/asks/%d", p.Int(`SELECT max(id) FROM asks`))
}

func (p put) events(ask string) string {
	return p.Text(`SELECT COALESCE(string_agg(event || ' > ' || r.name || ' ' || r.result, '; ' ORDER BY n.id, r.name),
		'') FROM notices n JOIN notice_recipients r ON r.notice_id = n.id
		WHERE n.link = $1 OR n.link = (SELECT '/solutions/' || v.solution_id FROM asks k
			JOIN feasibility_views v ON v.id = k.view_id WHERE '/asks/' || k.id = $1)`, ask)
}

var kinds = []asks.Kind{asks.Referral, asks.Feasibility, asks.Validity, asks.QuickWin}

// source is where an answer comes from that an officer enters.
var source = []string{"said_by", "Cora Ilves, secretary", "said_way", "telephone", "said_on", "2026-03-11"}

// Kind of ask × way it is put × outcome: the table of section 10.
func TestEveryAskCanBeAnswered(t *testing.T) {
	outcomes := map[string]func(*testing.T, put, asks.Kind, asks.Way, string){
		"answered": answered, "passed on": passedOn, "not ours": notOurs, "overdue": overdue, "withdrawn": withdrawn,
	}
	for _, kind := range kinds {
		for _, way := range asks.Ways() {
			for name, outcome := range outcomes {
				t.Run(fmt.Sprintf("%s/%s/%s", kind, way, name), func(t *testing.T) {
					p := newPut(t)
					ask := p.ask(t, kind, way)
					told := p.events(ask)
					if strings.Contains(told, "Oisín Mac Giolla Phádraig shown in app") != (way == asks.Here) {
						t.Errorf("told by asking: %s", told)
					}
					page := p.As(p.CLO).Get(ask).Want(t, 200)
					want := map[asks.Way]string{asks.Here: "They answer here", asks.Letter: "Asked by letter",
						asks.Telephone: "Asked by telephone"}[way]
					if !page.Says(want) {
						t.Errorf("the page does not say how the answer comes: %s", page.Words())
					}
					p.Move(25 * time.Hour)
					outcome(t, p, kind, way, ask)
				})
			}
		}
	}
}

func answered(t *testing.T, p put, kind asks.Kind, way asks.Way, ask string) {
	who, pairs := p.Service, []string{}
	if way != asks.Here {
		who, pairs = p.CLO, source
	}
	address := ask + "/answer"
	switch kind {
	case asks.Feasibility:
		address = p.Text(`SELECT '/solutions/' || solution_id || '/views/' || id FROM feasibility_views`)
		pairs = append([]string{"verdict", "not feasible", "reason", "The slabs are listed", "version", "1", "do",
			"finish"}, pairs...)
	case asks.Validity:
		pairs = append([]string{"outcome", "partly", "answer", "The slabs are listed"}, pairs...)
	case asks.QuickWin:
		pairs = append([]string{"outcome", "cannot do it", "answer", "The slabs are listed"}, pairs...)
	default:
		pairs = append([]string{"answer", "The slabs are listed"}, pairs...)
	}
	if way != asks.Here { // without where it comes from it is no answer of theirs
		bare := p.As(who).Post(address, pairs[:len(pairs)-len(source)]...).Want(t, 422)
		for _, field := range []string{"said_by", "said_way", "said_on"} {
			if bare.Problem(field) == "" {
				t.Errorf("nothing is said by %s", field)
			}
		}
	}
	p.As(p.Other).Post(address, pairs...).Want(t, 404)
	p.As(who).Post(address, pairs...).Want(t, 303)
	page := p.As(p.CLO).Get(ask).Want(t, 200)
	if !page.Says("The slabs are listed") || !page.Says("Answered") {
		t.Errorf("the answer is not shown: %s", page.Words())
	}
	entered := "Entered by Nia Pugh from a telephone call with Cora Ilves, secretary on 11 March 2026"
	if page.Says(entered) != (way != asks.Here) {
		t.Errorf("who entered it: %s", page.Words())
	}
	if n := p.Int(`SELECT count(*) FROM audit_entries WHERE after::text LIKE '%Entered by Nia Pugh%'`); (n > 0) !=
		(way != asks.Here) {
		t.Errorf("%d entries say who entered it", n)
	}
	if kind == asks.Validity && p.Int(`SELECT count(*) FROM validity_views WHERE supports = 'partly'
		AND kind = 'service provider'`) != 1 {
		t.Error("the view is not kept among those on the boundary")
	}
}

func passedOn(t *testing.T, p put, kind asks.Kind, way asks.Way, ask string) {
	if way == asks.Here {
		p.As(p.Service).Post(ask+"/passing", "next", "p"+servertest.ID(p.Service+987654)).Want(t, 422)
		p.As(p.Service).Post(ask+"/passing", "next", "p"+servertest.ID(p.second), "words", "He knows").Want(t, 303)
		if told := p.events(ask); !strings.Contains(told, "Emeka Lindqvist shown in app; ask answered > Nia Pugh") {
			t.Errorf("told: %s", told)
		}
		if page := p.As(p.second).Get(ask).Want(t, 200); !page.Says("Emeka Lindqvist") || !page.Says("He knows") {
			t.Errorf("passed on: %s", page.Words())
		}
		p.As(p.Service).Post(ask+"/passing", "next", "o"+servertest.ID(p.trust)).Want(t, 303)
		p.As(p.Service).Post(ask+"/answer", "answer", "Late").Want(t, 404)
		if kind == asks.Feasibility && p.Int(`SELECT count(*) FROM feasibility_views WHERE organisation_id = $1
			AND asked_of = 'partner'`, int64(p.trust)) != 1 {
			t.Error("the view is not waited for from them")
		}
		if page := p.As(p.CLO).Get(ask).Want(t, 200); !page.Says("Asked by telephone") {
			t.Errorf("passed to those who cannot answer here: %s", page.Words())
		}
		return
	}
	p.As(p.CLO).Post(ask+"/passing", "next", "o"+servertest.ID(p.trust)).Want(t, 422)
	p.As(p.CLO).Post(ask+"/passing", "next", "s"+servertest.ID(p.Highways), "words", "They own it").Want(t, 303)
	if page := p.As(p.Service).Get(ask).Want(t, 200); !page.Says("They answer here") ||
		!page.Says("Ferry Lane Hall Trust") {
		t.Errorf("passed on to those who can answer here: %s", page.Words())
	}
}

func notOurs(t *testing.T, p put, kind asks.Kind, way asks.Way, ask string) {
	who, pairs := p.Service, []string{"why", "It is the canal company’s"}
	if way != asks.Here {
		who, pairs = p.CLO, append(pairs, source...)
	}
	if p.As(who).Post(ask+"/not-ours", pairs[2:]...).Want(t, 422).Problem("why") == "" {
		t.Error("no reason is asked for")
	}
	p.As(who).Post(ask+"/not-ours", pairs...).Want(t, 303)
	if page := p.As(p.CLO).Get(ask).Want(t, 200); !page.Says("Not theirs") || !page.Says("canal company") {
		t.Errorf("not theirs: %s", page.Words())
	}
	switch kind {
	case asks.Referral:
		if state := p.Text(`SELECT state FROM issues ORDER BY id DESC LIMIT 1`); state != "raised" {
			t.Errorf("nobody is asked any more, and the issue is %s", state)
		}
	case asks.Feasibility:
		if n := p.Int(`SELECT count(*) FROM feasibility_views WHERE withdrawn_at IS NOT NULL`); n != 1 {
			t.Error("the view is waited for still")
		}
	}
}

func overdue(t *testing.T, p put, _ asks.Kind, way asks.Way, ask string) {
	climb := func(days int) int {
		p.Move(time.Duration(days) * 24 * time.Hour)
		n, err := askapp.Climb(t.Context(), p.App)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := climb(9); n != 0 { // Friday 20 March, the day itself
		t.Errorf("%d told before it is overdue", n)
	}
	if n := climb(1) + climb(0); n != 1 {
		t.Errorf("%d told on the day after, want the manager once", n)
	}
	manager := "Ingeborg Achterberg shown in app"
	if way != asks.Here {
		manager = "Tanveer shown in app" // an organisation has no manager here: the planning officer stands in
	}
	if told := p.events(ask); !strings.Contains(told, manager) || strings.Contains(told, "Rhiannon") ||
		!strings.Contains(told, "ask overdue > ") || !strings.Contains(told, "Nia Pugh shown in app") {
		t.Errorf("told on the day after: %s", told)
	}
	if n := climb(6); n != 0 { // the fifth working day after
		t.Errorf("%d told on the fifth working day", n)
	}
	if n := climb(1) + climb(3); n != 1 {
		t.Errorf("%d told after five working days, want the Executive Member once", n)
	}
	if told := p.events(ask); strings.Count(told, "Rhiannon Tesfaye shown in app") != 1 {
		t.Errorf("told after five working days: %s", told)
	}
	if page := p.As(p.cabinet).Get(ask).Want(t, 200); !page.Says("Climbed to the Executive Member") ||
		!page.Says("Overdue") {
		t.Errorf("the Executive Member reads: %s", page.Words())
	}
}

func withdrawn(t *testing.T, p put, kind asks.Kind, _ asks.Way, ask string) {
	p.As(p.Other).Post(ask+"/withdrawal").Want(t, 404)
	p.As(p.CLO).Post(ask+"/withdrawal").Want(t, 303)
	p.As(p.CLO).Post(ask+"/withdrawal").Want(t, 422)
	if kind == asks.Feasibility && p.Int(`SELECT count(*) FROM feasibility_views WHERE withdrawn_at IS NULL`) != 0 {
		t.Error("the view is waited for still")
	}
	if page := p.As(p.CLO).Get("/asks").Want(t, 200); page.Says("Ferry Lane Hall Trust") {
		t.Errorf("still listed: %s", page.Words())
	}
}

// Nobody is asked here who cannot answer here, and where the last who could is gone, that is said.
func TestNobodyIsAskedHereWhoCannotAnswerHere(t *testing.T) {
	p := newPut(t)
	for _, kind := range kinds {
		address, pairs := p.about(t, kind, "o"+servertest.ID(p.trust))
		got := p.As(p.CLO).Post(address, append(pairs, "way", "here")...).Want(t, 422).Problem("way")
		if !strings.HasPrefix(got, "Nobody who answers for them has an account") {
			t.Errorf("%s: %q", kind, got)
		}
		if n := p.Int(`SELECT count(*) FROM asks`); n != 0 {
			t.Fatalf("%s: asked all the same", kind)
		}
	}
	ask := p.ask(t, asks.Referral, asks.Here)
	p.Forced("all of them are gone", `UPDATE people SET disabled_at = now() WHERE id IN
		(SELECT person_id FROM role_grants WHERE service_id = $1)`, int64(p.Highways))
	if page := p.As(p.CLO).Get(ask).Want(t, 200); !page.Says("Nobody who answers for them can sign in any more") {
		t.Errorf("stranded: %s", page.Words())
	}
	p.As(p.CLO).Post(ask+"/answer", append([]string{"answer", "In May"}, "said_by", "Their front desk", "said_way",
		"in person", "said_on", "2026-03-10")...).Want(t, 303)
}

// Those at work in the area come first, before them those asked about the theme before, and each says whether its
// answer can come here.
func TestWhoeverIsNearestIsOfferedFirst(t *testing.T) {
	p := newPut(t)
	contact := p.Int(`INSERT INTO contacts (name, lawful_basis, channel, created_by, created_at)
		VALUES ('Wanda Iyer', 'public task', 'in person', $1, $2) RETURNING id`, int64(p.CLO), p.Now())
	p.Exec(`INSERT INTO contact_roles (contact_id, organisation_id, from_on) VALUES ($1, $2, '2025-01-01')`, contact,
		int64(p.trust))
	p.Exec(`INSERT INTO network_entries (area_id, contact_id, kind, added_by, added_at)
		VALUES ($1, $2, 'community', $3, $4)`, int64(p.Quay), contact, int64(p.CLO), p.Now())
	p.Exec(`INSERT INTO organisations (name, kind) VALUES ('Aerodrome Trust', 'other')`)
	first := p.Raise(p.CLO, "Litter by the locks", "theme", servertest.ID(p.Litter))
	p.As(p.CLO).Post(first+"/referrals", "to", "s"+servertest.ID(p.Highways), "ask", "Can you?", "reply_by",
		"2026-03-20").Want(t, 303)
	next := p.Raise(p.CLO, "Litter by the weir", "theme", servertest.ID(p.Litter))
	words := p.As(p.CLO).Get(next+"/referrals/new").Want(t, 200).Words()
	at := -1
	for _, part := range []string{"In this area, asked about this theme before", "Highways", "In this area —",
		"Ferry Lane Hall Trust (by letter or telephone)", "Elsewhere", "Aerodrome Trust"} {
		found := strings.Index(words[at+1:], part)
		if found < 0 {
			t.Fatalf("%q does not come next: %s", part, words)
		}
		at += 1 + found
	}
}

// What those asked say of a quick win moves it, and tells whoever hears of such a step.
func TestTheAnswerMovesTheQuickWin(t *testing.T) {
	for _, way := range asks.Ways() {
		t.Run(string(way), func(t *testing.T) {
			p := newPut(t)
			ask := p.ask(t, asks.QuickWin, way)
			win := "/quick-wins/" + fmt.Sprint(p.Int(`SELECT max(id) FROM quick_wins`))
			who, pairs := p.Service, []string{}
			if way != asks.Here {
				p.Move(25 * time.Hour)
				who, pairs = p.CLO, source
			}
			p.As(who).Post(ask+"/answer", append([]string{"outcome", asks.WillDo}, pairs...)...).Want(t, 303)
			page := p.As(p.CLO).Get(win).Want(t, 200)
			to := p.Text(`SELECT COALESCE((SELECT s.name FROM services s WHERE s.id = q.service_id),
				(SELECT o.name FROM organisations o WHERE o.id = q.organisation_id)) FROM quick_wins q`)
			if !page.Says("Agreed today") || !page.Says("Quick win agreed") || to == "" || !page.Says(to) {
				t.Errorf("agreed: %s", page.Words())
			}
			if n := p.Int(`SELECT count(*) FROM notices WHERE event = 'quick win agreed'`); n != 1 {
				t.Errorf("%d notices that it is agreed, want 1", n)
			}
		})
	}
	p := newPut(t)
	ask := p.ask(t, asks.QuickWin, asks.Here)
	win := "/quick-wins/" + fmt.Sprint(p.Int(`SELECT max(id) FROM quick_wins`))
	p.As(p.Service).Post(ask+"/answer", "outcome", asks.CannotDo, "answer", "No crew before May").Want(t, 303)
	if page := p.As(p.CLO).Get(win).Want(t, 200); !page.Says("Proposed today") ||
		!page.Says("cannot do it: No crew before May") {
		t.Errorf("refused: %s", page.Words())
	}
	p.As(p.CLO).Post(win+"/asks", "to", "s"+servertest.ID(p.Highways), "way", "here", "ask", "Done?", "reply_by",
		"2026-03-20").Want(t, 303)
	ask = fmt.Sprintf("/asks/%d", p.Int(`SELECT max(id) FROM asks`))
	p.Forced("gate 2 has passed long ago", `UPDATE quick_wins SET state = 'in progress', agreed_at = $1,
		released_at = $1, started_at = $1, service_id = $2, version = version + 1`, p.Now(), int64(p.Highways))
	p.As(p.Service).Post(ask+"/answer", "outcome", asks.HasDone, "answer", "All six slabs").Want(t, 303)
	if page := p.As(p.CLO).Get(win).Want(t, 200); !page.Says("All six slabs") || page.Says("No crew before May.") ||
		p.Text(`SELECT state FROM quick_wins`) != "done" {
		t.Errorf("done: %s", page.Words())
	}
}
