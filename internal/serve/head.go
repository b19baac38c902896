package serve

import (
	"cmp"
	"net/http"
	"strconv"
)

// head answers HEAD as GET without the body: with the same status and headers, to whoever may GET.
func (s *Server) head(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodHead {
			next.ServeHTTP(w, r)
			return
		}
		infoOf(r.Context()).head = true
		get := r.WithContext(r.Context())
		get.Method = http.MethodGet
		only := &headOnly{ResponseWriter: w}
		next.ServeHTTP(only, get)
		only.send()
	})
}

// headOnly keeps an answer's status, and counts its body instead of sending it.
type headOnly struct {
	http.ResponseWriter
	status, length int
}

func (h *headOnly) WriteHeader(status int) { h.status = cmp.Or(h.status, status) }

func (h *headOnly) Write(p []byte) (int, error) {
	if h.length == 0 && h.Header().Get("Content-Type") == "" {
		h.Header().Set("Content-Type", http.DetectContentType(p))
	}
	h.length += len(p)
	return len(p), nil
}

// inOnePiece is the longest body whose length net/http says by itself.
const inOnePiece = 2048

func (h *headOnly) send() {
	if h.length <= inOnePiece && h.Header().Get("Content-Length") == "" && h.status != http.StatusNotModified &&
		h.status != http.StatusNoContent {
		h.Header().Set("Content-Length", strconv.Itoa(h.length))
	}
	h.ResponseWriter.WriteHeader(cmp.Or(h.status, http.StatusOK))
}
