package notices

import "testing"

func TestWhatBecomesOfTellingSomebody(t *testing.T) {
	for want, r := range map[string]Recipient{
		"shown in app":             {Person: 3, Address: "a@aldermoor.test", DoNotContact: true},
		"by letter":                {Person: 3, Letter: true},
		"recorded":                 {Address: "a@aldermoor.test"},
		"no address":               {Name: "Suresh"},
		"withheld: do not contact": {Address: "a@aldermoor.test", DoNotContact: true},
	} {
		if got := r.Result(); got != want {
			t.Errorf("%+v: %q, want %q", r, got, want)
		}
	}
}

func TestNobodyIsCountedAsToldWhoWasNot(t *testing.T) {
	for want, r := range map[string]Reach{
		"Nobody":               {},
		"4 recorded, not told": {Recorded: 4},
		"2 shown it here":      {Shown: 2},
		"1 withheld":           {Withheld: 1},
		"1 by letter":          {ByLetter: 1},
		"3 shown it here, 1 of them read it, 2 recorded, not told, 1 without address, not told, 1 withheld": {
			Shown: 3, Read: 1, Recorded: 2, NoAddress: 1, Withheld: 1},
	} {
		if got := r.Words(); got != want {
			t.Errorf("%+v: %q, want %q", r, got, want)
		}
	}
}
