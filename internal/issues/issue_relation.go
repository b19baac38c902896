package issues

import (
	"time"

	"fourgates/internal/domain"
)

// IssueRelation ties an issue to another: what the synthesis was made from, what was merged, both ways (D5, D6).
type IssueRelation struct {
	Kind   string // one of the kinds below
	ID     domain.IssueID
	Title  string
	State  IssueState
	Reason string
	By     string
	At     time.Time
}

// The kinds of relation, as read from the issue that they are listed for.
const (
	RelationMember     = "member"      // one of the issues that this synthesis was made from
	RelationPartOf     = "part of"     // the synthesis that this issue went into
	RelationMergedFrom = "merged from" // an issue that was merged into this one
	RelationMergedInto = "merged into" // the issue into which this one was merged
)

// LikelyDuplicate is an issue of the area that may be the same as one that is about to be raised (D7).
type LikelyDuplicate struct {
	ID       domain.IssueID
	Title    string
	State    IssueState
	Theme    string
	RaisedAt time.Time
	Start    string // how its description begins
}
