package world

import (
	"strings"

	"fourgates/internal/policy"
)

// Day is a number of days from the day of loading: negative is past, positive is to come.
type Day int

// World is the whole county: who and what there is, and what has happened so far.
type World struct {
	County
	People   []Person
	Contacts []Contact
	Seats    []Seat
	Areas    []Area
	Issues   []Issue // all areas', in the order in which they were raised
	Asks     []AskStep
	Works    []Work // of the areas that have gone on from gate 2
}

// County is what an administrator would set up before anybody's first area.
type County struct {
	Authorities   []Authority    `json:"authorities"`
	Themes        []Theme        `json:"themes"`
	Services      []Service      `json:"services"`
	Organisations []Organisation `json:"organisations"`
	Calendar      []DiaryEntry   `json:"calendar"`
}

// DiaryEntry is a line of a council's calendar: election, pre-election period, recess or Executive meeting. Wards names
// those that it is of; none for the whole council.
type DiaryEntry struct {
	Council string   `json:"council"`
	Kind    string   `json:"kind"`
	From    Day      `json:"from"`
	To      Day      `json:"to"`
	Name    string   `json:"name,omitempty"`
	Wards   []string `json:"wards,omitempty"`
}

// Authority is a council. Tier is county, borough or parish; Seats names the boundary file of its seats in data/, if it
// has one.
type Authority struct {
	Key   string `json:"key"`
	Name  string `json:"name"`
	Code  string `json:"code"`
	Tier  string `json:"tier"`
	Seats string `json:"seats,omitempty"`
}

// Theme is one entry of the list by which issues are categorised.
type Theme struct {
	Key  string `json:"key"`
	Name string `json:"name"`
	Hint string `json:"hint"`
}

// Service is a service of an authority. Managers are dated per area, or for all areas.
type Service struct {
	Key       string           `json:"key"`
	Name      string           `json:"name"`
	Authority string           `json:"authority"`
	Managers  []ServiceManager `json:"managers"`
}

// ServiceManager is the person who answers for a service in Areas; no areas means everywhere.
type ServiceManager struct {
	Person string   `json:"person"`
	From   Day      `json:"from"`
	Areas  []string `json:"areas,omitempty"`
}

// Organisation is a partner body. Kind is police, health, district, town-parish, voluntary, business, housing or
// education.
type Organisation struct {
	Key  string `json:"key"`
	Name string `json:"name"`
	Kind string `json:"kind"`
}

// Seat is a ward (borough tier) or a division (county tier) for which Places Members sit.
type Seat struct {
	Code      string
	Name      string
	Authority string
	Kind      string // ward | division
	Places    int
	Boundary  []byte // GeoJSON Polygon, WGS 84
}

// Person can sign in. Roles are as in the domain: several per person, each scoped.
type Person struct {
	Key    string  `json:"key"`
	Name   string  `json:"name"`
	Title  string  `json:"title"`
	Grants []Grant `json:"grants,omitempty"`
	Terms  []Term  `json:"terms,omitempty"`
	Acts   []Acts  `json:"acts,omitempty"`
	// a Member without e-mail address and account: asked by letter, and decides on paper
	ByLetter bool `json:"by_letter,omitempty"`
}

// Acts is somebody's being deputy for another in one of their roles, on days.
type Acts struct {
	For  string `json:"for"` // the other's key
	Role string `json:"role"`
	From Day    `json:"from"`
	To   Day    `json:"to"`
}

// Email is the sign-in address; "" of a Member who has none.
func (p Person) Email() string {
	if p.ByLetter {
		return ""
	}
	return p.Key + "@demo.test"
}

// Grant gives a role from a day on. Role is clo, cpo, lac, service, executive-member, clerk, director, named-officer,
// partner or admin; a Member's role comes from Terms, an officer's areas from the areas' assignments.
type Grant struct {
	Role         string `json:"role"`
	From         Day    `json:"from"`
	Service      string `json:"service,omitempty"`
	Manager      bool   `json:"manager,omitempty"`
	Organisation string `json:"organisation,omitempty"`
	Portfolio    string `json:"portfolio,omitempty"`
}

// Of is the role in the policy's words.
func (g Grant) Of() policy.Role { return policy.Role(strings.ReplaceAll(g.Role, "-", " ")) }

// Term is a Member's time in a seat. Place counts from 1 in a seat of several places and is 0 in a seat of one; To is
// nil while it lasts.
type Term struct {
	Seat  string `json:"seat"`
	Place int    `json:"place,omitempty"`
	From  Day    `json:"from"`
	To    *Day   `json:"to,omitempty"`
	Note  string `json:"note,omitempty"`
}

// Contact is somebody whom officers know; a contact does not sign in.
type Contact struct {
	Key          string        `json:"key"`
	Name         string        `json:"name"`
	Email        string        `json:"email,omitempty"`
	Phone        string        `json:"phone,omitempty"`
	Roles        []ContactRole `json:"roles,omitempty"`
	LawfulBasis  string        `json:"lawful_basis"`             // public task | consent | legitimate interests
	Channels     []string      `json:"channels,omitempty"`       // in order of preference: email, phone, post, text
	DoNotContact string        `json:"do_not_contact,omitempty"` // the reason; empty means that they may be contacted
}

// ContactRole is what a contact does in an organisation, dated.
type ContactRole struct {
	Organisation string `json:"organisation"`
	Role         string `json:"role"`
	From         Day    `json:"from"`
	To           *Day   `json:"to,omitempty"`
}
