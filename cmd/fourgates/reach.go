package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"fourgates/internal/config"
)

const (
	// reachWithin is how long a database may take to answer at start.
	reachWithin = 5 * time.Second
	// recoversWithin is how long one may take that says that it starts, recovers or stops just now.
	recoversWithin = 10 * time.Minute
	// askAgainAfter is the pause between two questions to such a database, sayAgainAfter between two lines about it.
	askAgainAfter = 250 * time.Millisecond
	sayAgainAfter = 15 * time.Second
)

// notYet is the SQLSTATE of a server that takes no connections for now: it starts, recovers after a crash, or stops.
const notYet = "57P03"

// reach asks a database for an answer, and waits while it says that it cannot give one yet. The error says what to do.
func reach(ctx context.Context, a config.Address) error {
	began, said := time.Now(), time.Time{}
	for {
		err := ask(ctx, a)
		pg, refused := errors.AsType[*pgconn.PgError](err)
		switch {
		case err == nil:
			if !said.IsZero() {
				slog.InfoContext(ctx, fmt.Sprintf("the database at %s answers", a))
			}
			return nil
		case !refused || pg.Code != notYet:
			return whyUnreached(a, err)
		case time.Since(began) > recoversWithin:
			return fmt.Errorf("the database at %s has not come up within %s (%s); its own log says why", a,
				recoversWithin, pg.Message)
		}
		if time.Since(said) > sayAgainAfter {
			said = time.Now()
			slog.WarnContext(ctx, fmt.Sprintf("waiting for the database at %s: %s", a, pg.Message),
				"seconds", int(time.Since(began).Seconds()))
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(askAgainAfter):
		}
	}
}

// ask opens a connection and closes it.
func ask(ctx context.Context, a config.Address) error {
	ctx, cancel := context.WithTimeout(ctx, reachWithin)
	defer cancel()
	cfg, err := pgxpool.ParseConfig(string(a)) // which knows what an address may say of the pool
	if err != nil {
		return err
	}
	conn, err := pgx.ConnectConfig(ctx, cfg.ConnConfig)
	if err != nil {
		return err
	}
	return conn.Close(ctx)
}

// whyUnreached says what a database's refusal means for whoever starts the program.
func whyUnreached(a config.Address, err error) error {
	pg, refused := errors.AsType[*pgconn.PgError](err)
	if !refused {
		return fmt.Errorf("the database at %s cannot be reached; check that it runs and that DATABASE_URL is right", a)
	}
	switch pg.Code {
	case "28P01", "28000":
		return fmt.Errorf("the database at %s refuses the name or the password; correct DATABASE_URL", a)
	case "3D000":
		return fmt.Errorf("the server at %s has no database of that name; create it, or correct DATABASE_URL", a)
	case "53300":
		return fmt.Errorf("the server at %s has no connection left; raise its max_connections, or stop something "+
			"that uses it", a)
	}
	return fmt.Errorf("the database at %s refuses the connection (%s); correct DATABASE_URL", a, pg.Message)
}
