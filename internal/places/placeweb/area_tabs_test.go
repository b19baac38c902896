package placeweb_test

import (
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/policy"
)

// An area has six tabs at most, the pages inside them, and nothing that the reader may not visit. The page that the
// reader is on is marked, and its tab; so is the tab of a page below one of them.
func TestAreaTabs(t *testing.T) {
	officer := policy.Actor{ID: 1, Grants: []policy.Grant{{Role: policy.CLO, Areas: []domain.AreaID{5}}}}
	partner := policy.Actor{ID: 2, Grants: []policy.Grant{{Role: policy.Partner, Organisation: 7,
		Areas: []domain.AreaID{5}}}}
	texts := func(a policy.Actor, path string) string {
		var words []string
		for _, tab := range placeweb.AreaTabs(a, 5, path) {
			word := tab.Text
			if tab.Current || tab.Active {
				for _, page := range tab.Inside {
					if page.Current {
						word += " > " + page.Text
					}
				}
				word += "*"
			}
			words = append(words, word)
		}
		return strings.Join(words, ", ")
	}
	for path, want := range map[string]string{
		"/areas/5":                     "Overview > Overview*, Issues, Plan, Gates, People, Timeline",
		"/areas/5/boundary":            "Overview > Boundary and places*, Issues, Plan, Gates, People, Timeline",
		"/areas/5/gates/2":             "Overview, Issues, Plan, Gates > Gate 2*, People, Timeline",
		"/areas/5/issues/map":          "Overview, Issues*, Plan, Gates, People, Timeline",
		"/areas/51":                    "Overview, Issues, Plan, Gates, People, Timeline",
		"/areas/5/orphans":             "Overview, Issues, Plan > Lost threads*, Gates, People, Timeline",
		"/areas/5/assignments":         "Overview, Issues, Plan, Gates, People > Officers*, Timeline",
		"/areas/5/timeline/phases/new": "Overview, Issues, Plan, Gates, People, Timeline*",
	} {
		if got := texts(officer, path); got != want {
			t.Errorf("on %s: %s, want %s", path, got, want)
		}
	}
	for _, tab := range placeweb.AreaTabs(partner, 5, "/areas/5") {
		for _, page := range tab.Inside {
			if strings.Contains(page.Href, "/gates/") && !policy.CanIn(partner, policy.ViewGates, 5) {
				t.Errorf("who may not see gates is led to %s", page.Href)
			}
		}
	}
}
