package gates

import (
	"fmt"
	"strings"

	"fourgates/internal/domain"
)

// SnapshotLine is one readable line of a snapshot: a section, what the line is about, and what it says.
type SnapshotLine struct{ Section, Key, Text string }

// Change is one line that differs between two snapshots. Before is "" where it is new, After where it is gone.
type Change struct{ Section, Key, Before, After string }

// Lines is the snapshot as lines, in the order shown. Who submitted it and when are no content and are left out.
func (s Snapshot) Lines() []SnapshotLine {
	lines := []SnapshotLine{
		{"Area", "Name", s.AreaName},
		{"Area", "Code", s.AreaCode},
		{"Area", "Why this area", s.Rationale},
		{"Area", "Boundary", fmt.Sprintf("version %d", s.BoundaryNo)},
		{"Area", "Liaison officers", strings.Join(s.Officers, ", ")},
		{"Area", "Officer's note", s.Note},
		{"Area", "Rule", s.Rule.Words()},
	}
	add := func(section, key string, words ...string) {
		lines = append(lines, SnapshotLine{section, key, joinWords(words...)})
	}
	if s.Cycle > 0 {
		add("Area", "Cycle", fmt.Sprint(s.Cycle))
	}
	if s.Progress != nil {
		progressLines(*s.Progress, add)
	}
	for _, m := range s.Members {
		name := m.Name
		if name == "" {
			name = "vacant"
		}
		add("Area Members", fmt.Sprintf("%s, %s, place %d", m.Seat, m.Authority, m.Place), name,
			fmt.Sprintf("%.2f%% of the area", m.Percent), string(m.Tier), m.Code,
			domain.Prefixed("induction ", m.Induction))
	}
	for _, v := range s.Validity {
		add("Views on the area", v.SaidBy+", "+v.SaidOn.Words(), v.Kind, "supports: "+v.Supports, v.Note,
			onBoundary(v))
	}
	for _, m := range s.ServiceManagers {
		where := "listed for this area"
		if m.AllAreas {
			where = "listed for every area"
		}
		add("Service managers", m.Service+", "+m.Authority+": "+m.Name, where)
	}
	for _, c := range s.Network {
		add("Network", c.Kind+": "+c.Name, "listed", c.Organisations, domain.Prefixed("speaks for ", c.Represents),
			domain.Prefixed("patch ", c.Patch), domain.Prefixed("engaged ", c.EngagedOn.Words()))
	}
	for _, is := range s.Sessions {
		sessionLines(is, add)
	}
	for _, i := range s.Issues {
		issueLines(i, add)
	}
	for _, c := range s.Comments {
		commentLines(c, add)
	}
	for _, q := range s.AgreedWins {
		add("Quick wins", fmt.Sprintf("Quick win %d", q.ID), q.Title, fmt.Sprintf("issue %d", q.Issue), q.Words,
			withinDuty(q.WithinDuty), domain.Prefixed("delivered by ", q.DeliveredBy),
			domain.Prefixed("due ", q.DueOn.Words()))
	}
	if s.RestrictedIssues > 0 {
		add("Issues", "Restricted issues", fmt.Sprintf("%d, not listed", s.RestrictedIssues))
	}
	for _, c := range s.Sources {
		add("Sources", string(c.Source), domain.Counted(c.Count, "issue", "issues"),
			domain.Prefixed("explained: ", c.Explanation))
	}
	if s.Representativeness != "" {
		add("Network", "How representative it is", s.Representativeness)
	}
	if s.Plan != nil {
		planLines(*s.Plan, add)
	}
	for _, r := range s.Reviews {
		add("Review with services and partners", fmt.Sprintf("Issue %d: %s", r.Issue, r.Of), r.Status,
			domain.Prefixed("done already: ", r.Does), domain.Prefixed("the data show: ", r.Shows),
			domain.Prefixed("bound by: ", r.Binds), domain.Prefixed("said ", r.Said),
			domain.Prefixed("because ", r.Reason))
	}
	return lines
}

func onBoundary(v SnapshotView) string {
	if v.OnBoundary == 0 {
		return ""
	}
	return fmt.Sprintf("given on version %d of the boundary", v.OnBoundary)
}

func withinDuty(duty bool) string {
	if duty {
		return "within the service’s duty"
	}
	return ""
}

func placeByPoints(place int) string {
	if place == 0 {
		return ""
	}
	return fmt.Sprintf("place %d by points", place)
}

func madeFrom(isSynthesis bool, ids []domain.IssueID) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = fmt.Sprint(id)
	}
	list := domain.Prefixed("made from issues ", strings.Join(words, ", "))
	if isSynthesis {
		return joinWords("a synthesis", list)
	}
	return list
}

func joinWords(words ...string) string {
	kept := words[:0]
	for _, w := range words {
		if w != "" {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, "; ")
}

// Changes lists what changed from one snapshot to a later one, in the order of the later, then what is gone (G5).
func Changes(from, to Snapshot) []Change {
	to = to.comparable(from)
	before, after := from.keyed(), to.keyed()
	was, is := map[lineKey]string{}, map[lineKey]bool{}
	for _, l := range before {
		was[l.key] = l.Text
	}
	var changes []Change
	for _, l := range after {
		is[l.key] = true
		if text := was[l.key]; text != l.Text {
			earlier, later := Excerpts(text, l.Text)
			changes = append(changes, Change{l.Section, l.Key, earlier, later})
		}
	}
	for _, l := range before {
		if !is[l.key] && l.Text != "" {
			changes = append(changes, Change{l.Section, l.Key, l.Text, ""})
		}
	}
	if from.Boundary != to.Boundary && from.BoundaryNo == to.BoundaryNo {
		changes = append(changes, Change{"Area", "Boundary", "as drawn before", "drawn differently"})
	}
	return append(changes, drawnDifferently(from, to)...)
}

// lineKey tells lines apart: two people of one name on one list are the first and the second of that name.
type lineKey struct {
	section, key string
	nth          int
}

type keyedLine struct {
	SnapshotLine
	key lineKey
}

func (s Snapshot) keyed() []keyedLine {
	seen := map[[2]string]int{}
	lines := s.Lines()
	keyed := make([]keyedLine, len(lines))
	for i, l := range lines {
		name := [2]string{l.Section, l.Key}
		seen[name]++
		keyed[i] = keyedLine{l, lineKey{l.Section, l.Key, seen[name]}}
	}
	return keyed
}
