package issues

import (
	"fourgates/internal/domain"
)

// IssueLine is an issue as gate 2 counts and freezes it: no free text beyond the title.
type IssueLine struct {
	ID          domain.IssueID
	Title       string
	Theme       string // "" where it is not categorised
	Source      domain.Source
	State       IssueState
	Tier        string
	Visibility  Visibility
	IsSynthesis bool
	Members     []domain.IssueID // what a synthesis was made from
	Place       int              // its place by points among the area's issues; 0: not scored (D8)
}

// Categorised reports whether the issue has a theme (D4).
func (l IssueLine) Categorised() bool { return l.Theme != "" }

// Handled reports whether the issue has been dealt with for gate 2: synthesised, or sent another way (004, gate 2).
func (l IssueLine) Handled() bool {
	return l.State != IssueRaised && l.State != IssueTriaged && l.State != IssueReopened
}
