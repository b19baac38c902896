package partnerweb_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fourgates/internal/serve/servertest"
)

// Informing by letter and telephone is recorded (B4), once, and not for who asked not to be contacted.
func TestInformingByLetterAndTelephoneIsRecorded(t *testing.T) {
	m := servertest.NewMatter(t)
	notice := m.Int(`INSERT INTO notices (event, area_id, subject, body, link, at)
		VALUES ('gate 1 passed', $1, 'Old Quay is chosen', 'Old Quay is chosen.', '', $2) RETURNING id`, int64(m.Quay),
		m.Now())
	recipient := func(name, result string) string {
		contact := m.Int(`INSERT INTO contacts (name, lawful_basis, channel, created_by, created_at)
			VALUES ($1, 'public task', 'in person', $2, $3) RETURNING id`, name, int64(m.CLO), m.Now())
		return fmt.Sprintf("/areas/%d/network/informed/%d", m.Quay, m.Int(`INSERT INTO notice_recipients (notice_id,
			contact_id, name, capacity, result) VALUES ($1, $2, $3, 'stakeholder', $4) RETURNING id`, notice, contact,
			name, result))
	}
	withheld := recipient("Ottilie Farr", "withheld: do not contact")
	none, recorded := recipient("Bertil Onwudiwe", "no address"), recipient("Siân Abara", "recorded")
	m.Move(48 * time.Hour)
	clo, network := m.As(m.CLO), fmt.Sprintf("/areas/%d/network", m.Quay)
	page := clo.Get(network).Want(t, 200)
	if n := strings.Count(page.Words(), "Record that they were told"); n != 2 {
		t.Errorf("%d can be recorded, want those whom it did not reach: %s", n, page.Words())
	}
	for field, pairs := range map[string][]string{"way": {"on", "2026-03-11"},
		"on": {"way", "letter", "on", "2026-03-09"}} {
		if clo.Post(none, pairs...).Want(t, 422).Problem(field) == "" {
			t.Errorf("nothing is said by %s", field)
		}
	}
	clo.Post(withheld, "way", "letter", "on", "2026-03-11").Want(t, 422)
	m.As(m.Other).Post(none, "way", "letter", "on", "2026-03-11").Want(t, 403)
	m.As(m.Member).Get(none).Want(t, 403)
	clo.Post(none, "way", "letter", "on", "2026-03-11", "note", "With the parish newsletter").Want(t, 303)
	clo.Post(none, "way", "letter", "on", "2026-03-11").Want(t, 422)
	clo.Post(recorded, "way", "telephone", "on", "2026-03-12").Want(t, 303)
	page = clo.Get(network).Want(t, 200)
	for _, want := range []string{
		"By letter, posted on 11 March 2026, recorded by Nia Pugh: With the parish newsletter",
		"By telephone on 12 March 2026, recorded by Nia Pugh"} {
		if !page.Says(want) {
			t.Errorf("does not say %q: %s", want, page.Words())
		}
	}
	page = clo.Get(fmt.Sprintf("/notices/%d", notice)).Want(t, 200)
	if !page.Says("Told on 11 March 2026, by letter") {
		t.Errorf("the notice: %s", page.Words())
	}
	page = clo.Get(fmt.Sprintf("/areas/%d/notices", m.Quay)).Want(t, 200)
	if !page.Says("2 told by letter, telephone or in person, 1 withheld") || page.Says("not told") {
		t.Errorf("whom it reached: %s", page.Words())
	}
}
