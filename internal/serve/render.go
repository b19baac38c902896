package serve

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/a-h/templ"
	"github.com/klauspost/compress/gzip"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/ui"
)

// render writes the page only once it has rendered in full.
func (s *Server) render(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error {
	buf := templ.GetBuffer()
	defer templ.ReleaseBuffer(buf)
	if err := c.Render(r.Context(), buf); err != nil {
		return err
	}
	return s.sendPage(w, r, status, buf.Bytes())
}

// sendPage answers with a page that has rendered.
func (s *Server) sendPage(w http.ResponseWriter, r *http.Request, status int, page []byte) error {
	page, err := s.withKeys(r, status, page)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if r.Method == http.MethodPost && (status == http.StatusUnprocessableEntity || status == http.StatusConflict) {
		// Nothing else has this page: the browser keeps it for who goes back to it, and asks again in any other case.
		w.Header().Set("Cache-Control", "private, no-cache")
	}
	return send(w, r, status, bytes.NewBuffer(directed(page)))
}

// PathID reads an identifier from the route pattern; anything else is domain.ErrNotFound.
func PathID[T ~int64](c *Call, name string) (T, error) {
	n, err := strconv.ParseInt(c.Param(name), 10, 64)
	if err != nil || n < 1 {
		return 0, domain.ErrNotFound
	}
	return T(n), nil
}

// IDOf reads an identifier of the address, for a handler that needs no more of it.
func IDOf[T ~int64](name string) func(c *Call) (T, error) {
	return func(c *Call) (T, error) { return PathID[T](c, name) }
}

// Uploaded is the content of an uploaded file; nil where none was chosen.
func Uploaded(c *Call, name string) []byte {
	file, _, err := c.FormFile(name)
	if err != nil {
		return nil
	}
	defer func() { _ = file.Close() }()
	content, err := io.ReadAll(io.LimitReader(file, uploadLimit))
	if err != nil {
		return nil
	}
	return content
}

// UploadedName is what an uploaded file was called, as far as it can be kept.
func UploadedName(c *Call, field string) string {
	_, header, err := c.FormFile(field)
	if err != nil || !Clean(header.Filename) || utf8.RuneCountInString(header.Filename) > 200 {
		return "a file"
	}
	return path.Base(header.Filename)
}

// WithDay prefills the three fields of a day.
func WithDay(f form.Form, name string, d domain.Date) form.Form {
	if d.IsZero() {
		return f
	}
	t := d.Time()
	f.Values.Set(name+"-day", strconv.Itoa(t.Day()))
	f.Values.Set(name+"-month", strconv.Itoa(int(t.Month())))
	f.Values.Set(name+"-year", strconv.Itoa(t.Year()))
	return f
}

// Steps shows the audit entries of a record.
func Steps(entries []db.AuditEntry) []ui.TimelineItem {
	var items []ui.TimelineItem
	for _, e := range entries {
		items = append(items, ui.TimelineItem{Title: e.Summary, By: e.Actor, At: e.At})
	}
	if len(entries) >= db.MostHistory {
		items = append(items, ui.TimelineItem{Title: HistoryCapped()})
	}
	return items
}

// HistoryCapped says at the end of a history that it is not whole.
func HistoryCapped() string {
	return "The newest " + ui.Number(db.MostHistory) + " entries are listed. There may be more before."
}

// History loads the timeline of a record that the actor may change; for others it is none.
func History(c *Call, edit policy.Action, kind string, id int64) ([]ui.TimelineItem, error) {
	if !policy.Can(c.Actor, edit) {
		return nil, nil
	}
	entries, err := c.Read.History(c.Context(), kind, id)
	return Steps(entries), err
}

// Address is a path with the query values that are not empty.
func Address(path string, v url.Values) string {
	kept := url.Values{}
	for name, list := range v {
		if len(list) > 0 && list[0] != "" {
			kept[name] = list[:1]
		}
	}
	if len(kept) == 0 {
		return path
	}
	return path + "?" + kept.Encode()
}

// Without is the values without some of them.
func Without(v url.Values, names ...string) url.Values {
	kept := url.Values{}
	for name, list := range v {
		kept[name] = list
	}
	for _, name := range names {
		kept.Del(name)
	}
	return kept
}

// IDText is an identifier as an address carries it.
func IDText[T ~int64](id T) string { return strconv.FormatInt(int64(id), 10) }

// gzips are compressors that are used again. The fastest level: a list is a tenth larger than at the usual one, for
// half of the work. The standard library's takes twice as long for the same.
var gzips = sync.Pool{New: func() any {
	z, err := gzip.NewWriterLevel(io.Discard, gzip.BestSpeed)
	if err != nil {
		panic(err) // the level is one of the package's own
	}
	return z
}}

// send writes a whole answer in one piece, compressed where the browser takes it: written as it is compressed, it would
// leave in a hundred small ones.
func send(w http.ResponseWriter, r *http.Request, status int, body *bytes.Buffer) error {
	h := w.Header()
	h.Add("Vary", "Accept-Encoding")
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		small := templ.GetBuffer()
		defer templ.ReleaseBuffer(small)
		z := gzips.Get().(*gzip.Writer)
		defer gzips.Put(z)
		z.Reset(small)
		if _, err := body.WriteTo(z); err != nil {
			return err
		}
		if err := z.Close(); err != nil {
			return err
		}
		h.Set("Content-Encoding", "gzip")
		body = small
	}
	h.Set("Content-Length", strconv.Itoa(body.Len()))
	w.WriteHeader(status)
	_, _ = body.WriteTo(w) // a browser that went away is no fault of ours
	return nil
}
