package domain

// Phase is the number of a stage of the production model (004), such as "2a". A council's template may have others
// (F1).
type Phase string

// The phases of 004, its table repaired: the numbers in the template that is shipped.
const (
	PhaseInitiation Phase = "1"
	PhaseData       Phase = "2a"
	PhaseSynthesis  Phase = "2b"
	PhaseRootCause  Phase = "2c"
	PhaseReview     Phase = "2d"
	PhaseSolutions  Phase = "3"
	PhaseApprovals  Phase = "4"
	PhaseDelivery   Phase = "5"
	PhaseImplement  Phase = "6"
	PhaseMonitoring Phase = "7"
)

// OpenPhase is a phase that an area has entered, with its early and late end as they were expected when it was entered.
type OpenPhase struct {
	Phase    Phase
	OpenedOn Date
	EarlyEnd Date // zero where the template gives no weeks
	LateEnd  Date
	ClosedOn Date
}

// Present is the newest phase that is open; the zero OpenPhase where none is.
func Present(phases []OpenPhase) OpenPhase {
	for i := len(phases) - 1; i >= 0; i-- {
		if phases[i].ClosedOn.IsZero() {
			return phases[i]
		}
	}
	return OpenPhase{}
}
