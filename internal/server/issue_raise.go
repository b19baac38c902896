package server

import (
	"encoding/json"
	"net/http"
	"slices"

	"github.com/go-chi/chi/v5"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

// newIssue shows the form to raise an issue in an area, and asks which where it cannot be told.
func (s *Server) newIssue(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, fixed := domain.AreaID(0), chi.URLParam(r, "area") != ""
	if fixed {
		var err error
		if area, err = pathID[domain.AreaID](r, "area"); err != nil {
			return err
		}
		if !policy.CanIn(actor, policy.ViewAreas, area) {
			return domain.ErrNotFound
		}
		if err := policy.CheckIn(actor, policy.RaiseIssue, area); err != nil {
			return err
		}
	} else if own := policy.ScopeOf(actor, policy.WorkIssues).Areas; len(own) == 1 {
		area = own[0]
	}
	c, err := s.issueChoices(r, actor, area, fixed)
	if err != nil {
		return err
	}
	if fixed && c.Area.ID == 0 { // it is not there, or takes no issues any more
		return domain.ErrNotFound
	}
	if c.Area.ID == 0 && len(c.Areas) > 0 {
		return s.askIssueArea(w, r, actor, c)
	}
	f := draftForm(domain.IssueDraft{Area: c.Area.ID, Source: policy.SourceOf(actor), Visibility: domain.VisibleAreaTeam})
	f.Values.Set("key", newKey())
	return s.render(w, r, http.StatusOK, page.NewIssue(page.NewIssueProps{Shell: s.newIssueShell(r, actor), Form: f, Choices: c}))
}

// askIssueArea asks for the area first: its places and its map are what the form then offers without any script.
func (s *Server) askIssueArea(w http.ResponseWriter, r *http.Request, actor policy.Actor, c page.IssueChoices) error {
	f := form.New(r.Form)
	if f.Values.Has("area") {
		chosen := form.ID[domain.AreaID](&f, "area", "Choose an area")
		if slices.ContainsFunc(c.Areas, func(a domain.AreaName) bool { return a.ID == chosen }) {
			http.Redirect(w, r, "/areas/"+idText(chosen)+"/issues/new", http.StatusSeeOther)
			return nil
		}
		if f.OK() {
			f.Add("area", "Choose one from the list")
		}
	}
	own := ownAreas(actor)
	p := page.IssueAreaProps{Shell: s.shell(r, actor, "Raise an issue").Under("Issues", "/issues", "Raise an issue"), Form: f, Areas: c.Areas}
	for _, a := range c.Areas {
		if slices.Contains(own, a.ID) {
			p.Own = append(p.Own, a)
		}
	}
	if !f.OK() {
		p.Shell = p.Shell.WithErrors()
	}
	return s.render(w, r, http.StatusOK, page.IssueArea(p)) // a question, as a filter is: nothing was refused
}

func (s *Server) newIssueShell(r *http.Request, actor policy.Actor) page.Shell {
	return s.shell(r, actor, "Raise an issue").Under("Issues", "/issues", "Raise an issue").WithMap()
}

// raiseIssue saves a new issue. Where issues of the area look like it, they are shown first and asked about.
func (s *Server) raiseIssue(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	f, d := decodeDraft(r.PostForm)
	key := f.Optional("key", 60)
	if !f.OK() {
		return s.raiseAgain(w, r, actor, f, d)
	}
	switch f.Text("duplicate") {
	case "none":
	case "":
		likely, err := s.read.LikelyDuplicates(r.Context(), policy.IssueScopeOf(actor), d.Area, d.Title)
		if err != nil {
			return err
		}
		if len(likely) > 0 {
			return s.askDuplicates(w, r, actor, f, likely, http.StatusOK)
		}
	default:
		return s.addToDuplicate(w, r, actor, f, d)
	}
	id, err := s.app.RaiseIssue(r.Context(), actor, d, key)
	if f.Refuse(err) {
		return s.raiseAgain(w, r, actor, f, d)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "Issue raised", "/issues/%d", id)
}

// addToDuplicate adds what was typed as evidence to the issue that it repeats.
func (s *Server) addToDuplicate(w http.ResponseWriter, r *http.Request, actor policy.Actor, f form.Form, d domain.IssueDraft) error {
	id := form.ID[domain.IssueID](&f, "duplicate", "Choose one")
	if !f.OK() {
		return s.raiseAgain(w, r, actor, f, d)
	}
	e := domain.Evidence{Kind: "observation", Text: d.Title + "\n" + d.Description, Source: d.RaisedFor, OnDate: s.app.Today(), Strength: 1}
	if e.Source == "" {
		e.Source = capital(string(d.Source))
	}
	err := s.app.AddEvidence(r.Context(), actor, id, e, nil)
	if f.Refuse(err) {
		return s.raiseAgain(w, r, actor, f, d)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "What you wrote was added to this issue as evidence", "/issues/%d", id)
}

// likelyIssues names the issues of an area that look like a title while it is typed (D7): the same that are asked about before saving.
func (s *Server) likelyIssues(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := pathID[domain.AreaID](r, "area")
	if err != nil {
		return err
	}
	if !policy.CanIn(actor, policy.ViewAreas, area) {
		return domain.ErrNotFound
	}
	if err := policy.CheckIn(actor, policy.RaiseIssue, area); err != nil {
		return err
	}
	type line struct {
		Title string `json:"title"`
		Href  string `json:"href"`
		State string `json:"state"`
	}
	lines := []line{}
	f := form.New(r.Form)
	if title := f.Optional("title", 120); f.OK() && title != "" {
		likely, err := s.read.LikelyDuplicates(r.Context(), policy.IssueScopeOf(actor), area, title)
		if err != nil {
			return err
		}
		for _, d := range likely {
			lines = append(lines, line{d.Title, "/issues/" + idText(d.ID), string(d.State)})
		}
	}
	body, err := json.Marshal(lines)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(body)
	return nil
}

func (s *Server) askDuplicates(w http.ResponseWriter, r *http.Request, actor policy.Actor, f form.Form, likely []domain.LikelyDuplicate, status int) error {
	shell := s.shell(r, actor, "Is it one of these?").Under("Issues", "/issues", "Raise an issue")
	return s.render(w, r, status, page.Duplicates(page.DuplicatesProps{Shell: shell, Form: f, Likely: likely}))
}

func (s *Server) raiseAgain(w http.ResponseWriter, r *http.Request, actor policy.Actor, f form.Form, d domain.IssueDraft) error {
	c, err := s.issueChoices(r, actor, d.Area, f.Text("fixed") != "")
	if err != nil {
		return err
	}
	if f.Text("key") == "" {
		f.Values.Set("key", newKey())
	}
	f.Values.Del("duplicate")
	shell := s.newIssueShell(r, actor).WithErrors()
	return s.render(w, r, http.StatusUnprocessableEntity, page.NewIssue(page.NewIssueProps{Shell: shell, Form: f, Choices: c}))
}
