// Package mailer hands e-mails to a mail server.
package mailer

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/mail"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
	"golang.org/x/net/idna"

	"fourgates/internal/mails"
)

// Server is a mail server, as SMTP_URL names it.
type Server struct {
	host, user, password string
	port                 int
	tls                  string // starttls, tls or none
	config               *tls.Config
	within               time.Duration
}

// Read reads an address such as smtp://name:password@mail.example.org:587?tls=starttls. The error is a sentence that
// shows no secret.
func Read(address string) (*Server, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "smtp" || u.Hostname() == "" || strings.Trim(u.Path, "/") != "" {
		return nil, errors.New("is not an address such as smtp://name:password@host:587?tls=starttls")
	}
	s := &Server{host: u.Hostname(), tls: u.Query().Get("tls"), within: 30 * time.Second}
	if u.User != nil {
		s.user = u.User.Username()
		s.password, _ = u.User.Password()
	}
	ports := map[string]int{"": 587, "starttls": 587, "tls": 465, "none": 25}
	port, known := ports[s.tls]
	switch {
	case !known:
		return nil, errors.New("has a tls= that is none of starttls, tls and none")
	case s.tls == "none" && s.password != "":
		return nil, errors.New("sends a password in the open; write tls=starttls or tls=tls")
	case s.tls == "":
		s.tls = "starttls"
	}
	if s.port = port; u.Port() != "" {
		if s.port, err = strconv.Atoi(u.Port()); err != nil || s.port < 1 || s.port > 65535 {
			return nil, errors.New("has a port that is none")
		}
	}
	return s, nil
}

// Name is the server's name, without any secret.
func (s *Server) Name() string { return s.host }

// Failure is a try that failed.
type Failure struct {
	Said  string // the server's words, or what kept it from being reached
	Final bool   // trying again would be refused again

	unknown bool // what was asked for is not there
}

// Error is what was said.
func (f *Failure) Error() string { return f.Said }

// Send hands the letter to the server. It returns a *Failure where the server did not take it, and nil once it did,
// whatever went wrong afterwards. One letter goes over one connection, so that none suffers from another.
func (s *Server) Send(ctx context.Context, l mails.Letter, at time.Time) error {
	if _, err := address(l.Council, l.From); err != nil {
		return &Failure{Said: "MAIL_FROM: " + err.Error()} // not the letter's
	}
	m, err := Message(l, at)
	if err != nil {
		return &Failure{Said: err.Error(), Final: true}
	}
	c, err := s.client(l)
	if err != nil {
		return &Failure{Said: err.Error()}
	}
	ctx, cancel := context.WithTimeout(ctx, s.within)
	defer cancel()
	err = c.DialAndSendWithContext(ctx, m)
	if err == nil || m.IsDelivered() {
		return nil
	}
	sent, ok := errors.AsType[*gomail.SendError](err)
	if !ok {
		return &Failure{Said: plain(err.Error())}
	}
	return &Failure{Said: plain(err.Error()), Final: ofTheLetter(sent)}
}

// enhanced is the code that says more of a refusal (RFC 3463).
var enhanced = regexp.MustCompile(`\b5\.[0-9]{1,3}\.[0-9]{1,3}\b`)

// ofTheLetter reports whether a refusal is of this letter for good: of its recipient, or of what it says. What a server
// has against whoever sends, a login, a policy or a full relay, is for an administrator to mend, and tried again.
func ofTheLetter(e *gomail.SendError) bool {
	if code := e.ErrorCode(); e.IsTemp() || code < 500 || code > 599 {
		return false
	}
	class := enhanced.FindString(e.Error())
	policy := strings.HasPrefix(class, "5.7.") || strings.HasPrefix(class, "5.2.2")
	return e.Reason == gomail.ErrSMTPRcptTo && !strings.HasPrefix(class, "5.7.") ||
		(e.Reason == gomail.ErrSMTPData || e.Reason == gomail.ErrSMTPDataClose) && !policy
}

func (s *Server) client(l mails.Letter) (*gomail.Client, error) {
	helo := "fourgates.invalid"
	if _, host, ok := strings.Cut(l.From, "@"); ok {
		helo = host
	}
	o := []gomail.Option{gomail.WithPort(s.port), gomail.WithTimeout(s.within), gomail.WithHELO(helo),
		gomail.WithoutSMTPUTF8(), gomail.WithoutNoop()}
	switch s.tls {
	case "starttls":
		o = append(o, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case "tls":
		o = append(o, gomail.WithSSL())
	default:
		o = append(o, gomail.WithTLSPolicy(gomail.NoTLS))
	}
	if s.config != nil {
		o = append(o, gomail.WithTLSConfig(s.config))
	}
	if s.user != "" {
		o = append(o, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(s.user),
			gomail.WithPassword(s.password))
	}
	return gomail.NewClient(s.host, o...)
}

// Message is the letter as it goes to the server.
func Message(l mails.Letter, at time.Time) (*gomail.Msg, error) {
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithBoundary("fourgates-"+boundaryOf(l.MessageID)))
	to, err := address(l.Name, l.To)
	if err != nil {
		return nil, err
	}
	from, err := address(l.Council, l.From)
	if err != nil {
		return nil, err
	}
	m.SetAddrHeaderFromMailAddress(gomail.HeaderFrom, from)
	m.SetAddrHeaderFromMailAddress(gomail.HeaderTo, to)
	var team []*mail.Address
	for _, r := range l.ReplyTo {
		if a, err := address("", r); err == nil {
			team = append(team, a)
		}
	}
	if len(team) > 0 {
		m.ReplyToMailAddress(team...)
	}
	m.Subject(l.Subject)
	m.SetDateWithValue(at.UTC())
	m.SetMessageIDWithValue(l.MessageID)
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetGenHeader("X-Auto-Response-Suppress", "All")
	m.SetBodyString(gomail.TypeTextPlain, l.Text())
	m.AddAlternativeString(gomail.TypeTextHTML, l.HTML())
	return m, nil
}

// Bytes is the message as it goes over the line.
func Bytes(l mails.Letter, at time.Time) ([]byte, error) {
	m, err := Message(l, at)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	_, err = m.WriteTo(&b)
	return b.Bytes(), err
}

// boundaryOf is what comes before the @ of a message's id.
func boundaryOf(id string) string {
	name, _, _ := strings.Cut(id, "@")
	return name
}

// address is an address that any server takes: its domain in ASCII.
func address(name, at string) (*mail.Address, error) {
	local, host, ok := strings.Cut(at, "@")
	if !ok || strings.IndexFunc(local, func(r rune) bool { return r > 126 || r <= ' ' }) >= 0 {
		return nil, fmt.Errorf("the address cannot be written to: before its @ stands what not every server takes")
	}
	ascii, err := idna.Lookup.ToASCII(host)
	if err != nil {
		return nil, fmt.Errorf("the address cannot be written to: there is no such domain")
	}
	return &mail.Address{Name: name, Address: local + "@" + ascii}, nil
}

// plain is what a server said, on one line that can be shown.
func plain(said string) string {
	said = strings.Join(strings.Fields(strings.ToValidUTF8(strings.ReplaceAll(said, "\x00", ""), "?")), " ")
	if r := []rune(said); len(r) > mostSaid {
		said = string(r[:mostSaid]) + "…"
	}
	return said
}

// mostSaid is how much of what a server says is kept.
const mostSaid = 400

// Advice says what to do about some of the refusals that servers are known for; "" for others.
func Advice(said string) string {
	switch {
	case strings.Contains(said, "5.7.30"):
		return "Microsoft 365 no longer takes passwords for sending. Have its administrator set up a connector that " +
			"accepts mail from this server's address, and leave name and password out of SMTP_URL."
	case strings.Contains(said, "5.7.60"), strings.Contains(said, "5.7.1"):
		return "The server does not let this account send as MAIL_FROM, or does not relay for this machine."
	case strings.Contains(said, "STARTTLS"):
		return "The server offers no STARTTLS; write tls=tls into SMTP_URL, or tls=none on a line that nobody else " +
			"reads."
	}
	return ""
}
