package server

import (
	"errors"
	"net/http"
	"strconv"

	"fourgates/internal/app"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

// newArea shows the form that proposes an area, with a code suggested.
func newArea(c *Call) error {
	code, err := c.App.NextAreaCode(c.Context())
	if err != nil {
		return err
	}
	return areaForm(c, http.StatusOK, page.AreaFormProps{Form: form.With("code", code)})
}

// proposeArea proposes an area and goes on to its boundary.
func proposeArea(c *Call) error {
	f := c.Posted()
	a := decodeArea(&f)
	if f.OK() {
		id, err := c.App.ProposeArea(c.Context(), c.Actor, app.Proposal{Code: a.Code, Name: a.Name, Rationale: a.Rationale})
		if err == nil {
			return c.Done("Area proposed. Give its boundary next.", "/areas/%d/boundaries/new", id)
		}
		if !f.Refuse(err) {
			return err
		}
	}
	return areaForm(c, http.StatusUnprocessableEntity, page.AreaFormProps{Form: f})
}

// editArea shows the form that changes an area's name, code and rationale.
func editArea(c *Call) error {
	area, err := areaFor(policy.EditArea)(c)
	if err != nil {
		return err
	}
	f := form.With("name", area.Name, "code", area.Code, "rationale", area.Rationale, "version", strconv.Itoa(area.Version))
	return areaForm(c, http.StatusOK, page.AreaFormProps{Form: f, Area: area})
}

// changeArea saves them. Where somebody else changed them meanwhile, it shows both and loses nothing that was typed.
func changeArea(c *Call) error {
	area, err := areaFor(policy.EditArea)(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	edit := decodeArea(&f)
	edit.ID, edit.Version = area.ID, f.Int("version", 1, 1<<30, "Reload the page and try again")
	if f.OK() {
		err := c.App.ChangeArea(c.Context(), c.Actor, edit)
		if err == nil {
			return c.Done("Saved", "/areas/%d", area.ID)
		}
		if errors.Is(err, domain.ErrConflict) {
			return staleArea(c, f)
		}
		if !f.Refuse(err) {
			return err
		}
	}
	return areaForm(c, http.StatusUnprocessableEntity, page.AreaFormProps{Form: f, Area: area})
}

func staleArea(c *Call, f form.Form) error {
	now, err := areaFor(policy.EditArea)(c)
	if err != nil {
		return err
	}
	f.Values.Set("version", strconv.Itoa(now.Version))
	stale := page.StaleFields("Name", now.Name, f.Text("name"), "Code", now.Code, f.Text("code"), "Why this area", now.Rationale, f.Text("rationale"))
	return areaForm(c, http.StatusConflict, page.AreaFormProps{Form: f, Area: now, Stale: stale})
}

func decodeArea(f *form.Form) domain.Area {
	return domain.Area{
		Name:      f.Required("name", 120, "Enter the area’s name"),
		Code:      f.Required("code", 20, "Enter a code"),
		Rationale: f.Optional("rationale", 4000),
	}
}

func areaForm(c *Call, status int, p page.AreaFormProps) error {
	if p.Area.ID == 0 {
		p.Shell = c.Shell("Propose an area").Under("Areas", "/areas", "Propose an area")
	} else {
		p.Shell = areaShell(c, p.Area, "Change name, code or rationale")
	}
	if !p.OK() {
		p.Shell = p.WithErrors()
	}
	return c.Answer(status, page.AreaForm(p))
}
