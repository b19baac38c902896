package serve

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
