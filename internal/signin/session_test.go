package signin_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgxpool"

	"fourgates/internal/db"
	"fourgates/internal/db/dbtest"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/signin"
)

var sessionDay = time.Date(2026, time.March, 10, 10, 0, 0, 0, time.UTC)

// sessionScene has a planning officer with sign-in 1 in session "hers", and session "nobody's".
func sessionScene(t *testing.T) (*pgxpool.Pool, *db.Store) {
	t.Helper()
	pool := dbtest.New(t)
	for _, sql := range []string{
		`INSERT INTO people (name, created_at) VALUES ('Blessing Okonkwo', $1)`,
		`INSERT INTO role_grants (person_id, role, from_on, granted_at)
			VALUES (1, 'cpo', $1::timestamptz::date, $1::timestamptz)`,
		`INSERT INTO sign_ins (person_id, started_at, last_seen_at, proved_at) VALUES (1, $1, $1, $1)`,
		`INSERT INTO sessions (token, data, expiry) VALUES ('hers', '{"sign_in":1}', now() + interval '1 hour'),
			('nobody''s', '{"texts":{}}', $1::timestamptz + interval '100 years'),
		        ('over', '{"sign_in":1}', now() - interval '1 second')`,
	} {
		if _, err := pool.Exec(t.Context(), sql, sessionDay); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	return pool, db.New(pool)
}

func TestSessionIsFoundWithWhoseItIs(t *testing.T) {
	_, s := sessionScene(t)
	today := domain.DateOf(sessionDay)
	data, in, err := signin.Session(t.Context(), s.Reader, "hers", today)
	want, err2 := signin.LoadSignedIn(t.Context(), s.Reader, 1, today)
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	if string(data) != `{"sign_in":1}` || !cmp.Equal(in, want) || !in.Actor.Is(policy.CPO) {
		t.Errorf("session %s of %v, want %v", data, in, want)
	}
}

func TestSessionOfNobody(t *testing.T) {
	pool, s := sessionScene(t)
	for _, c := range []struct{ name, sql, token string }{
		{"nobody signed in", `SELECT`, "nobody's"},
		{"the sign-in was ended", `UPDATE sign_ins SET ended_at = now()`, "hers"},
		{"the person was disabled", `UPDATE sign_ins SET ended_at = NULL; UPDATE people SET disabled_at = now()`,
			"hers"},
	} {
		if _, err := pool.Exec(context.Background(), c.sql); err != nil {
			t.Fatal(err)
		}
		data, in, err := signin.Session(t.Context(), s.Reader, c.token, domain.DateOf(sessionDay))
		if err != nil || len(data) == 0 || in.ID != 0 || in.Actor.ID != 0 {
			t.Errorf("%s: session %q of %v, %v", c.name, data, in, err)
		}
	}
}

func TestSessionThatHasRunOutIsNotFound(t *testing.T) {
	_, s := sessionScene(t)
	for _, token := range []string{"over", "unknown"} {
		if _, _, err := signin.Session(t.Context(), s.Reader, token, domain.DateOf(sessionDay)); !errors.Is(err,
			domain.ErrNotFound) {
			t.Errorf("%s: %v, want not found", token, err)
		}
	}
}
