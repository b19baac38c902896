// Package serve answers HTTP requests: it guards every route, hands a handler its call, and answers with a page or a
// problem.
package serve

import (
	"net/http"

	"fourgates/internal/policy"
)

// Route is one line of the table: the only way in which a handler is reached.
type Route struct {
	Method, Pattern string
	Action          policy.Action
	Handler         Handler
	Upload          bool // takes files: up to 10 MB a file instead of 1 MB in all
	// part of signing a gate, as each route of policy.SignGate is: its turn comes before those of lists
	Signing bool
	Carries bool // its form brings another along, which was sent without a session

	rests []subject
}

// ForSigning is the route as a part of signing a gate, for a page that shows what is signed.
func (r Route) ForSigning() Route {
	r.Signing = true
	return r
}

// Get is a route that shows something.
func Get(pattern string, act policy.Action, h Handler) Route {
	return Route{Method: http.MethodGet, Pattern: pattern, Action: act, Handler: h}
}

// Post is a route that changes something.
func Post(pattern string, act policy.Action, h Handler) Route {
	return Route{Method: http.MethodPost, Pattern: pattern, Action: act, Handler: h}
}

// Upload is a route whose form takes files.
func Upload(pattern string, act policy.Action, h Handler) Route {
	return Route{Method: http.MethodPost, Pattern: pattern, Action: act, Handler: h, Upload: true}
}
