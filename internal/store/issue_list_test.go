package store_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	issuespkg "fourgates/internal/issues"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/policy"
)

func lying(area domain.AreaID, v issuespkg.Visibility, by domain.PersonID) func(*issuespkg.Issue) {
	return func(i *issuespkg.Issue) { i.Area, i.Visibility, i.RaisedBy = area, v, by }
}

func TestIssuesShowOnlyWithinScope(t *testing.T) {
	i := newIssues(t)
	public := i.raise(t, "Public in the Quay", 1, lying(i.quay, issuespkg.VisiblePublic, i.officer))
	team := i.raise(t, "Team in the Quay", 2, lying(i.quay, issuespkg.VisibleAreaTeam, i.officer))
	restricted := i.raise(t, "Restricted in the Quay", 3, lying(i.quay, issuespkg.VisibleRestricted, i.officer))
	moor := i.raise(t, "Team on the Moor", 4, lying(i.moor, issuespkg.VisibleAreaTeam, i.officer))
	mine := i.raise(t, "The Member's own, restricted, on the Moor", 5, lying(i.moor, issuespkg.VisibleRestricted, i.member))
	highways := i.service(t, "Highways")
	i.write(t, func(w db.Writer) error {
		_, err := issuestore.AddReferral(t.Context(), w, issuespkg.Referral{Issue: restricted, Service: highways, Ask: "Can you?", ReplyBy: today, WasState: issuespkg.IssueRaised, ReferredBy: i.officer, ReferredAt: noon})
		return err
	})
	quay := policy.Scope{Areas: []domain.AreaID{i.quay}}
	for _, c := range []struct {
		name  string
		scope policy.IssueScope
		want  []domain.IssueID
	}{
		{"nobody", i.nothing, nil},
		{"everything", i.everything, []domain.IssueID{mine, moor, restricted, team, public}},
		{"every area, restricted nowhere", policy.IssueScope{View: anywhere}, []domain.IssueID{moor, team, public}},
		{"every area, restricted in the Quay", policy.IssueScope{View: anywhere, Restricted: quay}, []domain.IssueID{moor, restricted, team, public}},
		{"a Member of the Quay", policy.IssueScope{View: policy.Scope{Areas: quay.Areas, Person: i.member}}, []domain.IssueID{mine, team, public}},
		{"a partner with no area", policy.IssueScope{View: policy.Scope{Organisations: []domain.OrganisationID{1}}}, nil},
		{"the service that was asked", policy.IssueScope{View: policy.Scope{Services: []domain.ServiceID{highways}}}, []domain.IssueID{restricted}},
	} {
		if diff := cmp.Diff(c.want, i.ids(t, c.scope, issuespkg.IssueFilter{})); diff != "" {
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
	i := newIssues(t)
	dark := i.raise(t, "The path behind the school is dark", 1, func(n *issuespkg.Issue) { n.Theme = i.paths })
	bus := i.raise(t, "The last bus leaves at six", 2, func(n *issuespkg.Issue) {
		n.Area, n.Source, n.State, n.Description = i.moor, domain.FromAreaMember, issuespkg.IssueTriaged, "Nobody gets home from the school play."
	})
	glass := i.raise(t, "Glass at the play area", -60*24*30, func(n *issuespkg.Issue) { n.RaisedBy = i.member })
	for _, c := range []struct {
		filter issuespkg.IssueFilter
		want   []domain.IssueID
	}{
		{issuespkg.IssueFilter{Area: i.moor}, []domain.IssueID{bus}},
		{issuespkg.IssueFilter{Theme: i.paths}, []domain.IssueID{dark}},
		{issuespkg.IssueFilter{Unthemed: true}, []domain.IssueID{bus, glass}},
		{issuespkg.IssueFilter{States: []issuespkg.IssueState{issuespkg.IssueTriaged}}, []domain.IssueID{bus}},
		{issuespkg.IssueFilter{Source: domain.FromAreaMember}, []domain.IssueID{bus}},
		{issuespkg.IssueFilter{RaisedBy: i.member}, []domain.IssueID{glass}},
		{issuespkg.IssueFilter{RaisedFrom: noon}, []domain.IssueID{bus, dark}},
		{issuespkg.IssueFilter{RaisedBefore: noon}, []domain.IssueID{glass}},
		{issuespkg.IssueFilter{Text: "school"}, []domain.IssueID{bus, dark}},
		{issuespkg.IssueFilter{Text: "schools", Sort: issuespkg.BestMatch}, []domain.IssueID{dark, bus}}, // in the title before in the text
		{issuespkg.IssueFilter{Text: "the"}, nil},
		{issuespkg.IssueFilter{Text: `"last bus" -glass`}, []domain.IssueID{bus}},
		{issuespkg.IssueFilter{Text: `' ; & | ! ( <-> :* \ %`}, nil},
		{issuespkg.IssueFilter{Sort: issuespkg.ByTitle}, []domain.IssueID{glass, bus, dark}},
		{issuespkg.IssueFilter{Sort: issuespkg.OldestFirst}, []domain.IssueID{glass, dark, bus}},
		{issuespkg.IssueFilter{Sort: "no such order"}, []domain.IssueID{bus, dark, glass}},
	} {
		if diff := cmp.Diff(c.want, i.ids(t, i.everything, c.filter)); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", c.filter, diff)
		}
	}
}

// TestPagesNeitherSkipNorRepeat walks every order there and back, with ties in everything that is sorted by.
func TestPagesNeitherSkipNorRepeat(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	i := newIssues(t)
	const total = 60
	for range total {
		title := fmt.Sprintf("Puddle %c", "aAbÉ"[rng.IntN(3)])
		i.raise(t, title, rng.IntN(4), func(n *issuespkg.Issue) { n.ChangedAt = noon.Add(time.Duration(rng.IntN(3)) * time.Microsecond) })
	}
	for _, f := range []issuespkg.IssueFilter{{Sort: issuespkg.NewestFirst}, {Sort: issuespkg.OldestFirst}, {Sort: issuespkg.RecentlyChanged}, {Sort: issuespkg.ByTitle},
		{Sort: issuespkg.BestMatch, Text: "puddle"}} {
		want := i.ids(t, i.everything, f)
		var there []domain.IssueID
		var last issuestore.IssuePage[issuespkg.IssueRow]
		page := issuestore.IssuePage[issuespkg.IssueRow]{}
		for pages := 0; ; pages++ {
			var err error
			if page, err = issuestore.ListIssues(t.Context(), i.Store.Reader, i.everything, f, 7); err != nil || pages > total {
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
			f.After = issuespkg.ParseCursor(page.Next.String())
		}
		if diff := cmp.Diff(want, there); diff != "" {
			t.Errorf("%s, page by page (-list +pages):\n%s", f.Sort, diff)
		}
		back := idsOf(last)
		for page = last; page.Previous.ID != 0; {
			f.After, f.Before = issuespkg.Cursor{}, issuespkg.ParseCursor(page.Previous.String())
			var err error
			if page, err = issuestore.ListIssues(t.Context(), i.Store.Reader, i.everything, f, 7); err != nil {
				t.Fatal(err)
			}
			back = append(idsOf(page), back...)
		}
		if diff := cmp.Diff(want, back); diff != "" {
			t.Errorf("%s, page by page backwards (-list +pages):\n%s", f.Sort, diff)
		}
	}
}

func idsOf(p issuestore.IssuePage[issuespkg.IssueRow]) []domain.IssueID {
	var ids []domain.IssueID
	for _, row := range p.Rows {
		ids = append(ids, row.ID)
	}
	return ids
}

func TestTotalsStopWhereCountingDoes(t *testing.T) {
	i := newIssues(t)
	_, err := i.pool.Exec(t.Context(), `
		INSERT INTO issues (area_id, title, source, raised_by, raised_at, changed_at)
		SELECT $1, 'Litter ' || n, 'community', $2, now(), now() FROM generate_series(1, 1100) n`, int64(i.quay), int64(i.officer))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []issuespkg.IssueFilter{{}, {Area: i.quay}, {Source: domain.FromTheCommunity}, {Text: "litter", Sort: issuespkg.OldestFirst}, {Text: "litter", Sort: issuespkg.BestMatch}} {
		x, err := issuestore.LoadIssueIndex(t.Context(), i.Store.Reader, i.everything, f, 50, policy.Scope{}, 0)
		if x.Total <= issuespkg.MostCounted || len(x.Rows) != 50 || err != nil {
			t.Errorf("%+v: counted %d, %v", f, x.Total, err)
		}
		if f.Text == "" && x.Total != issuespkg.MostCounted+1 {
			t.Errorf("%+v: counted on to %d", f, x.Total)
		}
	}
}

func TestLikelyDuplicatesByTrigramAndText(t *testing.T) {
	i := newIssues(t)
	dark := i.raise(t, "Street lights out on Mill Lane", 1)
	text := i.raise(t, "Feeling unsafe after dusk", 2, func(n *issuespkg.Issue) { n.Description = "The lights on Mill Lane have been out since spring." })
	i.raise(t, "Overflowing bins at the harbour", 3)
	i.raise(t, "Street lights out on Mill Lane", 4, func(n *issuespkg.Issue) { n.Area = i.moor })
	i.raise(t, "Street lights out on Mill Lane", 5, func(n *issuespkg.Issue) { n.Visibility = issuespkg.VisibleRestricted })
	i.raise(t, "Street lights out on Mill Lane", 6, func(n *issuespkg.Issue) { n.State = issuespkg.IssueMerged })
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
		got, err := issuestore.LikelyDuplicates(t.Context(), i.Store.Reader, policy.IssueScope{View: anywhere}, i.quay, c.title)
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
