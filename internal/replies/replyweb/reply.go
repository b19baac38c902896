// Package replyweb serves the pages of one reply that several give together.
package replyweb

import (
	"github.com/a-h/templ"

	"fourgates/internal/asks"
	"fourgates/internal/asks/askweb"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/policy"
	"fourgates/internal/replies"
	"fourgates/internal/replies/replyapp"
	"fourgates/internal/replies/replystore"
	"fourgates/internal/serve"
	"fourgates/web/frame"
)

// ReplyRoutes lists the routes of one reply of several.
func ReplyRoutes() []serve.Route {
	return []serve.Route{
		serve.Get("/issues/{id}/replies/new", policy.WorkIssues, serve.On(issueToWork, newRequest)),
		serve.Post("/issues/{id}/replies", policy.WorkIssues, serve.On(issueToWork, ask)),
		serve.Get("/replies/{reply}", policy.ViewIssues, serve.On(replyToSee, showReply)),
		serve.Get("/replies/{reply}/draft", policy.HandleAsks, serve.On(replyToDraft, askDraft)),
		serve.Post("/replies/{reply}/draft", policy.HandleAsks, serve.On(replyToDraft, draft)),
		serve.Get("/replies/{reply}/parts/{ask}/view", policy.HandleAsks, serve.On(partToView, askView)),
		serve.Post("/replies/{reply}/parts/{ask}/view", policy.HandleAsks, serve.On(partToView, view)),
		serve.Get("/replies/{reply}/decision", policy.DecideReplies, serve.On(replyToDecide, askDecision)),
		serve.Post("/replies/{reply}/decision", policy.DecideReplies,
			serve.On(replyToDecide, decide)).RestsOn("reply", "reply"),
		serve.Get("/replies/{reply}/lead", policy.WorkIssues, serve.On(replyToEnter, askLead)),
		serve.Post("/replies/{reply}/lead", policy.WorkIssues,
			serve.On(replyToEnter, nameLead)).RestsOn("reply", "reply"),
		serve.Post("/replies/{reply}/withdrawal", policy.WorkIssues,
			serve.On(replyToEnter, withdraw)).RestsOn("reply", "reply"),
	}
}

// IssueAside is the replies of several to an issue, to stand on its page: each cleared one in words, and of those to
// come that they are. Nothing where none was asked for.
func IssueAside(c *serve.Call, i issuestore.IssueDossier) (templ.Component, error) {
	joint := false
	for _, k := range i.Referrals {
		joint = joint || k.Joint != 0
	}
	mayAsk := policy.CanIn(c.Actor, policy.WorkIssues, i.Area) && i.CanMove(issues.MoveRefer, i.Ties)
	if !joint && !mayAsk {
		return templ.NopComponent, nil
	}
	p := OfIssueProps{Issue: i.ID, Today: c.Today(), MayAsk: mayAsk, Sees: map[domain.ReplyID]bool{}}
	if joint {
		var err error
		if p.Replies, err = replystore.OfIssue(c.Context(), c.Read, i.ID, i.Referrals); err != nil {
			return nil, err
		}
	}
	for _, r := range p.Replies {
		p.Sees[r.ID] = replies.CheckSee(c.Actor, r) == nil
	}
	return OfIssue(p), nil
}

// replyToSee loads the reply of the address for those who may see it: else domain.ErrNotFound.
func replyToSee(c *serve.Call) (r replies.Reply, err error) {
	id, err := serve.PathID[domain.ReplyID](c, "reply")
	if err != nil {
		return r, err
	}
	if r, err = replystore.Load(c.Context(), c.Read, id, c.Today()); err != nil {
		return r, err
	}
	return r, replies.CheckSee(c.Actor, r)
}

// showReply shows a reply, its parts, and what is said of the draft.
func showReply(c *serve.Call, r replies.Reply) error {
	p := Props{Reply: r, Today: c.Today(), MayEnter: replies.MayEnter(c.Actor, r), Shell: shell(c, r, ""),
		MayDecide: replies.MayDecide(c.Actor, r) && len(r.Disagree()) > 0 && r.Open()}
	if _, decided := r.Decided(); decided {
		p.MayDecide = false
	}
	_, err := replies.CheckDraft(c.Actor, r)
	p.MayDraft = err == nil && r.Open()
	p.Mine = map[domain.AskID]bool{}
	for _, k := range r.Parts {
		p.Mine[k.ID] = asks.MayAnswer(c.Actor, k)
	}
	return c.Show(Reply(p))
}

func shell(c *serve.Call, r replies.Reply, step string) frame.Shell {
	issue, at := "/issues/"+serve.IDText(r.Issue), "/replies/"+serve.IDText(r.ID)
	if step == "" {
		return c.Shell("One reply: "+r.Title).Under("Issues", "/issues", r.Title, issue, "One reply")
	}
	return c.Shell(step+" – "+r.Title).Under("Issues", "/issues", r.Title, issue, "One reply", at, step)
}

// withdraw takes the request back.
func withdraw(c *serve.Call, r replies.Reply) error {
	if err := replyapp.Withdraw(c.Context(), c.App, c.Actor, r.ID); err != nil {
		return err
	}
	return c.Done("Withdrawn", "/replies/%d", r.ID)
}

// replyToDraft is replyToSee for whoever drafts it, for the lead or as an officer who enters it.
func replyToDraft(c *serve.Call) (r replies.Reply, err error) {
	if r, err = replyToSee(c); err != nil {
		return r, err
	}
	_, err = replies.CheckDraft(c.Actor, r)
	return r, err
}

// askDraft shows the form of the draft.
func askDraft(c *serve.Call, r replies.Reply) error {
	if err := r.CheckOpen(); err != nil {
		return err
	}
	return draftPage(c, r, form.With("text", r.Text))
}

func draftPage(c *serve.Call, r replies.Reply, f form.Form) error {
	entered, err := replies.CheckDraft(c.Actor, r)
	if err != nil {
		return err
	}
	return c.Page(f, Draft(StepProps{Shell: shell(c, r, "Draft the one reply"), Form: f, Reply: r, Entered: entered}))
}

// draft writes the lead's draft. Where another stands by now, it shows that.
func draft(c *serve.Call, r replies.Reply) error {
	f := c.Posted()
	text, over := f.Required("text", 8000, "Enter the reply"), f.Version("Load the page again")-1
	from := askweb.DecodeSource(&f)
	return saved(c, r, f, "The draft waits for the others to clear it", draftPage, func() error {
		return replyapp.Draft(c.Context(), c.App, c.Actor, r.ID, over, text, from)
	})
}

// saved runs a command and answers with the reply, or with the form and what is wrong with it.
func saved(c *serve.Call, r replies.Reply, f form.Form, done string,
	page func(*serve.Call, replies.Reply, form.Form) error, command func() error) error {
	if err := f.Save(command); err != nil {
		return err
	}
	if f.OK() {
		return c.Done(done, "/replies/%d", r.ID)
	}
	if f.Stale() {
		var err error
		if r, err = replyToSee(c); err != nil {
			return err
		}
	}
	return page(c, r, f)
}
