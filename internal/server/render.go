package server

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/a-h/templ"
	"github.com/go-chi/chi/v5"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/web/page"
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

// shell is what every page needs beyond its own data. It takes the message left by the step before, so call it once a page.
func (s *Server) shell(r *http.Request, actor policy.Actor, title string) page.Shell {
	return page.Shell{
		Title: title, Council: s.Council, Path: r.URL.Path, Person: actor.Name,
		Nav: page.NavFor(actor, r.URL.Path), Assets: s.Look, Flash: s.sessions.PopString(r.Context(), "flash"),
	}
}

// done leaves a message for the next page and sends the browser there: the end of every successful POST.
// The target is made from a pattern of ours and ids, never from what was typed.
func (s *Server) done(w http.ResponseWriter, r *http.Request, message, pattern string, ids ...any) error {
	if message != "" {
		s.sessions.Put(r.Context(), "flash", message)
	}
	http.Redirect(w, r, fmt.Sprintf(pattern, ids...), http.StatusSeeOther)
	return nil
}

// pathID reads an identifier from the route pattern; anything else is domain.ErrNotFound.
func pathID[T ~int64](r *http.Request, name string) (T, error) {
	n, err := strconv.ParseInt(chi.URLParam(r, name), 10, 64)
	if err != nil || n < 1 {
		return 0, domain.ErrNotFound
	}
	return T(n), nil
}

// download answers with a file to keep. The name is ours, never what was typed.
func (s *Server) download(w http.ResponseWriter, contentType, name string, body []byte) error {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	_, _ = w.Write(body)
	return nil
}
