package server

import (
	"net/http"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

// planVersions lists the frozen versions of a plan.
func planVersions(c *Call) error {
	p, err := planFor(policy.ViewPlans)(c)
	if err != nil {
		return err
	}
	return versionsPage(c, http.StatusOK, p, form.New(nil))
}

func versionsPage(c *Call, status int, p domain.Plan, f form.Form) error {
	versions, err := c.Read.PlanVersions(c.Context(), p.ID)
	if err != nil {
		return err
	}
	shell := planShell(c, p, "Versions")
	return c.Answer(status, page.PlanVersions(page.PlanVersionsProps{Shell: shell, Form: f, Plan: p, Versions: versions,
		May: p.Locked() == "" && policy.CanIn(c.Actor, policy.EditPlans, p.Area)}))
}

// freezePlan freezes a version of a plan.
func freezePlan(c *Call) error {
	p, err := planFor(policy.EditPlans)(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	note := f.Required("note", 200, "Say what this version is")
	number := 0
	if f.OK() {
		number, err = c.App.FreezePlan(c.Context(), c.Actor, p.ID, note)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return versionsPage(c, http.StatusUnprocessableEntity, p, f)
	}
	return c.Done("Version "+strconv.Itoa(number)+" keeps the plan as it is", "/plans/%d/versions", p.ID)
}

// planVersion shows a frozen version whole.
func planVersion(c *Call) error {
	p, err := planFor(policy.ViewPlans)(c)
	if err != nil {
		return err
	}
	number, err := pathID[int64](c, "version")
	if err != nil || number > 1<<30 {
		return domain.ErrNotFound
	}
	v, text, err := c.Read.PlanVersion(c.Context(), p.ID, int(number))
	if err != nil {
		return err
	}
	d, err := domain.ReadPlanDocument(text)
	if err != nil {
		return err
	}
	shell := planShell(c, p, "Version "+strconv.Itoa(v.Number))
	return c.Show(page.PlanVersion(page.PlanVersionProps{Shell: shell, Plan: p, Version: v, Document: d}))
}

// around is how many words stand beside a change.
const around = 30

// comparePlan shows word by word how a plan changed from a frozen version to another one or to what it says now.
func comparePlan(c *Call) error {
	p, err := planFor(policy.ViewPlans)(c)
	if err != nil {
		return err
	}
	from, fromWords, err := planAt(c, p, c.URL.Query().Get("from"))
	if err != nil {
		return err
	}
	to, toWords, err := planAt(c, p, c.URL.Query().Get("to"))
	if err != nil {
		return err
	}
	props := page.PlanComparisonProps{Shell: planShell(c, p, "Comparison"), Plan: p, From: fromWords, To: toWords}
	before := map[string]string{}
	for _, part := range from.Pages() {
		before[part.Key] = part.Text
	}
	for _, part := range to.Pages() {
		compared := page.ComparedPage{Key: part.Key, Title: part.Title}
		if runs := domain.DiffWords(before[part.Key], part.Text); domain.Changed(runs) {
			compared.Runs = domain.Around(runs, around)
		}
		props.Pages = append(props.Pages, compared)
	}
	return c.Show(page.PlanComparison(props))
}

// planAt is what a plan said in a version, or says now, with the words for it.
func planAt(c *Call, p domain.Plan, version string) (domain.PlanDocument, string, error) {
	if version == "now" || version == "" {
		d, err := c.Read.PlanDocument(c.Context(), policy.ScopeOf(c.Actor, policy.ViewPlans), p.Area, p.Cycle)
		return d, "the plan as it is now", err
	}
	number, err := strconv.ParseInt(version, 10, 32)
	if err != nil {
		return domain.PlanDocument{}, "", domain.ErrNotFound
	}
	_, text, err := c.Read.PlanVersion(c.Context(), p.ID, int(number))
	if err != nil {
		return domain.PlanDocument{}, "", err
	}
	d, err := domain.ReadPlanDocument(text)
	return d, "version " + strconv.FormatInt(number, 10), err
}
