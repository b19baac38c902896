// Package holdweb serves the decisions that wait until somebody confirms whose they are.
package holdweb

import (
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/holds"
	"fourgates/internal/holds/holdapp"
	"fourgates/internal/holds/holdstore"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
)

// listed is how many decisions the page lists, of those that wait and of those that waited.
const listed = 100

// linksListed is how many links are listed: of a council's whole intake.
const linksListed = 500

// mostWords is the most characters of how somebody spoke with whoever decided.
const mostWords = 500

// HoldRoutes lists the routes.
func HoldRoutes() []serve.Route {
	return []serve.Route{
		serve.Get("/holds", policy.ConfirmHolds, list),
		serve.Get("/holds/{hold}", policy.ConfirmHolds, serve.On(holdOf, show)),
		serve.Post("/holds/{hold}/confirmation", policy.ConfirmHolds,
			serve.On(holdOf, confirm)).RestsOn("hold", "hold"),
		serve.Post("/holds/{hold}/refusal", policy.ConfirmHolds, serve.On(holdOf, refuse)).RestsOn("hold", "hold"),
	}
}

func holdOf(c *serve.Call) (holds.Hold, error) {
	id, err := serve.PathID[domain.HoldID](c, "hold")
	if err != nil {
		return holds.Hold{}, err
	}
	return holdstore.Hold(c.Context(), c.Read, id)
}

func list(c *serve.Call) error {
	open, err := holdstore.Open(c.Context(), c.Read, listed+1)
	if err != nil {
		return err
	}
	ended, err := holdstore.Ended(c.Context(), c.Read, listed+1)
	if err != nil {
		return err
	}
	links, err := holdstore.NewestLinks(c.Context(), c.Read, linksListed+1)
	if err != nil {
		return err
	}
	p := HoldsProps{Shell: c.Shell("Decisions to confirm")}
	p.Open, p.MoreOpen = domain.First(open, listed)
	p.Ended, p.MoreEnded = domain.First(ended, listed)
	p.Links, p.MoreLinks = domain.First(links, linksListed)
	return c.Show(Holds(p))
}

func show(c *serve.Call, h holds.Hold) error { return holdPage(c, h, form.New(nil)) }

func holdPage(c *serve.Call, h holds.Hold, f form.Form) error {
	return c.Page(f, Hold(HoldProps{Shell: c.Shell("Decision of "+h.Name).Under("Decisions to confirm", "/holds",
		"Decision of "+h.Name), Form: f, Hold: h, Blockers: h.SettleBlockers(c.Actor),
		Reads: policy.Can(c.Actor, policy.ViewRegister)}))
}

func confirm(c *serve.Call, h holds.Hold) error {
	f := c.Posted()
	words := f.Required("words", mostWords, "Enter when and how you spoke with them")
	if err := f.Save(func() error { return holdapp.Confirm(c.Context(), c.App, c.Actor, h.ID, words) }); err != nil {
		return err
	}
	return answer(c, h, f, "Confirmed: the decision counts")
}

func refuse(c *serve.Call, h holds.Hold) error {
	f := c.Posted()
	words := f.Required("words", mostWords, "Enter why it is not to be counted")
	if err := f.Save(func() error { return holdapp.Refuse(c.Context(), c.App, c.Actor, h.ID, words) }); err != nil {
		return err
	}
	return answer(c, h, f, "Refused: the decision does not count")
}

func answer(c *serve.Call, h holds.Hold, f form.Form, done string) error {
	if f.OK() {
		return c.Done(done, "/holds/%d", h.ID)
	}
	now, err := holdstore.Hold(c.Context(), c.Read, h.ID)
	if err != nil {
		return err
	}
	return holdPage(c, now, f)
}
