// Package profileweb serves the page of an area's profile.
package profileweb

import (
	"bytes"
	"encoding/csv"
	"errors"

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

// uploadProfile keeps a profile; bad lines of the file are named by their number.
func uploadProfile(c *serve.Call, area places.Area) error {
	f := c.Posted()
	p := profiles.AreaProfile{Area: area.ID, Source: f.Required("source", 200, "Say where the figures come from"),
		AsOf: f.Date("as_of", "Enter the day that the figures are of")}
	content := serve.Uploaded(c, "file")
	switch {
	case len(content) == 0:
		f.Add("file", "Choose a CSV file that is not empty")
	case len(content) > profileLimit:
		f.Add("file", "The file is larger than 100 kB: a profile has one line for each group")
	case !serve.Clean(string(content)):
		f.Add("file", "The file is no text in UTF-8: save it as CSV UTF-8")
	}
	rows := profileRows(content)
	if !f.OK() && f.Problem("file") == "" { // also say what is wrong with the lines
		_, err := profiles.ReadProfile(rows)
		f.Refuse(err)
	}
	if err := f.Take(func() error {
		return profileapp.UploadProfile(c.Context(), c.App, c.Actor, p,
			rows)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return profileForm(c, area, f)
	}
	return c.Done("Profile uploaded", "/areas/%d/profile", area.ID)
}

// profileLimit is how many bytes a profile may have.
const profileLimit = 100 << 10

// profileRows reads the lines of a CSV file. What cannot be read ends it, with the line at fault.
func profileRows(content []byte) []profiles.ProfileRow {
	in := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(content, []byte("\ufeff"))))
	in.FieldsPerRecord = -1
	const misquoted = "a quotation mark is not closed, or stands in the middle of a word"
	var rows []profiles.ProfileRow
	for {
		cells, err := in.Read()
		if fault, ok := errors.AsType[*csv.ParseError](err); ok {
			return append(rows, profiles.ProfileRow{Line: fault.Line, Fault: misquoted})
		}
		if err != nil || len(rows) > 10*profiles.MostGroups {
			return rows
		}
		line, _ := in.FieldPos(0)
		rows = append(rows, profiles.ProfileRow{Line: line, Cells: cells})
	}
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
