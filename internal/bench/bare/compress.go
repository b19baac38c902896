package bare

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/a-h/templ"
	"github.com/klauspost/compress/gzip"
)

// gzips are what the application compresses with: the same library at the same level, used again. The bench checks
// that what they make of a page is the application's to the byte.
var gzips = sync.Pool{New: func() any {
	z, err := gzip.NewWriterLevel(io.Discard, gzip.BestSpeed)
	if err != nil {
		panic(err) // the level is one of the package's own
	}
	return z
}}

// send writes a page in one piece, as the application does.
func send(w http.ResponseWriter, r *http.Request, page templ.Component) error {
	whole, small := templ.GetBuffer(), templ.GetBuffer()
	defer templ.ReleaseBuffer(whole)
	defer templ.ReleaseBuffer(small)
	if err := page.Render(r.Context(), whole); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Vary", "Accept-Encoding")
	body := whole
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		if err := compress(whole, small); err != nil {
			return err
		}
		h.Set("Content-Encoding", "gzip")
		body = small
	}
	h.Set("Content-Length", strconv.Itoa(body.Len()))
	_, err := body.WriteTo(w)
	return err
}

func compress(whole, small *bytes.Buffer) error {
	z := gzips.Get().(*gzip.Writer)
	defer gzips.Put(z)
	z.Reset(small)
	if _, err := whole.WriteTo(z); err != nil {
		return err
	}
	return z.Close()
}
