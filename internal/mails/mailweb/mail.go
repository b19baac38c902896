// Package mailweb serves the administrator's pages of e-mails.
package mailweb

import (
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/mails"
	"fourgates/internal/mails/mailapp"
	"fourgates/internal/mails/mailstore"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
)

func MailRoutes() []serve.Route {
	mailID := serve.IDOf[domain.MailID]("mail")
	return []serve.Route{
		serve.Get("/admin/mails", policy.ManageMails, mailList),
		serve.Post("/admin/mails/tests", policy.ManageMails, testMail),
		serve.Get("/admin/mails/{mail}", policy.ManageMails, serve.On(mailID, showMail)),
		serve.Post("/admin/mails/{mail}/bounce", policy.ManageMails, serve.On(mailID, recordBounce)),
		serve.Post("/admin/mails/{mail}/bounce/withdrawal", policy.ManageMails, serve.On(mailID, takeBounceBack)),
	}
}

// mailsListed is how many e-mails a page of the list shows.
const mailsListed = 50

// mailList lists e-mails, the newest first.
func mailList(c *serve.Call) error { return mailPage(c, form.New(c.Form), form.New(nil)) }

// mailPage is the list that a filter asks for, with the form of a test.
func mailPage(c *serve.Call, f, test form.Form) error {
	state := mails.State(f.Text("state"))
	if state.Words() == "" || state == mails.Sending {
		state = ""
		f.Values.Del("state")
	}
	before, err := strconv.ParseInt(f.Text("before"), 10, 64)
	if err != nil || before < 0 {
		before = 0
	}
	const title = "E-mail"
	p := MailsProps{Shell: c.Shell(title).Under("Administration", "/admin", title), Form: f, State: state,
		Before: domain.MailID(before), Test: test, To: f.Optional("to", 200), By: c.App.Mail.By}
	if !f.OK() {
		p.To = ""
	}
	if p.Counts, err = mailstore.Counts(c.Context(), c.Read); err != nil {
		return err
	}
	if p.Mails, err = mailstore.Mails(c.Context(), c.Read, state, p.To, p.Before,
		mailsListed+1); err != nil {
		return err
	}
	if len(p.Mails) > mailsListed {
		p.Mails = p.Mails[:mailsListed]
		p.Next = p.Mails[mailsListed-1].ID
	}
	return c.Page(test, Mails(p))
}

// testMail sends an e-mail to an address, and says what the server answered.
func testMail(c *serve.Call) error {
	f := c.Posted()
	to := domain.FoldEmail(f.Required("address", 200, "Enter the address to send it to"))
	if f.OK() {
		if err := f.Take(func() error { return mailapp.Test(c.Context(), c.App, c.Actor, to) }); err != nil {
			return err
		}
	}
	if !f.OK() {
		return mailPage(c, form.New(nil), f)
	}
	return c.Done("The server took the e-mail to "+to+". Look whether it arrives", "/admin/mails")
}

func recordBounce(c *serve.Call, id domain.MailID) error {
	f := c.Posted()
	said := f.Text("said")
	return settled(c, f, id, "Recorded: it came back", func() error {
		return mailapp.RecordBounce(c.Context(), c.App, c.Actor, id, said)
	})
}

func takeBounceBack(c *serve.Call, id domain.MailID) error {
	return settled(c, c.Posted(), id, "Recorded: it did not come back", func() error {
		return mailapp.TakeBounceBack(c.Context(), c.App, c.Actor, id)
	})
}

// settled does with an e-mail what a form says.
func settled(c *serve.Call, f form.Form, id domain.MailID, done string, do func() error) error {
	if err := f.Take(do); err != nil {
		return err
	}
	if !f.OK() {
		return onePage(c, f, id)
	}
	return c.Done(done, "/admin/mails/%d", id)
}

// showMail shows what became of an e-mail. What it says is shown where it was kept because there is no mail server:
// else the person to whom it was sent can be asked, and an administrator has no part in what areas are about.
func showMail(c *serve.Call, id domain.MailID) error { return onePage(c, form.New(nil), id) }

func onePage(c *serve.Call, f form.Form, id domain.MailID) error {
	m, words, err := mailstore.Mail(c.Context(), c.Read, id)
	if err != nil {
		return err
	}
	p := MailProps{Shell: c.Shell("An e-mail").Under("Administration", "/admin", "E-mail", "/admin/mails", "An e-mail"),
		Form: f, Mail: m}
	if words != "" {
		if p.Letter, _, err = mails.Thaw(words); err != nil {
			return err
		}
		p.Shown = m.State == mails.Kept
	}
	return c.Page(f, Mail(p))
}
