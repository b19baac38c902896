package issueweb

import (
	"crypto/rand"
	"slices"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/internal/themes/themestore"
)

// decodeDraft reads what was typed of an issue.
func decodeDraft(f *form.Form) issues.IssueDraft {
	d := issues.IssueDraft{
		Title:       f.Required("title", 120, "Enter a title"),
		Description: f.Required("description", 4000, "Say what is happening"),
		Area:        form.ID[domain.AreaID](f, "area", "Choose an area"),
		Place:       form.ID[domain.PlaceID](f, "place", ""),
		PlaceNote:   f.Optional("place_note", 200),
		Point:       f.Point(),
		Outside:     f.Text("outside"),
		Theme:       form.ID[domain.ThemeID](f, "theme", ""),
		Source:      form.OneOf(f, "source", domain.Sources(), "Choose how it came to us"),
		RaisedFor:   f.Optional("raised_for", 200),
		Visibility:  form.OneOf(f, "visibility", issues.Visibilities(), "Choose who may read it"),
	}
	shape, err := domain.Shape(f.Optional("shape", 8000))
	if err != nil {
		f.Add("shape", domain.Capital(err.Error()))
	}
	d.Geometry = shape
	return d
}

// draftForm shows an issue as it would be typed.
func draftForm(d issues.IssueDraft) form.Form {
	f := form.With("title", d.Title, "description", d.Description, "place_note", d.PlaceNote,
		"source", string(d.Source), "raised_for", d.RaisedFor, "visibility", string(d.Visibility),
		"shape", domain.ShapeText(d.Geometry))
	if d.Area != 0 {
		f.Values.Set("area", serve.IDText(d.Area))
	}
	if d.Place != 0 {
		f.Values.Set("place", serve.IDText(d.Place))
	}
	if d.Theme != 0 {
		f.Values.Set("theme", serve.IDText(d.Theme))
	}
	if d.Point != nil {
		f.Values.Set("lat", strconv.FormatFloat(d.Point.Lat, 'f', -1, 64))
		f.Values.Set("lon", strconv.FormatFloat(d.Point.Lon, 'f', -1, 64))
	}
	return f
}

// issueChoices are what the form offers: places only once the area is known. Area zero: not chosen yet.
func issueChoices(c *serve.Call, area domain.AreaID, fixed bool) (choices IssueChoices, err error) {
	if choices.Areas, err = placestore.AreaNames(c.Context(), c.Read,
		policy.ScopeOf(c.Actor, policy.RaiseIssue)); err != nil {
		return choices, err
	}
	if area == 0 && len(choices.Areas) == 1 {
		area = choices.Areas[0].ID
	}
	choices.Fixed = fixed || len(choices.Areas) == 1
	for _, a := range choices.Areas {
		if a.ID == area {
			choices.Area = a
		}
	}
	if choices.Area.ID != 0 {
		if choices.Places, err = issuestore.PlaceNames(c.Context(), c.Read, choices.Area.ID); err != nil {
			return choices, err
		}
	}
	choices.Themes, err = themestore.Themes(c.Context(), c.Read, true)
	return choices, err
}

// NewKey makes the idempotency key of a form: sent twice, it acts once.
func NewKey() string { return rand.Text() }

// ShownAt keeps a problem by its field only where the page has that field; others are said without leading anywhere.
func ShownAt(f *form.Form, fields ...string) {
	for at, p := range f.Problems {
		if !slices.Contains(fields, p.Field) {
			f.Problems[at].Field = ""
		}
	}
}
