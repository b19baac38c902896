package config

import (
	"log/slog"
	"net/url"
)

// Address is the address of a database with the password in it. However it is printed or logged, the password is left
// out; string(a) is the whole.
type Address string

const hidden = "(hidden)"

// String is the address without its password, and without the parameters, which may hold one, too.
func (a Address) String() string {
	if a == "" {
		return ""
	}
	u, err := url.Parse(string(a))
	if err != nil {
		return hidden
	}
	shown := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}
	if u.User != nil {
		shown.User = url.User(u.User.Username())
	}
	return shown.String()
}

// GoString is String, for %#v.
func (a Address) GoString() string { return a.String() }

// LogValue is String, for the log.
func (a Address) LogValue() slog.Value { return slog.StringValue(a.String()) }

// MarshalText is String, for JSON.
func (a Address) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// Secret is a setting that is never shown, however it is printed or logged; string(s) is what it is.
type Secret string

// String says that there is one.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return hidden
}

// GoString is String, for %#v.
func (s Secret) GoString() string { return s.String() }

// LogValue is String, for the log.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText is String, for JSON.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
