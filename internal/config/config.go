// Package config reads the settings of an installation from the environment.
package config

import (
	"errors"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"fourgates/internal/domain"
)

// Config is one installation's settings.
type Config struct {
	Database Address // DATABASE_URL; empty means the private Postgres of Data
	// DATABASE_MIGRATE_URL: the same database for the role that owns it; empty means Database
	MigrateDatabase Address
	Addr            string         // FOURGATES_ADDR: where pages are served, host:port
	AdminAddr       string         // FOURGATES_ADMIN_ADDR: where metrics and profiles are served; empty means nowhere
	Data            string         // FOURGATES_DATA: the folder of the private Postgres
	PostgresBin     string         // PG_BINDIR: the folder of Postgres server binaries; empty means look for them
	BaseURL         *url.URL       // BASE_URL: what people type to get here; nil means http on Addr
	Council         string         // COUNCIL_NAME; empty leaves the choice to the caller
	Colour          string         // COUNCIL_COLOUR, as #rrggbb
	MapTiles        string         // MAP_TILES: URL template with {z}, {x} and {y}; empty means outlines only
	Proxies         []netip.Prefix // TRUSTED_PROXIES: whose X-Forwarded-For is believed

	// FOURGATES_REGISTER_KEY: the private key of signed notes with which the register is published; empty publishes
	// none
	RegisterKey Secret

	SMTP          Address // SMTP_URL: the mail server; empty means that no e-mail is sent
	MailFrom      string  // MAIL_FROM: the address that e-mails come from
	MailPerMinute int     // MAIL_PER_MINUTE: how many are sent at most

	NotifyKey      Secret // NOTIFY_API_KEY: GOV.UK Notify sends e-mails, in place of a mail server
	NotifyTemplate string // NOTIFY_TEMPLATE_ID: of one template, of ((subject)) and ((body))
	NotifyURL      string // NOTIFY_URL: where Notify is; empty means its own address

	GateDueWorkingDays int  // GATE_DUE_WORKING_DAYS: from a gate's submission to its deadline
	Substitutes        bool // SUBSTITUTES_ALLOWED: whether a Member may name one (G8)
	CallInKeyOnly      bool // CALL_IN_KEY_ONLY: only key decisions of the Executive can be called in (H3)
}

// Secure reports whether people reach the pages over TLS: cookies are bound to it.
func (c Config) Secure() bool { return c.BaseURL != nil && c.BaseURL.Scheme == "https" }

// Hosts are the names that pages are served under, loopback ones apart. There is always one, so that no other is
// answered.
func (c Config) Hosts() []string {
	hosts := []string{"localhost"}
	if c.BaseURL != nil {
		hosts = append(hosts, c.BaseURL.Hostname())
	}
	return hosts
}

// Loopback reports whether only this machine can reach the pages.
func (c Config) Loopback() bool {
	host, _, err := net.SplitHostPort(c.Addr)
	return err == nil && loopback(host)
}

// loopback is true of addresses, and of the one name, that stay on this machine.
func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// Read takes the settings from the environment, each empty one at its default. The error names every setting that is
// wrong, one to a line, and never shows a secret.
func Read(getenv func(string) string) (Config, error) {
	r := reader{getenv: getenv}
	c := Config{
		Database:           r.database("DATABASE_URL"),
		MigrateDatabase:    r.database("DATABASE_MIGRATE_URL"),
		Addr:               r.address("FOURGATES_ADDR", "127.0.0.1:8080"),
		AdminAddr:          r.address("FOURGATES_ADMIN_ADDR", ""),
		Data:               r.text("FOURGATES_DATA", ".data"),
		PostgresBin:        r.text("PG_BINDIR", ""),
		BaseURL:            r.baseURL("BASE_URL"),
		Council:            r.text("COUNCIL_NAME", ""),
		Colour:             r.colour("COUNCIL_COLOUR", "#1d5c4a"),
		MapTiles:           r.tiles("MAP_TILES"),
		Proxies:            r.networks("TRUSTED_PROXIES"),
		RegisterKey:        r.noteKey("FOURGATES_REGISTER_KEY"),
		SMTP:               r.smtp("SMTP_URL"),
		MailFrom:           r.email("MAIL_FROM"),
		MailPerMinute:      r.number("MAIL_PER_MINUTE", 120, 6000),
		NotifyKey:          Secret(r.text("NOTIFY_API_KEY", "")),
		NotifyTemplate:     r.text("NOTIFY_TEMPLATE_ID", ""),
		NotifyURL:          r.service("NOTIFY_URL"),
		GateDueWorkingDays: r.days("GATE_DUE_WORKING_DAYS", 10),
		Substitutes:        r.yes("SUBSTITUTES_ALLOWED"),
		CallInKeyOnly:      r.yes("CALL_IN_KEY_ONLY"),
	}
	if c.MigrateDatabase != "" && c.Database == "" {
		r.wrong("DATABASE_MIGRATE_URL is set and DATABASE_URL is not; set both, or neither")
	}
	r.checkMail(c)
	return c, errors.Join(r.errs...)
}

// checkMail finds what is wrong with how the settings of e-mail go together.
func (r *reader) checkMail(c Config) {
	if (c.SMTP == "") != (c.MailFrom == "") {
		r.wrong("SMTP_URL and MAIL_FROM go together: set both, or neither, and no e-mail is sent")
	}
	if (c.NotifyKey == "") != (c.NotifyTemplate == "") {
		r.wrong("NOTIFY_API_KEY and NOTIFY_TEMPLATE_ID go together: set both, or neither, and no e-mail is sent")
	}
	if c.SMTP != "" && c.NotifyKey != "" {
		r.wrong("SMTP_URL and NOTIFY_API_KEY are both set; leave one out, for one of them sends the e-mails")
	}
}

// reader reads settings and collects what is wrong with them.
type reader struct {
	getenv func(string) string
	errs   []error
}

func (r *reader) wrong(sentence string) { r.errs = append(r.errs, errors.New(sentence)) }

func (r *reader) text(name, otherwise string) string {
	if v := strings.TrimSpace(r.getenv(name)); v != "" {
		return v
	}
	return otherwise
}

func (r *reader) database(name string) Address {
	v := r.text(name, "")
	if v == "" {
		return ""
	}
	if !strings.HasPrefix(v, "postgres://") && !strings.HasPrefix(v, "postgresql://") {
		r.wrong(name + " is not an address such as postgres://name:password@host:5432/database")
		return ""
	}
	return Address(v)
}

func (r *reader) address(name, otherwise string) string {
	v := r.text(name, otherwise)
	if v == "" {
		return ""
	}
	_, port, err := net.SplitHostPort(v)
	n, err2 := strconv.Atoi(port)
	if err != nil || err2 != nil || n < 0 || n > 65535 {
		r.wrong(name + " is " + strconv.Quote(v) + "; write it as host:port, such as 127.0.0.1:8080")
	}
	return v
}

// noteKey is a private key of signed notes. What is wrong with it is said without it.
func (r *reader) noteKey(name string) Secret {
	v := r.text(name, "")
	if v == "" {
		return ""
	}
	if _, err := note.NewSigner(v); err != nil {
		r.wrong(name + " is not a private key of signed notes; fourgates key NAME makes one")
		return ""
	}
	return Secret(v)
}

func (r *reader) baseURL(name string) *url.URL {
	v := r.text(name, "")
	if v == "" {
		return nil
	}
	u, err := url.Parse(v)
	if err != nil || u.Hostname() == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.User != nil {
		r.wrong(name + " is not an address such as https://lcap.example.gov.uk, with nothing after the host")
		return nil
	}
	if u.Scheme != "https" && !(u.Scheme == "http" && loopback(u.Hostname())) {
		r.wrong(name + " must begin with https://, for sign-ins would otherwise cross the network in the open; only " +
			"a loopback address may be http://")
		return nil
	}
	u.Path = ""
	return u
}

var hexColour = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

func (r *reader) colour(name, otherwise string) string {
	v := r.text(name, otherwise)
	if !hexColour.MatchString(v) {
		r.wrong(name + " is " + strconv.Quote(v) + "; write it as # and six digits, such as #1d5c4a")
	}
	return v
}

func (r *reader) tiles(name string) string {
	v := r.text(name, "")
	if v == "" {
		return ""
	}
	if !strings.HasPrefix(v, "https://") || !strings.Contains(v, "{z}") || !strings.Contains(v, "{x}") ||
		!strings.Contains(v, "{y}") {
		r.wrong(name + " is not an https:// address with {z}, {x} and {y} in it")
	}
	return v
}

func (r *reader) networks(name string) []netip.Prefix {
	var all []netip.Prefix
	for _, v := range strings.FieldsFunc(r.getenv(name), func(c rune) bool { return c == ',' || c == ' ' }) {
		if ip, err := netip.ParseAddr(v); err == nil {
			all = append(all, netip.PrefixFrom(ip, ip.BitLen()))
			continue
		}
		p, err := netip.ParsePrefix(v)
		if err != nil {
			r.wrong(name + " has " + strconv.Quote(v) + "; write addresses or networks, such as 10.0.0.0/8, with " +
				"commas between")
			continue
		}
		all = append(all, p)
	}
	return all
}

func (r *reader) smtp(name string) Address {
	v := r.text(name, "")
	if v != "" && !strings.HasPrefix(v, "smtp://") {
		r.wrong(name + " is not an address such as smtp://name:password@host:587?tls=starttls")
	}
	return Address(v)
}

// service is where a service is that is sent secrets: over TLS, or on this machine.
func (r *reader) service(name string) string {
	v := r.text(name, "")
	u, err := url.Parse(v)
	if v != "" && (err != nil || u.Hostname() == "" || u.User != nil || u.RawQuery != "" ||
		u.Scheme != "https" && !(u.Scheme == "http" && loopback(u.Hostname()))) {
		r.wrong(name + " is not an https:// address such as https://api.notifications.service.gov.uk")
		return ""
	}
	return v
}

func (r *reader) email(name string) string {
	v := r.text(name, "")
	if v == "" {
		return ""
	}
	if wrong := domain.CheckEmail(v); wrong != "" {
		r.wrong(name + " is no e-mail address such as lcap@example.gov.uk")
	}
	return domain.FoldEmail(v)
}

func (r *reader) number(name string, otherwise, most int) int {
	v := r.text(name, strconv.Itoa(otherwise))
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 || n > most {
		r.wrong(name + " is " + strconv.Quote(v) + "; write a whole number from 1 to " + strconv.Itoa(most))
	}
	return n
}

func (r *reader) days(name string, otherwise int) int {
	v := r.text(name, strconv.Itoa(otherwise))
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 || n > 250 {
		r.wrong(name + " is " + strconv.Quote(v) + "; write a whole number from 1 to 250")
	}
	return n
}

func (r *reader) yes(name string) bool {
	v := strings.ToLower(r.text(name, "no"))
	switch v {
	case "yes", "true", "1":
		return true
	case "no", "false", "0":
		return false
	}
	r.wrong(name + " is " + strconv.Quote(v) + "; write yes or no")
	return false
}
