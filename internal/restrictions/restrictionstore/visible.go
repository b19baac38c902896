// Package restrictionstore says in SQL which issues a reader sees, and which restricted ones not.
package restrictionstore

import (
	"strings"

	"fourgates/internal/db"
	"fourgates/internal/policy"
)

// Visible limits issues (as i) to those that the reader may see. Who may see every issue gets no condition at all, so
// that the indexes serve them alone; who may see none gets one that nothing meets.
func Visible(w *db.Where, s policy.IssueScope) {
	if !s.Restricted.All {
		w.And(visible(w, s, ""))
	}
}

// visible is the condition, with its arguments given to w by names that begin with the prefix.
func visible(w *db.Where, s policy.IssueScope, prefix string) string {
	ways := waysOf(s, prefix)
	if len(ways) == 0 {
		return "false"
	}
	var may []string
	for _, y := range ways {
		may = append(may, y.Condition())
		y.Give(w)
	}
	return "(" + strings.Join(may, " OR ") + ")"
}

// Way is one of the ways in which a reader comes to see issues (as i): those that meet the condition, or those of some
// areas that do.
type Way struct {
	Cond    string
	InAreas bool   // of the areas in the argument alone
	Name    string // the argument; "" where there is none
	Value   any
}

// Ways are the ways in which somebody sees issues who may not see them all. The reader and the areas stand in a SELECT
// of their own, so that one plan serves everybody: the database would else plan each time anew, which takes longer than
// asking.
func Ways(s policy.IssueScope) []Way { return waysOf(s, "") }

func waysOf(s policy.IssueScope, prefix string) (ways []Way) {
	asked := func(who, name string) string {
		who += " = ANY(@" + name + ")"
		return `(EXISTS (SELECT FROM referrals v WHERE v.issue_id = i.id AND v.withdrawn_at IS NULL AND v.` + who + `)
			OR EXISTS (SELECT FROM reviews v WHERE v.issue_id = i.id AND v.` + who + `))`
	}
	if s.View.All {
		ways = append(ways, Way{Cond: "i.visibility <> 'restricted'"})
	} else if len(s.View.Areas) > 0 {
		ways = append(ways, Way{"i.visibility <> 'restricted'", true, prefix + "view_areas", s.View.Areas})
	}
	if len(s.Restricted.Areas) > 0 {
		ways = append(ways, Way{"true", true, prefix + "restricted_areas", s.Restricted.Areas})
	}
	if s.View.Person != 0 {
		name := prefix + "reader"
		ways = append(ways, Way{"i.raised_by = (SELECT @" + name + "::bigint)", false, name, s.View.Person})
	}
	if len(s.View.Services) > 0 {
		name := prefix + "view_services"
		ways = append(ways, Way{asked("service_id", name), false, name, s.View.Services})
	}
	if len(s.View.Organisations) > 0 {
		name := prefix + "view_organisations"
		ways = append(ways, Way{asked("organisation_id", name), false, name, s.View.Organisations})
	}
	return ways
}

// Condition is that an issue is seen in this way.
func (y Way) Condition() string {
	if y.InAreas {
		return "(i.area_id = ANY(@" + y.Name + ") AND " + y.Cond + ")"
	}
	return y.Cond
}

// Give hands over the argument.
func (y Way) Give(w *db.Where) {
	if y.Name != "" {
		w.Set(y.Name, y.Value)
	}
}
