package gates

import (
	"time"

	"fourgates/internal/domain"
)

// WithExecutive is a plan that the Executive has, as everyone who may see gates can know.
type WithExecutive struct {
	AreaID    domain.AreaID
	AreaName  string
	AttemptID domain.AttemptID
	Since     time.Time
}

// OpenPlace is a place that a gate with its Members still waits for.
type OpenPlace struct {
	Seat     domain.SeatID
	Place    int
	Attempt  domain.AttemptID
	Gate     domain.Gate
	AreaName string
}
