package serve

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"fourgates/internal/policy"
)

// Deny by default: a route whose action the matrix does not know lets nobody in.
func TestUnknownActionIsRefusedToEveryRole(t *testing.T) {
	for _, role := range policy.Roles() {
		actor := policy.Actor{ID: 1, Grants: []policy.Grant{{Role: role}}}
		if policy.Can(actor, "nobody.thought.of.this") {
			t.Errorf("%s may do what the matrix does not know", role)
		}
	}
}

func TestInputThatPostgresCouldNotHoldIsRefused(t *testing.T) {
	for _, target := range []string{"/issues?text=%00", "/issues?text=%ff", "/issues?%00=1", "/issues?text=a;b=%zz"} {
		r := httptest.NewRequest(http.MethodGet, target, nil)
		if _, err := (&Server{}).readInput(httptest.NewRecorder(), r, Route{}); err == nil {
			t.Errorf("%s was let through", target)
		}
	}
}
