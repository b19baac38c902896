package domain

import (
	"fmt"
	"strconv"
	"strings"
	"time"
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
	return []IssueState{IssueRaised, IssueTriaged, IssueReferred, IssueMerged, IssueSynthesised, IssueAnalysed, IssuePrioritised,
		IssueInPlan, IssueQuickWin, IssueWithService, IssueCommunityLed, IssueNotTakenForward, IssueResolved, IssueVerified, IssueReopened}
}

// Source is the class that an issue came through (D1; 004: "through Area Members, Service Officers, community and desk research").
type Source string

// The four source classes that gate 2 counts.
const (
	FromAreaMember     Source = "Area Member"
	FromServiceOfficer Source = "service officer"
	FromTheCommunity   Source = "community"
	FromDeskResearch   Source = "desk research"
)

// Sources lists the four source classes.
func Sources() []Source {
	return []Source{FromAreaMember, FromServiceOfficer, FromTheCommunity, FromDeskResearch}
}

// Visibility is who may read an issue (P5).
type Visibility string

// Public is meant for publication; the area team is everyone with a right in the area; restricted is for the area's own officers.
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
	ID          IssueID
	Area        AreaID
	Title       string
	Description string
	Theme       ThemeID // zero: not yet categorised (D4)
	Source      Source
	Tier        string // "" or one of ResponsibleTiers
	Visibility  Visibility
	Place       PlaceID // zero: none of the area's listed places
	PlaceNote   string
	Geometry    string // GeoJSON line or polygon where the issue is more than a point
	Point       *Point
	RaisedBy    PersonID
	RaisedFor   string // in words, who it came from
	Contact     ContactID
	RaisedAt    time.Time
	ChangedAt   time.Time
	State       IssueState
	StateReason string
	IsSynthesis bool
	ReleasedAt  time.Time // when gate 2 released it as a quick win; zero: not
	Version     int
}

// Point is a place on the map in WGS84 degrees.
type Point struct{ Lon, Lat float64 }

// Scan reads a point as the database writes it: "(longitude,latitude)".
func (p *Point) Scan(src any) error {
	text, _ := src.(string)
	lon, lat, ok := strings.Cut(strings.Trim(text, "()"), ",")
	if !ok {
		return fmt.Errorf("a point cannot be read from %v", src)
	}
	var err error
	if p.Lon, err = strconv.ParseFloat(lon, 64); err != nil {
		return err
	}
	p.Lat, err = strconv.ParseFloat(lat, 64)
	return err
}
