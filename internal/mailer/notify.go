package mailer

import (
	"bytes"
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"fourgates/internal/mails"
)

// Notify sends by GOV.UK Notify: one template there, of ((subject)) and ((body)).
type Notify struct {
	service, secret, template, at string
	client                        *http.Client
}

// NotifyURL is where GOV.UK Notify is.
const NotifyURL = "https://api.notifications.service.gov.uk"

var (
	uuid      = `[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}`
	notifyKey = regexp.MustCompile(`^.+-(` + uuid + `)-(` + uuid + `)$`)
	template  = regexp.MustCompile(`^` + uuid + `$`)
)

// ReadNotify reads a key of GOV.UK Notify's, the id of a template and an address, NotifyURL where it is empty. The
// error is a sentence that shows no secret.
func ReadNotify(key, id, at string) (*Notify, error) {
	m := notifyKey.FindStringSubmatch(strings.ToLower(key))
	if m == nil {
		return nil, errors.New("NOTIFY_API_KEY is not a whole key: a name, a hyphen and two ids of 36 characters " +
			"with a hyphen between")
	}
	if !template.MatchString(strings.ToLower(id)) {
		return nil, errors.New("NOTIFY_TEMPLATE_ID is not the id of a template, such as " +
			"217a419e-6a7d-482a-9596-718b889dffce")
	}
	return &Notify{service: m[1], secret: key[len(key)-36:], template: strings.ToLower(id),
		at: strings.TrimSuffix(cmp.Or(at, NotifyURL), "/"), client: &http.Client{Timeout: 30 * time.Second}}, nil
}

// Send hands the letter to Notify, and returns the id that it has there. It returns a *Failure where Notify did not
// take it.
func (n *Notify) Send(ctx context.Context, l mails.Letter, at time.Time) (id string, err error) {
	to, err := address(l.Name, l.To)
	if err != nil {
		return "", &Failure{Said: err.Error(), Final: true}
	}
	body := map[string]any{"email_address": to.Address, "template_id": n.template, "reference": l.MessageID,
		"personalisation": map[string]string{"subject": l.Subject, "body": markdown(l)}}
	var answer struct{ ID string }
	if err := n.ask(ctx, http.MethodPost, "/v2/notifications/email", body, at, &answer); err != nil {
		return "", err
	}
	return answer.ID, nil
}

// Fate says what became of what Notify took.
func (n *Notify) Fate(ctx context.Context, id string, at time.Time) (mails.Fate, error) {
	var answer struct{ Status string }
	err := n.ask(ctx, http.MethodGet, "/v2/notifications/"+url.PathEscape(id), nil, at, &answer)
	if failure, ok := errors.AsType[*Failure](err); ok && failure.unknown {
		return mails.Fate{Over: true}, nil // it is forgotten there after a week
	}
	if err != nil {
		return mails.Fate{}, err
	}
	switch answer.Status {
	case "delivered":
		return mails.Fate{Over: true, Delivered: true}, nil
	case "permanent-failure":
		return mails.Fate{Over: true, Bounced: "GOV.UK Notify: there is no such address"}, nil
	case "temporary-failure":
		return mails.Fate{Over: true, Bounced: "GOV.UK Notify: their server did not take it for three days"}, nil
	case "technical-failure":
		return mails.Fate{Over: true, Bounced: "GOV.UK Notify: technical failure"}, nil
	}
	return mails.Fate{}, nil
}

// ask asks Notify and reads what it answers.
func (n *Notify) ask(ctx context.Context, method, path string, body any, at time.Time, into any) error {
	var sent io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return &Failure{Said: "the letter cannot be written", Final: true}
		}
		sent = bytes.NewReader(text)
	}
	r, err := http.NewRequestWithContext(ctx, method, n.at+path, sent)
	if err != nil {
		return &Failure{Said: "NOTIFY_URL is no address"}
	}
	r.Header.Set("Authorization", "Bearer "+n.token(at))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "fourgates")
	a, err := n.client.Do(r)
	if err != nil {
		if e, ok := errors.AsType[*url.Error](err); ok {
			err = e.Err // without the address
		}
		return &Failure{Said: plain("GOV.UK Notify: " + err.Error())}
	}
	defer a.Body.Close()
	text, err := io.ReadAll(io.LimitReader(a.Body, 1<<20))
	if err != nil {
		return &Failure{Said: plain("GOV.UK Notify: " + err.Error())}
	}
	if a.StatusCode/100 != 2 {
		return refused(a.StatusCode, text)
	}
	if err := json.Unmarshal(text, into); err != nil {
		return &Failure{Said: "GOV.UK Notify answered what is no JSON"}
	}
	return nil
}

// refused is what Notify says against a letter. Only what it has against the recipient's address is the letter's: a key
// or a template that it does not take, a clock that is off and a limit are ours to mend, and it is tried again.
func refused(status int, text []byte) *Failure {
	var said struct {
		Errors []struct{ Error, Message string }
	}
	words := fmt.Sprintf("GOV.UK Notify: %d", status)
	if json.Unmarshal(text, &said) == nil {
		for _, e := range said.Errors {
			words += " " + e.Error + ": " + e.Message
		}
	}
	final := status == http.StatusBadRequest && strings.Contains(words, "ValidationError") &&
		strings.Contains(words, "email_address")
	return &Failure{Said: plain(words), Final: final, unknown: status == http.StatusNotFound}
}

// token is the JSON Web Token for a call at a moment: Notify takes it for half a minute.
func (n *Notify) token(at time.Time) string {
	part := func(v any) string {
		text, _ := json.Marshal(v)
		return base64.RawURLEncoding.EncodeToString(text)
	}
	said := part(map[string]string{"typ": "JWT", "alg": "HS256"}) + "." +
		part(map[string]any{"iss": n.service, "iat": at.Unix()})
	mac := hmac.New(sha256.New, []byte(n.secret))
	mac.Write([]byte(said))
	return said + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// markdown is the letter for Notify, which reads a body as Markdown: what people wrote is not that, and its signs stay
// signs. Notify would take addresses out of words that it escapes itself, and the link is one.
func markdown(l mails.Letter) string {
	lines := l.Paragraphs()
	for i, line := range lines {
		if line != l.Link {
			lines[i] = literal(line)
		}
	}
	return strings.Join(lines, "\n\n")
}

var (
	marks   = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`)
	leading = regexp.MustCompile(`^(?:[#^>=~+•|-]|[0-9]+[.)])`)
)

// literal is a line whose signs mean nothing. What makes a heading, a list or a quotation at the beginning of a line
// does not behind a sign that is not seen.
func literal(line string) string {
	line = marks.Replace(line)
	if leading.MatchString(line) {
		line = "\u2060" + line
	}
	return line
}
