package policy

import (
	"fourgates/internal/domain"
)

// IssueScope is which issues an actor may see: those of View's areas that are not restricted, those of Restricted's
// areas that are, what they raised themselves, and what a service or organisation of View was asked about. The zero
// IssueScope sees nothing.
type IssueScope struct{ View, Restricted Scope }

// IssueScopeOf works out which issues an actor may see.
func IssueScopeOf(a Actor) IssueScope {
	return IssueScope{View: ScopeOf(a, ViewIssues), Restricted: ScopeOf(a, ViewRestricted)}
}

// EveryIssue is the scope of what the application itself does: every issue.
func EveryIssue() IssueScope { return IssueScope{View: Scope{All: true}, Restricted: Scope{All: true}} }

// SolutionScope is which solutions an actor may see, and of their views on feasibility which unfinished ones: solutions
// of the issues that they may see, and those on which their organisation was asked for a view, unless the issue is
// restricted. Of a finished view everybody who sees the solution sees all. Of an unfinished one Officers see that it
// was asked for; what is typed of it so far, those who give it alone. The zero SolutionScope sees nothing.
type SolutionScope struct {
	Issues   IssueScope
	Officers Scope // officers of the area: they ask, and write down what the community says
	Giving   Scope // who gives a view for a service, an organisation or as a Member
}

// SolutionScopeOf works out which solutions an actor may see. Having raised an issue does not show its solutions.
func SolutionScopeOf(a Actor) SolutionScope {
	s := SolutionScope{
		Issues:   IssueScope{View: ScopeOf(a, ViewSolutions), Restricted: ScopeOf(a, ViewRestricted)},
		Officers: ScopeOf(a, ChooseSolutions), Giving: ScopeOf(a, GiveFeasibility),
	}
	s.Issues.View.Person = 0
	return s
}

// EverySolution is the scope of what the application itself reads, such as what a gate freezes: every solution, and
// finished views alone.
func EverySolution() SolutionScope {
	return SolutionScope{Issues: IssueScope{View: Scope{All: true}, Restricted: Scope{All: true}}}
}

// DecisionScope is which Executive decisions an actor may see: all of View's areas, and of Published's areas those that
// are published. The zero DecisionScope sees nothing.
type DecisionScope struct{ View, Published Scope }

// DecisionScopeOf works out which Executive decisions an actor may see. A liaison officer sees one from its publication
// on; before that they hear of it by what the plan does (domain §1: no access to the Executive's own part).
func DecisionScopeOf(a Actor) DecisionScope {
	s := DecisionScope{Published: ScopeOf(a, ViewDecisions)}
	before := Actor{ID: a.ID, Name: a.Name}
	for _, g := range a.Grants {
		if g.Role != CLO {
			before.Grants = append(before.Grants, g)
		}
	}
	s.View = ScopeOf(before, ViewDecisions)
	return s
}

// Sees reports whether the scope reaches a decision of the area, published or not.
func (s DecisionScope) Sees(area domain.AreaID, published bool) bool {
	return s.View.Has(area) || (published && s.Published.Has(area))
}

// RegisterScope is which entries of the register an actor may see: those of Areas, and of what the Executive does
// before publication those of Unpublished's areas alone. The zero RegisterScope sees nothing.
type RegisterScope struct{ Areas, Unpublished Scope }

// RegisterScopeOf works out which entries of the register an actor may see.
func RegisterScopeOf(a Actor) RegisterScope {
	return RegisterScope{Areas: ScopeOf(a, ViewRegister), Unpublished: DecisionScopeOf(a).View}
}

// DeliverScopeOf is whose quick wins the actor looks after: those of an officer's areas, of all for a planning officer,
// and of their own service or organisation for others, who may be at work in an area without delivering everything
// there.
func DeliverScopeOf(a Actor) Scope {
	s := Scope{Person: a.ID}
	for _, g := range a.Grants {
		switch {
		case matrix[DeliverQuickWin][g.Role] == all:
			s.All = true
		case matrix[DeliverQuickWin][g.Role] == none:
		case g.Service != 0:
			s.Services = append(s.Services, g.Service)
		case g.Organisation != 0:
			s.Organisations = append(s.Organisations, g.Organisation)
		default:
			s.Areas = append(s.Areas, g.Areas...)
		}
	}
	return s
}
