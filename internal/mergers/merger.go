// Package mergers has what belongs to a council that is merged into another, and what becomes of it.
package mergers

import (
	"fmt"
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/places"
)

// Fate is what becomes of a service of the council.
type Fate string

// A service goes over as it is called or under another name, or is joined with one of the other council.
const (
	Kept    Fate = "kept"
	Renamed Fate = "renamed"
	Joined  Fate = "joined"
)

// Fates lists them.
func Fates() []Fate { return []Fate{Kept, Renamed, Joined} }

// Service is one of the council's services in use, with what hangs on it.
type Service struct {
	ID       domain.ServiceID
	Name     string
	Officers []string // who have a role in it, by name
	Managers []string // who are listed for it, by name
	Asks     int      // that wait for its answer
	Actions  int      // that it leads, in plans
}

// Hangs says what hangs on the service.
func (s Service) Hangs() string {
	words := []string{counted(len(s.Officers), "person with a role", "people with a role"),
		counted(len(s.Managers), "manager listed", "managers listed"), counted(s.Asks, "open ask", "open asks"),
		counted(s.Actions, "action that it leads", "actions that it leads")}
	return strings.Join(words, ", ")
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// Other is a service of the other council.
type Other struct {
	ID    domain.ServiceID
	Name  string
	InUse bool
}

// Belongings is what belongs to a council that is to be merged into another.
type Belongings struct {
	Counts
	From     places.Authority
	Into     string // the other council's name
	New      bool   // it is formed by this
	Services []Service
	Others   []Other
}

// Counts is what belongs to the council beside its services.
type Counts struct {
	Seats        int // wards and divisions
	Ahead        int // changes of them that are recorded ahead
	Gates        int // open, that ask places of them
	Elections    int // elections and pre-election periods to come
	Meetings     int // recess and meetings of the Executive to come
	Procedure    bool
	HasProcedure bool                  // the other council has said how it decides
	Organisation domain.OrganisationID // of its name, among the contacts; zero for none
	Contacts     int                   // with a role there
	Decisions    int                   // of its Executive that are open
}

// Choice is what becomes of one service.
type Choice struct {
	Fate Fate
	Name string           // where it is renamed
	Into domain.ServiceID // where it is joined
}

// Choices are what becomes of everything that does not go over by itself.
type Choices struct {
	Services  map[domain.ServiceID]Choice
	Elections bool
	Meetings  bool
	Procedure bool
	Contacts  bool
}

// Proposed is what is proposed: services of one name are joined, others go over as they are called; elections go with
// the wards; what a council decides by and when it meets goes over into one that is formed of it.
func (b Belongings) Proposed() Choices {
	c := Choices{Services: map[domain.ServiceID]Choice{}, Elections: true, Meetings: b.New,
		Procedure: b.Procedure && !b.HasProcedure, Contacts: b.Organisation != 0}
	for _, s := range b.Services {
		c.Services[s.ID] = Choice{Fate: Kept}
		for _, o := range b.Others {
			if same(o.Name, s.Name) && o.InUse {
				c.Services[s.ID] = Choice{Fate: Joined, Into: o.ID}
			}
			if same(o.Name, s.Name) && !o.InUse {
				c.Services[s.ID] = Choice{Fate: Renamed, Name: s.Name + " (" + b.From.Name + ")"}
			}
		}
	}
	return c
}

func same(a, b string) bool { return domain.FoldName(a) == domain.FoldName(b) }

// Field is the form's field of a service, or of something about it.
func Field(id domain.ServiceID, about string) string {
	return strings.TrimSuffix(fmt.Sprintf("service-%d-%s", id, about), "-")
}

// Blockers lists why the choices cannot be: each service has one, and no two services of a council have one name.
func (b Belongings) Blockers(c Choices) []domain.Blocker {
	var found []domain.Blocker
	add := func(field, words string) {
		found = append(found, domain.Blocker{ID: field, Field: field, Words: words})
	}
	taken := map[string]string{}
	for _, o := range b.Others {
		taken[domain.FoldName(o.Name)] = o.Name
	}
	for _, s := range b.Services {
		is := c.Services[s.ID]
		name, field := s.Name, Field(s.ID, "")
		switch is.Fate {
		case Kept:
		case Renamed:
			name, field = is.Name, Field(s.ID, "name")
		case Joined:
			if !b.inUse(is.Into) {
				add(Field(s.ID, "into"), "Choose the service of "+b.Into+" with which "+s.Name+" is joined")
			}
			continue
		default:
			add(field, "Choose what becomes of "+s.Name)
			continue
		}
		if name == "" {
			add(field, "Enter the new name of "+s.Name)
			continue
		}
		if is, ok := taken[domain.FoldName(name)]; ok {
			add(field, b.Into+" has a service called "+is+" already: join the two, or give "+s.Name+" another name")
		}
		taken[domain.FoldName(name)] = name
	}
	return found
}

func (b Belongings) inUse(id domain.ServiceID) bool {
	for _, o := range b.Others {
		if o.ID == id && o.InUse {
			return true
		}
	}
	return false
}
