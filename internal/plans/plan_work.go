package plans

import (
	"time"

	"fourgates/internal/domain"
)

// WrittenSection is a section as its writers have it, with the version that they edit (E7).
type WrittenSection struct {
	PlanSection
	Version   int
	ChangedBy string
	ChangedAt time.Time
	Comments  int // in all
	Waiting   int // comments that nobody answered or resolved
}

// PlanComment is what somebody said about a section of a plan (E8).
type PlanComment struct {
	ID         domain.PlanCommentID
	Plan       domain.PlanID
	Section    string
	Text       string
	By         domain.PersonID
	ByName     string
	At         time.Time
	Answer     string
	Resolved   bool // settled without an answer in words, or with one
	AnsweredBy string
	AnsweredAt time.Time
}

// Waits reports whether the comment still waits: an unanswered one keeps gate 3 from being submitted.
func (c PlanComment) Waits() bool { return !c.Resolved && c.Answer == "" }

// PlanVersion is a plan frozen whole, without its content.
type PlanVersion struct {
	ID     domain.PlanVersionID
	Plan   domain.PlanID
	Number int
	Digest domain.Digest
	Note   string
	MadeBy string
	MadeAt time.Time
}

// PlanLinkKinds lists what a plan can be linked to (E9).
func PlanLinkKinds() []string {
	return []string{"parish plan", "town plan", "village appraisal", "corporate objective", "other"}
}

// ActionState is where an action stands.
type ActionState string

// proposed → asked → confirmed | amendment proposed | declined → on track | at risk | off track | not resourced →
// complete → verified; cancelled.
const (
	ActionProposed ActionState = "proposed"
	ActionAsked    ActionState = "asked"
)

// Action is a step that a plan proposes, with who leads it (E5).
type Action struct {
	ID               domain.ActionID
	Plan             domain.PlanID
	Area             domain.AreaID
	Solution         domain.SolutionID // zero: none
	Issue            domain.IssueID    // where it has no solution; zero: none, which the orphan report shows
	Title            string
	Description      string
	LeadService      domain.ServiceID
	LeadOrganisation domain.OrganisationID
	Supporters       string
	DueOn            domain.Date
	Cost             *domain.Pence
	Position         int // order in the plan
	State            ActionState
	Version          int
}

// CheckChange refuses to change an action that its lead was asked about.
func (a Action) CheckChange() error {
	if a.State != ActionProposed {
		return domain.Blocked("", "The action is "+string(a.State)+": only a proposed one can be changed or taken "+
			"out of the plan")
	}
	return nil
}

// Check lists what is wrong with an action as it was typed.
func (a Action) Check(today domain.Date) error {
	if !a.DueOn.IsZero() && a.DueOn.Before(today) {
		return domain.Blocked("due", "The action must be due today or later")
	}
	return nil
}

// Feedback is an entry of the feedback log: what was fed back, to whom, when (C7).
type Feedback struct {
	ID     domain.FeedbackID
	Area   domain.AreaID
	Issue  domain.IssueID // zero: about the area as a whole
	FedTo  string
	Text   string
	FedOn  domain.Date
	ByName string
	At     time.Time

	IssueTitle string // "" where the reader may not see the issue
}

// Check refuses feedback that is still to come.
func (f Feedback) Check(today domain.Date) error {
	if f.FedOn.After(today) {
		return domain.Blocked("on", "Feedback is recorded once it is given: enter today or a day before")
	}
	return nil
}
