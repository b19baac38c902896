package partners

import (
	"time"

	"fourgates/internal/domain"
)

// ServiceManager is who answers for a service in an area, or in all of them (B3).
type ServiceManager struct {
	Service   string
	Authority string
	Name      string
	Email     string
	Person    domain.PersonID // zero where they have no account
	AllAreas  bool
}

// NetworkEntry is a contact in an area's network (B4, B5).
type NetworkEntry struct {
	ID            domain.NetworkEntryID
	Area          domain.AreaID
	Contact       domain.ContactID
	Kind          string // one of NetworkKinds
	Name          string
	Organisations string // names, joined by ", "
	Represents    string // the group that the contact speaks for
	Patch         string
	EngagedOn     domain.Date
	Email         string
	Phone         string
	Channel       string
	DoNotContact  bool
	RemovedAt     time.Time // zero: still in the network
	RemovedReason string
}

// The parts of an area's network.
const (
	PatchWorker = "patch worker"
	Community   = "community"
	Stakeholder = "stakeholder"
	Forum       = "forum"
)

// NetworkKinds lists them.
func NetworkKinds() []string { return []string{PatchWorker, Community, Stakeholder, Forum} }

// Blockers lists why the entry cannot stand: a patch worker needs a patch, and nobody was engaged in the future (B5).
func (e NetworkEntry) Blockers(today domain.Date) []domain.Blocker {
	var b []domain.Blocker
	if e.Kind == PatchWorker && e.Patch == "" {
		b = append(b, domain.Blocker{ID: "patch", Words: "Enter the patch that they work", Field: "patch"})
	}
	if e.EngagedOn.After(today) {
		b = append(b, domain.Blocker{ID: "engaged", Words: "The date must be today or in the past", Field: "engaged"})
	}
	return b
}

// NetworkCounts is an area's network in figures.
type NetworkCounts struct {
	PatchWorkers int
	Engaged      int // patch workers with a day of engagement
	Community    int
	Stakeholders int
	Forums       int
	Stated       bool // representativeness is stated
}

// ContactNetwork is what a contact is in one area's network.
type ContactNetwork struct {
	Area       domain.AreaID
	AreaName   string
	Kind       string
	Represents string
	Patch      string
	EngagedOn  domain.Date
}

// Informed is one time that somebody in a network was told something, or was not, and why (B4).
type Informed struct {
	At      time.Time
	Subject string
	Area    string
	Name    string // as it was when the notice was made
	Result  string
	SeenAt  *time.Time
}

// Statement is what gate 2 asks to be said in words about an area. The newest about a matter counts.
type Statement struct {
	About string // StatedRepresentativeness, or "no " and a Source
	Text  string
	By    string
	At    time.Time
}

// StatedRepresentativeness is the statement on how far the network represents the area (004: a 'representative'
// network).
const StatedRepresentativeness = "representativeness"

// StatedMatters lists everything that a statement can be about.
func StatedMatters() []string {
	about := []string{StatedRepresentativeness}
	for _, s := range domain.Sources() {
		about = append(about, StatedAbsence(s))
	}
	return about
}

// StatedAbsence is what the explanation of an absent source class is about.
func StatedAbsence(s domain.Source) string { return "no " + string(s) }
