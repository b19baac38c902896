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
func feedbackLog(c *Call) error {
	area, err := areaIn(policy.ViewPlans)(c)
	if err != nil {
		return err
	}
	after, _ := strconv.ParseInt(c.URL.Query().Get("after"), 10, 64) // anything else is the start
	p := page.FeedbackLogProps{Area: area, Today: c.Today(), Tabs: page.AreaTabs(c.Actor, area.ID, c.URL.Path), May: policy.CanIn(c.Actor, policy.RecordFeedback, area.ID)}
	if p.Entries, err = c.Read.Feedbacks(c.Context(), policy.IssueScopeOf(c.Actor), area.ID, domain.FeedbackID(max(0, after)), feedbackPage+1); err != nil {
		return err
	}
	if len(p.Entries) > feedbackPage {
		p.Entries = p.Entries[:feedbackPage]
		p.Older = p.Entries[feedbackPage-1].ID
	}
	if p.Newest, err = c.Read.NewestFeedback(c.Context(), area.ID); err != nil {
		return err
	}
	p.Shell = areaShell(c, area, "What was fed back")
	return c.Show(page.FeedbackLog(p))
}

// newFeedback shows the form for an entry; "issue" in the address is what it is about.
func newFeedback(c *Call) error {
	f := withDay(form.With("issue", c.URL.Query().Get("issue")), "on", c.Today())
	return feedbackForm(c, http.StatusOK, f)
}

func feedbackForm(c *Call, status int, f form.Form) error {
	area, err := areaIn(policy.ViewPlans)(c)
	if err != nil {
		return err
	}
	if err := policy.CheckIn(c.Actor, policy.RecordFeedback, area.ID); err != nil {
		return err
	}
	shell := areaShell(c, area, "Record feedback")
	return c.Answer(status, page.NewFeedback(page.NewFeedbackProps{Shell: shell, Form: f, Area: area}))
}

// recordFeedback enters what was fed back.
func recordFeedback(c *Call) error {
	area, err := areaIn(policy.ViewPlans)(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	entry := domain.Feedback{Area: area.ID, FedTo: f.Required("to", 200, "Say to whom it was fed back"), Text: f.Required("text", 2000, "Say what they were told"),
		FedOn: f.Date("on", "Enter the day"), Issue: issueNumber(&f)}
	if f.OK() {
		_, err = c.App.RecordFeedback(c.Context(), c.Actor, entry)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return feedbackForm(c, http.StatusUnprocessableEntity, f)
	}
	return c.Done("Feedback recorded", "/areas/%d/feedback", area.ID)
}
