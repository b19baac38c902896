package serve

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"
)

// RW-33: what is text in a file for spreadsheets stays text, and numbers stay numbers.
func TestTextStaysTextInSpreadsheets(t *testing.T) {
	for text, want := range map[string]string{
		"01632960001": "'01632960001", "01632 960001": "'01632 960001", "441632960001": "'441632960001",
		"+44 1632 960001": "'+44 1632 960001", "=1+1": "'=1+1", "@x": "'@x", "12": "12", "0": "0", "": "",
		"3-4": "'3-4", "1/2": "'1/2", "1E5": "'1E5", " =1+1": "' =1+1",
		"12.50": "12.50", "30 people": "30 people", "0 of 7": "0 of 7", "Canalside": "Canalside",
	} {
		if got := CSVText(text); got != want {
			t.Errorf("%q is written as %q, want %q", text, got, want)
		}
	}
}

// slowly serves the answer of a handler over a connection on which the server has a second to write, and returns what a
// reader got of it, whether it was whole, and what was logged. Leave is called once something was read.
func slowly(t *testing.T, handler http.HandlerFunc, leave func(cancel func())) (got []byte, whole bool, logged string) {
	t.Helper()
	var log lockedLog
	wall := func() time.Time { return <-time.After(0) }
	s := &Server{Options: Options{Now: wall, Wall: wall}, log: slog.New(slog.NewJSONHandler(&log, nil))}
	s.measured = s.measure(nil)
	router := chi.NewRouter()
	router.Use(s.requestID, s.accessLog)
	router.Get("/", handler)
	server := httptest.NewUnstartedServer(router)
	server.Config.WriteTimeout = time.Second
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, 0)
	server.Start()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ask, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(ask)
	if err != nil {
		t.Fatal(err)
	}
	if leave != nil {
		_, _ = io.ReadFull(answer.Body, make([]byte, 1000))
		leave(cancel)
	}
	got, err = io.ReadAll(answer.Body)
	_ = answer.Body.Close()
	server.Close() // once all requests are answered
	return got, err == nil, log.String()
}

// lockedLog is a log that is read while others write.
type lockedLog struct {
	mu sync.Mutex
	bytes.Buffer
}

func (l *lockedLog) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.Write(b)
}

// A file goes on for as long as it is read. Where it, or a page, is cut off, its reader can tell, and it is not logged
// as whole.
func TestFilesFlowAndWhatIsCutOffSaysSo(t *testing.T) {
	piece := bytes.Repeat([]byte("a,b,c\r\n"), 20000)
	in := func(kind string, pieces int, pause time.Duration) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			for range pieces {
				_, _ = w.Write(piece)
				time.Sleep(pause)
			}
		}
	}
	const file, page = "text/csv; charset=utf-8", "text/html; charset=utf-8"
	got, whole, logged := slowly(t, in(file, 8, 200*time.Millisecond), nil)
	if !whole || len(got) != 8*len(piece) || strings.Contains(logged, "broke_off") {
		t.Errorf("a long file: %d of %d bytes, whole: %v, %s", len(got), 8*len(piece), whole, logged)
	}
	got, whole, logged = slowly(t, in(page, 8, 200*time.Millisecond), nil)
	if whole || !strings.Contains(logged, `"broke_off":true`) {
		t.Errorf("a page that took too long: %d bytes, whole: %v, %s", len(got), whole, logged)
	}
	_, whole, logged = slowly(t, in(file, 400, 0), func(cancel func()) { cancel() })
	if whole || !strings.Contains(logged, `"broke_off":true`) || strings.Contains(logged, "ERROR") {
		t.Errorf("whose reader went away: whole: %v, %s", whole, logged)
	}
}
