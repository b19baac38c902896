package executiveweb

import (
	"errors"
	"slices"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/executive/executivestore"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
)

func planRoutes() []serve.Route {
	return []serve.Route{
		serve.Get("/decisions/{decision}/report/plans", policy.WriteReports, serve.On(reportToWrite, askPlans)),
		serve.Post("/decisions/{decision}/report/plans", policy.WriteReports, serve.On(reportToWrite, putPlans)),
		serve.Post("/decisions/{decision}/report/plans/{subject}/removal", policy.WriteReports,
			serve.On(reportOf, takePlanOut)),
	}
}

// planOf reads which plan of a report the address means, by its query: domain.ErrNotFound where it puts none such. It
// is the zero Subject for a report that puts one plan.
func planOf(c *serve.Call, d executive.ExecutiveDecision) (executive.Subject, error) {
	words := c.URL.Query().Get("plan")
	if len(d.Subjects) == 1 && words == "" {
		return executive.Subject{}, nil
	}
	if words == "" {
		return executive.InOrder(d)[0], nil
	}
	id, err := strconv.ParseInt(words, 10, 64)
	if err != nil || len(d.Subjects) == 1 {
		return executive.Subject{}, domain.ErrNotFound
	}
	return domain.Among(d.Subjects, func(s executive.Subject) bool { return s.ID == domain.SubjectID(id) })
}

// chapterOn is what the report says of a plan.
func chapterOn(r executive.ExecutiveReport, on executive.Subject) executive.PlanReport {
	for _, p := range r.Plans {
		if p.Subject == on.ID {
			return p
		}
	}
	return r.PlanReport
}

// askPlans asks which other plans the report is to put.
func askPlans(c *serve.Call, d executive.ExecutiveDecision) error {
	if blocked, ok := errors.AsType[*domain.BlockedError](executive.CheckPlansOpen(d)); ok {
		return domain.Stands("%s", blocked.Blockers[0].Words)
	}
	return plansPage(c, d, form.New(nil))
}

// plansPage lists the reports that the actor writes and that can be put into this one.
func plansPage(c *serve.Call, d executive.ExecutiveDecision, f form.Form) error {
	p := PlansProps{Form: f, Decision: d}
	open, err := executivestore.Reports(c.Context(), c.Read, executive.ReportScopeOf(c.Actor))
	if err != nil {
		return err
	}
	p.Others = slices.DeleteFunc(open, func(o executive.ExecutiveDecision) bool {
		return o.ReportID == d.ReportID || executive.CheckPutWith(o) != nil || o.CheckWriteReport(c.Actor) != nil
	})
	p.Shell = c.Shell("Put other plans into this report")
	return c.Page(f, ReportPlans(p))
}

// putPlans puts other plans into the report.
func putPlans(c *serve.Call, d executive.ExecutiveDecision) error {
	f := c.Posted()
	version := decisionVersion(&f)
	var with []domain.ExecutiveID
	for _, words := range f.Values["plans"] {
		id, err := strconv.ParseInt(words, 10, 64)
		if err != nil {
			f.Add("plans", "Choose from the list")
			break
		}
		with = append(with, domain.ExecutiveID(id))
	}
	return saveReport(c, d, f, "The plans are put to the Executive in one report.", plansPage, func() error {
		return executiveapp.PutWith(c.Context(), c.App, c.Actor, d.ID, version, with)
	})
}

// takePlanOut takes a plan out of the report: it has its own again.
func takePlanOut(c *serve.Call, d executive.ExecutiveDecision) error {
	id, err := serve.PathID[domain.SubjectID](c, "subject")
	if err != nil {
		return err
	}
	f := c.Posted()
	if err := executiveapp.TakeOut(c.Context(), c.App, c.Actor, d.ID, f.Version(""), id); err != nil {
		return err
	}
	on, err := domain.Among(d.Subjects, func(s executive.Subject) bool { return s.ID == id })
	if err != nil {
		return err
	}
	return c.Done("The plan for "+on.AreaName+" has a report of its own again.", "/decisions/%d/report", d.ID)
}
