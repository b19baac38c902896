package replyweb_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fourgates/internal/asks/askapp"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

// asked is an issue on which the roads lead one reply, with the parks, who have an account, and the chapel, which has
// none.
type asked struct {
	*servertest.Harness
	area                      domain.AreaID
	issue                     domain.IssueID
	officer, raiser, director domain.PersonID
	roads, parks              domain.PersonID
	reply                     string
}

func (a asked) path() string { return "/issues/" + servertest.ID(a.issue) }

func day(name, iso string) []string {
	d := strings.Split(iso, "-")
	return []string{name + "-day", d[2], name + "-month", d[1], name + "-year", d[0]}
}

func askedOf(t *testing.T) asked {
	t.Helper()
	h := servertest.New(t)
	q := h.Quarter("Castle")
	a := asked{Harness: h, area: q.Area, officer: q.Officer, raiser: h.Person("Bethan Osei", policy.CLO),
		director: h.Person("Ravindra", policy.Director), roads: h.Person("Ngozi"), parks: h.Person("Ailbhe")}
	roads, parks := h.Service("Roads"), h.Service("Parks")
	h.Grant(a.roads, policy.Service, int64(roads))
	h.Grant(a.parks, policy.Service, int64(parks))
	chapel := h.Organisation("Bethel Chapel")
	a.issue = h.Issue(a.raiser, issues.IssueDraft{Area: q.Area, Title: "The path by the chapel floods",
		Source: domain.FromTheCommunity, Visibility: issues.VisiblePublic}, issues.IssueRaised)
	officer := h.As(a.officer)
	body := func(but, is string) []string {
		list := append(day("parts_by", "2026-03-24"), day("reply_by", "2026-04-07")...)
		for _, f := range [][2]string{{"to-1", "s" + servertest.ID(roads)}, {"to-2", "s" + servertest.ID(parks)},
			{"to-3", "o" + servertest.ID(chapel)}, {"way", "letter"}, {"ask", "Who drains it, and when?"}} {
			if f[0] == but {
				f[1] = is
			}
			list = append(list, f[0], f[1])
		}
		return list
	}
	if p := officer.Get(a.path()).Want(t, 200); !slices.Contains(p.Links(), a.path()+"/replies/new") {
		t.Errorf("the issue does not offer it: %s", p.Words())
	}
	officer.Get(a.path()+"/replies/new").Want(t, 200)
	for _, c := range [][2]string{{"to-1", ""}, {"to-1", "s98765432"}, {"to-2", "s" + servertest.ID(roads)},
		{"way", ""}, {"ask", ""}} {
		if p := officer.Post(a.path()+"/replies", body(c[0], c[1])...).Want(t, 422); p.Problem(c[0]) == "" ||
			len(p.Faults()) > 0 {
			t.Errorf("%v: %v %v", c, p.Problems(), p.Faults())
		}
	}
	alone := append(day("parts_by", "2026-03-24"), day("reply_by", "2026-03-20")...)
	if p := officer.Post(a.path()+"/replies", append(alone, "to-1", "s"+servertest.ID(roads), "to-2", "", "ask",
		"Who?")...).Want(t, 422); p.Problem("to-2") == "" || p.Problem("reply_by") == "" {
		t.Errorf("alone, and due before its part: %v", p.Problems())
	}
	h.WantLines(nil, `SELECT id::text FROM asks UNION ALL SELECT id::text FROM replies`)
	a.reply = officer.Post(a.path()+"/replies", body("", "")...).Want(t, 303).Location()
	return a
}

func (a asked) part(name string) string {
	return servertest.ID(a.Int(`SELECT k.id FROM asks k LEFT JOIN services s ON s.id = k.service_id
		LEFT JOIN organisations o ON o.id = k.organisation_id WHERE COALESCE(s.name, o.name) = $1`, name))
}

func (a asked) view(name string) string { return a.reply + "/parts/" + a.part(name) + "/view" }

// Several services answer one issue with one lead and one reply that all have cleared; only that is what the issue and
// whoever raised it see (D15).
func TestOneReplyIsMadeByItsLeadAndClearedByTheOthers(t *testing.T) {
	a := askedOf(t)
	officer, roads, parks := a.As(a.officer), a.As(a.roads), a.As(a.parks)
	a.WantLines([]string{"Roads true here 2026-04-07", "Parks false here 2026-03-24",
		"Bethel Chapel false letter 2026-03-24"},
		`SELECT COALESCE(s.name, o.name) || ' ' || k.lead || ' ' || k.way || ' ' || k.reply_by FROM asks k
		 LEFT JOIN services s ON s.id = k.service_id LEFT JOIN organisations o ON o.id = k.organisation_id
		 ORDER BY k.id`)
	if p := a.As(a.raiser).Get(a.path()).Want(t, 200); !p.Says("are asked for one reply, due 7 April 2026: it is "+
		"being prepared") || p.Says("How it is made") {
		t.Errorf("the issue: %s", p.Words())
	}
	// Each gives its part, which is for those who make the reply.
	parks.Post("/asks/"+a.part("Parks")+"/answer", "answer", "We rake the leaves in October").Want(t, 303)
	for _, page := range []string{a.path(), a.reply, "/asks", a.path() + "/history"} {
		if p := a.As(a.raiser).Get(page); p.Says("rake the leaves") {
			t.Errorf("%s shows a part: %s", page, p.Words())
		}
	}
	a.As(a.raiser).Get("/asks/"+a.part("Parks")).Want(t, 404)
	a.As(a.raiser).Get(a.reply).Want(t, 404)
	a.As(a.director).Get(a.reply).Want(t, 404)
	if p := roads.Get(a.reply).Want(t, 200); !p.Says("We rake the leaves in October") {
		t.Errorf("the lead does not read it: %s", p.Words())
	}
	if p := roads.Get("/asks/"+a.part("Roads")).Want(t, 200); !slices.Contains(p.Links(), a.reply+"/draft") {
		t.Errorf("the lead is not led to the draft: %s", p.Words())
	}
	roads.Post("/asks/"+a.part("Roads")+"/answer", "answer", "Soon").Want(t, 422)
	parks.Get(a.reply+"/draft").Want(t, 403)
	parks.Get(a.view("Parks")).Want(t, 409)
	// The lead drafts, the others clear.
	if p := roads.Post(a.reply+"/draft", "version", "1", "text", "").Want(t, 422); p.Problem("text") == "" {
		t.Errorf("an empty draft: %v", p.Problems())
	}
	roads.Post(a.reply+"/draft", "version", "1", "text", "We dig the drain in May; the parks rake it.").Want(t, 303)
	roads.Post(a.reply+"/draft", "version", "1", "text", "Another").Want(t, 409)
	roads.Get(a.view("Roads")).Want(t, 422)
	if p := parks.Post(a.view("Parks"), "version", "1").Want(t, 422); p.Problem("do") == "" {
		t.Errorf("neither: %v", p.Problems())
	}
	parks.Post(a.view("Parks"), "version", "1", "do", "clears").Want(t, 303)
	if p := officer.Post(a.view("Bethel Chapel"), "version", "1", "do", "clears").Want(t, 422); p.Problem(
		"said_by") == "" {
		t.Errorf("entered for the chapel, and nobody said it: %v", p.Problems())
	}
	if p := a.As(a.raiser).Get(a.path()); p.Says("We dig the drain") {
		t.Errorf("the issue shows a draft: %s", p.Words())
	}
	officer.Post(a.view("Bethel Chapel"), append([]string{"version", "1", "do", "clears", "said_by", "Its minister",
		"said_way", "letter"}, day("said_on", "2026-03-10")...)...).Want(t, 303)
	for _, who := range []domain.PersonID{a.raiser, a.officer, a.roads, a.director} {
		p := a.As(who).Get(a.path()).Want(t, 200)
		if !p.Says("One reply of Roads, Test county (lead); Parks, Test county and Bethel Chapel") ||
			!p.Says("We dig the drain in May") || p.Says("We rake the leaves in October") {
			t.Errorf("%d reads %s", who, p.Words())
		}
	}
	a.WantLines([]string{"Ailbhe", "Bethan Osei", "Ngozi", "Siân Prys-Llewelyn"}, `SELECT r.name FROM notices n
		JOIN notice_recipients r ON r.notice_id = n.id WHERE n.event = 'issue answered' ORDER BY 1`)
	a.WantLines([]string{"Roads answered", "Parks answered", "Bethel Chapel answered"},
		`SELECT COALESCE(s.name, o.name) || CASE WHEN k.answered_at IS NOT NULL THEN ' answered' ELSE ' open' END
		 FROM asks k LEFT JOIN services s ON s.id = k.service_id LEFT JOIN organisations o ON o.id = k.organisation_id
		 ORDER BY k.id`)
	parks.Post(a.view("Parks"), "version", "1", "do", "disagrees", "reason", "No").Want(t, 409)
	roads.Post(a.reply+"/draft", "version", "2", "text", "Another").Want(t, 409)
	officer.Post(a.reply+"/withdrawal").Want(t, 409)
}

// A disagreement climbs to a director, who decides with a reason: the lead writes another, or the draft stands.
func TestADirectorDecidesWhereTheyDisagree(t *testing.T) {
	a := askedOf(t)
	roads, parks, director := a.As(a.roads), a.As(a.parks), a.As(a.director)
	roads.Post(a.reply+"/draft", "version", "1", "text", "The parks dig the drain.").Want(t, 303)
	if p := parks.Post(a.view("Parks"), "version", "1", "do", "disagrees").Want(t, 422); p.Problem("reason") == "" {
		t.Errorf("without a reason: %v", p.Problems())
	}
	director.Get(a.reply).Want(t, 404)
	parks.Post(a.view("Parks"), "version", "1", "do", "disagrees", "reason", "We have no digger").Want(t, 303)
	a.WantLines([]string{"Ngozi", "Ravindra", "Siân Prys-Llewelyn"}, `SELECT DISTINCT r.name FROM notices n
		JOIN notice_recipients r ON r.notice_id = n.id WHERE n.event = 'one reply' AND n.subject LIKE 'Parks%disagrees%'
		ORDER BY 1`)
	if p := director.Get(a.reply).Want(t, 200); !p.Says("With a director") || !p.Says("We have no digger") ||
		!slices.Contains(p.Links(), a.reply+"/decision") {
		t.Errorf("the director reads %s", p.Words())
	}
	director.Get(a.reply+"/decision").Want(t, 200)
	for _, who := range []domain.PersonID{a.officer, a.roads, a.parks} {
		a.As(who).Post(a.reply+"/decision", "version", "1", "do", "stands", "reason", "So").Want(t, 403)
	}
	for _, field := range []string{"do", "reason"} {
		body := map[string][]string{"do": {"reason", "So"}, "reason": {"do", "again"}}[field]
		if p := director.Post(a.reply+"/decision", append(body, "version", "1")...).Want(t, 422); p.Problem(
			field) == "" {
			t.Errorf("without %s: %v", field, p.Problems())
		}
	}
	director.Post(a.reply+"/decision", "version", "1", "do", "again", "reason", "Roads have the digger").Want(t, 303)
	director.Post(a.reply+"/decision", "version", "1", "do", "stands", "reason", "So").Want(t, 409)
	parks.Post(a.view("Parks"), "version", "1", "do", "clears").Want(t, 409)
	if p := roads.Get(a.reply).Want(t, 200); !p.Says("To be drafted again") || !p.Says("Roads have the digger") {
		t.Errorf("the lead reads %s", p.Words())
	}
	roads.Post(a.reply+"/draft", "version", "2", "text", "We dig the drain; the parks lend two people.").Want(t, 303)
	parks.Post(a.view("Parks"), "version", "2", "do", "disagrees", "reason", "One at most").Want(t, 303)
	director.Post(a.reply+"/decision", "version", "2", "do", "stands", "reason", "Two were agreed in May").Want(t, 303)
	if p := a.As(a.raiser).Get(a.path()).Want(t, 200); !p.Says("the parks lend two people") || p.Says("One at most") {
		t.Errorf("whoever raised it reads %s", p.Words())
	}
	a.WantLines([]string{"answered", "answered", "withdrawn"}, `SELECT CASE WHEN answered_at IS NOT NULL THEN 'answered'
		WHEN withdrawn_at IS NOT NULL THEN 'withdrawn' ELSE 'open' END FROM asks ORDER BY id`)
	if n := a.Int(`SELECT count(*) FROM audit_entries WHERE object_kind = 'reply'`); n != 6 {
		t.Errorf("%d entries in the audit trail, want 6", n)
	}
}

// Who is not concerned is left out, another lead is named where the first is gone, an officer enters what a lead says
// who cannot answer here, and what is overdue climbs as every ask does.
func TestAReplyGoesOnWithWhoeverIsLeft(t *testing.T) {
	a := askedOf(t)
	officer, roads, parks := a.As(a.officer), a.As(a.roads), a.As(a.parks)
	roads.Post("/asks/"+a.part("Roads")+"/not-ours", "why", "It is a footpath").Want(t, 303)
	if p := officer.Get(a.reply).Want(t, 200); !p.Says("Without a lead") ||
		!slices.Contains(p.Links(), a.reply+"/lead") {
		t.Errorf("without a lead: %s", p.Words())
	}
	roads.Get(a.reply).Want(t, 404)
	paths := a.Service("Paths")
	if p := officer.Post(a.reply+"/lead", "to", "s"+servertest.ID(paths)).Want(t, 422); p.Problem("way") == "" {
		t.Errorf("nobody there has an account: %v", p.Problems())
	}
	officer.Post(a.reply+"/lead", "to", "s"+servertest.ID(paths), "way", "telephone").Want(t, 303)
	officer.Post(a.reply+"/lead", "to", "s"+servertest.ID(paths), "way", "telephone").Want(t, 409)
	text := []string{"version", "1", "text", "We raise the path in June."}
	if p := officer.Post(a.reply+"/draft", text...).Want(t, 422); p.Problem("said_by") == "" {
		t.Errorf("nobody said it: %v", p.Problems())
	}
	officer.Post(a.reply+"/draft", append(append(text, "said_by", "Their engineer", "said_way", "telephone"),
		day("said_on", "2026-03-10")...)...).Want(t, 303)
	parks.Post(a.view("Parks"), "version", "1", "do", "clears").Want(t, 303)
	a.Move(40 * 24 * time.Hour)
	if _, err := askapp.Climb(t.Context(), a.App); err != nil {
		t.Fatal(err)
	}
	if n := a.Int(`SELECT count(*) FROM asks WHERE lead AND manager_told_at IS NOT NULL`); n != 1 {
		t.Errorf("%d overdue leads climbed", n)
	}
	if p := a.As(a.raiser).Get(a.path()).Want(t, 200); !p.Says("Overdue") {
		t.Errorf("the issue: %s", p.Words())
	}
	// The chapel is the last: with it gone, all have cleared the draft.
	a.As(a.officer).Post("/asks/"+a.part("Bethel Chapel")+"/not-ours", append([]string{"why", "It is the council's",
		"said_by", "Its minister", "said_way", "letter"}, day("said_on", "2026-04-10")...)...).Want(t, 303)
	if p := a.As(a.raiser).Get(a.path()).Want(t, 200); !p.Says("We raise the path in June") {
		t.Errorf("the issue: %s", p.Words())
	}
	a.WantLines([]string{"Their engineer"}, `SELECT said_by FROM asks WHERE lead AND answered_at IS NOT NULL
		AND NOT not_ours`)
}

// Taken back, nothing of it waits any more, and the issue stands again as it did. A restricted issue is named in no
// notice.
func TestARequestForOneReplyIsTakenBack(t *testing.T) {
	a := askedOf(t)
	a.Forced("restricted before anybody was asked", `UPDATE issues SET visibility = 'restricted' WHERE id = $1`,
		int64(a.issue))
	a.As(a.roads).Post(a.reply+"/draft", "version", "1", "text", "We dig the drain.").Want(t, 303)
	if n := a.Int(`SELECT count(*) FROM notices WHERE event = 'one reply'
		AND (subject || body) LIKE '%chapel floods%'`); n != 0 {
		t.Errorf("%d notices name it", n)
	}
	a.As(a.roads).Post(a.reply+"/withdrawal").Want(t, 403)
	a.As(a.officer).Post(a.reply+"/withdrawal").Want(t, 303)
	a.WantLines([]string{"raised"}, `SELECT state FROM issues`)
	if n := a.Int(`SELECT count(*) FROM asks WHERE withdrawn_at IS NULL`); n != 0 {
		t.Errorf("%d asks wait", n)
	}
	a.As(a.roads).Get(a.reply).Want(t, 404)
	if p := a.As(a.officer).Get(a.reply).Want(t, 200); !p.Says("Withdrawn") || len(p.Forms()) > 1 {
		t.Errorf("withdrawn: %s %v", p.Words(), p.Forms())
	}
	a.As(a.officer).Get(fmt.Sprintf("/replies/%d", 98765432109876)).Want(t, 404)
}
