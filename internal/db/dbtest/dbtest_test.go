package dbtest_test

import (
	"testing"

	"fourgates/internal/db/dbtest"
	"fourgates/internal/db/schema"
)

func TestEachTestHasADatabaseOfItsOwn(t *testing.T) {
	one, two := dbtest.New(t), dbtest.New(t)
	if _, err := one.Exec(t.Context(), "SET ROLE NONE; CREATE TABLE only_here ()"); err != nil {
		t.Fatal(err)
	}
	var there *string
	if err := two.QueryRow(t.Context(), "SELECT to_regclass('only_here')::text").Scan(&there); err != nil {
		t.Fatal(err)
	}
	if there != nil {
		t.Error("a table made in one database is in another")
	}
}

func TestFreshDatabaseHasTheSchema(t *testing.T) {
	latest, err := schema.Latest()
	if err != nil {
		t.Fatal(err)
	}
	var version int64
	err = dbtest.New(t).QueryRow(t.Context(), "SELECT max(version_id) FROM goose_db_version WHERE is_applied").
		Scan(&version)
	if err != nil {
		t.Fatal(err)
	}
	if version != latest {
		t.Errorf("schema is at migration %d, want %d", version, latest)
	}
}

func TestDatabaseIsDroppedWhenItsTestEnds(t *testing.T) {
	var url string
	t.Run("owner", func(t *testing.T) { url = dbtest.URL(t) })
	if _, err := schema.Up(t.Context(), url); err == nil {
		t.Error("the database of a test that has ended is still there")
	}
}

func TestPoolHasTheRightsOfTheApplication(t *testing.T) {
	pool := dbtest.New(t)
	var role string
	if err := pool.QueryRow(t.Context(), "SELECT current_user").Scan(&role); err != nil {
		t.Fatal(err)
	}
	if role != schema.AppRole {
		t.Errorf("connected as %s, want %s", role, schema.AppRole)
	}
	if _, err := pool.Exec(t.Context(), "CREATE TABLE not_allowed ()"); err == nil {
		t.Error("the application's role may create tables")
	}
}
