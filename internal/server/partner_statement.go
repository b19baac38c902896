package server

import (
	"net/http"
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

func statements(c *Call) error {
	area, err := networkArea("")(c)
	if err != nil {
		return err
	}
	newest, err := c.Read.Statements(c.Context(), area.ID)
	if err != nil {
		return err
	}
	shell := c.Shell("Statements for gate 2").Under("Areas", "/areas", area.Name, "/areas/"+idText(area.ID), "Statements")
	return c.Show(page.Statements(page.StatementsProps{Shell: shell, Area: area, Newest: newest,
		MayEdit: policy.CanIn(c.Actor, policy.EditNetwork, area.ID) && !area.Ended()}))
}

// aboutOf reads from the address what a statement is about; anything else is domain.ErrNotFound.
func aboutOf(c *Call) (string, error) {
	matters := domain.StatedMatters()
	i := slices.IndexFunc(matters, func(about string) bool { return page.StatementSlug(about) == c.Param("about") })
	if i < 0 {
		return "", domain.ErrNotFound
	}
	return matters[i], nil
}

func newStatement(c *Call) error {
	return statementForm(c, http.StatusOK, form.New(nil))
}

// statementForm shows the form; untouched, it starts from the newest statement.
func statementForm(c *Call, status int, f form.Form) error {
	area, err := networkArea(policy.EditNetwork)(c)
	if err != nil {
		return err
	}
	about, err := aboutOf(c)
	if err != nil {
		return err
	}
	p := page.StatementFormProps{Area: area, About: about}
	if p.Earlier, err = c.Read.StatementsAbout(c.Context(), area.ID, about); err != nil {
		return err
	}
	if about == domain.StatedRepresentativeness {
		if p.Network, err = c.Read.Network(c.Context(), area.ID, c.Today()); err != nil {
			return err
		}
	}
	if status == http.StatusOK && len(p.Earlier) > 0 {
		f.Values.Set("text", p.Earlier[0].Text)
	}
	p.Form = f
	p.Shell = c.Shell(page.StatementTitle(about)).Under("Areas", "/areas", area.Name, "/areas/"+idText(area.ID), "Statements", "/areas/"+idText(area.ID)+"/statements")
	return c.Answer(status, page.StatementForm(p))
}

func addStatement(c *Call) error {
	area, err := networkArea(policy.EditNetwork)(c)
	if err != nil {
		return err
	}
	about, err := aboutOf(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	text := f.Required("text", 2000, "Enter the statement")
	if !f.OK() {
		return statementForm(c, http.StatusUnprocessableEntity, f)
	}
	err = c.App.StateAboutArea(c.Context(), c.Actor, area.ID, about, text)
	if f.Refuse(err) {
		return statementForm(c, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return c.Done("Statement saved", "/areas/%d/statements", area.ID)
}
