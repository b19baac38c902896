package mailapp_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/erasures"
	"fourgates/internal/erasures/erasurestore"
	"fourgates/internal/issues"
	"fourgates/internal/mails"
	"fourgates/internal/notices"
	"fourgates/internal/notices/noticestore"
	"fourgates/internal/policy"
	"fourgates/internal/register"
)

// What an e-mail says is withheld from whom it is to, and on the administrator's pages, once the issue that it speaks
// of is restricted; an officer who may see that still gets it.
func TestWordsOfAnIssueThatWasRestrictedAreNotSent(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	issue := o.Issue(o.Nia, issues.IssueDraft{Area: o.Area, Title: "Lamps of Mill Lane",
		Theme: o.Theme("Lighting"), Source: domain.FromTheCommunity, Visibility: issues.VisiblePublic},
		issues.IssueTriaged)
	o.fail = func(mails.Letter) (bool, error) { return false, errors.New("451 later") }
	if err := o.App.Store.InTx(t.Context(), func(w db.Writer) error {
		noticestore.Tell(w, notices.Notice{Event: "issue changed", Area: o.Area,
			Subject: "Changed: Lamps of Mill Lane", Link: fmt.Sprintf("/issues/%d", issue)},
			[]notices.Recipient{o.people["nia"], o.people["berit"]}, o.Now())
		noticestore.Tell(w, notices.Notice{Event: "issue changed", Area: o.Area, Subject: "Work goes on",
			Body: "We hear of Lamps of Mill Lane."}, []notices.Recipient{o.people["dilwyn"]}, o.Now())
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	o.drain()
	o.Int(`UPDATE issues SET visibility = 'restricted' WHERE id = $1 RETURNING id`, int64(issue))
	o.fail = nil
	o.again()
	o.want("Berit Holm: withheld the issue is restricted", "Dilwyn Ash: withheld the issue is restricted",
		"Nia Pugh: sent")
	o.Int(`WITH k AS (UPDATE mails SET state = 'kept' WHERE state = 'withheld' RETURNING id) SELECT count(*) FROM k`)
	admin := o.As(o.Person("Zoë Adair", policy.Admin))
	pages := []string{"/admin/mails"}
	for _, id := range o.Lines(`SELECT id::text FROM mails WHERE state = 'kept'`) {
		pages = append(pages, "/admin/mails/"+id)
	}
	for _, page := range pages {
		if words := admin.Get(page).Words(); strings.Contains(words, "Mill Lane") ||
			!strings.Contains(words, "Withheld: the issue is restricted") {
			t.Errorf("%s says\n%s", page, words)
		}
	}
}

// Whoever is erased is so in the e-mails to them: in what was frozen too, which still verifies, and what waits is not
// sent.
func TestWhoIsErasedIsSoInTheirMails(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.fail = func(mails.Letter) (bool, error) { return false, errors.New("451 for contact") }
	if err := o.tell("berit", "nia"); err != nil {
		t.Fatal(err)
	}
	o.drain()
	q := erasures.Request{Words: "Berit Holm", Why: "asked", Contacts: []domain.ContactID{o.people["berit"].Contact}}
	if err := o.App.Store.InTx(t.Context(), func(w db.Writer) error {
		return erasurestore.Erase(t.Context(), w, q, domain.DateOf(o.Now()))
	}); err != nil {
		t.Fatal(err)
	}
	if n := o.Int(`SELECT count(*) FROM mails
		WHERE concat(to_name, to_address, words) ~* 'Berit|contact\.[0-9]+@'`); n != 0 {
		t.Errorf("%d e-mails still say who it was", n)
	}
	var text, words string
	if err := o.Pool.QueryRow(t.Context(), `SELECT content, words FROM mails
		WHERE to_name LIKE 'erased on%'`).Scan(&text, &words); err != nil {
		t.Fatal(err)
	}
	gaps, err := register.Frozen{Text: text, Words: words}.Verify()
	if err != nil || len(gaps) != 3 || !gaps[0].Erased() {
		t.Errorf("%v, %v", gaps, err)
	}
	o.fail = nil
	o.again()
	if n := o.Int(`SELECT count(*) FROM mails WHERE state = 'withheld'`); n != 1 || len(o.sent) != 1 {
		t.Errorf("%d are withheld, and sent: %v", n, o.sent)
	}
	if _, err := o.Pool.Exec(t.Context(), `UPDATE mails SET words = replace(words, 'Castle', 'Moor')`); err == nil {
		t.Error("what was frozen can be changed")
	}
}
