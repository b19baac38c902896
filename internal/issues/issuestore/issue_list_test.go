package issuestore_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/asks"
	"fourgates/internal/asks/askstore"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/policy"
	"fourgates/internal/town"
)

func lying(area domain.AreaID, v issues.Visibility, by domain.PersonID) func(*issues.Issue) {
	return func(i *issues.Issue) { i.Area, i.Visibility, i.RaisedBy = area, v, by }
}

func TestIssuesShowOnlyWithinScope(t *testing.T) {
	i := town.NewIssues(t)
	public := i.Raise(t, "Public in the Quay", 1, lying(i.Quay, issues.VisiblePublic, i.Officer))
	team := i.Raise(t, "Team in the Quay", 2, lying(i.Quay, issues.VisibleAreaTeam, i.Officer))
	restricted := i.Raise(t, "Restricted in the Quay", 3, lying(i.Quay, issues.VisibleRestricted, i.Officer))
	moor := i.Raise(t, "Team on the Moor", 4, lying(i.Moor, issues.VisibleAreaTeam, i.Officer))
	mine := i.Raise(t, "The Member's own, restricted, on the Moor", 5, lying(i.Moor, issues.VisibleRestricted,
		i.Member))
	highways := i.Service(t, "Highways")
	i.Write(t, func(w db.Writer) error {
		k := asks.Ask{Kind: asks.Referral, Service: highways, Way: asks.Here, Question: "Can you?", DueOn: town.Today,
			WasState: string(issues.IssueRaised), AskedBy: i.Officer, AskedAt: town.Noon}
		k.Issue = restricted
		_, err := askstore.Add(t.Context(), w, k)
		return err
	})
	quay := policy.Scope{Areas: []domain.AreaID{i.Quay}}
	for _, c := range []struct {
		name  string
		scope policy.IssueScope
		want  []domain.IssueID
	}{
		{"nobody", i.Nothing, nil},
		{"everything", i.Everything, []domain.IssueID{mine, moor, restricted, team, public}},
		{"every area, restricted nowhere", policy.IssueScope{View: town.Anywhere},
			[]domain.IssueID{moor, team, public}},
		{"every area, restricted in the Quay", policy.IssueScope{View: town.Anywhere, Restricted: quay},
			[]domain.IssueID{moor, restricted, team, public}},
		{"a Member of the Quay", policy.IssueScope{View: policy.Scope{Areas: quay.Areas, Person: i.Member}},
			[]domain.IssueID{mine, team, public}},
		{"a partner with no area", policy.IssueScope{View: policy.Scope{Organisations: []domain.OrganisationID{1}}},
			nil},
		{"the service that was asked", policy.IssueScope{View: policy.Scope{Services: []domain.ServiceID{highways}}},
			[]domain.IssueID{restricted}},
	} {
		if diff := cmp.Diff(c.want, i.IDs(t, c.scope, issues.IssueFilter{})); diff != "" {
			t.Errorf("%s sees (-want +got):\n%s", c.name, diff)
		}
		for _, id := range []domain.IssueID{public, team, restricted, moor, mine} {
			_, err := issuestore.Issue(t.Context(), i.Store.Reader, c.scope, id)
			if seen := err == nil; seen != slices.Contains(c.want, id) {
				t.Errorf("%s loads issue %d: %v", c.name, id, err)
			}
		}
	}
}

func TestFiltersNarrowTheList(t *testing.T) {
	i := town.NewIssues(t)
	dark := i.Raise(t, "The path behind the school is dark", 1, func(n *issues.Issue) { n.Theme = i.Paths })
	bus := i.Raise(t, "The last bus leaves at six", 2, func(n *issues.Issue) {
		n.Area, n.Source, n.State, n.Description = i.Moor, domain.FromAreaMember, issues.IssueTriaged,
			"Nobody gets home from the school play."
	})
	glass := i.Raise(t, "Glass at the play area", -60*24*30, func(n *issues.Issue) { n.RaisedBy = i.Member })
	for _, c := range []struct {
		filter issues.IssueFilter
		want   []domain.IssueID
	}{
		{issues.IssueFilter{Area: i.Moor}, []domain.IssueID{bus}},
		{issues.IssueFilter{Theme: i.Paths}, []domain.IssueID{dark}},
		{issues.IssueFilter{Unthemed: true}, []domain.IssueID{bus, glass}},
		{issues.IssueFilter{States: []issues.IssueState{issues.IssueTriaged}}, []domain.IssueID{bus}},
		{issues.IssueFilter{Source: domain.FromAreaMember}, []domain.IssueID{bus}},
		{issues.IssueFilter{RaisedBy: i.Member}, []domain.IssueID{glass}},
		{issues.IssueFilter{RaisedFrom: town.Noon}, []domain.IssueID{bus, dark}},
		{issues.IssueFilter{RaisedBefore: town.Noon}, []domain.IssueID{glass}},
		{issues.IssueFilter{Text: "school"}, []domain.IssueID{bus, dark}},
		// in the title before in the text
		{issues.IssueFilter{Text: "schools", Sort: issues.BestMatch}, []domain.IssueID{dark, bus}},
		{issues.IssueFilter{Text: "the"}, nil},
		{issues.IssueFilter{Text: `"last bus" -glass`}, []domain.IssueID{bus}},
		{issues.IssueFilter{Text: `' ; & | ! ( <-> :* \ %`}, nil},
		{issues.IssueFilter{Sort: issues.ByTitle}, []domain.IssueID{glass, bus, dark}},
		{issues.IssueFilter{Sort: issues.OldestFirst}, []domain.IssueID{glass, dark, bus}},
		{issues.IssueFilter{Sort: "no such order"}, []domain.IssueID{bus, dark, glass}},
	} {
		if diff := cmp.Diff(c.want, i.IDs(t, i.Everything, c.filter)); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", c.filter, diff)
		}
	}
}

// TestPagesNeitherSkipNorRepeat walks every order there and back, with ties in everything that is sorted by.
func TestPagesNeitherSkipNorRepeat(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	i := town.NewIssues(t)
	const total = 60
	for range total {
		title := fmt.Sprintf("Puddle %c", "aAbÉ"[rng.IntN(3)])
		i.Raise(t, title, rng.IntN(4), func(n *issues.Issue) {
			n.ChangedAt = town.Noon.Add(time.Duration(rng.IntN(3)) * time.Microsecond)
		})
	}
	for _, f := range []issues.IssueFilter{{Sort: issues.NewestFirst}, {Sort: issues.OldestFirst},
		{Sort: issues.RecentlyChanged}, {Sort: issues.ByTitle},
		{Sort: issues.BestMatch, Text: "puddle"}} {
		want := i.IDs(t, i.Everything, f)
		var there []domain.IssueID
		var last issuestore.IssuePage[issues.IssueRow]
		page := issuestore.IssuePage[issues.IssueRow]{}
		for pages := 0; ; pages++ {
			var err error
			if page, err = issuestore.ListIssues(t.Context(), i.Store.Reader, i.Everything, f, 7); err != nil ||
				pages > total {
				t.Fatalf("%s, page %d: %v", f.Sort, pages, err)
			}
			for _, row := range page.Rows {
				there = append(there, row.ID)
			}
			last = page
			if page.Next.ID == 0 {
				break
			}
			// As it goes through an address.
			f.After = issues.ParseCursor(page.Next.String())
		}
		if diff := cmp.Diff(want, there); diff != "" {
			t.Errorf("%s, page by page (-list +pages):\n%s", f.Sort, diff)
		}
		back := idsOf(last)
		for page = last; page.Previous.ID != 0; {
			f.After, f.Before = issues.Cursor{}, issues.ParseCursor(page.Previous.String())
			var err error
			if page, err = issuestore.ListIssues(t.Context(), i.Store.Reader, i.Everything, f, 7); err != nil {
				t.Fatal(err)
			}
			back = append(idsOf(page), back...)
		}
		if diff := cmp.Diff(want, back); diff != "" {
			t.Errorf("%s, page by page backwards (-list +pages):\n%s", f.Sort, diff)
		}
	}
}

func idsOf(p issuestore.IssuePage[issues.IssueRow]) []domain.IssueID {
	var ids []domain.IssueID
	for _, row := range p.Rows {
		ids = append(ids, row.ID)
	}
	return ids
}

func TestTotalsStopWhereCountingDoes(t *testing.T) {
	i := town.NewIssues(t)
	_, err := i.Pool.Exec(t.Context(), `
		INSERT INTO issues (area_id, title, source, raised_by, raised_at, changed_at)
		SELECT $1, 'Litter ' || n, 'community', $2, now(), now() FROM generate_series(1, 1100) n`, int64(i.Quay),
		int64(i.Officer))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []issues.IssueFilter{{}, {Area: i.Quay}, {Source: domain.FromTheCommunity},
		{Text: "litter", Sort: issues.OldestFirst}, {Text: "litter", Sort: issues.BestMatch}} {
		x, err := issuestore.LoadIssueIndex(t.Context(), i.Store.Reader, i.Everything, f, 50, policy.Scope{}, 0)
		if x.Total <= issues.MostCounted || len(x.Rows) != 50 || err != nil {
			t.Errorf("%+v: counted %d, %v", f, x.Total, err)
		}
		if f.Text == "" && x.Total != issues.MostCounted+1 {
			t.Errorf("%+v: counted on to %d", f, x.Total)
		}
	}
}

func TestLikelyDuplicatesByTrigramAndText(t *testing.T) {
	i := town.NewIssues(t)
	dark := i.Raise(t, "Street lights out on Mill Lane", 1)
	text := i.Raise(t, "Feeling unsafe after dusk", 2, func(n *issues.Issue) {
		n.Description = "The lights on Mill Lane have been out since spring."
	})
	i.Raise(t, "Overflowing bins at the harbour", 3)
	i.Raise(t, "Street lights out on Mill Lane", 4, func(n *issues.Issue) { n.Area = i.Moor })
	i.Raise(t, "Street lights out on Mill Lane", 5, func(n *issues.Issue) { n.Visibility = issues.VisibleRestricted })
	i.Raise(t, "Street lights out on Mill Lane", 6, func(n *issues.Issue) { n.State = issues.IssueMerged })
	for _, c := range []struct {
		title string
		want  []domain.IssueID
	}{
		{"Street lights out, Mill Lane", []domain.IssueID{dark, text}},
		{"stret lihgts out on mil lane", []domain.IssueID{dark}}, // misspelt: trigrams
		{"Lights out Mill Lane", []domain.IssueID{dark, text}},
		{"the of and", nil},
		{"Dog mess", nil},
	} {
		got, err := issuestore.LikelyDuplicates(t.Context(), i.Store.Reader, policy.IssueScope{View: town.Anywhere},
			i.Quay, c.title)
		if err != nil {
			t.Fatal(err)
		}
		var ids []domain.IssueID
		for _, d := range got {
			ids = append(ids, d.ID)
		}
		if diff := cmp.Diff(c.want, ids); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.title, diff)
		}
	}
}
