package executiveweb

import (
	"slices"
	"strconv"
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
)

func sectionRoutes() []serve.Route {
	return []serve.Route{
		serve.Get("/decisions/{decision}/report/file", policy.ReadReports, serve.On(reportOf, downloadDraft)),
		serve.Get("/decisions/{decision}/report/sections/{section}", policy.WriteReports,
			serve.On(reportToWrite, askSection)),
		serve.Post("/decisions/{decision}/report/sections/{section}", policy.WriteReports,
			serve.On(reportToWrite, writeSection)),
		serve.Get("/decisions/{decision}/report/papers", policy.WriteReports, serve.On(reportToWrite, askPapers)),
		serve.Post("/decisions/{decision}/report/papers", policy.WriteReports, serve.On(reportToWrite, listPapers)),
		serve.Get("/decisions/{decision}/report/clearances", policy.WriteReports,
			serve.On(reportToWrite, askClearance)),
		serve.Post("/decisions/{decision}/report/clearances", policy.WriteReports,
			serve.On(reportToWrite, clearReport)),
	}
}

// downloadDraft gives the report as it is kept, with what is exempt in it.
func downloadDraft(c *serve.Call, d executive.ExecutiveDecision) error {
	return c.Download("application/jsonl", reportFile(d), executive.ReportFor(d,
		executive.ReportScopeOf(c.Actor)).File())
}

// reportFile is what the report is called where it is taken away.
func reportFile(d executive.ExecutiveDecision) string {
	name := "report-" + d.ReportDigest.String()[:12]
	if d.Frozen().InLines() {
		return name + ".jsonl"
	}
	return name + ".json"
}

// A reportForm shows a form of the report again, of the decision as it is.
type reportForm func(c *serve.Call, d executive.ExecutiveDecision, f form.Form) error

// askReport shows a form of a report that can still be changed; else a *domain.StateError.
func askReport(c *serve.Call, d executive.ExecutiveDecision, page reportForm, fill func(executive.ExecutiveReport,
) form.Form) error {
	if err := reportOpen(d); err != nil {
		return err
	}
	r, err := executive.ReadExecutiveReport(d.Frozen())
	if err != nil {
		return err
	}
	return page(c, d, fill(r))
}

// saveReport runs a command on the version of the report that its form was shown with.
func saveReport(c *serve.Call, d executive.ExecutiveDecision, f form.Form, done string, page reportForm,
	command func() error) error {
	if err := f.Save(command); err != nil {
		return err
	}
	if f.Stale() {
		d, err := reportToWrite(c)
		if err != nil {
			return err
		}
		if err := reportOpen(d); err != nil {
			return err
		}
		f.Newest(d.Version)
		return page(c, d, f)
	}
	if !f.OK() {
		return page(c, d, f)
	}
	return c.Done(done, "/decisions/%d/report", d.ID)
}

// sectionOf reads which section the address means: domain.ErrNotFound where there is none.
func sectionOf(c *serve.Call) (executive.SectionKind, error) {
	k := executive.SectionKind(c.Param("section"))
	if !slices.Contains(executive.SectionKinds(), k) {
		return "", domain.ErrNotFound
	}
	return k, nil
}

// askSection asks what an officer says in a section.
func askSection(c *serve.Call, d executive.ExecutiveDecision) error {
	k, err := sectionOf(c)
	if err != nil {
		return err
	}
	on, err := planOf(c, d)
	if err != nil {
		return err
	}
	return askReport(c, d, sectionPage, func(r executive.ExecutiveReport) form.Form {
		s := chapterOn(r, on).Section(k)
		f := form.With("body", s.Body)
		if s.Exempt != nil {
			f = form.With("body", s.Body, "exempt", s.Exempt.Body, "paragraph", s.Exempt.Paragraph, "exempt_reason",
				s.Exempt.Reason)
		}
		return f
	})
}

func sectionPage(c *serve.Call, d executive.ExecutiveDecision, f form.Form) error {
	k, err := sectionOf(c)
	if err != nil {
		return err
	}
	on, err := planOf(c, d)
	if err != nil {
		return err
	}
	return c.Page(f, ReportSection(ReportFormProps{Shell: c.Shell(k.Words()), Form: f, Decision: d,
		On: on.AreaName}, k))
}

// writeSection keeps what was written in a section.
func writeSection(c *serve.Call, d executive.ExecutiveDecision) error {
	k, err := sectionOf(c)
	if err != nil {
		return err
	}
	on, err := planOf(c, d)
	if err != nil {
		return err
	}
	f := c.Posted()
	version := decisionVersion(&f)
	s := executive.ReportSection{Kind: k, Body: f.Optional("body", 20000), Exempt: &executive.ExemptSection{
		Body: f.Optional("exempt", 20000), Paragraph: f.Optional("paragraph", 100),
		Reason: f.Optional("exempt_reason", 2000)}}
	return saveReport(c, d, f, "The section is saved.", sectionPage, func() error {
		return executiveapp.WriteSection(c.Context(), c.App, c.Actor, d.ID, version, on.ID, s)
	})
}

// askPapers asks for the background papers and the equality assessment.
func askPapers(c *serve.Call, d executive.ExecutiveDecision) error {
	on, err := planOf(c, d)
	if err != nil {
		return err
	}
	return askReport(c, d, papersPage, func(whole executive.ExecutiveReport) form.Form {
		r := chapterOn(whole, on)
		f := form.With("papers", strings.Join(r.Papers, "\n"))
		if r.Equality != nil {
			f.Values.Set("equality", string(r.Equality.Answer))
			f.Values.Set("assessment", r.Equality.Words)
		}
		return f
	})
}

func papersPage(c *serve.Call, d executive.ExecutiveDecision, f form.Form) error {
	on, err := planOf(c, d)
	if err != nil {
		return err
	}
	return c.Page(f, ReportPapers(ReportFormProps{Shell: c.Shell("Background papers"), Form: f, Decision: d,
		On: on.AreaName}))
}

// listPapers keeps them: a line for each.
func listPapers(c *serve.Call, d executive.ExecutiveDecision) error {
	on, err := planOf(c, d)
	if err != nil {
		return err
	}
	f := c.Posted()
	version := decisionVersion(&f)
	var papers []string
	for line := range strings.Lines(f.Optional("papers", 10000)) {
		if line = strings.TrimSpace(line); line != "" {
			papers = append(papers, line)
		}
	}
	equality := executive.EqualityAssessment{Words: f.Optional("assessment", 2000),
		Answer: form.OptionalOneOf(&f, "equality", executive.EqualityAnswers())}
	return saveReport(c, d, f, "The papers are listed.", papersPage, func() error {
		return executiveapp.ListPapers(c.Context(), c.App, c.Actor, d.ID, version, on.ID, papers, equality)
	})
}

// askClearance asks who cleared the report.
func askClearance(c *serve.Call, d executive.ExecutiveDecision) error {
	return askReport(c, d, clearancePage, func(r executive.ExecutiveReport) form.Form {
		return form.With("version_cleared", strconv.Itoa(r.Current()))
	})
}

func clearancePage(c *serve.Call, d executive.ExecutiveDecision, f form.Form) error {
	return c.Page(f, ReportClearance(ReportFormProps{Shell: c.Shell("Record a clearance"), Form: f, Decision: d}))
}

// clearReport notes a clearance.
func clearReport(c *serve.Call, d executive.ExecutiveDecision) error {
	f := c.Posted()
	version := decisionVersion(&f)
	in := executive.Clearance{Kind: form.OneOf(&f, "kind", executive.ClearanceKinds(), "Choose what is cleared"),
		By:      f.Required("by", 200, "Enter who gave the clearance: name and post"),
		On:      f.Date("on", "Enter the day on which the clearance was given"),
		Version: f.Int("version_cleared", 1, 100000, "Enter the version that was cleared")}
	return saveReport(c, d, f, "The clearance is recorded.", clearancePage, func() error {
		return executiveapp.ClearReport(c.Context(), c.App, c.Actor, d.ID, version, in)
	})
}
