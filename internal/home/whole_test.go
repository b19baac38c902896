package home_test

import (
	"net/http"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/notices/noticestore"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

// A list by name that is read page by page holds everything once, whatever letters the names begin with.
func TestPagesByNameHoldEverythingOnce(t *testing.T) {
	h := servertest.New(t)
	for _, name := range []string{"Zoë", "öst", "apple", "Ŵyn", "Éclair", "Ward 10", "Ward 2", "eclipse", "Apple"} {
		h.Area(name)
	}
	var got []string
	for after := (places.AreaCursor{}); ; {
		page, err := placestore.Areas(t.Context(), h.App.Store.Reader, policy.Scope{All: true}, places.AreaFilter{},
			after, 2, domain.DateOf(h.Now()))
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		for _, a := range page {
			got = append(got, a.Name)
		}
		after = page[len(page)-1].Cursor()
	}
	if list := strings.Join(got, " "); list != "apple Apple Éclair eclipse öst Ward 2 Ward 10 Ŵyn Zoë" {
		t.Errorf("the pages hold %s", list)
	}
}

// A history, and a search with very many matches, say that they are not whole; the file of the search is.
func TestWhatIsCutOffSaysSo(t *testing.T) {
	m := servertest.NewMatter(t)
	address := m.Raise(m.CLO, "Kerb by the chapel")
	m.Exec(`INSERT INTO audit_entries (at, action, object_kind, object_id, summary)
		SELECT $1, 'issue.changed', 'issue', $2::bigint, 'Changed once more ' || n FROM generate_series(1, 250) n`,
		m.Now(), servertest.Number(address))
	const words = "The newest 200 entries are listed. There may be more before."
	if p := m.As(m.CLO).Get(address).Want(t, http.StatusOK); !p.Says(words) {
		t.Errorf("the history does not say %q", words)
	}
	quiet := m.Raise(m.CLO, "Kerb by the church")
	if p := m.As(m.CLO).Get(quiet).Want(t, http.StatusOK); p.Says(words) {
		t.Error("a short history says that there is more")
	}
	const many = issues.MostRanked + 200
	m.Many(many)
	const word = "lane"
	p := m.As(m.CLO).Get("/issues?q="+word).Want(t, http.StatusOK)
	if !p.Says("that match are listed here, the best match first; there are more") ||
		!p.Says("Show all that match, newest first") {
		t.Errorf("the search for %s says %s", word, p.Words())
	}
	file := m.As(m.CLO).Get("/issues.csv?q="+word).Want(t, http.StatusOK)
	if lines := strings.Count(file.Body, "\n") - 1; lines < many {
		t.Errorf("the file of %d matches has %d", many, lines)
	}
}

// However many notices wait, they are marked as read in steps.
func TestMarkingManyNoticesGoesInSteps(t *testing.T) {
	h := servertest.New(t)
	who := h.Person("Carys Môn", policy.CPO)
	h.Exec(`WITH n AS (INSERT INTO notices (event, subject, body, link, at) VALUES ('gate passed', 'Passed', '', '', $1)
		RETURNING id)
		INSERT INTO notice_recipients (notice_id, person_id, name, address, capacity, result)
		SELECT n.id, $2, 'Carys Môn', '', 'planning officer', 'shown in app' FROM n, generate_series(1, $3::int)`,
		h.Now(), int64(who), 2*noticestore.MarkedAtOnce+7)
	h.As(who).Post("/notices/seen").Want(t, http.StatusSeeOther)
	if n := h.Int(`SELECT count(*) FROM notice_recipients WHERE seen_at IS NULL`); n != 0 {
		t.Errorf("%d are left", n)
	}
}
