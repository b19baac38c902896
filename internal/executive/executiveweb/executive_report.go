package executiveweb

import (
	"errors"

	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/executive/executivestore"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
)

func reportRoutes() []serve.Route {
	return append(append(sectionRoutes(), planRoutes()...), []serve.Route{
		serve.Get("/decisions/{decision}/report", policy.ReadReports, serve.On(reportOf, showReport)),
		serve.Get("/decisions/{decision}/report/recommendations", policy.WriteReports,
			serve.On(reportToWrite, askRecommendation)),
		serve.Post("/decisions/{decision}/report/recommendations", policy.WriteReports,
			serve.On(reportToWrite, addRecommendation)),
		serve.Get("/decisions/{decision}/report/recommendations/{position}", policy.WriteReports,
			serve.On(reportToWrite, askRewording)),
		serve.Post("/decisions/{decision}/report/recommendations/{position}", policy.WriteReports,
			serve.On(reportToWrite, rewordRecommendation)),
		serve.Post("/decisions/{decision}/report/recommendations/{position}/place", policy.WriteReports,
			serve.On(reportToWrite, moveRecommendation)),
		serve.Post("/decisions/{decision}/report/recommendations/{position}/removal", policy.WriteReports,
			serve.On(reportToWrite, removeRecommendation)),
	}...)
}

// reportOf loads the decision of the address where the actor reads its report: else domain.ErrNotFound.
func reportOf(c *serve.Call) (executive.ExecutiveDecision, error) {
	scope := executive.ReportScopeOf(c.Actor)
	d, err := decisionIn(c, scope)
	if err != nil {
		return d, err
	}
	return executivestore.ReportOf(c.Context(), c.Read, scope, d)
}

// reportOrDecisionOf loads the decision of the address for whoever may open it or reads its report.
func reportOrDecisionOf(c *serve.Call) (executive.ExecutiveDecision, error) {
	d, err := decisionOf(c)
	if errors.Is(err, domain.ErrNotFound) {
		return reportOf(c)
	}
	return d, err
}

// reportToWrite is reportOf for who writes it.
func reportToWrite(c *serve.Call) (executive.ExecutiveDecision, error) {
	d, err := reportOf(c)
	if err != nil {
		return d, err
	}
	return d, d.CheckWriteReport(c.Actor)
}

// showReport shows the report, and to who writes it what can be done with it.
func showReport(c *serve.Call, d executive.ExecutiveDecision) error {
	p := ReportProps{Decision: d, Writes: d.MayWriteReport(c.Actor),
		Opens: executive.Sees(d, policy.DecisionScopeOf(c.Actor))}
	if blocked, ok := errors.AsType[*domain.BlockedError](d.CheckWriteReport(c.Actor)); ok && d.ReportOpen() {
		p.Apart = blocked.Blockers[0].Words
	}
	var err error
	if p.Report, err = executive.ReadExecutiveReport(executive.ReportFor(d,
		executive.ReportScopeOf(c.Actor))); err != nil {
		return err
	}
	p.PutsWith = p.Writes && executive.CheckPlansOpen(d) == nil
	p.TakesOut = map[domain.SubjectID]bool{}
	for _, on := range d.Subjects {
		p.TakesOut[on.ID] = executive.CheckPlansOpen(d) == nil && on.DraftedIn != d.ReportID &&
			executive.CheckTakeOut(d, c.Actor, on) == nil
	}
	p.Shell = c.Shell("Report to the Executive: " + d.AreaName)
	return c.Show(Report(p))
}
