package comments

import (
	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// MayComment reports whether the actor comments on issues of the area: its Members.
func MayComment(a policy.Actor, area domain.AreaID) bool {
	return policy.CanIn(a, policy.CommentIssues, area)
}

// MayChange reports whether the actor corrects the comment and takes it back: who said it, as long as they are a Member
// of the area.
func MayChange(a policy.Actor, c Comment) bool {
	return a.IsSelf(c.By) && MayComment(a, c.Area) && !c.Withdrawn()
}

// MayAnswer reports whether the actor answers the comment: an officer of its area.
func MayAnswer(a policy.Actor, c Comment) bool {
	return policy.CanIn(a, policy.WorkIssues, c.Area) && !c.Withdrawn()
}
