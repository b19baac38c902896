package domain

// Phase is one numbered stage of the production model (004, its table repaired).
type Phase string

// Phase template of 004: weeks stay ranges (F3). Phases after gate 3 have no weeks in the source and get none.
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

// PhasePlan is one line of the template.
type PhasePlan struct {
	Phase       Phase
	Name        string
	EarlyWeeks  int // 0: no allocation in the source
	LateWeeks   int
	GateAtEnd   int // 0: none
	Description string
}

// Template lists the phases in order with their week ranges.
func Template() []PhasePlan {
	return []PhasePlan{
		{PhaseInitiation, "Initiation and outreach", 3, 3, 1, "Members inducted, the area tested as a meaningful community."},
		{PhaseData, "Issues: network and data", 6, 8, 0, "A representative network formed, patch workers engaged, issues collected."},
		{PhaseSynthesis, "Issues: categorise and synthesise", 2, 2, 2, "Issues categorised and synthesised with Area Members."},
		{PhaseRootCause, "Issues: causes and priorities", 2, 2, 0, "Root causes found, priorities confirmed with the community."},
		{PhaseReview, "Issues: review with services and partners", 2, 2, 0, "Review and analysis with service officers and partner organisations."},
		{PhaseSolutions, "Solutions development", 12, 16, 0, "Solutions identified and their feasibility tested."},
		{PhaseApprovals, "Plan and bid approvals", 6, 6, 3, "Members sign off, then the Executive decides."},
		{PhaseDelivery, "Delivery planning", 0, 0, 4, "Services and partners refine and confirm actions."},
		{PhaseImplement, "Implementation", 0, 0, 0, "Departments and partners deliver."},
		{PhaseMonitoring, "Monitoring and evaluation", 0, 0, 0, "Benefits and performance monitored."},
	}
}

// PlanOf returns the template line of a phase; ok is false for an unknown one.
func PlanOf(p Phase) (plan PhasePlan, ok bool) {
	for _, line := range Template() {
		if line.Phase == p {
			return line, true
		}
	}
	return PhasePlan{}, false
}

// OpenPhase is a phase that an area has entered, with its early and late end.
type OpenPhase struct {
	Phase    Phase
	OpenedOn Date
	EarlyEnd Date // zero where the source gives no weeks
	LateEnd  Date
	ClosedOn Date
}

// Open returns the phase opened on the day, its ends counted in whole weeks from it.
func (p PhasePlan) Open(on Date) OpenPhase {
	o := OpenPhase{Phase: p.Phase, OpenedOn: on}
	if p.LateWeeks > 0 {
		o.EarlyEnd, o.LateEnd = on.AddWeeks(p.EarlyWeeks), on.AddWeeks(p.LateWeeks)
	}
	return o
}

// Late reports whether the phase should have ended before the day and has not.
func (o OpenPhase) Late(today Date) bool {
	return o.ClosedOn.IsZero() && !o.LateEnd.IsZero() && today.After(o.LateEnd)
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
