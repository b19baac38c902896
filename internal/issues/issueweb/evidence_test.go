package issueweb_test

import (
	"path"
	"strings"
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/serve/servertest"
)

// counted adds evidence to an issue as somebody, and returns its address.
func counted(t *testing.T, m servertest.Matter, by domain.PersonID, issue string) string {
	t.Helper()
	m.As(by).Post(issue+"/evidence", evidenceTyped("text", "40 people a day climb over it")...).Want(t, 303)
	return issue + "/evidence/" + m.Text(`SELECT max(id)::text FROM evidence`)
}

func evidenceTyped(with ...string) []string {
	return append([]string{"kind", "statistic", "source", "Count by the mill", "on", "2026-03-01", "strength", "2",
		"link", ""}, with...)
}

func TestEvidenceIsCorrectedWithAReasonAndTheOldWordingStays(t *testing.T) {
	m := servertest.NewMatter(t)
	issue := m.Raise(m.CLO, "Loose slabs")
	at := counted(t, m, m.CLO, issue)
	clo := m.As(m.CLO)
	form := clo.Get(at).Want(t, 200)
	if got, _ := form.Field("text"); got != "40 people a day climb over it" {
		t.Errorf("the form begins with %q", got)
	}
	right := evidenceTyped("text", "14 people a day climb over it", "version", "1")
	for field, c := range map[string][2]string{"reason": {" ", "Say why it is corrected: it shows beside the evidence"},
		"text": {"", "Say what the evidence is"}, "on": {"2031-01-01", "Choose a day that is not to come"},
		"link": {"mill", "Enter a web address that begins with https:// or http://"}} {
		p := clo.Post(at, append([]string{field, c[0], "reason", "Counted twice"}, right...)...).Want(t, 422)
		if got := p.Problem(field); got != c[1] {
			t.Errorf("%s: %q", field, got)
		}
		if got, _ := p.Field("source"); got != "Count by the mill" {
			t.Errorf("%s: what was typed is lost", field)
		}
	}
	if n := m.Int(`SELECT count(*) FROM audit_entries WHERE summary = 'Evidence corrected'`); n != 0 {
		t.Fatalf("%d entries of refused corrections", n)
	}
	m.Move(24 * time.Hour)
	clo = m.As(m.CLO)
	clo.Post(at, append(right, "reason", "Bicycles were counted")...).Want(t, 303)
	clo.Post(at, append(right, "reason", "Bicycles were counted")...).Want(t, 303) // sent twice
	page := clo.Get(issue).Want(t, 200)
	for _, words := range []string{"14 people a day climb over it", "Statistic, fair, corrected",
		"Bicycles were counted",
		"What it said before", "40 people a day climb over it", "Statistic, fair. Count by the mill, 1 March 2026"} {
		if !page.Says(words) {
			t.Errorf("the issue does not show %q", words)
		}
	}
	if n := m.Int(`SELECT count(*) FROM audit_entries WHERE summary = 'Evidence corrected'`); n != 1 {
		t.Errorf("%d audit entries for one correction", n)
	}
	stale := m.As(m.CPO).Post(at, append(evidenceTyped("text", "15 people", "version", "1"), "reason", "Recount")...).
		Want(t, 409)
	if !stale.Says("14 people a day climb over it") || !stale.Says("15 people") {
		t.Error("who was second does not see both wordings")
	}
	if got := m.Text(`SELECT text FROM evidence`); got != "14 people a day climb over it" {
		t.Errorf("it says %q although nothing may be saved", got)
	}
}

func TestWithdrawnEvidenceBearsNothingOutAndStaysReadable(t *testing.T) {
	m := servertest.NewMatter(t)
	issue, other := m.Raise(m.CLO, "Loose slabs"), m.Raise(m.CLO, "Narrow kerb")
	at := counted(t, m, m.CLO, issue)
	clo := m.As(m.CLO)
	clo.Post(other+"/evidence/reuse", "evidence", path.Base(at)).Want(t, 303)
	if p := clo.Get(at).Want(t, 200); !p.Says("It bears out 2 issues, and changes on each") {
		t.Error("the form does not say that another issue has it too")
	}
	if p := clo.Post(at+"/withdrawal", "why", "").Want(t, 422); p.Problem("why") == "" {
		t.Errorf("withdrawn without a reason: %v", p.Problems())
	} else if got, _ := p.Field("text"); got != "40 people a day climb over it" {
		t.Errorf("the form beside it begins with %q", got)
	}
	clo.Post(at+"/withdrawal", "why", "The counter was broken").Want(t, 303)
	for _, address := range []string{issue, other} {
		page := clo.Get(address).Want(t, 200)
		for _, words := range []string{"withdrawn", "The counter was broken", "40 people a day climb over it",
			"Evidence withdrawn"} {
			if !page.Says(words) {
				t.Errorf("%s does not show %q", address, words)
			}
		}
		if page.Says("Correct or withdraw") {
			t.Error("what was withdrawn can be corrected")
		}
	}
	for _, again := range []string{"", "/withdrawal", "/removal"} {
		p := clo.Post(at+again, evidenceTyped("text", "41", "version", "2", "reason", "x", "why", "x", "off_why",
			"x")...).Want(t, 409)
		if !p.Says("was withdrawn by") {
			t.Errorf("%s: %s", again, p.Words())
		}
	}
	third := m.Raise(m.CLO, "Puddle")
	if clo.Get(third+"/evidence/new").Want(t, 200).Says("40 people a day") {
		t.Error("withdrawn evidence can be used again")
	}
}

// Who added a piece corrects it besides the officers of its area; others who read it do not.
func TestWhoCorrectsEvidence(t *testing.T) {
	m := servertest.NewMatter(t)
	issue := m.Raise(m.CLO, "Loose slabs")
	at := counted(t, m, m.Member, issue)
	for who, want := range map[domain.PersonID]int{m.CLO: 200, m.CPO: 200, m.Member: 200, m.Service: 403,
		m.Other: 403} {
		if got := m.As(who).Get(at).Status; got != want {
			t.Errorf("person %d: %d, want %d", who, got, want)
		}
		if got := strings.Contains(m.As(who).Get(issue).Body, `href="`+at+`"`); got != (want == 200) {
			t.Errorf("person %d is offered it: %v", who, got)
		}
	}
	m.As(m.Service).Post(at+"/withdrawal", "why", "x").Want(t, 403)
	m.As(m.Member).Post(at+"/removal", "off_why", "x").Want(t, 403)
	m.As(m.Member).Post(at+"/withdrawal", "why", "I was wrong").Want(t, 303)
	secret := m.Raise(m.CLO, "A house that worries us", "visibility", "restricted")
	hidden := counted(t, m, m.CLO, secret)
	m.As(m.Member).Get(hidden).Want(t, 404)
	m.As(m.Member).Get(issue+"/evidence/"+path.Base(hidden)).Want(t, 404)
}
