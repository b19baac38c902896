// Package plans holds the rules of plans: their sections, versions, comments, actions and golden thread.
package plans

import (
	"strings"
	"time"

	"fourgates/internal/domain"
)

// PlanState is where a plan stands.
type PlanState string

// drafting → with Members → with Executive → approved draft → final consultation → ready → published → superseded |
// closed; returned with reasons, a plan is drafted again.
const (
	PlanDrafting          PlanState = "drafting"
	PlanWithMembers       PlanState = "with Members"
	PlanWithExecutive     PlanState = "with Executive"
	PlanApprovedDraft     PlanState = "approved draft"
	PlanFinalConsultation PlanState = "final consultation"
	PlanReady             PlanState = "ready"
	PlanPublished         PlanState = "published"
	PlanSuperseded        PlanState = "superseded"
	PlanClosed            PlanState = "closed"
)

// Plan is the Local Community Action Plan of an area's cycle: one each (E1).
type Plan struct {
	ID          domain.PlanID
	Area        domain.AreaID
	AreaName    string
	Cycle       int
	Title       string
	State       PlanState
	StateReason string // why it came back to drafting; "" where it never did
	CreatedBy   domain.PersonID
	CreatedAt   time.Time
	Overrides   []domain.Override // of its cycle, by gate
}

// CheckEdit refuses to change a plan that is not being drafted, by whom it can be had back.
func (p Plan) CheckEdit() error {
	if words := p.Locked(); words != "" {
		return domain.Blocked("", words)
	}
	return nil
}

// Locked says why a plan cannot be changed and who can unlock it; "" while it can be (domain §3: the draft is locked
// and sent on).
func (p Plan) Locked() string {
	switch p.State {
	case PlanDrafting:
		return ""
	case PlanWithMembers:
		return "The plan is with the Area Members, who sign exactly what it says. The liaison officer can withdraw " +
			"gate 3 to change it; a Member can defer or reject it."
	case PlanWithExecutive:
		return "The plan is with the Executive. It can be changed again only if the Executive returns it."
	}
	return "The plan is decided (" + string(p.State) + ") and can no longer be drafted."
}

// MayStartPlan reports whether a plan can be started in the phase: while solutions are worked up or approvals sought
// (004, phases 3 and 4), or in a phase that the area added after those, such as 3.1.
func MayStartPlan(p domain.Phase) bool {
	number, _, _ := strings.Cut(string(p), ".")
	return domain.Phase(number) == domain.PhaseSolutions || domain.Phase(number) == domain.PhaseApprovals
}

// PlanPart is one written section that a new plan has, and what it is composed with.
type PlanPart struct {
	Key   string
	Title string
	Hint  string // what to write there
}

// PlanParts lists the written sections of a plan in their order (E7). What the records say stands under each of them.
func PlanParts() []PlanPart {
	return []PlanPart{
		{"introduction", "Introduction", "What this plan is, for whom, and how it came about"},
		{"people", "The area and its people", "What the area is like to live in. The figures of the records follow " +
			"what you write"},
		{"said", "What people said", "How people were asked, and what they said in the main. Counts and quotations " +
			"follow"},
		{"priorities", "Priorities", "How the priorities were agreed and why they come in this order. The list " +
			"follows, with its causes"},
		{"solutions", "Solutions and actions", "What will be done and what will not. Solutions and proposed actions " +
			"follow"},
		{"bids", "Bids for funding", "What money is sought and what happens without it. The bids follow"},
		{"delivery", "How it will be delivered", "Who is responsible, how the work is steered, what could go wrong"},
		{"measures", "How we will know", "What will be different, how it is measured, when people hear of it"},
	}
}

// PlanPartOf is the part of the key; ok is false where there is none.
func PlanPartOf(key string) (part PlanPart, ok bool) {
	for _, p := range PlanParts() {
		if p.Key == key {
			return p, true
		}
	}
	return PlanPart{}, false
}

// PlanStanding is a plan as gate 3 asks about it, computed from the records.
type PlanStanding struct {
	Plan
	Empty        []string    // titles of written sections without text
	Unanswered   int         // comments neither answered nor resolved
	Actions      int         // that stand in the plan
	Chosen       int         // solutions
	Bids         int         // that are not withdrawn or lost
	FeedbackOn   domain.Date // of the newest entry of the feedback log; zero where there is none
	Newest       domain.PlanVersionID
	NewestNumber int // of versions; 0 where none is frozen
	NewestDigest domain.Digest
}

// FeedbackDays is how old the newest entry of the feedback log may be for gate 3 to call it current.
const FeedbackDays = 28

// FeedbackCurrent reports whether the feedback log has an entry of the last 28 days (004, gate 3).
func (s PlanStanding) FeedbackCurrent(today domain.Date) bool {
	return !s.FeedbackOn.IsZero() && today.DaysSince(s.FeedbackOn) <= FeedbackDays
}
