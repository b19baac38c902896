package home_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/notices/noticestore"
	"fourgates/internal/serve/servertest"
)

// What a home shows in part says how much more there is, and leads to all of it.
func TestHomeNamesItsCaps(t *testing.T) {
	m := servertest.NewMatter(t)
	m.Move(-12 * 24 * time.Hour)
	const asked = 23
	for n := range asked {
		address := m.Raise(m.CLO, fmt.Sprintf("Loose slab number %d", n))
		m.As(m.CLO).Post(address+"/referrals", "to", "s"+servertest.ID(m.Highways), "ask", "Can you?", "reply_by",
			domain.DateOf(m.Now()).AddDays(9).String()).Want(t, 303)
	}
	m.Move(12 * 24 * time.Hour)
	told, err := noticestore.NoticesTo(t.Context(), m.App.Store.Reader, m.Service, true, 1000)
	if err != nil || len(told) <= 5 {
		t.Fatalf("%d notices, %v", len(told), err)
	}
	for who, want := range map[domain.PersonID][]string{
		m.Service: {"3 more. Everything that waits for an answer", fmt.Sprintf("%d more. All notices", len(told)-5)},
		m.CLO:     {"3 more. All asks waiting for an answer"},
	} {
		p := m.As(who).Get("/").Want(t, http.StatusOK)
		for _, words := range want {
			if !p.Says(words) {
				t.Errorf("the home does not say %q: %s", words, p.Words())
			}
		}
		if links := p.Links(); !slices.Contains(links, "/asks") {
			t.Errorf("it leads to %v", links)
		}
		if all := m.As(who).Get("/asks").Want(t, http.StatusOK); !all.Says("Loose slab number 22") ||
			all.Says("There may be more") {
			t.Errorf("the whole list says %s", all.Words())
		}
	}
}
