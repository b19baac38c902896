package notices

import "slices"

// kinds are the events of which people are told: nothing else is. A test of home has a row for each, with what its page
// shows and which step it has for its reader.
var kinds = []string{
	// Gates, and the areas that pass them.
	"gate submitted", "signature made", "signature changed", "who is asked", "reminder: before", "reminder: due",
	"reminder: after", "reminder: escalated", "gate passed", "gate passed with conditions", "gate deferred",
	"gate rejected", "gate withdrawn", "gate overridden", "gate 2 called back", "priorities differ",
	"area selected: service managers", "area selected: stakeholder list", "issues agreed: service officers",
	"issues agreed: stakeholder organisations", "changed since it was signed", "renamed since it was signed",
	"synthesis session", "cycle begun", "cycle ended", "deadlines on closed days",
	// Conditions.
	"condition owner", "condition reported met", "condition agreed", "condition not agreed", "condition decided met",
	"condition decided not met", "condition unanswered", "condition reminder: before", "condition reminder: due",
	"condition reminder: after", "condition reminder: escalated",
	// The Executive.
	"draft to the Executive", "report to write", "plans of a report", "decision scheduled", "key decision to announce",
	"key decision announced", "officer named", "named officer declined", "decision to confirm",
	"executive decision made", "executive decision", "executive decision called in", "executive decision upheld",
	"executive decision in force", "plan returned by the Executive", "actions to lead", "comment on an action",
	// Issues and what is asked about them.
	"issue changed", "issue comments", "issue comments answered", "issue referred", "quick win asked",
	"validity view asked", "feasibility asked", "review asked", "lead of one reply asked", "ask answered", "ask ended",
	"ask overdue", "one reply", "issue answered", "review answered", "review closed", "feasibility finished",
	"quick win agreed", "quick win done", "quick win confirmed", "quick win dropped",
	"quick win promoted to the plan", "solution chosen", "solution not chosen", "solution not feasible",
	"solution tested again",
	// Seats and accounts.
	"ward or division changed", "ward or division not changed", "council to be merged", "council not merged",
	"link made", "link used", "decision waits",
	"own decision waits", "decision confirmed", "decision refused", "decision overtaken",
}

// Kinds lists every event of which people are told.
func Kinds() []string { return slices.Clone(kinds) }

// Kind reports whether the event is one of which people are told.
func Kind(event string) bool { return slices.Contains(kinds, event) }
