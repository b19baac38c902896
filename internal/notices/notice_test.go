package notices

import (
	"testing"
	"time"
)

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
		"3 sent an e-mail, 1 with an e-mail that waits to be sent, 2 whose e-mail was refused or came back": {
			Mailed: 3, MailWaits: 1, MailFailed: 2},
		"3 shown it here, 1 of them read it, 2 recorded, not told, 1 without address, not told, 1 withheld": {
			Shown: 3, Read: 1, Recorded: 2, NoAddress: 1, Withheld: 1},
	} {
		if got := r.Words(); got != want {
			t.Errorf("%+v: %q, want %q", r, got, want)
		}
	}
}

func TestWhatBecameOfAnEMailIsSaidBesideTheNotice(t *testing.T) {
	on := time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		result string
		m      Mailed
		want   string
	}{
		{Shown, Mailed{}, "Shown in the application, not marked as read"},
		{Shown, Mailed{Mail: "kept"}, "Shown in the application, not marked as read"},
		{Recorded, Mailed{Mail: "kept"}, "Recorded with their address, not told"},
		{Shown, Mailed{Mail: "sent", MailAt: on},
			"Shown in the application, not marked as read. E-mail sent on 10 March 2026"},
		{Recorded, Mailed{Mail: "sent", MailAt: on}, "E-mail sent on 10 March 2026"},
		{Recorded, Mailed{Mail: "sent", MailAt: on, MailDoubtful: true},
			"E-mail sent on 10 March 2026, perhaps twice: the server ended while sending it"},
		{Recorded, Mailed{Mail: "waiting"}, "E-mail waits to be sent"},
		{Recorded, Mailed{Mail: "waiting", MailSaid: "451 busy"},
			"E-mail waits to be sent; the last try failed: 451 busy"},
		{Recorded, Mailed{Mail: "refused", MailSaid: "550 no such box"}, "E-mail refused: 550 no such box"},
		{Recorded, Mailed{Mail: "withheld", MailSaid: "do not contact"}, "E-mail withheld: do not contact"},
	} {
		if got := Became(c.result, nil, c.m); got != c.want {
			t.Errorf("%s %+v: %q, want %q", c.result, c.m, got, c.want)
		}
	}
}
