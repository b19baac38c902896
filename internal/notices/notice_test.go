package notices

import "testing"

func TestWhatBecomesOfTellingSomebody(t *testing.T) {
	for want, r := range map[string]Recipient{
		"shown in app":             {Person: 3, Address: "a@aldermoor.test"},
		"recorded":                 {Address: "a@aldermoor.test"},
		"no address":               {Name: "Suresh"},
		"withheld: do not contact": {Person: 3, Address: "a@aldermoor.test", DoNotContact: true},
	} {
		if got := r.Result(); got != want {
			t.Errorf("%+v: %q, want %q", r, got, want)
		}
	}
}
