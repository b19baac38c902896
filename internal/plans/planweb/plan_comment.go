package planweb

import (
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/issues/issueweb"
	"fourgates/internal/plans"
	"fourgates/internal/plans/planapp"
	"fourgates/internal/plans/planstore"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
)

// sectionComments shows what was said about a section of a plan.
func sectionComments(c *serve.Call, at planSection) error {
	return commentsPage(c, at, form.New(nil), 0)
}

// commentsPage shows the comments on a section. The problems of the form are of the comment that is answered, or of a
// new one where that is zero.
func commentsPage(c *serve.Call, at planSection, f form.Form, answering domain.PlanCommentID) error {
	comments, err := planstore.PlanComments(c.Context(), c.Read, at.ID, at.Section.Key)
	if err != nil {
		return err
	}
	return c.Page(f, SectionComments(SectionCommentsProps{
		Shell: planShell(c, at.Plan, "Comments on "+at.Section.Title), Form: f,
		Plan: at.Plan, Section: at.Section, Comments: comments, Answering: answering,
		MayComment: plans.MayWork(c.Actor, policy.CommentPlans, at.Plan),
		MayAnswer:  plans.MayWork(c.Actor, policy.EditPlans, at.Plan)}))
}

// commentSection adds a comment on a section.
func commentSection(c *serve.Call, at planSection) error {
	f := c.Posted()
	text := f.Required("text", 2000, "Enter your comment")
	if err := f.Take(func() error {
		_, err := planapp.CommentPlan(c.Context(), c.App, c.Actor, at.ID, at.Section.Key, text)
		return err
	}); err != nil {
		return err
	}
	if !f.OK() {
		return commentsPage(c, at, f, 0)
	}
	return c.Done("Comment added", "/plans/%d/sections/"+at.Section.Key+"/comments", at.ID)
}

// planComment is a comment on a plan that an address names.
type planComment struct {
	plans.Plan
	Comment plans.PlanComment
}

// commentOf loads the comment of the address for somebody who may answer it.
func commentOf(c *serve.Call) (at planComment, err error) {
	if at.Plan, err = planFor(policy.EditPlans)(c); err != nil {
		return at, err
	}
	id, err := serve.PathID[domain.PlanCommentID](c, "comment")
	if err != nil {
		return at, err
	}
	at.Comment, err = planstore.PlanComment(c.Context(), c.Read, at.ID, id)
	return at, err
}

// answerComment answers a comment in words, or resolves it without any.
func answerComment(c *serve.Call, at planComment) error {
	f := c.Posted()
	answer, message := f.Optional("answer", 2000), "Comment answered"
	switch {
	case !f.Has("how", "resolve"):
		f.Required("answer", 2000, "Enter your answer, or resolve the comment without one")
	case answer == "":
		message = "Comment resolved"
	}
	if err := f.Save(func() error {
		_, err := planapp.AnswerPlanComment(c.Context(), c.App, c.Actor, at.ID, at.Comment.ID, answer)
		return err
	}); err != nil {
		return err
	}
	if f.Stale() {
		f.Add("", "This comment is answered or resolved by now, as it shows: nothing of yours was saved")
	}
	if !f.OK() {
		return answerAgain(c, at, f)
	}
	return c.Done(message, "/plans/%d/sections/"+at.Comment.Section+"/comments", at.ID)
}

func answerAgain(c *serve.Call, at planComment, f form.Form) error {
	section, err := planstore.PlanSection(c.Context(), c.Read, at.ID, at.Comment.Section)
	if err != nil {
		return err
	}
	return commentsPage(c, planSection{at.Plan, section}, f, at.Comment.ID)
}

// newPlanLink shows the form to tie a plan to another plan or objective.
func newPlanLink(c *serve.Call, p plans.Plan) error {
	return linkForm(c, p, form.New(nil))
}

func linkForm(c *serve.Call, p plans.Plan, f form.Form) error {
	return c.Page(f, NewPlanLink(NewPlanLinkProps{Shell: planShell(c, p, "Add a plan or objective"), Form: f,
		Plan: p}))
}

// linkPlan ties a plan to another plan or objective.
func linkPlan(c *serve.Call, p plans.Plan) error {
	f := c.Posted()
	l := plans.PlanLink{
		Kind:      form.OneOf(&f, "kind", plans.PlanLinkKinds(), "Choose what it is"),
		Title:     f.Required("title", 200, "Enter its title"),
		Reference: f.Optional("reference", 200),
		Link:      f.Optional("link", 500),
		Issue:     issueNumber(&f),
	}
	if !issueweb.WebAddress(l.Link) {
		f.Add("link", "Enter a web address that begins with https:// or http://")
	}
	if err := f.Take(func() error { return planapp.LinkPlan(c.Context(), c.App, c.Actor, p.ID, l) }); err != nil {
		return err
	}
	if !f.OK() {
		return linkForm(c, p, f)
	}
	return c.Done("Added", "/areas/%d/plan#links", p.Area)
}

// issueNumber reads the number of an issue as it was typed; 0 where there is none.
func issueNumber(f *form.Form) domain.IssueID {
	if f.Text("issue") == "" {
		return 0
	}
	return domain.IssueID(f.Int("issue", 1, 1<<31-1, ""))
}

// planLink is a link of a plan that an address names.
type planLink struct {
	plans.Plan
	Link domain.PlanLinkID
}

// planLinkOf loads the plan of the address for somebody who may take the link off it.
func planLinkOf(c *serve.Call) (at planLink, err error) {
	if at.Plan, err = planFor(policy.EditPlans)(c); err != nil {
		return at, err
	}
	at.Link, err = serve.PathID[domain.PlanLinkID](c, "link")
	return at, err
}

// unlinkPlan takes a link off a plan.
func unlinkPlan(c *serve.Call, at planLink) error {
	if err := planapp.UnlinkPlan(c.Context(), c.App, c.Actor, at.ID, at.Link); err != nil {
		return err
	}
	return c.Done("Taken off", "/areas/%d/plan#links", at.Area)
}
