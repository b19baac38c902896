package issuestore

import (
	"slices"
	"strconv"
	"strings"

	"fourgates/internal/db"
	"fourgates/internal/policy"
)

// Visible limits issues (as i) to those that the reader may see. Who may see every issue gets no condition at all, so
// that the indexes serve them alone; who may see none gets one that nothing meets.
func Visible(w *db.Where, s policy.IssueScope) {
	if s.Restricted.All {
		return
	}
	ways := waysOf(s)
	if len(ways) == 0 {
		w.And("false")
		return
	}
	var may []string
	for _, y := range ways {
		may = append(may, y.condition())
		y.give(w)
	}
	w.And("(" + strings.Join(may, " OR ") + ")")
}

// seesAll reports whether the scope reaches every area and leaves out restricted issues at most, or nothing at all.
func seesAll(s policy.IssueScope) bool { return s.View.All || s.Restricted.All || len(waysOf(s)) == 0 }

// way is one of the ways in which a reader comes to see issues (as i): those that meet the condition, or those of some
// areas that do.
type way struct {
	cond    string
	inAreas bool   // of the areas in the argument alone
	name    string // the argument; "" where there is none
	value   any
}

// waysOf are the ways in which somebody sees issues who may not see them all. The reader and the areas stand in a
// SELECT of their own, so that one plan serves everybody: the database would else plan each time anew, which takes
// longer than asking.
func waysOf(s policy.IssueScope) (ways []way) {
	asked := func(who string) string {
		return `(EXISTS (SELECT FROM referrals v WHERE v.issue_id = i.id AND v.withdrawn_at IS NULL AND v.` + who + `)
			OR EXISTS (SELECT FROM reviews v WHERE v.issue_id = i.id AND v.` + who + `))`
	}
	if s.View.All {
		ways = append(ways, way{cond: "i.visibility <> 'restricted'"})
	} else if len(s.View.Areas) > 0 {
		ways = append(ways, way{"i.visibility <> 'restricted'", true, "view_areas", s.View.Areas})
	}
	if len(s.Restricted.Areas) > 0 {
		ways = append(ways, way{"true", true, "restricted_areas", s.Restricted.Areas})
	}
	if s.View.Person != 0 {
		ways = append(ways, way{"i.raised_by = (SELECT @reader::bigint)", false, "reader", s.View.Person})
	}
	if len(s.View.Services) > 0 {
		ways = append(ways, way{asked("service_id = ANY(@view_services)"), false,
			"view_services", s.View.Services})
	}
	if len(s.View.Organisations) > 0 {
		ways = append(ways, way{asked("organisation_id = ANY(@view_organisations)"), false,
			"view_organisations", s.View.Organisations})
	}
	return ways
}

// condition is that an issue is seen in this way.
func (y way) condition() string {
	if y.inAreas {
		return "(i.area_id = ANY(@" + y.name + ") AND " + y.cond + ")"
	}
	return y.cond
}

// give hands over the argument.
func (y way) give(w *db.Where) {
	if y.name != "" {
		w.Set(y.name, y.value)
	}
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
	for _, y := range waysOf(s) {
		y.give(w)
		each, own := "", append(slices.Clone(conds), y.cond)
		if y.inAreas {
			each = "unnest((SELECT @" + y.name + "::bigint[])) v (area_id), LATERAL "
			own = append(own, "i.area_id = v.area_id")
		}
		parts = append(parts, "SELECT i.* FROM "+each+"("+p.first(own)+") i")
		conds = append(conds, "NOT "+y.condition()) // what is seen in one way does not come again in the next
	}
	return strings.Join(parts, "\nUNION ALL\n") + " " + p.merged + " LIMIT " + strconv.Itoa(p.most)
}

// first is the SQL that takes the issues which meet the conditions.
func (p pick) first(conds []string) string {
	w := db.Where{Conds: conds}
	return "SELECT " + p.columns + " FROM issues i " + w.String() + " " + p.order + " LIMIT " + strconv.Itoa(p.most)
}
