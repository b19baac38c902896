package executiveweb_test

import (
	"fmt"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/register/registerapp"
	"fourgates/internal/serve/servertest"
)

// A named officer declines by a page, with a reason: recorded, told, void what was recorded; the clerk names somebody
// else, and the recommendation goes on.
func TestNamedOfficerDeclines(t *testing.T) {
	c := newCabinet(t)
	joint := func(officer domain.PersonID) []string {
		return []string{"maker", "jointly", "made_by", fmt.Sprint(c.member), "with_officer", fmt.Sprint(officer)}
	}
	c.schedule(joint(c.chief)...)
	chief, clerk, member := c.As(c.chief), c.As(c.clerk), c.As(c.member)
	if got := c.Int(`SELECT count(*) FROM notices WHERE event = 'officer named'`); got != 1 {
		t.Errorf("told %d times that they are named", got)
	}
	member.Post(c.decision+"/record", c.agreed()...).Want(t, 303)
	for name, who := range map[string]*servertest.Client{"clerk": clerk, "Executive Member": member} {
		if p := who.Get(c.decision + "/declining"); p.Status != 403 {
			t.Errorf("%s is shown the form: %d", name, p.Status)
		}
	}
	if p := chief.Get(c.decision).Want(t, 200); !p.Says("Decline to decide, with your reason") {
		t.Errorf("the page says %s", p.Words())
	}
	if p := chief.Get(c.decision+"/declining").Want(t, 200); !p.Says("recorded is void") {
		t.Errorf("the form says %s", p.Words())
	}
	refused(t, chief.Post(c.decision+"/declining", "version", c.version(), "reason", " ").Want(t, 422), "reason")
	was := c.version()
	done := chief.Follow(chief.Post(c.decision+"/declining", "version", was, "reason", "My team wrote the bid").
		Want(t, 303)).Want(t, 200)
	chief.Post(c.decision+"/declining", "version", was, "reason", "My team wrote the bid").Want(t, 409)
	name := c.Text(`SELECT name FROM people WHERE id = $1`, int64(c.chief))
	for words, p := range map[string]*servertest.Page{
		name + " declined on 10 March 2026: My team wrote the bid": done,
		name + " declined: another officer is to be named":         clerk.Get("/").Want(t, 200),
		"Declined, in the place of":                                clerk.Get(c.decision).Want(t, 200),
	} {
		if !p.Says(words) {
			t.Errorf("nothing says %q: %s", words, p.Words())
		}
	}
	if got := c.Text(`SELECT string_agg(DISTINCT p.name, ', ' ORDER BY p.name) FROM notices n
		JOIN notice_recipients r ON r.notice_id = n.id JOIN people p ON p.id = r.person_id
		WHERE n.event = 'named officer declined' AND r.person_id IN ($1, $2)`, int64(c.clerk),
		int64(c.member)); got == "" {
		t.Error("clerk and Executive Member are not told")
	}
	member.Get(c.decision+"/record").Want(t, 409)
	again := []string{"version", c.version(), "meets", domain.DateOf(c.Now()).String(), "key", "no", "key_reason",
		"It notes a plan"}
	refused(t, clerk.Post(c.decision+"/schedule", append(again, joint(c.chief)...)...).Want(t, 422), "with_officer")
	second := c.Person("Rowan Achterberg", policy.NamedOfficer)
	c.schedule(joint(second)...)
	c.As(c.member).Post(c.decision+"/record", c.agreed()...).Want(t, 303)
	digest := c.Text(`SELECT encode(record_digest, 'hex') FROM executive_decisions`)
	c.As(second).Post(c.decision+"/confirmation", "confirm", "yes", "digest", digest).Want(t, 303)
	if c.state() != "decided" {
		t.Errorf("it stands %q", c.state())
	}
	if _, err := registerapp.VerifyRegister(t.Context(), c.App, domain.Digest{}); err != nil {
		t.Error(err)
	}
}
