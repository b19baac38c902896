package partnerweb

import (
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/partners"
	"fourgates/internal/partners/partnerapp"
	"fourgates/internal/partners/partnerstore"
	"fourgates/internal/places"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
)

func statements(c *serve.Call, area places.Area) error {
	newest, err := partnerstore.Statements(c.Context(), c.Read, area.ID)
	if err != nil {
		return err
	}
	at := "/areas/" + serve.IDText(area.ID)
	shell := c.Shell("Statements for gate 2").Under("Areas", "/areas", area.Name, at, "Statements")
	return c.Show(Statements(StatementsProps{Shell: shell, Area: area, Newest: newest,
		MayEdit: places.MayWork(c.Actor, policy.EditNetwork, area)}))
}

// areaMatter is what a statement about an area can be about, with what was stated of it before, the newest first.
type areaMatter struct {
	places.Area
	About   string
	Earlier []partners.Statement
}

// matterOf loads what the address says that a statement is about; anything else is domain.ErrNotFound.
func matterOf(c *serve.Call) (m areaMatter, err error) {
	if m.Area, err = placeweb.AreaFor(policy.EditNetwork)(c); err != nil {
		return m, err
	}
	matters := partners.StatedMatters()
	i := slices.IndexFunc(matters, func(about string) bool { return StatementSlug(about) == c.Param("about") })
	if i < 0 {
		return m, domain.ErrNotFound
	}
	m.About = matters[i]
	m.Earlier, err = partnerstore.StatementsAbout(c.Context(), c.Read, m.ID, m.About)
	return m, err
}

// newStatement shows the form, which starts from the newest statement.
func newStatement(c *serve.Call, m areaMatter) error {
	f := form.New(nil)
	if len(m.Earlier) > 0 {
		f.Values.Set("text", m.Earlier[0].Text)
	}
	return statementForm(c, m, f)
}

func statementForm(c *serve.Call, m areaMatter, f form.Form) error {
	p := StatementFormProps{Form: f, Area: m.Area, About: m.About, Earlier: m.Earlier}
	if m.About == partners.StatedRepresentativeness {
		var err error
		if p.Network, err = partnerstore.Network(c.Context(), c.Read, m.ID, c.Today()); err != nil {
			return err
		}
	}
	at := "/areas/" + serve.IDText(m.ID)
	p.Shell = c.Shell(StatementTitle(m.About)).
		Under("Areas", "/areas", m.Name, at, "Statements", at+"/statements")
	return c.Page(f, StatementForm(p))
}

func addStatement(c *serve.Call, m areaMatter) error {
	f := c.Posted()
	text := f.Required("text", 2000, "Enter the statement")
	if err := f.Take(func() error {
		return partnerapp.StateAboutArea(c.Context(), c.App, c.Actor, m.ID, m.About,
			text)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return statementForm(c, m, f)
	}
	return c.Done("Statement saved", "/areas/%d/statements", m.ID)
}
