//go:build long

package mailapp_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"fourgates/internal/act"
	"fourgates/internal/beyond"
	"fourgates/internal/db"
	"fourgates/internal/job"
	"fourgates/internal/mails"
	"fourgates/internal/mails/mailapp"
	"fourgates/internal/notices"
	"fourgates/internal/notices/noticestore"
)

// manyTold tells so many of something that have an address and no account.
func (o *office) manyTold(n int) {
	o.T.Helper()
	to := make([]notices.Recipient, n)
	for i := range to {
		to[i] = notices.Recipient{Name: fmt.Sprintf("Resident %d", i), Capacity: "stakeholder",
			Address: fmt.Sprintf("resident.%d@aldermoor.test", i)}
	}
	if err := o.App.Store.InTx(o.T.Context(), func(w db.Writer) error {
		noticestore.Tell(w, notices.Notice{Event: "gate passed", Area: o.Area, Subject: "Castle is agreed",
			Body: "Its issues are worked on now."}, to, o.Now())
		return nil
	}); err != nil {
		o.T.Fatal(err)
	}
}

// 5,000 recipients are sent to at the configured pace, each once, and while that lasts the notice's page says how far
// it is.
func TestFiveThousandAreSentToAtThePace(t *testing.T) {
	o := newOffice(t)
	const all = 5000
	o.manyTold(all)
	half := make(chan struct{})
	began, sent := o.Text(`SELECT clock_timestamp()::text`), 0
	o.fail = func(mails.Letter) (bool, error) {
		if sent++; sent == all/2 {
			close(half)
		}
		return false, nil
	}
	done := make(chan error, 1)
	go func() { done <- job.Drain(t.Context(), o.options()) }()
	select {
	case <-half:
	case err := <-done:
		t.Fatalf("it ended early: %v", err)
	}
	page := o.As(o.Nia).Get("/notices/"+o.Text(`SELECT max(id)::text FROM notices`)).Want(t, 200).Words()
	if !strings.Contains(page, "sent an e-mail") || !strings.Contains(page, "with an e-mail that waits to be sent") {
		t.Errorf("half way the page says\n%.600s", page)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if n := o.Int(`SELECT count(*) FROM mails WHERE state = 'sent'`); n != all {
		t.Errorf("%d are sent", n)
	}
	slices.Sort(o.sent)
	if len(slices.Compact(o.sent)) != all {
		t.Errorf("%d different e-mails were sent", len(slices.Compact(o.sent)))
	}
	// 6,000 a minute are 100 a second: 5,000 of them take 50
	if took := o.Int(`SELECT extract(epoch FROM clock_timestamp() - $1::timestamptz)::bigint`, began); took < 45 {
		t.Errorf("they took %d seconds, faster than the pace", took)
	}
	page = o.As(o.Nia).Get("/notices/" + o.Text(`SELECT max(id)::text FROM notices`)).Words()
	if !strings.Contains(page, "5000 sent an e-mail") {
		t.Errorf("at the end the page says\n%.600s", page)
	}
}

// TestMain runs the process that is killed, where it is one.
func TestMain(m *testing.M) {
	if url := os.Getenv("FOURGATES_TEST_SENDER"); url != "" {
		sender(url, os.Getenv("FOURGATES_TEST_POST"))
		return
	}
	os.Exit(m.Run())
}

// sender works the queues until it is killed. Each e-mail is a line to the post, which answers with one.
func sender(url, post string) {
	ctx := context.Background()
	pool, err := pgxpool.New(ctx, url)
	if err != nil {
		panic(err)
	}
	now := func() time.Time { return time.Date(2026, 3, 10, 10, 0, 0, 0, time.UTC) }
	a := &act.App{Store: db.New(pool), Now: now, Log: slog.New(slog.DiscardHandler), Beyond: beyond.Steps()}
	err = job.Drain(ctx, job.Options{App: a, Pool: pool, Wall: now, Post: mailapp.Post{PerMinute: 6000,
		House: mails.House{Council: "Aldermoor", From: "lcap@aldermoor.test"},
		Send: func(_ context.Context, l mails.Letter, _ time.Time) (string, bool, error) {
			c, err := net.Dial("tcp", post)
			if err != nil {
				return "", false, err
			}
			defer c.Close()
			if _, err := fmt.Fprintln(c, l.MessageID); err != nil {
				return "", false, err
			}
			if answer, err := bufio.NewReader(c).ReadString('\n'); err != nil || answer != "250\n" {
				return "", false, errors.New("no answer")
			}
			return "", false, nil
		}}})
	if err != nil {
		panic(err)
	}
}

// A process is killed outright while it sends, again and again: nothing is lost, and only what was under way in that
// moment goes out twice, which its record says.
func TestKilledWhileSendingNothingIsLostAndTheDoubtIsKept(t *testing.T) {
	o := newOffice(t)
	const all = 120
	o.manyTold(all)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	var mu sync.Mutex
	came, killing := map[string]int{}, false
	var process *exec.Cmd
	n, killAt := 0, []int{10, 31, 33, 77}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				id, err := bufio.NewReader(c).ReadString('\n')
				if err != nil {
					return
				}
				mu.Lock()
				defer mu.Unlock()
				if killing {
					return // it is dead, and nothing came
				}
				came[strings.TrimSpace(id)]++
				if n++; len(killAt) > 0 && n >= killAt[0] {
					killAt, killing = killAt[1:], true // taken, and nobody will note it
					_ = process.Process.Kill()
					return
				}
				fmt.Fprintln(c, "250")
			}()
		}
	}()
	kills := len(killAt)
	for range kills + 1 {
		mu.Lock()
		process = exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
		process.Env = append(os.Environ(), "FOURGATES_TEST_SENDER="+o.Pool.Config().ConnString(),
			"FOURGATES_TEST_POST="+l.Addr().String())
		killing = false
		err := process.Start()
		mu.Unlock()
		if err != nil {
			t.Fatal(err)
		}
		_ = process.Wait()
		// what River does once a piece of work is five minutes old
		o.Int(`WITH lost AS (UPDATE river_job SET state = 'available' WHERE state = 'running' RETURNING id)
			SELECT count(*) FROM lost`)
	}
	if n := o.Int(`SELECT count(*) FROM mails WHERE state = 'sent'`); n != all || len(came) != all {
		t.Errorf("%d are sent, and %d came", n, len(came))
	}
	twice := 0
	for id, times := range came {
		if times == 1 {
			continue
		}
		twice++
		if times > 1+kills || o.Int(`SELECT count(*) FROM mails WHERE message_id = $1 AND doubtful`, id) != 1 {
			t.Errorf("%s came %d times, and its record does not say that it may have", id, times)
		}
	}
	if doubtful := int(o.Int(`SELECT count(*) FROM mails WHERE doubtful`)); twice == 0 || doubtful < twice ||
		doubtful > 4*kills {
		t.Errorf("%d came twice, %d may have, of %d kills", twice, doubtful, kills)
	}
}
