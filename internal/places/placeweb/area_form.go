package placeweb

import (
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/places"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
)

// newArea shows the form that proposes an area, with a code suggested.
func newArea(c *serve.Call) error {
	code, err := placeapp.NextAreaCode(c.Context(), c.App)
	if err != nil {
		return err
	}
	return areaForm(c, places.Area{}, form.With("code", code))
}

// proposeArea proposes an area and goes on to its boundary.
func proposeArea(c *serve.Call) error {
	f := c.Posted()
	a := decodeArea(&f)
	var id domain.AreaID
	err := f.Take(func() (err error) {
		id, err = placeapp.ProposeArea(c.Context(), c.App, c.Actor, placeapp.Proposal{Code: a.Code, Name: a.Name,
			Rationale: a.Rationale})
		return err
	})
	if err != nil {
		return err
	}
	if !f.OK() {
		return areaForm(c, places.Area{}, f)
	}
	return c.Done("Area proposed. Give its boundary next.", "/areas/%d/boundaries/new", id)
}

// editArea shows the form that changes an area's name, code and rationale.
func editArea(c *serve.Call, area places.Area) error {
	return areaForm(c, area, form.With("name", area.Name, "code", area.Code, "rationale", area.Rationale,
		"version", strconv.Itoa(area.Version)))
}

// changeArea saves them. Where somebody else changed them meanwhile, it shows both and loses nothing that was typed.
func changeArea(c *serve.Call, area places.Area) error {
	f := c.Posted()
	edit := decodeArea(&f)
	edit.ID, edit.Version = area.ID, f.Version("Reload the page and try again")
	if err := f.Save(func() error { return placeapp.ChangeArea(c.Context(), c.App, c.Actor, edit) }); err != nil {
		return err
	}
	if f.Stale() {
		var err error
		if area, err = AreaFor(policy.EditArea)(c); err != nil {
			return err
		}
		f.Newest(area.Version, "Name", area.Name, edit.Name, "Code", area.Code, edit.Code,
			"Why this area", area.Rationale, edit.Rationale)
	}
	if !f.OK() {
		return areaForm(c, area, f)
	}
	return c.Done("Saved", "/areas/%d", area.ID)
}

func decodeArea(f *form.Form) places.Area {
	return places.Area{
		Name:      f.Required("name", 120, "Enter the area’s name"),
		Code:      f.Required("code", 20, "Enter a code"),
		Rationale: f.Optional("rationale", 4000),
	}
}

// areaForm shows the form of an area, or of one to propose where it is zero.
func areaForm(c *serve.Call, area places.Area, f form.Form) error {
	p := AreaFormProps{Form: f, Area: area}
	if area.ID == 0 {
		p.Shell = c.Shell("Propose an area").Under("Areas", "/areas", "Propose an area")
	} else {
		p.Shell = AreaShell(c, area, "Change name, code or rationale")
	}
	return c.Page(f, AreaForm(p))
}
