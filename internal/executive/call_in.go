package executive

import (
	"fmt"
	"strings"

	"fourgates/internal/domain"
)

// Publish says on which day the decision was published and from when it counts. The window for a call-in follows a key
// decision always, and every other too unless the council calls in key decisions only. A decision comes into force on
// the day after its window, or where it has none on the day of publication. A plan that
// was not agreed is published and stays returned. It returns a *BlockedError by field.
func (d ExecutiveDecision) Publish(on domain.Date, working domain.Calendar, window Window, today domain.Date) (
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
	if d.PublishedOn = on; d.State == ExecutiveReturned {
		return d, nil // nothing comes into force
	}
	d.State, d.CallInUntil, d.EffectiveOn = ExecutivePublished, domain.Date{}, on
	if window.Days > 0 && (d.Key == KeyYes || !window.KeyOnly) {
		d.CallInUntil = working.AddWorkingDays(on, window.Days)
		d.EffectiveOn = d.CallInUntil.AddDays(1)
	}
	return d, nil
}

// CallIn is a request to look at a published decision again (H6).
type CallIn struct {
	By      string      `json:"by"`      // who asks, in words: the Members by name, or the committee
	Members int         `json:"members"` // how many of them; 0 in records from before it was asked
	On      domain.Date `json:"on"`
	Reason  string      `json:"reason"`
}

// Words says who asked, how many, when and why.
func (c CallIn) Words() string {
	by := c.By
	if c.Members > 0 {
		by += " (" + domain.Counted(c.Members, "Member", "Members") + ")"
	}
	return fmt.Sprintf("By %s on %s: %s", by, c.On.Words(), c.Reason)
}

// CallIn stops the decision from coming into force until the call-in is closed. While the window is open more requests
// can be added. It returns a *BlockedError by field: where the window has closed, by "on".
func (d ExecutiveDecision) CallIn(c CallIn, today domain.Date) (ExecutiveDecision, error) {
	if err := d.check(ToCallIn); err != nil {
		return d, err
	}
	var list []domain.Blocker
	add := func(field, words string) { list = append(list, domain.Blocker{ID: field, Field: field, Words: words}) }
	if c.By == "" {
		add("by", "Enter who calls the decision in")
	}
	if c.Members < 1 {
		add("members", "Enter how many Members ask for it, as a whole number such as 5")
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
	if d.CalledInOn.IsZero() || c.On.Before(d.CalledInOn) {
		d.CalledInOn = c.On
	}
	d.State, d.CallIns = ExecutiveCalledIn, append(d.CallIns[:len(d.CallIns):len(d.CallIns)], c)
	return d, nil
}

// CallInOutcome is what became of a call-in.
type CallInOutcome string

// The outcomes. A call-in that is sent to the Council is closed by the Council's answer.
const (
	CallInUpheld    CallInOutcome = "upheld"
	CallInLapsed    CallInOutcome = "lapsed"
	CallInToCouncil CallInOutcome = "sent to Council"
	CallInReferred  CallInOutcome = "referred back"
)

// CallInOutcomes lists them.
func CallInOutcomes() []CallInOutcome {
	return []CallInOutcome{CallInUpheld, CallInReferred, CallInLapsed, CallInToCouncil}
}

// Settlement is what a body decided on a call-in, as its minutes have it (rulings, 9).
type Settlement struct {
	Outcome CallInOutcome `json:"outcome"`
	Body    string        `json:"body"`
	On      domain.Date   `json:"on"`
	Minute  string        `json:"minute"` // its reference
	Words   string        `json:"words"`  // of the minute
}

// Line says what became of the call-in, by whom, when and by which minute.
func (s Settlement) Line() string {
	return fmt.Sprintf("%s: %s on %s, minute %s", domain.Capital(string(s.Outcome)), s.Body, s.On.Words(), s.Minute)
}

// AtCouncil reports whether the call-in waits for the Council.
func (d ExecutiveDecision) AtCouncil() bool {
	return d.State == ExecutiveCalledIn && len(d.Settled) > 0
}

// Settle records what a body decided on the call-in. Upheld or lapsed, the decision stands and comes into force when
// its window has ended, or on the day of the body's decision where that is later. Referred back, it does not stand, and
// the plan goes back to be drafted with the body's words. Sent to the Council, it waits for that. It returns a
// *BlockedError by field.
func (d ExecutiveDecision) Settle(s Settlement, today domain.Date) (ExecutiveDecision, error) {
	if err := d.check(ToSettle); err != nil {
		return d, err
	}
	var list []domain.Blocker
	add := func(field, words string) { list = append(list, domain.Blocker{ID: field, Field: field, Words: words}) }
	switch s.Outcome {
	case CallInUpheld, CallInLapsed, CallInReferred:
	case CallInToCouncil:
		if d.AtCouncil() {
			add("outcome", "The Council has it already: say what it answered")
		}
	default:
		add("outcome", "Say what became of the call-in")
	}
	if s.Body == "" {
		add("body", "Enter which body decided, such as the scrutiny committee")
	}
	after := d.CalledInOn
	if d.AtCouncil() {
		after = d.Settled[len(d.Settled)-1].On
	}
	switch {
	case s.On.IsZero():
		add("settled", "Enter the day on which the body decided")
	case s.On.After(today):
		add("settled", "The day must be today or in the past")
	case s.On.Before(after):
		add("settled", "It was called in, or sent to the Council, on "+after.Words()+
			": the day cannot come before that")
	}
	if s.Minute == "" {
		add("minute", "Enter the reference of the minute")
	}
	if strings.TrimSpace(s.Words) == "" {
		add("words", "Enter what the minute says")
	}
	if len(list) > 0 {
		return d, &domain.BlockedError{Blockers: list}
	}
	d.Settled = append(d.Settled[:len(d.Settled):len(d.Settled)], s)
	switch s.Outcome {
	case CallInUpheld, CallInLapsed:
		d.State, d.SettledOn, d.EffectiveOn = ExecutiveUpheld, s.On, d.CallInUntil.AddDays(1)
		if d.EffectiveOn.Before(s.On) {
			d.EffectiveOn = s.On
		}
	case CallInReferred:
		d.State, d.SettledOn, d.EffectiveOn, d.ReturnReason = ExecutiveReturned, s.On, domain.Date{}, s.Words
	}
	return d, nil
}
