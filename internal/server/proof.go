package server

import (
	"net/http"
	"time"

	"fourgates/internal/form"
)

// proofLimit is how long a password counts as proof for a signature.
const proofLimit = 15 * time.Minute

// proofFresh reports whether the password was given in this session so lately that a signature needs no other proof.
func (s *Server) proofFresh(r *http.Request) bool {
	return s.Now().Sub(infoOf(r.Context()).provedAt) <= proofLimit
}

// askProof takes the password again, from the field "password", where the last proof is too old for a signature. What is wrong with it
// is noted by the field; after too many tries it returns domain.ErrThrottled.
func (s *Server) askProof(w http.ResponseWriter, r *http.Request, f *form.Form) error {
	if s.proofFresh(r) {
		return nil
	}
	password := secret(f, "password", "Enter your password again")
	if password == "" {
		return nil
	}
	info := infoOf(r.Context())
	err := s.app.ProvePassword(r.Context(), info.actor, info.signIn, password, caller(r))
	if f.Refuse(err) {
		return nil
	}
	if err != nil {
		return throttled(w, err)
	}
	info.provedAt = s.Now()
	return nil
}
