package issueweb_test

import (
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/serve/servertest"
)

// TestMapOfIssues asks for where issues are (D3): by their own point, by their line, by the place chosen, and the whole
// area; restricted ones only for those who may see them, and only those that the filter takes.
func TestMapOfIssues(t *testing.T) {
	h := servertest.NewWorld(t)
	quay := h.Where("LCA-09")
	address := "/areas/" + servertest.ID(quay) + "/issues/map"
	clo := h.As(h.Who("clo"))
	officer := h.Int(`SELECT person_id FROM assignments WHERE area_id = $1 AND role = 'clo' AND to_on IS NULL
		ORDER BY id LIMIT 1`, int64(quay))
	if n, page := h.Int(`SELECT count(*) FROM issues WHERE area_id = $1 AND visibility <> 'restricted'`, int64(quay)),
		clo.Get(address).Want(t, 200); int(n) != countIssues(page.Links()) {
		t.Errorf("%d issues, and the map links to %d", n, countIssues(page.Links()))
	}
	line := h.Text(`SELECT format('{"type":"LineString","coordinates":[[%s,%s],[%s,%s]]}', lon, lat, lon + 0.0001, lat)
		FROM places WHERE area_id = $1 AND lon IS NOT NULL ORDER BY id LIMIT 1`, int64(quay))
	h.Issue(domain.PersonID(officer), issues.IssueDraft{Area: quay, Title: "Unlit path along the brook",
		Source: domain.FromTheCommunity, Visibility: issues.VisibleRestricted,
		Geometry: line}, issues.IssueRaised)
	for who, sees := range map[string]bool{"cpo": true, "executive": false} {
		page := h.As(h.Who(who)).Get(address).Want(t, 200)
		if page.Says("Unlit path along the brook") != sees {
			t.Errorf("%s sees the restricted issue: %v, want %v", who, !sees, sees)
		}
		for _, fault := range page.Faults() {
			t.Error(fault)
		}
	}
	if page := clo.Get(address+"?q=unicorn").Want(t, 200); !page.Says("No issues to show") {
		t.Errorf("an empty map says %q", page.Words())
	}
	if one := h.As(h.Who("cpo")).Get(address+"?q=unlit+brook").Want(t, 200); !one.Says("1 issue") ||
		one.Statements > 12 {
		t.Errorf("the map of one issue, with %d statements, says %q", one.Statements, one.Words())
	}
	if page := h.As(h.Who("admin")).Get(address); page.Status != 403 {
		t.Errorf("an administrator gets %d", page.Status)
	}
}

func countIssues(links []string) int {
	found := map[string]bool{}
	for _, link := range links {
		if number, is := strings.CutPrefix(link, "/issues/"); is && number != "" &&
			strings.Trim(number, "0123456789") == "" {
			found[link] = true
		}
	}
	return len(found)
}
