package issueweb_test

import (
	"bytes"
	"strings"
	"testing"

	"fourgates/internal/serve/servertest"
)

func TestFilesOfAnIssue(t *testing.T) {
	m := servertest.NewMatter(t)
	address, other := m.Raise(m.CLO, "Loose slabs"), m.Raise(m.CLO, "Narrow kerb")
	secret := m.Raise(m.CLO, "A house that worries us", "visibility", "restricted")
	clo, member := m.As(m.CLO), m.As(m.Member)
	member.Upload(address+"/files", "file", "slabs.jpg", servertest.Photo(t), "caption", "Slabs by the gate").
		Want(t, 303)
	clo.Upload(address+"/files", "file", "minutes.pdf", []byte(servertest.Minutes)).Want(t, 303)
	picture := address + "/files/" + m.Text(`SELECT id::text FROM files WHERE type = 'image/jpeg'`)
	document := address + "/files/" + m.Text(`SELECT id::text FROM files WHERE type = 'application/pdf'`)
	page := clo.Get(address).Want(t, 200)
	if img := page.First("img", "alt", "Slabs by the gate"); img == nil || servertest.Attr(img, "src") != picture {
		t.Error("the photo is not shown with its caption")
	}
	got := clo.Get(picture).Want(t, 200)
	for header, want := range map[string]string{"Content-Type": "image/jpeg", "X-Content-Type-Options": "nosniff",
		"Content-Disposition":     "inline; filename=slabs.jpg",
		"Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'"} {
		if got.Header.Get(header) != want {
			t.Errorf("%s: %q, want %q", header, got.Header.Get(header), want)
		}
	}
	if got := clo.Get(document).Want(t, 200); got.Body != servertest.Minutes ||
		!strings.HasPrefix(got.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("the PDF: %q, %s", got.Body, got.Header.Get("Content-Disposition"))
	}
	for name, content := range map[string]string{"page.jpg": "<html><script>alert(1)</script>", "photo.jpg": "",
		"program.pdf": "MZ\x90\x00"} {
		refused := clo.Upload(address+"/files", "file", name, []byte(content), "caption", "What I typed").Want(t, 422)
		if kept, _ := refused.Field("caption"); refused.Problem("file") == "" || kept != "What I typed" {
			t.Errorf("%s: %q, caption %q", name, refused.Problem("file"), kept)
		}
	}
	clo.Post(address+"/files", "caption", "No file").Want(t, 422)
	clo.Upload(address+"/files", "file", "large.pdf", bytes.Repeat([]byte("x"), 12<<20)).Want(t, 413)
	// The file of another issue, or of one that the reader may not see, is not there.
	clo.Get(other+strings.TrimPrefix(picture, address)).Want(t, 404)
	clo.Upload(secret+"/files", "file", "house.pdf", []byte(servertest.Minutes)).Want(t, 303)
	house := secret + "/files/" + m.Text(`SELECT max(id)::text FROM files`)
	clo.Get(house).Want(t, 200)
	member.Get(house).Want(t, 404)
	member.Upload(secret+"/files", "file", "x.pdf", []byte(servertest.Minutes)).Want(t, 404)
	member.Post(picture+"/removal").Want(t, 403)
	clo.Post(other+strings.TrimPrefix(picture, address)+"/removal").Want(t, 404)
	clo.Post(picture+"/removal").Want(t, 303)
	clo.Get(picture).Want(t, 404)
	clo.Post(picture+"/removal").Want(t, 404)
}

func TestEvidenceServesSeveralIssues(t *testing.T) {
	m := servertest.NewMatter(t)
	one, two, moor := m.Raise(m.CLO, "Loose slabs"), m.Raise(m.CLO, "Narrow kerb"),
		m.Raise(m.Other, "Sheep", "area", servertest.ID(m.Moor))
	secret := m.Raise(m.CLO, "A house that worries us", "visibility", "restricted")
	clo, member := m.As(m.CLO), m.As(m.Member)
	form := []string{"kind", "statistic", "text", "Eleven falls in two years", "source", "Ambulance service", "on-day",
		"1", "on-month", "3", "on-year", "2026", "strength", "3"}
	member.Upload(one+"/evidence", "file", "falls.pdf", []byte(servertest.Minutes), form...).Want(t, 303)
	falls := m.Text(`SELECT id::text FROM evidence`)
	if page := member.Get(one).Want(t, 200); !page.Says("Eleven falls in two years") ||
		!page.Says("Statistic, strong") || !page.Says("falls.pdf") {
		t.Errorf("evidence is not shown: %s", page.Words())
	}
	clo.Post(two+"/evidence/reuse", "evidence", falls).Want(t, 303)
	clo.Post(two+"/evidence/reuse", "evidence", falls).Want(t, 422)
	clo.Get(two+"/files/"+m.Text(`SELECT id::text FROM files`)).Want(t, 200) // with the evidence comes its file
	if page := clo.Get(two).Want(t, 200); !page.Says("Eleven falls in two years") || !page.Says("2 issues") {
		t.Error("evidence is not shown on the second issue")
	}
	m.As(m.Other).Post(moor+"/evidence/reuse", "evidence", falls).Want(t, 422) // of another area
	clo.Upload(secret+"/evidence", "none", "", nil, "kind", "quote", "text", "We hear shouting", "source", "Neighbour",
		"on", "2026-03-01", "strength", "1").Want(t, 303)
	quote := m.Text(`SELECT max(id)::text FROM evidence`)
	if page := member.Get(two+"/evidence/new").Want(t, 200); page.Says("shouting") {
		t.Error("a restricted issue's evidence is offered to who may not see it")
	}
	member.Post(two+"/evidence/reuse", "evidence", quote).Want(t, 422)
	for _, c := range []struct{ field, value string }{{"kind", "rumour"}, {"text", ""}, {"source", ""},
		{"strength", "4"}, {"link", "javascript:alert(1)"}, {"on-day", "32"}, {"on-year", "2027"}} {
		bad := append([]string{}, form...)
		bad = append(bad, "link", "")
		for at := 0; at < len(bad); at += 2 {
			if bad[at] == c.field {
				bad[at+1] = c.value
			}
		}
		page := clo.Post(one+"/evidence", bad...).Want(t, 422)
		if len(page.Problems()) != 1 {
			t.Errorf("%s %q: %v", c.field, c.value, page.Problems())
		}
	}
	if page := clo.Upload(one+"/evidence", "file", "fake.pdf", []byte("MZ"), form...).Want(t, 422); page.Problem(
		"file") == "" {
		t.Error("a fake file is not refused by its field")
	}
	if n := m.Int(`SELECT count(*) FROM evidence`); n != 2 {
		t.Errorf("%d pieces of evidence after refusals", n)
	}
	clo.Post(two+"/evidence/"+quote+"/removal").Want(t, 404)
	if p := clo.Post(two+"/evidence/"+falls+"/removal").Want(t, 422); p.Problem("off_why") !=
		"Say why it is not about this issue" {
		t.Errorf("taken off without a reason: %v", p.Problems())
	}
	clo.Post(two+"/evidence/"+falls+"/removal", "off_why", "It is of the other steps").Want(t, 303)
	if p := clo.Get(two).Want(t, 200); !p.Says("It is of the other steps") {
		t.Error("the history does not say why it was taken off")
	}
	if page := clo.Get(one).Want(t, 200); !page.Says("Eleven falls in two years") {
		t.Error("taken off one issue, it left the other too")
	}
}

func TestThemesAreEditedByAdministrators(t *testing.T) {
	m := servertest.NewMatter(t)
	address := m.Raise(m.CLO, "Loose slabs", "theme", servertest.ID(m.Paths))
	admin := m.As(m.Admin)
	m.As(m.CPO).Get("/admin/themes").Want(t, 403)
	admin.Post("/admin/themes", "name", "Litter").Want(t, 422)
	admin.Post("/admin/themes", "name", "  ").Want(t, 422)
	admin.Post("/admin/themes", "name", "Young people").Want(t, 303)
	young := m.Text(`SELECT id::text FROM themes WHERE name = 'Young people'`)
	admin.Post("/admin/themes/"+young, "do", "up").Want(t, 303)
	admin.Post("/admin/themes/"+young, "do", "up").Want(t, 303)
	admin.Post("/admin/themes/"+young, "do", "up").Want(t, 303) // it is the first already
	if got := m.Text(
		`SELECT string_agg(name, ', ' ORDER BY position, id) FROM themes`); got != "Young people, Paths and "+
		"pavements, Litter" {
		t.Errorf("the order is %s", got)
	}
	admin.Post("/admin/themes/"+young, "name", "Litter").Want(t, 422)
	admin.Post("/admin/themes/"+young, "name", "Children and young people").Want(t, 303)
	admin.Post("/admin/themes/"+servertest.ID(m.Paths), "do", "retire").Want(t, 303)
	admin.Post("/admin/themes/987654", "do", "retire").Want(t, 404)
	if page := admin.Get("/admin/themes").Want(t, 200); !page.Says("Children and young people") ||
		!page.Says("Retired") {
		t.Error("the list does not show what was done")
	}
	clo := m.As(m.CLO)
	clo.Post("/issues", m.Typed("Narrow kerb", "duplicate", "none", "theme", servertest.ID(m.Paths))...).Want(t, 422)
	edit := clo.Get(address+"/edit").Want(t, 200)
	if theme, _ := edit.Field("theme"); theme != servertest.ID(m.Paths) {
		t.Errorf("the retired theme is lost from the issue that has it: %q", theme)
	}
	clo.Post(address+"/edit", m.Typed("Loose slabs, still", "version", "1", "theme", servertest.ID(m.Paths))...).
		Want(t, 303)
}
