package executive

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/domain/domaintest"
	"fourgates/internal/plans/plantest"
)

// drafted is a decision with a report that was drawn up from the records.
func drafted(t *testing.T) (ExecutiveDecision, ExecutiveReport) {
	t.Helper()
	r := DraftReport(ReportFacts{Plan: *plantest.FullPlan(), PlanVersion: 3, On: domaintest.Day})
	f, err := r.Freeze(rand.NewChaCha8([32]byte{3}))
	if err != nil {
		t.Fatal(err)
	}
	return ExecutiveDecision{State: ExecutiveDrafted, Report: f.Text, ReportWords: f.Words, ReportDigest: f.Digest(),
		ReportVersion: 1, Items: r.Items()}, r
}

func TestOfficersSectionsStandBesideTheRecords(t *testing.T) {
	_, r := drafted(t)
	for _, k := range SectionKinds() {
		var err error
		if r.PlanReport, err = r.WithSection(ReportSection{Kind: k, Body: "Words on " + string(k)}); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for _, p := range r.Numbered() {
		got = append(got, strings.TrimSuffix(p.Heading+": "+p.Officer.Body, ": "))
	}
	want := []string{"Purpose of the report", "Background: Words on background",
		"Consultation: Words on consultation", "The draft plan", "Bids for funding",
		"Financial implications: Words on financial", "Decisions of the Area Members",
		"Risks, and alternatives considered: Words on options", "Legal implications: Words on legal",
		"Equality implications: Words on equality"}
	if !slices.Equal(got, want) {
		t.Errorf("the report has %q", got)
	}
	if r.PlanReport, _ = r.WithSection(ReportSection{Kind: SectionLegal}); len(r.Sections) != len(SectionKinds())-1 {
		t.Errorf("a section without words stays: %+v", r.Sections)
	}
}

func TestReportSaysWhatIsWrongByTheField(t *testing.T) {
	_, r := drafted(t)
	section := func(e ExemptSection) error {
		_, err := r.WithSection(ReportSection{Kind: SectionLegal, Exempt: &e})
		return err
	}
	papers := func(e EqualityAssessment) error { _, err := r.WithPapers(nil, e); return err }
	cleared := func(c Clearance) error { _, err := r.Cleared(c, domaintest.Day.AddDays(3)); return err }
	whole := Clearance{Kind: ClearedFinance, By: "I. Ferreira, section 151 officer", On: domaintest.Day, Version: 1}
	but := func(change func(*Clearance)) error { c := whole; change(&c); return cleared(c) }
	for _, c := range []struct {
		what string
		err  error
		want []string
	}{
		{"nothing exempt", section(ExemptSection{}), nil},
		{"exempt, whole", section(ExemptSection{"A", "3", "B"}), nil},
		{"exempt without why", section(ExemptSection{Body: "A"}), []string{"paragraph", "exempt_reason"}},
		{"why without what", section(ExemptSection{Paragraph: "3", Reason: "B"}), []string{"exempt"}},
		{"no assessment", papers(EqualityAssessment{}), nil},
		{"assessment without title", papers(EqualityAssessment{Answer: EqualityDone}), []string{"assessment"}},
		{"none needed, no reason", papers(EqualityAssessment{Answer: EqualityNotNeeded}), []string{"assessment"}},
		{"a title, no answer", papers(EqualityAssessment{Words: "EQIA 4"}), []string{"equality"}},
		{"cleared", cleared(whole), nil},
		{"cleared by nobody", but(func(c *Clearance) { c.By, c.Kind = "", "" }), []string{"kind", "by"}},
		{"cleared on no day", but(func(c *Clearance) { c.On = domain.Date{} }), []string{"on"}},
		{"cleared tomorrow", but(func(c *Clearance) { c.On = domaintest.Day.AddDays(4) }), []string{"on"}},
		{"cleared too early", but(func(c *Clearance) { c.On = domaintest.Day.AddDays(-1) }), []string{"on"}},
		{"a version to come", but(func(c *Clearance) { c.Version = 2 }), []string{"version_cleared"}},
		{"no version", but(func(c *Clearance) { c.Version = 0 }), []string{"version_cleared"}},
	} {
		if got := fields(c.err); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.what, got, c.want)
		}
	}
}

// A clearance makes no new version, and one that was given on an older version says so.
func TestClearanceOnAnOlderVersionSaysSo(t *testing.T) {
	d, r := drafted(t)
	redraft := func() {
		t.Helper()
		var err error
		if d, _, err = d.Redraft(r, rand.NewChaCha8([32]byte{4})); err != nil {
			t.Fatal(err)
		}
		if r, err = ReadExecutiveReport(d.Frozen()); err != nil {
			t.Fatal(err)
		}
	}
	r, _ = r.Cleared(Clearance{Kind: ClearedLegal, By: "A. Oyelaran, monitoring officer", On: domaintest.Day,
		Version: 1}, domaintest.Day)
	redraft()
	c, ok := r.Clearance(ClearedLegal)
	if r.Current() != 1 || !ok || strings.Contains(c.Words(r.Current()), "changed since") {
		t.Errorf("version %d, %q", r.Current(), c.Words(r.Current()))
	}
	r.PlanReport, _ = r.WithSection(ReportSection{Kind: SectionLegal, Body: "Section 111 applies."})
	redraft()
	c, _ = r.Clearance(ClearedLegal)
	if want := "A. Oyelaran, monitoring officer on 10 March 2026, on version 1. The report has changed since: this " +
		"is version 2"; r.Current() != 2 || c.Words(r.Current()) != want {
		t.Errorf("version %d, %q", r.Current(), c.Words(r.Current()))
	}
	if _, same, err := d.Redraft(r, rand.NewChaCha8([32]byte{5})); !same || err != nil {
		t.Errorf("the same report is another: %v", err)
	}
}

// What is exempt is withheld from the public file, which still fits the digest.
func TestExemptWordsAreWithheldAndTheDigestFits(t *testing.T) {
	d, r := drafted(t)
	r.PlanReport, _ = r.WithSection(ReportSection{Kind: SectionFinancial, Body: "The lease is offered.",
		Exempt: &ExemptSection{Body: "The offer is £90,000.", Paragraph: "3", Reason: "It would weaken the council."}})
	d, _, err := d.Redraft(r, rand.NewChaCha8([32]byte{6}))
	if err != nil {
		t.Fatal(err)
	}
	public := d.Public()
	withheld, err := public.Verify()
	if err != nil || !slices.Equal(withheld.Keys(), []string{"sections[0].exempt.body"}) ||
		public.Digest() != d.ReportDigest || strings.Contains(string(public.File()), "90,000") {
		t.Errorf("withheld %v, %v", withheld, err)
	}
	seen, err := ReadExecutiveReport(public)
	s := seen.Section(SectionFinancial)
	if err != nil || s.Exempt == nil || *s.Exempt != (ExemptSection{Paragraph: "3",
		Reason: "It would weaken the council."}) || s.Body != "The lease is offered." {
		t.Errorf("the public reads %+v, %v", s, err)
	}
}

// Reports that were frozen whole, before there were sections, are read as they were, and can be changed.
func TestOlderReportsAreReadAndChanged(t *testing.T) {
	d, r := drafted(t)
	r.Version = 0
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	d.Report, d.ReportWords = string(text), ""
	old, err := ReadExecutiveReport(d.Frozen())
	if err != nil || old.Current() != 1 || len(old.Parts) != len(r.Parts) || d.Public() != d.Frozen() {
		t.Fatalf("read as %+v, %v", old, err)
	}
	d, err = d.Recommend(Wording{About: AboutOther, Verb: Note, What: "the risks"})
	if err != nil {
		t.Fatal(err)
	}
	d, same, err := d.Redraft(old, rand.NewChaCha8([32]byte{7}))
	if err != nil || same || !d.Frozen().InLines() {
		t.Fatalf("changed as %q, %v", d.Report, err)
	}
	if now, err := ReadExecutiveReport(d.Frozen()); err != nil || now.Current() != 2 {
		t.Errorf("version %d, %v", now.Current(), err)
	}
}
