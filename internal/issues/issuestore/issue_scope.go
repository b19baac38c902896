package issuestore

import (
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
	var may []string
	or := func(cond, name string, v any) {
		may = append(may, cond)
		w.Set(name, v)
	}
	if s.View.All {
		may = append(may, "i.visibility <> 'restricted'")
	} else if len(s.View.Areas) > 0 {
		or("(i.area_id = ANY(@view_areas) AND i.visibility <> 'restricted')", "view_areas", s.View.Areas)
	}
	if len(s.Restricted.Areas) > 0 {
		or("i.area_id = ANY(@restricted_areas)", "restricted_areas", s.Restricted.Areas)
	}
	if s.View.Person != 0 {
		or("i.raised_by = @reader", "reader", s.View.Person)
	}
	if len(s.View.Services) > 0 {
		or(`EXISTS (SELECT FROM referrals v
			WHERE v.issue_id = i.id AND v.withdrawn_at IS NULL AND v.service_id = ANY(@view_services))`,
			"view_services", s.View.Services)
	}
	if len(s.View.Organisations) > 0 {
		or(`EXISTS (SELECT FROM referrals v
			WHERE v.issue_id = i.id AND v.withdrawn_at IS NULL AND v.organisation_id = ANY(@view_organisations))`,
			"view_organisations", s.View.Organisations)
	}
	if len(may) == 0 {
		w.And("false")
		return
	}
	w.And("(" + strings.Join(may, " OR ") + ")")
}
