package mails

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var house = House{Council: "Aldermoor County Council", Base: "https://lcap.aldermoor.test",
	From: "lcap@aldermoor.test"}

// The words of a letter, whole: a frozen one is shown by these templates for ever.
func TestALetterSaysTheSameInTextAndHTML(t *testing.T) {
	l := LetterTo(house, About{Subject: "Your decision is needed: Castle\r\nBcc: all@aldermoor.test",
		Body: "Gate 1 for Castle was submitted.\n\nIt is due on 14 April <soon> & “not” later.", Link: "/attempts/7",
		Team: []string{"nia@aldermoor.test"}},
		Recipient{Person: 3, Name: "The \"Hub\",\nTŷ Mawr", Address: "hub@tŷ-mawr.test",
			Capacity: "stakeholder"}, "0a1b2c")
	const text = `Dear The "Hub", Tŷ Mawr

Gate 1 for Castle was submitted.

It is due on 14 April <soon> & “not” later.

See what it is about:
https://lcap.aldermoor.test/attempts/7

You will be asked to sign in. Opening the link decides nothing.
An answer to this e-mail reaches those who work for the area. It decides nothing.
You are told as stakeholder.
Aldermoor County Council, Local Community Action Plans
`
	if d := cmp.Diff(text, l.Text()); d != "" {
		t.Error(d)
	}
	const page = `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Your decision is needed: Castle Bcc: all@aldermoor.test</title></head>
<body>
<p>Dear <span dir="auto">The &#34;Hub&#34;, Tŷ Mawr</span></p>
<p dir="auto">Gate 1 for Castle was submitted.</p>
<p dir="auto">It is due on 14 April &lt;soon&gt; &amp; “not” later.</p>
<p><a href="https://lcap.aldermoor.test/attempts/7">See what it is about</a></p>
<hr>
<p>You will be asked to sign in. Opening the link decides nothing.</p>
<p>An answer to this e-mail reaches those who work for the area. It decides nothing.</p>
<p>You are told as stakeholder.</p>
<p>Aldermoor County Council, Local Community Action Plans</p>
</body>
</html>
`
	if d := cmp.Diff(page, l.HTML()); d != "" {
		t.Error(d)
	}
	if l.MessageID != "0a1b2c@aldermoor.test" {
		t.Errorf("the message id is %s", l.MessageID)
	}
}

func TestWhoMayBeWrittenTo(t *testing.T) {
	ended := Standing{Ended: true}
	contact := func(s Standing) Recipient { return Recipient{Contact: 8, Standing: s} }
	const consent, otherwise = "consent", "they want to be told otherwise than by e-mail: by telephone"
	for name, c := range map[string]struct {
		Recipient
		want string
	}{
		"an account":                     {Recipient{Person: 3}, ""},
		"a disabled account":             {Recipient{Person: 3, Standing: ended}, "their access has ended"},
		"an office holder who is barred": {Recipient{Person: 3, Contact: 8, Standing: Standing{Barred: true}}, ""},
		"a contact":                      {contact(Standing{Channel: "email", Basis: consent}), ""},
		"without a lawful basis":         {contact(Standing{Channel: "email"}), "no lawful basis is recorded"},
		"a barred contact":               {contact(Standing{Barred: true, Basis: consent}), "do not contact"},
		"who wants to be telephoned":     {contact(Standing{Channel: "phone", Basis: consent}), otherwise},
		"who is no contact":              {Recipient{}, ""},
		"a barred address":               {Recipient{Standing: Standing{Barred: true}}, "do not contact"},
	} {
		if got := c.Withheld(); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestAMailIsTriedAgainSoonAndForTwoDays(t *testing.T) {
	made := time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC)
	m := Mail{State: Sending, Made: made}
	for _, c := range []struct {
		tries int
		wait  time.Duration
	}{{1, 15 * time.Second}, {2, 30 * time.Second}, {3, time.Minute}, {4, 2 * time.Minute}, {5, 4 * time.Minute},
		{700, 4 * time.Minute}} {
		m.Tries = c.tries
		if got, wait := m.Failed("451 busy", false, made.Add(47*time.Hour)); wait != c.wait || got.State != Waiting {
			t.Errorf("after %d tries: %s, %s", c.tries, wait, got.State)
		}
	}
	if got, wait := m.Failed("550 no", true, made); wait != 0 || got.State != Refused || got.Said != "550 no" {
		t.Errorf("what is final: %+v", got)
	}
	if got, _ := m.Failed("451 busy", false, made.Add(48*time.Hour)); got.State != Refused ||
		got.Said != "given up after two days: 451 busy" || got.Settled.IsZero() {
		t.Errorf("after two days: %+v", got)
	}
}
