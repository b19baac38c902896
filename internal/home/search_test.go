package home_test

import (
	"strings"
	"testing"

	"fourgates/internal/serve/servertest"
)

// RW-14: every box in which something is looked for finds what has accents, apostrophes and hyphens without them.
func TestEveryBoxFindsWithoutMarks(t *testing.T) {
	h := servertest.NewWorld(t)
	h.Exec(`UPDATE areas SET name = 'Cwm Dŵr O’Neill-Hughes' WHERE code = 'LCA-02'`)
	h.Exec(`UPDATE seats SET name = 'Tŷ’r Ffôn-Łąka' WHERE id = (SELECT min(id) FROM seats WHERE valid_to IS NULL)`)
	h.Exec(`UPDATE contacts SET name = 'Bjørn O’Brien-Straße'
		WHERE id = (SELECT min(contact_id) FROM network_entries WHERE removed_at IS NULL)`)
	h.Exec(`UPDATE organisations SET name = 'Cylch Meithrin Pant-yr-Ŵyn'
		WHERE id = (SELECT min(id) FROM organisations)`)
	h.Exec(`UPDATE issues SET title = 'Dŵr budr by O’Brien’s café', visibility = 'public'
		WHERE id = (SELECT min(id) FROM issues)`)
	areas := h.Text(`SELECT area_id FROM network_entries WHERE removed_at IS NULL ORDER BY contact_id LIMIT 1`)
	for _, c := range []struct{ path, who, finds string }{
		{"/admin/people?q=Ni+Dhomhnaill", "admin", "Aoife Ní Dhomhnaill"},
		{"/admin/people?q=adebayo", "admin", "Olúwaṣeun Adébáyọ̀"},
		{"/admin/people?q=Zsofia", "admin", "Zsófia Nagy"},
		{"/admin/people?q=Pryce-Fon", "admin", "Gwenllian Pryce-Fôn"},
		{"/admin/people?q=prycefon+gwenllian", "admin", "Gwenllian Pryce-Fôn"},
		{"/areas?q=cwm+dwr", "cpo", "Cwm Dŵr O’Neill-Hughes"},
		{"/areas?q=oneill+hughes", "cpo", "Cwm Dŵr O’Neill-Hughes"},
		{"/members?q=tyr+ffon", "cpo", "Tŷ’r Ffôn-Łąka"},
		{"/members?q=ty'r+ffonlaka", "cpo", "Tŷ’r Ffôn-Łąka"},
		{"/contacts?q=bjorn+OBrien", "cpo", "Bjørn O’Brien-Straße"},
		{"/contacts?q=strasse", "cpo", "Bjørn O’Brien-Straße"},
		{"/organisations?q=pant+yr+wyn", "cpo", "Cylch Meithrin Pant-yr-Ŵyn"},
		{"/areas/" + areas + "/network/new?q=o'brien", "cpo", "Bjørn O’Brien-Straße"},
		{"/issues?q=dwr", "cpo", "Dŵr budr by O’Brien’s café"},
		{"/issues?q=obrien+cafe", "cpo", "Dŵr budr by O’Brien’s café"},
		{"/issues?area=CWM+DWR", "cpo", "Cwm Dŵr O’Neill-Hughes"},
		{"/members?q=zzzz", "cpo", ""},
	} {
		p := h.As(h.Who(c.who)).Get(c.path).Want(t, 200)
		if c.finds != "" && !p.Says(c.finds) {
			t.Errorf("%s does not show %q", c.path, c.finds)
		}
	}
}

// Lists by name stand in the order in which people look for names, whatever letters those begin with.
func TestListsStandAsPeopleSort(t *testing.T) {
	h := servertest.NewWorld(t)
	names := []string{"apple", "Éclair", "öst", "Ŵyn", "Zoë"}
	for _, table := range []string{"areas", "seats", "contacts", "organisations", "people", "services"} {
		for n, name := range []string{"Zoë", "öst", "apple", "Ŵyn", "Éclair"} {
			present := map[string]string{
				"seats":    "WHERE valid_to IS NULL AND authority_id = (SELECT min(authority_id) FROM seats)",
				"people":   "WHERE id IN (SELECT person_id FROM role_grants WHERE role = 'service')",
				"services": "WHERE retired_on IS NULL AND authority_id = (SELECT min(authority_id) FROM services)",
			}[table]
			h.Exec(`UPDATE `+table+` SET name = $1 WHERE id = (SELECT id FROM `+table+` `+present+`
				ORDER BY id LIMIT 1 OFFSET $2)`, name+" Rowq", n)
		}
	}
	h.Exec(`UPDATE organisations SET kind = (SELECT max(kind) FROM organisations)
		WHERE name LIKE '% Rowq'`) // they are listed by kind
	for path, who := range map[string]string{
		"/areas?q=rowq": "cpo", "/members?q=rowq": "cpo", "/contacts?q=rowq": "cpo", "/organisations?q=rowq": "cpo",
		"/admin/people?q=rowq": "admin", "/services": "cpo", "/issues/new": "cpo", "/seats": "cpo",
	} {
		words, last := h.As(h.Who(who)).Get(path).Want(t, 200).Words(), -1
		for _, name := range names {
			at := strings.Index(words, name+" Rowq")
			if at < 0 {
				t.Errorf("%s does not show %s", path, name)
			} else if at < last {
				t.Errorf("%s shows %s too early", path, name)
			}
			last = at
		}
	}
}
