package issueweb_test

import (
	"encoding/csv"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/serve/servertest"
)

var issueAddress = regexp.MustCompile(`^/issues/[0-9]+$`)

func escaped(s string) string { return url.QueryEscape(s) }

func TestTheAddressIsTheList(t *testing.T) {
	m := servertest.NewMatter(t)
	m.Many(120)
	clo := m.As(m.CLO)
	page := clo.Get("/issues?q=litter&theme="+servertest.ID(m.Litter)).Want(t, 200)
	if !page.Says("60 issues") {
		t.Errorf("the total is not said: %.300s", page.Words())
	}
	for name, want := range map[string]string{"q": "litter", "theme": servertest.ID(m.Litter), "status": ""} {
		if got, _ := page.Field(name); got != want {
			t.Errorf("filter %s shows %q, want %q", name, got, want)
		}
	}
	seen := map[string]bool{}
	for pages := 0; page != nil; pages++ {
		if pages > 3 {
			t.Fatal("too many pages")
		}
		var next *servertest.Page
		for _, link := range page.Links() {
			if issueAddress.MatchString(link) {
				if seen[link] {
					t.Errorf("%s is listed twice", link)
				}
				seen[link] = true
			}
			if strings.Contains(link, "after=") {
				next = clo.Get(link).Want(t, 200)
			}
		}
		page = next
	}
	if len(seen) != 60 {
		t.Errorf("%d issues on all pages", len(seen))
	}
	if got := clo.Get("/issues?status=nonsense&sort=up&theme=x").Want(t, 200); !got.Says("120 issues") {
		t.Error("what makes no sense narrows the list")
	}
	if got := clo.Get("/issues?q=unicorn").Want(t, 200); !got.Says("No issue matches") {
		t.Error("an empty list does not say so")
	}
	if got := m.As(m.Partner).Get("/issues").Want(t, 200); !got.Says("No issues yet") &&
		!got.Says("No issues for you to see") {
		t.Error("a reader without issues is not told what to do")
	}
	m.Many(1000)
	if got := clo.Get("/issues").Want(t, 200); !got.Says("500+ issues") || got.Statements > 12 {
		t.Errorf("total of many, %d statements", got.Statements)
	}
}

func TestTheFileIsExactlyTheList(t *testing.T) {
	m := servertest.NewMatter(t)
	m.Many(2200)
	for _, title := range []string{"=HYPERLINK(1)", "+44 is the code", "-5 degrees", "@everyone",
		"Quote \" and, comma"} {
		m.Issue(m.CLO, issues.IssueDraft{Area: m.Quay, Title: title, Source: domain.FromTheCommunity,
			Visibility: issues.VisibleAreaTeam}, issues.IssueRaised)
	}
	body := m.As(m.CLO).Get("/issues.csv?theme=none&sort=title").Want(t, 200).Body
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(body, "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 1+1100+5 {
		t.Errorf("%d rows", len(rows))
	}
	seen := map[string]bool{}
	for _, row := range rows[1:] {
		if seen[row[0]] {
			t.Fatalf("issue %s is there twice", row[0])
		}
		seen[row[0]] = true
		for _, cell := range row {
			if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
				t.Errorf("a spreadsheet would take %q for a formula", cell)
			}
		}
	}
	want := []string{`Quote " and, comma`, "Old Quay", "", "community", "raised", "", "area team", "2026-03-10",
		"2026-03-10"}
	if diff := cmp.Diff(want, rows[len(rows)-1][1:]); diff != "" {
		t.Errorf("the last row (-want +got):\n%s", diff)
	}
	if fmt.Sprint(strings.HasPrefix(body, "\ufeff")) != "true" {
		t.Error("no byte order mark")
	}
}

func TestWhereThereAreManyAreasOneIsNamed(t *testing.T) {
	m := servertest.NewMatter(t)
	m.Raise(m.CLO, "Loose slabs")
	m.Raise(m.Other, "Sheep on the road", "area", servertest.ID(m.Moor))
	cpo := m.As(m.CPO)
	if page := cpo.Get("/issues?area="+servertest.ID(m.Moor)).Want(t, 200); !page.Says("Sheep") ||
		page.Says("Loose slabs") || !page.Says("Area: Moorside") {
		t.Error("a chosen area does not narrow the list")
	}
	m.Forced("many of them", `INSERT INTO areas (code, name, created_by, created_at) SELECT 'N' || n, 'Newtown ' || n,
		$1, $2 FROM generate_series(1, 40) n`, int64(m.CPO), m.Now())
	if page := cpo.Get("/issues?area=MOOR").Want(t, 200); !page.Says("Sheep") || page.Says("Loose slabs") ||
		page.First("input", "name", "area") == nil {
		t.Error("a named area does not narrow the list")
	}
	if to := cpo.Get("/issues?q=sheep&area="+servertest.ID(m.Moor)).Want(t, 303).
		Location(); to != "/areas/"+servertest.ID(m.Moor)+"/issues?q=sheep" {
		t.Errorf("leads to %s", to)
	}
	if page := cpo.Get("/issues?area=100%25_").Want(t, 200); !page.Says("No issue matches") {
		t.Error("signs of patterns match anything")
	}
}
