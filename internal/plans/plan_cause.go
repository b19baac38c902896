package plans

import "fourgates/internal/domain"

// OrderCauses sorts causes into the tree's reading order, parents before their children, and gives each its depth.
// Siblings keep the order in which they come; a cause whose parent is not listed counts as one of the issue itself.
func OrderCauses(causes []PlanCause) []PlanCause {
	known := map[domain.CauseID]bool{}
	for _, c := range causes {
		known[c.ID] = true
	}
	under := map[domain.CauseID][]PlanCause{}
	for _, c := range causes {
		if !known[c.Parent] || c.Parent == c.ID {
			c.Parent = 0
		}
		under[c.Parent] = append(under[c.Parent], c)
	}
	ordered := make([]PlanCause, 0, len(causes))
	var walk func(parent domain.CauseID, depth int)
	walk = func(parent domain.CauseID, depth int) {
		for _, c := range under[parent] {
			c.Depth = depth
			ordered = append(ordered, c)
			walk(c.ID, depth+1)
		}
	}
	walk(0, 0)
	return ordered
}
