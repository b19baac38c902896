package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"fourgates/internal/act"
	"fourgates/internal/beyond"
	"fourgates/internal/db"
	"fourgates/internal/db/schema"
	"fourgates/internal/domain"
	"fourgates/internal/register/registerstore"
	"fourgates/internal/world"
)

// The largest pages are measured on the demo world: the longest plan there, and what Members read of a gate with 5,000
// issues and over 1 MB of text. Beside them the bare server gives the same bytes out of one row.

const (
	largestIssues = 5000
	largestRounds = 6
	largestAsked  = 24          // requests of a round
	largestWithin = time.Second // in which each is to be shown
)

// county is the demo world with two servers.
type county struct {
	app, bare *process
	cookie    string
	pages     []largePage
}

type largePage struct{ name, path string }

func (p largePage) ofBare() string { return "/pages/" + p.name }

// large is what a large page takes.
type large struct {
	largePage
	bytes     int
	app, bare figure
}

func (l large) kept() bool { return l.app.median <= largestWithin }

func (b *bench) largest(ctx context.Context) (results []large, err error) {
	c, err := b.openCounty(ctx)
	defer func() { err = errors.Join(err, c.app.stop(), c.bare.stop()) }()
	if err != nil {
		return nil, err
	}
	for _, page := range c.pages {
		r := large{largePage: page}
		if r.bytes, err = b.copyPage(ctx, c, page); err != nil {
			return nil, err
		}
		r.app, r.bare, err = b.inTurn(ctx, c.app, c.bare, largestRounds, func(int) (ofApp, ofBare []request) {
			asked := func(path string) []request {
				return slices.Repeat([]request{{path: path, cookie: c.cookie}}, largestAsked)
			}
			return asked(page.path), asked(page.ofBare())
		})
		if err != nil {
			return nil, err
		}
		results = append(results, r)
	}
	return results, nil
}

// copyPage gives the bare server what the application answers, and returns how long it is. It refuses where the two
// then compress it differently.
func (b *bench) copyPage(ctx context.Context, c county, page largePage) (int, error) {
	_, small, err := ask(ctx, c.app.base, request{path: page.path, cookie: c.cookie})
	if err != nil {
		return 0, err
	}
	body, err := unzipped(small)
	if err != nil {
		return 0, err
	}
	if err := b.storePage(ctx, page.name, body); err != nil {
		return 0, err
	}
	_, copied, err := ask(ctx, c.bare.base, request{path: page.ofBare(), cookie: c.cookie})
	if err == nil && !bytes.Equal(small, copied) {
		err = fmt.Errorf("the bare server compresses the %s to %d bytes, the application to %d", page.name, len(copied),
			len(small))
	}
	return len(body), err
}

func unzipped(small []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(small))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

func (b *bench) storePage(ctx context.Context, name string, body []byte) error {
	conn, err := pgx.Connect(ctx, b.postgres.URL("county_bare"))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, `INSERT INTO pages (name, html) VALUES ($1, $2)`, name, string(body))
	return err
}

// openCounty loads the demo world, makes one of its gates as large as gates get, and starts both servers on it.
func (b *bench) openCounty(ctx context.Context) (c county, err error) {
	root, err := pgx.Connect(ctx, b.postgres.URL("postgres"))
	if err != nil {
		return c, err
	}
	defer root.Close(ctx)
	if _, err := root.Exec(ctx, "CREATE DATABASE county"); err != nil {
		return c, err
	}
	if _, err := schema.Up(ctx, b.postgres.URL("county")); err != nil {
		return c, err
	}
	if err := c.fill(ctx, b.postgres.URL("county")); err != nil {
		return c, err
	}
	if err := copyDatabase(ctx, root, "county", "county_bare"); err != nil {
		return c, err
	}
	if err := plainSessions(ctx, b.postgres.URL("county_bare")); err != nil {
		return c, err
	}
	c.app, c.bare, err = b.startOn(ctx, "county", "county_bare", "")
	return c, err
}

func (c *county) fill(ctx context.Context, database string) error {
	pool, err := pgxpool.New(ctx, database)
	if err != nil {
		return err
	}
	defer pool.Close()
	st, now := db.New(pool), time.Now().UTC().Truncate(time.Microsecond)
	a := act.App{Beyond: beyond.Steps(), Store: st, Now: func() time.Time { return now },
		Log: slog.New(slog.DiscardHandler)}
	if err := world.Load(ctx, &a); err != nil {
		return err
	}
	var plan domain.AreaID
	err = pool.QueryRow(ctx, `
		SELECT p.area_id
		FROM plan_versions v
		JOIN plans p ON p.id = v.plan_id
		ORDER BY length(v.content) DESC
		LIMIT 1`).Scan((*int64)(&plan))
	if err != nil {
		return err
	}
	attempt, err := enlarge(ctx, pool, st, now)
	if err != nil {
		return err
	}
	c.pages = []largePage{
		{"plan", fmt.Sprintf("/areas/%d/plan", plan)},
		{"snapshot", fmt.Sprintf("/attempts/%d", attempt)},
	}
	var signIn domain.SignInID
	err = pool.QueryRow(ctx, `INSERT INTO sign_ins (person_id, device, started_at, last_seen_at, proved_at)
		SELECT id, 'Bench', $1, $1, $1 FROM people WHERE email = 'cpo@demo.test' RETURNING id`, now).
		Scan((*int64)(&signIn))
	if err != nil {
		return err
	}
	if c.cookie, err = newSession(ctx, sessionsIn(pool), signIn); err != nil {
		return err
	}
	for _, sql := range []string{"CREATE TABLE pages (name text PRIMARY KEY, html text NOT NULL)", "VACUUM ANALYZE"} {
		if _, err := pool.Exec(ctx, sql); err != nil {
			return err
		}
	}
	return nil
}

// enlarge gives a gate 2 that is with its Members 5,000 issues more, and freezes it anew.
func enlarge(ctx context.Context, pool *pgxpool.Pool, st *db.Store, now time.Time) (attempt int64, err error) {
	var area domain.AreaID
	err = pool.QueryRow(ctx, `
		SELECT id, area_id FROM attempts WHERE gate = 2 AND outcome IS NULL ORDER BY id LIMIT 1`).Scan(&attempt,
		(*int64)(&area))
	if err != nil {
		return 0, err
	}
	_, err = pool.Exec(ctx, `
		INSERT INTO issues (area_id, title, theme_id, source, raised_by, raised_at, changed_at, state)
		SELECT $1, 'No. ' || n || ': ' || repeat('ruts & <mud> on Ffordd yr Afon ', 6), (SELECT min(id) FROM themes),
		       'community', (SELECT min(id) FROM people), $2, $2, 'synthesised'
		FROM generate_series(1, $3::int) n`, int64(area), now, largestIssues)
	if err != nil {
		return 0, err
	}
	_, frozen, err := freezeGate2(ctx, st.Reader, area, now)
	if err != nil {
		return 0, err
	}
	digest := frozen.Digest()
	err = pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error { // past the triggers that keep what was submitted
		if _, err := tx.Exec(ctx, `SET LOCAL session_replication_role = replica`); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `UPDATE attempts SET snapshot = $2, digest = $3 WHERE id = $1`, attempt, frozen.Text,
			digest[:])
		return err
	})
	if err != nil {
		return 0, err
	}
	return attempt, st.InTx(ctx, func(w db.Writer) error { return registerstore.AddFrozenWords(ctx, w, frozen) })
}
