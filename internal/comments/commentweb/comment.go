// Package commentweb serves what Members say of issues: on the issue's page, for an area, and from gate 2.
package commentweb

import (
	"github.com/a-h/templ"

	"fourgates/internal/comments"
	"fourgates/internal/comments/commentapp"
	"fourgates/internal/comments/commentstore"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/issues/issueweb"
	"fourgates/internal/places"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
)

// CommentRoutes lists the routes of what Members say of issues.
func CommentRoutes() []serve.Route {
	return []serve.Route{
		serve.Get("/areas/{area}/comments", policy.ViewIssues,
			serve.On(placeweb.AreaIn(policy.ViewIssues), areaComments)),
		serve.Get("/issues/{id}/comments/new", policy.CommentIssues, serve.On(issueOf, newComment)),
		serve.Post("/issues/{id}/comments", policy.CommentIssues, serve.On(issueOf, addComment)),
		serve.Get("/comments/{comment}/wording", policy.CommentIssues, serve.On(mine, askWording)),
		serve.Post("/comments/{comment}/wording", policy.CommentIssues, serve.On(mine, correctComment)),
		serve.Post("/comments/{comment}/withdrawal", policy.CommentIssues, serve.On(mine, withdrawComment)),
		serve.Get("/comments/{comment}/answer", policy.WorkIssues, serve.On(toAnswer, askAnswer)),
		serve.Post("/comments/{comment}/answer", policy.WorkIssues, serve.On(toAnswer, answerComment)),
	}
}

// issueOf loads the issue of the address for a Member of its area: domain.ErrForbidden for others who may read it.
func issueOf(c *serve.Call) (issuestore.IssueRecord, error) {
	i, err := issueweb.IssueOf(c)
	if err != nil {
		return i, err
	}
	if err := policy.CheckIn(c.Actor, policy.CommentIssues, i.Area); err != nil {
		return i, err
	}
	return i, i.CheckEdit()
}

func commentOf(c *serve.Call) (comments.Comment, error) {
	id, err := serve.PathID[domain.IssueCommentID](c, "comment")
	if err != nil {
		return comments.Comment{}, err
	}
	return commentstore.Comment(c.Context(), c.Read, policy.IssueScopeOf(c.Actor), id)
}

// mine loads the comment of the address for who said it.
func mine(c *serve.Call) (comments.Comment, error) { return commentFor(c, comments.MayChange) }

// toAnswer loads the comment of the address for an officer of its area.
func toAnswer(c *serve.Call) (comments.Comment, error) { return commentFor(c, comments.MayAnswer) }

func commentFor(c *serve.Call, may func(policy.Actor, comments.Comment) bool) (comments.Comment, error) {
	is, err := commentOf(c)
	if err != nil {
		return is, err
	}
	if !may(c.Actor, is.Standing()) {
		return is, domain.ErrForbidden
	}
	return is, is.CheckStands()
}

// commentsListed is how many comments of an area are listed.
const commentsListed = 500

// areaComments lists what Members said of an area's issues, those that wait for an answer first.
func areaComments(c *serve.Call, area places.Area) error {
	all, err := commentstore.OfArea(c.Context(), c.Read, policy.IssueScopeOf(c.Actor), area.ID, commentsListed)
	if err != nil {
		return err
	}
	p := AreaCommentsProps{Area: area, All: all, Actor: c.Actor, Most: commentsListed,
		Tabs: placeweb.AreaTabs(c.Actor, area.ID, "/areas/"+serve.IDText(area.ID)+"/issues"),
		Shell: c.Shell("What Members say – "+area.Name).Under("Areas", "/areas", area.Name,
			"/areas/"+serve.IDText(area.ID), "What Members say").Overridden(area.Overrides)}
	for _, is := range all {
		if is.Waits() {
			p.Waiting = append(p.Waiting, is)
		} else {
			p.Others = append(p.Others, is)
		}
	}
	return c.Show(AreaComments(p))
}

// newComment shows the form of a comment; ?attempt= is the gate from which the Member came.
func newComment(c *serve.Call, i issuestore.IssueRecord) error {
	return commentForm(c, i, form.With("attempt", c.URL.Query().Get("attempt")))
}

func commentForm(c *serve.Call, i issuestore.IssueRecord, f form.Form) error {
	at := "/issues/" + serve.IDText(i.ID)
	return c.Page(f, NewComment(NewCommentProps{Form: f, Issue: i.Issue,
		Shell: c.Shell("Comment on this issue").Under("Issues", "/issues", i.Title, at, "Comment")}))
}

// addComment keeps what a Member says, and leads back to where they came from.
func addComment(c *serve.Call, i issuestore.IssueRecord) error {
	f := c.Posted()
	text := f.Required("text", 4000, "Enter your comment")
	attempt := form.ID[domain.AttemptID](&f, "attempt", "")
	if err := f.Take(func() error {
		return commentapp.CommentIssue(c.Context(), c.App, c.Actor, i.ID, text)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return commentForm(c, i, f)
	}
	if attempt != 0 {
		return c.Done("Your comment is kept", "/attempts/%d", attempt)
	}
	return c.Done("Your comment is kept", "/issues/%d#comments", i.ID)
}

// askWording shows the forms on which a Member corrects a comment or takes it back.
func askWording(c *serve.Call, is comments.Comment) error {
	return wordingForm(c, is, form.With("text", is.Text()))
}

func wordingForm(c *serve.Call, is comments.Comment, f form.Form) error {
	return c.Page(f, Wording(commentProps(c, is, f, "Correct your comment")))
}

func commentProps(c *serve.Call, is comments.Comment, f form.Form, title string) CommentProps {
	return CommentProps{Form: f, Comment: is, Title: title, Shell: c.Shell(title).Under("Issues", "/issues", is.Title,
		"/issues/"+serve.IDText(is.Issue), title)}
}

// correctComment gives a comment another wording.
func correctComment(c *serve.Call, is comments.Comment) error {
	f := c.Posted()
	text, version := f.Required("text", 4000, "Enter your comment, or withdraw it"), f.Version("")
	if err := f.Save(func() error {
		return commentapp.CorrectComment(c.Context(), c.App, c.Actor, is.ID, version, text)
	}); err != nil {
		return err
	}
	if f.Stale() {
		now, err := mine(c)
		if err != nil {
			return err
		}
		is = now
		f.Newest(is.Version, "Comment", is.Text(), text)
	}
	if !f.OK() {
		return wordingForm(c, is, f)
	}
	return c.Done("Corrected", "/issues/%d#comments", is.Issue)
}

// withdrawComment takes a comment back.
func withdrawComment(c *serve.Call, is comments.Comment) error {
	f := c.Posted()
	why, version := f.Required("why", 1000, "Say why you withdraw it"), f.Version("")
	if err := f.Save(func() error {
		if version != is.Version { // it says something else than what its Member saw
			return domain.ErrConflict
		}
		return commentapp.WithdrawComment(c.Context(), c.App, c.Actor, is.ID, why)
	}); err != nil {
		return err
	}
	if f.Stale() {
		f.Newest(is.Version, "Comment", is.Text(), is.Text())
	}
	if !f.OK() {
		f.Values.Set("text", is.Text())
		return wordingForm(c, is, f)
	}
	return c.Done("Withdrawn", "/issues/%d#comments", is.Issue)
}

// askAnswer shows the form on which an officer answers.
func askAnswer(c *serve.Call, is comments.Comment) error {
	f := form.New(nil)
	if len(is.Answers) > 0 {
		f.Values.Set("answer", is.Answers[0].Text)
	}
	return answerForm(c, is, f)
}

func answerForm(c *serve.Call, is comments.Comment, f form.Form) error {
	return c.Page(f, AnswerPage(commentProps(c, is, f, "Answer a comment")))
}

// answerComment answers a comment.
func answerComment(c *serve.Call, is comments.Comment) error {
	f := c.Posted()
	text, version := f.Required("answer", 4000, "Enter the answer"), f.Version("")
	if err := f.Save(func() error {
		return commentapp.AnswerComment(c.Context(), c.App, c.Actor, is.ID, version, text)
	}); err != nil {
		return err
	}
	if f.Stale() {
		now, err := toAnswer(c)
		if err != nil {
			return err
		}
		is = now
		said := ""
		if len(is.Answers) > 0 {
			said = is.Answers[0].Text
		}
		f.Newest(is.Version, "Answer", said, text)
	}
	if !f.OK() {
		return answerForm(c, is, f)
	}
	return c.Done("Answered", "/issues/%d#comments", is.Issue)
}

// IssueAside is what Members say of an issue, to stand on its page, with the form of a Member.
func IssueAside(c *serve.Call, i issuestore.IssueDossier) (templ.Component, error) {
	var list []comments.Comment
	if i.HasComments {
		var err error
		if list, err = commentstore.OfIssue(c.Context(), c.Read, i.ID); err != nil {
			return nil, err
		}
	}
	may := comments.MayComment(c.Actor, i.Area) && i.CheckEdit() == nil
	if len(list) == 0 && !may {
		return templ.NopComponent, nil
	}
	return IssueComments(IssueCommentsProps{Issue: i.ID, List: list, Actor: c.Actor, MayComment: may}), nil
}
