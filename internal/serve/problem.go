package serve

import (
	"context"
	"errors"
	"net/http"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/web/frame"
)

var problems = []struct {
	is     error
	status int
	title  string
	words  string
}{
	{domain.ErrNotFound, http.StatusNotFound, "Page not found", "If you typed the address, check it. If you followed " +
		"a link, the page may have moved, or it may not be yours to see."},
	{domain.ErrForbidden, http.StatusForbidden, "You cannot do this",
		"Your role does not allow this step. If you think it should, ask your administrator."},
	{domain.ErrConflict, http.StatusConflict, "Someone else changed this",
		"Nothing of yours was saved. Go back, reload the page, and look at what changed before you try again."},
	{domain.ErrThrottled, http.StatusTooManyRequests, "Too many tries", "Wait 15 minutes, then try again."},
	{domain.ErrCrowded, http.StatusTooManyRequests, "Many are trying to sign in with that address",
		"Wait ten seconds, then try again. With a device that you have signed in with before, you need not wait."},
	{errBadInput, http.StatusBadRequest, "We could not read that", "The form held characters that cannot be stored. " +
		"Go back, remove anything unusual that was pasted, and try again."},
	{ErrTooLarge, http.StatusRequestEntityTooLarge, "That is too large",
		"A file may be up to 10 MB. Go back and choose a smaller one."},
}

// problem answers with the page of an error: what happened, what to do next, and for a fault of ours a reference that
// is in the log.
func (s *Server) problem(w http.ResponseWriter, r *http.Request, err error) {
	p := frame.ProblemProps{Reference: infoOf(r.Context()).id}
	status := http.StatusInternalServerError
	p.Title, p.Words = "Sorry, there is a problem with the service",
		"Try again later. If it goes on, tell your administrator the reference below."
	for _, known := range problems {
		if errors.Is(err, known.is) {
			status, p.Title, p.Words, p.Reference = known.status, known.title, known.words, ""
		}
	}
	if moved, ok := errors.AsType[*movedError](err); ok {
		status, p.Title, p.Words, p.Notices = http.StatusGone, "This is not yours to see any more", moved.told+
			" Since then your ward or role has changed, or what it is about has: whoever holds it now sees it.", true
	}
	if stands, ok := errors.AsType[*domain.StateError](err); ok {
		status, p.Title, p.Words, p.Reference = http.StatusConflict, "This cannot be done now",
			stands.Words+". Nothing of yours was saved.", ""
	}
	if blocked, ok := errors.AsType[*domain.BlockedError](err); ok {
		status, p.Title, p.Words, p.Reference = http.StatusUnprocessableEntity, "This cannot be done yet",
			"Put these right first:", ""
		for _, b := range blocked.Blockers {
			p.Reasons = append(p.Reasons, b.Words)
		}
	}
	if status == http.StatusInternalServerError {
		if words, ok := unavailable(err); ok {
			status, p.Title, p.Words = http.StatusServiceUnavailable, "The service is not available", words
			if r.Method == http.MethodPost {
				p.Title = "That could not be saved"
			}
			w.Header().Set("Retry-After", "5")
		}
	}
	if status >= http.StatusInternalServerError {
		if errors.Is(r.Context().Err(), context.Canceled) { // nobody is there to read it
			s.log.InfoContext(r.Context(), "reader went away", "request", infoOf(r.Context()).id, "method", r.Method)
			return
		}
		s.log.ErrorContext(r.Context(), "request failed", "request", infoOf(r.Context()).id, "method", r.Method, "err",
			err)
	}
	s.saveTyped(r, status, &p)
	if sent, ok := errors.AsType[*sentError](err); ok {
		p.Stands = sent.to
	} else if status == http.StatusConflict && r.Method == http.MethodPost && p.Stands == "" {
		p.Stands = s.pageAbove(r.URL.Path)
	}
	shell := frame.Shell{Title: p.Title, Council: s.Council, Path: r.URL.Path, Assets: s.Look}
	if actor := infoOf(r.Context()).actor; actor.ID != 0 {
		shell.Person, shell.Nav = actor.Name, frame.NavFor(actor, r.URL.Path)
	}
	if err := s.render(w, r.WithContext(context.WithoutCancel(r.Context())), status,
		frame.Problem(shell, p)); err != nil {
		http.Error(w, p.Title, status)
	}
}

// unavailable says why the service cannot do its work at the moment, as far as a reader can make use of it; ok is false
// where the error is no such fault.
func unavailable(err error) (words string, ok bool) {
	if errors.Is(err, errBusy) {
		return "Many send at once. Nothing was lost or half done. Try again in a minute.", true
	}
	switch db.FaultOf(err) {
	case db.NoFault:
		return "", false
	case db.ReadOnly:
		return "Pages can be read, but nothing can be saved for now: the database takes no changes, as it does " +
			"while it is looked after. Nothing was half done. Try again later.", true
	case db.NoRoom:
		return "Nothing can be saved for now, for the server has no room left. Nothing was half done. Tell your " +
			"administrator, and try again later.", true
	case db.Defective:
		return "The server has a fault. Nothing was half done. If it goes on, tell your administrator the reference " +
			"below.", true
	}
	return "Nothing was lost or half done. Try again in a minute.", true
}
