package executive

import (
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/plans"
	"fourgates/internal/policy"
)

// SubjectKind is what kind of thing a decision is about. Further kinds come into this list and that of the database.
type SubjectKind string

// The kinds.
const (
	OnDraftPlan SubjectKind = "gate 3" // the draft plan that Members passed
)

// Subject is one of the things that a decision is about: each is an area's plan, as it was when it was put.
type Subject struct {
	ID            domain.SubjectID
	Kind          SubjectKind
	Area          domain.AreaID
	AreaCode      string
	AreaName      string
	Cycle         int
	Attempt       domain.AttemptID
	AttemptNumber int
	SubmittedBy   domain.PersonID // who submitted the gate
	OverriddenBy  domain.PersonID // who passed it without its Members; zero where they did
	Plan          domain.PlanID
	PlanVersion   domain.PlanVersionID
	DraftedIn     domain.ReportID // the report that was drafted on it
	DraftedOn     domain.Date     // when that was: the day on which its Members passed gate 3
	Void          bool            // its passing counts no longer
}

// Beside is the decision of another council on the same report.
type Beside struct {
	ID          domain.ExecutiveID
	Authority   string
	State       ExecutiveState
	Recorded    bool
	EffectiveOn domain.Date
	Subjects    []domain.SubjectID // that it is about
}

// Words says where it stands.
func (b Beside) Words() string {
	words := Decides{Name: b.Authority}.Of() + ": " + string(b.State)
	if b.State == ExecutiveInForce {
		words += " since " + b.EffectiveOn.Words()
	}
	return words
}

// Shown reports whether the decision is shown to those who see it from its publication on.
func (b Beside) Shown() bool {
	return slices.Contains([]ExecutiveState{ExecutivePublished, ExecutiveCalledIn,
		ExecutiveUpheld, ExecutiveReturned, ExecutiveInForce}, b.State)
}

// Open reports whether nothing is decided yet, nor recorded to be confirmed.
func (b Beside) Open() bool {
	return !b.Recorded && (b.State == ExecutiveDrafted || b.State == ExecutiveScheduled)
}

// Part is a decision as far as it is about one of its subjects.
type Part struct {
	ExecutiveDecision
	Subject Subject
}

// On is the decision as far as it is about the subject.
func (d ExecutiveDecision) On(s Subject) Part { return Part{d, s} }

// Items are the recommendations on the subject.
func (o Part) Items() []ExecutiveItem {
	return slices.DeleteFunc(slices.Clone(o.ExecutiveDecision.Items), func(i ExecutiveItem) bool {
		return i.Subject != o.Subject.ID
	})
}

// Refused reports whether the plan is not agreed, as the outcomes of the items say.
func (o Part) Refused() bool {
	return slices.ContainsFunc(o.Items(), func(i ExecutiveItem) bool {
		return i.About == AboutPlan && i.Outcome == ItemNotAgreed
	})
}

// Fallen reports whether the plan went back to be drafted without this decision: another council did not agree it.
func (o Part) Fallen() bool { return o.Subject.Void && !o.Refused() }

// Waiting are the decisions of other councils without which the plan is no approved draft.
func (o Part) Waiting() []Beside {
	return slices.DeleteFunc(slices.Clone(o.Beside), func(b Beside) bool {
		return b.State == ExecutiveInForce || !slices.Contains(b.Subjects, o.Subject.ID)
	})
}

// Waiting are the decisions of other councils without which no plan of a decision is an approved draft.
func Waiting(d ExecutiveDecision) []Beside {
	return slices.DeleteFunc(slices.Clone(d.Beside), func(b Beside) bool {
		return b.State == ExecutiveInForce || b.State == ExecutiveReturned
	})
}

// Live are the subjects that are still to be decided, or stand as they were decided.
func (d ExecutiveDecision) Live() []Subject {
	return slices.DeleteFunc(slices.Clone(d.Subjects), func(s Subject) bool {
		return s.Void || d.On(s).Refused()
	})
}

// OnItem is the subject of the recommendation of a report at the position: the first where there is none.
func OnItem(d ExecutiveDecision, position int) Subject {
	for _, s := range d.Subjects {
		if position >= 1 && position <= len(d.Items) && d.Items[position-1].Subject == s.ID {
			return s
		}
	}
	return d.Subjects[0]
}

// Gather names the areas of all subjects where there are several.
func Gather(d *ExecutiveDecision) {
	var names []string
	for _, s := range d.Subjects {
		if !slices.Contains(names, s.AreaName) {
			names = append(names, s.AreaName)
		}
	}
	if len(names) > 1 {
		d.AreaName = listed(names)
	}
}

// Sees reports whether the scope may see the decision: on one of its areas.
func Sees(d ExecutiveDecision, s policy.DecisionScope) bool {
	return slices.ContainsFunc(d.Subjects, func(on Subject) bool {
		return s.Sees(on.Area, d.Shown() || on.Void)
	})
}

// Decides is the council whose Executive decides.
func (d ExecutiveDecision) Decides() Decides { return Decides{ID: d.Authority, Name: d.AuthorityName} }

// AgreedPlan is the plan of one subject as the decisions on it leave it together, and whether that is otherwise than it
// was put. What one of them does not agree is left out; where two agree an action otherwise, the later decision says
// how.
func AgreedPlan(put plans.PlanDocument, on []ExecutiveDecision, s Subject) (plans.PlanDocument, bool) {
	actions := AgreedActions(on, s)
	list := make([]plans.AgreedAction, len(actions))
	for n, a := range actions {
		list[n] = a.AgreedAction
	}
	var bids []plans.AgreedBid
	for _, d := range on {
		for _, i := range d.On(s).Items() {
			if i.Bid != 0 {
				bids = append(bids, plans.AgreedBid{Bid: i.Bid, Approved: i.Approved, NotAgreed: i.Reason})
			}
		}
	}
	return put.Agreed(list, bids)
}

// ActionAgreed is what was agreed of an action otherwise than it was proposed, with the last decision that says so.
type ActionAgreed struct {
	plans.AgreedAction
	By domain.ExecutiveID
}

// AgreedActions are the actions of one subject that decisions agreed otherwise than they were put, in the order of the
// decisions.
func AgreedActions(on []ExecutiveDecision, s Subject) []ActionAgreed {
	var list []ActionAgreed
	for _, d := range inOrder(on) {
		for _, i := range d.On(s).Items() {
			for _, g := range i.Actions {
				at := slices.IndexFunc(list, func(a ActionAgreed) bool { return a.Action == g.Action })
				if at < 0 {
					list = append(list, ActionAgreed{g, d.ID})
					continue
				}
				list[at] = ActionAgreed{list[at].Then(g), d.ID}
			}
		}
	}
	return list
}

// inOrder are decisions in the order in which they were made.
func inOrder(on []ExecutiveDecision) []ExecutiveDecision {
	on = slices.Clone(on)
	slices.SortStableFunc(on, func(a, b ExecutiveDecision) int { return a.DecidedOn.DaysSince(b.DecidedOn) })
	return on
}

// HandsOver reports whether the leads of the plan's actions are to be asked: the hand-over to delivery planning was
// agreed, or was not put.
func HandsOver(on []ExecutiveDecision, s Subject) bool {
	for _, d := range on {
		for _, i := range d.On(s).Items() {
			if i.About == AboutDelegation && i.Outcome == ItemNotAgreed {
				return false
			}
		}
	}
	return true
}

// AgreedNote says of the new version of a plan when the Executives agreed it and what they resolved otherwise.
func AgreedNote(on []ExecutiveDecision, s Subject) string {
	on = inOrder(on)
	note := "As the Executive agreed it on "
	if len(on) > 1 {
		note = "As the Executives agreed it by "
	}
	note += on[len(on)-1].DecidedOn.Words()
	for _, d := range on {
		for _, i := range d.On(s).Items() {
			if i.About == AboutPlan && i.Outcome == ItemAmended {
				note += ": " + i.Resolved
			}
		}
	}
	return note
}
