package policy

import (
	"fourgates/internal/domain"
)

// SourceOf is the source class that an issue raised by the actor most likely has (D1).
func SourceOf(a Actor) domain.Source {
	switch {
	case a.Is(CLO), a.Is(LAC):
		return domain.FromTheCommunity
	case a.Is(CPO):
		return domain.FromDeskResearch
	case a.Is(Member), a.Is(ExecutiveMember):
		return domain.FromAreaMember
	case a.Is(Service):
		return domain.FromServiceOfficer
	}
	return domain.FromTheCommunity
}
