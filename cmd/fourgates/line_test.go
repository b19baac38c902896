package main

import (
	"io"
	"net"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgproto3"

	"fourgates/internal/db/dbtest"
)

// line is the way to a database, through an address of its own.
type line struct {
	socket     string       // of the database
	recovering atomic.Bool  // while it is, the database says so as Postgres does, and nothing goes through
	silent     atomic.Bool  // while it is, connections are taken and nothing goes through
	delay      atomic.Int64 // of each turn
	turns      atomic.Int64
}

// newLine returns the way to the database at the address, and the address of the way.
func newLine(t *testing.T, address string) (*line, string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	l := &line{socket: u.Query().Get("host") + "/.s.PGSQL." + u.Query().Get("port")}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go l.carry(conn)
		}
	}()
	u.Host, u.RawQuery = listener.Addr().String(), "sslmode=disable"
	return l, u.String()
}

func (l *line) carry(client net.Conn) {
	defer client.Close()
	if l.recovering.Load() {
		sayNotYet(client)
		return
	}
	database, err := net.Dial("unix", l.socket)
	if err != nil {
		return
	}
	defer database.Close()
	var asked atomic.Bool // since the last answer
	go func() {
		defer client.Close()
		_, _ = io.Copy(seen{client, func() { asked.Store(false) }}, database)
	}()
	_, _ = io.Copy(seen{database, func() {
		for l.silent.Load() {
			time.Sleep(10 * time.Millisecond)
		}
		if !asked.Swap(true) {
			l.turns.Add(1)
			time.Sleep(time.Duration(l.delay.Load()))
		}
	}}, client)
}

// seen is a writer that something is told of before anything goes through.
type seen struct {
	io.Writer
	tell func()
}

func (s seen) Write(p []byte) (int, error) {
	s.tell()
	return s.Writer.Write(p)
}

// sayNotYet answers whoever connects as a Postgres that starts up.
func sayNotYet(conn net.Conn) {
	server := pgproto3.NewBackend(conn, conn)
	if _, err := server.ReceiveStartupMessage(); err != nil {
		return
	}
	server.Send(&pgproto3.ErrorResponse{Severity: "FATAL", SeverityUnlocalized: "FATAL", Code: notYet,
		Message: "the database system is starting up"})
	_ = server.Flush()
}

// Issue 10, 5: a Member's signature takes so few turns between server and database that it is answered within three
// seconds where each takes 200 ms, also one with a condition and one that passes its gate.
func TestSigningTakesFewTurns(t *testing.T) {
	const most, areas = 14, 6
	v := newVote(t, dbtest.URL(t), areas)
	way, address := newLine(t, strings.TrimPrefix(v.settings[0], "DATABASE_URL="))
	v.settings[0] = "DATABASE_URL=" + address
	v.serve()
	fewest := map[string]int64{}
	for n, b := range v.ballots {
		closed := v.Int(`SELECT count(*) FROM attempts WHERE outcome IS NOT NULL`)
		before := way.turns.Load()
		if !v.send(b) {
			t.Fatalf("ballot %d is not answered", n)
		}
		turns := way.turns.Load() - before
		kind := b.form.Get("decision")
		if v.Int(`SELECT count(*) FROM attempts WHERE outcome IS NOT NULL`) > closed {
			kind += ", and decides the gate"
		}
		if least, ok := fewest[kind]; !ok || turns < least { // the first ones prepare their statements besides
			fewest[kind] = turns
		}
	}
	for _, kind := range []string{"approve", "approve with conditions", "approve, and decides the gate"} {
		if turns, ok := fewest[kind]; !ok || turns > most {
			t.Errorf("%s: %d turns (%v), want some and at most %d", kind, turns, ok, most)
		}
	}
	t.Logf("turns: %v", fewest)
}
