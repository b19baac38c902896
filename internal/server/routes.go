// Package server answers HTTP requests: it decodes, calls a command or a query, and renders a page.
package server

import (
	"net/http"
	"slices"

	"fourgates/internal/policy"
)

// handler answers one route for an actor whom the policy has let through. It returns an error; it does not write one.
type handler func(w http.ResponseWriter, r *http.Request, actor policy.Actor) error

// Route is one line of the table: the only way in which a handler is reached.
type Route struct {
	Method, Pattern string
	Action          policy.Action
	Handler         handler
	Upload          bool // takes files: up to 10 MB a file instead of 1 MB in all
}

func get(pattern string, act policy.Action, h handler) Route {
	return Route{Method: http.MethodGet, Pattern: pattern, Action: act, Handler: h}
}

func post(pattern string, act policy.Action, h handler) Route {
	return Route{Method: http.MethodPost, Pattern: pattern, Action: act, Handler: h}
}

func upload(pattern string, act policy.Action, h handler) Route {
	return Route{Method: http.MethodPost, Pattern: pattern, Action: act, Handler: h, Upload: true}
}

// Routes is the whole table. Each page area lists its own beside its handlers.
func (s *Server) Routes() []Route {
	return slices.Concat(
		s.homeRoutes(),
		s.accountRoutes(),
		s.areaRoutes(),
		s.seatRoutes(),
		s.partnerRoutes(),
		s.issueRoutes(),
		s.priorityRoutes(),
		s.causeRoutes(),
		s.quickWinRoutes(),
		s.profileRoutes(),
		s.timelineRoutes(),
		s.solutionRoutes(),
		s.planRoutes(),
		s.threadRoutes(),
		s.templateRoutes(),
		s.holidayRoutes(),
		s.feedRoutes(),
		s.gateRoutes(),
		s.executiveRoutes(),
		s.registerRoutes(),
		s.adminRoutes(),
	)
}
