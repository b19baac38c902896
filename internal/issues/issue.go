// Package issues holds the rules of issues, their evidence, referrals, synthesis and quick wins.
package issues

import (
	"time"

	"fourgates/internal/domain"
)

// IssueState is where an issue stands.
type IssueState string

// raised → triaged → (referred | merged | synthesised) → analysed → prioritised → in plan | quick win | with service |
// community-led | not taken forward → resolved → verified | reopened.
const (
	IssueRaised          IssueState = "raised"
	IssueTriaged         IssueState = "triaged"
	IssueReferred        IssueState = "referred"
	IssueMerged          IssueState = "merged"
	IssueSynthesised     IssueState = "synthesised"
	IssueAnalysed        IssueState = "analysed"
	IssuePrioritised     IssueState = "prioritised"
	IssueInPlan          IssueState = "in plan"
	IssueQuickWin        IssueState = "quick win"
	IssueWithService     IssueState = "with service"
	IssueCommunityLed    IssueState = "community-led"
	IssueNotTakenForward IssueState = "not taken forward"
	IssueResolved        IssueState = "resolved"
	IssueVerified        IssueState = "verified"
	IssueReopened        IssueState = "reopened"
)

// IssueStates lists every state in the order of life.
func IssueStates() []IssueState {
	return []IssueState{IssueRaised, IssueTriaged, IssueReferred, IssueMerged, IssueSynthesised, IssueAnalysed,
		IssuePrioritised,
		IssueInPlan, IssueQuickWin, IssueWithService, IssueCommunityLed, IssueNotTakenForward, IssueResolved,
		IssueVerified, IssueReopened}
}

// Visibility is who may read an issue (P5).
type Visibility string

// Public is meant for publication; the area team is everyone with a right in the area; restricted is for the area's own
// officers.
const (
	VisiblePublic     Visibility = "public"
	VisibleAreaTeam   Visibility = "area team"
	VisibleRestricted Visibility = "restricted"
)

// Visibilities lists them, widest first.
func Visibilities() []Visibility {
	return []Visibility{VisiblePublic, VisibleAreaTeam, VisibleRestricted}
}

// ResponsibleTiers are who an issue is for (D13).
func ResponsibleTiers() []string {
	return []string{"county", "borough", "parish", "partner", "community"}
}

// Issue is a matter about a place in an area.
type Issue struct {
	ID          domain.IssueID
	Area        domain.AreaID
	Title       string
	Description string
	Theme       domain.ThemeID // zero: not yet categorised (D4)
	Source      domain.Source
	Tier        string // "" or one of ResponsibleTiers
	Visibility  Visibility
	Place       domain.PlaceID // zero: none of the area's listed places
	PlaceNote   string
	Geometry    string // GeoJSON line or polygon where the issue is more than a point
	Point       *domain.Point
	RaisedBy    domain.PersonID
	RaisedFor   string // in words, who it came from
	Contact     domain.ContactID
	RaisedAt    time.Time
	ChangedAt   time.Time
	State       IssueState
	StateReason string
	IsSynthesis bool
	ReleasedAt  time.Time // when gate 2 released it as a quick win; zero: not
	Version     int
}
