package serve

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/a-h/templ"
	"github.com/go-chi/chi/v5"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/frame"
)

// Call is a request that the guard has let through: whose it is, what it brings, and the ways to answer it. A handler
// has nothing else.
type Call struct {
	*http.Request
	W     http.ResponseWriter
	Actor policy.Actor
	App   *act.App
	Read  db.Reader

	server *Server
	route  Route
	form   *act.Sending // that it brings; nil for none that counts once
	status int          // of the page that answers it; 0 for none
	Wrong  bool         // the page to come shows a form with problems

	lost []frame.KeptField // what was typed and is not on it
}

// Handler answers one route. It returns an error; it does not write one.
type Handler func(c *Call) error

// On is a handler of what its address names: it loads that, and hands it on where the actor may have it. A form that
// decides is handed on only where it was read as things stand.
func On[T any](load func(c *Call) (T, error), handle func(c *Call, it T) error) Handler {
	return func(c *Call) error {
		it, err := load(c)
		if err == nil {
			err = c.checkBasis()
		}
		if err != nil {
			return err
		}
		return handle(c, it)
	}
}

// Where is load for those who may do with what it loads what the route is for: before anything that they sent is read,
// the others get domain.ErrForbidden.
func Where[T any](may func(policy.Actor, T) bool, load func(c *Call) (T, error)) func(c *Call) (T, error) {
	return func(c *Call) (T, error) {
		it, err := load(c)
		if err == nil && !may(c.Actor, it) {
			err = domain.ErrForbidden
		}
		return it, err
	}
}

// callOf is the request as a handler takes it.
func (s *Server) callOf(w http.ResponseWriter, r *http.Request, actor policy.Actor) *Call {
	return &Call{Request: r, W: w, Actor: actor, App: s.app,
		Read: s.read.ReadFor(policy.IssueScopeOf(actor)), server: s}
}

// asNobody is the call as it looks to who is not signed in.
func (c *Call) asNobody() *Call {
	nobody := *c
	nobody.Actor = policy.Actor{}
	nobody.Read = c.Read.ReadFor(policy.IssueScopeOf(nobody.Actor))
	return &nobody
}

// Now is the time, from the one clock.
func (c *Call) Now() time.Time { return c.server.Now() }

// Today is the council's day.
func (c *Call) Today() domain.Date { return c.App.Today() }

// Council is its name, as it stands on every page.
func (c *Call) Council() string { return c.server.Council }

// Tiles is the address of map tiles, or "" for none.
func (c *Call) Tiles() string { return c.server.Tiles }

// Base is the start of links that leave the application.
func (c *Call) Base() string {
	if c.server.BaseURL != "" {
		return c.server.BaseURL
	}
	scheme := "http://"
	if c.server.Secure {
		scheme = "https://"
	}
	return scheme + c.Host
}

// Param is a part of the address that the route pattern names.
func (c *Call) Param(name string) string { return chi.URLParam(c.Request, name) }

// Posted is the form that came with the request.
func (c *Call) Posted() form.Form { return form.New(c.PostForm) }

// Shell is what every page needs beyond its own data. It takes the message left by the step before, so ask for it once
// a page.
func (c *Call) Shell(title string) frame.Shell {
	return frame.Shell{
		Title: title, Council: c.server.Council, Path: c.URL.Path, Person: c.Actor.Name, Refused: &c.Wrong,
		Lost: &c.lost,
		Nav:  frame.NavFor(c.Actor, c.URL.Path), Assets: c.server.Look, Flash: c.flash(),
	}
}

// flash is the message left by the step before: taken where somebody reads it.
func (c *Call) flash() string {
	if infoOf(c.Context()).head {
		return c.server.sessions.GetString(c.Context(), "flash")
	}
	return c.server.sessions.PopString(c.Context(), "flash")
}

// Show answers with a page.
func (c *Call) Show(p templ.Component) error { return c.Answer(http.StatusOK, p) }

// Page answers with the page of a form: as it is asked for, or with what is wrong with what was typed (422), or beside
// what somebody else made of it meanwhile (409). The title then says that there are errors.
func (c *Call) Page(f form.Form, p templ.Component) error {
	status := http.StatusOK
	switch {
	case f.Stale():
		status = http.StatusConflict
	case !f.OK():
		status = http.StatusUnprocessableEntity
	}
	c.Wrong = !f.OK()
	return c.Answer(status, p)
}

// Answer answers with a page and a status of its own. What was typed into a form that the page refuses and no longer
// has, for the thing changed meanwhile, is put on the page.
func (c *Call) Answer(status int, p templ.Component) error {
	c.status = status
	if status >= http.StatusBadRequest {
		if err := c.refused(errPage); err != errPage {
			return err
		}
	}
	if c.Method != http.MethodPost || status < http.StatusBadRequest || status == http.StatusUnauthorized {
		return c.server.render(c.W, c.Request, status, p)
	}
	page := templ.GetBuffer()
	defer templ.ReleaseBuffer(page)
	if err := p.Render(c.Context(), page); err != nil {
		return err
	}
	if c.lost = missing(c.Request, page.String()); len(c.lost) > 0 {
		return c.server.render(c.W, c.Request, status, p)
	}
	return c.server.sendPage(c.W, c.Request, status, page.Bytes())
}

// errPage is that a page of its own refuses what was sent.
var errPage = errors.New("refused on a page")

// Done leaves a message for the next page and sends the browser there: the end of every successful POST. The target is
// made from a pattern of ours and ids, never from what was typed.
func (c *Call) Done(message, pattern string, ids ...any) error {
	if message != "" {
		c.server.sessions.Put(c.Context(), "flash", message)
	}
	return c.To(pattern, ids...)
}

// To sends the browser to another page, which has the answer. The target is made as that of Done is.
func (c *Call) To(pattern string, ids ...any) error {
	to := fmt.Sprintf(pattern, ids...)
	c.remember(to)
	http.Redirect(c.W, c.Request, to, http.StatusSeeOther)
	return nil
}

// Download answers with a file to keep. The name is ours, never what was typed.
func (c *Call) Download(contentType, name string, body []byte) error {
	c.W.Header().Set("Content-Type", contentType)
	c.W.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	_, _ = c.W.Write(body) // whoever goes away is logged as such
	return nil
}

// Exported logs that the actor takes a file away.
func (c *Call) Exported(what string) {
	if infoOf(c.Context()).head {
		return // nothing was taken
	}
	c.server.log.InfoContext(c.Context(), "export", slog.String("request", infoOf(c.Context()).id),
		slog.Int64("actor", int64(c.Actor.ID)), slog.String("what", what))
}
