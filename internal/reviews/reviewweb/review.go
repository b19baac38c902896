// Package reviewweb serves the pages on which services and partners review priorities.
package reviewweb

import (
	"github.com/a-h/templ"

	"fourgates/internal/asks"
	"fourgates/internal/asks/askstore"
	"fourgates/internal/asks/askweb"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/places"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/policy"
	"fourgates/internal/reviews"
	"fourgates/internal/reviews/reviewapp"
	"fourgates/internal/reviews/reviewstore"
	"fourgates/internal/serve"
	"fourgates/internal/timelines/timelineweb"
)

// ReviewRoutes lists the routes of reviews.
func ReviewRoutes() []serve.Route {
	return []serve.Route{
		serve.Get("/areas/{area}/reviews", policy.ViewIssues,
			serve.On(placeweb.AreaIn(policy.ViewIssues), areaReviews)),
		serve.Get("/areas/{area}/reviews/new", policy.WorkIssues,
			serve.On(placeweb.AreaInFor(policy.ViewIssues, policy.WorkIssues), newReview)),
		serve.Post("/areas/{area}/reviews", policy.WorkIssues,
			serve.On(placeweb.AreaInFor(policy.ViewIssues, policy.WorkIssues), askReview)),
		serve.Get("/reviews/{review}", policy.ViewIssues, serve.On(reviewOf, showReview)),
		serve.Post("/reviews/{review}/answer", policy.AnswerReview,
			serve.On(serve.Where(reviews.MayAnswer, reviewOf), answerReview)),
		serve.Post("/reviews/{review}/entered", policy.WorkIssues,
			serve.On(serve.Where(mayAsk, reviewOf), enterAnswer)),
		serve.Post("/reviews/{review}/closing", policy.WorkIssues,
			serve.On(serve.Where(mayAsk, reviewOf), closeReview)),
	}
}

// areaReviews shows each priority of an area with what services and partners say of it.
func areaReviews(c *serve.Call, area places.Area) error {
	cycle, err := placeweb.CycleOf(c, area)
	if err != nil {
		return err
	}
	list, err := prioritiesOf(c, area, cycle)
	if err != nil {
		return err
	}
	return c.Show(AreaReviews(AreaReviewsProps{Area: area, Cycle: cycle, Today: c.Today(), Priorities: list,
		Tabs:   placeweb.AreaTabs(c.Actor, area.ID, c.URL.Path),
		MayAsk: reviews.MayAsk(c.Actor, area.ID) && cycle == area.Cycle && area.CheckCycle() == nil,
		Shell: c.Shell("Review with services and partners").Under("Areas", "/areas", area.Name,
			"/areas/"+serve.IDText(area.ID), "Review").Overridden(area.Overrides)}))
}

func prioritiesOf(c *serve.Call, area places.Area, cycle int) ([]reviews.Priority, error) {
	scope := policy.IssueScopeOf(c.Actor)
	list, err := reviewstore.Priorities(c.Context(), c.Read, scope, area.ID, cycle)
	if err != nil {
		return nil, err
	}
	all, err := reviewstore.AreaReviews(c.Context(), c.Read, scope, area.ID, cycle, c.Today())
	return reviews.ByPriority(list, all), err
}

// newReview shows the form on which a service or an organisation is asked; ?issue= chooses a priority.
func newReview(c *serve.Call, area places.Area) error {
	f := serve.WithDay(form.With("issue", c.URL.Query().Get("issue"), "way", "here"), "reply_by", c.Today().AddDays(14))
	return askForm(c, area, f)
}

func askForm(c *serve.Call, area places.Area, f form.Form) error {
	list, err := prioritiesOf(c, area, area.Cycle)
	if err != nil {
		return err
	}
	asked, err := askstore.Directory(c.Context(), c.Read, area.ID, 0, c.Today())
	if err != nil {
		return err
	}
	at := "/areas/" + serve.IDText(area.ID)
	return c.Page(f, AskReview(AskReviewProps{Form: f, Area: area, Priorities: list, Asked: asked,
		Shell: c.Shell("Ask for a review").Under("Areas", "/areas", area.Name, at, "Review", at+"/reviews", "Ask")}))
}

// askReview asks a service or an organisation about priorities.
func askReview(c *serve.Call, area places.Area) error {
	f := c.Posted()
	ask := reviewapp.Ask{Words: f.Optional("ask", 2000),
		ReplyBy: f.Date("reply_by", "Enter the day by which they should answer")}
	ask.Service, ask.Organisation = askweb.DecodeBody(&f, "to")
	if f.Text("way") != "" {
		ask.Way = form.OneOf(&f, "way", asks.Ways(), "Choose how you ask")
	}
	if ask.Issues = form.IDs[domain.IssueID](&f, "issue"); len(ask.Issues) == 0 {
		f.Add("issue", "Choose at least one priority")
	}
	if err := f.Take(func() error {
		return reviewapp.AskReviews(c.Context(), c.App, c.Actor, area.ID, ask)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return askForm(c, area, f)
	}
	return c.Done(timelineweb.Closed(c, "Asked", area.ID, ask.ReplyBy), "/areas/%d/reviews", area.ID)
}

// reviewOf loads the review of the address within what the actor may see: else domain.ErrNotFound.
func reviewOf(c *serve.Call) (reviews.Review, error) {
	id, err := serve.PathID[domain.ReviewID](c, "review")
	if err != nil {
		return reviews.Review{}, err
	}
	return reviewstore.Review(c.Context(), c.Read, policy.IssueScopeOf(c.Actor), id, c.Today())
}

// mayAsk reports whether the actor is an officer of the review's area.
func mayAsk(a policy.Actor, r reviews.Review) bool { return reviews.MayAsk(a, r.Area) }

// showReview shows a review with the forms of those who answer it.
func showReview(c *serve.Call, r reviews.Review) error {
	return reviewPage(c, r, form.New(nil), "")
}

func reviewPage(c *serve.Call, r reviews.Review, f form.Form, at string) error {
	p := ReviewProps{Review: r, Today: c.Today(), MayAnswer: reviews.MayAnswer(c.Actor, r),
		MayAsk: mayAsk(c.Actor, r), Form: f}
	switch at {
	case "answer":
		p.Answer = f
	case "entered":
		p.Entered = f
	case "closing":
		p.Closing = f
	}
	p.Shell = c.Shell("Review by "+r.Of).Under("Issues", "/issues", r.Title, "/issues/"+serve.IDText(r.Issue), "Review")
	return c.Page(f, Review(p))
}

func decodeAnswer(f *form.Form, data, binds string) reviews.Answer {
	return reviews.Answer{
		Does:  f.Required("does", 4000, "Say what is done already, or that nothing is"),
		Shows: f.Required("shows", 4000, data),
		Binds: f.Required("binds", 4000, binds),
	}
}

// answerReview saves the answer of those asked.
func answerReview(c *serve.Call, r reviews.Review) error {
	f := c.Posted()
	said := decodeAnswer(&f, "Say what your data show, or that there are none",
		"Say what binds you, such as law, money or contracts, or that nothing does")
	if err := f.Take(func() error {
		return reviewapp.AnswerReview(c.Context(), c.App, c.Actor, r.ID, said)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return reviewPage(c, r, f, "answer")
	}
	return c.Done("Answer sent", "/reviews/%d", r.ID)
}

// enterAnswer saves an answer that came by letter, telephone or in a meeting.
func enterAnswer(c *serve.Call, r reviews.Review) error {
	f := c.Posted()
	said := decodeAnswer(&f, "Say what their data show, or that there are none",
		"Say what binds them, such as law, money or contracts, or that nothing does")
	from := askweb.DecodeSource(&f)
	said.SaidBy, said.SaidHow, said.SaidOn = from.SaidBy, string(from.SaidWay), from.SaidOn
	if err := f.Take(func() error {
		return reviewapp.EnterAnswer(c.Context(), c.App, c.Actor, r.ID, said)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return reviewPage(c, r, f, "entered")
	}
	return c.Done("Answer entered", "/reviews/%d", r.ID)
}

// closeReview closes a review without an answer.
func closeReview(c *serve.Call, r reviews.Review) error {
	f := c.Posted()
	reason := f.Required("reason", 2000, "Say why it is closed without an answer: Members read it at gate 3")
	if err := f.Take(func() error {
		return reviewapp.CloseReview(c.Context(), c.App, c.Actor, r.ID, reason)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return reviewPage(c, r, f, "closing")
	}
	return c.Done("Closed without an answer", "/reviews/%d", r.ID)
}

// IssueAside is what services and partners say of an issue, to stand on its page; nothing where none was asked.
func IssueAside(c *serve.Call, i issuestore.IssueDossier) (templ.Component, error) {
	if !i.HasReviews {
		return templ.NopComponent, nil
	}
	list, err := reviewstore.IssueReviews(c.Context(), c.Read, i.ID, c.Today())
	if err != nil {
		return nil, err
	}
	return IssueReviews(list, c.Today()), nil
}
