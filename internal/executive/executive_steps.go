package executive

import (
	"slices"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/people"
	"fourgates/internal/procedures"
)

// Window is how long a published decision can be called in, as the council's constitution says.
type Window struct {
	Days    int  // working days after publication
	KeyOnly bool // key decisions alone
}

// Scheduling is when an Executive decision is to be made, by whom, and whether it is a key decision (H3, H4).
type Scheduling struct {
	MeetsOn     domain.Date
	Key         KeyAnswer
	Proposed    procedures.Proposal
	KeyReason   string        // why it is no key decision, where one was proposed
	ForwardPlan string        // its reference in the forward plan; a key decision needs one
	MadeBy      people.Person // the Executive Member it is delegated to; zero: the Executive decides
	WithOfficer people.Person // named officer of a joint decision; zero for none
	By          domain.Self
	MadeBySelf  domain.Self // the two by each of their accounts
	WithSelf    domain.Self
	Why         string // a record that is not confirmed is void by it
}

// Schedule says when the decision is made and by whom. What was recorded by the first of two makers and is not
// confirmed lapses. It returns a *BlockedError by field.
func (d ExecutiveDecision) Schedule(s Scheduling, today domain.Date) (ExecutiveDecision, error) {
	if err := d.check(ToSchedule); err != nil {
		return d, err
	}
	var list []domain.Blocker
	add := func(field, words string) { list = append(list, domain.Blocker{ID: field, Field: field, Words: words}) }
	drafted := d.drafted()
	if d.Recorded() && s.Why == "" {
		add("why", "Say why what "+d.RecordedByName+" recorded is void")
	}
	switch {
	case s.MeetsOn.IsZero():
		add("meets", "Enter the day on which it is to be decided")
	case s.MeetsOn.Before(drafted):
		add("meets", "The report was drafted on "+drafted.Words()+": the decision cannot come before it")
	}
	switch {
	case s.Key != KeyYes && s.Key != KeyNo:
		add("key", "Say whether this is a key decision")
	case s.Proposed.Needs(s.Key == KeyYes) && s.KeyReason == "":
		add("key_reason", "The records propose a key decision: say why this is none")
	case s.Key == KeyYes && s.ForwardPlan == "":
		add("forward_plan", "A key decision needs its reference in the forward plan")
	case s.Key == KeyNo && s.ForwardPlan != "":
		add("forward_plan", "You gave a reference in the forward plan: clear it, or say that this is a key decision")
	}
	switch {
	case s.WithOfficer.ID != 0 && s.MadeBy.ID == 0:
		add("made_by", "Choose the Executive Member who decides with the named officer")
	case s.WithOfficer.ID != 0 && (s.WithOfficer.ID == s.MadeBy.ID || s.MadeBySelf.Is(s.WithOfficer.ID)):
		add("with_officer", "Two people decide jointly: choose somebody else")
	case s.WithOfficer.ID != 0 && s.By.Is(s.WithOfficer.ID):
		add("with_officer", "You schedule this decision, so you do not also decide it: another clerk or a deputy "+
			"can name you")
	case d.Declined.Made() && s.WithOfficer.ID == d.WithOfficer && s.WithOfficer.ID != 0:
		add("with_officer", d.WithOfficerName+" declined: choose somebody else")
	case d.brought(s.WithOfficer.ID) || s.WithSelf.Among(d.Brought):
		add("with_officer", s.WithOfficer.Name+" submitted this gate or overrode it, so cannot decide on it")
	}
	if d.brought(s.MadeBy.ID) || s.MadeBySelf.Among(d.Brought) {
		add("made_by", s.MadeBy.Name+" submitted this gate or overrode it, so cannot decide on it")
	}
	if len(list) > 0 {
		return d, &domain.BlockedError{Blockers: list}
	}
	if d.Why = ""; d.Recorded() {
		d.Why = s.Why
	}
	d.unrecord()
	d.State, d.MeetsOn, d.Key, d.ForwardPlan = ExecutiveScheduled, s.MeetsOn, s.Key, s.ForwardPlan
	d.KeyAnswer = procedures.Answer{Proposal: s.Proposed}
	if s.Proposed.Needs(s.Key == KeyYes) {
		d.KeyAnswer.Reason = s.KeyReason
	}
	d.Delegated, d.MadeBy, d.MadeByName = s.MadeBy.ID != 0, s.MadeBy.ID, s.MadeBy.Name
	d.WithOfficer, d.WithOfficerName, d.Declined = s.WithOfficer.ID, s.WithOfficer.Name, Declined{}
	return d, nil
}

// brought reports whether the person submitted the gate or overrode it: they decide no part of it (domain §1,
// separation of duties).
func (d ExecutiveDecision) brought(p domain.PersonID) bool {
	return p != 0 && slices.Contains(d.Brought, p)
}

// unrecord takes away what one of two makers recorded and the other has not confirmed.
func (d *ExecutiveDecision) unrecord() {
	d.ConfirmedBy, d.ConfirmedByName, d.ConfirmedAt = 0, "", time.Time{}
	d.Record, d.RecordDigest, d.RecordedBy, d.RecordedByName, d.RecordedAt = "", domain.Digest{}, 0, "", time.Time{}
	d.Reasons, d.Alternatives, d.Interests, d.MemberInterests, d.Dispensations, d.DecidedOn = "", "", "", "", "",
		domain.Date{}
	items := make([]ExecutiveItem, len(d.Items))
	for n, i := range d.Items {
		i.Outcome, i.Resolved, i.Reason, i.Approved, i.Actions = "", "", "", nil, nil
		items[n] = i
	}
	d.Items = items
}

// TakeEffect brings the decision into force. It is refused before its effective date.
func (d ExecutiveDecision) TakeEffect(today domain.Date) (ExecutiveDecision, error) {
	if err := d.check(ToTakeEffect); err != nil {
		return d, err
	}
	if today.Before(d.EffectiveOn) {
		return d,
			&domain.BlockedError{
				Blockers: []domain.Blocker{
					{ID: "effective", Words: "The decision takes effect on " + d.EffectiveOn.Words()}}}
	}
	d.State = ExecutiveInForce
	return d, nil
}
