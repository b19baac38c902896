package gateapp

import (
	"crypto/sha256"
	"fmt"

	"fourgates/internal/domain"
	"fourgates/internal/gates/gatestore"
)

// bound is the key of the form together with what the form says: the same key with other words is another.
func (s Signature) bound() string {
	said := sha256.Sum256(fmt.Appendf(nil, "%x %q %+v", s.Digest, s.Replaces, s.Signing))
	return fmt.Sprintf("%s.%x", s.Key, said[:8])
}

// recorded lists the references that the form was given when it was sent before; none where it was not. Where it said
// something else then, it is a *domain.StateError.
func (s Signature) recorded(found []gatestore.Recorded) (references []string, err error) {
	bound := s.bound()
	for _, r := range found {
		if r.Key != bound && r.Key != s.Key { // the key alone is how it was kept once
			return nil, domain.Stands("This form was sent before with another decision, and that one is recorded: " +
				"look at it on the gate's page before you change it")
		}
		references = append(references, r.Reference)
	}
	return references, nil
}
