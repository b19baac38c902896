package quickwinweb

import (
	"fmt"

	"fourgates/internal/asks/askstore"
	"fourgates/internal/asks/askweb"
	"fourgates/internal/form"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/serve"
	"fourgates/internal/timelines/timelineweb"
)

// newAsk shows the form to ask whether somebody does a quick win: who is to deliver it stands there already.
func newAsk(c *serve.Call, win winRecord) error {
	to, question := "", "Will you do this?"
	switch {
	case win.Service != 0:
		to = fmt.Sprintf("s%d", win.Service)
	case win.Organisation != 0:
		to = fmt.Sprintf("o%d", win.Organisation)
	}
	if win.State == issues.WinInProgress {
		question = "Is this done?"
	}
	f := form.With("to", to, "way", "here", "ask", question)
	return askPage(c, win, serve.WithDay(f, "reply_by", c.Today().AddDays(14)))
}

func askPage(c *serve.Call, win winRecord, f form.Form) error {
	bodies, err := askstore.Directory(c.Context(), c.Read, win.Area, win.Of.Theme, c.Today())
	if err != nil {
		return err
	}
	return c.Page(f, askweb.PutPage(askweb.PutProps{Shell: winShell(c, win, "Ask whether they do it"), Form: f,
		Caption: win.Title, Title: "Ask whether they do it", Action: "/quick-wins/" + serve.IDText(win.ID) + "/asks",
		Back: "/quick-wins/" + serve.IDText(win.ID), Bodies: bodies}))
}

// askAboutWin asks whether somebody does a quick win.
func askAboutWin(c *serve.Call, win winRecord) error {
	f := c.Posted()
	k := askweb.DecodePut(&f)
	if err := f.Take(func() error {
		return issueapp.AskAboutQuickWin(c.Context(), c.App, c.Actor, win.ID, k)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return askPage(c, win, f)
	}
	return c.Done(timelineweb.Closed(c, "Asked", win.Area, k.DueOn), "/quick-wins/%d", win.ID)
}
