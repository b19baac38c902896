package home_test

import (
	"slices"
	"strconv"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/serve/servertest"
)

// Every page that the tabs of an area lead to keeps them, and says which of them it is. One area for each reader: the
// pages of the others are the same.
func TestEveryPageOfAnAreaKeepsItsTabs(t *testing.T) {
	h := servertest.NewWorld(t)
	for _, who := range []string{"clo", "member.ward.1", "partner.police", "executive"} {
		b, actor := h.As(h.Who(who)), h.Actor(h.Who(who))
		for _, id := range h.Lines(`SELECT id::text FROM areas ORDER BY id`) {
			n, err := strconv.ParseInt(id, 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			at := "/areas/" + id
			if b.Get(at).Status == 404 {
				continue
			}
			for _, tab := range placeweb.AreaTabs(actor, domain.AreaID(n), at) {
				for _, page := range tab.Inside {
					if p := b.Get(page.Href).Want(t, 200); !slices.Contains(p.Current(), page.Href) {
						t.Errorf("%s: %s does not say which page of the area it is", who, page.Href)
					}
				}
			}
			break
		}
	}
}
