package mailer

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"fourgates/internal/mails"
)

var at = time.Date(2026, 3, 29, 0, 59, 0, 0, time.UTC)

func letter() mails.Letter {
	return mails.LetterTo(mails.House{Council: "Aldermoor County Council", Base: "https://lcap.aldermoor.test",
		From: "lcap@aldermoor.test"}, mails.About{Subject: "Your decision is needed: Castle\r\nBcc: all@aldermoor.test",
		Body: "Gate 1 for Castle was submitted.\nIt is due on 14 April 2026 <soon> & “not” later.", Link: "/attempts/7",
		Team: []string{"nia@aldermoor.test", "tomos@aldermoor.test"}},
		mails.Recipient{Person: 3, Name: "The \"Hub\", Tŷ Mawr", Address: "hub@tŷ-mawr.test",
			Capacity: "stakeholder"}, "0a1b2c")
}

func server(t *testing.T, p *post) *Server {
	t.Helper()
	s, err := Read("smtp://" + p.at + "?tls=none")
	if err != nil {
		t.Fatal(err)
	}
	s.within = 5 * time.Second
	return s
}

// What goes over the line, byte for byte: the address in ASCII, the name quoted, the subject on one line, text and HTML
// of one letter.
func TestALetterGoesOverTheLineAsItIs(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	if err := server(t, p).Send(t.Context(), letter(), at); err != nil {
		t.Fatal(err)
	}
	got := p.messages()
	if len(got) != 1 {
		t.Fatalf("%d messages came", len(got))
	}
	want := strings.ReplaceAll(wholeMessage, "\n", "\r\n")
	if got[0] != want {
		t.Errorf("got\n%s\nwant\n%s", got[0], want)
	}
}

const wholeMessage = `RCPT TO:<hub@xn--t-mawr-pob.test>
Auto-Submitted: auto-generated
Date: Sun, 29 Mar 2026 00:59:00 +0000
MIME-Version: 1.0
Message-ID: <0a1b2c@aldermoor.test>
Subject: Your decision is needed: Castle Bcc: all@aldermoor.test
X-Auto-Response-Suppress: All
From: "Aldermoor County Council" <lcap@aldermoor.test>
To: =?utf-8?b?VGhlICJIdWIiLCBUxbcgTWF3cg==?= <hub@xn--t-mawr-pob.test>
Reply-To: <nia@aldermoor.test>, <tomos@aldermoor.test>
Content-Type: multipart/alternative;
 boundary=fourgates-0a1b2c

--fourgates-0a1b2c
Content-Transfer-Encoding: quoted-printable
Content-Type: text/plain; charset=UTF-8

Dear The "Hub", T=C5=B7 Mawr

Gate 1 for Castle was submitted.

It is due on 14 April 2026 <soon> & =E2=80=9Cnot=E2=80=9D later.

See what it is about:
https://lcap.aldermoor.test/attempts/7

You will be asked to sign in. Opening the link decides nothing.
An answer to this e-mail reaches those who work for the area. It decides no=
thing.
You are told as stakeholder.
Aldermoor County Council, Local Community Action Plans

--fourgates-0a1b2c
Content-Transfer-Encoding: quoted-printable
Content-Type: text/html; charset=UTF-8

<!DOCTYPE html>
<html lang=3D"en">
<head><meta charset=3D"utf-8"><title>Your decision is needed: Castle Bcc: a=
ll@aldermoor.test</title></head>
<body>
<p>Dear <span dir=3D"auto">The &#34;Hub&#34;, T=C5=B7 Mawr</span></p>
<p dir=3D"auto">Gate 1 for Castle was submitted.</p>
<p dir=3D"auto">It is due on 14 April 2026 &lt;soon&gt; &amp; =E2=80=9Cnot=
=E2=80=9D later.</p>
<p><a href=3D"https://lcap.aldermoor.test/attempts/7">See what it is about<=
/a></p>
<hr>
<p>You will be asked to sign in. Opening the link decides nothing.</p>
<p>An answer to this e-mail reaches those who work for the area. It decides=
 nothing.</p>
<p>You are told as stakeholder.</p>
<p>Aldermoor County Council, Local Community Action Plans</p>
</body>
</html>

--fourgates-0a1b2c--
`

// Each way in which a server can fail, and whether trying again makes sense.
func TestWhatAServerSaysIsKeptAndSaysWhetherToTryAgain(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		command, answer string
		took            int
		fails, final    bool
		said            string
	}{
		{"RCPT", "550 5.1.1 no such box", 0, true, true, "550"},
		{"RCPT", "451 4.7.1 come back later", 0, true, false, "451"},
		{"MAIL", "530 5.7.30 basic authentication is not supported", 0, true, false, "5.7.30"}, // ours to mend
		{"RCPT", "550 5.7.1 relaying denied", 0, true, false, "5.7.1"},
		{".", "554 5.6.0 cannot be read", 0, true, true, "554"},
		{".", "554 5.7.1 refused by policy", 0, true, false, "554"},
		{".", "cut", 0, true, false, ""},
		{"DATA", "cut", 0, true, false, ""},
		{".", "cut after", 1, false, false, ""}, // it was taken: what goes wrong later is no failure
		{"QUIT", "451 4.0.0 busy", 1, false, false, ""},
		{"RSET", "451 4.0.0 busy", 1, false, false, ""},
	} {
		p := newPost(t)
		p.say(c.command, c.answer)
		err := server(t, p).Send(t.Context(), letter(), at)
		if n := len(p.messages()); n != c.took {
			t.Errorf("%s %s: %d taken", c.command, c.answer, n)
		}
		failure, ok := errors.AsType[*Failure](err)
		if ok != c.fails || err != nil && !ok {
			t.Errorf("%s %s: %v", c.command, c.answer, err)
			continue
		}
		if ok && (failure.Final != c.final || !strings.Contains(failure.Said, c.said)) {
			t.Errorf("%s %s: %+v", c.command, c.answer, *failure)
		}
	}
	down := newPost(t)
	s := server(t, down)
	s.port = 1
	failure, ok := errors.AsType[*Failure](s.Send(t.Context(), letter(), at))
	if !ok || failure.Final {
		t.Errorf("a server that is down: %v", failure)
	}
}

func TestAddressesOfServersAreReadWithoutShowingSecrets(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"smtp://mail.aldermoor.test":                             "587 starttls",
		"smtp://mail.aldermoor.test?tls=tls":                     "465 tls",
		"smtp://mail.aldermoor.test?tls=none":                    "25 none",
		"smtp://a:secret@mail.aldermoor.test:2525":               "2525 starttls",
		"smtp://a:secret@mail.aldermoor.test?tls=none":           "sends a password in the open",
		"smtp://mail.aldermoor.test?tls=perhaps":                 "tls= that is none of",
		"smtp://mail.aldermoor.test:99999":                       "port",
		"https://a:secret@mail.aldermoor.test":                   "is not an address",
		"smtp://":                                                "is not an address",
		"smtp://a:secret@mail.aldermoor.test:587/x?tls=starttls": "is not an address",
	} {
		s, err := Read(address)
		got := ""
		if err != nil {
			got = err.Error()
		} else {
			got = strings.Join([]string{strconv.Itoa(s.port), s.tls}, " ")
		}
		if !strings.Contains(got, want) || strings.Contains(got, "secret") {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
	for of, fine := range map[string]bool{"jo@aldermoor.test": true, "jo@tŷ.test": true, "jö@aldermoor.test": false,
		"jo\n@aldermoor.test": false, "nobody": false} {
		if _, err := address("Jo", of); (err == nil) != fine {
			t.Errorf("%q: %v", of, err)
		}
	}
	if Advice("530 5.7.30 x") == "" || Advice("250 ok") != "" {
		t.Error("the advice is not that of the refusal")
	}
}
