package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func from(env map[string]string) func(string) string {
	return func(name string) string { return env[name] }
}

func TestNothingSetIsAnInstallationOnThisMachine(t *testing.T) {
	got, err := Read(from(nil))
	if err != nil {
		t.Fatal(err)
	}
	want := Config{
		Addr:               "127.0.0.1:8080",
		Data:               ".data",
		Colour:             "#1d5c4a",
		MailPerMinute:      120,
		GateDueWorkingDays: 10,
	}
	if diff := cmp.Diff(want, got, compare...); diff != "" {
		t.Error(diff)
	}
	if !got.Loopback() || got.Secure() {
		t.Error("want a loopback address without TLS")
	}
}

// compare looks into prefixes, and at addresses of databases as they are.
var compare = cmp.Options{
	cmpopts.EquateComparable(netip.Prefix{}),
	cmp.Comparer(func(a, b Address) bool { return string(a) == string(b) }),
}

func TestEverySettingIsRead(t *testing.T) {
	got, err := Read(from(map[string]string{
		"DATABASE_URL":          "postgres://app:s3cret@db:5432/fourgates",
		"DATABASE_MIGRATE_URL":  "postgres://owner:s3cret@db:5432/fourgates",
		"FOURGATES_ADDR":        "0.0.0.0:80",
		"FOURGATES_ADMIN_ADDR":  "127.0.0.1:9090",
		"FOURGATES_DATA":        "/srv/fourgates",
		"PG_BINDIR":             "/opt/pg/bin",
		"BASE_URL":              "https://lcap.example.gov.uk/",
		"COUNCIL_NAME":          "Cyngor Sir Derwen",
		"COUNCIL_COLOUR":        "#AA00bb",
		"MAP_TILES":             "https://tiles.example/{z}/{x}/{y}.png",
		"TRUSTED_PROXIES":       "10.0.0.0/8, 192.0.2.1",
		"SMTP_URL":              "smtp://lcap:s3cret@mail.example:587?tls=starttls",
		"MAIL_FROM":             "LCAP@Example.gov.uk",
		"MAIL_PER_MINUTE":       "30",
		"GATE_DUE_WORKING_DAYS": "15",
		"SUBSTITUTES_ALLOWED":   "yes",
		"CALL_IN_KEY_ONLY":      "yes",
	}))
	if err != nil {
		t.Fatal(err)
	}
	want := Config{
		Database:           "postgres://app:s3cret@db:5432/fourgates",
		MigrateDatabase:    "postgres://owner:s3cret@db:5432/fourgates",
		Addr:               "0.0.0.0:80",
		AdminAddr:          "127.0.0.1:9090",
		SMTP:               "smtp://lcap:s3cret@mail.example:587?tls=starttls",
		MailFrom:           "lcap@example.gov.uk",
		MailPerMinute:      30,
		Data:               "/srv/fourgates",
		PostgresBin:        "/opt/pg/bin",
		BaseURL:            &url.URL{Scheme: "https", Host: "lcap.example.gov.uk"},
		Council:            "Cyngor Sir Derwen",
		Colour:             "#AA00bb",
		MapTiles:           "https://tiles.example/{z}/{x}/{y}.png",
		Proxies:            []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("192.0.2.1/32")},
		GateDueWorkingDays: 15,
		Substitutes:        true,
		CallInKeyOnly:      true,
	}
	if diff := cmp.Diff(want, got, compare...); diff != "" {
		t.Error(diff)
	}
	if !got.Secure() || got.Loopback() {
		t.Error("want TLS and an address that others can reach")
	}
	if diff := cmp.Diff([]string{"localhost", "lcap.example.gov.uk"}, got.Hosts()); diff != "" {
		t.Error(diff)
	}
}

func TestEveryWrongSettingIsNamedAtOnce(t *testing.T) {
	env := map[string]string{
		"DATABASE_URL":          "db.example:s3cret",
		"DATABASE_MIGRATE_URL":  "mysql://s3cret@db",
		"FOURGATES_ADDR":        "8080",
		"FOURGATES_ADMIN_ADDR":  "localhost:http:9",
		"BASE_URL":              "http://lcap.example.gov.uk",
		"COUNCIL_COLOUR":        "green",
		"MAP_TILES":             "http://tiles.example/",
		"TRUSTED_PROXIES":       "10.0.0.0/8, the load balancer",
		"GATE_DUE_WORKING_DAYS": "0",
		"SUBSTITUTES_ALLOWED":   "maybe",
		"CALL_IN_KEY_ONLY":      "sometimes",
	}
	_, err := Read(from(env))
	if err == nil {
		t.Fatal("all of that was taken")
	}
	for name := range env {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("%s is not named in:\n%v", name, err)
		}
	}
	if strings.Contains(err.Error(), "s3cret") {
		t.Errorf("a secret is shown in:\n%v", err)
	}
}

// One way to send e-mails, whole, or none.
func TestSettingsOfEMailGoTogether(t *testing.T) {
	const smtp, sender, key, template = "SMTP_URL=smtp://a:s3cret@mail.example", "MAIL_FROM=lcap@example.gov.uk",
		"NOTIFY_API_KEY=s3cret", "NOTIFY_TEMPLATE_ID=217a419e"
	for _, c := range []struct {
		set  []string
		want string
	}{
		{nil, ""},
		{[]string{smtp, sender}, ""},
		{[]string{key, template, "NOTIFY_URL=http://127.0.0.1:6011"}, ""},
		{[]string{smtp}, "SMTP_URL and MAIL_FROM go together"},
		{[]string{sender}, "SMTP_URL and MAIL_FROM go together"},
		{[]string{key}, "NOTIFY_API_KEY and NOTIFY_TEMPLATE_ID go together"},
		{[]string{smtp, sender, key, template}, "SMTP_URL and NOTIFY_API_KEY are both set"},
		{[]string{key, template, "NOTIFY_URL=http://notify.example"}, "NOTIFY_URL is not an https:// address"},
		{[]string{"SMTP_URL=mail.example", sender}, "SMTP_URL is not an address"},
		{[]string{smtp, "MAIL_FROM=lcap"}, "MAIL_FROM is no e-mail address"},
		{[]string{"MAIL_PER_MINUTE=0"}, "MAIL_PER_MINUTE"},
	} {
		env := map[string]string{}
		for _, one := range c.set {
			name, v, _ := strings.Cut(one, "=")
			env[name] = v
		}
		_, err := Read(from(env))
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want) ||
			strings.Contains(err.Error(), "s3cret")) {
			t.Errorf("%v: %v", c.set, err)
		}
	}
}

func TestOwnersAddressAloneIsRefused(t *testing.T) {
	_, err := Read(from(map[string]string{"DATABASE_MIGRATE_URL": "postgres://owner@db/fourgates"}))
	if err == nil {
		t.Error("DATABASE_MIGRATE_URL without DATABASE_URL was taken")
	}
}

func TestBaseURL(t *testing.T) {
	for v, ok := range map[string]bool{
		"https://lcap.example.gov.uk":      true,
		"https://lcap.example.gov.uk:8443": true,
		"http://localhost:8080":            true,
		"http://127.0.0.1:8080/":           true,
		"http://[::1]:8080":                true,
		"http://10.0.0.5:8080":             false,
		"https://example.gov.uk/lcap":      false,
		"https://me:pw@example.gov.uk":     false,
		"https://example.gov.uk?a=1":       false,
		"lcap.example.gov.uk":              false,
		"ftp://lcap.example.gov.uk":        false,
	} {
		if _, err := Read(from(map[string]string{"BASE_URL": v})); (err == nil) != ok {
			t.Errorf("BASE_URL=%s: error %v, want ok %v", v, err, ok)
		}
	}
}

func TestSecretsAreNeverPrinted(t *testing.T) {
	c := Config{Database: "postgres://app:s3cret@db:5432/fourgates?password=s3cret",
		MigrateDatabase: "postgres://owner:s3cret@%zz"}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("start", "database", c.Database)
	asJSON, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	for how, got := range map[string]string{
		"%v":   fmt.Sprintf("%v", c),
		"%+v":  fmt.Sprintf("%+v", c),
		"%#v":  fmt.Sprintf("%#v", c),
		"%q":   fmt.Sprintf("%q", c.Database),
		"JSON": string(asJSON),
		"log":  log.String(),
	} {
		if strings.Contains(got, "s3cret") {
			t.Errorf("%s shows a secret: %s", how, got)
		}
	}
	several := Address("postgres://app:s3cret@one:5432,two:5432/fourgates?target_session_attrs=read-write")
	if strings.Contains(several.String(), "s3cret") {
		t.Errorf("%s shows a secret", several)
	}
	if got, want := c.Database.String(), "postgres://app@db:5432/fourgates"; got != want {
		t.Errorf("shown as %s, want %s", got, want)
	}
}
