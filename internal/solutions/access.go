package solutions

import (
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// MayWorkSolution reports whether the actor may change what the solution says: an officer of its area, or those of the
// service or organisation that would deliver it.
func MayWorkSolution(a policy.Actor, s Solution) bool {
	return policy.CanIn(a, policy.ChooseSolutions, s.Area) || delivers(a, s.Service, s.Organisation)
}

// CheckPropose returns domain.ErrForbidden where the actor may not propose a solution in the area at all, and a
// *domain.BlockedError where a service or organisation proposes one that it would not deliver itself.
func CheckPropose(a policy.Actor, area domain.AreaID, d SolutionDraft) error {
	if policy.CanIn(a, policy.ChooseSolutions, area) {
		return nil
	}
	if !MayPropose(a, area) {
		return domain.ErrForbidden
	}
	if delivers(a, d.Service, d.Organisation) {
		return nil
	}
	field := "service"
	if a.Is(policy.Partner) {
		field = "organisation"
	}
	return domain.Blocked(field, "Choose your own: you can propose what it would deliver itself or with others")
}

// MayPropose reports whether the actor may propose any solution in the area: its officers, services, and partners of
// its network.
func MayPropose(a policy.Actor, area domain.AreaID) bool {
	s := policy.ScopeOf(a, policy.WorkSolutions)
	return policy.CanIn(a, policy.ViewSolutions, area) && (policy.CanIn(a, policy.ChooseSolutions, area) ||
		len(s.Services) > 0 || s.Has(area))
}

func delivers(a policy.Actor, service domain.ServiceID, organisation domain.OrganisationID) bool {
	s := policy.ScopeOf(a, policy.WorkSolutions)
	return slices.Contains(s.Services, service) || slices.Contains(s.Organisations, organisation)
}

// MayGiveView reports whether the actor gives the view, and so sees it while it is not finished: those of the service
// or organisation asked, the Member who was asked as long as their seat overlaps the area, and for the community the
// officers of the area.
func MayGiveView(a policy.Actor, area domain.AreaID, v FeasibilityView) bool {
	s := policy.ScopeOf(a, policy.GiveFeasibility)
	switch v.AskedOf {
	case AskedService:
		return slices.Contains(s.Services, v.Service)
	case AskedPartner:
		return slices.Contains(s.Organisations, v.Organisation)
	case AskedMember:
		return a.IsSelf(v.Member) && s.Has(area)
	case AskedCommunity:
		return policy.CanIn(a, policy.ChooseSolutions, area)
	}
	return false
}

// MayEnterView reports whether the actor enters the view that somebody else gives by letter or telephone: an officer of
// the area. What the community says they write down as their own.
func MayEnterView(a policy.Actor, area domain.AreaID, v FeasibilityView) bool {
	return v.AskedOf != AskedCommunity && policy.CanIn(a, policy.ChooseSolutions, area)
}

// MayKnowView reports whether the actor may know of the view: of a finished one, whoever sees the solution; of an
// unfinished one, the officers of the area and those who give it.
func MayKnowView(a policy.Actor, area domain.AreaID, v FeasibilityView) bool {
	return v.Finished() || policy.CanIn(a, policy.ChooseSolutions, area) || MayGiveView(a, area, v)
}
