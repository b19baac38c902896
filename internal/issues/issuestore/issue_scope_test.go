package issuestore_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/policy"
	"fourgates/internal/town"
)

// lottery is a world of issues drawn at random, with all that a scope or a filter may name.
type lottery struct {
	town.Issues
	*rand.Rand
	areas         []domain.AreaID
	people        []domain.PersonID
	themes        []domain.ThemeID
	services      []domain.ServiceID
	organisations []domain.OrganisationID
}

var drawnStates = []issues.IssueState{issues.IssueRaised, issues.IssueTriaged, issues.IssueResolved}

func newLottery(t *testing.T) lottery {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	l := lottery{Issues: town.NewIssues(t), Rand: rand.New(rand.NewPCG(seed, 2))}
	l.areas, l.people, l.themes = []domain.AreaID{l.Quay, l.Moor}, []domain.PersonID{l.Officer, l.Member},
		[]domain.ThemeID{l.Paths}
	for _, name := range []string{"Kiln", "Quarry Side"} {
		l.areas = append(l.areas, town.Insert[domain.AreaID](t, l.Pool, `
			INSERT INTO areas (code, name, created_by, created_at) VALUES ($1, $1, $2, now())`, name, int64(l.Officer)))
	}
	for _, name := range []string{"Highways", "Parks"} {
		l.services = append(l.services, l.Service(t, name))
		l.organisations = append(l.organisations, town.Insert[domain.OrganisationID](t, l.Pool, `
			INSERT INTO organisations (name, kind) VALUES ($1, 'other')`, "Friends of "+name))
	}
	for n := range 150 {
		id := l.Raise(t, fmt.Sprintf("%s %c", pick(l.Rand, "Puddle", "Glass by the swings", "glass"),
			'a'+rune(l.IntN(4))), l.IntN(9), l.change)
		if n%3 == 0 {
			l.refer(t, id)
		}
	}
	return l
}

func (l lottery) change(i *issues.Issue) {
	i.Area, i.RaisedBy, i.State = pick(l.Rand, l.areas...), pick(l.Rand, l.people...), pick(l.Rand, drawnStates...)
	i.Theme = pick(l.Rand, 0, l.Paths)
	i.Source = pick(l.Rand, domain.Sources()...)
	i.Visibility = pick(l.Rand, issues.VisiblePublic, issues.VisibleAreaTeam, issues.VisibleRestricted)
	i.ChangedAt = town.Noon.Add(time.Duration(l.IntN(9)) * time.Microsecond)
}

func (l lottery) refer(t *testing.T, id domain.IssueID) {
	to := pick(l.Rand, "service_id", "organisation_id")
	whom := int64(pick(l.Rand, l.services...))
	if to == "organisation_id" {
		whom = int64(pick(l.Rand, l.organisations...))
	}
	l.Exec(t,
		`INSERT INTO asks (issue_id, `+to+`, ask, reply_by, was_state, referred_by, referred_at, withdrawn_at)
		VALUES ($1, $2, 'Can you?', '2026-12-01', 'raised', $3, $4, $5)`,
		int64(id), whom, int64(l.Officer), town.Noon, pick(l.Rand, nil, &town.Noon))
}

func pick[T any](r *rand.Rand, of ...T) T { return of[r.IntN(len(of))] }

// some are those that luck leaves.
func some[T any](r *rand.Rand, of []T) (left []T) {
	for _, one := range of {
		if r.IntN(3) == 0 {
			left = append(left, one)
		}
	}
	return left
}

func (l lottery) scope() policy.IssueScope {
	return policy.IssueScope{
		View: policy.Scope{All: l.IntN(4) == 0, Areas: some(l.Rand, l.areas), Person: pick(l.Rand, 0, l.Member),
			Services: some(l.Rand, l.services), Organisations: some(l.Rand, l.organisations)},
		Restricted: policy.Scope{All: l.IntN(8) == 0, Areas: some(l.Rand, l.areas)},
	}
}

func (l lottery) filter() issues.IssueFilter {
	f := issues.IssueFilter{Sort: pick(l.Rand, append(issues.IssueSorts(), issues.BestMatch)...)}
	for range l.IntN(4) {
		pick(l.Rand,
			func() { f.Area = pick(l.Rand, l.areas...) },
			func() { f.AreaNamed = pick(l.Rand, "qu", "KILN", "nowhere") },
			func() { f.Theme = l.Paths },
			func() { f.Unthemed = true },
			func() { f.States = some(l.Rand, append(drawnStates, issues.IssueVerified)) },
			func() { f.Source = pick(l.Rand, domain.Sources()...) },
			func() { f.Text = pick(l.Rand, "glass", "swings glass", "puddle", "nothing") },
			func() { f.RaisedFrom = town.Noon.Add(4 * time.Minute) },
			func() { f.RaisedBefore = town.Noon.Add(4 * time.Minute) },
			func() { f.RaisedBy = pick(l.Rand, l.people...) },
		)()
	}
	return f
}

// plainly is what a list shows, asked in one plain query that knows nothing of indexes.
func (l lottery) plainly(t *testing.T, s policy.IssueScope, f issues.IssueFilter) []domain.IssueID {
	order := map[issues.IssueSort]string{
		issues.NewestFirst: "i.raised_at DESC, i.id DESC", issues.OldestFirst: "i.raised_at, i.id",
		issues.RecentlyChanged: "i.changed_at DESC, i.id DESC", issues.ByTitle: "i.title COLLATE by_name, i.id",
		issues.BestMatch: "ts_rank(i.search, searching(@text)) DESC, i.id DESC",
	}
	if f.Sort == issues.BestMatch && f.Text == "" {
		f.Sort = issues.NewestFirst
	}
	if f.RaisedBefore.IsZero() {
		f.RaisedBefore = town.Noon.AddDate(1, 0, 0)
	}
	rows, err := l.Pool.Query(t.Context(), `
		SELECT i.id FROM issues i JOIN areas a ON a.id = i.area_id
		WHERE (@restricted_all OR i.area_id = ANY(@restricted_areas)
		    OR i.visibility <> 'restricted' AND (@view_all OR i.area_id = ANY(@view_areas))
		    OR i.raised_by = @person
		    OR i.id IN (SELECT v.issue_id FROM referrals v WHERE v.withdrawn_at IS NULL
		                AND (v.service_id = ANY(@services) OR v.organisation_id = ANY(@organisations))))
		  AND (@area = 0 OR i.area_id = @area) AND lower(a.name) LIKE '%' || lower(@named) || '%'
		  AND (@theme = 0 OR i.theme_id = @theme) AND (NOT @unthemed OR i.theme_id IS NULL)
		  AND (cardinality(@states::text[]) = 0 OR i.state = ANY(@states)) AND @source IN ('', i.source)
		  AND (@text = '' OR i.search @@ searching(@text))
		  AND i.raised_at >= @since AND i.raised_at < @before AND (@by = 0 OR i.raised_by = @by)
		ORDER BY `+order[f.Sort], pgx.NamedArgs{
		"restricted_all": s.Restricted.All, "restricted_areas": orNone(s.Restricted.Areas), "view_all": s.View.All,
		"view_areas": orNone(s.View.Areas), "person": s.View.Person, "services": orNone(s.View.Services),
		"organisations": orNone(s.View.Organisations), "area": int64(f.Area), "named": f.AreaNamed,
		"theme":    int64(f.Theme),
		"unthemed": f.Unthemed, "states": orNone(f.States), "source": string(f.Source), "text": f.Text,
		"since": f.RaisedFrom, "before": f.RaisedBefore, "by": int64(f.RaisedBy),
	})
	if err != nil {
		t.Fatal(err)
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[domain.IssueID])
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

func orNone[T any](list []T) []T { return append([]T{}, list...) }

// pageByPage goes through a list as a reader does.
func (l lottery) pageByPage(t *testing.T, s policy.IssueScope, f issues.IssueFilter) (ids []domain.IssueID, total int) {
	for {
		x, err := issuestore.LoadIssueIndex(t.Context(), l.Reader, s, f, 11, policy.Scope{}, 0)
		if err != nil {
			t.Fatalf("%+v, %+v: %v", s, f, err)
		}
		ids = append(ids, idsOf(x.IssuePage)...)
		if f.After.ID == 0 {
			total = x.Total
		}
		if f.After = x.Next; f.After.ID == 0 {
			return ids, total
		}
	}
}

// TestListsShowWhatAPlainQueryDoes draws scopes, filters and orders.
func TestListsShowWhatAPlainQueryDoes(t *testing.T) {
	l := newLottery(t)
	for range 250 {
		s, f := l.scope(), l.filter()
		got, total := l.pageByPage(t, s, f)
		want := l.plainly(t, s, f)
		if !slices.Equal(want, got) || total != len(want) {
			t.Fatalf("%+v, %+v: counted %d (-plainly +list):\n%s", s, f, total, cmp.Diff(want, got))
		}
	}
}
