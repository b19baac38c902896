package issueweb_test

import (
	"testing"

	"fourgates/internal/serve/servertest"
)

// TestPagesOfIssuesAreValid reads every page of issues, as it stands and with something wrong, as a browser would.
func TestPagesOfIssuesAreValid(t *testing.T) {
	m := servertest.NewMatter(t)
	one, two := m.Raise(m.CLO, "Loose slabs & <kerbs>", "lat", "52.31", "lon", "-1.94", "outside",
		"52.31, -1.94"),
		m.Raise(m.Member, "Narrow kerb")
	clo, service, admin := m.As(m.CLO), m.As(m.Service), m.As(m.Admin)
	clo.Upload(one+"/evidence", "file", "minutes.pdf", []byte(servertest.Minutes), "kind", "quote", "text", "I fell",
		"source", "A walker", "on", "2026-03-01", "strength", "2",
		"link", "https://example.test/?a=1&b=2").Want(t, 303)
	clo.Upload(one+"/files", "file", "slabs.jpg", servertest.Photo(t)).Want(t, 303)
	for range 2 { // two referrals to one service have two answer forms
		clo.Post(one+"/referrals", "to", "s"+servertest.ID(m.Highways), "ask", "Can you?", "reply_by", "2026-03-20").
			Want(t, 303)
	}
	made := clo.Post("/issues/syntheses", "issue", servertest.Number(one), "issue", servertest.Number(two), "title",
		"Walking", "theme", servertest.ID(m.Paths), "visibility", "area team").Want(t, 303).Location()
	both := "/issues/together?issue=" + servertest.Number(one) + "&issue=" + servertest.Number(made)
	referral := "/asks/" + m.Text(`SELECT max(id)::text FROM asks`)
	for _, page := range []*servertest.Page{
		clo.Get("/issues"), clo.Get("/issues?q=slabs&theme=none&status=open&mine=yes&age=week&sort=title"),
		clo.Get("/issues?q=unicorn"), m.As(m.Partner).Get("/issues"),
		clo.Get("/areas/" + servertest.ID(m.Quay) + "/issues"), clo.Get("/issues/new"),
		clo.Get("/areas/" + servertest.ID(m.Quay) + "/issues/new"), m.As(m.CPO).Get("/issues/new"),
		clo.Post("/issues", "title", ""), clo.Post("/issues", m.Typed("Loose slabs & <kerbs>")...),
		clo.Get(one), clo.Get(two), clo.Get(made), service.Get(one), m.As(m.Executive).Get(one), clo.Get(one + "/edit"),
		clo.Post(one+"/edit", m.Typed("Loose", "version", "99")...),
		clo.Post(two+"/moves", "move", "reopen"), clo.Post(one+"/triage", "version", "1"),
		clo.Post(one+"/files", "caption", "No file"), service.Post(referral+"/answer", "answer", ""),
		clo.Get(one + "/evidence/new"), clo.Get(two + "/evidence/new"), clo.Post(one+"/evidence", "kind", ""),
		clo.Get(one + "/referrals/new"), clo.Post(one+"/referrals", "to", ""),
		clo.Get("/asks"), m.As(m.Partner).Get("/asks"), clo.Get(referral),
		service.Get(referral), clo.Get(referral + "/passing"),
		clo.Get(referral + "/not-ours"), service.Post(referral+"/passing", "next", ""),
		clo.Post(referral+"/not-ours", "why", ""), clo.Get("/issues/together"), clo.Get(both),
		clo.Post("/issues/syntheses", "issue", servertest.Number(one)),
		clo.Post("/issues/merges", "issue", servertest.Number(one), "issue", servertest.Number(two), "into",
			servertest.Number(one)),
		admin.Get("/admin/themes"), admin.Post("/admin/themes", "name", ""),
		admin.Post("/admin/themes/"+servertest.ID(m.Paths), "name", "Litter"),
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
