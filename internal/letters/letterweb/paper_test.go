package letterweb_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/policy"
	"fourgates/internal/register/registerstore"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/town"
)

// withoutAddress is the town with gate 1 submitted, of whose Members Aneurin has neither address nor account, and the
// planning officer's browser.
func withoutAddress(t *testing.T) (c *town.Castle, at string, owen *servertest.Client) {
	t.Helper()
	c = town.NewCastle(t)
	c.Forced("nobody has taken an address away before", `UPDATE people SET email = NULL, password_hash = NULL
		WHERE id = $1`, int64(c.Aneurin))
	return c, fmt.Sprintf("/attempts/%d", c.Submit(domain.GateAreas)[0]), c.As(c.Owen)
}

// recording fills in the forms of a decision on paper up to the scan, and returns the fields of the last.
func recording(t *testing.T, c *town.Castle, by *servertest.Client, at string, pairs ...string) (url.Values,
	*servertest.Page) {
	t.Helper()
	form := by.Get(fmt.Sprintf("%s/papers/new?member=%d", at, c.Aneurin)).Want(t, http.StatusOK)
	v := form.Hidden(at + "/papers/check")
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	check := by.PostForm(at+"/papers/check", v)
	return check.Hidden(at + "/papers"), check
}

func sent(by *servertest.Client, at string, v url.Values, file string, content []byte) *servertest.Page {
	var list []string
	for name := range v {
		list = append(list, name, v.Get(name))
	}
	return by.Upload(at+"/papers", "file", file, content, list...)
}

func TestAMemberWithoutAddressIsAskedByLetterAndDecidesOnPaper(t *testing.T) {
	c, at, owen := withoutAddress(t)
	name := c.Text(`SELECT name FROM people WHERE id = $1`, int64(c.Aneurin))
	if p := owen.Get("/").Want(t, http.StatusOK); !p.Says("Members who wait for a letter") || !p.Says(name) {
		t.Error("the officer's home does not say who waits for a letter")
	}
	if p := owen.Get(at).Want(t, http.StatusOK); !p.Says("waits for a letter") {
		t.Errorf("the gate does not say that he waits for a letter: %s", p.Words())
	}
	letter := owen.Get(at+"/letters/print").Want(t, http.StatusOK)
	for _, words := range []string{name, "How to answer", "Castle", "Tick one decision"} {
		if !letter.Says(words) {
			t.Errorf("the letter does not say %q", words)
		}
	}
	if p := owen.Get("/letters/print").Want(t, http.StatusOK); !p.Says("How to answer") {
		t.Errorf("the print file of all letters: %s", p.Words())
	}
	today := c.Day().String()
	if p := owen.Post(at+"/letters", "posted", c.Day().AddDays(1).String()).
		Want(t, http.StatusUnprocessableEntity); p.Problem("posted") == "" {
		t.Error("posted tomorrow")
	}
	owen.Post(at+"/letters", "posted", today).Want(t, http.StatusSeeOther)
	if p := owen.Get(at); !p.Says("Asked by letter, posted on " + c.Day().Words()) {
		t.Errorf("the gate does not say when it was posted: %s", p.Words())
	}
	if p := owen.Get("/"); p.Says("Members who wait for a letter") {
		t.Error("the home still says that he waits")
	}

	v, check := recording(t, c, owen, at, "decision", "approve", "signed", today)
	if check.Want(t, http.StatusOK); !check.Says("Nothing is recorded yet") || !check.Says("still waited for") {
		t.Errorf("the check: %s", check.Words())
	}
	if p := sent(owen, at, v, "scan.txt", []byte("no scan")).Want(t, http.StatusUnprocessableEntity); p.Problem(
		"file") == "" {
		t.Errorf("a file that is none: %v", p.Problems())
	}
	if c.Int(`SELECT count(*) FROM signatures`)+c.Int(`SELECT count(*) FROM papers`) != 0 {
		t.Fatal("something was recorded without a scan")
	}
	sent(owen, at, v, "scan.jpg", servertest.Photo(t)).Want(t, http.StatusSeeOther)
	sent(owen, at, v, "scan.jpg", servertest.Photo(t)).Want(t, http.StatusSeeOther) // twice counts once
	if n := c.Int(`SELECT count(*) FROM signatures`); n != 1 {
		t.Fatalf("%d decisions, want 1", n)
	}
	words := "On paper of " + c.Day().Words() + ", recorded by Owen Adeyemi"
	reference := c.Text(`SELECT reference FROM register_entries WHERE kind = 'signature'`)
	for _, page := range []string{at, "/register/" + reference} {
		if p := owen.Get(page).Want(t, http.StatusOK); !p.Says("recorded by Owen Adeyemi") || !p.Says(name) {
			t.Errorf("%s does not say that it was on paper: %s", page, p.Words())
		}
	}
	if p := owen.Get(at); !p.Says(words) {
		t.Errorf("the gate does not say %q: %s", words, p.Words())
	}
	if p := owen.Get("/register/" + reference + "/receipt.json"); !p.Says("recorded_by") || !p.Says("on paper of") {
		t.Errorf("the receipt: %s", p.Body)
	}
	if got := c.Text(`SELECT subject || ': ' || body FROM notices WHERE event = 'signature made'`); got == "" ||
		!contains(got, "on paper", "recorded by Owen Adeyemi") {
		t.Errorf("the notice says %q", got)
	}
	if got := c.Text(`SELECT r.result FROM notice_recipients r JOIN notices n ON n.id = r.notice_id
		WHERE n.event = 'gate submitted' AND r.person_id = $1`, int64(c.Aneurin)); got != "by letter" {
		t.Errorf("he was told %q", got)
	}
	misfits, err := registerstore.RegisterMisfits(t.Context(), c.App.Store.Reader)
	if err != nil || len(misfits) > 0 {
		t.Errorf("the register does not verify: %v, %v", misfits, err)
	}
	scan := fmt.Sprintf("%s/papers/%d", at, c.Int(`SELECT id FROM papers`))
	owen.Get(scan).Want(t, http.StatusOK)
	c.As(c.Nia).Get(scan).Want(t, http.StatusForbidden)
}

func TestADecisionOnPaperIsChangedByAnotherPaper(t *testing.T) {
	c, at, owen := withoutAddress(t)
	today := c.Day().String()
	v, _ := recording(t, c, owen, at, "decision", "approve", "signed", today)
	sent(owen, at, v, "scan.jpg", servertest.Photo(t)).Want(t, http.StatusSeeOther)
	v, check := recording(t, c, owen, at, "decision", "reject", "comment", "The boundary is wrong", "signed", today)
	if !check.Says("In place of") {
		t.Errorf("the check does not say what it replaces: %s", check.Words())
	}
	sent(owen, at, v, "second.jpg", servertest.Photo(t)).Want(t, http.StatusSeeOther)
	if got := c.Text(`SELECT decision FROM standing_signatures`); got != string(gates.Reject) {
		t.Errorf("%q stands", got)
	}
}

// A condition that was set on paper says so wherever it names who set it.
func TestAConditionSetOnPaperSaysSo(t *testing.T) {
	c, at, owen := withoutAddress(t)
	v, _ := recording(t, c, owen, at, "decision", "approve with conditions", "condition-1", "Light the path", "due-1",
		c.Day().AddDays(40).String(), "signed", c.Day().String())
	sent(owen, at, v, "scan.jpg", servertest.Photo(t)).Want(t, http.StatusSeeOther)
	name := c.Text(`SELECT name FROM people WHERE id = $1`, int64(c.Aneurin))
	words := name + " (on paper, recorded by Owen Adeyemi)"
	for _, page := range []string{at, fmt.Sprintf("/conditions/%d", c.Int(`SELECT max(id) FROM conditions`))} {
		if p := owen.Get(page).Want(t, http.StatusOK); !p.Says(words) {
			t.Errorf("%s does not say %q: %s", page, words, p.Words())
		}
	}
	if got := c.Text(`SELECT body FROM notices WHERE event = 'condition owner'`); !strings.Contains(got, words) {
		t.Errorf("who is responsible is told %q", got)
	}
}

func TestWhoRecordsOnPaperAndWhoDoesNot(t *testing.T) {
	c, at, owen := withoutAddress(t)
	page := fmt.Sprintf("%s/papers/new?member=%d", at, c.Aneurin)
	clerk := c.Person("Philippa Lindqvist", policy.Clerk)
	both := c.Person("Tamsin Bello", policy.CPO)
	c.Term(both, c.Seat("ward", "Elsewhere"))
	for who, want := range map[domain.PersonID]int{c.Owen: 200, clerk: 200, both: 200, c.Nia: 403, c.Priya: 403,
		c.Admin: 403} {
		c.As(who).Get(page).Want(t, want)
	}
	c.Forced("submitted by the planning officer", `UPDATE attempts SET submitted_by = $1`, int64(c.Owen))
	if p := owen.Get(page).Want(t, http.StatusUnprocessableEntity); !p.Says("You submitted this gate") {
		t.Errorf("whoever submitted it is told: %s", p.Words())
	}
	c.TakesOver(both, c.Quay)
	if p := c.As(both).Get(page).Want(t, http.StatusUnprocessableEntity); !p.Says("asks you as a Member") {
		t.Errorf("a Member of it is told: %s", p.Words())
	}
	has := fmt.Sprintf("%s/papers/new?member=%d", at, c.Suresh)
	c.Password(c.Suresh, servertest.Password)
	if p := c.As(clerk).Get(has).Want(t, http.StatusUnprocessableEntity); !p.Says("has an account here") {
		t.Errorf("for a Member with an account: %s", p.Words())
	}
}

func TestNoticesToWhoHasNoAddressArePrintedAndPosted(t *testing.T) {
	c, _, owen := withoutAddress(t)
	id := domain.AttemptID(c.Int(`SELECT id FROM attempts`))
	for _, who := range []domain.PersonID{c.Priya, c.Suresh, c.Maire} {
		c.Sign(who, id, gates.Reject)
		if c.Int(`SELECT count(*) FROM attempts WHERE outcome IS NOT NULL`) > 0 {
			break
		}
	}
	p := owen.Get("/letters").Want(t, http.StatusOK)
	if !p.Says("Notices to post") || !p.Says("gate 1 rejected") {
		t.Fatalf("how it ended is not among the letters: %s", p.Words())
	}
	v := p.Hidden("/letters/notices")
	v.Set("posted", c.Day().String())
	owen.PostForm("/letters/notices", v).Want(t, http.StatusSeeOther)
	if p := owen.Get("/letters"); p.Says("Notices to post") {
		t.Errorf("once they are posted: %s", p.Words())
	}
}

func contains(text string, all ...string) bool {
	for _, words := range all {
		if !strings.Contains(text, words) {
			return false
		}
	}
	return true
}
