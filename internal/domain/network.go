package domain

import "time"

// ServiceManager is who answers for a service in an area, or in all of them (B3).
type ServiceManager struct {
	Service   string
	Authority string
	Name      string
	Email     string
	Person    PersonID // zero where they have no account
	AllAreas  bool
}

// NetworkEntry is a contact in an area's network (B4, B5).
type NetworkEntry struct {
	ID            int64
	Contact       ContactID
	Kind          string // one of NetworkKinds
	Name          string
	Organisations string // names, joined by ", "
	Represents    string // the group that the contact speaks for
	Patch         string
	EngagedOn     Date
	Email         string
	Channel       string
	DoNotContact  bool
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

// Statement is what gate 2 asks to be said in words about an area. The newest about a matter counts.
type Statement struct {
	About string // StatedRepresentativeness, or "no " and a Source
	Text  string
	By    string
	At    time.Time
}

// StatedRepresentativeness is the statement on how far the network represents the area (004: a 'representative' network).
const StatedRepresentativeness = "representativeness"

// StatedAbsence is what the explanation of an absent source class is about.
func StatedAbsence(s Source) string { return "no " + string(s) }
