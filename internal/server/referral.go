package server

import (
	"net/http"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/store"
	"fourgates/web/page"
)

func referralRoutes() []Route {
	return []Route{
		get("/referrals", policy.ViewIssues, referrals),
		get("/issues/{id}/referrals/new", policy.WorkIssues, newReferral),
		post("/issues/{id}/referrals", policy.WorkIssues, referIssue),
		post("/issues/{id}/referrals/{referral}/acknowledgement", policy.AnswerReferral, acknowledgeReferral),
		post("/issues/{id}/referrals/{referral}/answer", policy.AnswerReferral, answerReferral),
		post("/issues/{id}/referrals/{referral}/withdrawal", policy.WorkIssues, withdrawReferral),
	}
}

// referrals lists what waits for an answer: asked of the reader's service or organisation, or asked in the reader's areas.
func referrals(c *Call) error {
	waiting, err := c.Read.ReferralsWaiting(c.Context(), policy.ScopeOf(c.Actor, policy.AnswerReferral), policy.ScopeOf(c.Actor, policy.WorkIssues))
	if err != nil {
		return err
	}
	shell := c.Shell("Referrals waiting for an answer").Under("Issues", "/issues", "Referrals")
	return c.Show(page.Referrals(page.ReferralsProps{Shell: shell, Waiting: waiting, Today: c.App.Today()}))
}

// newReferral shows the form to refer an issue.
func newReferral(c *Call) error {
	i, err := issueToWork(c)
	if err != nil {
		return err
	}
	due := c.App.Today().AddDays(28)
	f := form.With("reply_by-day", strconv.Itoa(due.Time().Day()), "reply_by-month", strconv.Itoa(int(due.Time().Month())), "reply_by-year", strconv.Itoa(due.Time().Year()))
	return referralPage(c, http.StatusOK, i, f)
}

func referralPage(c *Call, status int, i store.IssueRecord, f form.Form) error {
	asked, err := c.Read.WhoCanBeAsked(c.Context())
	if err != nil {
		return err
	}
	shell := c.Shell("Refer this issue").Under("Issues", "/issues", i.Title, "/issues/"+idText(i.ID), "Refer")
	return c.Answer(status, page.NewReferral(page.NewReferralProps{Shell: shell, Form: f, Issue: i.Issue, Asked: asked}))
}

// referIssue asks a service or an organisation.
func referIssue(c *Call) error {
	i, err := issueToWork(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	ask := domain.Referral{Ask: f.Required("ask", 2000, "Say what you ask of them"), ReplyBy: f.Date("reply_by", "Enter the day by which they should reply")}
	ask.Service, ask.Organisation = decodeAsked(&f)
	if f.OK() {
		err = c.App.ReferIssue(c.Context(), c.Actor, i.ID, ask)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return referralPage(c, http.StatusUnprocessableEntity, i, f)
	}
	return c.Done("Issue referred", "/issues/%d", i.ID)
}

// decodeAsked reads who is asked: "s" or "o" and an identifier.
func decodeAsked(f *form.Form) (domain.ServiceID, domain.OrganisationID) {
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
func acknowledgeReferral(c *Call) error {
	issue, id, err := referralIDs(c)
	if err != nil {
		return err
	}
	if err := c.App.AcknowledgeReferral(c.Context(), c.Actor, issue, id); err != nil {
		return err
	}
	return c.Done("Referral acknowledged", "/issues/%d", issue)
}

// answerReferral saves the answer of those asked.
func answerReferral(c *Call) error {
	issue, id, err := referralIDs(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	answer := f.Required("answer", 4000, "Enter your answer")
	if f.OK() {
		err = c.App.AnswerReferral(c.Context(), c.Actor, issue, id, answer)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return issueAgain(c, issue, http.StatusUnprocessableEntity, func(p *page.IssueProps) { p.Answer, p.AnswerTo = f, id })
	}
	return c.Done("Answer sent", "/issues/%d", issue)
}

// withdrawReferral takes a question back.
func withdrawReferral(c *Call) error {
	issue, id, err := referralIDs(c)
	if err != nil {
		return err
	}
	if err := c.App.WithdrawReferral(c.Context(), c.Actor, issue, id); err != nil {
		return err
	}
	return c.Done("Referral withdrawn", "/issues/%d", issue)
}

func referralIDs(c *Call) (domain.IssueID, domain.ReferralID, error) {
	issue, err := pathID[domain.IssueID](c, "id")
	if err != nil {
		return 0, 0, err
	}
	id, err := pathID[domain.ReferralID](c, "referral")
	return issue, id, err
}

// issueToWork loads the issue of the path for an officer of its area.
func issueToWork(c *Call) (store.IssueRecord, error) {
	id, err := pathID[domain.IssueID](c, "id")
	if err != nil {
		return store.IssueRecord{}, err
	}
	i, err := c.Read.Issue(c.Context(), policy.IssueScopeOf(c.Actor), id)
	if err != nil {
		return store.IssueRecord{}, err
	}
	return i, policy.CheckIn(c.Actor, policy.WorkIssues, i.Area)
}
