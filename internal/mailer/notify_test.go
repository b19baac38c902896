package mailer

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/mails"
)

const (
	someKey      = "aldermoor-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0"
	someTemplate = "217a419e-6a7d-482a-9596-718b889dffce"
)

// notify is GOV.UK Notify in the test's own process: it takes e-mails, or answers as it is told.
type notify struct {
	*Notify
	mu     sync.Mutex
	asked  []string // each call whole: method, path, headers that matter, body
	status int
	answer string
}

func newNotify(t *testing.T) *notify {
	t.Helper()
	n := &notify{status: http.StatusCreated, answer: `{"id": "740e5834-3a29-46b4-9a6f-16142fde533a"}`}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		n.mu.Lock()
		defer n.mu.Unlock()
		n.asked = append(n.asked, r.Method+" "+r.URL.String()+"\n"+r.Header.Get("Authorization")+"\n"+
			r.Header.Get("Content-Type")+"\n"+string(body))
		w.WriteHeader(n.status)
		_, _ = io.WriteString(w, n.answer)
	}))
	t.Cleanup(s.Close)
	var err error
	if n.Notify, err = ReadNotify(someKey, someTemplate, s.URL+"/"); err != nil {
		t.Fatal(err)
	}
	return n
}

func notifyLetter() mails.Letter {
	return mails.LetterTo(mails.House{Council: "Aldermoor County Council", Base: "https://lcap.aldermoor.test",
		Notify: true}, mails.About{Subject: "Your decision is needed: *Castle*\r\n# now",
		Body: "# Gate 1 for [Castle](https://evil.test) was submitted.\n1. It is `due` on 14 April_2026 & “not” later.",
		Link: "/attempts/7", Team: []string{"nia@aldermoor.test", "tomos@aldermoor.test"}},
		mails.Recipient{Person: 3, Name: "^ The \"Hub\", Tŷ Mawr", Address: "hub@tŷ-mawr.test",
			Capacity: "stakeholder"}, "0a1b2c")
}

// What Notify is asked, whole: the token for the moment, the address in ASCII, people's words with no sign that it
// would read as Markdown, and the link as it is.
func TestNotifyIsHandedALetterAsItIs(t *testing.T) {
	t.Parallel()
	n := newNotify(t)
	id, err := n.Send(t.Context(), notifyLetter(), at)
	if err != nil || id != "740e5834-3a29-46b4-9a6f-16142fde533a" {
		t.Fatalf("%q, %v", id, err)
	}
	body, err := json.Marshal(map[string]any{"email_address": "hub@xn--t-mawr-pob.test",
		"template_id": someTemplate, "reference": "0a1b2c@fourgates.invalid", "personalisation": map[string]string{
			"subject": "Your decision is needed: *Castle* # now",
			"body": strings.ReplaceAll(`Dear ^ The "Hub", Tŷ Mawr

|# Gate 1 for \[Castle\](https://evil.test) was submitted.

|1. It is \`+"`due\\`"+` on 14 April\_2026 & “not” later.

See what it is about:

https://lcap.aldermoor.test/attempts/7

You will be asked to sign in. Opening the link decides nothing.

Nobody reads answers to this e-mail. Those who work for the area are reached at `+
				`nia@aldermoor.test and tomos@aldermoor.test.

You are told as stakeholder.

Aldermoor County Council, Local Community Action Plans`, "|", "\u2060")}})
	if err != nil {
		t.Fatal(err)
	}
	// the claims and the secret of the key, signed apart from this program
	const token = `eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.` +
		`eyJpYXQiOjE3NzQ3NDU5NDAsImlzcyI6IjI2Nzg1YTA5LWFiMTYtNGViMC04NDA3LWEzNzQ5N2E1NzUwNiJ9.` +
		`T0dGzU21b_XttBF1_im3T8UxGsWglVgiplRAaQb_JFo`
	want := "POST /v2/notifications/email\nBearer " + token + "\napplication/json\n" + string(body)
	if d := cmp.Diff([]string{want}, n.asked); d != "" {
		t.Error(d)
	}
}

// What Notify can say against a letter, and whether trying again makes sense.
func TestWhatNotifySaysIsKeptAndSaysWhetherToTryAgain(t *testing.T) {
	t.Parallel()
	said := func(kind, words string) string {
		return `{"status_code": 0, "errors": [{"error": "` + kind + `", "message": "` + words + `"}]}`
	}
	for _, c := range []struct {
		status int
		answer string
		final  bool
		said   string
	}{
		{400, said("ValidationError", "email_address Not a valid email address"), true,
			"GOV.UK Notify: 400 ValidationError: email_address Not a valid email address"},
		{400, said("BadRequestError", "Can't send to this recipient using a team-only API key"), false, "team-only"},
		{404, said("NoResultFound", "No result found"), false, "404"},
		{403, said("AuthError", "Error: Your system clock must be accurate to within 30 seconds"), false, "clock"},
		{403, said("AuthError", "Invalid token: API key not found"), false, "API key not found"},
		{429, said("TooManyRequestsError", "Exceeded send limits (50) for today"), false, "send limits (50)"},
		{500, said("Exception", "Internal server error"), false, "500 Exception"},
		{503, "<html>down</html>", false, "GOV.UK Notify: 503"},
		{201, "<html>what?</html>", false, "no JSON"},
	} {
		n := newNotify(t)
		n.status, n.answer = c.status, c.answer
		_, err := n.Send(t.Context(), notifyLetter(), at)
		failure, ok := errors.AsType[*Failure](err)
		if !ok || failure.Final != c.final || !strings.Contains(failure.Said, c.said) ||
			strings.Contains(failure.Said, "3d844edf") {
			t.Errorf("%d %s: %v", c.status, c.answer, err)
		}
	}
	n := newNotify(t)
	n.at = "http://127.0.0.1:1"
	_, err := n.Send(t.Context(), notifyLetter(), at)
	if failure, ok := errors.AsType[*Failure](err); !ok || failure.Final || strings.Contains(failure.Said, "http://") {
		t.Errorf("Notify is down: %v", err)
	}
}

func TestNotifySaysLaterWhatBecameOfALetter(t *testing.T) {
	t.Parallel()
	n := newNotify(t)
	for status, want := range map[string]mails.Fate{"created": {}, "sending": {}, "delivered": {Over: true,
		Delivered: true}, "permanent-failure": {Over: true, Bounced: "GOV.UK Notify: there is no such address"},
		"temporary-failure": {Over: true, Bounced: "GOV.UK Notify: their server did not take it for three days"},
		"technical-failure": {Over: true, Bounced: "GOV.UK Notify: technical failure"}} {
		n.status, n.answer = 200, `{"status": "`+status+`"}`
		if got, err := n.Fate(t.Context(), "740e5834", at); err != nil || got != want {
			t.Errorf("%s: %+v, %v", status, got, err)
		}
	}
	n.status, n.answer = 404, `{"errors": [{"error": "NoResultFound", "message": "No result found"}]}`
	if got, err := n.Fate(t.Context(), "740e5834", at); err != nil || !got.Over || got.Delivered || got.Bounced != "" {
		t.Errorf("forgotten: %+v, %v", got, err)
	}
	n.status = 500
	if _, err := n.Fate(t.Context(), "740e5834", at); err == nil {
		t.Error("a Notify that fails says what became of it")
	}
	if got := n.asked[0]; !strings.HasPrefix(got, "GET /v2/notifications/740e5834\nBearer ey") {
		t.Errorf("asked %s", got)
	}
}

func TestSettingsOfNotifyAreReadWithoutShowingSecrets(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ key, template, want string }{
		{someKey, someTemplate, ""},
		{strings.ToUpper(someKey), strings.ToUpper(someTemplate), ""},
		{someKey[:60], someTemplate, "NOTIFY_API_KEY"},
		{"3d844edf-8d35-48ac-975b-e847b4f122b0", someTemplate, "NOTIFY_API_KEY"},
		{someKey, "my template", "NOTIFY_TEMPLATE_ID"},
	} {
		_, err := ReadNotify(c.key, c.template, "")
		if (err == nil) != (c.want == "") || err != nil && (!strings.Contains(err.Error(), c.want) ||
			strings.Contains(err.Error(), "3d844edf")) {
			t.Errorf("%s %s: %v", c.key, c.template, err)
		}
	}
}
