// Package executive holds the rules of the Executive's decision: its report, its steps, call-in and the planning
// feed.
package executive

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/plans"
	"fourgates/internal/procedures"
	"fourgates/internal/restrictions"
)

// ExecutiveState is where an Executive decision stands (domain §4, executive decision).
type ExecutiveState string

// drafted → scheduled → decided → published → in force | called in → upheld | returned; an upheld decision comes into
// force, and a plan that is not agreed is returned as soon as that is decided.
const (
	ExecutiveDrafted   ExecutiveState = "drafted"
	ExecutiveScheduled ExecutiveState = "scheduled"
	ExecutiveDecided   ExecutiveState = "decided"
	ExecutivePublished ExecutiveState = "published"
	ExecutiveCalledIn  ExecutiveState = "called in"
	ExecutiveUpheld    ExecutiveState = "upheld"
	ExecutiveReturned  ExecutiveState = "returned"
	ExecutiveInForce   ExecutiveState = "in force"
)

// ExecutiveStates lists them in order.
func ExecutiveStates() []ExecutiveState {
	return []ExecutiveState{ExecutiveDrafted, ExecutiveScheduled, ExecutiveDecided, ExecutivePublished,
		ExecutiveCalledIn, ExecutiveUpheld,
		ExecutiveReturned, ExecutiveInForce}
}

// ExecutiveStep is something that is done with an Executive decision.
type ExecutiveStep string

// The steps. TakeEffect is done by time: the others by people.
const (
	ToSchedule   ExecutiveStep = "schedule"
	ToAnnounce   ExecutiveStep = "announce"
	ToRecord     ExecutiveStep = "record"
	ToConfirm    ExecutiveStep = "confirm"
	ToDecline    ExecutiveStep = "decline"
	ToCorrect    ExecutiveStep = "correct"
	ToPublish    ExecutiveStep = "publish"
	ToCallIn     ExecutiveStep = "call in"
	ToSettle     ExecutiveStep = "close the call-in"
	ToTakeEffect ExecutiveStep = "take effect"
)

// ExecutiveSteps lists them in order.
func ExecutiveSteps() []ExecutiveStep {
	return []ExecutiveStep{ToSchedule, ToAnnounce, ToRecord, ToConfirm, ToDecline, ToCorrect, ToPublish, ToCallIn,
		ToSettle, ToTakeEffect}
}

// executiveSteps is the table of steps: the states in which each can be taken. Nothing else can.
var executiveSteps = map[ExecutiveStep][]ExecutiveState{
	ToSchedule:   {ExecutiveDrafted, ExecutiveScheduled},
	ToAnnounce:   {ExecutiveScheduled},
	ToRecord:     {ExecutiveScheduled},
	ToConfirm:    {ExecutiveScheduled, ExecutiveDecided, ExecutiveReturned},
	ToDecline:    {ExecutiveScheduled},
	ToCorrect:    {ExecutiveDecided, ExecutiveReturned},
	ToPublish:    {ExecutiveDecided, ExecutiveReturned},
	ToCallIn:     {ExecutivePublished, ExecutiveCalledIn},
	ToSettle:     {ExecutiveCalledIn},
	ToTakeEffect: {ExecutivePublished, ExecutiveUpheld},
}

// ExecutiveOutcome is what became of one recommendation (H5).
type ExecutiveOutcome string

// The outcomes of a recommendation.
const (
	ItemAgreed    ExecutiveOutcome = "agreed"
	ItemAmended   ExecutiveOutcome = "amended"
	ItemNotAgreed ExecutiveOutcome = "not agreed"
)

// ExecutiveOutcomes lists them.
func ExecutiveOutcomes() []ExecutiveOutcome {
	return []ExecutiveOutcome{ItemAgreed, ItemAmended, ItemNotAgreed}
}

// ItemAbout is what a recommendation is about.
type ItemAbout string

// What recommendations are about.
const (
	AboutPlan       ItemAbout = "plan"
	AboutBid        ItemAbout = "bid"
	AboutDelegation ItemAbout = "delegation" // the hand-over to delivery planning
	AboutOther      ItemAbout = "other"
)

// ExecutiveItem is one recommendation with what was resolved on it.
type ExecutiveItem struct {
	Position       int // from 1, in the report
	Subject        domain.SubjectID
	About          ItemAbout
	Bid            domain.BidID  // of a bid
	Asked          *domain.Pence // for a bid
	Verb           Verb
	Recommendation string
	IfAgreed       string             // as the minutes resolve it where agreed as it stands
	Authority      domain.AuthorityID // the council whose Executive decides on it; zero in older decisions
	AuthorityName  string
	Outcome        ExecutiveOutcome // "" while undecided
	Resolved       string           // what was resolved; "" where not agreed
	Reason         string           // why not agreed
	Approved       *domain.Pence    // for a bid that is agreed or amended

	Actions []plans.AgreedAction `db:"-"` // of a plan that is amended: actions agreed otherwise than they were proposed
}

// Numeral is the number of the recommendation, as minutes number them: "i", "ii" … (002).
func (i ExecutiveItem) Numeral() string { return Numeral(i.Position) }

// Numeral is a number as minutes number what was resolved: 1 is "i", 4 "iv".
func Numeral(n int) string {
	words := ""
	for _, step := range []struct {
		n    int
		text string
	}{{100, "c"}, {90, "xc"}, {50, "l"}, {40, "xl"}, {10, "x"}, {9, "ix"}, {5, "v"}, {4, "iv"}, {1, "i"}} {
		for n >= step.n {
			words, n = words+step.text, n-step.n
		}
	}
	return words
}

// KeyAnswer is the answer to the key-decision question (H3); "" while it is not answered.
type KeyAnswer string

// The answers.
const (
	KeyYes KeyAnswer = "yes"
	KeyNo  KeyAnswer = "no"
)

// KeyAnswers lists them.
func KeyAnswers() []KeyAnswer { return []KeyAnswer{KeyYes, KeyNo} }

// ExecutiveDecision is what the Executive of one council decides on a report (002; H1–H5): the Executive part of gate 3
// of one plan or more. Where its report asks several councils, each has a decision of its own.
type ExecutiveDecision struct {
	ID            domain.ExecutiveID
	ReportID      domain.ReportID
	Authority     domain.AuthorityID // whose Executive decides; zero in older decisions
	AuthorityName string
	Subjects      []Subject // what it is about, in the order of the report
	Beside        []Beside  // the decisions of other councils on the same report
	Entered       bool      `db:"-"` // the register speaks of a decision on the report; for who writes it
	Hidden        int       `db:"-"` // how many further subjects the reader may not see before it is published

	// of the first subject
	Area          domain.AreaID
	AreaCode      string
	AreaName      string // of all subjects, where there are several
	Cycle         int
	Attempt       domain.AttemptID
	AttemptNumber int
	Plan          domain.PlanID
	PlanVersion   domain.PlanVersionID

	Brought       []domain.PersonID    // who submitted a gate of the subjects, or passed it without its Members
	Asked         []domain.PersonID    // whom the gates asked since: who held or holds a seat, substitutes
	Liaison       []domain.PersonID    // liaison officers of the areas since then
	Report        string               // of the frozen ExecutiveReport its text; "" in lists
	ReportWords   string               // and its words; "" in lists, and where it is older
	Restricted    []restrictions.Issue // that its documents may speak of and that who loaded it may not see
	HeldBy        []domain.PersonID    // who took a step that waits until a second person confirms whose it is
	HeldSince     time.Time            // since when the oldest of these waits
	HasHolds      bool                 // one waits, or waited; false in lists
	ReportDigest  domain.Digest
	ReportVersion int // counts the changes of the report
	State         ExecutiveState
	Delegated     bool // to an Executive Member; else the Executive decides together
	Key           KeyAnswer
	ForwardPlan   string
	MeetsOn       domain.Date

	KeyAnswer procedures.Answer       // with what was proposed
	Announced procedures.Announcement // of a key decision

	MadeBy          domain.PersonID // the Executive Member, where delegated
	MadeByName      string
	WithOfficer     domain.PersonID // the named officer of a joint decision; zero for none
	WithOfficerName string
	Declined        Declined // of the named officer

	Reasons      string
	Alternatives string
	Interests    string // declared
	// earlier signatures, shown beside what is declared: who decides here and signed as Area Member, a line each
	MemberInterests string
	Dispensations   string
	DecidedOn       domain.Date
	Record          string // canonical JSON of ExecutiveRecord
	RecordDigest    domain.Digest
	RecordedBy      domain.PersonID
	RecordedByName  string
	RecordedAt      time.Time
	ConfirmedBy     domain.PersonID
	ConfirmedByName string
	ConfirmedAt     time.Time

	PublishedOn     domain.Date
	PublishedByName string // who noted it; "" in lists

	CallInUntil  domain.Date // last day on which it can be called in; zero for no window
	EffectiveOn  domain.Date
	CalledInOn   domain.Date  // first
	CallIns      []CallIn     // the requests, in order; none in lists
	Settled      []Settlement // what became of the call-in, in order; none in lists, nor from before it was recorded
	SettledOn    domain.Date
	ReturnReason string

	Why string `db:"-"` // why a record takes the place of another, in the step that makes it

	Version   int
	DraftedAt time.Time
	InForceAt time.Time

	Items []ExecutiveItem `db:"-"` // none in lists
}

// Maker is who decides, in words (H4).
func (d ExecutiveDecision) Maker() string {
	switch {
	case !d.Delegated:
		return domain.Capital(d.Decides().Of())
	case d.WithOfficer != 0:
		return fmt.Sprintf("%s, Executive Member, in conjunction with %s", d.MadeByName, d.WithOfficerName)
	}
	return d.MadeByName + ", Executive Member"
}

// Recorded reports whether the first of two makers has recorded the decision and the second has still to confirm it.
func (d ExecutiveDecision) Recorded() bool {
	return d.State == ExecutiveScheduled && d.RecordedBy != 0
}

// Unconfirmed reports whether the named officer has still to confirm what is recorded, or was corrected.
func (d ExecutiveDecision) Unconfirmed() bool {
	return d.WithOfficer != 0 && d.RecordedBy != 0 && d.ConfirmedBy == 0
}

// Shown reports whether the decision is shown to those who see it from its publication on. A plan that is returned is
// its officers' to work on at once.
func (d ExecutiveDecision) Shown() bool {
	return !d.PublishedOn.IsZero() || d.State == ExecutiveReturned
}

// Ready reports whether the step can be taken in the state of the decision, by whoever may. What is published is not
// corrected, nor published again.
func (d ExecutiveDecision) Ready(step ExecutiveStep) bool {
	if !slices.Contains(executiveSteps[step], d.State) {
		return false
	}
	switch step {
	case ToAnnounce:
		return NeedsNotice(d) && !d.Recorded()
	case ToRecord:
		return !d.Declined.Made()
	case ToDecline:
		return d.WithOfficer != 0 && !d.Declined.Made()
	case ToConfirm:
		return d.Unconfirmed()
	case ToCorrect:
		return d.PublishedOn.IsZero() && d.RecordedBy != 0
	case ToPublish:
		return d.PublishedOn.IsZero() && !d.Unconfirmed() && d.RecordedBy != 0
	}
	return true
}

// CheckReady returns a *domain.StateError where the state does not have the step.
func (d ExecutiveDecision) CheckReady(step ExecutiveStep) error {
	err := d.check(step)
	if blocked, ok := errors.AsType[*domain.BlockedError](err); ok {
		return domain.Stands("%s", blocked.Blockers[0].Words)
	}
	return err
}

// check refuses a step that the state does not have, in words.
func (d ExecutiveDecision) check(step ExecutiveStep) error {
	if d.Ready(step) {
		return nil
	}
	switch {
	case (step == ToPublish || step == ToCorrect) && !d.PublishedOn.IsZero():
		return stateBlocked("This decision was published on " + d.PublishedOn.Words() +
			": that cannot be done with it now")
	case step == ToAnnounce && d.State == ExecutiveScheduled && d.Recorded():
		return stateBlocked("The decision is recorded as it was announced: schedule it anew to change that")
	case step == ToDecline && d.State == ExecutiveScheduled && d.WithOfficer == 0:
		return stateBlocked("No officer is named in this decision")
	case (step == ToRecord || step == ToConfirm || step == ToDecline) && d.State == ExecutiveScheduled &&
		d.Declined.Made():
		return stateBlocked(d.WithOfficerName + " declined: the clerk has to name somebody else first")
	case step == ToAnnounce && d.State == ExecutiveScheduled:
		return stateBlocked("This decision needs no notice before it is taken")
	case step == ToPublish && d.Unconfirmed():
		return stateBlocked(d.WithOfficerName + " has still to confirm what was corrected")
	}
	if step == ToConfirm && d.State == ExecutiveScheduled {
		return &domain.BlockedError{
			Blockers: []domain.Blocker{{ID: "state", Words: "Nothing is recorded yet that could be confirmed"}}}
	}
	return &domain.BlockedError{
		Blockers: []domain.Blocker{
			{ID: "state", Words: fmt.Sprintf("This decision is %s: that cannot be done with it now", d.State)}}}
}

func stateBlocked(words string) error {
	return &domain.BlockedError{Blockers: []domain.Blocker{{ID: "state", Words: words}}}
}

// WaitsFor says in words what the decision waits for from the person on the day; "" for nothing.
func (d ExecutiveDecision) WaitsFor(by Decider, today domain.Date) string {
	asked := d.asks(by, today)
	if asked != "" && by.self().Among(d.HeldBy) {
		return "Nothing now: what you did waits until a second person confirms that it was you"
	}
	return asked
}

// asks is WaitsFor, whoever has taken a step that waits itself.
func (d ExecutiveDecision) asks(by Decider, today domain.Date) string {
	switch {
	case d.State == ExecutiveDrafted && d.Can(ToSchedule, by):
		return "To be scheduled"
	case d.State == ExecutiveScheduled && d.Declined.Made():
		if d.Can(ToSchedule, by) {
			return d.WithOfficerName + " declined: another officer is to be named"
		}
		return ""
	case d.Ready(ToConfirm) && d.Can(ToConfirm, by):
		return "To be confirmed by you"
	case d.Ready(ToAnnounce) && !d.Announced.Made() && d.Can(ToAnnounce, by):
		return ToBeAnnounced
	case MayBeUnannounced(d) && d.Can(ToAnnounce, by):
		return "Announced too late for " + d.MeetsOn.Words() + ": to be put off, or taken by an exception"
	case d.State == ExecutiveScheduled && !d.Recorded() && d.Can(ToRecord, by) && !today.Before(d.MeetsOn):
		return "To be decided and recorded"
	case d.State == ExecutiveScheduled && !d.Recorded() && d.Delegated && d.Can(ToRecord, by):
		return "To be decided by you from " + d.MeetsOn.Words()
	case d.Ready(ToPublish) && d.Can(ToPublish, by):
		return "To be published"
	case d.State == ExecutiveCalledIn && d.Can(ToSettle, by):
		return "Called in: to be closed as its body decides"
	}
	return ""
}
