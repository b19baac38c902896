package issueweb

import (
	"fourgates/internal/asks/askstore"
	"fourgates/internal/asks/askweb"
	"fourgates/internal/form"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/internal/timelines/timelineweb"
)

func referralRoutes() []serve.Route {
	return []serve.Route{
		serve.Get("/issues/{id}/referrals/new", policy.WorkIssues, serve.On(issueFor(policy.WorkIssues), newReferral)),
		serve.Post("/issues/{id}/referrals", policy.WorkIssues, serve.On(issueFor(policy.WorkIssues), referIssue)),
	}
}

// newReferral shows the form to refer an issue.
func newReferral(c *serve.Call, i issuestore.IssueRecord) error {
	return referralPage(c, i, serve.WithDay(form.With("way", "here"), "reply_by", c.Today().AddDays(28)))
}

func referralPage(c *serve.Call, i issuestore.IssueRecord, f form.Form) error {
	bodies, err := askstore.Directory(c.Context(), c.Read, i.Area, i.Theme, c.Today())
	if err != nil {
		return err
	}
	shell := c.Shell("Refer this issue").Under("Issues", "/issues", i.Title, "/issues/"+serve.IDText(i.ID), "Refer")
	return c.Page(f, NewReferral(NewReferralProps{Shell: shell, Form: f, Issue: i.Issue, Bodies: bodies}))
}

// referIssue asks a service or an organisation.
func referIssue(c *serve.Call, i issuestore.IssueRecord) error {
	f := c.Posted()
	ask := askweb.DecodePut(&f)
	if err := f.Take(func() error { return issueapp.ReferIssue(c.Context(), c.App, c.Actor, i.ID, ask) }); err != nil {
		return err
	}
	if !f.OK() {
		return referralPage(c, i, f)
	}
	return c.Done(timelineweb.Closed(c, "Issue referred", i.Area, ask.DueOn), "/issues/%d", i.ID)
}
