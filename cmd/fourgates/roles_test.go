package main

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"fourgates/internal/db/dbtest"
	"fourgates/internal/db/schema"
)

// Guarantee 6, as docker-compose.yml sets it up: one role owns the tables and migrates, another serves.
func TestOwnerMigratesAndApplicationServes(t *testing.T) {
	dbtest.URL(t) // so that the application's role is there
	admin := dbtest.EmptyURL(t)
	owner, app := twoRoles(t, admin)

	complains(t, []string{"DATABASE_URL=" + app}, []string{"serve"}, "DATABASE_MIGRATE_URL", "fourgates migrate")
	migrate := begin(t, []string{"DATABASE_URL=" + owner}, "migrate")
	if status := migrate.wait(); status != 0 {
		t.Fatalf("migrate as the owner: status %d\n%s", status, migrate.out.String())
	}
	serve := begin(t, []string{"DATABASE_URL=" + app}, "serve")
	if got := serve.status("/readyz"); got != http.StatusOK {
		t.Errorf("/readyz answers %d, want 200", got)
	}
	if strings.Contains(serve.out.String(), "not a member") {
		t.Errorf("the application works with more rights than it needs:\n%s", serve.out.String())
	}
	conn := connect(t, app)
	for _, sql := range []string{"DELETE FROM register_entries", "UPDATE register_entries SET payload = ''",
		"TRUNCATE register_entries", "DROP TABLE register_entries"} {
		if _, err := conn.Exec(t.Context(), sql); err == nil {
			t.Errorf("the application's role may: %s", sql)
		}
	}
}

func TestBothAddressesInOneProcess(t *testing.T) {
	dbtest.URL(t)
	owner, app := twoRoles(t, dbtest.EmptyURL(t))
	p := begin(t, []string{"DATABASE_URL=" + app, "DATABASE_MIGRATE_URL=" + owner}, "serve")
	if got := p.status("/readyz"); got != http.StatusOK {
		t.Errorf("/readyz answers %d, want 200", got)
	}
}

// twoRoles makes an owner of the database and a login with the application's rights, and returns their addresses.
func twoRoles(t *testing.T, admin string) (owner, app string) {
	t.Helper()
	conn := connect(t, admin)
	suffix := strings.ToLower(rand.Text()[:8])
	u, err := url.Parse(admin)
	if err != nil {
		t.Fatal(err)
	}
	database := strings.TrimPrefix(u.Path, "/")
	for _, sql := range []string{
		"CREATE ROLE owner_" + suffix + " LOGIN",
		"CREATE ROLE app_" + suffix + " LOGIN IN ROLE " + schema.AppRole,
		"ALTER DATABASE " + database + " OWNER TO owner_" + suffix,
	} {
		if _, err := conn.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		// The database goes after this, so what the roles own in it goes first.
		for _, sql := range []string{"ALTER DATABASE " + database + " OWNER TO CURRENT_USER",
			"DROP OWNED BY owner_" + suffix + ", app_" + suffix, "DROP ROLE owner_" + suffix + ", app_" + suffix} {
			if _, err := conn.Exec(context.Background(), sql); err != nil {
				t.Error(err)
			}
		}
		conn.Close(context.Background())
	})
	as := func(role string) string {
		u.User = url.User(role + "_" + suffix)
		return u.String()
	}
	return as("owner"), as("app")
}

func connect(t *testing.T, address string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	return conn
}
