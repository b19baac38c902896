package main

import (
	"context"
	"encoding/gob"

	"github.com/alexedwards/scs/pgxstore"
	"github.com/alexedwards/scs/v2"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"fourgates/internal/domain"
	"fourgates/internal/serve"
)

// signIn begins a session for everybody and returns the cookies by person.
func (l *loader) signIn(ctx context.Context) ([]string, error) {
	people := planners + officers + wards*wardPlaces + divisions
	err := l.copyIn(ctx, "sign_ins", []string{"id", "person_id", "device", "started_at", "last_seen_at", "proved_at"},
		people, func(i int) []any {
			return []any{i, i, "Bench", l.now, l.now, l.now}
		})
	if err != nil {
		return nil, err
	}
	m, cookies := sessionsIn(l.pool), make([]string, people+1)
	for i := 1; i <= people; i++ {
		if cookies[i], err = newSession(ctx, m, domain.SignInID(i)); err != nil {
			return nil, err
		}
	}
	return cookies, nil
}

// sessionsIn are the sessions of a database as the application keeps them.
func sessionsIn(pool *pgxpool.Pool) *scs.SessionManager {
	m := scs.New()
	m.Store, m.Codec, m.HashTokenInStore = pgxstore.NewWithCleanupInterval(pool, 0), serve.SessionCodec{}, true
	return m
}

// newSession begins a session and returns its cookie.
func newSession(ctx context.Context, m *scs.SessionManager, id domain.SignInID) (string, error) {
	session, err := m.Load(ctx, "")
	if err != nil {
		return "", err
	}
	m.Put(session, "sign-in", id)
	cookie, _, err := m.Commit(session)
	return cookie, err
}

// plainSessions writes the sessions as the session library has them by itself, for the bare server.
func plainSessions(ctx context.Context, database string) error {
	gob.Register(domain.SignInID(0))
	conn, err := pgx.Connect(ctx, database)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	rows, err := conn.Query(ctx, "SELECT token, data FROM sessions")
	if err != nil {
		return err
	}
	type session struct {
		Token string
		Data  []byte
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByName[session])
	if err != nil {
		return err
	}
	for _, s := range all {
		deadline, values, err := serve.SessionCodec{}.Decode(s.Data)
		if err != nil {
			return err
		}
		data, err := scs.GobCodec{}.Encode(deadline, values)
		if err != nil {
			return err
		}
		if _, err := conn.Exec(ctx, "UPDATE sessions SET data = $2 WHERE token = $1", s.Token, data); err != nil {
			return err
		}
	}
	_, err = conn.Exec(ctx, "VACUUM ANALYZE sessions")
	return err
}
