package timelineweb

import (
	"fmt"
	"strconv"
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/internal/timelines"
	"fourgates/internal/timelines/timelineapp"
	"fourgates/internal/timelines/timelinestore"
)

func TemplateRoutes() []serve.Route {
	return []serve.Route{
		serve.Get("/timeline-templates", policy.EditTemplate, templates),
		serve.Get("/timeline-templates/new", policy.EditTemplate, newTemplate),
		serve.Post("/timeline-templates", policy.EditTemplate, addTemplate),
		serve.Get("/timeline-templates/{version}", policy.EditTemplate, serve.On(templateOf, template)),
	}
}

const templatesTitle = "Timeline template"

// templates lists the versions of the timeline's template.
func templates(c *serve.Call) error {
	all, err := timelinestore.Templates(c.Context(), c.Read)
	if err != nil {
		return err
	}
	return c.Show(Templates(TemplatesProps{Shell: c.Shell(templatesTitle), Templates: all}))
}

// templateOf loads the version of the template that the address names.
func templateOf(c *serve.Call) (timelines.Template, error) {
	n, err := strconv.ParseInt(c.Param("version"), 10, 32)
	if err != nil || n < 1 {
		return timelines.Template{}, domain.ErrNotFound
	}
	return timelinestore.Template(c.Context(), c.Read, int(n))
}

// template shows one version.
func template(c *serve.Call, t timelines.Template) error {
	title := fmt.Sprintf("Version %d", t.Version)
	shell := c.Shell(title).Under(templatesTitle, "/timeline-templates", title)
	return c.Show(Template(TemplateProps{Shell: shell, Template: t}))
}

// newTemplate shows the form that makes the next version, filled with the newest.
func newTemplate(c *serve.Call) error {
	t, err := timelinestore.Template(c.Context(), c.Read, 0)
	if err != nil {
		return err
	}
	f := form.With("from", strconv.Itoa(t.Version))
	fillTemplate(&f, t.Phases)
	return templateForm(c, f, len(t.Phases))
}

// templateForm shows so many lines of the form; where somebody else made a version meanwhile, over that one.
func templateForm(c *serve.Call, f form.Form, phases int) error {
	const title = "Make a new version"
	p := TemplateFormProps{Form: f, Phases: phases}
	if f.Stale() {
		newest, err := timelinestore.Template(c.Context(), c.Read, 0)
		if err != nil {
			return err
		}
		p.Newest = newest.Version
		p.Values.Set("from", strconv.Itoa(p.Newest))
	}
	p.Shell = c.Shell(title).Under(templatesTitle, "/timeline-templates", title)
	return c.Page(f, TemplateForm(p))
}

// addTemplate makes the next version; or, as the button says that was pressed, adds, removes or moves a line and shows
// the form again with everything that was typed.
func addTemplate(c *serve.Call) error {
	f := c.Posted()
	n := f.Int("phases", 1, timelines.MostTemplatePhases, "Reload the page and try again")
	if !f.OK() {
		return templateForm(c, f, 1)
	}
	step, at, _ := strings.Cut(f.Text("do"), " ")
	if step != "" && step != "save" {
		return arrangeTemplate(c, f, step, at, n)
	}
	from := f.Int("from", 1, 1<<30, "Reload the page and try again")
	t := timelines.Template{Note: f.Required("note", 500, "Enter what is different, and why"),
		Phases: decodeTemplate(&f, n)}
	f.Refuse(&domain.BlockedError{Blockers: t.Blockers()}) // also where something else is wrong: all is said at once
	var version int
	err := f.Save(func() (err error) {
		version, err = timelineapp.AddTemplate(c.Context(), c.App, c.Actor, from, t)
		return err
	})
	if err != nil {
		return err
	}
	if !f.OK() {
		return templateForm(c, f, n)
	}
	return c.Done("Version made. Cycles started from now on use it.", "/timeline-templates/%d", version)
}

// arrangeTemplate shows the form of n lines again after a step: at says of which line.
func arrangeTemplate(c *serve.Call, f form.Form, step, at string, n int) error {
	line, err := strconv.Atoi(at)
	if step == "add" {
		line, err = n, nil
	}
	if err != nil || line < 1 || line > n {
		return domain.ErrNotFound
	}
	n = arrange(&f, step, line, n)
	return templateForm(c, f, n)
}

// templateFields are the fields of a line.
var templateFields = []string{"number", "name", "description", "early", "late", "gate", "activities"}

func field(line int, name string) string { return fmt.Sprintf("phase-%d-%s", line, name) }

// arrange adds a line at the end, removes one, or moves one up or down, with what was typed in it, and returns how many
// lines there are.
func arrange(f *form.Form, step string, line, n int) int {
	swap := func(a, b int) {
		for _, name := range templateFields {
			f.Values[field(a, name)], f.Values[field(b, name)] = f.Values[field(b, name)], f.Values[field(a, name)]
		}
	}
	switch {
	case step == "add" && n < timelines.MostTemplatePhases:
		return n + 1
	case step == "up" && line > 1:
		swap(line, line-1)
	case step == "down" && line < n:
		swap(line, line+1)
	case step == "remove" && n > 1:
		for ; line < n; line++ {
			swap(line, line+1)
		}
		for _, name := range templateFields {
			f.Values.Del(field(n, name))
		}
		return n - 1
	}
	return n
}

// fillTemplate puts the lines of a version into the form.
func fillTemplate(f *form.Form, phases []timelines.TemplatePhase) {
	number := func(n int) string {
		if n == 0 {
			return ""
		}
		return strconv.Itoa(n)
	}
	for i, p := range phases {
		var lines []string
		for _, a := range p.Activities {
			if a.Alongside {
				a.Text = "+ " + a.Text
			}
			lines = append(lines, a.Text)
		}
		for name, v := range map[string]string{"number": string(p.Phase), "name": p.Name, "description": p.Description,
			"early": number(p.EarlyWeeks), "late": number(p.LateWeeks), "gate": number(int(p.Gate)),
			"activities": strings.Join(lines, "\n")} {
			f.Values.Set(field(i+1, name), v)
		}
	}
}

func decodeTemplate(f *form.Form, n int) []timelines.TemplatePhase {
	phases := make([]timelines.TemplatePhase, n)
	for i := range phases {
		line := i + 1
		p := timelines.TemplatePhase{Phase: domain.Phase(f.Optional(field(line, "number"), 40)),
			Name: f.Optional(field(line, "name"), 120), Description: f.Optional(field(line, "description"), 500),
			EarlyWeeks: weeksAt(f, line, "early"), LateWeeks: weeksAt(f, line, "late")}
		if gate := f.Text(field(line, "gate")); gate != "" {
			g, err := strconv.Atoi(gate)
			if err != nil {
				g = -1
			}
			p.Gate = domain.Gate(g)
		}
		for text := range strings.Lines(f.Optional(field(line, "activities"), 9000)) {
			text, alongside := strings.CutPrefix(strings.TrimSpace(text), "+")
			if text = strings.TrimSpace(text); text != "" {
				p.Activities = append(p.Activities, timelines.TemplateActivity{Text: text, Alongside: alongside})
			}
		}
		phases[i] = p
	}
	return phases
}

// weeksAt is weeks with the line named.
func weeksAt(f *form.Form, line int, name string) int {
	text := f.Text(field(line, name))
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > timelines.MostWeeks {
		words := fmt.Sprintf("Line %d must have a whole number of weeks from 1 to %d, or none", line,
			timelines.MostWeeks)
		f.Add(field(line, name), words)
		return 1 // so that nothing else is said of them
	}
	return n
}
