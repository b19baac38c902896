package home_test

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"
	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/internal/serve/servertest"
)

var update = flag.Bool("update", false, "write testdata/routes.txt anew; read the difference before you commit it")

const matrixFile = "testdata/routes.txt"

// TestRouteMatrix asks for every route as every role and signed out, and compares who got past the guard with the list
// that is checked in (guarantee 1). After adding a route: go test ./internal/home -run TestRouteMatrix -update
func TestRouteMatrix(t *testing.T) {
	h := servertest.New(t)
	people := map[policy.Role]domain.PersonID{}
	for _, role := range policy.Roles() {
		people[role] = h.Person("Person "+string(role), role)
	}
	nobody := h.Person("Nobody Inparticular")
	var lines []string
	for _, route := range h.Server.Table {
		path := examplePath(route.Pattern)
		var pass []string
		if got := ask(t, h.Browser(), route, path); got {
			pass = append(pass, "signed-out")
		}
		if got := ask(t, h.As(nobody), route, path); got {
			pass = append(pass, "no-role")
		}
		for _, role := range policy.Roles() {
			if ask(t, h.As(people[role]), route, path) {
				pass = append(pass, strings.ReplaceAll(string(role), " ", "-"))
			}
		}
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%-4s %-46s %-22s %s", route.Method, route.Pattern,
			route.Action, strings.Join(pass, " "))))
	}
	slices.SortFunc(lines, func(a, b string) int {
		return strings.Compare(strings.TrimLeft(a[4:], " ")+a, strings.TrimLeft(b[4:], " ")+b)
	})
	got := strings.Join(lines, "\n") + "\n"
	if *update {
		if err := os.WriteFile(matrixFile, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(matrixFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("routes and who may use them (-checked in, +now):\n%s", diff)
	}
}

// ask reports whether the client got past the guard, which sends a reader to sign in and answers a form with the
// sign-in page. An identifier that no record has keeps the records themselves out of it.
func ask(t *testing.T, c *servertest.Client, route serve.Route, path string) bool {
	t.Helper()
	p := c.Do(route.Method, path, "", nil)
	switch {
	case p.Status >= http.StatusInternalServerError:
		t.Errorf("%s: status %d", p.Asked, p.Status)
	case p.Status == http.StatusForbidden, p.Status == http.StatusUnauthorized:
		return false
	case route.Method == http.MethodGet && route.Action != policy.SignIn:
		return !strings.HasPrefix(p.Location(), "/sign-in")
	}
	return true
}

func examplePath(pattern string) string {
	return servertest.Parameter.ReplaceAllString(pattern, "987654321")
}

// TestNoRouteOutsideTheTable: what chi knows is the table, and a few that hold nothing to guard.
func TestNoRouteOutsideTheTable(t *testing.T) {
	h := servertest.New(t)
	known := map[string]bool{"GET /healthz": true, "GET /readyz": true}
	for _, route := range h.Server.Table {
		if known[route.Method+" "+route.Pattern] {
			t.Errorf("%s %s is there twice", route.Method, route.Pattern)
		}
		known[route.Method+" "+route.Pattern] = true
	}
	router, ok := h.Handler.(chi.Routes)
	if !ok {
		t.Fatalf("the handler is a %T, no chi router", h.Handler)
	}
	err := chi.Walk(router, func(method, pattern string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		if pattern != "/assets/*" && !known[method+" "+pattern] {
			t.Errorf("%s %s is not in the table", method, pattern)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
