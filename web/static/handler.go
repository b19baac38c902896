package static

import (
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
)

// types are the kinds of file that are built; nothing else is served.
var types = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
	".png": "image/png",
}

// encodings are the compressed copies, the smallest first.
var encodings = []struct{ name, ext string }{{"br", ".br"}, {"gzip", ".gz"}}

// Handler serves the built files at /assets/NAME under their hashed names, for good, compressed as the browser likes.
// Anything else is 404: the manifest and the compressed copies have no address of their own.
func (a *Assets) Handler() http.Handler {
	served := map[string]string{}
	for _, hashed := range a.manifest {
		if contentType, ok := types[path.Ext(hashed)]; ok {
			served["/assets/"+hashed] = contentType
		}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		contentType, ok := served[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "Only GET and HEAD", http.StatusMethodNotAllowed)
			return
		}
		a.serve(w, r, strings.TrimPrefix(r.URL.Path, "/assets/"), contentType)
	})
}

func (a *Assets) serve(w http.ResponseWriter, r *http.Request, name, contentType string) {
	h := w.Header()
	h.Set("Vary", "Accept-Encoding")
	body, encoding, err := a.body(name, r.Header.Get("Accept-Encoding"))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
	}
	h.Set("Content-Type", contentType)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	if r.Method == http.MethodHead {
		return
	}
	_, _ = w.Write(body) // a browser that went away is no fault of ours
}

// body is the smallest copy of a file that the browser accepts, and how it is encoded.
func (a *Assets) body(name, accept string) (body []byte, encoding string, err error) {
	for _, e := range encodings {
		if !accepts(accept, e.name) {
			continue
		}
		if body, err := fs.ReadFile(a.files, name+e.ext); err == nil {
			return body, e.name, nil
		}
	}
	body, err = fs.ReadFile(a.files, name)
	return body, "", err
}

// accepts reads an Accept-Encoding header: "gzip, br;q=0" accepts gzip and refuses br.
func accepts(header, encoding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(part, ";")
		if !strings.EqualFold(strings.TrimSpace(name), encoding) {
			continue
		}
		weight, ok := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q=")
		if !ok {
			return true
		}
		q, err := strconv.ParseFloat(weight, 64)
		return err == nil && q > 0
	}
	return false
}
