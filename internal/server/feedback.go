package server

import (
	"net/http"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

// feedbackPage is how many entries a page of the feedback log has.
const feedbackPage = 50

// feedbackLog shows what was fed back in an area, newest first.
func (s *Server) feedbackLog(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.planArea(r, actor)
	if err != nil {
		return err
	}
	after, _ := strconv.ParseInt(r.URL.Query().Get("after"), 10, 64) // anything else is the start
	p := page.FeedbackLogProps{Area: area, Today: s.today(), Tabs: page.AreaTabs(actor, area.ID, r.URL.Path), May: policy.CanIn(actor, policy.RecordFeedback, area.ID)}
	if p.Entries, err = s.read.Feedbacks(r.Context(), policy.IssueScopeOf(actor), area.ID, domain.FeedbackID(max(0, after)), feedbackPage+1); err != nil {
		return err
	}
	if len(p.Entries) > feedbackPage {
		p.Entries = p.Entries[:feedbackPage]
		p.Older = p.Entries[feedbackPage-1].ID
	}
	if p.Newest, err = s.read.NewestFeedback(r.Context(), area.ID); err != nil {
		return err
	}
	p.Shell = s.areaShell(r, actor, area, "What was fed back")
	return s.render(w, r, http.StatusOK, page.FeedbackLog(p))
}

// newFeedback shows the form for an entry; "issue" in the address is what it is about.
func (s *Server) newFeedback(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	f := withDay(form.With("issue", r.URL.Query().Get("issue")), "on", s.today())
	return s.feedbackForm(w, r, actor, http.StatusOK, f)
}

func (s *Server) feedbackForm(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	area, err := s.planArea(r, actor)
	if err != nil {
		return err
	}
	if err := policy.CheckIn(actor, policy.RecordFeedback, area.ID); err != nil {
		return err
	}
	shell := s.areaShell(r, actor, area, "Record feedback")
	if status != http.StatusOK {
		shell = shell.WithErrors()
	}
	return s.render(w, r, status, page.NewFeedback(page.NewFeedbackProps{Shell: shell, Form: f, Area: area}))
}

// recordFeedback enters what was fed back.
func (s *Server) recordFeedback(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.planArea(r, actor)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	entry := domain.Feedback{Area: area.ID, FedTo: f.Required("to", 200, "Say to whom it was fed back"), Text: f.Required("text", 2000, "Say what they were told"),
		FedOn: f.Date("on", "Enter the day"), Issue: issueNumber(&f)}
	if f.OK() {
		_, err = s.app.RecordFeedback(r.Context(), actor, entry)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return s.feedbackForm(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	return s.done(w, r, "Feedback recorded", "/areas/%d/feedback", area.ID)
}
