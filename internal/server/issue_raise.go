package server

import (
	"encoding/json"
	"net/http"
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

// newIssue shows the form to raise an issue in an area, and asks which where it cannot be told.
func newIssue(c *Call) error {
	area, fixed := domain.AreaID(0), c.Param("area") != ""
	if fixed {
		var err error
		if area, err = pathID[domain.AreaID](c, "area"); err != nil {
			return err
		}
		if !policy.CanIn(c.Actor, policy.ViewAreas, area) {
			return domain.ErrNotFound
		}
		if err := policy.CheckIn(c.Actor, policy.RaiseIssue, area); err != nil {
			return err
		}
	} else if own := policy.ScopeOf(c.Actor, policy.WorkIssues).Areas; len(own) == 1 {
		area = own[0]
	}
	choices, err := issueChoices(c, area, fixed)
	if err != nil {
		return err
	}
	if fixed && choices.Area.ID == 0 { // it is not there, or takes no issues any more
		return domain.ErrNotFound
	}
	if choices.Area.ID == 0 && len(choices.Areas) > 0 {
		return askIssueArea(c, choices)
	}
	f := draftForm(domain.IssueDraft{Area: choices.Area.ID, Source: policy.SourceOf(c.Actor), Visibility: domain.VisibleAreaTeam})
	f.Values.Set("key", newKey())
	return c.Show(page.NewIssue(page.NewIssueProps{Shell: newIssueShell(c), Form: f, Choices: choices}))
}

// askIssueArea asks for the area first: its places and its map are what the form then offers without any script.
func askIssueArea(c *Call, choices page.IssueChoices) error {
	f := form.New(c.Form)
	if f.Values.Has("area") {
		chosen := form.ID[domain.AreaID](&f, "area", "Choose an area")
		if slices.ContainsFunc(choices.Areas, func(a domain.AreaName) bool { return a.ID == chosen }) {
			http.Redirect(c.W, c.Request, "/areas/"+idText(chosen)+"/issues/new", http.StatusSeeOther)
			return nil
		}
		if f.OK() {
			f.Add("area", "Choose one from the list")
		}
	}
	own := ownAreas(c.Actor)
	p := page.IssueAreaProps{Shell: c.Shell("Raise an issue").Under("Issues", "/issues", "Raise an issue"), Form: f, Areas: choices.Areas}
	for _, a := range choices.Areas {
		if slices.Contains(own, a.ID) {
			p.Own = append(p.Own, a)
		}
	}
	if !f.OK() {
		p.Shell = p.WithErrors()
	}
	return c.Show(page.IssueArea(p)) // a question, as a filter is: nothing was refused
}

func newIssueShell(c *Call) page.Shell {
	return c.Shell("Raise an issue").Under("Issues", "/issues", "Raise an issue").WithMap()
}

// raiseIssue saves a new issue. Where issues of the area look like it, they are shown first and asked about.
func raiseIssue(c *Call) error {
	f, d := decodeDraft(c.PostForm)
	key := f.Optional("key", 60)
	if !f.OK() {
		return raiseAgain(c, f, d)
	}
	switch f.Text("duplicate") {
	case "none":
	case "":
		likely, err := c.Read.LikelyDuplicates(c.Context(), policy.IssueScopeOf(c.Actor), d.Area, d.Title)
		if err != nil {
			return err
		}
		if len(likely) > 0 {
			return askDuplicates(c, f, likely, http.StatusOK)
		}
	default:
		return addToDuplicate(c, f, d)
	}
	id, err := c.App.RaiseIssue(c.Context(), c.Actor, d, key)
	if f.Refuse(err) {
		return raiseAgain(c, f, d)
	}
	if err != nil {
		return err
	}
	return c.Done("Issue raised", "/issues/%d", id)
}

// addToDuplicate adds what was typed as evidence to the issue that it repeats.
func addToDuplicate(c *Call, f form.Form, d domain.IssueDraft) error {
	id := form.ID[domain.IssueID](&f, "duplicate", "Choose one")
	if !f.OK() {
		return raiseAgain(c, f, d)
	}
	e := domain.Evidence{Kind: "observation", Text: d.Title + "\n" + d.Description, Source: d.RaisedFor, OnDate: c.App.Today(), Strength: 1}
	if e.Source == "" {
		e.Source = domain.Capital(string(d.Source))
	}
	err := c.App.AddEvidence(c.Context(), c.Actor, id, e, nil)
	if f.Refuse(err) {
		return raiseAgain(c, f, d)
	}
	if err != nil {
		return err
	}
	return c.Done("What you wrote was added to this issue as evidence", "/issues/%d", id)
}

// likelyIssues names the issues of an area that look like a title while it is typed (D7): the same that are asked about before saving.
func likelyIssues(c *Call) error {
	area, err := pathID[domain.AreaID](c, "area")
	if err != nil {
		return err
	}
	if !policy.CanIn(c.Actor, policy.ViewAreas, area) {
		return domain.ErrNotFound
	}
	if err := policy.CheckIn(c.Actor, policy.RaiseIssue, area); err != nil {
		return err
	}
	type line struct {
		Title string `json:"title"`
		Href  string `json:"href"`
		State string `json:"state"`
	}
	lines := []line{}
	f := form.New(c.Form)
	if title := f.Optional("title", 120); f.OK() && title != "" {
		likely, err := c.Read.LikelyDuplicates(c.Context(), policy.IssueScopeOf(c.Actor), area, title)
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
	c.W.Header().Set("Content-Type", "application/json")
	_, _ = c.W.Write(body)
	return nil
}

func askDuplicates(c *Call, f form.Form, likely []domain.LikelyDuplicate, status int) error {
	shell := c.Shell("Is it one of these?").Under("Issues", "/issues", "Raise an issue")
	return c.Answer(status, page.Duplicates(page.DuplicatesProps{Shell: shell, Form: f, Likely: likely}))
}

func raiseAgain(c *Call, f form.Form, d domain.IssueDraft) error {
	choices, err := issueChoices(c, d.Area, f.Text("fixed") != "")
	if err != nil {
		return err
	}
	if f.Text("key") == "" {
		f.Values.Set("key", newKey())
	}
	f.Values.Del("duplicate")
	shell := newIssueShell(c).WithErrors()
	return c.Answer(http.StatusUnprocessableEntity, page.NewIssue(page.NewIssueProps{Shell: shell, Form: f, Choices: choices}))
}
