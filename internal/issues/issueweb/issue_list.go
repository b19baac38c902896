package issueweb

import (
	"net/url"
	"slices"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/places"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
)

const issuesOnAPage = 50

// listIssues lists the issues that the reader may see, narrowed by what the address says.
func (pages issuePages) listIssues(c *serve.Call) error {
	return pages.issueList(c, places.Area{})
}

// issueList lists the issues of an area; those of all areas for the zero area.
func (pages issuePages) issueList(c *serve.Call, area places.Area) error {
	ctx, scope := c.Context(), policy.IssueScopeOf(c.Actor)
	f, filter := decodeFilter(c, c.Form)
	var err error
	p := IssueListProps{Form: f, Sort: filter.Sort, Area: area,
		MayDeliver: policy.Can(c.Actor, policy.DeliverQuickWin), MayRaise: policy.Can(c.Actor, policy.RaiseIssue),
		MayWork: policy.ScopeOf(c.Actor, policy.WorkIssues).Has}
	if area.ID != 0 {
		filter.Area = area.ID
		p.Tabs = placeweb.AreaTabs(c.Actor, area.ID, c.URL.Path)
		if p.Cycle, err = inCycle(c, area, f, &filter); err != nil {
			return err
		}
		p.MayRaise = places.MayWork(c.Actor, policy.RaiseIssue, area)
	}
	offered, most := policy.ScopeOf(c.Actor, policy.ViewIssues), MostAreasToChoose
	if area.ID != 0 {
		most = 0
	}
	got, err := issuestore.LoadIssueIndex(ctx, c.Read, scope, filter, issuesOnAPage, offered, most)
	if err != nil {
		return err
	}
	p.Rows, p.Previous, p.Next, p.Total = got.Rows, got.Previous, got.Next, got.Total
	p.Areas, p.ManyAreas, p.Themes = got.Areas, got.ManyAreas, got.Themes
	if p.ManyAreas && filter.Area != 0 { // its own list says which it is
		f.Values.Del("area")
		return c.To("%s", serve.Address("/areas/"+serve.IDText(filter.Area)+"/issues", f.Values))
	}
	in := make(map[domain.IssueID]domain.AreaID, len(p.Rows))
	for _, row := range p.Rows {
		in[row.ID] = row.AreaID
	}
	if p.Marks, err = pages.marks(c, in); err != nil {
		return err
	}
	p.Shell = c.Shell("Issues")
	if area.ID != 0 {
		p.Shell = p.Under("Areas", "/areas", area.Name, "/areas/"+serve.IDText(area.ID), "Issues").
			Overridden(area.Overrides)
	}
	return c.Show(IssueList(p))
}

// inCycle narrows the list of an area to the cycle that the address asks for, or else to that in which the area is; in
// the time between two, to none. It returns domain.ErrNotFound where the area has no such cycle.
func inCycle(c *serve.Call, area places.Area, kept form.Form, filter *issues.IssueFilter) (cycle int, err error) {
	kept.Values.Del("cycle")
	filter.Cycle = 0
	cycle, err = placeweb.CycleOf(c, area)
	if err == nil && (area.Cycle > 1 && area.CycleEnded.IsZero() || c.URL.Query().Get("cycle") != "") {
		filter.Cycle = cycle
		kept.Values.Set("cycle", strconv.Itoa(cycle))
	}
	return cycle, err
}

// decodeFilter reads the filter from the address. What makes no sense there is passed over: it narrows nothing, and the
// form that is shown does not repeat it.
func decodeFilter(c *serve.Call, values url.Values) (form.Form, issues.IssueFilter) {
	asked := form.New(values)
	kept := form.New(nil)
	sorts := append(issues.IssueSorts(), issues.BestMatch)
	filter := issues.IssueFilter{
		Source: keep(&asked, &kept, "source", form.OptionalOneOf(&asked, "source", domain.Sources())),
		Text:   keep(&asked, &kept, "q", asked.Optional("q", 200)),
		Sort:   keep(&asked, &kept, "sort", form.OptionalOneOf(&asked, "sort", sorts)),
		After:  issues.ParseCursor(asked.Text("after")),
		Before: issues.ParseCursor(asked.Text("before")),
	}
	if n, err := strconv.ParseInt(asked.Text("area"), 10, 64); err == nil {
		filter.Area = keep(&asked, &kept, "area", domain.AreaID(max(0, n)))
	} else {
		filter.AreaNamed = keep(&asked, &kept, "area", asked.Optional("area", 100))
	}
	if asked.Text("theme") == "none" {
		filter.Unthemed = keep(&asked, &kept, "theme", true)
	} else {
		filter.Theme = keep(&asked, &kept, "theme", form.ID[domain.ThemeID](&asked, "theme", ""))
	}
	if status := issues.IssueState(asked.Text("status")); status == "open" {
		filter.States = issues.OpenStates()
		kept.Values.Set("status", "open")
	} else if slices.Contains(issues.IssueStates(), status) {
		filter.States = []issues.IssueState{status}
		kept.Values.Set("status", string(status))
	}
	if asked.Text("mine") != "" {
		filter.RaisedBy = c.Actor.ID
		kept.Values.Set("mine", "yes")
	}
	if days, ok := IssueAges[asked.Text("age")]; ok {
		kept.Values.Set("age", asked.Text("age"))
		if days > 0 {
			filter.RaisedFrom = c.Now().AddDate(0, 0, -days)
		} else {
			filter.RaisedBefore = c.Now().AddDate(0, 0, days)
		}
	}
	if n, err := strconv.Atoi(asked.Text("cycle")); err == nil && n > 0 && n < 10000 && filter.Area != 0 {
		filter.Cycle = keep(&asked, &kept, "cycle", n)
	}
	if filter.Sort == "" && filter.Text != "" {
		filter.Sort = issues.BestMatch
	}
	return kept, filter
}

// keep repeats a field of the address in the form that is shown, where it made sense and says something.
func keep[T comparable](asked, kept *form.Form, name string, v T) T {
	var zero T
	if asked.Problem(name) != "" || v == zero {
		return zero
	}
	kept.Values.Set(name, asked.Text(name))
	return v
}

// issuesCSV is exactly the list that the address asks for, from its beginning to its end, as a file for spreadsheets.
func issuesCSV(c *serve.Call) error {
	const atOnce = 1000
	scope := policy.IssueScopeOf(c.Actor)
	_, filter := decodeFilter(c, c.Form)
	filter.After, filter.Before = issues.Cursor{}, issues.Cursor{}
	if filter.Sort == issues.BestMatch {
		filter.Sort = issues.NewestFirst // the best are sought among the newest alone, and a file is whole
	}
	got, err := issuestore.ListIssuesForFile(c.Context(), c.Read, scope, filter, atOnce)
	if err != nil {
		return err
	}
	out := c.CSV("issues",
		"Issue", "Title", "Area", "Theme", "Source", "Status", "Responsible", "Visibility", "Raised", "Changed")
	for {
		for _, row := range got.Rows {
			_ = out.Write(csvRow(row))
		}
		out.Flush()
		if out.Error() != nil || got.Next.ID == 0 {
			return nil // all is written, or nobody reads any more
		}
		filter.After = got.Next
		if got, err = issuestore.ListIssuesForFile(c.Context(), c.Read, scope, filter, atOnce); err != nil {
			c.Broke(err)
		}
	}
}

func csvRow(row issues.IssueFileRow) []string {
	return []string{serve.IDText(row.ID), serve.CSVText(row.Title), serve.CSVText(row.Area), serve.CSVText(row.Theme),
		string(row.Source),
		string(row.State), row.Tier, string(row.Visibility), domain.DateOf(row.RaisedAt).String(),
		domain.DateOf(row.ChangedAt).String()}
}
