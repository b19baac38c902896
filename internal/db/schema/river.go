package schema

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

// River is the newest version of River's tables, which keep the work in the background, that this binary knows.
const River = 8

// upRiver runs what a database lacks of River's own migrations, and gives the application its rights on them. River
// takes no lock of its own: the caller has one. It returns how many ran.
func upRiver(ctx context.Context, pool *pgxpool.Pool) (int, error) {
	m, err := riverMigrator(pool)
	if err != nil {
		return 0, err
	}
	done, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil)
	if err != nil {
		return 0, fmt.Errorf("migrate the tables of the background work: %w", err)
	}
	if len(done.Versions) > 0 {
		if err := grantRiver(ctx, pool); err != nil {
			return 0, err
		}
	}
	return len(done.Versions), Check(ctx, pool)
}

// Check says what the tables of the background work lack: nil where they are as this binary needs them.
func Check(ctx context.Context, pool *pgxpool.Pool) error {
	m, err := riverMigrator(pool)
	if err != nil {
		return err
	}
	is, err := m.Validate(ctx, nil)
	if err != nil {
		return fmt.Errorf("check the tables of the background work: %w", err)
	}
	if !is.OK {
		return errors.New("the tables of the background work are not whole: " + strings.Join(is.Messages, "; "))
	}
	return nil
}

func riverMigrator(pool *pgxpool.Pool) (*rivermigrate.Migrator[pgx.Tx], error) {
	return rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
}

// grantRiver gives the application's role its rights on River's tables, as migration 6 does on ours: the role may not
// be there where whoever migrates could not make it.
func grantRiver(ctx context.Context, pool *pgxpool.Pool) error {
	_, err := pool.Exec(ctx, `
		DO $$
		DECLARE t text;
		BEGIN
			IF EXISTS (SELECT FROM pg_roles WHERE rolname = '`+AppRole+`') THEN
				FOR t IN SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
				         WHERE schemaname = current_schema() AND tablename LIKE 'river\_%' LOOP
					EXECUTE 'GRANT SELECT, INSERT, UPDATE, DELETE ON ' || t || ' TO `+AppRole+`';
				END LOOP;
				FOR t IN SELECT format('%I.%I', schemaname, sequencename) FROM pg_sequences
				         WHERE schemaname = current_schema() AND sequencename LIKE 'river\_%' LOOP
					EXECUTE 'GRANT USAGE, SELECT ON SEQUENCE ' || t || ' TO `+AppRole+`';
				END LOOP;
			END IF;
		END $$`)
	if err != nil {
		return fmt.Errorf("rights on the tables of the background work: %w", err)
	}
	return nil
}
