package issueweb_test

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/town"
)

// RW-26: a point outside of its area is asked about on every form that takes one, with what was typed kept. Said to be
// right, it is taken; another one is asked about anew. What has no point, or one inside, or keeps the one that it had,
// is not asked.
func TestAPointOutsideItsAreaIsAskedAbout(t *testing.T) {
	c := town.NewCounty(t)
	area := c.Build()
	officer := c.As(c.Nia)
	at := "/areas/" + servertest.ID(area)
	lat, lon, _ := strings.Cut(middle(t, c.Text(`SELECT boundary FROM area_boundaries`)), ", ")
	issue := c.Harness.Issue(c.Nia, issues.IssueDraft{Area: area, Title: "Loose slabs", Description: "Loose",
		Source: domain.Sources()[0], Visibility: issues.VisiblePublic}, issues.IssueRaised)
	typed := func(title string) []string {
		return []string{"title", title, "description", "They are loose", "area", servertest.ID(area), "source",
			string(domain.Sources()[0]), "visibility", string(issues.VisiblePublic), "duplicate", "none"}
	}
	version := func() string { return c.Text(`SELECT version::text FROM issues WHERE id = $1`, int64(issue)) }
	place := c.Text(`INSERT INTO places (area_id, name) VALUES ($1, 'The green') RETURNING id::text`, int64(area))
	for name, form := range map[string]struct {
		path  string
		typed []string
		label string
	}{
		"raising an issue": {"/issues", typed("A broken bench"), "title"},
		"changing an issue": {"/issues/" + servertest.ID(issue) + "/edit", append(typed("Loose slabs, two"), "version",
			version()), "title"},
		"adding a place":   {at + "/places", []string{"name", "The slipway"}, "name"},
		"changing a place": {at + "/places/" + place, []string{"name", "The village green"}, "name"},
	} {
		t.Run(name, func(t *testing.T) {
			outside := append([]string{"lat", "50.1", "lon", "-5.2"}, form.typed...)
			p := officer.Post(form.path, outside...).Want(t, 422)
			if got := p.Problem("outside"); !strings.HasPrefix(got, "This place is outside ") ||
				!strings.HasSuffix(got, "Is that right?") {
				t.Fatalf("asked %q: %v", got, p.Problems())
			}
			if kept, _ := p.Field("lat"); kept != "50.1" {
				t.Errorf("latitude %q", kept)
			}
			if kept, _ := p.Field(form.label); kept != form.typed[1] {
				t.Errorf("%s: %q is kept", form.label, kept)
			}
			other := officer.Post(form.path, append([]string{"outside", "50.1, -5.2", "lat", "50.2", "lon", "-5.2"},
				form.typed...)...).Want(t, 422)
			if other.Problem("outside") == "" {
				t.Error("another point is not asked about")
			}
			for lat, words := range map[string]string{"0": "0, 0 lies in the sea off Africa",
				"-5.2": "wrong way round"} {
				lon := map[string]string{"0": "0", "-5.2": "50.1"}[lat]
				wrong := officer.Post(form.path, append([]string{"lat", lat, "lon", lon}, form.typed...)...).
					Want(t, 422)
				if !strings.Contains(wrong.Problem("lat"), words) || wrong.Problem("outside") != "" {
					t.Errorf("%s, %s: %v", lat, lon, wrong.Problems())
				}
			}
			officer.Post(form.path, append([]string{"outside", "50.1, -5.2"}, outside...)...).Want(t, 303)
		})
	}
	officer.Post("/issues/"+servertest.ID(issue)+"/edit", append([]string{"lat", "50.1", "lon", "-5.2", "version",
		version()}, typed("Loose slabs, three")...)...).Want(t, 303) // it is where it was
	officer.Post("/issues", append([]string{"lat", lat, "lon", lon}, typed("A fallen fence")...)...).Want(t, 303)
	officer.Post("/issues", typed("A dark corner")...).Want(t, 303)
}

// The question says in which ward the point lies.
func TestTheQuestionSaysWhereThePointLies(t *testing.T) {
	c := town.NewCounty(t)
	area := c.Build()
	name := c.Text(`SELECT s.name FROM seats s
		WHERE s.kind = 'ward' AND s.id NOT IN (SELECT seat_id FROM area_seats WHERE area_id = $1) ORDER BY s.id DESC
		LIMIT 1`, int64(area))
	point := middle(t, c.Text(`SELECT boundary FROM seats WHERE name = $1 AND kind = 'ward'`, name))
	p := c.As(c.Nia).Post("/areas/"+servertest.ID(area)+"/places", "name", "The slipway", "lat", point).Want(t, 422)
	if got := p.Problem("outside"); !strings.Contains(got, ", in "+name+" ward, ") {
		t.Errorf("%s at %s: %q", name, point, got)
	}
}

var corner = regexp.MustCompile(`\[(-?[0-9.]+),(-?[0-9.]+)\]`)

// middle is the middle of a boundary's corners, as it is typed: latitude, longitude.
func middle(t *testing.T, boundary string) string {
	t.Helper()
	var lat, lon float64
	found := corner.FindAllStringSubmatch(strings.ReplaceAll(boundary, " ", ""), -1)
	for _, at := range found {
		x, err := strconv.ParseFloat(at[1], 64)
		if err != nil {
			t.Fatal(err)
		}
		y, err := strconv.ParseFloat(at[2], 64)
		if err != nil {
			t.Fatal(err)
		}
		lat, lon = lat+y/float64(len(found)), lon+x/float64(len(found))
	}
	return fmt.Sprintf("%.5f, %.5f", lat, lon)
}
