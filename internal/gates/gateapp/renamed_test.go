package gateapp_test

import (
	"strings"
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/places"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/themes/themeapp"
	"fourgates/internal/town"
)

const toldOfRenaming = `SELECT n.subject || ' | ' || n.body || ' | ' || n.link FROM notices n
	WHERE n.event = 'renamed since it was signed' ORDER BY n.id`

// A theme or a place that is renamed under what was signed is marked where that is spoken of, and the officers of each
// area are told once, whatever number of issues carries it (rulings, 4 and 6).
func TestOfficersAreToldOfARenamedTheme(t *testing.T) {
	h, q, ids := servertest.SignedQuarter(t)
	admin := h.Person("Adwoa Pennington", policy.Admin)
	theme := domain.ThemeID(h.Int(`SELECT theme_id FROM issues WHERE id = $1`, int64(ids[0])))
	old := h.Text(`SELECT name FROM themes WHERE id = $1`, int64(theme))
	elsewhere := h.Quarter("Wharf")
	h.Issue(elsewhere.Officer, issues.IssueDraft{Area: elsewhere.Area, Title: "Not signed", Theme: theme,
		Source: domain.FromTheCommunity, Visibility: issues.VisiblePublic}, issues.IssueTriaged)
	rename := func(name string) {
		t.Helper()
		if err := themeapp.RenameTheme(t.Context(), h.App, h.Actor(admin), theme, name); err != nil {
			t.Fatal(err)
		}
	}
	rename("Ways and lanes")
	told := h.Lines(toldOfRenaming)
	if len(told) != 1 || !strings.Contains(told[0],
		"the theme “Ways and lanes” was renamed since it was signed at gate 2") ||
		!strings.Contains(told[0], "The theme is called “Ways and lanes” now.") {
		t.Fatalf("told %q", told)
	}
	if n := h.Int(`SELECT count(*) FROM notice_recipients r JOIN notices n ON n.id = r.notice_id
		WHERE n.event = 'renamed since it was signed' AND r.person_id = $1`, int64(q.Officer)); n != 1 {
		t.Errorf("the officer is told %d times", n)
	}
	officer := h.As(q.Officer)
	_, link, _ := strings.Cut(told[0], " | /")
	if p := officer.Get("/"+link).Want(t, 200); !p.Says("Changed since it was signed at gate 2") {
		t.Errorf("the list says %s", p.Words())
	}
	if p := officer.Get(servertest.Path("/issues/#", ids[0])).Want(t, 200); !p.Says(
		"Changed since it was signed at gate 2") || !p.Says("theme "+old) || !p.Says("theme Ways and lanes") {
		t.Errorf("the issue says %s", p.Words())
	}
	if err := themeapp.RetireTheme(t.Context(), h.App, h.Actor(admin), theme, true); err != nil {
		t.Fatal(err)
	}
	rename(old) // as it was signed: nothing is otherwise
	if told := h.Lines(toldOfRenaming); len(told) != 1 {
		t.Errorf("retired and called as before, told %q", told)
	}
	h.Move(24 * time.Hour)
	rename("Lanes")
	if told := h.Lines(toldOfRenaming); len(told) != 2 {
		t.Errorf("called a third name, told %q", told)
	}
}

func TestOfficersAreToldOfARenamedPlace(t *testing.T) {
	c := town.NewCastle(t)
	c.PassGate(domain.GateAreas)
	issue, _, _ := c.ReadyForIssues()
	place := places.AreaPlace{Area: c.Area, Name: "Slipway", Point: &domain.Point{Lon: -1.5, Lat: 52.25}}
	place.Outside = domain.PointWords(place.Point) // where it lies does not matter here
	if err := placeapp.AddPlace(t.Context(), c.App, c.Actor(c.Nia), place); err != nil {
		t.Fatal(err)
	}
	place.ID = domain.PlaceID(c.Int(`SELECT id FROM places WHERE name = 'Slipway'`))
	c.ByHand(`UPDATE issues SET place_id = $1, place_note = 'By the rope' WHERE id = $2`, int64(place.ID), int64(issue))
	c.PassGate(domain.GateIssues)
	change := func(name string, lat float64) {
		t.Helper()
		place.Name, place.Point = name, &domain.Point{Lon: -1.5, Lat: lat}
		place.Outside = domain.PointWords(place.Point)
		if err := placeapp.ChangePlace(t.Context(), c.App, c.Actor(c.Nia), place); err != nil {
			t.Fatal(err)
		}
	}
	change("Slipway", 52.251) // moved, and called as it was
	c.WantLines(nil, toldOfRenaming)
	change("Old slip", 52.251)
	told := c.Lines(toldOfRenaming)
	if len(told) != 1 || !strings.Contains(told[0], "Castle: the place “Old slip” was renamed since it was signed") {
		t.Fatalf("told %q", told)
	}
	if p := c.As(c.Nia).Get(servertest.Path("/issues/#", issue)).Want(t, 200); !p.Says(
		"Changed since it was signed at gate 2") || !p.Says("Slipway: By the rope") {
		t.Errorf("the issue says %s", p.Words())
	}
	c.Verify()
}
