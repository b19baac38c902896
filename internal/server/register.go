package server

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

const registerPageSize = 50

func (s *Server) registerRoutes() []Route {
	return []Route{
		get("/register", policy.ViewRegister, s.listRegister),
		get("/register/head", policy.SignIn, s.registerHead),
		get("/register/chain", policy.SignIn, s.registerChain),
		get("/register/{reference}", policy.ViewRegister, s.showEntry),
		get("/register/{reference}/receipt.json", policy.ViewRegister, s.downloadReceipt),
	}
}

// listRegister shows the decisions within the reader's scope, newest first.
func (s *Server) listRegister(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	before, _ := strconv.ParseInt(r.URL.Query().Get("before"), 10, 64)
	area, _ := strconv.ParseInt(r.URL.Query().Get("area"), 10, 64)
	scope := policy.RegisterScopeOf(actor)
	entries, err := s.read.RegisterPage(r.Context(), scope, domain.AreaID(area), before, registerPageSize+1)
	if err != nil {
		return err
	}
	head, err := s.read.RegisterHead(r.Context())
	if err != nil {
		return err
	}
	p := page.RegisterProps{Shell: s.shell(r, actor, "Register"), Head: head, Area: domain.AreaID(area)}
	if len(entries) > registerPageSize {
		entries = entries[:registerPageSize]
		p.Older = entries[registerPageSize-1].Position
	}
	for _, e := range entries {
		payload, err := e.Read()
		if err != nil {
			return err
		}
		p.Lines = append(p.Lines, page.RegisterLine{Entry: e, Payload: payload})
	}
	return s.render(w, r, http.StatusOK, page.Register(p))
}

func (s *Server) showEntry(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	e, err := s.read.RegisterEntry(r.Context(), policy.RegisterScopeOf(actor), chi.URLParam(r, "reference"))
	if err != nil {
		return err
	}
	payload, err := e.Read()
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, page.RegisterEntry(page.RegisterEntryProps{Shell: s.shell(r, actor, "Decision "+e.Reference), Entry: e, Payload: payload}))
}

// downloadReceipt gives the file that a signatory keeps and anybody can check (Q8).
func (s *Server) downloadReceipt(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	e, err := s.read.RegisterEntry(r.Context(), policy.RegisterScopeOf(actor), chi.URLParam(r, "reference"))
	if err != nil {
		return err
	}
	receipt, err := s.app.Receipt(r.Context(), s.Council, e)
	if err != nil {
		return err
	}
	body, err := json.MarshalIndent(receipt, "", "  ")
	if err != nil {
		return err
	}
	return s.download(w, "application/json", "receipt-"+e.Reference+".json", append(body, '\n'))
}

// registerHead publishes the head, for everyone: position and hash on one line. It says nothing of what was decided.
func (s *Server) registerHead(w http.ResponseWriter, r *http.Request, _ policy.Actor) error {
	head, err := s.read.RegisterHead(r.Context())
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	fmt.Fprintf(w, "%d %s\n", head.Position, head.Hash)
	return nil
}

// registerChain publishes every link, for everyone: position, digest of the payload and hash, one entry a line.
func (s *Server) registerChain(w http.ResponseWriter, r *http.Request, _ policy.Actor) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_ = http.NewResponseController(w).SetWriteDeadline(s.Now().Add(2 * time.Minute))
	return s.read.WalkRegister(r.Context(), func(e domain.RegisterEntry) error {
		_, err := fmt.Fprintf(w, "%d %s %s\n", e.Position, e.PayloadDigest(), e.Hash)
		return err
	})
}
