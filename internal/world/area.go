package world

import (
	"fourgates/internal/gates"
)

// Area is a community area with all that has happened to it up to the day of loading.
type Area struct {
	Key         string        `json:"key"`
	Code        string        `json:"code"`
	Name        string        `json:"name"`
	Character   string        `json:"character"` // what sort of place it is, in a sentence or two
	State       string        `json:"state"`     // proposed | rejected | active | paused
	Phase       string        `json:"phase"`     // 1 | 2a | 2b | 2c | 3 | 4 | 5
	Shows       string        `json:"shows"`     // which case of the demo this area is there to show
	Proposed    Day           `json:"proposed"`
	ProposedBy  string        `json:"proposed_by"`
	Rationale   string        `json:"rationale"` // why it was selected
	Paused      *Pause        `json:"paused,omitempty"`
	Wards       []string      `json:"wards,omitempty"` // the seats it was made from, when it was made from whole wards
	Boundaries  []Boundary    `json:"boundaries"`
	Places      []Place       `json:"places"`
	Validity    []View        `json:"validity"`
	BoundaryAsk []BoundaryAsk `json:"boundary_asks,omitempty"`
	Assignments []Assignment  `json:"assignments"`
	Inductions  []Induction   `json:"inductions"`
	Network     []Entry       `json:"network"`
	Statement   string        `json:"statement,omitempty"` // representativeness of the network
	Absent      []Absence     `json:"absent,omitempty"`
	Attempts    []Attempt     `json:"attempts,omitempty"`
	Risks       []Risk        `json:"risks,omitempty"`
	Sessions    []Session     `json:"sessions,omitempty"`
	Cycles      []CycleEnd    `json:"cycles,omitempty"` // that have ended, the first first
}

// CycleEnd is how a cycle of an area ended, and when the next began. LeftOut says why issues were not carried over.
type CycleEnd struct {
	Ended   Day               `json:"ended"`
	By      string            `json:"by"`
	How     string            `json:"how"`
	Reason  string            `json:"reason"`
	LeftOut map[string]string `json:"left_out,omitempty"`
	Begun   Day               `json:"begun"`
}

// Session is a session in which the issues are synthesised with Area Members. Its records come one after the other:
// each but the first corrects the one before.
type Session struct {
	Planned   Day             `json:"planned"`
	Day       Day             `json:"day"`
	Time      string          `json:"time"`
	Venue     string          `json:"venue"`
	Agenda    string          `json:"agenda"`
	Cancelled Day             `json:"cancelled,omitempty"`
	Reason    string          `json:"reason,omitempty"`
	Records   []SessionRecord `json:"records"`
}

// SessionRecord is what a session came to. Everybody came of whom Otherwise says nothing.
type SessionRecord struct {
	Day         Day               `json:"day"`
	Synthesised string            `json:"synthesised"`
	Otherwise   map[string]string `json:"otherwise"` // by Member
	StoodIn     map[string]string `json:"stood_in"`
	Reason      string            `json:"reason"`
}

// Risk is a line of the area's register of risks; with a Closed day, why it was closed.
type Risk struct {
	Day        Day    `json:"day"`
	By         string `json:"by"`
	Kind       string `json:"kind"`
	Text       string `json:"text"`
	Likelihood string `json:"likelihood"`
	Impact     string `json:"impact"`
	Owner      string `json:"owner"`
	Response   string `json:"response"`
	Closed     *Day   `json:"closed,omitempty"`
	Why        string `json:"why,omitempty"`
}

// Pause says since when, by whom and why an area is paused.
type Pause struct {
	Day    Day    `json:"day"`
	By     string `json:"by"`
	Reason string `json:"reason"`
}

// Boundary is a version of an area's boundary, and why it was drawn so.
type Boundary struct {
	Version int    `json:"version"`
	Day     Day    `json:"day"`
	By      string `json:"by"`
	Reason  string `json:"reason"`
	Shape   []byte `json:"-"` // GeoJSON Polygon, WGS 84; from data/areas.geojson
}

// Place is a named spot within an area, to choose from when raising an issue.
type Place struct {
	Key  string  `json:"key"`
	Name string  `json:"name"`
	Lon  float64 `json:"lon"`
	Lat  float64 `json:"lat"`
}

// View is what somebody thinks of the area as a meaningful community. Kind is community or service provider, Supports
// yes, no or partly.
type View struct {
	Day      Day    `json:"day"`
	By       string `json:"by"`
	Who      string `json:"who"`
	Kind     string `json:"kind"`
	Supports string `json:"supports"`
	Words    string `json:"words"`
}

// BoundaryAsk asks a service or an organisation what it says of the boundary. Where it was answered by telephone,
// SaidBy says by whom; Answered is 0 while it waits.
type BoundaryAsk struct {
	Day      Day    `json:"day"`
	By       string `json:"by"`
	To       string `json:"to"`
	Question string `json:"question"`
	CountsAs string `json:"counts_as"`
	Answered Day    `json:"answered,omitempty"`
	Supports string `json:"supports,omitempty"`
	Words    string `json:"words,omitempty"`
	SaidBy   string `json:"said_by,omitempty"`
}

// Assignment puts an officer to an area, from a day, to a day or for good.
type Assignment struct {
	Person string `json:"person"`
	Role   string `json:"role"`
	From   Day    `json:"from"`
	To     *Day   `json:"to,omitempty"`
}

// Induction records whether a Member was introduced to the work: done, declined or waived.
type Induction struct {
	Member   string `json:"member"`
	Day      Day    `json:"day"`
	Outcome  string `json:"outcome"`
	Material string `json:"material,omitempty"`
	Reason   string `json:"reason,omitempty"`
}

// Entry is a contact's part in an area's network: patch-worker, community, stakeholder or forum.
type Entry struct {
	Contact string `json:"contact"`
	As      string `json:"as"`
	Group   string `json:"group"` // group or interest represented, or the patch
	Engaged Day    `json:"engaged"`
}

// Absence explains why a source class has no issues.
type Absence struct {
	Source string `json:"source"`
	Reason string `json:"reason"`
}

// Attempt is one submission of a gate, with the decisions made on it so far.
type Attempt struct {
	Gate      int        `json:"gate"`
	Number    int        `json:"number"`
	Batch     string     `json:"batch,omitempty"` // areas with the same batch are submitted together
	By        string     `json:"by"`
	Submitted Day        `json:"submitted"`
	Due       Day        `json:"due"`
	Decisions []Decision `json:"decisions"` // in the order in which they were made
	Result    string     `json:"result"`    // submitted | passed | passed with conditions | deferred | rejected
}

// Decision is a Member's decision on an attempt: approve, conditions, defer, reject or stand-aside.
type Decision struct {
	Member     string      `json:"member"`
	Day        Day         `json:"day"`
	Changes    bool        `json:"changes,omitempty"` // takes the place of what they decided before
	Outcome    string      `json:"outcome"`
	Comment    string      `json:"comment,omitempty"`
	ResubmitBy *Day        `json:"resubmit_by,omitempty"`
	Conditions []Condition `json:"conditions,omitempty"`
	RecordedBy string      `json:"recorded_by,omitempty"` // who recorded it, where it was made on paper
	// who made the link with which the Member had set their password the same day: the decision waits to be confirmed
	LinkBy string `json:"link_by,omitempty"`
}

// Of is the outcome in the domain's words.
func (d Decision) Of() gates.Decision {
	switch d.Outcome {
	case "conditions":
		return gates.ApproveWithConditions
	case "stand-aside":
		return gates.StandAside
	}
	return gates.Decision(d.Outcome)
}

// Condition is something to be done because a Member asked for it. BeforeNext blocks the next gate until it is met.
type Condition struct {
	Text       string `json:"text"`
	Owner      string `json:"owner"`
	Due        Day    `json:"due"`
	BeforeNext bool   `json:"before_next"`
	Reported   *Day   `json:"reported,omitempty"` // met
	Agreed     *Day   `json:"agreed,omitempty"`   // by the Member who set it
	Note       string `json:"note,omitempty"`     // how it was met
}
