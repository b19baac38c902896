package server

import (
	"bytes"
	"encoding/csv"
	"errors"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

func profileRoutes() []Route {
	return []Route{
		get("/areas/{id}/profile", policy.ViewAreas, on(areaOf, profile)),
		get("/areas/{id}/profile/new", policy.EditNetwork, on(runningAreaFor(policy.EditNetwork), newProfile)),
		upload("/areas/{id}/profile", policy.EditNetwork, on(runningAreaFor(policy.EditNetwork), uploadProfile)),
		post("/areas/{id}/profile/speakers", policy.EditNetwork, on(areaFor(policy.EditNetwork), chooseSpeaker)),
		post("/areas/{id}/profile/speakers/removal", policy.EditNetwork, on(areaFor(policy.EditNetwork), unchooseSpeaker)),
	}
}

// profile shows the groups of an area with who of its network speaks for each.
func profile(c *Call, area domain.Area) error {
	return profilePage(c, area, form.New(nil))
}

func profilePage(c *Call, area domain.Area, f form.Form) error {
	p := page.ProfileProps{Form: f, Area: area, MayNames: policy.CanIn(c.Actor, policy.ViewContacts, area.ID),
		MayEdit: policy.CanIn(c.Actor, policy.EditNetwork, area.ID) && !area.Ended()}
	var err error
	if p.Profile, p.Has, err = c.Read.AreaProfile(c.Context(), area.ID); err != nil {
		return err
	}
	network, err := c.Read.Network(c.Context(), area.ID, c.Today())
	if err != nil {
		return err
	}
	chosen, err := c.Read.ChosenSpeakers(c.Context(), area.ID)
	if err != nil {
		return err
	}
	p.Cover = domain.Cover(p.Profile.Groups, network, chosen)
	if p.MayEdit {
		p.Network = network
	}
	at := "/areas/" + idText(area.ID)
	p.Shell = c.Shell("Who speaks for whom").Under("Areas", "/areas", area.Name, at, "Who speaks for whom")
	return c.Page(f, page.Profile(p))
}

// newProfile shows the form on which a profile is uploaded.
func newProfile(c *Call, area domain.Area) error {
	return profileForm(c, area, form.New(nil))
}

func profileForm(c *Call, area domain.Area, f form.Form) error {
	const title = "Upload a profile"
	at := "/areas/" + idText(area.ID)
	shell := c.Shell(title).Under("Areas", "/areas", area.Name, at, "Who speaks for whom", at+"/profile", title)
	return c.Page(f, page.NewProfile(page.NewProfileProps{Shell: shell, Form: f, Area: area}))
}

// uploadProfile keeps a profile; bad lines of the file are named by their number.
func uploadProfile(c *Call, area domain.Area) error {
	f := c.Posted()
	p := domain.AreaProfile{Area: area.ID, Source: f.Required("source", 200, "Say where the figures come from"),
		AsOf: f.Date("as_of", "Enter the day that the figures are of")}
	content := uploaded(c, "file")
	switch {
	case len(content) == 0:
		f.Add("file", "Choose a CSV file that is not empty")
	case len(content) > profileLimit:
		f.Add("file", "The file is larger than 100 kB: a profile has one line for each group")
	case !clean(string(content)):
		f.Add("file", "The file is no text in UTF-8: save it as CSV UTF-8")
	}
	rows := profileRows(content)
	if !f.OK() && f.Problem("file") == "" { // also say what is wrong with the lines
		_, err := domain.ReadProfile(rows)
		f.Refuse(err)
	}
	if err := f.Take(func() error { return c.App.UploadProfile(c.Context(), c.Actor, p, rows) }); err != nil {
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
func profileRows(content []byte) []domain.ProfileRow {
	in := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(content, []byte("\ufeff"))))
	in.FieldsPerRecord = -1
	const misquoted = "a quotation mark is not closed, or stands in the middle of a word"
	var rows []domain.ProfileRow
	for {
		cells, err := in.Read()
		if fault, ok := errors.AsType[*csv.ParseError](err); ok {
			return append(rows, domain.ProfileRow{Line: fault.Line, Fault: misquoted})
		}
		if err != nil || len(rows) > 10*domain.MostGroups {
			return rows
		}
		line, _ := in.FieldPos(0)
		rows = append(rows, domain.ProfileRow{Line: line, Cells: cells})
	}
}

// decodeSpeaker reads who of the network speaks for which group.
func decodeSpeaker(f *form.Form) (domain.NetworkEntryID, string) {
	return form.ID[domain.NetworkEntryID](f, "entry", "Choose somebody of the network"),
		f.Required("group", domain.LongestGroup, "Choose a group")
}

// chooseSpeaker keeps that somebody of the network speaks for a group.
func chooseSpeaker(c *Call, area domain.Area) error {
	f := c.Posted()
	entry, group := decodeSpeaker(&f)
	err := f.Take(func() error { return c.App.ChooseSpeaker(c.Context(), c.Actor, area.ID, group, entry) })
	if err != nil {
		return err
	}
	if !f.OK() {
		return profilePage(c, area, f)
	}
	return c.Done("Saved", "/areas/%d/profile", area.ID)
}

// unchooseSpeaker takes that back.
func unchooseSpeaker(c *Call, area domain.Area) error {
	f := c.Posted()
	entry, group := decodeSpeaker(&f)
	if !f.OK() {
		return profilePage(c, area, f)
	}
	if err := c.App.UnchooseSpeaker(c.Context(), c.Actor, area.ID, group, entry); err != nil {
		return err
	}
	return c.Done("Taken back", "/areas/%d/profile", area.ID)
}
