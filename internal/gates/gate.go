// Package gates holds the rules of gates: requirements, signing, snapshots, call-back and overrides.
package gates

import (
	"fmt"
	"slices"

	"fourgates/internal/comments"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/partners"
	"fourgates/internal/places"
	"fourgates/internal/plans"
	"fourgates/internal/reviews"
	"fourgates/internal/syntheses"
	"fourgates/internal/timelines"
)

// GateFacts is everything that a gate's requirements ask about, loaded in the transaction that decides.
type GateFacts struct {
	Area            places.Area
	Cycle           int
	HasBoundary     bool
	Members         []places.AreaMember
	NoMembers       []places.AreaMember // wards and divisions that have no Member by law
	ServiceManagers []partners.ServiceManager
	Network         []partners.NetworkEntry
	Validity        []places.ValidityView
	Officers        []string // names of the liaison officers assigned today
	Issues          []issues.IssueLine
	// the same issues whole, but for restricted ones, where a snapshot of gate 2 is taken
	Whole      []SnapshotIssue
	Comments   []comments.Comment            // of Members on them, likewise
	Statements map[string]partners.Statement // newest by what it is about, in words alone
	Passed     map[domain.Gate]bool
	// the Executive's decision on gate 3 is: only then is the gate passed in both its parts
	InForce        bool
	OpenAttempt    bool              // an attempt on any gate of the area is undecided
	Conditions     []Condition       // of whatever cycle, gate and attempt, met or not
	OpenConditions []Condition       // those of them that are not met yet
	QuickWins      []issues.QuickWin // agreed, and not released yet (gate 2)
	Today          domain.Date
	Phases         []timelines.GatePhase // that the gates end; none where the cycle is not started
	Sessions       []syntheses.Session   // with Members, of the cycle (gate 2)
	// the cycle had begun its synthesis before a session was asked for
	SessionNotAsked bool
	Draft           DraftFacts // for gate 3 alone
	// for the head of a snapshot, where one is taken
	Progress *ProgressFacts
}

// DraftFacts is what gate 3 asks beyond the rest: the plan, and what it is made from.
type DraftFacts struct {
	Plan      plans.PlanStanding
	Phase     domain.Phase // that is open; "" for none
	PhaseName string       // its name
	PhaseGate domain.Gate  // that it ends with; zero for none
	// on which the newest priority round was confirmed with the community; zero where none was
	RoundOn    domain.Date
	Priorities int                // of that round
	Unanswered []string           // those of them with neither a chosen solution nor a reason
	Reviews    []reviews.Priority // the same priorities, with what services and partners say of them
	// the cycle had gone past its review before one was asked for
	ReviewNotAsked bool
	Unfinished     []string            // solutions in testing or chosen with a feasibility view that is not finished
	Document       *plans.PlanDocument // where a snapshot is taken; nil for a checklist
}

// Check is one requirement of a gate with its answer. Every one is computed from data, none is ticked by hand.
type Check struct {
	ID     string
	Words  string
	Met    bool
	Detail string // what there is, or what is missing
}

// requirement is one row of the table of gates: met answers from the facts and says what it found.
type requirement struct {
	gate  domain.Gate
	id    string
	words string
	met   func(GateFacts) (ok bool, detail string)
}

// requirements is the table of domain §3, column "ready when".
var requirements = []requirement{
	{domain.GateAreas, "boundary", "The area has a name and a boundary", hasBoundary},
	{domain.GateAreas, "members", "Area Members are identified in both tiers", hasMembers},
	{domain.GateAreas, "inductions", "An induction is recorded for each Area Member", hasInductions},
	{domain.GateAreas, "validity-community", "At least one view from the community on whether the area is a " +
		"meaningful one", hasView(places.FromCommunity)},
	{domain.GateAreas, "validity-provider", "At least one view from a service provider on whether the area is a " +
		"meaningful one", hasView(places.FromServiceProvider)},
	{domain.GateAreas, "service-managers", "The listing of service managers is attached", hasServiceManagers},
	{domain.GateAreas, "stakeholders", "The stakeholder list is attached",
		hasNetwork(partners.Stakeholder, "stakeholder")},
	{domain.GateAreas, "officer", "A community liaison officer is assigned", hasOfficer},
	{domain.GateAreas, "conditions", "Conditions due before this gate are met", conditionsMet(domain.GateAreas)},

	{domain.GateIssues, "gate-1", "Gate 1 is passed", hasPassed(domain.GateAreas)},
	{domain.GateIssues, "categorised", "Every issue is categorised", allCategorised},
	{domain.GateIssues, "synthesised", "Every issue is synthesised, or sent another way", allHandled},
	{domain.GateIssues, "session", "A synthesis session was held with the Area Members", sessionHeld},
	{domain.GateIssues, "sources", "Each source class is present, or its absence explained", hasSources},
	{domain.GateIssues, "network", "The network of contacts is recorded", hasContacts},
	{domain.GateIssues, "patch-workers", "Patch workers are engaged", hasPatchWorkers},
	{domain.GateIssues, "representativeness", "There is a statement on how representative the network is",
		hasRepresentativeness},
	{domain.GateIssues, "conditions", "Conditions due before this gate are met", conditionsMet(domain.GateIssues)},

	{domain.GateDraftPlan, "gate-2", "Gate 2 is passed", hasPassed(domain.GateIssues)},
	{domain.GateDraftPlan, "phase", "The phase that this gate ends is open", inApprovals},
	{domain.GateDraftPlan, "priority-round", "The priorities are confirmed with the community", hasPriorityRound},
	{domain.GateDraftPlan, "reviewed", "Every priority is reviewed with the services and partners responsible for it",
		prioritiesReviewed},
	{domain.GateDraftPlan, "priorities-answered", "Every priority has a chosen solution, or a reason why it has none",
		prioritiesAnswered},
	{domain.GateDraftPlan, "feasibility-finished", "Every feasibility view that was asked for is finished",
		feasibilityFinished},
	{domain.GateDraftPlan, "bids", "Bids are listed, or it is stated that there are none", hasBids},
	{domain.GateDraftPlan, "feedback-current", "The feedback log is current", feedbackCurrent},
	{domain.GateDraftPlan, "plan-written", "The plan is written", planWritten},
	{domain.GateDraftPlan, "comments-answered", "Every comment on the plan is answered", commentsAnswered},
	{domain.GateDraftPlan, "conditions", "Conditions due before this gate are met",
		conditionsMet(domain.GateDraftPlan)},
}

// Checklist shows every requirement of the gate with its answer, in the order of the table. One that is met and says
// nothing is left out.
func Checklist(g domain.Gate, f GateFacts) []Check {
	var list []Check
	for _, r := range requirements {
		if r.gate == g {
			ok, detail := r.met(f)
			if ok && detail == "" {
				continue
			}
			list = append(list, Check{ID: r.id, Words: r.wordsFor(f), Met: ok, Detail: detail})
		}
	}
	return list
}

// SubmitBlockers lists every reason why the gate cannot be submitted now. Page and command use the same list.
func SubmitBlockers(g domain.Gate, f GateFacts) []domain.Blocker {
	list := orderBlockers(g, f)
	for _, c := range Checklist(g, f) {
		if !c.Met {
			list = append(list, domain.Blocker{ID: c.ID, Words: c.Words + ": " + c.Detail})
		}
	}
	return list
}

// PhaseOf is the phase that the gate ends; ok is false where the cycle is not started.
func (f GateFacts) PhaseOf(g domain.Gate) (p timelines.GatePhase, ok bool) {
	at := slices.IndexFunc(f.Phases, func(p timelines.GatePhase) bool { return p.Gate == g })
	if at < 0 {
		return p, false
	}
	return f.Phases[at], true
}

// Ahead says what makes submitting the gate now a deviation from the timeline, which needs its reason (F2).
func (f GateFacts) Ahead(g domain.Gate) []string {
	p, ok := f.PhaseOf(g)
	if !ok {
		return nil
	}
	return p.Ahead()
}

// orderBlockers are the reasons that not even an override gets past: gates in order, one attempt open at most, a
// running area.
func orderBlockers(g domain.Gate, f GateFacts) []domain.Blocker {
	var list []domain.Blocker
	add := func(id, words string) { list = append(list, domain.Blocker{ID: id, Words: words}) }
	if g == domain.GatePublication {
		add("gate", fmt.Sprintf("%s is not open yet", g.Title()))
	}
	if f.OpenAttempt {
		add("open-attempt", "A gate of this area is with its Members already")
	}
	if f.Passed[g] {
		add("passed", "This gate is passed already")
	}
	switch {
	case g > domain.GateAreas && !f.Passed[g-1]:
		add("order", fmt.Sprintf("Gate %d comes first", g-1))
	case g == domain.GatePublication && !f.InForce:
		add("order", "Gate 3 comes first: the Executive’s decision on it is not in force")
	}
	if words := f.Area.CycleOver(); words != "" {
		add("cycle", words)
	}
	if !gateRuns(g, f.Area) {
		add("state", fmt.Sprintf("The area is %s", f.Area.State))
	}
	return list
}

// gateRuns reports whether the gate can be asked in the area's state. Gate 1 selects an area that is proposed; every
// further cycle asks it again of one that has been in the programme since.
func gateRuns(g domain.Gate, area places.Area) bool {
	s := area.State
	if g == domain.GateAreas && area.Cycle <= 1 {
		return s == places.AreaProposed
	}
	return s == places.AreaActive || s == places.AreaDelivering
}

// OverrideBlockers lists every reason why a gate cannot be overridden by the community planning officer now.
// What is not ready is no reason: that is what the override is for; it needs a reason of its own.
func OverrideBlockers(g domain.Gate, f GateFacts, reason string) []domain.Blocker {
	f.OpenAttempt = false
	list := orderBlockers(g, f)
	if g == domain.GateDraftPlan && f.Draft.Plan.ID == 0 {
		list = append(list, domain.Blocker{ID: "plan", Words: "There is no plan that the Executive could decide on"})
	}
	if reason == "" {
		list = append(list, domain.Blocker{ID: "reason", Field: "reason",
			Words: "Enter the reason for the override: it shows on every later view"})
	}
	return list
}
