package server_test

import (
	"testing"

	"fourgates/internal/server/servertest"
)

// TestPagesOfIssuesAreValid reads every page of issues, as it stands and with something wrong, as a browser would.
func TestPagesOfIssuesAreValid(t *testing.T) {
	m := newMatter(t)
	one, two := m.raise(m.clo, "Loose slabs & <kerbs>", "lat", "52.31", "lon", "-1.94"), m.raise(m.member, "Narrow kerb")
	clo, service, admin := m.As(m.clo), m.As(m.service), m.As(m.admin)
	clo.Upload(one+"/evidence", "file", "minutes.pdf", []byte(minutes), "kind", "quote", "text", "I fell", "source", "A walker", "on", "2026-03-01", "strength", "2",
		"link", "https://example.test/?a=1&b=2").Want(t, 303)
	clo.Upload(one+"/files", "file", "slabs.jpg", photo(t)).Want(t, 303)
	for range 2 { // two referrals to one service have two answer forms
		clo.Post(one+"/referrals", "to", "s"+servertest.ID(m.highways), "ask", "Can you?", "reply_by", "2026-03-20").Want(t, 303)
	}
	made := clo.Post("/issues/syntheses", "issue", number(one), "issue", number(two), "title", "Walking", "theme", servertest.ID(m.paths), "visibility", "area team").Want(t, 303).Location()
	both := "/issues/together?issue=" + number(one) + "&issue=" + number(made)
	referral := one + "/referrals/" + m.Text(`SELECT max(id)::text FROM referrals`)
	for _, page := range []*servertest.Page{
		clo.Get("/issues"), clo.Get("/issues?q=slabs&theme=none&status=open&mine=yes&age=week&sort=title"), clo.Get("/issues?q=unicorn"), m.As(m.partner).Get("/issues"),
		clo.Get("/areas/" + servertest.ID(m.quay) + "/issues"), clo.Get("/issues/new"), clo.Get("/areas/" + servertest.ID(m.quay) + "/issues/new"), m.As(m.cpo).Get("/issues/new"),
		clo.Post("/issues", "title", ""), clo.Post("/issues", m.typed("Loose slabs & <kerbs>")...),
		clo.Get(one), clo.Get(two), clo.Get(made), service.Get(one), m.As(m.exec).Get(one), clo.Get(one + "/edit"), clo.Post(one+"/edit", m.typed("Loose", "version", "99")...),
		clo.Post(two+"/moves", "move", "reopen"), clo.Post(one+"/triage", "version", "1"), clo.Post(one+"/files", "caption", "No file"), service.Post(referral+"/answer", "answer", ""),
		clo.Get(one + "/evidence/new"), clo.Get(two + "/evidence/new"), clo.Post(one+"/evidence", "kind", ""), clo.Get(one + "/referrals/new"), clo.Post(one+"/referrals", "to", ""),
		clo.Get("/referrals"), m.As(m.partner).Get("/referrals"), clo.Get("/issues/together"), clo.Get(both), clo.Post("/issues/syntheses", "issue", number(one)),
		clo.Post("/issues/merges", "issue", number(one), "issue", number(two), "into", number(one)),
		admin.Get("/admin/themes"), admin.Post("/admin/themes", "name", ""), admin.Post("/admin/themes/"+servertest.ID(m.paths), "name", "Litter"),
	} {
		if page.Status >= 500 || page.Heading() == "" {
			t.Errorf("%s: status %d, %q", page.Asked, page.Status, page.Heading())
		}
		if page.Statements > 12 {
			t.Errorf("%s: %d statements", page.Asked, page.Statements)
		}
		for _, fault := range page.Faults() {
			t.Errorf("%s (%d): %s", page.Asked, page.Status, fault)
		}
	}
}
