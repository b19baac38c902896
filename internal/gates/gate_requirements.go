package gates

import (
	"fmt"
	"slices"
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/partners"
	"fourgates/internal/places"
	"fourgates/internal/syntheses"
)

func hasBoundary(f GateFacts) (bool, string) {
	switch {
	case f.Area.Name == "":
		return false, "the area has no name"
	case !f.HasBoundary:
		return false, "no boundary is recorded"
	}
	return true, f.Area.Name
}

// hasMembers asks for the wards and divisions whose Members are asked: those of a county and of a borough, or those of
// a single-tier council (004). A tier whose places are all vacant does not stop the gate: they are recorded, and left
// out of the count (domain §3).
func hasMembers(f GateFacts) (bool, string) {
	held, all := map[places.Tier]int{}, map[places.Tier]int{}
	vacant := 0
	for _, m := range f.Members {
		all[m.Tier]++
		if m.Vacant() {
			vacant++
		} else {
			held[m.Tier]++
		}
	}
	for _, s := range f.NoMembers {
		all[s.Tier]++
	}
	words := []string{domain.Counted(held[places.County]+held[places.Borough]+held[places.Unitary], "Member",
		"Members")}
	if vacant > 0 {
		words = append(words, domain.Counted(vacant, "place vacant", "places vacant"))
	}
	for _, s := range f.NoMembers {
		words = append(words, s.SeatName+" has no Members by law")
	}
	for _, tier := range []places.Tier{places.Borough, places.County, places.Unitary} {
		switch {
		case all[tier] == 0 && tier != places.Unitary && all[places.Unitary] == 0:
			return false, fmt.Sprintf("no %s seat is known for this area; where its council is single-tier, its tier "+
				"is unitary", tier)
		case all[tier] > 0 && held[tier] == 0:
			words = append(words, fmt.Sprintf("nobody in office in the %s tier", tier))
		}
	}
	return true, strings.Join(words, ", ")
}

// wordsFor is what is asked for. Nobody says of an area of one tier that it has two.
func (r requirement) wordsFor(f GateFacts) string {
	if r.gate == domain.GateAreas && r.id == "members" && slices.ContainsFunc(slices.Concat(f.Members, f.NoMembers),
		func(m places.AreaMember) bool { return m.Tier == places.Unitary }) {
		return "Area Members are identified"
	}
	return r.words
}

func hasInductions(f GateFacts) (bool, string) {
	var missing []string
	for _, m := range f.Members {
		if !m.Vacant() && m.Induction == "" {
			missing = append(missing, m.Name)
		}
	}
	if len(missing) > 0 {
		return false, "none recorded for " + strings.Join(missing, ", ")
	}
	if len(f.Members) == 0 && len(f.NoMembers) > 0 {
		return true, "no ward or division of the area has Members by law"
	}
	if len(f.Members) == 0 {
		return false, "no Area Members are known"
	}
	if !slices.ContainsFunc(f.Members, func(m places.AreaMember) bool { return !m.Vacant() }) {
		return true, "every place is vacant"
	}
	return true, "recorded for every Member"
}

func hasView(kind string) func(GateFacts) (bool, string) {
	return func(f GateFacts) (bool, string) {
		n := 0
		for _, v := range f.Validity {
			if v.Kind == kind {
				n++
			}
		}
		return n > 0, domain.Counted(n, "view recorded", "views recorded")
	}
}

func hasServiceManagers(f GateFacts) (bool, string) {
	n := len(f.ServiceManagers)
	return n > 0, domain.Counted(n, "service manager listed", "service managers listed")
}

func hasNetwork(kind, word string) func(GateFacts) (bool, string) {
	return func(f GateFacts) (bool, string) {
		n := countNetwork(f, kind)
		return n > 0, domain.Counted(n, word+" listed", word+"s listed")
	}
}

func countNetwork(f GateFacts, kinds ...string) int {
	n := 0
	for _, e := range f.Network {
		for _, kind := range kinds {
			if e.Kind == kind {
				n++
			}
		}
	}
	return n
}

func hasOfficer(f GateFacts) (bool, string) {
	if len(f.Officers) == 0 {
		return false, "nobody is assigned today"
	}
	return true, strings.Join(f.Officers, ", ")
}

func hasPassed(g domain.Gate) func(GateFacts) (bool, string) {
	return func(f GateFacts) (bool, string) {
		if f.Passed[g] {
			return true, "passed"
		}
		return false, "not passed yet"
	}
}

func allCategorised(f GateFacts) (bool, string) {
	missing := 0
	for _, l := range f.Issues {
		if l.State != issues.IssueMerged && !l.Categorised() {
			missing++
		}
	}
	switch {
	case len(f.Issues) == 0:
		return false, "no issue is recorded"
	case missing > 0:
		return false, domain.Counted(missing, "issue has no theme", "issues have no theme")
	}
	return true, domain.Counted(len(f.Issues), "issue", "issues")
}

func allHandled(f GateFacts) (bool, string) {
	missing, synthesised, part := 0, 0, partOfAny(f.Issues)
	for _, l := range f.Issues {
		if !l.Handled() {
			missing++
		}
		if l.IsSynthesis || (l.State.Stands() && !part[l.ID]) {
			synthesised++
		}
	}
	switch {
	case missing > 0:
		return false, domain.Counted(missing, "issue is still as it was raised or triaged",
			"issues are still as they were raised or triaged")
	case synthesised == 0:
		return false, "there is no synthesised issue"
	}
	return true, domain.Counted(synthesised, "synthesised issue", "synthesised issues")
}

// partOfAny are the issues that others were made from.
func partOfAny(all []issues.IssueLine) map[domain.IssueID]bool {
	part := map[domain.IssueID]bool{}
	for _, l := range all {
		for _, m := range l.Members {
			part[m] = true
		}
	}
	return part
}

// CountSources counts the issues of each source class; those made by synthesis count through their members only.
func CountSources(issues []issues.IssueLine) map[domain.Source]int {
	counts := map[domain.Source]int{}
	for _, l := range issues {
		if !l.IsSynthesis {
			counts[l.Source]++
		}
	}
	return counts
}

func hasSources(f GateFacts) (bool, string) {
	counts := CountSources(f.Issues)
	var missing, found []string
	for _, s := range domain.Sources() {
		switch {
		case counts[s] > 0:
			found = append(found, fmt.Sprintf("%s %d", s, counts[s]))
		case f.Statements[partners.StatedAbsence(s)].Text == "":
			missing = append(missing, string(s))
		default:
			found = append(found, fmt.Sprintf("%s absent, explained", s))
		}
	}
	if len(missing) > 0 {
		return false, "nothing from, and no explanation for: " + strings.Join(missing, ", ")
	}
	return true, strings.Join(found, "; ")
}

func hasContacts(f GateFacts) (bool, string) {
	n := countNetwork(f, partners.Community, partners.Stakeholder, partners.Forum)
	return n > 0, domain.Counted(n, "contact recorded", "contacts recorded")
}

func hasPatchWorkers(f GateFacts) (bool, string) {
	n := 0
	for _, e := range f.Network {
		if e.Kind == partners.PatchWorker && !e.EngagedOn.IsZero() {
			n++
		}
	}
	return n > 0, domain.Counted(n, "patch worker engaged", "patch workers engaged")
}

func hasRepresentativeness(f GateFacts) (bool, string) {
	if f.Statements[partners.StatedRepresentativeness].Text == "" {
		return false, "none is written"
	}
	return true, "written"
}

// sessionHeld asks for a session with the Area Members (004, 2b: "synthesise issues with Areas Members").
func sessionHeld(f GateFacts) (bool, string) {
	ok, detail := syntheses.HeldOf(f.Sessions)
	if f.SessionNotAsked && !ok {
		return true, "not recorded, and not asked of this cycle, which had begun its synthesis before: " + detail
	}
	return ok, detail
}
