package policy

import "slices"

// Duty is a pair of actions that the domain keeps apart: no role has both. One person may have two roles, and what they
// may then do with one gate or one decision, the parts say in their access.go; where InOnePerson is set, the roles
// themselves exclude each other, and whoever has one is refused the other.
type Duty struct {
	One, Other  Action
	Source      string // where the domain says so
	InOnePerson bool
}

const (
	separation = "domain §1, separation of duties"
	powers     = "domain §7.10, powers kept apart"
	conditions = "domain §7.5, conditions"
)

// duties is the table of what is kept apart.
var duties = func() []Duty {
	var list []Duty
	apart := func(source string, one []Action, other ...Action) {
		for _, a := range one {
			for _, b := range other {
				list = append(list, Duty{One: a, Other: b, Source: source})
			}
		}
	}
	executive := []Action{ClerkDecisions, DecideExecutive, ConfirmDecisions}
	apart(powers, []Action{DecideExecutive, ClerkDecisions}, ConfirmDecisions)
	// Who brings a gate neither signs it nor takes part in the Executive's decision on it.
	apart(separation, []Action{SubmitGate, OverrideGate}, append([]Action{SignGate, CallBackGate}, executive...)...)
	// Who writes the report to the Executive takes no part in what is decided on it.
	apart(powers, []Action{WriteReports}, append([]Action{SignGate}, executive...)...)
	// A Member signs as a Member: what they do for the Executive is another record.
	apart(separation, []Action{SignGate, CallBackGate}, executive...)
	// Who works on a condition, or decides where nobody answers, is not who agrees that it is met.
	apart(conditions, []Action{AnswerCondition}, ReportCondition, AssignCondition, DecideCondition)
	whole := len(list)
	// A director reads, and decides where services disagree; the clerk schedules, records and publishes.
	apart(powers, []Action{DecideReplies}, executive...)
	list[whole].InOnePerson = true // of the clerk's
	whole = len(list)
	// Who says who has which role, decides nothing.
	apart(separation, []Action{ManagePeople, EditSeats}, append([]Action{SignGate, CallBackGate, OverrideGate,
		AnswerCondition, DecideCondition}, executive...)...)
	for i := range list[whole:] {
		list[whole+i].InOnePerson = true
	}
	return list
}()

// Duties lists the pairs of actions that no role may have both of.
func Duties() []Duty { return slices.Clone(duties) }

// AreApart reports whether the domain keeps the two actions apart.
func AreApart(a, b Action) bool {
	return slices.ContainsFunc(duties, func(d Duty) bool {
		return d.One == a && d.Other == b || d.One == b && d.Other == a
	})
}

// Exclude reports whether nobody may hold both roles, by one account or by two, and where the domain says so.
func Exclude(a, b Role) (source string, yes bool) {
	for _, d := range duties {
		if d.InOnePerson && (matrix[d.One][a] != none && matrix[d.Other][b] != none ||
			matrix[d.One][b] != none && matrix[d.Other][a] != none) {
			return d.Source, true
		}
	}
	return "", false
}

// Excluding is the first of the roles that nobody holds beside the role; "" for none.
func Excluding(role Role, held []Role) Role {
	for _, h := range held {
		if _, yes := Exclude(role, h); yes {
			return h
		}
	}
	return ""
}
