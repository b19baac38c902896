package executiveweb_test

import (
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/register"
	"fourgates/internal/register/registerapp"
)

// The report has the officer's sections, its papers and clearances, and is frozen whole with the decision (domain
// §7.8).
func TestOfficersWriteTheReportByItsPages(t *testing.T) {
	c := newCabinet(t)
	officer, report := c.As(c.Officer), c.decision+"/report"
	planner, director := c.As(c.Person("Owen", policy.CPO)), c.As(c.Person("Ines", policy.Director))
	officer.Get(report+"/sections/financial").Want(t, 200)
	officer.Get(report+"/sections/party").Want(t, 404)
	officer.Post(report+"/sections/financial", "version", c.version(), "body", "The lease is offered.", "exempt",
		"The offer is £90,000.", "paragraph", "3", "exempt_reason", "It would weaken the council.").Want(t, 303)
	planner.Post(report+"/sections/legal", "version", c.version(), "body", "Section 111 <i>applies</i>.").Want(t, 303)
	planner.Get(report+"/papers").Want(t, 200)
	planner.Post(report+"/papers", "version", c.version(), "papers", "Lease of 2019, at the hall\n\nSurvey",
		"equality", "carried out", "assessment", "EQIA 12, on the website").Want(t, 303)
	day := domain.DateOf(c.Now()).String()
	officer.Get(report+"/clearances").Want(t, 200)
	officer.Post(report+"/clearances", "version", c.version(), "kind", "finance", "by",
		"I. Ferreira, section 151 officer", "on", day, "version_cleared", "4").Want(t, 303)
	officer.Post(report+"/clearances", "version", c.version(), "kind", "legal", "by",
		"A. Oyelaran, monitoring officer", "on", day, "version_cleared", "2").Want(t, 303)
	public := []string{"Version 4", "The lease is offered.", "Exempt: paragraph 3", "It would weaken the council.",
		"Section 111 <i>applies</i>.", "Lease of 2019, at the hall", "EQIA 12, on the website",
		"I. Ferreira, section 151 officer on 10 March 2026, on version 4",
		"A. Oyelaran, monitoring officer on 10 March 2026, on version 2. The report has changed since: " +
			"this is version 4"}
	for name, p := range map[string]string{"officer": officer.Get(report).Want(t, 200).Words(),
		"director": director.Get(report).Want(t, 200).Words(), "clerk": c.As(c.clerk).Get(report).Want(t, 200).Words(),
		"Member": "Version 4 " + c.As(c.Members[0]).Get(c.decision).Want(t, 200).Words()} {
		for _, want := range public {
			if !strings.Contains(p, want) {
				t.Errorf("%s does not read %q: %s", name, want, p)
			}
		}
		if reads := strings.Contains(p, "£90,000"); reads != (name != "Member") {
			t.Errorf("%s reads what is exempt: %v", name, reads)
		}
	}
	if file := officer.Get(report+"/file").Want(t, 200); !strings.Contains(file.Body, "£90,000") {
		t.Error("the officer's file leaves out what is exempt")
	}
	c.As(c.Members[0]).Get(report+"/file").Want(t, 403)

	c.schedule()
	c.As(c.clerk).Post(c.decision+"/record", c.agreed()...).Want(t, 303)
	file := c.As(c.Members[0]).Get(c.decision+"/report.json").Want(t, 200)
	frozen := register.ReadFrozen([]byte(file.Body))
	withheld, err := frozen.Verify()
	if err != nil || len(withheld) != 1 || strings.Contains(file.Body, "£90,000") ||
		!strings.Contains(c.Text(`SELECT record FROM executive_decisions`), frozen.Digest().String()) {
		t.Errorf("the file of the report decided on withholds %v, %v", withheld, err)
	}
	if _, err := registerapp.VerifyRegister(t.Context(), c.App, domain.Digest{}); err != nil {
		t.Error(err)
	}
	officer.Get(report+"/sections/legal").Want(t, 409)
	officer.Post(report+"/sections/legal", "version", c.version(), "body", "Too late").Want(t, 422)
}

func TestReportFormsSayWhatIsWrongAndKeepWhatWasTyped(t *testing.T) {
	c := newCabinet(t)
	officer, report := c.As(c.Officer), c.decision+"/report"
	for _, x := range []struct {
		path, field string
		pairs       []string
	}{
		{"/sections/legal", "paragraph", []string{"body", "Kept words", "exempt", "Kept too", "exempt_reason", "So"}},
		{"/sections/legal", "body", []string{"body", strings.Repeat("Kept words", 2001)}},
		{"/papers", "assessment", []string{"papers", "Kept words", "equality", "not needed"}},
		{"/clearances", "kind", []string{"by", "Kept words", "on", "2026-03-10", "version_cleared", "1"}},
		{"/clearances", "version_cleared", []string{"kind", "legal", "by", "Kept words", "on", "2026-03-10",
			"version_cleared", "7"}},
		{"/clearances", "on", []string{"kind", "legal", "by", "Kept words", "on", "2026-02-30",
			"version_cleared", "1"}},
	} {
		p := officer.Post(report+x.path, append([]string{"version", c.version()}, x.pairs...)...).Want(t, 422)
		if p.Problem(x.field) == "" || !strings.Contains(p.Body, "Kept words") {
			t.Errorf("%s: no message by %s, or the words are gone: %s", x.path, x.field, p.Words())
		}
	}
	stale := officer.Post(report+"/sections/legal", "version", "99", "body", "my own words").Want(t, 409)
	if !stale.Says("Somebody else changed this report") || !stale.Says("my own words") {
		t.Errorf("from an old page: %s", stale.Words())
	}
	if n := c.Int(`SELECT version FROM executive_reports`); n != 1 {
		t.Errorf("version %d", n)
	}
}
