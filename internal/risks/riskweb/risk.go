// Package riskweb serves the pages of areas' registers of risks.
package riskweb

import (
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/places"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/policy"
	"fourgates/internal/risks"
	"fourgates/internal/risks/riskapp"
	"fourgates/internal/risks/riskstore"
	"fourgates/internal/serve"
	"fourgates/web/frame"
)

// RiskRoutes lists the routes of registers of risks.
func RiskRoutes() []serve.Route {
	view, edit := placeweb.AreaFor(policy.ViewRisks), placeweb.AreaFor(policy.EditRisks)
	return []serve.Route{
		serve.Get("/areas/{area}/risks", policy.ViewRisks, serve.On(view, showRisks)),
		serve.Get("/areas/{area}/risks/new", policy.EditRisks, serve.On(edit, newRisk)),
		serve.Post("/areas/{area}/risks", policy.EditRisks, serve.On(edit, addRisk)),
		serve.Get("/areas/{area}/risks/{risk}", policy.EditRisks, serve.On(riskOf, askRisk)),
		serve.Post("/areas/{area}/risks/{risk}", policy.EditRisks, serve.On(riskOf, changeRisk)),
		serve.Post("/areas/{area}/risks/{risk}/closure", policy.EditRisks, serve.On(riskOf, closeRisk)),
	}
}

// riskAt is a risk of an area that an address names.
type riskAt struct {
	area places.Area
	risks.Risk
}

func riskOf(c *serve.Call) (is riskAt, err error) {
	if is.area, err = placeweb.AreaFor(policy.EditRisks)(c); err != nil {
		return is, err
	}
	id, err := serve.PathID[domain.RiskID](c, "risk")
	if err != nil {
		return is, err
	}
	is.Risk, err = riskstore.Risk(c.Context(), c.Read, is.area.ID, id)
	return is, err
}

func path(area domain.AreaID, rest string) string { return frame.To("/areas/%d/risks", area) + rest }

// showRisks shows an area's register: what is open, the gravest first, and what is closed.
func showRisks(c *serve.Call, area places.Area) error {
	list, err := riskstore.Risks(c.Context(), c.Read, area.ID)
	if err != nil {
		return err
	}
	p := RisksProps{Shell: placeweb.AreaShell(c, area, "Risks"), Area: area,
		Tabs:    placeweb.AreaTabs(c.Actor, area.ID, path(area.ID, "")),
		MayEdit: places.MayWork(c.Actor, policy.EditRisks, area)}
	for _, r := range risks.Gravest(list) {
		if r.Open() {
			p.Open = append(p.Open, r)
		} else {
			p.Closed = append(p.Closed, r)
		}
	}
	return c.Show(Risks(p))
}

// newRisk shows the form that enters a risk.
func newRisk(c *serve.Call, area places.Area) error {
	return riskForm(c, riskAt{area: area}, form.New(nil))
}

// askRisk shows the forms that change and close a risk.
func askRisk(c *serve.Call, is riskAt) error {
	return riskForm(c, is, form.With("kind", string(is.Kind), "text", is.Text, "likelihood", string(is.Likelihood),
		"impact", string(is.Impact), "owner", is.Owner, "response", is.Response))
}

func riskForm(c *serve.Call, is riskAt, f form.Form) error {
	title := "Enter a risk"
	if is.ID != 0 {
		title = "Change a risk"
	}
	at := "/areas/" + serve.IDText(is.area.ID)
	return c.Page(f, RiskForm(RiskFormProps{Title: title, Form: f, Area: is.area, Risk: is.Risk,
		Shell: c.Shell(title+" – "+is.area.Name).Under("Areas", "/areas", is.area.Name, at, "Risks",
			path(is.area.ID, ""), title).Overridden(is.area.Overrides)}))
}

func decode(f *form.Form, area domain.AreaID) risks.Risk {
	return risks.Risk{Area: area, Kind: form.OneOf(f, "kind", risks.Kinds(), "Choose what it is"),
		Text:       f.Required("text", 1000, "Enter what may happen"),
		Likelihood: form.OneOf(f, "likelihood", risks.Levels(), "Choose how likely it is"),
		Impact:     form.OneOf(f, "impact", risks.Levels(), "Choose how hard it would hit"),
		Owner:      f.Required("owner", 200, "Enter who is responsible"),
		Response:   f.Required("response", 2000, "Enter what is done about it")}
}

// addRisk enters a risk.
func addRisk(c *serve.Call, area places.Area) error {
	f := c.Posted()
	r := decode(&f, area.ID)
	if err := f.Take(func() error { return riskapp.Add(c.Context(), c.App, c.Actor, r) }); err != nil {
		return err
	}
	if !f.OK() {
		return riskForm(c, riskAt{area: area}, f)
	}
	return c.Done("It is in the register.", "/areas/%d/risks", area.ID)
}

// changeRisk changes a risk.
func changeRisk(c *serve.Call, is riskAt) error {
	f := c.Posted()
	r := decode(&f, is.area.ID)
	r.ID, r.Version = is.ID, f.Version("")
	return saved(c, is, f, "The risk is changed.", func() error {
		return riskapp.Change(c.Context(), c.App, c.Actor, r)
	})
}

// closeRisk closes a risk.
func closeRisk(c *serve.Call, is riskAt) error {
	f := c.Posted()
	why := f.Required("why", 1000, "Enter why it is closed")
	return saved(c, is, f, "The risk is closed.", func() error {
		return riskapp.Close(c.Context(), c.App, c.Actor, is.area.ID, is.ID, why)
	})
}

// saved runs a command and answers: with the register, or with the form and what is wrong with it. Fields of the other
// form of the page stand as they are saved.
func saved(c *serve.Call, is riskAt, f form.Form, done string, command func() error) error {
	if err := f.Save(command); err != nil {
		return err
	}
	if f.OK() {
		return c.Done(done, "/areas/%d/risks", is.area.ID)
	}
	if f.Stale() {
		now, err := riskstore.Risk(c.Context(), c.Read, is.area.ID, is.ID)
		if err != nil {
			return err
		}
		is.Risk = now
	}
	for name, value := range map[string]string{"kind": string(is.Kind), "text": is.Text, "owner": is.Owner,
		"likelihood": string(is.Likelihood), "impact": string(is.Impact), "response": is.Response} {
		if _, typed := f.Values[name]; !typed {
			f.Values.Set(name, value)
		}
	}
	return riskForm(c, is, f)
}
