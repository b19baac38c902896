package mailer

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
)

// post is a mail server in the test's own process: it takes mail, or misbehaves as it is told.
type post struct {
	at    string
	mu    sync.Mutex
	got   []string // each message as it came, with whom it was for
	how   map[string]string
	heard []string // each command, and whether it came over TLS
	own   *tls.Config
}

// say has the server answer a command such as "RCPT" with a line; "cut" cuts the connection. DATA's second answer is
// that of ".", and "cut after" takes the message and then cuts.
func (p *post) say(command, answer string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.how[command] = answer
}

func (p *post) answer(command, otherwise string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if a, ok := p.how[command]; ok {
		return a
	}
	return otherwise
}

func (p *post) messages() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.got...)
}

func (p *post) said() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.heard...)
}

func newPost(t *testing.T) *post { return newPostOver(t, "none", tls.Certificate{}) }

// newPostOver is a server that offers STARTTLS, or speaks TLS from the first byte, or neither.
func newPostOver(t *testing.T, way string, own tls.Certificate) *post {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &post{at: l.Addr().String(), how: map[string]string{}}
	secure := &tls.Config{Certificates: []tls.Certificate{own}, MinVersion: tls.VersionTLS12}
	switch way {
	case "tls":
		l = tls.NewListener(l, secure)
	case "starttls":
		p.own = secure
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go p.serve(c)
		}
	}()
	return p
}

func (p *post) serve(c net.Conn) {
	defer c.Close()
	r := bufio.NewReader(c)
	fmt.Fprint(c, "220 post.aldermoor.test\r\n")
	to, over := "", "open: "
	if _, ok := c.(*tls.Conn); ok {
		over = "TLS: "
	}
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		verb := strings.ToUpper(strings.Fields(line + " -")[0])
		ok := map[string]string{"EHLO": "250-post.aldermoor.test\r\n250-8BITMIME\r\n250 SMTPUTF8", "QUIT": "221 bye",
			"DATA": "354 go on", "AUTH": "235 welcome", "STARTTLS": "220 go on"}[verb]
		p.mu.Lock()
		p.heard = append(p.heard, over+strings.TrimSpace(line))
		p.mu.Unlock()
		if verb == "EHLO" && (p.own != nil || over == "TLS: ") {
			ok = "250-post.aldermoor.test\r\n250-STARTTLS\r\n250 AUTH PLAIN"
		}
		if ok == "" {
			ok = "250 ok"
		}
		if verb == "RCPT" {
			to = strings.TrimSpace(line)
		}
		a := p.answer(verb, ok)
		if a == "cut" {
			return
		}
		fmt.Fprint(c, a+"\r\n")
		switch {
		case verb == "QUIT":
			return
		case verb == "STARTTLS" && p.own != nil:
			c = tls.Server(c, p.own)
			r, over = bufio.NewReader(c), "TLS: "
		}
		if verb != "DATA" || !strings.HasPrefix(a, "354") {
			continue
		}
		var text strings.Builder
		for {
			line, err := r.ReadString('\n')
			if err != nil {
				return
			}
			if line == ".\r\n" {
				break
			}
			text.WriteString(line)
		}
		last := p.answer(".", "250 taken")
		if last == "cut" {
			return
		}
		if strings.HasPrefix(last, "250") || last == "cut after" {
			p.mu.Lock()
			p.got = append(p.got, to+"\r\n"+text.String())
			p.mu.Unlock()
		}
		if last == "cut after" {
			fmt.Fprint(c, "250 taken\r\n")
			return
		}
		fmt.Fprint(c, last+"\r\n")
	}
}
