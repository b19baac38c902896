package planweb

import (
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/places"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/plans"
	"fourgates/internal/plans/planapp"
	"fourgates/internal/plans/planstore"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
)

// feedbackPage is how many entries a page of the feedback log has.
const feedbackPage = 50

// feedbackLog shows what was fed back in an area, newest first.
func feedbackLog(c *serve.Call, area places.Area) error {
	after, _ := strconv.ParseInt(c.URL.Query().Get("after"), 10, 64) // anything else is the start
	p := FeedbackLogProps{Area: area, Today: c.Today(), Tabs: placeweb.AreaTabs(c.Actor, area.ID, c.URL.Path),
		May: policy.CanIn(c.Actor, policy.RecordFeedback, area.ID)}
	var err error
	if p.Entries, err = planstore.Feedbacks(c.Context(), c.Read, policy.IssueScopeOf(c.Actor), area.ID,
		domain.FeedbackID(max(0, after)), feedbackPage+1); err != nil {
		return err
	}
	if len(p.Entries) > feedbackPage {
		p.Entries = p.Entries[:feedbackPage]
		p.Older = p.Entries[feedbackPage-1].ID
	}
	if p.Newest, err = planstore.NewestFeedback(c.Context(), c.Read, area.ID); err != nil {
		return err
	}
	p.Shell = placeweb.AreaShell(c, area, "What was fed back")
	return c.Show(FeedbackLog(p))
}

// newFeedback shows the form for an entry; "issue" in the address is what it is about.
func newFeedback(c *serve.Call, area places.Area) error {
	return feedbackForm(c, area, serve.WithDay(form.With("issue", c.URL.Query().Get("issue")), "on", c.Today()))
}

func feedbackForm(c *serve.Call, area places.Area, f form.Form) error {
	return c.Page(f, NewFeedback(NewFeedbackProps{Shell: placeweb.AreaShell(c, area, "Record feedback"), Form: f,
		Area: area}))
}

// recordFeedback enters what was fed back.
func recordFeedback(c *serve.Call, area places.Area) error {
	f := c.Posted()
	entry := plans.Feedback{
		Area:  area.ID,
		FedTo: f.Required("to", 200, "Say to whom it was fed back"),
		Text:  f.Required("text", 2000, "Say what they were told"),
		FedOn: f.Date("on", "Enter the day"),
		Issue: issueNumber(&f),
	}
	if err := f.Take(func() error {
		_, err := planapp.RecordFeedback(c.Context(), c.App, c.Actor, entry)
		return err
	}); err != nil {
		return err
	}
	if !f.OK() {
		return feedbackForm(c, area, f)
	}
	return c.Done("Feedback recorded", "/areas/%d/feedback", area.ID)
}
