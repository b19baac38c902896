package town

import (
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/partners"
	"fourgates/internal/partners/partnerapp"
	"fourgates/internal/places"
	"fourgates/internal/policy"
)

// Issues is the town for tests of records: its officers with two areas and a theme, and their rights as scopes.
type Issues struct {
	*Town
	*db.Store
	Officer, Member     domain.PersonID
	Quay, Moor          domain.AreaID
	Paths               domain.ThemeID
	Everything, Nothing policy.IssueScope
}

// NewIssues sets the two areas up.
func NewIssues(t *testing.T) Issues {
	t.Helper()
	c := NewCounty(t)
	i := Issues{Town: c, Store: c.App.Store, Everything: policy.IssueScope{View: Anywhere, Restricted: Anywhere}}
	i.Officer, i.Member = c.Nia, c.Person("Padmini")
	i.Quay, i.Moor = c.Proposes("Q1", "Old Quay"), c.Proposes("M1", "Moorside")
	i.Area, i.Paths = i.Quay, c.Theme("Paths and pavements")
	return i
}

// Raise writes an issue by its store as the officer, at noon and so many minutes. Change it before it is written with
// the functions.
func (i Issues) Raise(t *testing.T, title string, minutes int, change ...func(*issues.Issue)) domain.IssueID {
	t.Helper()
	at := Noon.Add(time.Duration(minutes) * time.Minute)
	issue := issues.Issue{Area: i.Quay, Title: title, Source: domain.FromTheCommunity,
		Visibility: issues.VisibleAreaTeam, RaisedBy: i.Officer,
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
	code := fmt.Sprintf("E5899%04d", i.Int(`SELECT count(*) FROM seats`))
	i.Load(SeatImport(t, name+" authority", places.County, places.Division, Square(code, "Everywhere", 0, 1)))
	is := partners.Service{Name: name, Authority: domain.AuthorityID(i.Int(`SELECT max(id) FROM authorities`))}
	id, err := partnerapp.AddService(t.Context(), i.App, i.Actor(i.Owen), is)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// Write runs body in a transaction.
func (i Issues) Write(t *testing.T, body func(db.Writer) error) {
	t.Helper()
	if err := i.InTx(t.Context(), body); err != nil {
		t.Fatal(err)
	}
}

// What tests of records take for granted: the day, its noon, and a reader who may see all areas.
var (
	Today    = domain.NewDate(2026, 11, 23)
	Noon     = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	Anywhere = policy.Scope{All: true}
)

// Insert writes a record by hand, for a store reads whatever stands: it runs an INSERT … RETURNING id.
func Insert[T ~int64](t *testing.T, pool *pgxpool.Pool, sql string, args ...any) T {
	t.Helper()
	var id T
	if err := pool.QueryRow(t.Context(), sql+" RETURNING id", args...).Scan(&id); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return id
}

// Exec runs a statement, likewise.
func (i Issues) Exec(t *testing.T, sql string, args ...any) {
	t.Helper()
	if _, err := i.Pool.Exec(t.Context(), sql, args...); err != nil {
		t.Fatal(err)
	}
}
