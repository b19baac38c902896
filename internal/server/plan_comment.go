package server

import (
	"errors"
	"net/http"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

// sectionComments shows what was said about a section of a plan.
func sectionComments(c *Call) error {
	p, err := planFor(policy.ViewPlans)(c)
	if err != nil {
		return err
	}
	section, err := sectionOf(c, p)
	if err != nil {
		return err
	}
	return commentsPage(c, http.StatusOK, p, section, form.New(nil), 0)
}

func commentsPage(c *Call, status int, p domain.Plan, section domain.WrittenSection, f form.Form, answering domain.PlanCommentID) error {
	comments, err := c.Read.PlanComments(c.Context(), p.ID, section.Key)
	if err != nil {
		return err
	}
	shell := planShell(c, p, "Comments on "+section.Title)
	open := p.Locked() == ""
	return c.Answer(status, page.SectionComments(page.SectionCommentsProps{Shell: shell, Form: f, Plan: p, Section: section, Comments: comments,
		MayComment: open && policy.CanIn(c.Actor, policy.CommentPlans, p.Area), MayAnswer: open && policy.CanIn(c.Actor, policy.EditPlans, p.Area), Answering: answering}))
}

// commentSection adds a comment on a section.
func commentSection(c *Call) error {
	p, err := planFor(policy.CommentPlans)(c)
	if err != nil {
		return err
	}
	section, err := sectionOf(c, p)
	if err != nil {
		return err
	}
	f := c.Posted()
	text := f.Required("text", 2000, "Enter your comment")
	if f.OK() {
		_, err = c.App.CommentPlan(c.Context(), c.Actor, p.ID, section.Key, text)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return commentsPage(c, http.StatusUnprocessableEntity, p, section, f, 0)
	}
	return c.Done("Comment added", "/plans/%d/sections/"+section.Key+"/comments", p.ID)
}

// answerComment answers a comment in words, or resolves it without any.
func answerComment(c *Call) error {
	p, err := planFor(policy.EditPlans)(c)
	if err != nil {
		return err
	}
	id, err := pathID[domain.PlanCommentID](c, "comment")
	if err != nil {
		return err
	}
	comment, err := c.Read.PlanComment(c.Context(), p.ID, id)
	if err != nil {
		return err
	}
	f := c.Posted()
	answer, message := f.Optional("answer", 2000), "Comment answered"
	switch {
	case !f.Has("how", "resolve"):
		f.Required("answer", 2000, "Enter your answer, or resolve the comment without one")
	case answer == "":
		message = "Comment resolved"
	}
	if f.OK() {
		_, err = c.App.AnswerPlanComment(c.Context(), c.Actor, p.ID, id, answer)
	}
	if errors.Is(err, domain.ErrConflict) {
		f.Add("", "Somebody else answered this comment meanwhile: their answer is shown by it")
		return answerAgain(c, http.StatusConflict, p, comment, f)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return answerAgain(c, http.StatusUnprocessableEntity, p, comment, f)
	}
	return c.Done(message, "/plans/%d/sections/"+comment.Section+"/comments", p.ID)
}

func answerAgain(c *Call, status int, p domain.Plan, comment domain.PlanComment, f form.Form) error {
	section, err := c.Read.PlanSection(c.Context(), p.ID, comment.Section)
	if err != nil {
		return err
	}
	return commentsPage(c, status, p, section, f, comment.ID)
}

// newPlanLink shows the form to tie a plan to another plan or objective.
func newPlanLink(c *Call) error {
	p, err := planToWrite(c)
	if err != nil {
		return err
	}
	return linkForm(c, http.StatusOK, p, form.New(nil))
}

func linkForm(c *Call, status int, p domain.Plan, f form.Form) error {
	shell := planShell(c, p, "Add a plan or objective")
	return c.Answer(status, page.NewPlanLink(page.NewPlanLinkProps{Shell: shell, Form: f, Plan: p}))
}

// linkPlan ties a plan to another plan or objective.
func linkPlan(c *Call) error {
	p, err := planFor(policy.EditPlans)(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	l := domain.PlanLink{Kind: form.OneOf(&f, "kind", domain.PlanLinkKinds(), "Choose what it is"), Title: f.Required("title", 200, "Enter its title"),
		Reference: f.Optional("reference", 200), Link: f.Optional("link", 500), Issue: issueNumber(&f)}
	if !webAddress(l.Link) {
		f.Add("link", "Enter a web address that begins with https:// or http://")
	}
	if f.OK() {
		err = c.App.LinkPlan(c.Context(), c.Actor, p.ID, l)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return linkForm(c, http.StatusUnprocessableEntity, p, f)
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

// unlinkPlan takes a link off a plan.
func unlinkPlan(c *Call) error {
	p, err := planFor(policy.EditPlans)(c)
	if err != nil {
		return err
	}
	id, err := pathID[domain.PlanLinkID](c, "link")
	if err != nil {
		return err
	}
	if err := c.App.UnlinkPlan(c.Context(), c.Actor, p.ID, id); err != nil {
		return err
	}
	return c.Done("Taken off", "/areas/%d/plan#links", p.Area)
}
