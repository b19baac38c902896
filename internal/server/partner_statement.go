package server

import (
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

func statements(c *Call, area domain.Area) error {
	newest, err := c.Read.Statements(c.Context(), area.ID)
	if err != nil {
		return err
	}
	at := "/areas/" + idText(area.ID)
	shell := c.Shell("Statements for gate 2").Under("Areas", "/areas", area.Name, at, "Statements")
	return c.Show(page.Statements(page.StatementsProps{Shell: shell, Area: area, Newest: newest,
		MayEdit: policy.CanIn(c.Actor, policy.EditNetwork, area.ID) && !area.Ended()}))
}

// areaMatter is what a statement about an area can be about, with what was stated of it before, the newest first.
type areaMatter struct {
	domain.Area
	About   string
	Earlier []domain.Statement
}

// matterOf loads what the address says that a statement is about; anything else is domain.ErrNotFound.
func matterOf(c *Call) (m areaMatter, err error) {
	if m.Area, err = areaFor(policy.EditNetwork)(c); err != nil {
		return m, err
	}
	matters := domain.StatedMatters()
	i := slices.IndexFunc(matters, func(about string) bool { return page.StatementSlug(about) == c.Param("about") })
	if i < 0 {
		return m, domain.ErrNotFound
	}
	m.About = matters[i]
	m.Earlier, err = c.Read.StatementsAbout(c.Context(), m.ID, m.About)
	return m, err
}

// newStatement shows the form, which starts from the newest statement.
func newStatement(c *Call, m areaMatter) error {
	f := form.New(nil)
	if len(m.Earlier) > 0 {
		f.Values.Set("text", m.Earlier[0].Text)
	}
	return statementForm(c, m, f)
}

func statementForm(c *Call, m areaMatter, f form.Form) error {
	p := page.StatementFormProps{Form: f, Area: m.Area, About: m.About, Earlier: m.Earlier}
	if m.About == domain.StatedRepresentativeness {
		var err error
		if p.Network, err = c.Read.Network(c.Context(), m.ID, c.Today()); err != nil {
			return err
		}
	}
	at := "/areas/" + idText(m.ID)
	p.Shell = c.Shell(page.StatementTitle(m.About)).
		Under("Areas", "/areas", m.Name, at, "Statements", at+"/statements")
	return c.Page(f, page.StatementForm(p))
}

func addStatement(c *Call, m areaMatter) error {
	f := c.Posted()
	text := f.Required("text", 2000, "Enter the statement")
	if err := f.Take(func() error { return c.App.StateAboutArea(c.Context(), c.Actor, m.ID, m.About, text) }); err != nil {
		return err
	}
	if !f.OK() {
		return statementForm(c, m, f)
	}
	return c.Done("Statement saved", "/areas/%d/statements", m.ID)
}
