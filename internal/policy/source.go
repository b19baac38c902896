package policy

import (
	"fourgates/internal/rules"
)

// SourceOf is the source class that an issue raised by the actor most likely has (D1).
func SourceOf(a Actor) rules.Source {
	switch {
	case a.Is(CLO), a.Is(LAC):
		return rules.FromTheCommunity
	case a.Is(CPO):
		return rules.FromDeskResearch
	case a.Is(Member), a.Is(ExecutiveMember):
		return rules.FromAreaMember
	case a.Is(Service):
		return rules.FromServiceOfficer
	}
	return rules.FromTheCommunity
}
