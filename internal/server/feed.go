package server

import (
	"net/http"

	"github.com/go-chi/chi/v5"

	"fourgates/internal/policy"
	"fourgates/web/page"
)

func (s *Server) feedRoutes() []Route {
	return []Route{
		get("/account/calendar", policy.OwnAccount, s.ownFeed),
		post("/account/calendar", policy.OwnAccount, s.makeFeed),
		post("/account/calendar/revocation", policy.OwnAccount, s.revokeFeed),
		get("/calendar/{token}.ics", policy.SignIn, s.feed),
	}
}

// ownFeed shows whether the actor has a calendar feed.
func (s *Server) ownFeed(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.feedPage(w, r, actor, http.StatusOK, "")
}

func (s *Server) feedPage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, address string) error {
	since, err := s.read.FeedSince(r.Context(), actor.ID)
	if err != nil {
		return err
	}
	const title = "Your calendar"
	return s.render(w, r, status, page.Feed(page.FeedProps{Shell: s.shell(r, actor, title).Under("Your account", "/account", title), Since: since, Address: address}))
}

// makeFeed answers with the address itself. It is nowhere else: neither in the database nor in the session.
func (s *Server) makeFeed(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	token, err := s.app.MakeFeed(r.Context(), actor)
	if err != nil {
		return err
	}
	return s.feedPage(w, r, actor, http.StatusCreated, s.base(r)+"/calendar/"+token+".ics")
}

func (s *Server) revokeFeed(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	if err := s.app.RevokeFeed(r.Context(), actor); err != nil {
		return err
	}
	return s.done(w, r, "The address works no more", "/account/calendar")
}

// feed answers whoever has the address, without a session: a calendar cannot sign in.
func (s *Server) feed(w http.ResponseWriter, r *http.Request, _ policy.Actor) error {
	text, err := s.app.Feed(r.Context(), chi.URLParam(r, "token"), s.base(r), caller(r))
	if err != nil {
		return throttled(w, err)
	}
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	_, _ = w.Write([]byte(text))
	return nil
}
