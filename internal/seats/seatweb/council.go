package seatweb

import (
	"github.com/a-h/templ"

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

// CouncilAside is what another part has to say of a council on its page.
type CouncilAside func(c *serve.Call, of places.Authority) (templ.Component, error)

// CouncilRoutes are the pages of councils.
func CouncilRoutes(aside CouncilAside) []serve.Route {
	return []serve.Route{
		serve.Get("/authorities/{authority}", policy.ViewMembers, serve.On(CouncilOf,
			func(c *serve.Call, of places.Authority) error { return council(c, of, aside) })),
		serve.Get("/authorities/{authority}/tier", policy.EditSeats, serve.On(CouncilOf, askTier)),
		serve.Post("/authorities/{authority}/tier", policy.EditSeats,
			serve.On(CouncilOf, correctTier)).RestsOn("authority", "authority"),
	}
}

// CouncilOf loads the council of the address.
func CouncilOf(c *serve.Call) (places.Authority, error) {
	id, err := serve.PathID[domain.AuthorityID](c, "authority")
	if err != nil {
		return places.Authority{}, err
	}
	return placestore.Authority(c.Context(), c.Read, id)
}

// council shows a council: its tier, its wards and divisions, and what happened to it.
func council(c *serve.Call, of places.Authority, aside CouncilAside) error {
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
	if p.Aside, err = aside(c, of); err != nil {
		return err
	}
	return c.Show(Council(p))
}

// CouncilShell is the shell of a page under a council's own.
func CouncilShell(c *serve.Call, of places.Authority, title string) frame.Shell {
	return c.Shell(title+" – "+of.Name).Under("Wards and divisions", "/seats", of.Name,
		"/authorities/"+serve.IDText(of.ID), title)
}

// askTier shows the form that corrects a council's tier.
func askTier(c *serve.Call, of places.Authority) error {
	return tierForm(c, of, form.With("tier", string(of.Tier)))
}

func tierForm(c *serve.Call, of places.Authority, f form.Form) error {
	shell := CouncilShell(c, of, "Correct the tier")
	return c.Page(f, CouncilTier(CouncilFormProps{Shell: shell, Form: f, Council: of}))
}

// tierCheck shows what the correction does, before it is done.
func tierCheck(c *serve.Call, of places.Authority, to places.Tier, f form.Form) error {
	p := TierCheckProps{Shell: CouncilShell(c, of, "Check the correction"), Form: f, Council: of, To: to}
	var err error
	if p.Effects, err = seatstore.TierEffects(c.Context(), c.Read, of.ID); err != nil {
		return err
	}
	return c.Page(f, CouncilTierCheck(p))
}

// correctTier shows what correcting a council's tier does; once that is confirmed, it corrects it.
func correctTier(c *serve.Call, of places.Authority) error {
	f := c.Posted()
	tier := form.OneOf(&f, "tier", places.Tiers(), "Choose the tier")
	reason := f.Required("reason", 500, "Enter why it is corrected")
	if tier == of.Tier {
		f.Add("tier", of.Name+" has this tier already")
	}
	if f.OK() && f.Text("checked") == "" {
		if err := f.Take(func() error { return seats.CheckTier(of, tier, reason) }); err != nil {
			return err
		}
		if f.OK() {
			return tierCheck(c, of, tier, f)
		}
	}
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
