package executive

import (
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/people"
)

// CallInDays is how many working days after publication a decision can be called in.
const CallInDays = 5

// Scheduling is when an Executive decision is to be made, by whom, and whether it is a key decision (H3, H4).
type Scheduling struct {
	MeetsOn     domain.Date
	Key         KeyAnswer
	ForwardPlan string        // its reference in the forward plan; a key decision needs one
	MadeBy      people.Person // the Executive Member it is delegated to; zero: the Executive decides
	WithOfficer people.Person // named officer of a joint decision; zero for none
	By          domain.PersonID
}

// Schedule says when the decision is made and by whom. What was recorded by the first of two makers and is not
// confirmed lapses. It returns a *BlockedError by field.
func (d ExecutiveDecision) Schedule(s Scheduling, today domain.Date) (ExecutiveDecision, error) {
	if err := d.check(ToSchedule); err != nil {
		return d, err
	}
	var list []domain.Blocker
	add := func(field, words string) { list = append(list, domain.Blocker{ID: field, Field: field, Words: words}) }
	drafted := domain.DateOf(d.DraftedAt)
	switch {
	case s.MeetsOn.IsZero():
		add("meets", "Enter the day on which it is to be decided")
	case s.MeetsOn.Before(drafted):
		add("meets", "The report was drafted on "+drafted.Words()+": the decision cannot come before it")
	}
	switch {
	case s.Key != KeyYes && s.Key != KeyNo:
		add("key", "Say whether this is a key decision")
	case s.Key == KeyYes && s.ForwardPlan == "":
		add("forward_plan", "A key decision needs its reference in the forward plan")
	case s.Key == KeyNo && s.ForwardPlan != "":
		add("forward_plan", "You gave a reference in the forward plan: clear it, or say that this is a key decision")
	}
	switch {
	case s.WithOfficer.ID != 0 && s.MadeBy.ID == 0:
		add("made_by", "Choose the Executive Member who decides with the named officer")
	case s.WithOfficer.ID != 0 && s.WithOfficer.ID == s.MadeBy.ID:
		add("with_officer", "Two people decide jointly: choose somebody else")
	case s.WithOfficer.ID != 0 && s.WithOfficer.ID == s.By:
		add("with_officer", "You schedule this decision, so you do not also decide it: another clerk or a deputy "+
			"can name you")
	case d.brought(s.WithOfficer.ID):
		add("with_officer", s.WithOfficer.Name+" submitted this gate or overrode it, so cannot decide on it")
	}
	if d.brought(s.MadeBy.ID) {
		add("made_by", s.MadeBy.Name+" submitted this gate or overrode it, so cannot decide on it")
	}
	if len(list) > 0 {
		return d, &domain.BlockedError{Blockers: list}
	}
	d.unrecord()
	d.State, d.MeetsOn, d.Key, d.ForwardPlan = ExecutiveScheduled, s.MeetsOn, s.Key, s.ForwardPlan
	d.Delegated, d.MadeBy, d.MadeByName = s.MadeBy.ID != 0, s.MadeBy.ID, s.MadeBy.Name
	d.WithOfficer, d.WithOfficerName = s.WithOfficer.ID, s.WithOfficer.Name
	return d, nil
}

// brought reports whether the person submitted the gate or overrode it: they decide no part of it (domain §1,
// separation of duties).
func (d ExecutiveDecision) brought(p domain.PersonID) bool {
	return p != 0 && (p == d.SubmittedBy || p == d.OverriddenBy)
}

// unrecord takes away what one of two makers recorded and the other has not confirmed.
func (d *ExecutiveDecision) unrecord() {
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

// Publish says on which day the decision was published and from when it counts. The window for a call-in follows a key
// decision always, and every other too unless the council calls in key decisions only. A decision comes into force on
// the day after its window, or where it has none on the day of publication. It returns a *BlockedError by field.
func (d ExecutiveDecision) Publish(on domain.Date, working domain.Calendar, callInKeyOnly bool, today domain.Date) (
	ExecutiveDecision, error) {
	if err := d.check(ToPublish); err != nil {
		return d, err
	}
	switch {
	case on.IsZero():
		return d, domain.Blocked("published", "Enter the day on which the decision was published")
	case on.After(today):
		return d, domain.Blocked("published", "The day of publication must be today or in the past")
	case on.Before(d.DecidedOn):
		return d,
			domain.Blocked("published",
				"The decision was made on "+d.DecidedOn.Words()+": it cannot be published before that")
	}
	d.State, d.PublishedOn, d.CallInUntil, d.EffectiveOn = ExecutivePublished, on, domain.Date{}, on
	if d.Key == KeyYes || !callInKeyOnly {
		d.CallInUntil = working.AddWorkingDays(on, CallInDays)
		d.EffectiveOn = d.CallInUntil.AddDays(1)
	}
	return d, nil
}

// CallIn is a request to look at a published decision again.
type CallIn struct {
	By     string // who asks, in words: the Members or the committee
	On     domain.Date
	Reason string
}

// CallIn stops the decision from coming into force until it is upheld or returned. It returns a *BlockedError by field:
// where the window has closed, by "on".
func (d ExecutiveDecision) CallIn(c CallIn, today domain.Date) (ExecutiveDecision, error) {
	if err := d.check(ToCallIn); err != nil {
		return d, err
	}
	var list []domain.Blocker
	add := func(field, words string) { list = append(list, domain.Blocker{ID: field, Field: field, Words: words}) }
	if c.By == "" {
		add("by", "Enter who calls the decision in")
	}
	if c.Reason == "" {
		add("reason", "Enter the reason for the call-in")
	}
	switch {
	case d.CallInUntil.IsZero():
		add("on", "This decision has no window for a call-in")
	case c.On.IsZero():
		add("on", "Enter the day on which it was called in")
	case c.On.After(today):
		add("on", "The day of the call-in must be today or in the past")
	case c.On.Before(d.PublishedOn):
		add("on", "The decision was published on "+d.PublishedOn.Words()+": it cannot be called in before that")
	case c.On.After(d.CallInUntil):
		add("on", "The window for a call-in closed on "+d.CallInUntil.Words())
	}
	if len(list) > 0 {
		return d, &domain.BlockedError{Blockers: list}
	}
	d.State, d.CalledInBy, d.CalledInOn, d.CallInReason = ExecutiveCalledIn, c.By, c.On, c.Reason
	return d, nil
}

// Uphold ends a call-in: the decision stands and comes into force on the day.
func (d ExecutiveDecision) Uphold(today domain.Date) (ExecutiveDecision, error) {
	if err := d.check(ToUphold); err != nil {
		return d, err
	}
	d.State, d.SettledOn, d.EffectiveOn = ExecutiveUpheld, today, today
	return d, nil
}

// Return ends a call-in: the decision does not stand, and the plan goes back to be drafted with the reasons.
func (d ExecutiveDecision) Return(reason string, today domain.Date) (ExecutiveDecision, error) {
	if err := d.check(ToReturn); err != nil {
		return d, err
	}
	if reason == "" {
		return d, domain.Blocked("reason", "Enter the reasons: the officer works from them")
	}
	d.State, d.SettledOn, d.EffectiveOn, d.ReturnReason = ExecutiveReturned, today, domain.Date{}, reason
	return d, nil
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
