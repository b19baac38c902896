package executive

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/people"
	"fourgates/internal/plans"
)

// ItemOutcome is what was resolved on one recommendation, as it is recorded.
type ItemOutcome struct {
	Outcome  ExecutiveOutcome
	Resolved string               // what is resolved instead, where amended
	Reason   string               // why not agreed
	Approved *domain.Pence        // the amount of a bid, where amended
	Actions  []plans.AgreedAction // of a plan that is amended: one for each action put of it, in order
}

// Recording is an Executive decision as it is recorded (H2, H5).
type Recording struct {
	DecidedOn     domain.Date
	Items         []ItemOutcome // one for each recommendation, in order
	Reasons       string
	Alternatives  string
	Interests     string
	Dispensations string
	Why           string           // where it takes the place of another record
	Signed        []SignedAsMember // under the gates
	Put           Put
}

// Put are the actions of each plan as they are put to the Executive.
type Put map[domain.SubjectID][]plans.PlanAction

// SignedAsMember is a signature under the gate.
type SignedAsMember struct {
	Person      domain.PersonID
	Name        string
	Seat        string
	Decision    gates.Decision
	On          domain.Date
	OnExecutive bool // who made it sits on the Executive too
}

// Words is the interest as the record shows it (domain §1, separation of duties).
func (s SignedAsMember) Words() string {
	return fmt.Sprintf("%s signed this gate as Member for %s on %s (%s).", s.Name, s.Seat, s.On.Words(), s.Decision)
}

// ExecutiveRecord is what was decided, frozen: both makers of a joint decision put their names to the same bytes.
type ExecutiveRecord struct {
	Format          int                  `json:"format"`
	Report          string               `json:"report"` // digest in hex
	Maker           string               `json:"maker"`
	KeyDecision     bool                 `json:"key_decision"`
	ForwardPlan     string               `json:"forward_plan"`
	DecidedOn       domain.Date          `json:"decided_on"`
	Items           []ExecutiveRecordRow `json:"items"`
	Reasons         string               `json:"reasons"`
	Alternatives    string               `json:"alternatives"`
	Interests       string               `json:"interests"`
	MemberInterests string               `json:"member_interests"`
	Dispensations   string               `json:"dispensations"`

	// what was proposed and how it was announced; none in older ones
	KeyAnswer *keyRecord `json:"key_answer,omitempty"`
}

// ExecutiveRecordRow is one recommendation with its outcome.
type ExecutiveRecordRow struct {
	Number         string           `json:"number"` // "i"
	Recommendation string           `json:"recommendation"`
	Outcome        ExecutiveOutcome `json:"outcome"`
	Resolved       string           `json:"resolved"`
	Reason         string           `json:"reason"`
	Approved       *domain.Pence    `json:"approved_pence"`

	Actions []plans.AgreedAction `json:"actions,omitempty"` // agreed otherwise than proposed
}

// RecordBy records what was decided. A decision of one maker is thereby decided; a joint one waits for the named
// officer. A plan that is not agreed takes everything else with it, and is returned. Where it takes the place of a
// record that is not confirmed, it says why. It returns a *BlockedError by field: "item-1", "resolved-1", "approved-1",
// "reason-1" and so on for the recommendations.
func (d ExecutiveDecision) RecordBy(r Recording, by people.Person, at time.Time) (ExecutiveDecision, error) {
	if err := d.check(ToRecord); err != nil {
		return d, err
	}
	var list []domain.Blocker
	if d.Recorded() {
		list = needsWhy(r, "Say why it takes the place of what "+d.RecordedByName+" recorded")
	}
	if words := d.unannounced(r.DecidedOn); words != "" {
		list = append(list, domain.Blocker{ID: "decided", Field: "decided", Words: words})
	}
	return d.record(r, by, at, list)
}

// Correct puts another record in the place of one that is not published yet, and says why. The old one stays in the
// register. A joint decision counts as corrected once the named officer confirms it. A plan that was not agreed has
// gone back to be drafted: it is agreed when it comes again. It returns a *BlockedError by field as RecordBy does.
func (d ExecutiveDecision) Correct(r Recording, by people.Person, at time.Time) (ExecutiveDecision, error) {
	if err := d.check(ToCorrect); err != nil {
		return d, err
	}
	list := needsWhy(r, "Say what was wrong with the record")
	if words := d.unannounced(r.DecidedOn); words != "" && d.Announced.Made() {
		list = append(list, domain.Blocker{ID: "decided", Field: "decided", Words: words})
	}
	is, err := d.record(r, by, at, list)
	if err != nil {
		return is, err
	}
	for n, i := range d.Items {
		if i.About == AboutPlan && i.Outcome == ItemNotAgreed && is.Items[n].Outcome != ItemNotAgreed &&
			d.wentBack(i.Subject) {
			return d, domain.Blocked(fmt.Sprintf("item-%d", i.Position), "The plan went back to be drafted when it "+
				"was not agreed: it can be agreed when it comes to the Executive again")
		}
	}
	return is, nil
}

// wentBack reports whether the plan of the subject is back with its officers.
func (d ExecutiveDecision) wentBack(id domain.SubjectID) bool {
	return d.State == ExecutiveReturned || slices.ContainsFunc(d.Subjects, func(s Subject) bool {
		return s.ID == id && s.Void
	})
}

func needsWhy(r Recording, words string) []domain.Blocker {
	if r.Why != "" {
		return nil
	}
	return []domain.Blocker{{ID: "why", Field: "why", Words: words}}
}

func (d ExecutiveDecision) record(r Recording, by people.Person, at time.Time,
	list []domain.Blocker) (ExecutiveDecision, error) {
	add := func(field, words string) { list = append(list, domain.Blocker{ID: field, Field: field, Words: words}) }
	fallen := map[domain.SubjectID]bool{}
	for _, s := range d.Subjects {
		fallen[s.ID] = d.On(s).Fallen()
	}
	d.unrecord()
	d.resolve(r, fallen, add)
	if r.Reasons == "" {
		add("reasons", "Enter the reasons for the decision")
	}
	if r.Alternatives == "" {
		add("alternatives", "Enter the alternatives considered and rejected, or “None”")
	}
	drafted, today := d.drafted(), domain.DateOf(at)
	switch {
	case r.DecidedOn.IsZero():
		add("decided", "Enter the day on which it was decided")
	case r.DecidedOn.After(today):
		add("decided", "The day of the decision must be today or in the past")
	case r.DecidedOn.Before(drafted):
		add("decided", "The report was drafted on "+drafted.Words()+": the decision cannot come before it")
	case r.DecidedOn.Before(d.MeetsOn):
		add("decided", "It is to be decided on "+d.MeetsOn.Words()+": change that first if it came earlier")
	}
	if len(list) > 0 {
		return d, &domain.BlockedError{Blockers: list}
	}
	d.DecidedOn, d.Reasons, d.Alternatives, d.Interests, d.Dispensations = r.DecidedOn, r.Reasons, r.Alternatives,
		r.Interests, r.Dispensations
	d.MemberInterests = strings.Join(d.InterestsOf(r.Signed), "\n")
	d.RecordedBy, d.RecordedByName, d.RecordedAt = by.ID, by.Name, at
	if err := d.freeze(); err != nil {
		return d, err
	}
	if d.WithOfficer == 0 {
		d.decide()
	}
	return d, nil
}

// InterestsOf is a line for each maker of this decision who signed the gate as an Area Member.
func (d ExecutiveDecision) InterestsOf(signed []SignedAsMember) []string {
	var lines []string
	for _, s := range signed {
		if (!d.Delegated && s.OnExecutive) || (d.Delegated && (s.Person == d.MadeBy || s.Person == d.WithOfficer)) {
			lines = append(lines, s.Words())
		}
	}
	return lines
}

// ReadExecutiveRecord reads what a decision froze when it was recorded.
func ReadExecutiveRecord(text string) (ExecutiveRecord, error) {
	var r ExecutiveRecord
	if text == "" {
		return r, nil
	}
	err := json.Unmarshal([]byte(text), &r)
	return r, err
}

// freeze writes the record in canonical form with its digest.
func (d *ExecutiveDecision) freeze() error {
	r := ExecutiveRecord{Format: 1, Report: d.ReportDigest.String(), Maker: d.Maker(), KeyDecision: d.Key == KeyYes,
		ForwardPlan: d.ForwardPlan,
		DecidedOn:   d.DecidedOn, Reasons: d.Reasons, Alternatives: d.Alternatives, Interests: d.Interests,
		MemberInterests: d.MemberInterests,
		Dispensations:   d.Dispensations, KeyAnswer: d.keyRecord()}
	for _, i := range d.Items {
		r.Items = append(r.Items, ExecutiveRecordRow{i.Numeral(), i.Recommendation, i.Outcome, i.Resolved, i.Reason,
			i.Approved, i.Actions})
	}
	text, err := domain.Canonical(r)
	d.Record, d.RecordDigest = text, sha256.Sum256([]byte(text))
	return err
}

// decide makes what was recorded the decision: of plans of which none is agreed, each is returned.
func (d *ExecutiveDecision) decide() {
	var why []string
	for _, i := range d.Items {
		if i.About == AboutPlan && i.Outcome == ItemNotAgreed {
			why = append(why, i.Reason)
		}
	}
	d.State = ExecutiveDecided
	if len(why) > 0 && len(d.Live()) == 0 {
		d.State, d.SettledOn, d.ReturnReason = ExecutiveReturned, d.DecidedOn, joinLines(append(why, d.Reasons)...)
	}
}

// WhyRefused is why the plan is not agreed.
func (o Part) WhyRefused() string {
	d := o.ExecutiveDecision
	for _, i := range o.Items() {
		if i.About == AboutPlan && i.Outcome == ItemNotAgreed {
			return joinLines(i.Reason, d.Reasons)
		}
	}
	return d.ReturnReason
}

// Falls ends a decision that another council's, which did not agree the same plans, leaves without any: what was
// recorded and is not decided is void. It reports whether there was anything to end.
func Falls(d, with ExecutiveDecision) (ExecutiveDecision, bool) {
	if d.State == ExecutiveReturned || d.State == ExecutiveInForce || len(d.Live()) > 0 {
		return d, false
	}
	if d.State == ExecutiveScheduled || d.State == ExecutiveDrafted {
		d.unrecord()
	}
	d.State, d.SettledOn, d.EffectiveOn = ExecutiveReturned, with.SettledOn, domain.Date{}
	d.ReturnReason = FallsWith(with)
	return d, true
}

// FallsWith says that a plan goes back to be drafted because another council decided so.
func FallsWith(d ExecutiveDecision) string {
	return "It falls with the plan, which goes back to be drafted by the decision of " + d.Decides().Of() + "."
}

func joinLines(lines ...string) string {
	return strings.Join(slices.DeleteFunc(lines, func(s string) bool { return s == "" }), "\n")
}

// Confirm is the named officer's own record of a joint decision: of exactly what the Executive Member recorded, by its
// digest. It returns ErrConflict where something else is recorded by now.
func (d ExecutiveDecision) Confirm(of domain.Digest, by domain.PersonID, at time.Time) (ExecutiveDecision, error) {
	if err := d.check(ToConfirm); err != nil {
		return d, err
	}
	if by == d.RecordedBy {
		return d, domain.ErrForbidden
	}
	if of != d.RecordDigest {
		return d, domain.ErrConflict
	}
	d.ConfirmedBy, d.ConfirmedAt = by, at
	d.decide()
	return d, nil
}
