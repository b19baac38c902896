package planweb

import (
	"strconv"

	"fourgates/internal/diff"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/plans"
	"fourgates/internal/plans/planapp"
	"fourgates/internal/plans/planstore"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
)

// planVersions lists the frozen versions of a plan.
func planVersions(c *serve.Call, p plans.Plan) error {
	return versionsPage(c, p, form.New(nil))
}

func versionsPage(c *serve.Call, p plans.Plan, f form.Form) error {
	versions, err := planstore.PlanVersions(c.Context(), c.Read, p.ID)
	if err != nil {
		return err
	}
	return c.Page(f, PlanVersions(PlanVersionsProps{Shell: planShell(c, p, "Versions"), Form: f, Plan: p,
		Versions: versions, May: plans.MayWork(c.Actor, policy.EditPlans, p)}))
}

// freezePlan freezes a version of a plan.
func freezePlan(c *serve.Call, p plans.Plan) error {
	f := c.Posted()
	note := f.Required("note", 200, "Say what this version is")
	number := 0
	if err := f.Take(func() (err error) {
		number, err = planapp.FreezePlan(c.Context(), c.App, c.Actor, p.ID, note)
		return err
	}); err != nil {
		return err
	}
	if !f.OK() {
		return versionsPage(c, p, f)
	}
	return c.Done("Version "+strconv.Itoa(number)+" keeps the plan as it is", "/plans/%d/versions", p.ID)
}

// frozenPlan is a frozen version of a plan, with all that it says.
type frozenPlan struct {
	plans.Plan
	Version  plans.PlanVersion
	Document plans.PlanDocument
}

// frozenOf loads the frozen version of the address.
func frozenOf(c *serve.Call) (frozenPlan, error) {
	p, err := planFor(policy.ViewPlans)(c)
	if err != nil {
		return frozenPlan{}, err
	}
	number, err := serve.PathID[int64](c, "version")
	if err != nil || number > 1<<30 {
		return frozenPlan{}, domain.ErrNotFound
	}
	return frozen(c, p, int(number))
}

func frozen(c *serve.Call, p plans.Plan, number int) (frozenPlan, error) {
	v, d, err := planstore.PlanVersion(c.Context(), c.Read, p.ID, number)
	return frozenPlan{p, v, d}, err
}

// planVersion shows a frozen version whole.
func planVersion(c *serve.Call, at frozenPlan) error {
	return c.Show(PlanVersion(PlanVersionProps{Plan: at.Plan, Version: at.Version, Document: at.Document,
		Shell: planShell(c, at.Plan, "Version "+strconv.Itoa(at.Version.Number))}))
}

// around is how many words stand beside a change.
const around = 30

// comparePlan shows word by word how a plan changed from a frozen version to another one or to what it says now.
func comparePlan(c *serve.Call, p plans.Plan) error {
	from, fromWords, err := planAt(c, p, c.URL.Query().Get("from"))
	if err != nil {
		return err
	}
	to, toWords, err := planAt(c, p, c.URL.Query().Get("to"))
	if err != nil {
		return err
	}
	from, to = from.As(to.Format), to.As(from.Format) // by what both could hold
	props := PlanComparisonProps{Shell: planShell(c, p, "Comparison"), Plan: p, From: fromWords, To: toWords}
	before := map[string]string{}
	for _, part := range from.Pages() {
		before[part.Key] = part.Text
	}
	for _, part := range to.Pages() {
		compared := ComparedPage{Key: part.Key, Title: part.Title}
		if runs := diff.Words(before[part.Key], part.Text); diff.Changed(runs) {
			compared.Runs = diff.Around(runs, around)
		}
		props.Pages = append(props.Pages, compared)
	}
	return c.Show(PlanComparison(props))
}

// planAt is what a plan said in a version, or says now, with the words for it.
func planAt(c *serve.Call, p plans.Plan, version string) (plans.PlanDocument, string, error) {
	if version == "now" || version == "" {
		d, err := planNow(c, p.Area, p.Cycle)
		return d, "the plan as it is now", err
	}
	number, err := strconv.ParseInt(version, 10, 32)
	if err != nil {
		return plans.PlanDocument{}, "", domain.ErrNotFound
	}
	at, err := frozen(c, p, int(number))
	return at.Document, "version " + strconv.FormatInt(number, 10), err
}
