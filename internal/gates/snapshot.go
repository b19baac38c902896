package gates

import (
	"io"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/plans"
	"fourgates/internal/register"
)

// SnapshotFormat is the newest format of snapshots, in which gate 2 is frozen. Those of format 1 named the issues of
// gate 2 and gave none of their words; those of format 2 had no reviews of priorities at gate 3; those of format 3 no
// synthesis session at gate 2; those of format 4 nothing of what Members said of issues.
const SnapshotFormat = 5

// The formats from which on a snapshot holds something.
const (
	wholeIssues  = 2
	withReviews  = 3
	withSession  = 4
	withComments = 5
)

// Snapshot is a gate's content frozen at submission: exactly what every signatory sees (domain §3, signing).
type Snapshot struct {
	Format      int         `json:"format"` // of this struct, so that old snapshots stay readable
	Gate        domain.Gate `json:"gate"`
	Attempt     int         `json:"attempt"`
	Cycle       int         `json:"cycle,omitempty"` // of the area, from its second on
	AreaCode    string      `json:"area_code"`
	AreaName    string      `json:"area_name"`
	Rationale   string      `json:"rationale"`
	Boundary    string      `json:"boundary" frozen:"blank"` // GeoJSON
	BoundaryNo  int         `json:"boundary_version"`
	SubmittedBy string      `json:"submitted_by"`
	SubmittedAt string      `json:"submitted_at" frozen:"blank"` // RFC 3339, UTC
	Note        string      `json:"note"`
	Rule        Rule        `json:"rule"`
	Officers    []string    `json:"officers"`

	Progress *SnapshotProgress `json:"progress,omitempty"` // since the last gate; none in older snapshots
	Sessions []SnapshotSession `json:"sessions,omitempty"` // with Members, held before gate 2

	Members         []SnapshotMember  `json:"members"`
	ServiceManagers []SnapshotManager `json:"service_managers"`
	Network         []SnapshotContact `json:"network"`
	Validity        []SnapshotView    `json:"validity"`
	Readiness       []SnapshotCheck   `json:"readiness"`

	Issues             []SnapshotIssue   `json:"issues,omitempty"`
	RestrictedIssues   int               `json:"restricted_issues,omitempty"`
	Comments           []SnapshotComment `json:"comments,omitempty"` // of Members on the issues
	Sources            []SnapshotSource  `json:"sources,omitempty"`
	Representativeness string            `json:"representativeness,omitempty"`
	AgreedWins         []SnapshotWin     `json:"quick_wins,omitempty"`

	Plan    *plans.PlanDocument `json:"plan,omitempty"` // at gate 3, whole
	Reviews []SnapshotReview    `json:"reviews,omitempty"`

	Withheld register.Gaps `json:"-"` // the lines that are withheld from the reader, or erased since it was frozen
}

// SnapshotMember is one place asked to sign, with its holder at submission ("" where vacant).
type SnapshotMember struct {
	Authority string      `json:"authority"`
	Tier      places.Tier `json:"tier"`
	Seat      string      `json:"seat"`
	Code      string      `json:"code"`
	Place     int         `json:"place"`
	Percent   float64     `json:"percent"`
	Name      string      `json:"name"`
	Induction string      `json:"induction"`
}

// SnapshotManager is one line of the service managers' listing.
type SnapshotManager struct {
	Authority string `json:"authority"`
	Service   string `json:"service"`
	Name      string `json:"name"`
	AllAreas  bool   `json:"all_areas"`
}

// SnapshotContact is one line of the stakeholder list or network; no addresses are frozen.
type SnapshotContact struct {
	Kind          string      `json:"kind"`
	Name          string      `json:"name"`
	Organisations string      `json:"organisations"`
	Represents    string      `json:"represents"`
	Patch         string      `json:"patch"`
	EngagedOn     domain.Date `json:"engaged_on"`
}

// SnapshotView is a view on the validity of the area.
type SnapshotView struct {
	Kind     string      `json:"kind"`
	SaidBy   string      `json:"said_by"`
	Supports string      `json:"supports"`
	Note     string      `json:"note"`
	SaidOn   domain.Date `json:"said_on"`
	// the version of the boundary that it was given on, where that is another than the one that is submitted
	OnBoundary int `json:"on_boundary,omitempty"`
}

// SnapshotCheck is a requirement as it stood at submission.
type SnapshotCheck struct {
	ID     string `json:"id"`
	Words  string `json:"words"`
	Met    bool   `json:"met"`
	Detail string `json:"detail"`
}

// SnapshotSource is one source class with its count, or why it is absent.
type SnapshotSource struct {
	Source      domain.Source `json:"source"`
	Count       int           `json:"count"`
	Explanation string        `json:"explanation"`
}

// SnapshotHead is what a submission adds to the facts.
type SnapshotHead struct {
	Gate        domain.Gate
	Attempt     int
	Rule        Rule
	SubmittedBy string
	SubmittedAt time.Time
	Note        string
	Boundary    string
	BoundaryNo  int
}

// formatOf is the format in which a gate is frozen: what a later one added to another gate is no reason for other
// bytes.
func formatOf(g domain.Gate) int {
	switch g {
	case domain.GateIssues:
		return withComments
	case domain.GateDraftPlan:
		return withReviews
	}
	return wholeIssues
}

// TakeSnapshot freezes what the gate shows.
func TakeSnapshot(h SnapshotHead, f GateFacts) Snapshot {
	s := Snapshot{Format: formatOf(h.Gate), Gate: h.Gate, Attempt: h.Attempt, Cycle: register.CycleSaid(f.Cycle),
		Rule: h.Rule, SubmittedBy: h.SubmittedBy,
		SubmittedAt: h.SubmittedAt.UTC().Format(time.RFC3339Nano), Note: h.Note, Boundary: h.Boundary,
		BoundaryNo: h.BoundaryNo,
		AreaCode:   f.Area.Code, AreaName: f.Area.Name, Rationale: f.Area.Rationale, Officers: f.Officers}
	if f.Progress != nil {
		s.Progress = progressOf(h.Gate, *f.Progress, f.Today)
	}
	for _, m := range f.Members {
		s.Members = append(s.Members, SnapshotMember{m.Authority, m.Tier, m.SeatName, m.Code, m.Place, m.Percent,
			m.Name, m.Induction})
	}
	// gate 3 is about the plan, which says of the area and its people what bears on it
	if h.Gate != domain.GateDraftPlan {
		s.addLists(f)
	}
	for _, c := range Checklist(h.Gate, f) {
		s.Readiness = append(s.Readiness, SnapshotCheck(c))
	}
	switch h.Gate {
	case domain.GateIssues:
		s.addIssues(f)
	case domain.GateDraftPlan:
		s.Plan = f.Draft.Document
		s.addReviews(f)
	}
	return s
}

func (s *Snapshot) addLists(f GateFacts) {
	for _, m := range f.ServiceManagers {
		s.ServiceManagers = append(s.ServiceManagers, SnapshotManager{m.Authority, m.Service, m.Name, m.AllAreas})
	}
	for _, e := range f.Network {
		s.Network = append(s.Network, SnapshotContact{e.Kind, e.Name, e.Organisations, e.Represents, e.Patch,
			e.EngagedOn})
	}
	for _, v := range f.Validity {
		is := SnapshotView{Kind: v.Kind, SaidBy: v.SaidBy, Supports: v.Supports, Note: v.Note, SaidOn: v.SaidOn}
		if v.Boundary != s.BoundaryNo {
			is.OnBoundary = v.Boundary
		}
		s.Validity = append(s.Validity, is)
	}
}

// Freeze freezes the snapshot in lines, each with a salt of its own from the random source.
func (s Snapshot) Freeze(random io.Reader) (register.Frozen, error) {
	return register.Freeze("gate snapshot", s, random)
}

// ReadSnapshot reads a frozen snapshot, whichever way it was frozen.
func ReadSnapshot(f register.Frozen) (Snapshot, error) {
	var s Snapshot
	withheld, err := f.Read(&s)
	s.Withheld = withheld
	return s, err
}
