package serve

import (
	"time"

	"fourgates/internal/form"
	"fourgates/internal/signin"
)

// proofLimit is how long a password counts as proof for a signature.
const proofLimit = 15 * time.Minute

// ProofFresh reports whether the password was given in this session so lately that a signature needs no other proof.
func (c *Call) ProofFresh() bool {
	return c.Now().Sub(infoOf(c.Context()).provedAt) <= proofLimit
}

// AskProof takes the password again, from the field "password", where the last proof is too old for a signature. What
// is wrong with it is noted by the field; after too many tries it returns domain.ErrThrottled.
func (c *Call) AskProof(f *form.Form) error {
	if c.ProofFresh() {
		return nil
	}
	password := Secret(f, "password", "Enter your password again")
	if password == "" {
		return nil
	}
	info := infoOf(c.Context())
	err := signin.ProvePassword(c.Context(), c.App, info.actor, info.signIn, password, c.Caller())
	if f.Refuse(err) {
		return nil
	}
	if err != nil {
		return Throttled(c.W, err)
	}
	info.provedAt = c.Now()
	return nil
}
