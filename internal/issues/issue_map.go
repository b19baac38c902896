package issues

import (
	"fourgates/internal/domain"
)

// MostMapped is how many issues one map shows: the newest of those that the filter takes.
const MostMapped = 300

// MappedIssue is an issue with where it is: its own point, the place chosen for it or the middle of its line or outline
// (D3).
type MappedIssue struct {
	ID       domain.IssueID
	Title    string
	State    IssueState
	Place    string        // "" where none was chosen
	Point    *domain.Point // nil where it concerns the whole area or its shape says where
	Geometry string        // GeoJSON of a line or outline, "" for none
}

// IssueMap is where the issues of an area are: the area drawn, and the spots on it that its issues are at.
type IssueMap struct {
	Spots    []IssueSpot
	Unplaced []MappedIssue // those of the whole area
}

// IssueSpot is a spot on the drawing of an area with every issue that is there, or so near that its number would lie
// over another's.
type IssueSpot struct {
	X, Y   float64 // in units of the outline's viewBox
	Place  string  // what the first issue there calls it, "" for nothing
	Issues []MappedIssue
}
