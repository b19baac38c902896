package synthesisweb_test

import (
	"strconv"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/serve/servertest"
)

func TestASessionOnItsPages(t *testing.T) {
	h := servertest.New(t)
	q := h.Quarter("Castle")
	other := h.Quarter("Wharf")
	officer, member := h.As(q.Officer), h.As(q.Members[0])
	area := "/areas/" + servertest.ID(q.Area)
	has(t, officer.Get(area+"/synthesis").Want(t, 200), "No session is planned", "Plan a session")
	has(t, officer.Get(area+"/synthesis/new").Want(t, 200), "Aoife Ní Bhriain")
	has(t, officer.Post(area+"/synthesis", "venue", "", "held_at", "late").Want(t, 422), "Enter the day",
		"Enter the place", `value="late"`)
	y, m, d := domain.DateOf(h.Now()).Time().Date()
	day := []string{"held_on-day", strconv.Itoa(d), "held_on-month", strconv.Itoa(int(m)), "held_on-year",
		strconv.Itoa(y)}
	has(t, officer.Post(area+"/synthesis", append(day, "venue", "Quay hall", "held_at", "late")...).Want(t, 422),
		"Enter the time as in 18:30")
	at := officer.Post(area+"/synthesis", append(day, "venue", "Quay hall", "held_at", "18:30")...).Want(t, 303).
		Location()
	has(t, member.Get("/").Want(t, 200), "You are invited to synthesise the issues of Castle")
	page := member.Get(at).Want(t, 200)
	has(t, page, "Not recorded yet", "Quay hall", "Tomos ap Rhys")
	if page.Says("Record who came") {
		t.Error("a Member is offered an officer’s step")
	}
	member.Post(at+"/records", "synthesised", "x").Want(t, 403)
	h.As(other.Members[0]).Get(at).Want(t, 404)
	has(t, officer.Post(at+"/plan", append(day, "venue", "The school", "version", "7")...).Want(t, 409),
		"Somebody else changed this", "The school")

	has(t, officer.Get(at+"/record").Want(t, 200), "Mary-Ann O’Dowd", "A substitute came")
	form := []string{"version", "1", "synthesised", "Lamps and paths"}
	refused := officer.Post(at+"/records", append(form, came(h, q, "substitute")...)...).Want(t, 422)
	has(t, refused, "Enter who came for", "Lamps and paths")
	has(t, officer.Post(at+"/records", append(form, came(h, q, "did not come")...)...).Want(t, 422), "Nobody took part")
	officer.Post(at+"/records", append(form, came(h, q, "came")...)...).Want(t, 303)
	has(t, member.Get(at).Want(t, 200), "4 of 4 places took part", "Lamps and paths")
	has(t, member.Get(area+"/synthesis").Want(t, 200), "Held", "4 of 4 places")
	has(t, officer.Post(at+"/calling-off", "reason", "Snow").Want(t, 409), "was held")

	form = append([]string{"version", "2", "reason", "One was ill", "synthesised", "Lamps, paths"}, came(h, q,
		"by letter")...)
	officer.Post(at+"/records", form...).Want(t, 303)
	has(t, member.Get(at).Want(t, 200), "One was ill", "Record 1, by", "Lamps, paths", "Lamps and paths")
	has(t, member.Get(area+"/gates/2").Want(t, 200), "A synthesis session was held with the Area Members",
		"4 of 4 places took part, 4 by letter")
}

func TestTheSessionStandsAtTheHeadOfWhatIsSigned(t *testing.T) {
	h, q, _ := servertest.SignedQuarter(t)
	attempt := h.Int(`SELECT max(id) FROM attempts WHERE gate = 2`)
	page := h.As(q.Members[0]).Get("/attempts/"+strconv.FormatInt(attempt, 10)).Want(t, 200)
	has(t, page, "Synthesis with Members", "4 of 4 places took part", "What was said of lighting became one issue.")
	if body := page.Body; strings.Index(body, "What was said of lighting") > strings.Index(body, "Dark path, says") {
		t.Error("the session stands below the issues")
	}
}

// came is what became of every place of the quarter.
func came(h *servertest.Harness, q servertest.Quarter, how string) []string {
	var pairs []string
	for _, seat := range q.Seats {
		pairs = append(pairs, "came-"+servertest.ID(seat)+"-1", how)
	}
	return pairs
}

func has(t *testing.T, page *servertest.Page, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(page.Body, w) {
			t.Errorf("%s does not say %q", page.Asked, w)
		}
	}
}
