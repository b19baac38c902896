package serve

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"fourgates/internal/policy"
)

// Lists wait for each other where connections run short; whoever signs a gate does not wait for them, and one is left
// for health.
func TestConnectionsAreKeptForSignOffAndHealth(t *testing.T) {
	s := &Server{turns: turnsOf(6)} // two lists at a time
	entered, leave := make(chan string), make(chan struct{})
	ask := func(ctx context.Context, route Route) chan struct{} {
		done := make(chan struct{})
		h := s.inTurn(route, http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
			entered <- route.Pattern
			<-leave
		}))
		go func() {
			defer close(done)
			h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodGet, "/", nil))
		}()
		return done
	}
	list := Route{Method: http.MethodGet, Pattern: "/issues", Action: policy.ViewIssues}
	for range 2 {
		ask(t.Context(), list)
		<-entered
	}
	third := ask(t.Context(), list)
	for _, route := range []Route{{Pattern: "/attempts/{attempt}", Action: policy.ViewGates, Signing: true},
		{Pattern: "/attempts/{attempt}/signatures", Action: policy.SignGate},
		{Pattern: "/attempts/{attempt}/signatures", Action: policy.SignGate}} {
		ask(t.Context(), route)
		if got := <-entered; got != route.Pattern {
			t.Errorf("%s is let in before %s", got, route.Pattern)
		}
	}
	if free := cap(s.turns.signing.taken) - len(s.turns.signing.taken); free != 0 || cap(s.turns.signing.taken) != 5 {
		t.Errorf("%d of %d are free, and one is to be left for health", free, cap(s.turns.signing.taken))
	}
	leave <- struct{}{}
	select {
	case <-third:
		t.Error("the third list is answered without having been let in")
	case got := <-entered:
		if got != list.Pattern {
			t.Errorf("%s is let in for the third list", got)
		}
	}
	close(leave)
	<-third
}

// Where there are too few connections to keep any, nobody waits for a turn.
func TestFewConnectionsAreSharedByAll(t *testing.T) {
	s := &Server{turns: turnsOf(4)}
	answered := 0
	h := s.inTurn(Route{Pattern: "/issues", Action: policy.ViewIssues},
		http.HandlerFunc(func(http.ResponseWriter, *http.Request) { answered++ }))
	for range 10 {
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil))
	}
	if answered != 10 {
		t.Errorf("%d of 10 were answered", answered)
	}
}
