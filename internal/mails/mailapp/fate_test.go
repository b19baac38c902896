package mailapp_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"fourgates/internal/job"
	"fourgates/internal/mails"
	"fourgates/internal/policy"
)

// A service that takes e-mails is asked later what became of each, until it says so: what came back says why, on the
// page of the notice as well, and the contact is marked wherever they are chosen.
func TestWhatBecameOfAMailIsAskedLater(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	if err := o.tell("nia", "berit", "dilwyn"); err != nil {
		t.Fatal(err)
	}
	said, asked := map[string]mails.Fate{}, 0
	with := o.options()
	with.Post.Send = func(_ context.Context, l mails.Letter, _ time.Time) (string, bool, error) {
		return "id of " + l.Name, false, nil
	}
	with.Post.Fate = func(_ context.Context, id string, _ time.Time) (mails.Fate, error) {
		asked++
		if id == "id of Dilwyn Ash" && asked < 3 {
			return mails.Fate{}, errors.New("it is down")
		}
		return said[id], nil
	}
	look := func() {
		t.Helper()
		if err := job.Look(t.Context(), with); err != nil {
			t.Fatal(err)
		}
		o.Int(`WITH due AS (UPDATE river_job SET state = 'available', scheduled_at = now()
			WHERE state = 'retryable' RETURNING id) SELECT count(*) FROM due`)
		if err := job.Drain(t.Context(), with); err != nil {
			t.Fatal(err)
		}
	}
	look()
	o.want("Berit Holm: sent", "Dilwyn Ash: sent", "Nia Pugh: sent")
	if asked != 0 {
		t.Errorf("asked %d times at once", asked)
	}
	said["id of Nia Pugh"] = mails.Fate{Over: true, Delivered: true}
	said["id of Berit Holm"] = mails.Fate{Over: true, Bounced: "no such address"}
	for range 3 {
		o.Move(10 * time.Minute)
		look()
	}
	o.want("Berit Holm: bounced no such address", "Dilwyn Ash: sent", "Nia Pugh: sent")
	if n := o.Int(`SELECT count(*) FROM mails WHERE ask_at IS NOT NULL`); n != 1 {
		t.Errorf("%d are asked again", n)
	}
	o.Move(8 * 24 * time.Hour)
	look()
	before := asked
	look()
	if asked != before {
		t.Error("it is asked for ever")
	}
	o.marked("Berit Holm", true)
	page := o.As(o.Nia).Get("/notices/" + o.Text(`SELECT max(id)::text FROM notices`)).Words()
	for _, want := range []string{", delivered", "came back on", "no such address"} {
		if !strings.Contains(page, want) {
			t.Errorf("the notice's page does not say %q:\n%s", want, page)
		}
	}
}

// marked asks that whoever looks for how to reach a contact is told that e-mail came back, or not.
func (o *office) marked(name string, is bool) {
	o.T.Helper()
	contact := o.Text(`SELECT id::text FROM contacts WHERE name = $1`, name)
	for _, page := range []string{"/contacts/" + contact, "/contacts", fmt.Sprintf("/areas/%d/network", o.Area)} {
		if words := o.As(o.Nia).Get(page).Want(o.T, 200).Words(); strings.Contains(words, "E-mail came back on") != is {
			o.T.Errorf("%s: marked %v:\n%s", page, !is, words)
		}
	}
}

// What came back is recorded by an administrator, with what the message says, and can be taken back.
func TestAnAdministratorRecordsWhatCameBack(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	if err := o.tell("nia", "berit", "ines"); err != nil {
		t.Fatal(err)
	}
	o.drain()
	admin := o.As(o.Person("Zoë Adair", policy.Admin))
	at := "/admin/mails/" + o.Text(`SELECT id::text FROM mails WHERE to_name = 'Berit Holm'`)
	if p := admin.Post(at+"/bounce", "said", " ").Want(t, 422); p.Problem("said") == "" {
		t.Errorf("no words: %s", p.Words())
	}
	if p := admin.Post(at+"/bounce", "said", strings.Repeat("no ", 200)).Want(t, 422); p.Problem("said") == "" {
		t.Errorf("too many: %s", p.Words())
	}
	held := "/admin/mails/" + o.Text(`SELECT id::text FROM mails WHERE to_name = 'Inês Faria'`)
	admin.Post(held+"/bounce", "said", "550").Want(t, 422)
	admin.Post(at+"/bounce/withdrawal").Want(t, 422)
	o.marked("Berit Holm", false)
	entries := o.Int(`SELECT count(*) FROM audit_entries`)
	admin.Post(at+"/bounce", "said", "550 5.1.1 no such box").Want(t, 303)
	admin.Post(at+"/bounce", "said", "550 5.1.1 no such box").Want(t, 303)
	if n := o.Int(`SELECT count(*) FROM audit_entries`) - entries; n != 1 {
		t.Errorf("recorded twice it has %d entries", n)
	}
	o.marked("Berit Holm", true)
	if words := admin.Get("/admin/mails?state=bounced&to=HOLM").Words(); !strings.Contains(words,
		"550 5.1.1 no such box") {
		t.Errorf("the list says\n%s", words)
	}
	if words := admin.Get("/admin/mails?to=nobody").Words(); !strings.Contains(words, "None is to such a name") {
		t.Errorf("the list says\n%s", words)
	}
	admin.Post(at+"/bounce/withdrawal").Want(t, 303)
	o.marked("Berit Holm", false)
	o.want("Berit Holm: sent", "Inês Faria: withheld they want to be told otherwise than by e-mail: by post",
		"Nia Pugh: sent")
	// another address is not marked
	admin.Post(at+"/bounce", "said", "550").Want(t, 303)
	o.Int(`UPDATE contacts SET email = 'berit@elsewhere.test' WHERE name = 'Berit Holm' RETURNING id`)
	o.marked("Berit Holm", false)
	o.As(o.Nia).Post(at+"/bounce", "said", "550").Want(t, 403)
}

// A test from the page says what the server answers; where there is none, the page says that no e-mail goes out.
func TestATestSaysWhatTheServerAnswers(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	admin := o.As(o.Person("Zoë Adair", policy.Admin))
	if p := admin.Get("/admin/mails"); !p.Says("No e-mail goes out") || p.Says("Send a test") {
		t.Errorf("without a server the page says\n%s", p.Words())
	}
	admin.Post("/admin/mails/tests", "address", "jo@aldermoor.test").Want(t, 422)
	var to string
	o.App.Mail.By = "the mail server post.aldermoor.test"
	o.App.Mail.Test = func(_ context.Context, address string) error {
		if to = address; strings.HasPrefix(to, "no.") {
			return errors.New("550 5.7.30 no passwords\nHave a connector set up.")
		}
		return nil
	}
	for address, want := range map[string]string{"": "Enter the address", "nobody": "mail address",
		"no.one@aldermoor.test": "The server did not take it: 550 5.7.30"} {
		p := admin.Post("/admin/mails/tests", "address", address).Want(t, 422)
		if !strings.Contains(p.Problem("address"), want) {
			t.Errorf("%q: %q", address, p.Problem("address"))
		}
	}
	p := admin.Post("/admin/mails/tests", "address", " Jo@Aldermoor.test ").Want(t, 303)
	if to != "jo@aldermoor.test" {
		t.Errorf("sent to %q", to)
	}
	if words := admin.Get(p.Header.Get("Location")).Words(); !strings.Contains(words,
		"The server took the e-mail to jo@aldermoor.test") {
		t.Errorf("it says\n%s", words)
	}
}
