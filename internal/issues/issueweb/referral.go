package issueweb

import (
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
)

func referralRoutes(p issuePages) []serve.Route {
	return []serve.Route{
		serve.Get("/referrals", policy.ViewIssues, referrals),
		serve.Get("/issues/{id}/referrals/new", policy.WorkIssues, serve.On(issueFor(policy.WorkIssues), newReferral)),
		serve.Post("/issues/{id}/referrals", policy.WorkIssues, serve.On(issueFor(policy.WorkIssues), referIssue)),
		serve.Post("/issues/{id}/referrals/{referral}/acknowledgement", policy.AnswerReferral,
			serve.On(ofIssue[domain.ReferralID]("referral"), acknowledgeReferral)),
		serve.Post("/issues/{id}/referrals/{referral}/answer", policy.AnswerReferral,
			serve.On(ofIssue[domain.ReferralID]("referral"), p.answerReferral)),
		serve.Post("/issues/{id}/referrals/{referral}/withdrawal", policy.WorkIssues,
			serve.On(ofIssue[domain.ReferralID]("referral"), withdrawReferral)),
	}
}

// referralsListed is how many referrals the list shows.
const referralsListed = 200

// referrals lists what waits for an answer: asked of the reader's service or organisation, or asked in the reader's
// areas. Whoever neither answers nor asks sees all that wait about the issues that they may see.
func referrals(c *serve.Call) (err error) {
	p := ReferralsProps{Shell: c.Shell("Referrals waiting for an answer").Under("Issues", "/issues", "Referrals"),
		Today: c.Today(), Most: referralsListed,
		Own: policy.Can(c.Actor, policy.AnswerReferral) || policy.Can(c.Actor, policy.WorkIssues)}
	if p.Own {
		p.Waiting, err = issuestore.ReferralsWaiting(c.Context(), c.Read,
			policy.ScopeOf(c.Actor, policy.AnswerReferral), policy.ScopeOf(c.Actor, policy.WorkIssues), p.Most)
	} else {
		p.Waiting, err = issuestore.ReferralsSeen(c.Context(), c.Read, policy.IssueScopeOf(c.Actor), p.Most)
	}
	if err != nil {
		return err
	}
	return c.Show(Referrals(p))
}

// newReferral shows the form to refer an issue.
func newReferral(c *serve.Call, i issuestore.IssueRecord) error {
	return referralPage(c, i, serve.WithDay(form.New(nil), "reply_by", c.Today().AddDays(28)))
}

func referralPage(c *serve.Call, i issuestore.IssueRecord, f form.Form) error {
	asked, err := issuestore.WhoCanBeAsked(c.Context(), c.Read)
	if err != nil {
		return err
	}
	shell := c.Shell("Refer this issue").Under("Issues", "/issues", i.Title, "/issues/"+serve.IDText(i.ID), "Refer")
	return c.Page(f, NewReferral(NewReferralProps{Shell: shell, Form: f, Issue: i.Issue, Asked: asked}))
}

// referIssue asks a service or an organisation.
func referIssue(c *serve.Call, i issuestore.IssueRecord) error {
	f := c.Posted()
	ask := issues.Referral{
		Ask:     f.Required("ask", 2000, "Say what you ask of them"),
		ReplyBy: f.Date("reply_by", "Enter the day by which they should reply"),
	}
	ask.Service, ask.Organisation = DecodeAsked(&f)
	if err := f.Take(func() error { return issueapp.ReferIssue(c.Context(), c.App, c.Actor, i.ID, ask) }); err != nil {
		return err
	}
	if !f.OK() {
		return referralPage(c, i, f)
	}
	return c.Done("Issue referred", "/issues/%d", i.ID)
}

// DecodeAsked reads who is asked: "s" or "o" and an identifier.
func DecodeAsked(f *form.Form) (domain.ServiceID, domain.OrganisationID) {
	to := f.Text("to")
	if len(to) > 1 {
		n, err := strconv.ParseInt(to[1:], 10, 64)
		if err == nil && n > 0 && to[0] == 's' {
			return domain.ServiceID(n), 0
		}
		if err == nil && n > 0 && to[0] == 'o' {
			return 0, domain.OrganisationID(n)
		}
	}
	f.Add("to", "Choose a service or organisation")
	return 0, 0
}

// acknowledgeReferral notes that those asked have seen it.
func acknowledgeReferral(c *serve.Call, at issuePart[domain.ReferralID]) error {
	if err := issueapp.AcknowledgeReferral(c.Context(), c.App, c.Actor, at.Issue, at.ID); err != nil {
		return err
	}
	return c.Done("Referral acknowledged", "/issues/%d", at.Issue)
}

// answerReferral saves the answer of those asked.
func (pages issuePages) answerReferral(c *serve.Call, at issuePart[domain.ReferralID]) error {
	f := c.Posted()
	answer := f.Required("answer", 4000, "Enter your answer")
	err := f.Take(func() error { return issueapp.AnswerReferral(c.Context(), c.App, c.Actor, at.Issue, at.ID, answer) })
	if err != nil {
		return err
	}
	if !f.OK() {
		return pages.again(c, at.Issue, f, func(p *IssueProps) { p.Answer, p.AnswerTo = f, at.ID })
	}
	return c.Done("Answer sent", "/issues/%d", at.Issue)
}

// withdrawReferral takes a question back.
func withdrawReferral(c *serve.Call, at issuePart[domain.ReferralID]) error {
	if err := issueapp.WithdrawReferral(c.Context(), c.App, c.Actor, at.Issue, at.ID); err != nil {
		return err
	}
	return c.Done("Referral withdrawn", "/issues/%d", at.Issue)
}
