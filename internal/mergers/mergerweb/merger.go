// Package mergerweb serves the pages on which councils are merged.
package mergerweb

import (
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/mergers"
	"fourgates/internal/mergers/mergerapp"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/seats"
	"fourgates/internal/seats/seatweb"
	"fourgates/internal/serve"
)

// MergerRoutes are the pages on which a council is merged into another.
func MergerRoutes() []serve.Route {
	return []serve.Route{
		serve.Get("/authorities/{authority}/merger", policy.EditSeats, serve.On(seatweb.CouncilOf, askMerger)),
		serve.Post("/authorities/{authority}/merger", policy.EditSeats,
			serve.On(seatweb.CouncilOf, mergeCouncil)).RestsOn("authority", "authority"),
		serve.Get("/mergers/{order}", policy.ViewMembers, serve.On(orderOf, order)),
		serve.Get("/mergers/{order}/day", policy.EditSeats, serve.On(orderOf, askOrderDay)),
		serve.Post("/mergers/{order}/day", policy.EditSeats,
			serve.On(orderOf, moveOrder)).RestsOn("merger order", "order"),
		serve.Get("/mergers/{order}/removal", policy.EditSeats, serve.On(orderOf, askOrderRemoval)),
		serve.Post("/mergers/{order}/removal", policy.EditSeats,
			serve.On(orderOf, takeBackOrder)).RestsOn("merger order", "order"),
	}
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
	p := MergerProps{Shell: seatweb.CouncilShell(c, of, "Merge it"), Form: f, Council: of}
	for _, a := range all {
		if a.ID != of.ID {
			p.Others = append(p.Others, a)
		}
	}
	return c.Page(f, Merger(p))
}

// mergeCouncil shows what belongs to the council and what would become of it; once that is confirmed, it has the
// council go over into another, or into a new one.
func mergeCouncil(c *serve.Call, of places.Authority) error {
	f := c.Posted()
	m := seats.Merger{From: of.ID, Into: form.ID[domain.AuthorityID](&f, "into", ""), Name: f.Optional("name", 200),
		Tier: form.OptionalOneOf(&f, "tier", places.Tiers()), On: f.Date("on", "Enter from which day on it is so"),
		Note: f.Optional("note", 500)}
	var b mergers.Belongings
	if err := f.Take(func() (err error) {
		b, err = mergerapp.Preview(c.Context(), c.App, m)
		return err
	}); err != nil {
		return err
	}
	switch {
	case !f.OK():
		return mergerForm(c, of, f)
	case f.Text("checked") == "":
		return mergerCheck(c, of, b, m.On, proposed(f, b))
	}
	choices := decodeChoices(&f, b)
	into := of.ID
	if err := f.Take(func() (err error) {
		into, err = mergerapp.Merge(c.Context(), c.App, c.Actor, m, choices)
		return err
	}); err != nil {
		return err
	}
	if !f.OK() {
		return mergerCheck(c, of, b, m.On, f)
	}
	if m.On.After(c.Today()) {
		return c.Done("Recorded ahead. It takes effect by itself from "+m.On.Words()+".", "/authorities/%d", into)
	}
	return c.Done("Merged. What belonged to it has gone over as confirmed.", "/authorities/%d", into)
}

func mergerCheck(c *serve.Call, of places.Authority, b mergers.Belongings, on domain.Date, f form.Form) error {
	shell := seatweb.CouncilShell(c, of, "Check the merger")
	return c.Page(f, MergerCheck(CheckProps{Shell: shell, Form: f, Council: of, Has: b, On: on,
		Ahead: on.After(c.Today())}))
}

// proposed fills the form with what is proposed.
func proposed(f form.Form, b mergers.Belongings) form.Form {
	is := b.Proposed()
	for _, s := range b.Services {
		choice := is.Services[s.ID]
		f.Values.Set(mergers.Field(s.ID, ""), string(choice.Fate))
		f.Values.Set(mergers.Field(s.ID, "name"), choice.Name)
		if choice.Into != 0 {
			f.Values.Set(mergers.Field(s.ID, "into"), serve.IDText(choice.Into))
		}
	}
	for value, on := range map[string]bool{"elections": is.Elections, "meetings": is.Meetings,
		"procedure": is.Procedure, "contacts": is.Contacts} {
		if on {
			f.Values.Add("with", value)
		}
	}
	return f
}

// decodeChoices reads what becomes of everything, and of the fields of a service those of its choice alone.
func decodeChoices(f *form.Form, b mergers.Belongings) mergers.Choices {
	c := mergers.Choices{Services: map[domain.ServiceID]mergers.Choice{}, Elections: f.Has("with", "elections"),
		Meetings: f.Has("with", "meetings"), Procedure: f.Has("with", "procedure"), Contacts: f.Has("with", "contacts")}
	for _, s := range b.Services {
		is := mergers.Choice{Fate: form.OptionalOneOf(f, mergers.Field(s.ID, ""), mergers.Fates())}
		switch is.Fate {
		case mergers.Renamed:
			is.Name = f.Optional(mergers.Field(s.ID, "name"), 200)
		case mergers.Joined:
			is.Into = form.ID[domain.ServiceID](f, mergers.Field(s.ID, "into"), "")
		}
		c.Services[s.ID] = is
	}
	return c
}
