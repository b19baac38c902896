package notices

import (
	"strings"
	"testing"

	"fourgates/internal/domain"
)

// Each case is a list of recipients and what becomes of each: who, as what, and the result.
func TestEachIsToldOnceAndBarringGoesByAddress(t *testing.T) {
	known := Known{
		Barred: []string{"Clerk@Fernilow-PC.test"},
		Of:     map[domain.PersonID]string{3: "halina.wrona@aldermoor.test"},
	}
	for name, c := range map[string]struct {
		to   []Recipient
		want string
	}{
		"two capacities of one person": {
			[]Recipient{{Person: 3, Name: "Halina", Capacity: "community planning officer"},
				{Person: 3, Name: "Halina", Capacity: "Member for Old Quay"},
				{Person: 3, Name: "Halina", Capacity: "Member for Old Quay"}},
			"Halina, community planning officer; Member for Old Quay: shown in app"},
		"an office holder does not refuse": {
			[]Recipient{{Person: 3, Name: "Halina", Capacity: "service officer", DoNotContact: true}},
			"Halina, service officer: shown in app"},
		"a barred contact who is an office holder": {
			[]Recipient{{Contact: 8, Name: "H. Wrona", Address: "Halina.Wrona@aldermoor.test", DoNotContact: true,
				Capacity: "stakeholder"}, {Person: 3, Name: "Halina", Capacity: "service officer"}},
			"Halina, service officer; stakeholder: shown in app"},
		"two contacts of one address, one barred": {
			[]Recipient{{Contact: 8, Name: "Tove", Address: "tove@mill.test"},
				{Contact: 9, Name: "Tove Aas", Address: "TOVE@mill.test", DoNotContact: true}},
			"Tove, : withheld: do not contact | Tove Aas, : withheld: do not contact"},
		"barred by a contact that is not among them": {
			[]Recipient{{Contact: 8, Name: "Parish office", Address: "clerk@fernilow-pc.test"}},
			"Parish office, : withheld: do not contact"},
		"one contact twice": {
			[]Recipient{{Contact: 8, Name: "Tove", Address: "tove@mill.test", Capacity: "stakeholder"},
				{Contact: 8, Name: "Tove", Address: "tove@mill.test", Capacity: "stakeholder"}},
			"Tove, stakeholder: recorded"},
		"two people of one mailbox": {
			[]Recipient{{Contact: 8, Name: "Tove", Address: "hall@mill.test"},
				{Contact: 9, Name: "Ines", Address: "hall@mill.test"}},
			"Tove, : recorded | Ines, : recorded"},
		"without address": {
			[]Recipient{{Contact: 8, Name: "Tove"}, {Name: "Friends of the quay"}},
			"Tove, : no address | Friends of the quay, : no address"},
		"barred without address": {[]Recipient{{Contact: 8, Name: "Tove", DoNotContact: true}},
			"Tove, : withheld: do not contact"},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, r := range Settle(c.to, known) {
				got = append(got, r.Name+", "+r.Capacity+": "+r.Result())
			}
			if said := strings.Join(got, " | "); said != c.want {
				t.Errorf("%s\nwant %s", said, c.want)
			}
		})
	}
}
