package mailer

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"errors"
	"math/big"
	"net"
	"strings"
	"testing"
	"time"
)

// certificate is one for 127.0.0.1 that the pool trusts, made for the test.
func certificate(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	is := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "post.aldermoor.test"},
		NotBefore: at.AddDate(-1, 0, 0), NotAfter: at.AddDate(1, 0, 0), IsCA: true,
		BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, is, is, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	root, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(root)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}

// A password goes over TLS alone: from STARTTLS on, or from the first byte. A certificate that nobody vouches for, or a
// server that offers no STARTTLS, gets nothing.
func TestMailGoesOverTLS(t *testing.T) {
	t.Parallel()
	own, pool := certificate(t)
	for _, way := range []string{"starttls", "tls"} {
		p := newPostOver(t, way, own)
		s, err := Read("smtp://clerk:s3cret@" + p.at + "?tls=" + way)
		if err != nil {
			t.Fatal(err)
		}
		s.within = 5 * time.Second
		failure, ok := errors.AsType[*Failure](s.Send(t.Context(), letter(), at))
		if !ok || failure.Final || !strings.Contains(failure.Said, "certificate") || len(p.messages()) != 0 {
			t.Errorf("%s: a certificate that nobody vouches for: %v", way, failure)
		}
		s.config = &tls.Config{RootCAs: pool, ServerName: "127.0.0.1", MinVersion: tls.VersionTLS12,
			Time: func() time.Time { return at }}
		if err := s.Send(t.Context(), letter(), at); err != nil {
			t.Errorf("%s: %v", way, err)
		}
		if n := len(p.messages()); n != 1 {
			t.Errorf("%s: %d messages came", way, n)
		}
		said := strings.Join(p.said(), " ")
		plain := base64.StdEncoding.EncodeToString([]byte("\x00clerk\x00s3cret"))
		if !strings.Contains(said, "TLS: AUTH PLAIN "+plain) || strings.Contains(said, "open: AUTH") ||
			strings.Contains(said, "open: MAIL") {
			t.Errorf("%s: the server heard %s", way, said)
		}
	}
	open := newPost(t)
	s, err := Read("smtp://clerk:s3cret@" + open.at)
	if err != nil {
		t.Fatal(err)
	}
	s.within = 5 * time.Second
	failure, ok := errors.AsType[*Failure](s.Send(t.Context(), letter(), at))
	if !ok || failure.Final || len(open.messages()) != 0 || Advice(failure.Said) == "" {
		t.Errorf("a server without STARTTLS: %v", failure)
	}
	if said := strings.Join(open.said(), " "); strings.Contains(said, "AUTH") || strings.Contains(said, "MAIL") {
		t.Errorf("it heard %s", said)
	}
}
