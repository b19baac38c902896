package serve

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"fourgates/internal/domain"
)

// CSV begins a file for spreadsheets with its head, and logs that the actor took it away.
func (c *Call) CSV(what string, head ...string) *csv.Writer {
	c.Exported(what)
	c.W.Header().Set("Content-Type", "text/csv; charset=utf-8")
	c.W.Header().Set("Content-Disposition", `attachment; filename="`+what+`.csv"`)
	_, _ = io.WriteString(c.W, "\ufeff") // by which spreadsheets know UTF-8
	out := csv.NewWriter(c.W)
	out.UseCRLF = true
	_ = out.Write(head)
	return out
}

// Broke ends a file that cannot be finished: one that broke off must not look whole. A reader who went away is no
// error.
func (c *Call) Broke(err error) {
	level := slog.LevelError
	if errors.Is(c.Context().Err(), context.Canceled) {
		level = slog.LevelInfo
	}
	c.server.log.LogAttrs(c.Context(), level, "export broke off",
		slog.String("request", infoOf(c.Context()).id), slog.Any("err", err))
	panic(http.ErrAbortHandler)
}

const (
	flowPiece = 64 << 10         // of a file, that is written at once
	flowTime  = 30 * time.Second // that its reader has for each piece
	flowMost  = 10 * time.Minute // for all of it
)

// flow is an answer on its way. A page comes in one piece, within the server's time; a file has more time for as long
// as its reader goes on taking it. What could not be written is remembered, so that nothing that was cut off counts as
// whole.
type flow struct {
	http.ResponseWriter
	control   *http.ResponseController
	wall      func() time.Time // by which connections keep time; nil where nobody says
	began, at time.Time        // when it began, and when there was last given more time
	written   int
	err       error
}

func (s *Server) flowOf(w http.ResponseWriter) *flow {
	return &flow{ResponseWriter: w, control: http.NewResponseController(w), wall: s.Wall}
}

// Unwrap is for http.ResponseController.
func (f *flow) Unwrap() http.ResponseWriter { return f.ResponseWriter }

// isFile reports whether the answer is no page.
func (f *flow) isFile() bool { return !strings.HasPrefix(f.Header().Get("Content-Type"), "text/html") }

// Write writes piece by piece, and gives each piece of a file its time.
func (f *flow) Write(body []byte) (written int, err error) {
	for {
		piece := body[:min(len(body), flowPiece)]
		f.extend()
		n, err := f.ResponseWriter.Write(piece)
		written, f.written, body = written+n, f.written+n, body[n:]
		if err != nil && !errors.Is(err, http.ErrBodyNotAllowed) {
			f.err = err
		}
		if err != nil || len(body) == 0 {
			return written, err
		}
	}
}

// extend moves the end of the time for writing, once a second at most.
func (f *flow) extend() {
	if f.wall == nil || !f.isFile() {
		return
	}
	now := f.wall()
	if f.began.IsZero() {
		f.began = now
	}
	if now.Sub(f.at) < time.Second || now.Sub(f.began) > flowMost {
		return
	}
	f.at = now
	_ = f.control.SetWriteDeadline(now.Add(flowTime)) // where it cannot be set, the server's own time holds
}

// end sends what waits of a long file, and returns why the answer is not whole.
func (f *flow) end() error {
	if f.err == nil && f.written > flowPiece && f.isFile() {
		if err := f.control.Flush(); !errors.Is(err, http.ErrNotSupported) {
			f.err = err
		}
	}
	return f.err
}

// CSVText is text as domain.SheetText keeps it text.
func CSVText(s string) string { return domain.SheetText(s) }
