package issues

import "fourgates/internal/domain"

// WholeIssue is an issue as Members judge it, frozen whole: what its page shows to them. What a synthesis was made from
// stands in the same list.
type WholeIssue struct {
	ID          domain.IssueID   `json:"id"`
	Title       string           `json:"title"`
	Words       string           `json:"words,omitempty"` // what is happening
	Theme       string           `json:"theme"`
	Source      domain.Source    `json:"source"`
	State       IssueState       `json:"state"`
	Reason      string           `json:"reason,omitempty"` // of its state
	Tier        string           `json:"tier"`
	PlaceWords  string           `json:"place_words,omitempty"`
	Shape       string           `json:"shape,omitempty" frozen:"blank"` // GeoJSON, where it is on the map
	RaisedFor   string           `json:"raised_for,omitempty"`
	EnteredBy   string           `json:"entered_by,omitempty"`
	EnteredOn   domain.Date      `json:"entered_on"`
	Visibility  Visibility       `json:"visibility,omitempty"`
	IsSynthesis bool             `json:"is_synthesis"`
	Members     []domain.IssueID `json:"members"`
	MergedInto  domain.IssueID   `json:"merged_into,omitempty"`
	Place       int              `json:"place,omitempty"` // by points, where it was scored (D8)
	Evidence    []WholeEvidence  `json:"evidence,omitempty"`
}

// WholeEvidence is a piece of evidence that bears an issue out.
type WholeEvidence struct {
	ID       domain.EvidenceID `json:"id"`
	Kind     string            `json:"kind"`
	Words    string            `json:"words"`
	Source   string            `json:"source"`
	On       domain.Date       `json:"on"`
	Strength int               `json:"strength"`
	Link     string            `json:"link,omitempty" frozen:"blank"`
	File     string            `json:"file,omitempty"` // its name
}

// AsNamed is the issue as snapshots of format 1 held it: by its name alone.
func (i WholeIssue) AsNamed() WholeIssue {
	return WholeIssue{ID: i.ID, Title: i.Title, Theme: i.Theme, Source: i.Source, State: i.State, Tier: i.Tier,
		IsSynthesis: i.IsSynthesis, Members: i.Members, Place: i.Place}
}
