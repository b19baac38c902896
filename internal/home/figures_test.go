package home_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"fourgates/internal/serve/servertest"
)

// Each figure of an area's page is the number of lines of the list that it leads to, whoever reads.
func TestFiguresOfAnAreaAreTheirLists(t *testing.T) {
	h := servertest.NewWorld(t)
	lines := map[string]*regexp.Regexp{"issues": regexp.MustCompile(`^/issues/\d+$`),
		"priorities": regexp.MustCompile(`^/issues/\d+$`), "quick-wins": regexp.MustCompile(`^/quick-wins/\d+$`),
		"solutions": regexp.MustCompile(`^/solutions/\d+$`)}
	compared := 0
	for _, who := range []string{"clo", "member.ward.1", "service.highways", "partner.police", "executive"} {
		b := h.As(h.Who(who))
		for _, path := range h.Lines(`SELECT '/areas/' || id FROM areas ORDER BY id`) {
			page := b.Get(path)
			if page.Status == 404 {
				continue
			}
			for _, figure := range page.Figures() {
				list := b.Get(figure.Href).Want(t, 200)
				name, _, _ := strings.Cut(strings.TrimPrefix(figure.Href, path+"/"), "?")
				var rows []string
				for _, link := range list.Links() {
					if lines[name].MatchString(link) && !slices.Contains(rows, link) {
						rows = append(rows, link)
					}
				}
				if len(rows) == 50 { // a page of a longer list
					continue
				}
				if compared++; len(rows) != figure.Number {
					t.Errorf("%s is told %d by %s, and its list %s has %d", who, figure.Number, path, figure.Href,
						len(rows))
				}
			}
		}
	}
	if compared < 50 {
		t.Errorf("%d figures were compared: too few", compared)
	}
}
