package letterweb_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/serve/servertest"
)

// asked is a matter in which the liaison officer asks the Ferry Lane Hall Trust by letter: nobody can sign in for it.
func asked(t *testing.T) (m servertest.Matter, trust int64, ask string) {
	t.Helper()
	m = servertest.NewMatter(t)
	trust = m.Int(`INSERT INTO organisations (name, kind) VALUES ('Ferry Lane Hall Trust', 'voluntary') RETURNING id`)
	m.As(m.CLO).Post(fmt.Sprintf("/areas/%d/validity-asks", m.Quay), "to", fmt.Sprintf("o%d", trust), "way", "letter",
		"ask", "Is the lane one place?", "reply_by", "2026-03-20", "counts_as", "community").Want(t, 303)
	return m, trust, fmt.Sprintf("/asks/%d", m.Int(`SELECT max(id) FROM asks`))
}

func today(m servertest.Matter) domain.Date { return domain.DateOf(m.Now()) }

func TestWhoIsAskedByLetterIsWrittenTo(t *testing.T) {
	m, trust, ask := asked(t)
	clo := m.As(m.CLO)
	p := clo.Get("/letters").Want(t, 200)
	if !p.Says("Cannot be written to") || !p.Says("Ferry Lane Hall Trust") || p.Says("To be posted") {
		t.Fatalf("without postal address: %s", p.Words())
	}
	if !clo.Get(ask).Says("no postal address is known") || clo.Get("/letters/print").Says("one place") {
		t.Error("a letter goes nowhere")
	}
	if print := clo.Get("/letters/print").Want(t, 200); !print.Says("Not reachable: neither e-mail nor "+
		"postal address") || !print.Says("Ferry Lane Hall Trust: Asked: ") {
		t.Errorf("the print file does not say who is not reachable: %s", print.Words())
	}
	edit := fmt.Sprintf("/organisations/%d", trust)
	planning := m.Person("Ottilie Marchetti", "cpo")
	v := m.As(planning).Get(edit+"/edit").Want(t, 200).Hidden(edit)
	m.As(planning).Post(edit, "version", v.Get("version"), "name", "Ferry Lane Hall Trust", "kind", "voluntary",
		"postal", "The Hall\nFerry Lane").Want(t, 303)

	if p = clo.Get("/letters"); p.Says("Cannot be written to") || !p.Says("To be posted") ||
		!p.Says("Print all that wait: 1") {
		t.Fatalf("with postal address: %s", p.Words())
	}
	letter := clo.Get("/letters/print").Want(t, 200)
	for _, words := range []string{"Ferry Lane Hall Trust", "The Hall", "Is the lane one place?", "20 March 2026",
		"Partly", "Not ours to answer", "How to answer"} {
		if !letter.Says(words) {
			t.Errorf("the letter does not say %q: %s", words, letter.Words())
		}
	}
	form := p.Hidden("/letters/asks")
	for _, day := range []string{today(m).AddDays(1).String(), today(m).AddDays(-1).String(), ""} {
		form.Set("posted", day)
		if clo.PostForm("/letters/asks", form).Want(t, http.StatusUnprocessableEntity).Problem("posted") == "" {
			t.Errorf("posted on %q", day)
		}
	}
	form.Set("posted", today(m).String())
	clo.PostForm("/letters/asks", form).Want(t, 303)
	clo.PostForm("/letters/asks", form).Want(t, 303) // twice
	if n := m.Int(`SELECT count(*) FROM audit_entries WHERE summary LIKE '%by letter, posted on%'`); n != 2 {
		t.Errorf("%d entries of the area and the ask, want 2", n)
	}
	if p = clo.Get(ask); !p.Says("posted on "+today(m).Words()) || !p.Says("recorded by") {
		t.Errorf("the ask: %s", p.Words())
	}
	if p = clo.Get("/letters"); p.Says("To be posted") || !p.Says("Posted on "+today(m).Words()) {
		t.Errorf("once posted: %s", p.Words())
	}
	// Passed on to somebody else, it has to be posted again.
	second := m.Int(`INSERT INTO organisations (name, kind, postal_address) VALUES ('Lane End Club', 'voluntary',
		'2 Lane End') RETURNING id`)
	clo.Post(ask+"/passing", "next", fmt.Sprintf("o%d", second)).Want(t, 303)
	if p = clo.Get("/letters"); !p.Says("To be posted") || !p.Says("Lane End Club") {
		t.Errorf("passed on: %s", p.Words())
	}
	clo.Post(ask+"/withdrawal").Want(t, 303)
	if p = clo.Get("/letters"); p.Says("Lane End Club") {
		t.Errorf("withdrawn: %s", p.Words())
	}
}

func TestAnotherAreasAsksAreNotPosted(t *testing.T) {
	m, trust, _ := asked(t)
	m.Exec(`UPDATE organisations SET postal_address = 'The Hall' WHERE id = $1`, trust)
	other := m.Person("Gwilym Sato", "clo")
	if p := m.As(other).Get("/letters").Want(t, 200); p.Says("Ferry Lane Hall Trust") {
		t.Error("shown to the officer of another area")
	}
	m.As(other).Post("/letters/asks", "ask", "1", "posted", today(m).String()).Want(t, 303)
	if n := m.Int(`SELECT count(*) FROM asks WHERE posted_on IS NOT NULL`); n != 0 {
		t.Error("posted by the officer of another area")
	}
	m.As(m.Service).Get("/letters").Want(t, 403)
}

func TestContactsWithoutEmailAreWrittenTo(t *testing.T) {
	m := servertest.NewMatter(t)
	clo := m.As(m.CLO)
	contact := func(name, postal string, barred bool) (id int64) {
		id = m.Int(`INSERT INTO contacts (name, postal_address, lawful_basis, channel, do_not_contact, created_by,
			created_at) VALUES ($1, $2, 'consent', 'post', $3, $4, $5) RETURNING id`, name, postal, barred,
			int64(m.CLO), m.Now())
		m.Exec(`INSERT INTO network_entries (area_id, contact_id, kind, added_by, added_at)
			VALUES ($1, $2, 'stakeholder', $3, $4)`, int64(m.Quay), id, int64(m.CLO), m.Now())
		m.Exec(`WITH n AS (INSERT INTO notices (event, area_id, subject, body, link, at)
			VALUES ('gate 1 passed', $1, 'The quay is selected', 'It begins in May.', '', $2) RETURNING id)
			INSERT INTO notice_recipients (notice_id, contact_id, name, address, capacity, result)
			SELECT id, $3, $4, '', 'stakeholder', 'no address' FROM n`, int64(m.Quay), m.Now(), id, name)
		return id
	}
	contact("Halcyon Mbeki", "7 Ferry Lane", false)
	nowhere := contact("Pascoe Villanueva", "", false)
	contact("Sorrel Achebe", "9 Ferry Lane", true)
	p := clo.Get("/letters").Want(t, 200)
	words := p.Words()
	post, cannot := strings.Index(words, "Halcyon Mbeki"), strings.Index(words, "Cannot be written to")
	if post < 0 || cannot < post || strings.Index(words, "Pascoe Villanueva") < cannot || p.Says("Sorrel Achebe") {
		t.Fatalf("who is written to: %s", words)
	}
	print := clo.Get("/letters/print").Want(t, 200)
	letters, list, _ := strings.Cut(print.Words(), "Not reachable")
	if !strings.Contains(letters, "7 Ferry Lane") || !strings.Contains(letters, "begins in May") ||
		strings.Contains(letters, "Pascoe") || !strings.Contains(list, "Pascoe Villanueva, stakeholder: ") ||
		print.Says("Sorrel Achebe") {
		t.Errorf("the letters: %s", print.Words())
	}
	form := p.Hidden("/letters/notices")
	form.Set("posted", today(m).String())
	clo.PostForm("/letters/notices", form).Want(t, 303)
	if p = clo.Get("/letters"); p.Says("Halcyon Mbeki") || !p.Says("Pascoe Villanueva") {
		t.Errorf("once posted: %s", p.Words())
	}
	if p = clo.Get(fmt.Sprintf("/areas/%d/network", m.Quay)).Want(t, 200); !p.Says("By letter, posted on " +
		today(m).Words()) {
		t.Errorf("the network does not say that they were told by letter: %s", p.Words())
	}
	// An organisation of theirs with an address reaches them.
	club := m.Int(`INSERT INTO organisations (name, kind, postal_address) VALUES ('Lane End Club', 'voluntary',
		'2 Lane End') RETURNING id`)
	m.Exec(`INSERT INTO contact_roles (contact_id, organisation_id, from_on) VALUES ($1, $2, '2025-01-01')`, nowhere,
		club)
	if p = clo.Get("/letters"); p.Says("Cannot be written to") || !p.Says("Pascoe Villanueva") {
		t.Errorf("through their organisation: %s", p.Words())
	}
}
