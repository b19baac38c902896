package policy

import "slices"

// duties are the actions that the domain keeps apart (§1, separation of duties; §7.10): no role has both of a pair. One
// person may have two roles; what they may then do with one gate or one decision, the parts say in their access.go.
var duties = func() [][2]Action {
	pairs := [][2]Action{{DecideExecutive, ConfirmDecisions}, {ClerkDecisions, ConfirmDecisions}}
	// Who brings a gate neither signs it nor takes part in the Executive's decision on it.
	for _, brings := range []Action{SubmitGate, OverrideGate} {
		for _, decides := range []Action{SignGate, CallBackGate, ClerkDecisions, DecideExecutive, ConfirmDecisions} {
			pairs = append(pairs, [2]Action{brings, decides})
		}
	}
	// Who writes the report to the Executive takes no part in what is decided on it.
	for _, decides := range []Action{SignGate, ClerkDecisions, DecideExecutive, ConfirmDecisions} {
		pairs = append(pairs, [2]Action{WriteReports, decides})
	}
	// A Member signs as a Member: what they do for the Executive is another record.
	for _, executive := range []Action{ClerkDecisions, DecideExecutive, ConfirmDecisions} {
		pairs = append(pairs, [2]Action{SignGate, executive}, [2]Action{CallBackGate, executive})
	}
	// Who works on a condition, or decides where nobody answers, is not who agrees that it is met.
	for _, works := range []Action{ReportCondition, AssignCondition, DecideCondition} {
		pairs = append(pairs, [2]Action{AnswerCondition, works})
	}
	// Who says who has which role, decides nothing.
	for _, decides := range []Action{SignGate, CallBackGate, OverrideGate, AnswerCondition, DecideCondition,
		ClerkDecisions,
		DecideExecutive, ConfirmDecisions} {
		pairs = append(pairs, [2]Action{ManagePeople, decides}, [2]Action{EditSeats, decides})
	}
	return pairs
}()

// Duties lists the pairs of actions that no role may have both of.
func Duties() [][2]Action { return slices.Clone(duties) }

// AreApart reports whether the domain keeps the two actions apart.
func AreApart(a, b Action) bool {
	return slices.Contains(duties, [2]Action{a, b}) || slices.Contains(duties, [2]Action{b, a})
}
