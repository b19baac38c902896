// Package profileweb serves the page of an area's profile.
package profileweb

import (
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/partners/partnerstore"
	"fourgates/internal/places"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/policy"
	"fourgates/internal/profiles"
	"fourgates/internal/profiles/profileapp"
	"fourgates/internal/profiles/profilestore"
	"fourgates/internal/serve"
	"fourgates/internal/sheets"
)

func ProfileRoutes() []serve.Route {
	return []serve.Route{
		serve.Get("/areas/{id}/profile", policy.ViewAreas, serve.On(placeweb.AreaOf, profile)),
		serve.Get("/areas/{id}/profile/new", policy.EditNetwork, serve.On(placeweb.RunningAreaFor(policy.EditNetwork),
			newProfile)),
		serve.Upload("/areas/{id}/profile", policy.EditNetwork, serve.On(placeweb.RunningAreaFor(policy.EditNetwork),
			uploadProfile)),
		serve.Post("/areas/{id}/profile/speakers", policy.EditNetwork, serve.On(placeweb.AreaFor(policy.EditNetwork),
			chooseSpeaker)),
		serve.Post("/areas/{id}/profile/speakers/removal", policy.EditNetwork,
			serve.On(placeweb.AreaFor(policy.EditNetwork), unchooseSpeaker)),
	}
}

// profile shows the groups of an area with who of its network speaks for each.
func profile(c *serve.Call, area places.Area) error {
	return profilePage(c, area, form.New(nil))
}

func profilePage(c *serve.Call, area places.Area, f form.Form) error {
	p := ProfileProps{Form: f, Area: area, MayNames: policy.CanIn(c.Actor, policy.ViewContacts, area.ID),
		MayEdit: places.MayWork(c.Actor, policy.EditNetwork, area)}
	var err error
	if p.Profile, p.Has, err = profilestore.AreaProfile(c.Context(), c.Read, area.ID); err != nil {
		return err
	}
	network, err := partnerstore.Network(c.Context(), c.Read, area.ID, c.Today())
	if err != nil {
		return err
	}
	chosen, err := profilestore.ChosenSpeakers(c.Context(), c.Read, area.ID)
	if err != nil {
		return err
	}
	p.Cover = profiles.Cover(p.Profile.Groups, network, chosen)
	if p.MayEdit {
		p.Network = network
	}
	at := "/areas/" + serve.IDText(area.ID)
	p.Shell = c.Shell("Who speaks for whom").Under("Areas", "/areas", area.Name, at, "Who speaks for whom")
	return c.Page(f, Profile(p))
}

// newProfile shows the form on which a profile is uploaded.
func newProfile(c *serve.Call, area places.Area) error {
	return profileForm(c, area, form.New(nil))
}

func profileForm(c *serve.Call, area places.Area, f form.Form) error {
	const title = "Upload a profile"
	at := "/areas/" + serve.IDText(area.ID)
	shell := c.Shell(title).Under("Areas", "/areas", area.Name, at, "Who speaks for whom", at+"/profile", title)
	return c.Page(f, NewProfile(NewProfileProps{Shell: shell, Form: f, Area: area}))
}

// uploadProfile keeps a profile; bad lines of the file are named by their number. What the file leaves open is asked,
// with the file in the form, so that nobody has to choose it again.
func uploadProfile(c *serve.Call, area places.Area) error {
	f := c.Posted()
	p := profiles.AreaProfile{Area: area.ID, Source: f.Required("source", 200, "Say where the figures come from"),
		AsOf: f.Date("as_of", "Enter the day that the figures are of")}
	content := serve.Uploaded(c, "file")
	if len(content) == 0 {
		content = []byte(f.Values.Get("content"))
	}
	rows := profileRows(&f, content)
	asks, said := askedOf(&f, rows)
	if len(asks) > 0 && f.OK() {
		return questionForm(c, area, f, rows, asks)
	}
	if err := f.Take(func() error {
		return profileapp.UploadProfile(c.Context(), c.App, c.Actor, p, rows, said)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return profileForm(c, area, f)
	}
	return c.Done("Profile uploaded", "/areas/%d/profile", area.ID)
}

// askedOf are all questions that the file leaves open, with what is said to them, and notes what is wrong with its
// lines. Questions that depend on others come when those are answered.
func askedOf(f *form.Form, rows []profiles.ProfileRow) ([]profiles.Question, profiles.Answers) {
	if f.Problem("file") != "" {
		return nil, nil
	}
	said := profiles.Answers{}
	for name := range f.Values {
		said[name] = f.Text(name)
	}
	_, open, err := profiles.ReadProfile(rows, said)
	f.Refuse(err)
	return open, said
}

// questionForm asks what the file leaves open.
func questionForm(c *serve.Call, area places.Area, f form.Form, rows []profiles.ProfileRow,
	asks []profiles.Question) error {
	const title = "Check what the profile means"
	for _, q := range asks {
		if f.Has("asked", q.ID) {
			f.Add(q.ID, "Choose one")
		}
	}
	at := "/areas/" + serve.IDText(area.ID)
	shell := c.Shell(title).Under("Areas", "/areas", area.Name, at, "Who speaks for whom", at+"/profile", title)
	return c.Page(f, ProfileQuestions(ProfileQuestionsProps{Shell: shell, Form: f, Area: area, Questions: asks,
		Content: contentOf(rows)}))
}

// contentOf is the rows as a file again, each on its line.
func contentOf(rows []profiles.ProfileRow) string {
	var b strings.Builder
	line := 1
	for _, r := range rows {
		for ; line < r.Line; line++ {
			b.WriteByte('\n')
		}
		for n, cell := range r.Cells {
			if n > 0 {
				b.WriteByte(',')
			}
			b.WriteString(`"` + strings.ReplaceAll(cell, `"`, `""`) + `"`)
		}
	}
	return b.String()
}

// profileLimit is how many bytes a profile may have.
const profileLimit = 100 << 10

// profileRows reads the lines of a CSV file, however it is separated. What cannot be read is noted by "file".
func profileRows(f *form.Form, content []byte) []profiles.ProfileRow {
	switch {
	case len(content) == 0:
		f.Add("file", "Choose a CSV file that is not empty")
		return nil
	case len(content) > profileLimit:
		f.Add("file", "The file is larger than 100 kB: a profile has one line for each group")
		return nil
	}
	sheet, err := sheets.Read(content)
	if err != nil {
		f.Refuse(err)
		return nil
	}
	rows := make([]profiles.ProfileRow, len(sheet.Rows))
	for i, r := range sheet.Rows {
		rows[i] = profiles.ProfileRow{Line: r.Line, Cells: r.Cells}
	}
	return rows
}

// decodeSpeaker reads who of the network speaks for which group.
func decodeSpeaker(f *form.Form) (domain.NetworkEntryID, string) {
	return form.ID[domain.NetworkEntryID](f, "entry", "Choose somebody of the network"),
		f.Required("group", profiles.LongestGroup, "Choose a group")
}

// chooseSpeaker keeps that somebody of the network speaks for a group.
func chooseSpeaker(c *serve.Call, area places.Area) error {
	f := c.Posted()
	entry, group := decodeSpeaker(&f)
	err := f.Take(func() error { return profileapp.ChooseSpeaker(c.Context(), c.App, c.Actor, area.ID, group, entry) })
	if err != nil {
		return err
	}
	if !f.OK() {
		return profilePage(c, area, f)
	}
	return c.Done("Saved", "/areas/%d/profile", area.ID)
}

// unchooseSpeaker takes that back.
func unchooseSpeaker(c *serve.Call, area places.Area) error {
	f := c.Posted()
	entry, group := decodeSpeaker(&f)
	if !f.OK() {
		return profilePage(c, area, f)
	}
	if err := profileapp.UnchooseSpeaker(c.Context(), c.App, c.Actor, area.ID, group, entry); err != nil {
		return err
	}
	return c.Done("Taken back", "/areas/%d/profile", area.ID)
}
