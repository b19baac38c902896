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

func (s *Server) referralRoutes() []Route {
	return []Route{
		get("/referrals", policy.ViewIssues, s.referrals),
		get("/issues/{id}/referrals/new", policy.WorkIssues, s.newReferral),
		post("/issues/{id}/referrals", policy.WorkIssues, s.referIssue),
		post("/issues/{id}/referrals/{referral}/acknowledgement", policy.AnswerReferral, s.acknowledgeReferral),
		post("/issues/{id}/referrals/{referral}/answer", policy.AnswerReferral, s.answerReferral),
		post("/issues/{id}/referrals/{referral}/withdrawal", policy.WorkIssues, s.withdrawReferral),
	}
}

// referrals lists what waits for an answer: asked of the reader's service or organisation, or asked in the reader's areas.
func (s *Server) referrals(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	waiting, err := s.read.ReferralsWaiting(r.Context(), policy.ScopeOf(actor, policy.AnswerReferral), policy.ScopeOf(actor, policy.WorkIssues))
	if err != nil {
		return err
	}
	shell := s.shell(r, actor, "Referrals waiting for an answer").Under("Issues", "/issues", "Referrals")
	return s.render(w, r, http.StatusOK, page.Referrals(page.ReferralsProps{Shell: shell, Waiting: waiting, Today: s.app.Today()}))
}

// newReferral shows the form to refer an issue.
func (s *Server) newReferral(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	i, err := s.issueToWork(r, actor)
	if err != nil {
		return err
	}
	due := s.app.Today().AddDays(28)
	f := form.With("reply_by-day", strconv.Itoa(due.Time().Day()), "reply_by-month", strconv.Itoa(int(due.Time().Month())), "reply_by-year", strconv.Itoa(due.Time().Year()))
	return s.referralPage(w, r, actor, http.StatusOK, i, f)
}

func (s *Server) referralPage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, i store.IssueRecord, f form.Form) error {
	asked, err := s.read.WhoCanBeAsked(r.Context())
	if err != nil {
		return err
	}
	shell := s.shell(r, actor, "Refer this issue").Under("Issues", "/issues", i.Title, "/issues/"+idText(i.ID), "Refer")
	if status != http.StatusOK {
		shell = shell.WithErrors()
	}
	return s.render(w, r, status, page.NewReferral(page.NewReferralProps{Shell: shell, Form: f, Issue: i.Issue, Asked: asked}))
}

// referIssue asks a service or an organisation.
func (s *Server) referIssue(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	i, err := s.issueToWork(r, actor)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	ask := domain.Referral{Ask: f.Required("ask", 2000, "Say what you ask of them"), ReplyBy: f.Date("reply_by", "Enter the day by which they should reply")}
	ask.Service, ask.Organisation = decodeAsked(&f)
	if f.OK() {
		err = s.app.ReferIssue(r.Context(), actor, i.ID, ask)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return s.referralPage(w, r, actor, http.StatusUnprocessableEntity, i, f)
	}
	return s.done(w, r, "Issue referred", "/issues/%d", i.ID)
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
func (s *Server) acknowledgeReferral(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	issue, id, err := referralIDs(r)
	if err != nil {
		return err
	}
	if err := s.app.AcknowledgeReferral(r.Context(), actor, issue, id); err != nil {
		return err
	}
	return s.done(w, r, "Referral acknowledged", "/issues/%d", issue)
}

// answerReferral saves the answer of those asked.
func (s *Server) answerReferral(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	issue, id, err := referralIDs(r)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	answer := f.Required("answer", 4000, "Enter your answer")
	if f.OK() {
		err = s.app.AnswerReferral(r.Context(), actor, issue, id, answer)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return s.issueAgain(w, r, actor, issue, http.StatusUnprocessableEntity, func(p *page.IssueProps) { p.Answer, p.AnswerTo = f, id })
	}
	return s.done(w, r, "Answer sent", "/issues/%d", issue)
}

// withdrawReferral takes a question back.
func (s *Server) withdrawReferral(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	issue, id, err := referralIDs(r)
	if err != nil {
		return err
	}
	if err := s.app.WithdrawReferral(r.Context(), actor, issue, id); err != nil {
		return err
	}
	return s.done(w, r, "Referral withdrawn", "/issues/%d", issue)
}

func referralIDs(r *http.Request) (domain.IssueID, domain.ReferralID, error) {
	issue, err := pathID[domain.IssueID](r, "id")
	if err != nil {
		return 0, 0, err
	}
	id, err := pathID[domain.ReferralID](r, "referral")
	return issue, id, err
}

// issueToWork loads the issue of the path for an officer of its area.
func (s *Server) issueToWork(r *http.Request, actor policy.Actor) (store.IssueRecord, error) {
	id, err := pathID[domain.IssueID](r, "id")
	if err != nil {
		return store.IssueRecord{}, err
	}
	i, err := s.read.Issue(r.Context(), policy.IssueScopeOf(actor), id)
	if err != nil {
		return store.IssueRecord{}, err
	}
	return i, policy.CheckIn(actor, policy.WorkIssues, i.Area)
}
