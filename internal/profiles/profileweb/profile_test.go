package profileweb_test

import (
	"fmt"
	"testing"

	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

func TestAProfileShowsForWhomNobodySpeaks(t *testing.T) {
	h := servertest.New(t)
	q := h.Quarter("Castle")
	officer := h.As(q.Officer)
	page := fmt.Sprintf("/areas/%d/profile", q.Area)
	if empty := officer.Get(page).Want(t, 200); !empty.Says("No profile of the area yet") {
		t.Errorf("without one: %s", empty.Words())
	}
	source := []string{"source", "Census 2021", "as_of", "2021-03-21"}
	bad := officer.Upload(page, "file", "groups.csv",
		[]byte("Group,People\nCarers,ten\nUnder 16,-4\n\nPensioners,900,more\ncarers\n,5\n"), source...).Want(t, 422)
	want := "line 2: “ten” is not a whole number of people; line 3: “-4” is not a whole number of people; line 5: it " +
		"has 3 columns, not a group and a number; line 6: it has 1 column, not a group and a number; line 7: the " +
		"group has no name"
	if bad.Problem("file") != want {
		t.Errorf("bad lines: %q, want %q", bad.Problem("file"), want)
	}
	if kept, _ := bad.Field("source"); kept != "Census 2021" {
		t.Errorf("what was typed is lost: %q", kept)
	}
	for name, content := range map[string]string{"empty": "", "only headings": "Group,People\n", "not text": "\xff\xfe",
		"open quote": "\"Carers,10\n"} {
		if refused := officer.Upload(page, "file", "x.csv", []byte(content), source...).Want(t, 422); refused.Problem(
			"file") == "" {
			t.Errorf("%s: nothing is said by the file", name)
		}
	}
	officer.Upload(page, "file", "x.csv", []byte("Carers,10\n"), "source", "", "as_of", "2030-01-01").Want(t, 422)
	officer.Upload(page, "file", "groups.csv",
		[]byte("\ufeffGroup,People\nCarers,10\n\"Under 16\",\"2,140\"\nFarmers,30\n"), source...).Want(t, 303)
	h.Forced("of a quarter whose contacts speak for nobody", `UPDATE network_entries
		SET represents = 'CARERS, and farmers’ wives' WHERE id = (SELECT min(id) FROM network_entries)`)
	shown := officer.Get(page).Want(t, 200)
	for _, says := range []string{"Nobody in the network speaks for: Under 16, Farmers", "2,140", "Gwenllian Fychan",
		"Census 2021"} {
		if !shown.Says(says) {
			t.Errorf("the page does not say %q: %s", says, shown.Words())
		}
	}
	entry := servertest.ID(h.Int(`SELECT min(id) FROM network_entries`))
	officer.Post(page+"/speakers", "entry", entry, "group", "Farmers").Want(t, 303)
	officer.Post(page+"/speakers", "entry", entry, "group", "Farmers").Want(t, 303)
	if shown := officer.Get(page).Want(t, 200); !shown.Says("Nobody in the network speaks for: Under 16.") {
		t.Errorf("chosen: %s", shown.Words())
	}
	if refused := officer.Post(page+"/speakers", "entry", "999", "group", "Farmers").Want(t, 422); refused.Problem(
		"entry") == "" {
		t.Error("somebody outside the network is not refused by the field")
	}
	if refused := officer.Post(page+"/speakers", "entry", entry, "group", "Sailors").Want(t, 422); refused.Problem(
		"group") == "" {
		t.Error("a group that is not there is not refused by the field")
	}
	officer.Post(page+"/speakers/removal", "entry", entry, "group", "Farmers").Want(t, 303)
	officer.Post(page+"/speakers/removal", "entry", entry, "group", "Farmers").Want(t, 409)
	h.As(q.Members[0]).Get(page).Want(t, 200)
	h.As(q.Members[0]).Post(page+"/speakers", "entry", entry, "group", "Farmers").Want(t, 403)
	h.As(h.Person("Gwydion", policy.CLO)).Post(page+"/speakers", "entry", entry, "group", "Farmers").Want(t, 403)
}

// RW-08: a census table as it was downloaded: what it leaves open is asked once, and the file need not be chosen again.
func TestACensusTableIsAskedAbout(t *testing.T) {
	h := servertest.New(t)
	q := h.Quarter("Castle")
	officer := h.As(q.Officer)
	page := fmt.Sprintf("/areas/%d/profile", q.Area)
	file := []byte("\"Age\"\r\n\r\n\"Age\",\"2021\",\"%\"\r\n\"Total\",\"8,431\",\"100.0\"\r\n\"Aged 4 and " +
		"under\",\"412\",\"4.9\"\r\n")
	asked := officer.Upload(page, "file", "ts007.csv", file, "source", "Census", "as_of", "2021-03-21").Want(t, 200)
	if !asked.Says("“Total”, 8431 people, on line 4") || len(asked.Faults()) > 0 {
		t.Fatalf("asked: %s, %v", asked.Words(), asked.Faults())
	}
	hidden := asked.Hidden(page)
	again := officer.PostForm(page, hidden).Want(t, 422)
	if again.Problem("line-4") == "" {
		t.Errorf("without an answer: %v", again.Problems())
	}
	hidden.Set("line-4", "leave out")
	officer.PostForm(page, hidden).Want(t, 303)
	h.WantLines([]string{"Aged 4 and under 412"}, `SELECT name || ' ' || people FROM profile_groups ORDER BY 1`)
}
