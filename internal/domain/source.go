package domain

// Source is the class that an issue came through (D1; 004: "through Area Members, Service Officers, community and desk
// research").
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
