package server

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"net/http"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

func (s *Server) profileRoutes() []Route {
	return []Route{
		get("/areas/{id}/profile", policy.ViewAreas, s.profile),
		get("/areas/{id}/profile/new", policy.EditNetwork, s.newProfile),
		upload("/areas/{id}/profile", policy.EditNetwork, s.uploadProfile),
		post("/areas/{id}/profile/speakers", policy.EditNetwork, s.chooseSpeaker),
		post("/areas/{id}/profile/speakers/removal", policy.EditNetwork, s.unchooseSpeaker),
	}
}

// profile shows the groups of an area with who of its network speaks for each.
func (s *Server) profile(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.profilePage(w, r, actor, http.StatusOK, form.New(nil))
}

func (s *Server) profilePage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	area, err := s.networkArea(r, actor, "")
	if err != nil {
		return err
	}
	p := page.ProfileProps{Form: f, Area: area, MayNames: policy.CanIn(actor, policy.ViewContacts, area.ID), MayEdit: policy.CanIn(actor, policy.EditNetwork, area.ID) && !area.Ended()}
	if p.Profile, p.Has, err = s.read.AreaProfile(r.Context(), area.ID); err != nil {
		return err
	}
	network, err := s.read.Network(r.Context(), area.ID, s.today())
	if err != nil {
		return err
	}
	chosen, err := s.read.ChosenSpeakers(r.Context(), area.ID)
	if err != nil {
		return err
	}
	p.Cover = domain.Cover(p.Profile.Groups, network, chosen)
	if p.MayEdit {
		p.Network = network
	}
	at := "/areas/" + idText(area.ID)
	p.Shell = s.shell(r, actor, "Who speaks for whom").Under("Areas", "/areas", area.Name, at, "Who speaks for whom")
	if !f.OK() {
		p.Shell = p.WithErrors()
	}
	return s.render(w, r, status, page.Profile(p))
}

// newProfile shows the form on which a profile is uploaded.
func (s *Server) newProfile(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.profileForm(w, r, actor, http.StatusOK, form.New(nil))
}

func (s *Server) profileForm(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	area, err := s.networkArea(r, actor, policy.EditNetwork)
	if err != nil {
		return err
	}
	if err := area.CheckRunning(); err != nil {
		return err
	}
	at := "/areas/" + idText(area.ID)
	shell := s.shell(r, actor, "Upload a profile").Under("Areas", "/areas", area.Name, at, "Who speaks for whom", at+"/profile", "Upload a profile")
	if !f.OK() {
		shell = shell.WithErrors()
	}
	return s.render(w, r, status, page.NewProfile(page.NewProfileProps{Shell: shell, Form: f, Area: area}))
}

// uploadProfile keeps a profile; bad lines of the file are named by their number.
func (s *Server) uploadProfile(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.networkArea(r, actor, policy.EditNetwork)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	p := domain.AreaProfile{Area: area.ID, Source: f.Required("source", 200, "Say where the figures come from"), AsOf: f.Date("as_of", "Enter the day that the figures are of")}
	content := uploaded(r, "file")
	switch {
	case len(content) == 0:
		f.Add("file", "Choose a CSV file that is not empty")
	case len(content) > profileLimit:
		f.Add("file", "The file is larger than 100 kB: a profile has one line for each group")
	case !clean(string(content)):
		f.Add("file", "The file is no text in UTF-8: save it as CSV UTF-8")
	}
	rows := profileRows(content)
	if f.OK() {
		err = s.app.UploadProfile(r.Context(), actor, p, rows)
	} else if f.Problem("file") == "" { // also say what is wrong with the lines
		_, err = domain.ReadProfile(rows)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return s.profileForm(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	return s.done(w, r, "Profile uploaded", "/areas/%d/profile", area.ID)
}

// profileLimit is how many bytes a profile may have.
const profileLimit = 100 << 10

// profileRows reads the lines of a CSV file. What cannot be read ends it, with the line at fault.
func profileRows(content []byte) []domain.ProfileRow {
	in := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(content, []byte("\ufeff"))))
	in.FieldsPerRecord = -1
	var rows []domain.ProfileRow
	for {
		cells, err := in.Read()
		if fault, ok := errors.AsType[*csv.ParseError](err); ok {
			return append(rows, domain.ProfileRow{Line: fault.Line, Fault: "a quotation mark is not closed, or stands in the middle of a word"})
		}
		if err == io.EOF || err != nil || len(rows) > 10*domain.MostGroups {
			return rows
		}
		line, _ := in.FieldPos(0)
		rows = append(rows, domain.ProfileRow{Line: line, Cells: cells})
	}
}

// chooseSpeaker keeps that somebody of the network speaks for a group.
func (s *Server) chooseSpeaker(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.networkArea(r, actor, policy.EditNetwork)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	entry, group := form.ID[domain.NetworkEntryID](&f, "entry", "Choose somebody of the network"), f.Required("group", domain.LongestGroup, "Choose a group")
	if f.OK() {
		err = s.app.ChooseSpeaker(r.Context(), actor, area.ID, group, entry)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return s.profilePage(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	return s.done(w, r, "Saved", "/areas/%d/profile", area.ID)
}

// unchooseSpeaker takes that back.
func (s *Server) unchooseSpeaker(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.networkArea(r, actor, policy.EditNetwork)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	entry, group := form.ID[domain.NetworkEntryID](&f, "entry", "Choose somebody of the network"), f.Required("group", domain.LongestGroup, "Choose a group")
	if !f.OK() {
		return s.profilePage(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	if err := s.app.UnchooseSpeaker(r.Context(), actor, area.ID, group, entry); err != nil {
		return err
	}
	return s.done(w, r, "Taken back", "/areas/%d/profile", area.ID)
}
