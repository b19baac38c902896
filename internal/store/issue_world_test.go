package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	issuespkg "fourgates/internal/issues"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/policy"
	"fourgates/internal/store/storetest"
)

// issues is a small world for issues: two areas, a theme, and people with their rights as scopes.
type issues struct {
	*db.Store
	pool                *pgxpool.Pool
	officer, member     domain.PersonID
	quay, moor          domain.AreaID
	paths               domain.ThemeID
	everything, nothing policy.IssueScope
}

func newIssues(t *testing.T) issues {
	t.Helper()
	pool := storetest.New(t)
	i := issues{Store: db.New(pool), pool: pool, everything: policy.IssueScope{View: anywhere, Restricted: anywhere}}
	i.officer = insert[domain.PersonID](t, pool, `INSERT INTO people (name, created_at) VALUES ('Siân Llwyd-Ó Briain', now())`)
	i.member = insert[domain.PersonID](t, pool, `INSERT INTO people (name, created_at) VALUES ('Padmini', now())`)
	area := func(code, name string) domain.AreaID {
		return insert[domain.AreaID](t, pool, `INSERT INTO areas (code, name, created_by, created_at) VALUES ($1, $2, $3, now())`, code, name, int64(i.officer))
	}
	i.quay, i.moor = area("Q1", "Old Quay"), area("M1", "Moorside")
	i.paths = insert[domain.ThemeID](t, pool, `INSERT INTO themes (name, position) VALUES ('Paths and pavements', 1)`)
	return i
}

// raise writes an issue as the officer, at noon and so many minutes. Change it before it is written with the functions.
func (i issues) raise(t *testing.T, title string, minutes int, change ...func(*issuespkg.Issue)) domain.IssueID {
	t.Helper()
	at := noon.Add(time.Duration(minutes) * time.Minute)
	issue := issuespkg.Issue{Area: i.quay, Title: title, Source: domain.FromTheCommunity, Visibility: issuespkg.VisibleAreaTeam, RaisedBy: i.officer,
		RaisedAt: at, ChangedAt: at, State: issuespkg.IssueRaised}
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

// ids lists what a reader sees, newest first.
func (i issues) ids(t *testing.T, s policy.IssueScope, f issuespkg.IssueFilter) []domain.IssueID {
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

func (i issues) service(t *testing.T, name string) domain.ServiceID {
	t.Helper()
	authority := insert[domain.AuthorityID](t, i.pool, `INSERT INTO authorities (name, tier) VALUES ($1, 'county')`, fmt.Sprintf("%s authority", name))
	return insert[domain.ServiceID](t, i.pool, `INSERT INTO services (authority_id, name) VALUES ($1, $2)`, int64(authority), name)
}

func (i issues) write(t *testing.T, body func(db.Writer) error) {
	t.Helper()
	if err := i.InTx(t.Context(), body); err != nil {
		t.Fatal(err)
	}
}
