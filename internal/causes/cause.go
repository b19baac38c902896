// Package causes holds the root causes of issues: the tree that they form and what may change in it.
package causes

import (
	"fmt"
	"slices"
	"time"

	"fourgates/internal/domain"
)

// Cause is one finding in the tree of root causes of an issue (D10). What lies under it is what causes it.
type Cause struct {
	ID        domain.CauseID
	Issue     domain.IssueID
	Parent    domain.CauseID // zero: directly under the issue
	Text      string
	TakenPart string // who found it, in words: community groups, patch workers
	Position  int    // among those under the same
	Version   int
	By        string
	At        time.Time
	Solutions int // how many solutions hang on it
}

// Blockers lists by field what the cause does not say and must.
func (c Cause) Blockers() []domain.Blocker {
	var found []domain.Blocker
	if c.Text == "" {
		found = append(found, domain.Blocker{ID: "text", Field: "text", Words: "Say what the cause is"})
	}
	if c.TakenPart == "" {
		found = append(found, domain.Blocker{ID: "taken_part", Field: "taken_part",
			Words: "Say who took part in finding it: community groups, patch workers"})
	}
	return found
}

// Limits of a tree of causes.
const (
	DeepestCause = 6
	MostCauses   = 200
)

// CauseNode is a cause with what lies under it.
type CauseNode struct {
	Cause
	Under []CauseNode
}

// CauseTree orders the causes of an issue as a tree, each level by position.
func CauseTree(list []Cause) []CauseNode { return causesUnder(list, 0, 0) }

func causesUnder(list []Cause, parent domain.CauseID, depth int) []CauseNode {
	var nodes []CauseNode
	if depth > len(list) { // rows that went in a circle would never end
		return nil
	}
	for _, c := range list {
		if c.Parent == parent {
			nodes = append(nodes, CauseNode{c, causesUnder(list, c.ID, depth+1)})
		}
	}
	slices.SortStableFunc(nodes, func(a, b CauseNode) int { return a.Position - b.Position })
	return nodes
}

// Whole lists the node and everything under it, top down.
func (n CauseNode) Whole() []Cause {
	list := []Cause{n.Cause}
	for _, u := range n.Under {
		list = append(list, u.Whole()...)
	}
	return list
}

// Height is how many levels the node has, itself counted.
func (n CauseNode) Height() int {
	h := 0
	for _, u := range n.Under {
		h = max(h, u.Height())
	}
	return h + 1
}

// FindCause is the node of a cause in the tree, with its depth: 1 directly under the issue.
func FindCause(tree []CauseNode, id domain.CauseID) (node CauseNode, depth int, ok bool) {
	for _, n := range tree {
		if n.ID == id {
			return n, 1, true
		}
		if node, depth, ok = FindCause(n.Under, id); ok {
			return node, depth + 1, true
		}
	}
	return CauseNode{}, 0, false
}

// Siblings are the causes directly under the parent (zero: the issue), in their order.
func Siblings(tree []CauseNode, parent domain.CauseID) []Cause {
	nodes := tree
	if parent != 0 {
		node, _, _ := FindCause(tree, parent)
		nodes = node.Under
	}
	list := make([]Cause, len(nodes))
	for i, n := range nodes {
		list[i] = n.Cause
	}
	return list
}

// LastUnder is the highest position under the parent; 0 where nothing is.
func LastUnder(tree []CauseNode, parent domain.CauseID) int {
	last := 0
	for _, c := range Siblings(tree, parent) {
		last = max(last, c.Position)
	}
	return last
}

// Swap puts a cause one place up or down among its siblings and returns those whose position is another now; nil where
// it is at the end already.
func Swap(siblings []Cause, id domain.CauseID, up bool) []Cause {
	at := slices.IndexFunc(siblings, func(c Cause) bool { return c.ID == id })
	to := at + 1
	if up {
		to = at - 1
	}
	if at < 0 || to < 0 || to >= len(siblings) {
		return nil
	}
	order := slices.Clone(siblings)
	order[at], order[to] = order[to], order[at]
	var moved []Cause
	for i, c := range order {
		if c.Position != i+1 {
			c.Position = i + 1
			moved = append(moved, c)
		}
	}
	return moved
}

// AddCauseBlockers lists why nothing can be put under the parent (zero: the issue) now.
func AddCauseBlockers(tree []CauseNode, parent domain.CauseID) []domain.Blocker {
	if n := countCauses(tree); n >= MostCauses {
		return []domain.Blocker{{ID: "many", Words: fmt.Sprintf("An issue has %d causes at most", MostCauses)}}
	}
	return placeBlockers(tree, parent, 1)
}

// MoveCauseBlockers lists why the cause cannot be put under the parent (zero: the issue).
func MoveCauseBlockers(tree []CauseNode, id, parent domain.CauseID) []domain.Blocker {
	node, _, ok := FindCause(tree, id)
	if !ok {
		return []domain.Blocker{{ID: "gone", Words: "This cause is no longer there"}}
	}
	if _, _, inside := FindCause([]CauseNode{node}, parent); inside {
		return []domain.Blocker{{ID: "itself", Field: "parent", Words: "A cause cannot lie under itself"}}
	}
	return placeBlockers(tree, parent, node.Height())
}

// placeBlockers lists why something of that height cannot be put under the parent.
func placeBlockers(tree []CauseNode, parent domain.CauseID, height int) []domain.Blocker {
	if parent == 0 {
		return nil
	}
	_, depth, ok := FindCause(tree, parent)
	switch {
	case !ok:
		return []domain.Blocker{{ID: "parent", Field: "parent", Words: "Choose a cause of this issue"}}
	case depth+height > DeepestCause:
		return []domain.Blocker{{ID: "deep", Field: "parent", Words: fmt.Sprintf("Causes go %d levels deep at most",
			DeepestCause)}}
	}
	return nil
}

// RemoveCauseBlockers lists why the cause cannot be removed with all that lies under it: a solution hangs on one of
// them.
func RemoveCauseBlockers(node CauseNode) []domain.Blocker {
	var found []domain.Blocker
	for _, c := range node.Whole() {
		if c.Solutions > 0 {
			found = append(found,
				domain.Blocker{ID: "solutions", Words: fmt.Sprintf("%s on “%s”: move or change that first",
					hang(c.Solutions), c.Text)})
		}
	}
	return found
}

func hang(n int) string {
	if n == 1 {
		return "A solution hangs"
	}
	return fmt.Sprintf("%d solutions hang", n)
}

func countCauses(tree []CauseNode) int {
	n := 0
	for _, node := range tree {
		n += len(node.Whole())
	}
	return n
}
