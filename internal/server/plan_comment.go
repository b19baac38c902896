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
func (s *Server) sectionComments(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	p, err := s.planOf(r, actor, policy.ViewPlans)
	if err != nil {
		return err
	}
	section, err := s.sectionOf(r, p)
	if err != nil {
		return err
	}
	return s.commentsPage(w, r, actor, http.StatusOK, p, section, form.New(nil), 0)
}

func (s *Server) commentsPage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, p domain.Plan, section domain.WrittenSection, f form.Form, answering domain.PlanCommentID) error {
	comments, err := s.read.PlanComments(r.Context(), p.ID, section.Key)
	if err != nil {
		return err
	}
	shell := s.planShell(r, actor, p, "Comments on "+section.Title)
	if status != http.StatusOK {
		shell = shell.WithErrors()
	}
	open := p.Locked() == ""
	return s.render(w, r, status, page.SectionComments(page.SectionCommentsProps{Shell: shell, Form: f, Plan: p, Section: section, Comments: comments,
		MayComment: open && policy.CanIn(actor, policy.CommentPlans, p.Area), MayAnswer: open && policy.CanIn(actor, policy.EditPlans, p.Area), Answering: answering}))
}

// commentSection adds a comment on a section.
func (s *Server) commentSection(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	p, err := s.planOf(r, actor, policy.CommentPlans)
	if err != nil {
		return err
	}
	section, err := s.sectionOf(r, p)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	text := f.Required("text", 2000, "Enter your comment")
	if f.OK() {
		_, err = s.app.CommentPlan(r.Context(), actor, p.ID, section.Key, text)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return s.commentsPage(w, r, actor, http.StatusUnprocessableEntity, p, section, f, 0)
	}
	return s.done(w, r, "Comment added", "/plans/%d/sections/"+section.Key+"/comments", p.ID)
}

// answerComment answers a comment in words, or resolves it without any.
func (s *Server) answerComment(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	p, err := s.planOf(r, actor, policy.EditPlans)
	if err != nil {
		return err
	}
	id, err := pathID[domain.PlanCommentID](r, "comment")
	if err != nil {
		return err
	}
	comment, err := s.read.PlanComment(r.Context(), p.ID, id)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	answer, message := f.Optional("answer", 2000), "Comment answered"
	switch {
	case !f.Has("how", "resolve"):
		f.Required("answer", 2000, "Enter your answer, or resolve the comment without one")
	case answer == "":
		message = "Comment resolved"
	}
	if f.OK() {
		_, err = s.app.AnswerPlanComment(r.Context(), actor, p.ID, id, answer)
	}
	if errors.Is(err, domain.ErrConflict) {
		f.Add("", "Somebody else answered this comment meanwhile: their answer is shown by it")
		return s.answerAgain(w, r, actor, http.StatusConflict, p, comment, f)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return s.answerAgain(w, r, actor, http.StatusUnprocessableEntity, p, comment, f)
	}
	return s.done(w, r, message, "/plans/%d/sections/"+comment.Section+"/comments", p.ID)
}

func (s *Server) answerAgain(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, p domain.Plan, c domain.PlanComment, f form.Form) error {
	section, err := s.read.PlanSection(r.Context(), p.ID, c.Section)
	if err != nil {
		return err
	}
	return s.commentsPage(w, r, actor, status, p, section, f, c.ID)
}

// newPlanLink shows the form to tie a plan to another plan or objective.
func (s *Server) newPlanLink(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	p, err := s.planToWrite(r, actor)
	if err != nil {
		return err
	}
	return s.linkForm(w, r, actor, http.StatusOK, p, form.New(nil))
}

func (s *Server) linkForm(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, p domain.Plan, f form.Form) error {
	shell := s.planShell(r, actor, p, "Add a plan or objective")
	if status != http.StatusOK {
		shell = shell.WithErrors()
	}
	return s.render(w, r, status, page.NewPlanLink(page.NewPlanLinkProps{Shell: shell, Form: f, Plan: p}))
}

// linkPlan ties a plan to another plan or objective.
func (s *Server) linkPlan(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	p, err := s.planOf(r, actor, policy.EditPlans)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	l := domain.PlanLink{Kind: form.OneOf(&f, "kind", domain.PlanLinkKinds(), "Choose what it is"), Title: f.Required("title", 200, "Enter its title"),
		Reference: f.Optional("reference", 200), Link: f.Optional("link", 500), Issue: issueNumber(&f)}
	if !webAddress(l.Link) {
		f.Add("link", "Enter a web address that begins with https:// or http://")
	}
	if f.OK() {
		err = s.app.LinkPlan(r.Context(), actor, p.ID, l)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return s.linkForm(w, r, actor, http.StatusUnprocessableEntity, p, f)
	}
	return s.done(w, r, "Added", "/areas/%d/plan#links", p.Area)
}

// issueNumber reads the number of an issue as it was typed; 0 where there is none.
func issueNumber(f *form.Form) domain.IssueID {
	if f.Text("issue") == "" {
		return 0
	}
	return domain.IssueID(f.Int("issue", 1, 1<<31-1, ""))
}

// unlinkPlan takes a link off a plan.
func (s *Server) unlinkPlan(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	p, err := s.planOf(r, actor, policy.EditPlans)
	if err != nil {
		return err
	}
	id, err := pathID[domain.PlanLinkID](r, "link")
	if err != nil {
		return err
	}
	if err := s.app.UnlinkPlan(r.Context(), actor, p.ID, id); err != nil {
		return err
	}
	return s.done(w, r, "Taken off", "/areas/%d/plan#links", p.Area)
}
