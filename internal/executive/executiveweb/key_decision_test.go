package executiveweb_test

import (
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

// A key decision is proposed with its sums and wards; a "no" against that needs a reason, which is on the record and
// published with the decision.
func TestNoToAProposedKeyDecisionNeedsAReason(t *testing.T) {
	c := newCabinet(t)
	clerk, day := c.As(c.clerk), domain.DateOf(c.Now()).String()
	if p := clerk.Get(c.decision+"/schedule").Want(t, 200); !p.Says("Proposed: a key decision") ||
		!p.Says("It lies in 2 wards or divisions of the council (Castle division 2, Castle division 3), of the 2 that "+
			"make it key") || !p.Says("Proposed actions: £12,000.50 and 1 not known") ||
		!p.Says("Sought by bids, with match funding: £51,400.50") {
		t.Errorf("the schedule says %s", p.Words())
	}
	no := []string{"version", "1", "meets", day, "maker", "executive", "key", "no", "key_reason"}
	p := clerk.Post(c.decision+"/schedule", append(no, "")...).Want(t, 422)
	refused(t, p, "key_reason")
	if c.state() != "drafted" || !p.Says("say why this is none") {
		t.Errorf("%s: %s", c.state(), p.Words())
	}
	clerk.Post(c.decision+"/schedule", append(no, "It commits no money of the council")...).Want(t, 303)
	answered := "No. Proposed: a key decision. Answered otherwise because: It commits no money of the council"
	if p := clerk.Get(c.decision).Want(t, 200); !p.Says(answered) || !p.Says(
		"Proposed: a key decision. No sum is set") {
		t.Errorf("the decision says %s", p.Words())
	}
	clerk.Post(c.decision+"/record", c.agreed()...).Want(t, 303)
	clerk.Post(c.decision+"/publication", "version", c.version(), "published", day).Want(t, 303)
	c.WantLines([]string{"Key decision: " + answered},
		`SELECT split_part(payload::jsonb ->> 'words', E'\n', 2)
		 FROM register_entries WHERE payload::jsonb ->> 'decision' = 'published'`)
	if got := c.Text(`SELECT body FROM notices WHERE event = 'executive decision'`); !strings.Contains(got, answered) {
		t.Errorf("told: %s", got)
	}
	if got := c.Text(`SELECT record FROM executive_decisions`); !strings.Contains(got,
		`"reason":"It commits no money of the council"`) {
		t.Errorf("recorded: %s", got)
	}
}

// A key decision cannot be recorded before it was announced, or an exception noted with who agreed, when and why. From
// when it can be taken is told and shown with it, on the list and on the area's page.
func TestKeyDecisionIsAnnouncedFirst(t *testing.T) {
	c := newCabinet(t)
	clerk, day := c.As(c.clerk), domain.DateOf(c.Now())
	clerk.Post(c.decision+"/schedule", "version", c.version(), "meets", day.String(), "key", "yes", "forward_plan",
		"FP/12", "maker", "executive").Want(t, 303)
	to := strings.Join(c.Lines(`SELECT body FROM notices WHERE event = 'key decision to announce'`), "|")
	if !strings.Contains(to, "announced by 9 February 2026, with 28 clear days between. Before that it can be taken "+
		"by a "+
		"general exception or with special urgency only.") {
		t.Errorf("told: %s", to)
	}
	cpo := c.As(c.Person("Bea", policy.CPO))
	for name, who := range map[string]*servertest.Client{"clerk": clerk, "planning officer": cpo} {
		if p := who.Get("/").Want(t, 200); !p.Says("To be announced as a key decision by 9 February 2026: 29 days " +
			"late") {
			t.Errorf("home of the %s says %s", name, p.Words())
		}
	}
	area := "/areas/" + servertest.ID(c.Quarter.Area)
	if p := c.As(c.Officer).Get(area).Want(t, 200); !p.Says("is a key decision, to be taken on 10 March 2026. " +
		"Not announced yet.") {
		t.Errorf("the area says %s", p.Words())
	}
	p := clerk.Post(c.decision+"/record/check", c.agreed()...).Want(t, 422)
	refused(t, p, "decided")

	clerk.Get(c.decision+"/announcement").Want(t, 200)
	for _, x := range []struct {
		field string
		pairs []string
	}{
		{"how", []string{"on", day.String()}},
		{"on", []string{"how", "notice"}},
		{"on", []string{"how", "notice", "on", day.AddDays(1).String()}},
		{"who", []string{"how", "special urgency", "on", day.String(), "why", "A grant closes"}},
		{"why", []string{"how", "general exception", "on", day.String(), "who", "Cllr Idris Fell"}},
	} {
		refused(t, clerk.Post(c.decision+"/announcement", append([]string{"version", c.version()}, x.pairs...)...).
			Want(t, 422), x.field)
	}
	clerk.Post(c.decision+"/announcement", "version", c.version(), "how", "notice", "on", day.AddDays(-4).String(),
		"who", "left over", "why", "left over").Want(t, 303)
	from := "Announced on 6 March 2026. It can be taken from 4 April 2026"
	for _, page := range []string{c.decision, area, c.decision + "/record"} {
		if p := clerk.Get(page).Want(t, 200); !p.Says(from) {
			t.Errorf("%s says %s", page, p.Words())
		}
	}
	late := "To be announced as a key decision by 9 February 2026. " + from + ", not on 10 March 2026"
	for name, who := range map[string]*servertest.Client{"clerk": clerk, "planning officer": cpo} {
		if p := who.Get("/").Want(t, 200); !p.Says(late) {
			t.Errorf("home of the %s says %s", name, p.Words())
		}
	}
	if p := clerk.Get("/decisions").Want(t, 200); !p.Says("Announced too late for 10 March 2026: to be put off, or "+
		"taken by an exception") || !p.Says("a key decision that can be taken from 4 April 2026") {
		t.Errorf("the list says %s", p.Words())
	}
	refused(t, clerk.Post(c.decision+"/record/check", c.agreed()...).Want(t, 422), "decided")
	refused(t, clerk.Post(c.decision+"/record", c.agreed()...).Want(t, 422), "decided")

	clerk.Post(c.decision+"/announcement", "version", c.version(), "how", "special urgency", "on", day.String(), "who",
		"Cllr Idris Fell, chair of overview and scrutiny", "why", "The grant closes on Friday").Want(t, 303)
	clerk.Post(c.decision+"/record", c.agreed()...).Want(t, 303)
	clerk.Post(c.decision+"/publication", "version", c.version(), "published", day.String()).Want(t, 303)
	urgent := "Special urgency: Cllr Idris Fell, chair of overview and scrutiny agreed on 10 March 2026: The grant " +
		"closes on Friday. It can be taken from 10 March 2026"
	if p := clerk.Get(c.decision).Want(t, 200); !p.Says(urgent) {
		t.Errorf("the decision says %s", p.Words())
	}
	c.WantLines([]string{"report drafted", "announced: " + from, "special urgency: " + urgent, "decided", "published"},
		`SELECT payload::jsonb ->> 'decision' || CASE WHEN payload::jsonb ->> 'decision' IN ('announced',
		        'special urgency') THEN ': ' || (payload::jsonb ->> 'words') ELSE '' END
		 FROM register_entries WHERE kind = 'executive decision' ORDER BY position`)
	if got := c.Text(
		`SELECT payload FROM register_entries WHERE payload::jsonb ->> 'decision' = 'published'`); !strings.
		Contains(got, urgent) {
		t.Errorf("published as %s", got)
	}
}

// refused wants a page to say by the field what is wrong.
func refused(t *testing.T, p *servertest.Page, field string) {
	t.Helper()
	if p.Problem(field) == "" {
		t.Errorf("nothing is wrong with %q: %v", field, p.Problems())
	}
}
