package domain

// MostMapped is how many issues one map shows: the newest of those that the filter takes.
const MostMapped = 300

// MappedIssue is an issue with where it is: its own point, the place chosen for it or the middle of its line or outline (D3).
type MappedIssue struct {
	ID       IssueID
	Title    string
	State    IssueState
	Place    string // "" where none was chosen
	Point    *Point // nil where it concerns the whole area or its shape says where
	Geometry string // GeoJSON of a line or outline, "" for none
}
