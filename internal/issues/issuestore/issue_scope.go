package issuestore

import (
	"slices"
	"strconv"
	"strings"

	"fourgates/internal/db"
	"fourgates/internal/policy"
	"fourgates/internal/restrictions/restrictionstore"
)

// Visible limits issues (as i) to those that the reader may see.
func Visible(w *db.Where, s policy.IssueScope) { restrictionstore.Visible(w, s) }

// seesAll reports whether the scope reaches every area and leaves out restricted issues at most, or nothing at all.
func seesAll(s policy.IssueScope) bool {
	return s.View.All || s.Restricted.All || len(restrictionstore.Ways(s)) == 0
}

// pick is what a list takes of the issues (as i): the first so many.
type pick struct {
	columns string
	order   string // ORDER BY; "" is any order
	merged  string // the same by the columns alone
	most    int
}

// byWays is the SQL that takes the issues which meet the conditions of w, in each way in which their reader sees some
// and area by area, and merges them: an index has the first of an area, however many there are elsewhere.
func (p pick) byWays(s policy.IssueScope, w *db.Where) string {
	var parts []string
	conds := slices.Clone(w.Conds)
	for _, y := range restrictionstore.Ways(s) {
		y.Give(w)
		each, own := "", append(slices.Clone(conds), y.Cond)
		if y.InAreas {
			each = "unnest((SELECT @" + y.Name + "::bigint[])) v (area_id), LATERAL "
			own = append(own, "i.area_id = v.area_id")
		}
		parts = append(parts, "SELECT i.* FROM "+each+"("+p.first(own)+") i")
		conds = append(conds, "NOT "+y.Condition()) // what is seen in one way does not come again in the next
	}
	return strings.Join(parts, "\nUNION ALL\n") + " " + p.merged + " LIMIT " + strconv.Itoa(p.most)
}

// first is the SQL that takes the issues which meet the conditions.
func (p pick) first(conds []string) string {
	w := db.Where{Conds: conds}
	return "SELECT " + p.columns + " FROM issues i " + w.String() + " " + p.order + " LIMIT " + strconv.Itoa(p.most)
}
