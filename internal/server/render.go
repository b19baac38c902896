package server

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"fourgates/internal/domain"
)

// render writes the page only once it has rendered in full.
func (s *Server) render(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error {
	buf := templ.GetBuffer()
	defer templ.ReleaseBuffer(buf)
	if err := c.Render(r.Context(), buf); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	return send(w, r, status, buf)
}

// pathID reads an identifier from the route pattern; anything else is domain.ErrNotFound.
func pathID[T ~int64](c *Call, name string) (T, error) {
	n, err := strconv.ParseInt(c.Param(name), 10, 64)
	if err != nil || n < 1 {
		return 0, domain.ErrNotFound
	}
	return T(n), nil
}

// idOf reads an identifier of the address, for a handler that needs no more of it.
func idOf[T ~int64](name string) func(c *Call) (T, error) {
	return func(c *Call) (T, error) { return pathID[T](c, name) }
}
