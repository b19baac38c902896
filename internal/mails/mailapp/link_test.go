package mailapp_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/mails"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/signin"
)

// boxes is an office whose mailboxes are read.
type boxes struct {
	*office
	admin   *servertest.Client
	letters []mails.Letter
}

func newBoxes(t *testing.T) *boxes {
	b := &boxes{office: newOffice(t)}
	b.App.Mail.By = "the mail server post.aldermoor.test"
	b.fail = func(l mails.Letter) (bool, error) {
		b.letters = append(b.letters, l)
		return false, nil
	}
	b.admin = b.As(b.Person("Zoë Adair", policy.Admin))
	return b
}

// links are the paths of the links to set a password that came to an address, the oldest first.
func (b *boxes) links(address string) (paths []string) {
	b.T.Helper()
	b.drain()
	for _, l := range b.letters {
		if path, ok := strings.CutPrefix(l.Link, "https://lcap.aldermoor.test"); ok && l.To == address &&
			strings.HasPrefix(path, "/invitations/") {
			paths = append(paths, path)
		}
	}
	return paths
}

// inHand reports whether what the person decides waits, for somebody else had the link in hand.
func (b *boxes) inHand(who domain.PersonID) bool {
	b.T.Helper()
	a, err := signin.Actor(b.T.Context(), b.App.Store.Reader, who, domain.DateOf(b.Now()))
	if err != nil {
		b.T.Fatal(err)
	}
	return !a.OpenedAt.IsZero()
}

// The administrator invites by e-mail: nobody but the person sees the link. They read the mail, follow it and sign in;
// what fetches links on the way spends nothing, and the link works once.
func TestAnInvitationByEMailIsInNobodysHand(t *testing.T) {
	t.Parallel()
	b := newBoxes(t)
	if p := b.admin.Get("/admin/people/new"); !p.Says("By e-mail, to them alone") {
		t.Errorf("the form says\n%s", p.Words())
	}
	p := b.admin.Post("/admin/people", "name", "Mercy Appiah", "email", "Mercy@Aldermoor.test", "way",
		"mail").Want(t, 303)
	if page := b.admin.Get(p.Location()); !page.Says("is on its way to them") ||
		strings.Contains(page.Body, "/invitations/") && strings.Contains(page.Body, "lcap.aldermoor") {
		t.Errorf("the administrator sees\n%s", page.Words())
	}
	links := b.links("mercy@aldermoor.test")
	if len(links) != 1 {
		t.Fatalf("%d links came", len(links))
	}
	token := strings.TrimPrefix(links[0], "/invitations/")
	if n := b.Int(`SELECT (SELECT count(*) FROM mails WHERE position($1 IN concat(content, words, said)) > 0)
		+ (SELECT count(*) FROM river_job WHERE position($1 IN concat(args, errors)) > 0)
		+ (SELECT count(*) FROM audit_entries WHERE position($1 IN concat(summary, before, after)) > 0)
		+ (SELECT count(*) FROM notices WHERE position($1 IN concat(subject, body, link)) > 0)`, token); n != 0 {
		t.Error("the secret is kept somewhere")
	}
	var last mails.Letter
	for _, l := range b.letters {
		if strings.HasSuffix(l.Link, links[0]) {
			last = l
		}
	}
	if !strings.Contains(last.Text(), "Choose a password:\nhttps://lcap.aldermoor.test"+links[0]+"\n") ||
		!strings.Contains(last.HTML(), `href="https://lcap.aldermoor.test`+links[0]+`">Choose a password<`) {
		t.Errorf("the mail says\n%s", last.Text())
	}
	for range 3 { // a scanner
		b.Browser().Get(links[0]).Want(t, 200)
	}
	mercy := b.Browser()
	mercy.Post(links[0], "password", "a fine long password").Want(t, 303)
	mercy.Get("/account").Want(t, 200)
	b.Browser().Get(links[0]).Want(t, 404)
	b.Browser().Post(links[0], "password", "another fine password").Want(t, 404)
	if who := domain.PersonID(b.Int(`SELECT id FROM people WHERE name = 'Mercy Appiah'`)); b.inHand(who) {
		t.Error("what they decide waits")
	}
	said := strings.Join(b.Lines(`SELECT subject || ': ' || body FROM notices WHERE event LIKE 'link%'
		ORDER BY id`), "\n")
	if !strings.Contains(said, "link made by Zoë Adair, sent to the person alone") ||
		strings.Contains(said, "had it in hand") {
		t.Errorf("told:\n%s", said)
	}
}

// Another link by e-mail puts the first out of use, and on screen it is as before.
func TestALinkByEMailForSomebodyWhoHasAnAccount(t *testing.T) {
	t.Parallel()
	b := newBoxes(t)
	email := b.Password(b.Nia, "the present password")
	at := fmt.Sprintf("/admin/people/%d", b.Nia)
	if p := b.admin.Get(at); !p.Says("E-mail them a link to reset the password") ||
		!p.Says("Make a link to reset the password") {
		t.Errorf("the page says\n%s", p.Words())
	}
	b.admin.Post(at+"/invitations", "way", "mail").Want(t, 303)
	b.drain()
	b.admin.Post(at+"/invitations", "way", "mail").Want(t, 303)
	links := b.links(email)
	if len(links) != 2 {
		t.Fatalf("%d links came", len(links))
	}
	b.Browser().Get(links[0]).Want(t, 404)
	b.Browser().Get(links[1]).Want(t, 200)
	b.Browser().Post("/sign-in", "email", email, "password", "the present password").Want(t, 303)
	if p := b.admin.Post(at+"/invitations").Want(t, 201); !p.Says("You have it in hand") {
		t.Errorf("on screen it says\n%s", p.Words())
	}
	b.Browser().Get(links[1]).Want(t, 404)
	// what waits to be sent is not sent once another was made
	b.fail = func(mails.Letter) (bool, error) { return false, errors.New("451 later") }
	b.admin.Post(at+"/invitations", "way", "mail").Want(t, 303)
	b.drain()
	b.admin.Post(at+"/invitations").Want(t, 201)
	b.again()
	if n := b.Int(`SELECT count(*) FROM mails WHERE state = 'withheld' AND said LIKE 'the link was used%'`); n != 1 {
		t.Errorf("%d are withheld", n)
	}
}

// A try that failed leaves a link that opens nothing once the next has gone out.
func TestOnlyTheLinkThatWentOutLastOpens(t *testing.T) {
	t.Parallel()
	b := newBoxes(t)
	email := b.Password(b.Nia, "the present password")
	keep := b.fail
	b.fail = func(l mails.Letter) (bool, error) {
		_, _ = keep(l)
		return false, errors.New("cut off after it was sent")
	}
	b.admin.Post(fmt.Sprintf("/admin/people/%d/invitations", b.Nia), "way", "mail").Want(t, 303)
	first := b.links(email)
	b.fail = keep
	b.again()
	links := b.links(email)
	if len(first) != 1 || len(links) != 2 || links[0] == links[1] {
		t.Fatalf("%v, %v", first, links)
	}
	b.Browser().Get(links[0]).Want(t, 404)
	b.Browser().Get(links[1]).Want(t, 200)
}

// Somebody who has forgotten their password asks for a link themselves. Known and unknown addresses get the same
// answer, and no address is sent many.
func TestAForgottenPasswordIsSetAnewByEMail(t *testing.T) {
	t.Parallel()
	b := newBoxes(t)
	email := b.Password(b.Nia, "the present password")
	b.Int(`UPDATE people SET disabled_at = now() WHERE id = $1 RETURNING id`, int64(b.Tomos))
	gone := b.Text(`SELECT email FROM people WHERE id = $1`, int64(b.Tomos))
	if p := b.Browser().Get("/sign-in"); !p.Says("I have forgotten my password") {
		t.Errorf("the sign-in page says\n%s", p.Words())
	}
	ask := func(address string) *servertest.Page {
		return b.Browser().Post("/password-reset", "email", address)
	}
	known := ask(" "+strings.ToUpper(email)).Want(t, http.StatusAccepted)
	for _, address := range []string{"nobody@aldermoor.test", gone} {
		if p := ask(address).Want(t, http.StatusAccepted); p.Words() != known.Words() {
			t.Errorf("%s is answered\n%s", address, p.Words())
		}
	}
	if p := ask("nobody").Want(t, 422); p.Problem("email") == "" {
		t.Error("no address is taken")
	}
	links := b.links(email)
	if len(links) != 1 || len(b.links(gone)) != 0 {
		t.Fatalf("links: %v, %v", links, b.links(gone))
	}
	b.Browser().Post("/sign-in", "email", email, "password", "the present password").Want(t, 303)
	b.Move(2*time.Hour - time.Minute)
	nia := b.Browser()
	nia.Post(links[0], "password", "another fine password").Want(t, 303)
	nia.Get("/account").Want(t, 200)
	b.Browser().Post("/sign-in", "email", email, "password", "the present password").Want(t, 422)
	if b.inHand(b.Nia) {
		t.Error("what they decide waits")
	}
	if told := b.Lines(`SELECT DISTINCT r.name || ' ' || n.body
		FROM notices n JOIN notice_recipients r ON r.notice_id = n.id
		WHERE n.body LIKE '%asked for by whoever has the mailbox%'`); len(told) != 1 ||
		!strings.HasPrefix(told[0], "Nia Pugh A link with which Nia Pugh sets a password was used on") {
		t.Errorf("told: %v", told)
	}
	for range 5 {
		ask(email).Want(t, http.StatusAccepted)
	}
	if n := len(b.links(email)); n != 4 {
		t.Errorf("%d links came, of which 3 within a quarter of an hour", n)
	}
	later := b.links(email)[3]
	b.Move(2*time.Hour + time.Minute)
	b.Browser().Get(later).Want(t, 404)
	for range 20 {
		b.Move(16 * time.Minute)
		ask(email).Want(t, http.StatusAccepted)
		b.drain()
	}
	if n := len(b.links(email)); n != 9 { // and one by which the test set the present password
		t.Errorf("%d links came within a day", n)
	}
	for i := range 110 {
		if p := ask(fmt.Sprintf("nobody.%d@aldermoor.test", i)); p.Status == http.StatusTooManyRequests {
			return
		}
	}
	t.Error("one source may ask for ever")
}

// Where an administrator changed the address lately, the mailbox may be theirs: what is decided waits.
func TestALinkToAnAddressThatWasChangedIsInSomebodysHand(t *testing.T) {
	t.Parallel()
	b := newBoxes(t)
	b.Password(b.Nia, "the present password")
	b.admin.Post(fmt.Sprintf("/admin/people/%d", b.Nia), "version", "1", "name", "Nia Pugh", "email",
		"mine@aldermoor.test").Want(t, 303)
	b.Browser().Post("/password-reset", "email", "mine@aldermoor.test").Want(t, http.StatusAccepted)
	links := b.links("mine@aldermoor.test")
	if len(links) != 1 {
		t.Fatalf("%d links came", len(links))
	}
	b.Browser().Post(links[0], "password", "another fine password").Want(t, 303)
	if !b.inHand(b.Nia) {
		t.Error("what is decided does not wait")
	}
	b.Move(31 * 24 * time.Hour)
	b.Browser().Post("/password-reset", "email", "mine@aldermoor.test").Want(t, http.StatusAccepted)
	links = b.links("mine@aldermoor.test")
	b.Browser().Post(links[1], "password", "yet another fine password").Want(t, 303)
	if n := b.Int(`SELECT count(*) FROM links_in_hand WHERE person_id = $1`, int64(b.Nia)); n != 1 {
		t.Errorf("%d links were in somebody's hand", n)
	}
}

// Two who share a mailbox get a link each, with their name.
func TestEachOfASharedMailboxGetsALinkOfTheirOwn(t *testing.T) {
	t.Parallel()
	b := newBoxes(t)
	for _, name := range []string{"Gwil Hopkin", "Iona Hopkin"} {
		b.admin.Post("/admin/people", "name", name, "email", "hopkins@aldermoor.test", "shares", "yes", "way",
			"mail").Want(t, 303)
	}
	for i, link := range b.links("hopkins@aldermoor.test") {
		b.Browser().Post(link, "password", fmt.Sprintf("a fine long password %d", i)).Want(t, 303)
	}
	b.letters = nil
	b.Browser().Post("/password-reset", "email", "hopkins@aldermoor.test").Want(t, http.StatusAccepted)
	if links := b.links("hopkins@aldermoor.test"); len(links) != 2 {
		t.Fatalf("%d links came", len(links))
	}
	names := map[string]bool{}
	for _, l := range b.letters {
		if strings.Contains(l.Link, "/invitations/") {
			names[l.Name] = true
		}
	}
	if len(names) != 2 {
		t.Errorf("they are for %v", names)
	}
	// each can open the other's: such a link was in somebody's hand, and the planning officers are told
	if n := b.Int(`SELECT count(*) FROM invitations WHERE handed = 'sent to a mailbox that others use'`); n != 3 {
		t.Errorf("%d links count as in the hand of whoever else reads the mailbox", n)
	}
	if n := b.Int(`SELECT count(*) FROM notices WHERE event = 'link made' AND link = '/holds'`); n < 2 {
		t.Errorf("planning officers were told %d times", n)
	}
}

// A council without mail gives links on screen, and says so.
func TestWithoutMailLinksAreShownOnScreen(t *testing.T) {
	t.Parallel()
	b := newBoxes(t)
	b.App.Mail.By = ""
	if p := b.Browser().Get("/sign-in"); p.Says("I have forgotten") || !p.Says("administrator for a link") {
		t.Errorf("the sign-in page says\n%s", p.Words())
	}
	if p := b.Browser().Get("/password-reset").Want(t, 200); !p.Says("No e-mail goes out from here") {
		t.Errorf("the page says\n%s", p.Words())
	}
	b.Browser().Post("/password-reset", "email", "nia@aldermoor.test").Want(t, 422)
	if p := b.admin.Get("/admin/people/new"); p.Says("By e-mail, to them alone") || !p.Says("You will see a link") {
		t.Errorf("the form says\n%s", p.Words())
	}
	p := b.admin.Post("/admin/people", "name", "Mercy Appiah", "email", "mercy@aldermoor.test", "way", "mail")
	p.Want(t, 201)
	if err := b.App.Store.DB.QueryRow(context.Background(), `SELECT 1 FROM mails WHERE invitation_id IS NOT NULL`).
		Scan(new(int)); err == nil {
		t.Error("an e-mail was made")
	}
}
