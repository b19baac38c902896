package server

import "slices"

// Table lists every route. Each group of pages lists its own beside its handlers.
func Table() []Route {
	return slices.Concat(
		homeRoutes(),
		accountRoutes(),
		areaRoutes(),
		seatRoutes(),
		partnerRoutes(),
		issueRoutes(),
		priorityRoutes(),
		causeRoutes(),
		quickWinRoutes(),
		profileRoutes(),
		timelineRoutes(),
		solutionRoutes(),
		planRoutes(),
		threadRoutes(),
		templateRoutes(),
		holidayRoutes(),
		feedRoutes(),
		gateRoutes(executiveAside),
		noticeRoutes(),
		executiveRoutes(),
		registerRoutes(),
		adminRoutes(),
	)
}
