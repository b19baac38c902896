package solutions

import (
	"time"

	"fourgates/internal/domain"
)

// Verdict is what a view on a solution's feasibility, or the tests as a whole, come to (E3).
type Verdict string

// The verdicts; the zero Verdict is none yet.
const (
	Feasible    Verdict = "feasible"
	WithChanges Verdict = "feasible with changes"
	NotFeasible Verdict = "not feasible"
)

// Verdicts lists them, best first.
func Verdicts() []Verdict { return []Verdict{Feasible, WithChanges, NotFeasible} }

// AskedParty is the kind of those who are asked for a view (004: "service officers, partners, Area Members,
// community").
type AskedParty string

// The four that are asked.
const (
	AskedService   AskedParty = "service"
	AskedPartner   AskedParty = "partner"
	AskedMember    AskedParty = "Member"
	AskedCommunity AskedParty = "community"
)

// FeasibilityView is what one of those asked thinks of a solution. While it is not finished its verdict, cost and
// reason belong to those who work on it: nobody else is shown them, whatever their role.
type FeasibilityView struct {
	ID           domain.ViewID
	Solution     domain.SolutionID
	AskedOf      AskedParty
	Service      domain.ServiceID      // one of these three
	Organisation domain.OrganisationID // is set, unless
	Member       domain.PersonID       // the community is asked
	Of           string                // the name of those asked: a service, an organisation, a Member, "the community"
	Question     string                // what they are asked to look at; "" for the solution as it is
	AskedBy      domain.PersonID
	AskedByName  string
	AskedAt      time.Time
	ViewDraft
	Version         int
	AnsweredBy      string // who finished it
	FinishedAt      *time.Time
	WithdrawnAt     *time.Time
	WithdrawnReason string
	Replaced        bool // those asked have finished a newer one
}

// ViewDraft is what those asked type.
type ViewDraft struct {
	Verdict Verdict
	Cost    *domain.Pence
	Reason  string
	SaidBy  string // for the community: who said it, where
}

// Open reports whether the view is still waited for.
func (v FeasibilityView) Open() bool { return v.FinishedAt == nil && v.WithdrawnAt == nil }

// Finished reports whether the view stands.
func (v FeasibilityView) Finished() bool { return v.FinishedAt != nil && v.WithdrawnAt == nil }

// Counts reports whether the view is one that the verdict on the solution rests on.
func (v FeasibilityView) Counts() bool { return v.Finished() && !v.Replaced }

// CheckOpen returns a *BlockedError where the view can be written no more. A finished one is changed by asking for a
// new one, so that what was said stays on record.
func (v FeasibilityView) CheckOpen() error {
	switch {
	case v.WithdrawnAt != nil:
		if v.WithdrawnReason != "" {
			return domain.Blocked("", "This view is not asked for any more: "+v.WithdrawnReason)
		}
		return domain.Blocked("", "This view is not asked for any more")
	case v.FinishedAt != nil:
		return domain.Blocked("", "This view is finished. If it changes, a new one has to be asked for")
	}
	return nil
}

// CheckGive returns a *BlockedError where the view, one of the solution's, can be given no more: it is over, or the
// cycle that it belongs to is.
func (l SolutionLine) CheckGive(v FeasibilityView) error {
	if l.Names.CycleOver && v.Open() {
		return domain.Blocked("",
			"The cycle of the area that this belongs to has ended, so no view of it is asked for any more")
	}
	return v.CheckOpen()
}

// CheckEnter returns a *BlockedError where nobody else may enter the view any more: those asked have begun to write it.
func (v FeasibilityView) CheckEnter() error {
	if v.Version > 1 {
		return domain.Blocked("", v.Of+" has begun to write this view here: ask them to finish it")
	}
	return nil
}

// CheckFinish returns a *BlockedError with everything that a view lacks to be finished: a verdict, and a reason
// wherever that is not plainly "feasible" (E3); for the community, who said it.
func (d ViewDraft) CheckFinish(of AskedParty) error {
	var found []domain.Blocker
	if d.Verdict == "" {
		found = append(found, domain.Blocker{ID: "verdict", Field: "verdict", Words: "Choose whether it is feasible"})
	}
	if d.Reason == "" && d.Verdict == NotFeasible {
		found = append(found, domain.Blocker{ID: "reason", Field: "reason", Words: "Say why it is not feasible"})
	}
	if d.Reason == "" && d.Verdict == WithChanges {
		found = append(found, domain.Blocker{ID: "reason", Field: "reason", Words: "Say what would have to change"})
	}
	if of == AskedCommunity && d.SaidBy == "" {
		found = append(found, domain.Blocker{ID: "said_by", Field: "said_by",
			Words: "Say who in the community said it, and where"})
	}
	return domain.BlockedBy(found)
}

// Words is the view field by field, for its trace and to set two versions side by side.
func (d ViewDraft) Words() []domain.FieldWords {
	return []domain.FieldWords{
		{Name: "View", Words: string(d.Verdict)},
		{Name: "Cost", Words: domain.MoneyWords(d.Cost)},
		{Name: "Reason", Words: d.Reason},
		{Name: "Who said it", Words: d.SaidBy},
	}
}

// ViewWaiting is a view that is not finished, in the list of those who give it or wait for it.
type ViewWaiting struct {
	FeasibilityView
	Title    string // the solution's
	Area     domain.AreaID
	AreaName string
}
