package seatweb

import (
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/seats"
	"fourgates/internal/seats/seatapp"
	"fourgates/internal/seats/seatstore"
	"fourgates/internal/serve"
	"fourgates/web/frame"
)

// CouncilRoutes are the pages of councils.
func CouncilRoutes() []serve.Route {
	return []serve.Route{
		serve.Get("/authorities/{authority}", policy.ViewMembers, serve.On(councilOf, council)),
		serve.Get("/authorities/{authority}/tier", policy.EditSeats, serve.On(councilOf, askTier)),
		serve.Post("/authorities/{authority}/tier", policy.EditSeats, serve.On(councilOf, correctTier)),
		serve.Get("/authorities/{authority}/merger", policy.EditSeats, serve.On(councilOf, askMerger)),
		serve.Post("/authorities/{authority}/merger", policy.EditSeats, serve.On(councilOf, mergeCouncil)),
	}
}

// councilOf loads the council of the address.
func councilOf(c *serve.Call) (places.Authority, error) {
	id, err := serve.PathID[domain.AuthorityID](c, "authority")
	if err != nil {
		return places.Authority{}, err
	}
	return placestore.Authority(c.Context(), c.Read, id)
}

// council shows a council: its tier, its wards and divisions, and what happened to it.
func council(c *serve.Call, of places.Authority) error {
	p := CouncilProps{Shell: c.Shell(of.Name).Under("Wards and divisions", "/seats", of.Name), Council: of,
		MayEdit: policy.Can(c.Actor, policy.EditSeats), MayRule: policy.Can(c.Actor, policy.EditProcedures)}
	var err error
	if p.Seats, err = placestore.SeatsOf(c.Context(), c.Read, of.ID); err != nil {
		return err
	}
	if p.Coming, err = seatstore.ComingOf(c.Context(), c.Read, of.ID); err != nil {
		return err
	}
	if p.Events, err = seatstore.CouncilEvents(c.Context(), c.Read, of.ID); err != nil {
		return err
	}
	return c.Show(Council(p))
}

func councilShell(c *serve.Call, of places.Authority, title string) frame.Shell {
	return c.Shell(title+" – "+of.Name).Under("Wards and divisions", "/seats", of.Name,
		"/authorities/"+serve.IDText(of.ID), title)
}

// askTier shows the form that corrects a council's tier.
func askTier(c *serve.Call, of places.Authority) error {
	return tierForm(c, of, form.With("tier", string(of.Tier)))
}

func tierForm(c *serve.Call, of places.Authority, f form.Form) error {
	shell := councilShell(c, of, "Correct the tier")
	return c.Page(f, CouncilTier(CouncilFormProps{Shell: shell, Form: f, Council: of}))
}

// correctTier corrects a council's tier.
func correctTier(c *serve.Call, of places.Authority) error {
	f := c.Posted()
	tier := form.OneOf(&f, "tier", places.Tiers(), "Choose the tier")
	reason := f.Required("reason", 500, "Enter why it is corrected")
	if err := f.Take(func() error {
		return seatapp.CorrectTier(c.Context(), c.App, c.Actor, of.ID, tier, reason)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return tierForm(c, of, f)
	}
	return c.Done("Saved. Gates that are with their Members keep the tier under which they ask.", "/authorities/%d",
		of.ID)
}

// askMerger shows the form that has a council go over into another.
func askMerger(c *serve.Call, of places.Authority) error {
	return mergerForm(c, of, serve.WithDay(form.New(nil), "on", c.Today()))
}

func mergerForm(c *serve.Call, of places.Authority, f form.Form) error {
	all, err := placestore.Authorities(c.Context(), c.Read)
	if err != nil {
		return err
	}
	p := CouncilFormProps{Shell: councilShell(c, of, "Merge it"), Form: f, Council: of}
	for _, a := range all {
		if a.ID != of.ID {
			p.Others = append(p.Others, a)
		}
	}
	return c.Page(f, CouncilMerger(p))
}

// mergeCouncil has a council go over into another, or into a new one.
func mergeCouncil(c *serve.Call, of places.Authority) error {
	f := c.Posted()
	m := seats.Merger{From: of.ID, Into: form.ID[domain.AuthorityID](&f, "into", ""), Name: f.Optional("name", 200),
		Tier: form.OptionalOneOf(&f, "tier", places.Tiers()), On: f.Date("on", "Enter from which day on it is so"),
		Note: f.Optional("note", 500)}
	into := of.ID
	if err := f.Take(func() (err error) {
		into, err = seatapp.MergeCouncils(c.Context(), c.App, c.Actor, m)
		return err
	}); err != nil {
		return err
	}
	if !f.OK() {
		return mergerForm(c, of, f)
	}
	return c.Done("Merged. Its wards and divisions have gone over, with their Members and open gates.",
		"/authorities/%d", into)
}
