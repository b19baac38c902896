package memberweb_test

import (
	"net/http"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

// uploading is a server with the wards Canalside, of two places and held by Roisín, and Priory; and the administrator.
func uploading(t *testing.T) (h *servertest.Harness, b *servertest.Client, council string) {
	t.Helper()
	h = servertest.New(t)
	canalside := h.Seat("ward", "Canalside")
	h.Seat("ward", "Priory")
	h.Forced("elects two", `UPDATE seats SET places = 2 WHERE id = $1`, int64(canalside))
	h.Term(h.Person("Roisín Ó Cléirigh"), canalside)
	return h, h.As(h.Person("Aoife", policy.Admin)), servertest.ID(h.Authority("borough"))
}

func upload(b *servertest.Client, content string, values ...string) *servertest.Page {
	return b.Upload("/members/imports", "file", "members.csv", []byte(content), values...)
}

// shown uploads a list, and returns the address of what it would do and the page.
func shown(t *testing.T, b *servertest.Client, content string, values ...string) (at string, p *servertest.Page) {
	t.Helper()
	sent := upload(b, content, values...).Want(t, http.StatusSeeOther)
	return sent.Location(), b.Follow(sent).Want(t, http.StatusOK)
}

func TestAListIsLookedAtAndThenImported(t *testing.T) {
	h, b, council := uploading(t)
	if p := b.Get("/members").Want(t, http.StatusOK); !p.Says("Import a list of Members") {
		t.Error("the register of Members does not lead to the import")
	}
	at, p := shown(t, b, "Ward;Councillor;E-Mail;Elected\nCanalside;Cllr Máire Walsh;maire@marlwick.test;8.5.2025\n"+
		"Priory;Bao Tran;;8.5.2025\n", "authority", council, "list", "some")
	for _, words := range []string{"2 added, 0 changed, 0 succeeded, 0 unchanged", "Canalside ward, place 2 of 2",
		"Máire Walsh, maire@marlwick.test, new here", "Bao Tran, no e-mail address: asked by letter, new here"} {
		if !p.Says(words) {
			t.Errorf("the preview does not say %q: %s", words, p.Words())
		}
	}
	if n := h.Int(`SELECT count(*) FROM terms`); n != 1 {
		t.Fatalf("%d terms before it is confirmed", n)
	}
	confirm := at + "/confirmation"
	done := b.Follow(b.PostForm(confirm, p.Hidden(confirm)).Want(t, http.StatusSeeOther)).Want(t, http.StatusOK)
	if !done.Says("Imported: 2 added") || !done.Says("Bao Tran") {
		t.Errorf("after it: %s", done.Words())
	}
	again := p.Hidden(confirm)
	twice := b.Follow(b.PostForm(confirm, again).Want(t, http.StatusSeeOther))
	if !twice.Says("Already recorded") || h.Int(`SELECT count(*) FROM terms`) != 3 {
		t.Errorf("sent twice: %s", twice.Words())
	}
	again.Del("form-key") // as from another page that was open meanwhile
	twice = b.Follow(b.PostForm(confirm, again).Want(t, http.StatusSeeOther))
	if !twice.Says("waits no more") || h.Int(`SELECT count(*) FROM terms`) != 3 {
		t.Errorf("sent again: %s", twice.Words())
	}
}

func TestColumnsAreMatchedOnThePage(t *testing.T) {
	h, b, council := uploading(t)
	at, p := shown(t, b, "A,B,C,D\nMáire Walsh,Canalside,2025-05-08,2\n", "authority", council, "list", "some")
	if !p.Says("No column of the file is matched with “Ward or division”") {
		t.Fatalf("unknown headings: %s", p.Words())
	}
	columns := at + "/columns"
	if got := b.Post(columns, "column-seat", "1", "column-name", "1").Want(t, http.StatusUnprocessableEntity); !got.
		Says("one thing only") {
		t.Errorf("one column twice: %s", got.Words())
	}
	p = b.Follow(b.Post(columns, "column-seat", "2", "column-name", "1", "column-from", "3", "column-place", "4").
		Want(t, http.StatusSeeOther)).Want(t, http.StatusOK)
	if !p.Says("1 added, 0 changed") {
		t.Errorf("once they are matched: %s", p.Words())
	}
	if h.Int(`SELECT count(*) FROM terms`) != 1 {
		t.Error("matching imported it")
	}
}

func TestWhoSomebodyIsIsAskedOnThePage(t *testing.T) {
	h, b, council := uploading(t)
	email := h.Text(`SELECT email FROM people WHERE name = 'Roisín Ó Cléirigh'`)
	at, p := shown(t, b, "seat,place,name,email,from\nCanalside,1,Máire Walsh,"+email+",2026-03-01\n", "authority",
		council, "list", "some")
	if !p.Says("Line 2, Máire Walsh") || !p.Says("Roisín Ó Cléirigh has this e-mail address") ||
		p.Says("Successors take over") {
		t.Fatalf("asked: %s", p.Words())
	}
	v := p.Hidden(at + "/columns")
	for _, c := range []string{"seat", "place", "name", "email", "from", "who"} {
		n, _ := p.Field("column-" + c)
		v.Set("column-"+c, n)
	}
	v.Set("who-2", "new")
	p = b.Follow(b.PostForm(at+"/columns", v).Want(t, http.StatusSeeOther)).Want(t, http.StatusOK)
	if !p.Says("Roisín Ó Cléirigh, until 28 February 2026") || !p.Says("the same mailbox as Roisín Ó Cléirigh") {
		t.Errorf("a successor with the ward's mailbox: %s", p.Words())
	}
}

func TestAfterAnElectionOnePageOneFileOneConfirmation(t *testing.T) {
	h, b, council := uploading(t)
	priory := h.Seat("ward", "Abbey")
	h.Term(h.Person("Aled Prys"), priory)
	if p := upload(b, "ward,name\nCanalside,Máire Walsh\n", "authority", council, "list", "whole").
		Want(t, http.StatusUnprocessableEntity); p.Problem("from") == "" {
		t.Errorf("no first day: %v", p.Problems())
	}
	at, p := shown(t, b, "ward,place,name\nCanalside,1,Máire Walsh\nCanalside,2,Bao Tran\n", "authority", council,
		"list", "whole", "from", "2026-03-09")
	for _, words := range []string{"1 added, 0 changed, 1 succeeded, 0 unchanged, 1 vacant",
		"Places become vacant: they are not in the list", "Aled Prys", "8 March 2026"} {
		if !p.Says(words) {
			t.Errorf("the preview does not say %q: %s", words, p.Words())
		}
	}
	confirm := at + "/confirmation"
	b.PostForm(confirm, p.Hidden(confirm)).Want(t, http.StatusSeeOther)
	if got := h.Text(`SELECT to_on::text FROM terms WHERE seat_id = $1`, int64(priory)); got != "2026-03-08" {
		t.Errorf("the place that is not in the list is held until %s", got)
	}
}

func TestWhatChangedSinceThePreviewIsShownAndNotImported(t *testing.T) {
	h, b, council := uploading(t)
	at, p := shown(t, b, "ward,name,from\nPriory,Máire Walsh,2026-03-01\nCanalside,Roisín Ó Cléirigh,\n",
		"authority", council, "list", "some")
	h.Term(h.Person("Bao Tran"), h.Seat("ward", "Elsewhere"))
	h.Term(h.Person("Aled Prys"), seatCalled(h, "Priory"))
	confirm := at + "/confirmation"
	stale := b.PostForm(confirm, p.Hidden(confirm)).Want(t, http.StatusConflict)
	if !stale.Says("have changed since this page was shown") || !strings.Contains(stale.Words(), "Aled Prys, until") {
		t.Errorf("told: %s", stale.Words())
	}
	if n := h.Int(`SELECT count(*) FROM people WHERE name = 'Máire Walsh'`); n != 0 {
		t.Error("half of it was imported")
	}
}

func TestOnlyWhoUploadedAListSeesIt(t *testing.T) {
	h, b, council := uploading(t)
	to := upload(b, "ward,name,from\nPriory,Máire Walsh,2026-03-01\n", "authority", council, "list", "some").
		Want(t, http.StatusSeeOther).Location()
	h.As(h.Person("Zoë", policy.Admin)).Get(to).Want(t, http.StatusNotFound)
	h.As(h.Person("Owen", policy.CPO)).Get(to).Want(t, http.StatusForbidden)
	if p := upload(b, "PK\x03\x04", "authority", "", "list", "").Want(t, http.StatusUnprocessableEntity); p.Problem(
		"file") == "" || p.Problem("authority") == "" || p.Problem("list") == "" {
		t.Errorf("all that is wrong: %v", p.Problems())
	}
}

func seatCalled(h *servertest.Harness, name string) domain.SeatID {
	return domain.SeatID(h.Int(`SELECT id FROM seats WHERE name = $1`, name))
}
