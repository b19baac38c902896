package partners

import (
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/notices"
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
	BouncedAt     time.Time // when e-mail to the address came back; zero where none did
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

	Recipient int64
	AreaID    domain.AreaID
	Informing // by other means, where By is not ""
	notices.Mailed
}

// Informing is that somebody whom a notice did not reach was told by letter, by telephone or in person (B4).
type Informing struct {
	Way  string // one of InformingWays
	On   domain.Date
	Note string
	By   string
}

// InformingWays lists how somebody can be told whom no notice reaches.
func InformingWays() []string { return []string{"letter", "telephone", "in person"} }

// ToTell reports whether somebody has still to be told by other means: the notice gives no more than that it was
// recorded, or that there is no address, and no e-mail was sent or waits. Whoever is not to be contacted is not to be
// told.
func (i Informed) ToTell() bool {
	return i.By == "" && (i.Result == notices.Recorded || i.Result == notices.NoAddress) && i.Mail != "sent" &&
		i.Mail != "waiting"
}

// CheckTold returns a *BlockedError with what stands against recording that they were told so.
func (i Informed) CheckTold(n Informing, today domain.Date) error {
	if !i.ToTell() {
		return domain.Blocked("", "They were told already, or are not to be told by other means")
	}
	var found []domain.Blocker
	if n.Way == "" {
		found = append(found, domain.Blocker{ID: "way", Field: "way", Words: "Choose how they were told"})
	}
	if n.On.IsZero() || n.On.After(today) {
		found = append(found, domain.Blocker{ID: "on", Field: "on", Words: "Enter the day, not after today"})
	} else if n.On.Before(domain.DateOf(i.At)) {
		found = append(found, domain.Blocker{ID: "on", Field: "on", Words: "The notice was made on " +
			domain.DateOf(i.At).Words() + ": nobody was told of it before"})
	}
	return domain.BlockedBy(found)
}

// Words says whether the notice reached them, and how they were told besides.
func (i Informed) Words() string {
	if i.By == "" {
		return notices.Became(i.Result, i.SeenAt, i.Mailed)
	}
	how := map[string]string{"letter": "By letter, posted", "telephone": "By telephone",
		"in person": "In person"}[i.Informing.Way]
	words := how + " on " + i.Informing.On.Words() + ", recorded by " + i.Informing.By
	if i.Informing.Note != "" {
		words += ": " + i.Informing.Note
	}
	return words
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
