// Package askweb serves the pages of asks: what waits, and one ask with its answer.
package askweb

import (
	"strconv"

	"github.com/a-h/templ"

	"fourgates/internal/asks"
	"fourgates/internal/asks/askapp"
	"fourgates/internal/asks/askstore"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/notices"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/web/frame"
)

// Besides is what else waits for the reader on the page of asks.
type Besides func(*serve.Call) (templ.Component, error)

// AskRoutes are the pages of asks, whatever they are about. Lists of their own that there were once lead to the one.
func AskRoutes(besides Besides) []serve.Route {
	there := func(c *serve.Call) error { return c.To("/asks") }
	return []serve.Route{
		serve.Get("/asks", policy.ViewIssues, func(c *serve.Call) error { return waiting(c, besides) }),
		serve.Get("/views", policy.ViewSolutions, there),
		serve.Get("/reviews", policy.ViewIssues, there),
		serve.Get("/areas/{area}/validity-asks/new", policy.RecordValidity,
			serve.On(placeweb.AreaFor(policy.RecordValidity), newValidityAsk)),
		serve.Post("/areas/{area}/validity-asks", policy.RecordValidity,
			serve.On(placeweb.AreaFor(policy.RecordValidity), askValidity)),
		serve.Get("/asks/{ask}", policy.ViewIssues, serve.On(askToSee, showAsk)),
		serve.Post("/asks/{ask}/acknowledgement", policy.HandleAsks,
			serve.On(askToHandle, acknowledge)).RestsOn("ask", "ask"),
		serve.Post("/asks/{ask}/answer", policy.HandleAsks, serve.On(askToHandle, giveAnswer)).RestsOn("ask", "ask"),
		serve.Get("/asks/{ask}/not-ours", policy.HandleAsks, serve.On(askToHandle, askNotOurs)),
		serve.Post("/asks/{ask}/not-ours", policy.HandleAsks, serve.On(askToHandle, notOurs)).RestsOn("ask", "ask"),
		serve.Get("/asks/{ask}/passing", policy.HandleAsks, serve.On(askToHandle, askPassing)),
		serve.Post("/asks/{ask}/passing", policy.HandleAsks, serve.On(askToHandle, passOn)).RestsOn("ask", "ask"),
		serve.Post("/asks/{ask}/withdrawal", policy.HandleAsks,
			serve.On(askToLookAfter, withdraw)).RestsOn("ask", "ask"),
	}
}

// listed is how many asks the list shows.
const listed = 200

// waiting lists what waits for an answer: asked of the reader's service or organisation, or asked in the reader's
// areas. Whoever neither answers nor asks sees all that wait about what they may see.
func waiting(c *serve.Call, besides Besides) (err error) {
	p := WaitingProps{Shell: c.Shell("Asks waiting for an answer").Under("Issues", "/issues", "Asks"),
		Today: c.Today(), Most: listed, Own: policy.Can(c.Actor, policy.HandleAsks),
		Letters: policy.Can(c.Actor, policy.SendLetters)}
	if p.Own {
		p.Waiting, err = askstore.Waiting(c.Context(), c.Read, policy.ScopeOf(c.Actor, policy.AnswerReferral),
			policy.ScopeOf(c.Actor, policy.WorkIssues), p.Most, p.Today)
	} else {
		p.Waiting, err = askstore.Seen(c.Context(), c.Read, policy.IssueScopeOf(c.Actor), p.Most, p.Today)
	}
	if err != nil {
		return err
	}
	if p.Besides, err = besides(c); err != nil {
		return err
	}
	return c.Show(Waiting(p))
}

// askToSee loads the ask of the address for somebody who may see it: else domain.ErrNotFound.
func askToSee(c *serve.Call) (asks.Line, error) {
	id, err := serve.PathID[domain.AskID](c, "ask")
	if err != nil {
		return asks.Line{}, err
	}
	k, err := askstore.Load(c.Context(), c.Read, id, c.Today())
	if err == nil && !asks.MaySee(c.Actor, k.Ask) {
		err = domain.ErrNotFound
	}
	return k, err
}

// askToHandle is askToSee for those who answer the ask or look after it.
func askToHandle(c *serve.Call) (asks.Line, error) {
	k, err := askToSee(c)
	if err == nil {
		err = asks.CheckHandle(c.Actor, k.Ask)
	}
	return k, err
}

// askToLookAfter is askToHandle for what only they do who look after it.
func askToLookAfter(c *serve.Call) (asks.Line, error) {
	k, err := askToSee(c)
	if err == nil {
		err = asks.CheckEnter(c.Actor, k.Ask)
	}
	return k, err
}

func showAsk(c *serve.Call, k asks.Line) error {
	return askPage(c, k, form.New(nil))
}

func askPage(c *serve.Call, k asks.Line, f form.Form) error {
	return c.Page(f, Show(ShowProps{Shell: shell(c, k, ""), Form: f, Ask: k, Today: c.Today(),
		MayAnswer: asks.MayAnswer(c.Actor, k.Ask), MayEnter: asks.MayEnter(c.Actor, k.Ask),
		MaySend: policy.Can(c.Actor, policy.SendLetters)}))
}

func shell(c *serve.Call, k asks.Line, step string) frame.Shell {
	title := "Asked: " + k.Title
	if step != "" {
		title = step
	}
	s := c.Shell(title)
	if step == "" {
		return s.Under("Asks", "/asks", "Ask "+serve.IDText(k.ID))
	}
	return s.Under("Asks", "/asks", "Ask "+serve.IDText(k.ID), "/asks/"+serve.IDText(k.ID), step)
}

// acknowledge notes that those asked have seen it.
func acknowledge(c *serve.Call, k asks.Line) error {
	if err := askapp.Acknowledge(c.Context(), c.App, c.Actor, k.ID); err != nil {
		return err
	}
	return c.Done("Acknowledged", "/asks/%d", k.ID)
}

// giveAnswer saves the answer of those asked, given or entered.
func giveAnswer(c *serve.Call, k asks.Line) error {
	f := c.Posted()
	w := asks.Answer{Words: f.Optional("answer", 4000)}
	if f.Text("outcome") != "" {
		w.Outcome = form.OneOf(&f, "outcome", k.Kind.Outcomes(), "Choose what the answer is")
	}
	decodeSource(c, k, &f, &w)
	if err := f.Take(func() error { return askapp.Give(c.Context(), c.App, c.Actor, k.ID, w) }); err != nil {
		return err
	}
	if !f.OK() {
		return askPage(c, k, f)
	}
	return c.Done("Answer recorded", "/asks/%d", k.ID)
}

// decodeSource reads who gave an answer that somebody enters for them, how and when.
func decodeSource(c *serve.Call, k asks.Line, f *form.Form, w *asks.Answer) {
	if asks.MayAnswer(c.Actor, k.Ask) {
		return
	}
	from := DecodeSource(f)
	w.SaidBy, w.SaidWay, w.SaidOn = from.SaidBy, from.SaidWay, from.SaidOn
}

// DecodeSource reads who gave an answer, how and when, and nothing else of it.
func DecodeSource(f *form.Form) (w asks.Answer) {
	w.SaidBy = f.Optional("said_by", 200)
	if f.Text("said_way") != "" {
		w.SaidWay = form.OneOf(f, "said_way", asks.SaidWays(), "Choose how the answer came")
	}
	w.SaidOn = f.OptionalDate("said_on")
	return w
}

func askNotOurs(c *serve.Call, k asks.Line) error {
	return notOursPage(c, k, form.New(nil))
}

func notOursPage(c *serve.Call, k asks.Line, f form.Form) error {
	if err := k.CheckOpen(); err != nil {
		return err
	}
	return c.Page(f, NotOurs(ShowProps{Shell: shell(c, k, "Not theirs"), Form: f, Ask: k, Today: c.Today(),
		MayAnswer: asks.MayAnswer(c.Actor, k.Ask)}))
}

// notOurs saves that it is not theirs to answer.
func notOurs(c *serve.Call, k asks.Line) error {
	f := c.Posted()
	w := asks.Answer{NotOurs: true, Words: f.Optional("why", 2000)}
	decodeSource(c, k, &f, &w)
	if err := f.Take(func() error { return askapp.Give(c.Context(), c.App, c.Actor, k.ID, w) }); err != nil {
		return err
	}
	if !f.OK() {
		return notOursPage(c, k, f)
	}
	return c.Done("Recorded: it is not theirs", "/asks/%d", k.ID)
}

func askPassing(c *serve.Call, k asks.Line) error {
	return passingPage(c, k, form.New(nil))
}

func passingPage(c *serve.Call, k asks.Line, f form.Form) error {
	if err := k.CheckOpen(); err != nil {
		return err
	}
	p := PassingProps{Shell: shell(c, k, "Pass it on"), Form: f, Ask: k}
	var err error
	if k.Member == 0 {
		if p.Colleagues, err = askstore.Colleagues(c.Context(), c.Read, k.Service, k.Organisation,
			c.Today()); err != nil {
			return err
		}
		if p.Bodies, err = askstore.Directory(c.Context(), c.Read, k.Area, 0, c.Today()); err != nil {
			return err
		}
	}
	return c.Page(f, Pass(p))
}

// passOn passes the ask on to a colleague, or to another service or organisation.
func passOn(c *serve.Call, k asks.Line) error {
	f := c.Posted()
	to := decodeNext(&f)
	words := f.Optional("words", 1000)
	if err := f.Take(func() error { return askapp.Pass(c.Context(), c.App, c.Actor, k.ID, to, words) }); err != nil {
		return err
	}
	if !f.OK() {
		return passingPage(c, k, f)
	}
	return c.Done("Passed on", "/asks")
}

func decodeNext(f *form.Form) (to asks.Next) {
	if key := f.Text("next"); len(key) > 1 && key[0] == 'p' {
		if n, err := strconv.ParseInt(key[1:], 10, 64); err == nil && n > 0 {
			return asks.Next{Colleague: domain.PersonID(n)}
		}
	}
	to.Service, to.Organisation = DecodeBody(f, "next")
	return to
}

// withdraw takes the question back.
func withdraw(c *serve.Call, k asks.Line) error {
	if err := askapp.Withdraw(c.Context(), c.App, c.Actor, k.ID); err != nil {
		return err
	}
	return c.Done("Withdrawn", "/asks/%d", k.ID)
}

// DecodeBody reads a service or an organisation: "s" or "o" and its identifier.
func DecodeBody(f *form.Form, field string) (domain.ServiceID, domain.OrganisationID) {
	key := f.Text(field)
	if len(key) > 1 {
		n, err := strconv.ParseInt(key[1:], 10, 64)
		if err == nil && n > 0 && key[0] == 's' {
			return domain.ServiceID(n), 0
		}
		if err == nil && n > 0 && key[0] == 'o' {
			return 0, domain.OrganisationID(n)
		}
	}
	f.Add(field, "Choose a service or organisation")
	return 0, 0
}

// DecodePut reads how an ask is put: of whom, in which way, what and by when.
func DecodePut(f *form.Form) asks.Ask {
	k := asks.Ask{Way: asks.Here}
	k.Service, k.Organisation = DecodeBody(f, "to")
	if f.Text("way") != "" {
		k.Way = form.OneOf(f, "way", asks.Ways(), "Choose how you ask")
	}
	k.Question = f.Required("ask", 2000, "Say what you ask of them")
	k.DueOn = f.Date("reply_by", "Enter the day by which they should reply")
	return k
}

// colleagueChoices are those an ask can be passed on to by name, other than who has it by name.
func colleagueChoices(list []notices.Recipient, has domain.PersonID) (rest []notices.Recipient) {
	for _, one := range list {
		if one.Person != has {
			rest = append(rest, one)
		}
	}
	return rest
}
