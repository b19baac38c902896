package town

import (
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"fourgates/internal/db"
	"fourgates/internal/db/dbtest"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/policy"
)

// Issues is a small world for issues: two areas, a theme, and people with their rights as scopes.
type Issues struct {
	*db.Store
	Pool                *pgxpool.Pool
	Officer, Member     domain.PersonID
	Quay, Moor          domain.AreaID
	Paths               domain.ThemeID
	Everything, Nothing policy.IssueScope
}

// NewIssues sets up the world of issues.
func NewIssues(t *testing.T) Issues {
	t.Helper()
	pool := dbtest.New(t)
	i := Issues{Store: db.New(pool), Pool: pool, Everything: policy.IssueScope{View: Anywhere, Restricted: Anywhere}}
	i.Officer = Insert[domain.PersonID](t, pool, `INSERT INTO people (name, created_at) VALUES ('Siân Llwyd-Ó Briain', now())`)
	i.Member = Insert[domain.PersonID](t, pool, `INSERT INTO people (name, created_at) VALUES ('Padmini', now())`)
	area := func(code, name string) domain.AreaID {
		return Insert[domain.AreaID](t, pool, `INSERT INTO areas (code, name, created_by, created_at) VALUES ($1, $2, $3, now())`, code, name, int64(i.Officer))
	}
	i.Quay, i.Moor = area("Q1", "Old Quay"), area("M1", "Moorside")
	i.Paths = Insert[domain.ThemeID](t, pool, `INSERT INTO themes (name, position) VALUES ('Paths and pavements', 1)`)
	return i
}

// Raise writes an issue as the officer, at noon and so many minutes. Change it before it is written with the functions.
func (i Issues) Raise(t *testing.T, title string, minutes int, change ...func(*issues.Issue)) domain.IssueID {
	t.Helper()
	at := Noon.Add(time.Duration(minutes) * time.Minute)
	issue := issues.Issue{Area: i.Quay, Title: title, Source: domain.FromTheCommunity, Visibility: issues.VisibleAreaTeam, RaisedBy: i.Officer,
		RaisedAt: at, ChangedAt: at, State: issues.IssueRaised}
	for _, c := range change {
		c(&issue)
	}
	var id domain.IssueID
	err := i.InTx(t.Context(), func(w db.Writer) (err error) {
		id, _, err = issuestore.AddIssue(t.Context(), w, issue, "")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// IDs lists what a reader sees, newest first.
func (i Issues) IDs(t *testing.T, s policy.IssueScope, f issues.IssueFilter) []domain.IssueID {
	t.Helper()
	page, err := issuestore.ListIssues(t.Context(), i.Store.Reader, s, f, 500)
	if err != nil {
		t.Fatal(err)
	}
	x, err := issuestore.LoadIssueIndex(t.Context(), i.Store.Reader, s, f, 5, policy.Scope{}, 0)
	if err != nil {
		t.Fatal(err)
	}
	if want := len(page.Rows); x.Total != want || len(x.Rows) != min(5, want) {
		t.Errorf("%+v counts %d, and lists %d of %d", f, x.Total, len(x.Rows), want)
	}
	var ids []domain.IssueID
	for _, row := range page.Rows {
		ids = append(ids, row.ID)
	}
	return ids
}

// Service adds a service of an authority of its own.
func (i Issues) Service(t *testing.T, name string) domain.ServiceID {
	t.Helper()
	authority := Insert[domain.AuthorityID](t, i.Pool, `INSERT INTO authorities (name, tier) VALUES ($1, 'county')`, fmt.Sprintf("%s authority", name))
	return Insert[domain.ServiceID](t, i.Pool, `INSERT INTO services (authority_id, name) VALUES ($1, $2)`, int64(authority), name)
}

// Write runs body in a transaction.
func (i Issues) Write(t *testing.T, body func(db.Writer) error) {
	t.Helper()
	if err := i.InTx(t.Context(), body); err != nil {
		t.Fatal(err)
	}
}

// What the small worlds take for granted: the day, its noon, and a reader who may see all areas.
var (
	Today    = domain.NewDate(2026, 11, 23)
	Noon     = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	Anywhere = policy.Scope{All: true}
)

// Insert runs an INSERT … RETURNING id.
func Insert[T ~int64](t *testing.T, pool *pgxpool.Pool, sql string, args ...any) T {
	t.Helper()
	var id T
	if err := pool.QueryRow(t.Context(), sql+" RETURNING id", args...).Scan(&id); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return id
}

// Exec runs a statement.
func (i Issues) Exec(t *testing.T, sql string, args ...any) {
	t.Helper()
	if _, err := i.Pool.Exec(t.Context(), sql, args...); err != nil {
		t.Fatal(err)
	}
}
