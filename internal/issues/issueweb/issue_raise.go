package issueweb

import (
	"encoding/json"
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/places"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
)

// areaToRaiseIn reads the area of the address, for somebody who may raise issues in it.
func areaToRaiseIn(c *serve.Call) (domain.AreaID, error) {
	area, err := serve.PathID[domain.AreaID](c, "area")
	if err != nil {
		return area, err
	}
	return area, policy.CheckSeen(c.Actor, policy.ViewAreas, policy.RaiseIssue, area)
}

// newIssue shows the form to raise an issue, and asks for the area where that cannot be told.
func newIssue(c *serve.Call) error {
	var area domain.AreaID
	if own := policy.ScopeOf(c.Actor, policy.WorkIssues).Areas; len(own) == 1 {
		area = own[0]
	}
	choices, err := issueChoices(c, area, false)
	if err != nil {
		return err
	}
	if choices.Area.ID == 0 && len(choices.Areas) > 0 {
		return askIssueArea(c, choices)
	}
	return emptyIssue(c, choices)
}

// newIssueIn shows the form to raise an issue in an area.
func newIssueIn(c *serve.Call, area domain.AreaID) error {
	choices, err := issueChoices(c, area, true)
	if err != nil {
		return err
	}
	if choices.Area.ID == 0 { // it is not there, or takes no issues any more
		return domain.ErrNotFound
	}
	return emptyIssue(c, choices)
}

func emptyIssue(c *serve.Call, choices IssueChoices) error {
	f := draftForm(issues.IssueDraft{Area: choices.Area.ID, Source: policy.SourceOf(c.Actor),
		Visibility: issues.VisibleAreaTeam})
	f.Values.Set("key", NewKey())
	return issueForm(c, f, choices)
}

func issueForm(c *serve.Call, f form.Form, choices IssueChoices) error {
	shell := c.Shell("Raise an issue").Under("Issues", "/issues", "Raise an issue").WithMap()
	return c.Page(f, NewIssue(NewIssueProps{Shell: shell, Form: f, Choices: choices}))
}

// askIssueArea asks for the area first: its places and its map are what the form then offers without any script.
func askIssueArea(c *serve.Call, choices IssueChoices) error {
	f := form.New(c.Form)
	if f.Values.Has("area") {
		chosen := form.ID[domain.AreaID](&f, "area", "Choose an area")
		if slices.ContainsFunc(choices.Areas, func(a places.AreaName) bool { return a.ID == chosen }) {
			return c.To("/areas/%d/issues/new", chosen)
		}
		if f.OK() {
			f.Add("area", "Choose one from the list")
		}
	}
	own := placeweb.OwnAreas(c.Actor)
	p := IssueAreaProps{Form: f, Areas: choices.Areas,
		Shell: c.Shell("Raise an issue").Under("Issues", "/issues", "Raise an issue")}
	for _, a := range choices.Areas {
		if slices.Contains(own, a.ID) {
			p.Own = append(p.Own, a)
		}
	}
	c.Wrong = !f.OK()
	return c.Show(IssueArea(p)) // a question, as a filter is: nothing was refused
}

// draft is an issue as it is typed into a form.
type draft struct {
	form.Form
	issues.IssueDraft
}

// draftTyped reads the issue that a form brings, for somebody who may raise issues in its area, if it names one.
func draftTyped(c *serve.Call) (typed draft, err error) {
	typed.Form = c.Posted()
	typed.IssueDraft = decodeDraft(&typed.Form)
	if typed.Area == 0 {
		return typed, nil
	}
	return typed, policy.CheckSeen(c.Actor, policy.ViewAreas, policy.RaiseIssue, typed.Area)
}

// raiseIssue saves a new issue. Where issues of the area look like it, they are shown first and asked about.
func raiseIssue(c *serve.Call, typed draft) error {
	f, d := typed.Form, typed.IssueDraft
	key := f.Optional("key", 60)
	if d.Area != 0 {
		if err := f.Take(func() error {
			return placeapp.CheckInside(c.Context(), c.Read, d.Area, d.Point, d.Outside)
		}); err != nil {
			return err
		}
	}
	switch repeats := f.Text("duplicate"); {
	case !f.OK() || repeats == "none":
	case repeats == "":
		likely, err := issuestore.LikelyDuplicates(c.Context(), c.Read, policy.IssueScopeOf(c.Actor), d.Area, d.Title)
		if err != nil {
			return err
		}
		if len(likely) > 0 {
			return askDuplicates(c, f, likely)
		}
	default:
		return addToDuplicate(c, f, d)
	}
	var id domain.IssueID
	err := f.Take(func() (err error) { id, err = issueapp.RaiseIssue(c.Context(), c.App, c.Actor, d, key); return err })
	if err != nil {
		return err
	}
	if !f.OK() {
		return raiseAgain(c, f, d)
	}
	return c.Done("Issue raised", "/issues/%d", id)
}

// addToDuplicate adds what was typed as evidence to the issue that it repeats.
func addToDuplicate(c *serve.Call, f form.Form, d issues.IssueDraft) error {
	id := form.ID[domain.IssueID](&f, "duplicate", "Choose one")
	e := issues.Evidence{Kind: "observation", Text: d.Title + "\n" + d.Description, Source: d.RaisedFor,
		OnDate: c.Today(), Strength: 1}
	if e.Source == "" {
		e.Source = domain.Capital(string(d.Source))
	}
	if err := f.Take(func() error {
		return issueapp.AddEvidence(c.Context(), c.App, c.Actor, id, e,
			nil)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return raiseAgain(c, f, d)
	}
	return c.Done("What you wrote was added to this issue as evidence", "/issues/%d", id)
}

// likelyIssues names the issues of an area that look like a title while it is typed (D7): the same that are asked about
// before saving.
func likelyIssues(c *serve.Call, area domain.AreaID) error {
	type line struct {
		Title string `json:"title"`
		Href  string `json:"href"`
		State string `json:"state"`
	}
	lines := []line{}
	f := form.New(c.Form)
	if title := f.Optional("title", 120); f.OK() && title != "" {
		likely, err := issuestore.LikelyDuplicates(c.Context(), c.Read, policy.IssueScopeOf(c.Actor), area, title)
		if err != nil {
			return err
		}
		for _, d := range likely {
			lines = append(lines, line{d.Title, "/issues/" + serve.IDText(d.ID), string(d.State)})
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

func askDuplicates(c *serve.Call, f form.Form, likely []issues.LikelyDuplicate) error {
	shell := c.Shell("Is it one of these?").Under("Issues", "/issues", "Raise an issue")
	return c.Page(f, Duplicates(DuplicatesProps{Shell: shell, Form: f, Likely: likely}))
}

func raiseAgain(c *serve.Call, f form.Form, d issues.IssueDraft) error {
	choices, err := issueChoices(c, d.Area, f.Text("fixed") != "")
	if err != nil {
		return err
	}
	if f.Text("key") == "" {
		f.Values.Set("key", NewKey())
	}
	f.Values.Del("duplicate")
	return issueForm(c, f, choices)
}
