package adviceweb

import (
	"fourgates/internal/advice"
	"fourgates/internal/advice/adviceapp"
	"fourgates/internal/advice/advicestore"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/places/placestore"
	"fourgates/internal/plans"
	"fourgates/internal/plans/planstore"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
)

// actionToSee loads the action of the address within scope.
func actionToSee(c *serve.Call) (plans.Action, error) {
	id, err := serve.PathID[domain.ActionID](c, "action")
	if err != nil {
		return plans.Action{}, err
	}
	return planstore.Action(c.Context(), c.Read, policy.ScopeOf(c.Actor, policy.ViewPlans),
		policy.IssueScopeOf(c.Actor), id)
}

// showComments shows what is said of an action, and what was advised about it.
func showComments(c *serve.Call, is plans.Action) error {
	return commentsPage(c, is, form.New(nil))
}

func commentsPage(c *serve.Call, is plans.Action, f form.Form) error {
	area, err := placestore.Area(c.Context(), c.Read, policy.ScopeOf(c.Actor, policy.ViewPlans), is.Area)
	if err != nil {
		return err
	}
	p := CommentsProps{Form: f, Area: area, Action: is,
		MayComment: advice.CapacityIn(c.Actor, area.ID) != "" && area.State.Running(),
		MayLog:     policy.CanIn(c.Actor, policy.LogAdvice, area.ID) && area.State.Running()}
	if p.Comments, err = advicestore.Comments(c.Context(), c.Read, is.ID); err != nil {
		return err
	}
	if policy.CanIn(c.Actor, policy.ViewAdvice, area.ID) {
		if p.Advice, err = advicestore.About(c.Context(), c.Read, is.ID); err != nil {
			return err
		}
	}
	at := "/areas/" + serve.IDText(area.ID)
	p.Shell = c.Shell("Comments on "+is.Title).Under("Areas", "/areas", area.Name, at, "Plan", at+"/plan",
		"Comments on an action").Overridden(area.Overrides)
	return c.Page(f, Comments(p))
}

// comment says something of an action.
func comment(c *serve.Call, is plans.Action) error {
	if err := policy.CheckIn(c.Actor, policy.CommentActions, is.Area); err != nil {
		return err
	}
	f := c.Posted()
	text := f.Required("text", 2000, "Enter your comment")
	if err := f.Take(func() error {
		return adviceapp.Comment(c.Context(), c.App, c.Actor, is.ID, text)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return commentsPage(c, is, f)
	}
	return c.Done("Your comment stands with the action", "/actions/%d/comments", is.ID)
}
