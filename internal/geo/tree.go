package geo

import (
	"cmp"
	"slices"
)

// box is an upright box; its borders belong to it.
type box struct{ x0, y0, x1, y1 float64 }

func (b box) meets(c box) bool {
	return b.x0 <= c.x1 && c.x0 <= b.x1 && b.y0 <= c.y1 && c.y0 <= b.y1
}

func (b box) with(c box) box {
	return box{min(b.x0, c.x0), min(b.y0, c.y0), max(b.x1, c.x1), max(b.y1, c.y1)}
}

// tree finds boxes by place. Unlike the tree that simplefeatures keeps, building
// it takes no longer when all boxes start at one place, as in a file made to
// waste time.
type tree struct {
	box
	low, high *tree
	leaves    []leaf
}

type leaf struct {
	box
	number int
}

// treeOf builds a tree in which each box has its place in the slice for a number.
func treeOf(boxes []box) *tree {
	leaves := make([]leaf, len(boxes))
	for i, b := range boxes {
		leaves[i] = leaf{b, i}
	}
	return grow(leaves)
}

func grow(leaves []leaf) *tree {
	if len(leaves) == 0 {
		return &tree{}
	}
	t := &tree{box: leaves[0].box}
	for _, l := range leaves {
		t.box = t.with(l.box)
	}
	if len(leaves) <= 8 {
		t.leaves = leaves
		return t
	}
	// Halve across the longer side.
	if t.x1-t.x0 > t.y1-t.y0 {
		slices.SortFunc(leaves, func(a, b leaf) int { return cmp.Compare(a.x0+a.x1, b.x0+b.x1) })
	} else {
		slices.SortFunc(leaves, func(a, b leaf) int { return cmp.Compare(a.y0+a.y1, b.y0+b.y1) })
	}
	half := len(leaves) / 2
	t.low, t.high = grow(leaves[:half]), grow(leaves[half:])
	return t
}

// search calls visit with the number of each box that meets b, until visit
// returns false. It returns false then too.
func (t *tree) search(b box, visit func(number int) bool) bool {
	for _, l := range t.leaves {
		if l.meets(b) && !visit(l.number) {
			return false
		}
	}
	for _, side := range []*tree{t.low, t.high} {
		if side != nil && side.meets(b) && !side.search(b, visit) {
			return false
		}
	}
	return true
}
