package gates

import (
	"cmp"
	"slices"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/register"
	"fourgates/internal/restrictions"
	"fourgates/internal/seats"
)

// Attempt is one numbered submission of a gate to its Members. One is open at most for an area.
type Attempt struct {
	ID            domain.AttemptID
	Area          domain.AreaID
	AreaCode      string
	AreaName      string
	Cycle         int
	Gate          domain.Gate
	Number        int
	Batch         domain.BatchID // zero where it went alone
	Rule          Rule
	Snapshot      string // what Digest is of; "" in lists and where the attempt was loaded to be changed
	SnapshotWords string // the words beside it, where it was frozen in lines
	// restricted issues that it may speak of and that who loaded it may not see
	Hidden          []restrictions.Issue
	Digest          domain.Digest
	DueOn           domain.Date
	SubmittedBy     domain.PersonID
	SubmittedByName string
	SubmittedAt     time.Time
	Note            string
	Outcome         Outcome
	OutcomeAt       time.Time
	OutcomeByName   string // "" where the signatures decided
	OutcomeReason   string
	ResubmitBy      domain.Date

	CalledBackAt     time.Time // zero: it was not called back after it had passed (domain §3)
	CalledBackByName string
	CalledBackReason string

	Outline   string            // of gate 1, the drawing of the area's boundary among its seats
	OutlineNo int               // the version of the boundary that it draws
	Overrides []domain.Override // of the cycle, by gate; nil in lists and where the attempt was loaded to be changed

	PresentCycle int // that the area is in; zero in lists and where it was loaded to be changed

	HasHolds    bool           // a decision on it waits, or waited; likewise
	HasReplaced bool           // a Member changed one on it; false in lists and where it was loaded to be changed
	HasChanged  bool           // something happened to a place while it asked it; likewise
	Ahead       []seats.Coming // what is recorded ahead of the wards and divisions that it asks while open; likewise
}

// Frozen is the snapshot as it is kept, without the lines that who loaded the attempt may not see.
func (a Attempt) Frozen() register.Frozen {
	return restrictions.Withheld(register.Frozen{Text: a.Snapshot, Words: a.SnapshotWords}, a.Hidden)
}

// Content is the snapshot read.
func (a Attempt) Content() (Snapshot, error) { return ReadSnapshot(a.Frozen()) }

// CalledBack reports whether a Member called the passed attempt back: it counts no longer.
func (a Attempt) CalledBack() bool { return !a.CalledBackAt.IsZero() }

// Open reports whether Members are still asked.
func (a Attempt) Open() bool { return a.Outcome == OutcomeOpen }

// CheckOpen returns a *domain.StateError where Members are not asked any more: what became of the attempt, and who did
// it.
func (a Attempt) CheckOpen() error {
	if a.Open() {
		return nil
	}
	by := ""
	if a.OutcomeByName != "" {
		by = " by " + a.OutcomeByName
	}
	return domain.Stands("Gate %d, attempt %d, is %s%s since %s: nobody is asked about it any more", a.Gate, a.Number,
		a.Outcome, by, domain.DateOf(a.OutcomeAt).Words())
}

// Overdue reports whether it is open after its due date.
func (a Attempt) Overdue(today domain.Date) bool { return a.Open() && today.After(a.DueOn) }

// Overrides lists the overridden gates of a cycle, by gate, from the attempts of its area. One that was called back
// since is none.
func Overrides(attempts []Attempt, cycle int) []domain.Override {
	var list []domain.Override
	for _, a := range attempts {
		if a.Cycle == cycle && a.Outcome == OutcomeOverridden && !a.CalledBack() {
			list = append(list, domain.Override{Gate: a.Gate, By: a.OutcomeByName, At: a.OutcomeAt,
				Reason: a.OutcomeReason})
		}
	}
	slices.SortFunc(list, func(a, b domain.Override) int { return cmp.Compare(a.Gate, b.Gate) })
	return list
}

// Signatory is one place that an attempt asks, who holds it on the day, and what was decided for it.
type Signatory struct {
	Seat        domain.SeatID
	Place       int
	Places      int
	Tier        places.Tier
	SeatName    string
	Code        string
	Authority   string
	CouncilTier places.Tier     // of the authority today, where Tier is the one under which the gate asks
	Overlaps    bool            // the seat overlaps the area on the day
	End         string          // how the seat ended: merged, split or ended; "" while it stands
	EndInto     []string        // the seats that took its place, by name
	EndedOn     domain.Date     // the first day on which it was there no longer
	Holder      domain.PersonID // on the day; of a seat that has ended, on its last
	HolderName  string
	HolderSince domain.Date
	Bar         Bar // what keeps the holder from deciding

	HolderNoAccount bool        // the holder cannot decide here, but on paper
	HolderNoAddress bool        // the holder is asked by letter
	PostedOn        domain.Date // when the letter to the holder was posted; zero while it is not
	OnPaper                     // how the decision was made, where not here

	Substitute     domain.PersonID // named for the day, zero for none
	SubstituteName string

	SubstituteUnseated bool // holds no seat of the same authority on the day
	SubstituteLate     bool // named after the attempt was submitted
	SubstituteBrought  bool // submitted the attempt
	SubstituteBar      Bar  // what keeps them from deciding

	Signature     domain.SignatureID // zero while pending
	Decision      Decision           // "" while pending
	SignedBy      domain.PersonID
	SignedByName  string
	SubstituteFor string // name of the Member a substitute signed for
	SignedAt      time.Time
	Comment       string
	ResubmitBy    domain.Date
	Position      int64
	Reference     string
	UnconfirmedBy domain.PersonID // whose decision for the place waits until a second person confirms it; zero for none
	UnconfirmedAt time.Time       // when that was made
	Known         Sitting         `db:"-"` // as it was last looked at; the zero Sitting where it never was
}

// Vacant reports whether nobody can answer for the place: no Member holds it, or the one who does cannot come in and
// nobody can act in their place. It is left out of the count.
func (s Signatory) Vacant() bool { return s.Holder == 0 || (s.Bar != "" && !s.substituteActs()) }

// substituteActs reports whether a substitute is named for the day who can act.
func (s Signatory) substituteActs() bool {
	return s.Holder != 0 && s.Substitute != 0 && s.CannotAct() == ""
}

// Answers names who can decide for the place: the Member, or their substitute where the Member cannot come in.
func (s Signatory) Answers() string {
	_, name := s.Sitting().answers()
	return name
}

// Pending reports whether somebody can answer for the place and has not decided.
func (s Signatory) Pending() bool { return s.Decision == "" && !s.Vacant() }

// PendingSince is the day since which the present holder has been asked.
func (s Signatory) PendingSince(a Attempt) domain.Date {
	asked := domain.DateOf(a.SubmittedAt)
	if s.HolderSince.After(asked) {
		return s.HolderSince
	}
	return asked
}

// Slots is the signatories as the rule sees them.
func Slots(list []Signatory) []Slot {
	slots := make([]Slot, len(list))
	for i, s := range list {
		slots[i] = Slot{Tier: s.Tier, Vacant: s.Vacant(), Decision: s.Decision}
	}
	return slots
}

// References names the register entries of the decisions made for the places.
func References(list []Signatory) []string {
	var refs []string
	for _, s := range list {
		if s.Reference != "" {
			refs = append(refs, s.Reference)
		}
	}
	return refs
}

// ReplacedDecision is a decision that its Member changed while the attempt was open. It stays on record, counts no
// longer, and its conditions bind nobody.
type ReplacedDecision struct {
	Seat          domain.SeatID
	Place         int
	Decision      Decision
	SignedBy      domain.PersonID
	SignedByName  string
	SubstituteFor string
	SignedAt      time.Time
	Comment       string
	ResubmitBy    domain.Date
	Reference     string
	ReplacedAt    time.Time
	OnPaper
	ReplacedBy string   // the reference of the entry that replaces it
	Conditions []string // void
}

// Signed is the place with the decision that its register entry records.
func (s Signatory) Signed(d Signing, by domain.Self, byName string, e register.RegisterEntry) Signatory {
	s.SubstituteFor = ""
	s.Decision, s.Comment, s.ResubmitBy = d.Decision, d.Comment, d.ResubmitBy
	s.SignedBy, s.SignedByName, s.SignedAt = by[0], byName, e.At
	s.Position, s.Reference = e.Position, e.Reference
	if !by.Is(s.Holder) {
		s.SubstituteFor = s.HolderName
	}
	return s
}

// ReminderStep is a rung of the ladder: 5 working days before the due date, on the day, 5 after, then the CPO (domain
// §3).
type ReminderStep string

// The rungs in order.
const (
	RemindBefore ReminderStep = "before"
	RemindDue    ReminderStep = "due"
	RemindAfter  ReminderStep = "after"
	Escalate     ReminderStep = "escalated"
)

// ReminderSteps lists the rungs in order.
func ReminderSteps() []ReminderStep {
	return []ReminderStep{RemindBefore, RemindDue, RemindAfter, Escalate}
}

// StepOn is the rung that the day has reached; "" before the first.
func (a Attempt) StepOn(today domain.Date, c domain.Calendar) ReminderStep {
	return Rung(a.DueOn, today, c)
}

// Rung is the rung that the day has reached for whatever is due on a date; "" before the first. The CPO is told on the
// working day after the third.
func Rung(due, today domain.Date, c domain.Calendar) ReminderStep {
	switch {
	case !today.Before(c.AddWorkingDays(due, 6)):
		return Escalate
	case !today.Before(c.AddWorkingDays(due, 5)):
		return RemindAfter
	case !today.Before(due):
		return RemindDue
	case !today.Before(c.AddWorkingDays(due, -5)):
		return RemindBefore
	}
	return ""
}
