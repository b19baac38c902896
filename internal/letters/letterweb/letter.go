// Package letterweb serves the letters to Members without e-mail address, and the pages on which their decisions on
// paper are recorded.
package letterweb

import (
	"fmt"
	"mime"
	"slices"
	"strconv"

	"fourgates/internal/asks"
	"fourgates/internal/asks/askapp"
	"fourgates/internal/asks/askstore"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/gates/gateweb"
	"fourgates/internal/letters"
	"fourgates/internal/letters/letterapp"
	"fourgates/internal/letters/letterstore"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/web/ui"
)

// LetterRoutes lists the routes of letters and of decisions on paper.
func LetterRoutes() []serve.Route {
	return []serve.Route{
		serve.Get("/letters", policy.SendLetters, listLetters),
		serve.Get("/letters/print", policy.SendLetters, printLetters),
		serve.Post("/letters/notices", policy.SendLetters, postNotices),
		serve.Post("/letters/asks", policy.SendLetters, postAsks),
		serve.Get("/attempts/{attempt}/letters/print", policy.SendLetters, serve.On(askOf, printLettersOf)),
		serve.Post("/attempts/{attempt}/letters", policy.SendLetters, serve.On(askOf, postLetters)),
		serve.Get("/attempts/{attempt}/papers/new", policy.RecordPaper, serve.On(paperOf, newPaper)),
		serve.Post("/attempts/{attempt}/papers/check", policy.RecordPaper, serve.On(paperOf, checkPaper)),
		serve.Upload("/attempts/{attempt}/papers", policy.RecordPaper, serve.On(paperOf, recordPaper)),
		serve.Get("/attempts/{attempt}/papers/{paper}", policy.RecordPaper, showScan),
	}
}

// asksFor lists the open gates within the actor's reach that ask somebody by letter.
func asksFor(c *serve.Call) ([]letters.Ask, error) {
	open, err := gatestore.OpenAttempts(c.Context(), c.Read, policy.ScopeOf(c.Actor, policy.SendLetters))
	if err != nil || len(open) == 0 {
		return nil, err
	}
	asked, err := gatestore.SignatoriesOf(c.Context(), c.Read, open, c.Today())
	return letters.Asks(open, asked), err
}

// Waiting lists the open gates with letters that the actor has still to post.
func Waiting(c *serve.Call) ([]letters.Ask, error) {
	if !policy.Can(c.Actor, policy.SendLetters) {
		return nil, nil
	}
	scope := policy.ScopeOf(c.Actor, policy.SendLetters)
	if any, err := gatestore.AsksByLetter(c.Context(), c.Read, scope, c.Today()); err != nil || !any {
		return nil, err
	}
	list, err := asksFor(c)
	return slices.DeleteFunc(list, func(a letters.Ask) bool { return len(a.Waiting()) == 0 }), err
}

// listLetters shows what is to be printed and posted.
func listLetters(c *serve.Call) error {
	return lettersPage(c, serve.WithDay(form.New(nil), "posted", c.Today()), atNotices)
}

// Where on the page something was typed, other than at a gate.
const (
	atNotices domain.AttemptID = 0
	atAsks    domain.AttemptID = -1
)

// lettersPage shows the list with what was typed of a gate, of the notices or of the asks.
func lettersPage(c *serve.Call, f form.Form, of domain.AttemptID) error {
	gates, err := asksFor(c)
	if err != nil {
		return err
	}
	p := ListProps{Shell: c.Shell("Letters"), Form: f, At: of, Today: c.Today(), Asks: gates,
		Reaches: policy.Can(c.Actor, policy.EditContacts)}
	if p.Notices, p.Questions, p.Unreached, p.Capped, err = others(c); err != nil {
		return err
	}
	return c.Page(f, List(p))
}

// Capped says which lists may go on.
type Capped struct{ Notices, Asks bool }

// others are the notices and asks that letters put, those whom none reaches, and whether there are more notices.
func others(c *serve.Call) (notices []letters.Notice, questions []asks.Ask, unreached []letters.Unreached,
	capped Capped, err error) {
	scope := policy.ScopeOf(c.Actor, policy.SendLetters)
	if notices, err = letterstore.ToPost(c.Context(), c.Read, scope, c.Today()); err != nil {
		return nil, nil, nil, capped, err
	}
	capped.Notices = len(notices) == letterstore.MostNotices
	questions, err = askstore.ByLetter(c.Context(), c.Read, scope, policy.IssueScopeOf(c.Actor).Restricted,
		askapp.MostLetters, c.Today())
	capped.Asks = len(questions) == askapp.MostLetters
	notices, questions, unreached = letters.Sorted(notices, questions)
	return notices, questions, unreached, capped, err
}

// posted asks when the letters of a gate, of the notices or of the asks were posted. What was typed and is wrong
// stands in the form that it was typed in; the others propose today.
func (p ListProps) posted(of domain.AttemptID, hint string) ui.DateInputProps {
	const name, label = "posted", "When were they posted?"
	if of == p.At {
		return ui.DateOf(p.Form, name, label, hint)
	}
	other := ui.DateOf(serve.WithDay(form.New(nil), name, p.Today), name, label, hint)
	other.ID = fmt.Sprintf("%s-%d", name, of)
	return other
}

// askOf loads the open gate of the address with the Members whom it asks by letter.
func askOf(c *serve.Call) (letters.Ask, error) {
	id, err := serve.PathID[domain.AttemptID](c, "attempt")
	if err != nil {
		return letters.Ask{}, err
	}
	t, err := gatestore.Attempt(c.Context(), c.Read, policy.ScopeOf(c.Actor, policy.ViewGates), id)
	if err != nil {
		return letters.Ask{}, err
	}
	if err := gates.CheckGate(c.Actor, policy.SendLetters, t.Area); err != nil {
		return letters.Ask{}, err
	}
	asked, err := gatestore.Signatories(c.Context(), c.Read, id, c.Today())
	return letters.Ask{Attempt: t, To: gates.LettersTo(asked)}, err
}

// printLettersOf shows the letters of one gate, ready for the printer.
func printLettersOf(c *serve.Call, a letters.Ask) error {
	list, err := sheetsOf(c, a, a.To)
	if err != nil {
		return err
	}
	return c.Show(Print(PrintProps{Shell: c.Shell("Letters: " + a.Attempt.AreaName), Sheets: list,
		From: c.Council(), Today: c.Today()}))
}

// printLetters shows every letter that has still to be posted, ready for the printer.
func printLetters(c *serve.Call) error {
	open, err := Waiting(c)
	if err != nil {
		return err
	}
	p := PrintProps{Shell: c.Shell("Letters to post"), From: c.Council(), Today: c.Today()}
	for _, a := range open {
		if a.Attempt, err = gatestore.Attempt(c.Context(), c.Read, policy.ScopeOf(c.Actor, policy.ViewGates),
			a.Attempt.ID); err != nil {
			return err
		}
		list, err := sheetsOf(c, a, a.Waiting())
		if err != nil {
			return err
		}
		p.Sheets = append(p.Sheets, list...)
	}
	var questions []asks.Ask
	if p.Notices, questions, p.Unreached, _, err = others(c); err != nil {
		return err
	}
	p.Questions = letters.ToPost(questions)
	return c.Show(Print(p))
}

// sheetsOf are the letters of a gate to some Members, with what they decide on.
func sheetsOf(c *serve.Call, a letters.Ask, to []gates.Signatory) ([]Sheet, error) {
	if len(to) == 0 {
		return nil, nil
	}
	is, err := gateweb.Content(c.Actor, a.Attempt)
	if err != nil {
		return nil, err
	}
	list := make([]Sheet, len(to))
	for i, s := range to {
		is.Prefix = fmt.Sprintf("letter-%d-%d-", a.Attempt.ID, i+1)
		list[i] = Sheet{Attempt: a.Attempt, To: s, Content: gateweb.Submitted(is)}
	}
	return list, nil
}

// postLetters notes when the letters of a gate were posted.
func postLetters(c *serve.Call, a letters.Ask) error {
	f := c.Posted()
	on := f.Date("posted", "Enter the day on which they were posted")
	if err := f.Take(func() error {
		return gateapp.PostLetters(c.Context(), c.App, c.Actor, a.Attempt.ID, on)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return lettersPage(c, f, a.Attempt.ID)
	}
	return c.Done("Recorded as posted on "+on.Words(), "/letters")
}

// postNotices notes when the notices were posted.
func postNotices(c *serve.Call) error {
	f := c.Posted()
	on := f.Date("posted", "Enter the day on which they were posted")
	ids := form.IDs[int64](&f, "notice")
	if err := f.Take(func() error {
		_, err := letterapp.PostNotices(c.Context(), c.App, c.Actor, ids, on)
		return err
	}); err != nil {
		return err
	}
	if !f.OK() {
		return lettersPage(c, f, atNotices)
	}
	return c.Done("Recorded as posted on "+on.Words(), "/letters")
}

// postAsks notes when the letters that ask were posted.
func postAsks(c *serve.Call) error {
	f := c.Posted()
	on := f.Date("posted", "Enter the day on which they were posted")
	ids := form.IDs[domain.AskID](&f, "ask")
	if err := f.Take(func() error {
		_, err := askapp.PostLetters(c.Context(), c.App, c.Actor, ids, on)
		return err
	}); err != nil {
		return err
	}
	if !f.OK() {
		return lettersPage(c, f, atAsks)
	}
	return c.Done("Recorded as posted on "+on.Words(), "/letters")
}

// showScan gives the scan of a decision made on paper.
func showScan(c *serve.Call) error {
	attempt, err := serve.PathID[domain.AttemptID](c, "attempt")
	if err != nil {
		return err
	}
	id, err := serve.PathID[domain.PaperID](c, "paper")
	if err != nil {
		return err
	}
	f, err := gatestore.PaperScan(c.Context(), c.Read, policy.ScopeOf(c.Actor, policy.RecordPaper), attempt, id)
	if err != nil {
		return err
	}
	c.Exported("scan of a decision")
	c.W.Header().Set("Content-Type", f.Type)
	c.W.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	c.W.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	c.W.Header().Set("Content-Length", strconv.Itoa(len(f.Content)))
	_, _ = c.W.Write(f.Content)
	return nil
}
