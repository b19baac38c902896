package registerapp_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/policy"
	"fourgates/internal/procedures"
	"fourgates/internal/register"
	"fourgates/internal/register/registerapp"
	"fourgates/internal/register/registerstore"
	"fourgates/internal/town"
)

var errUndo = errors.New("undone")

// changes is SQL that changes a value of a type.
var changes = map[string]string{
	"bigint": "COALESCE(%, 0) + 1000", "integer": "COALESCE(%, 0) + 1000", "boolean": "NOT COALESCE(%, false)",
	"text": "COALESCE(%, '') || 'x'", "date": "COALESCE(%, '2026-01-01') + 1", "bytea": "sha256(COALESCE(%, ''))",
	"timestamp with time zone": "COALESCE(%, '2026-01-01') + interval '1 hour'",
	"ARRAY":                    "COALESCE(%, '{}') || 'x'::text",
}

// inForce is a chamber whose plan was called in, upheld and is in force by a key decision, and whose gate 3 has a
// condition that was met and a decision made on paper.
func inForce(t *testing.T) *town.Town {
	c := town.NewChamber(t)
	id := c.Submit(domain.GateDraftPlan)[0]
	c.Sign(c.Aneurin, id, gates.ApproveWithConditions)
	for _, who := range []domain.PersonID{c.Priya, c.Suresh, c.Maire} {
		c.Sign(who, id, gates.Approve)
	}
	town.Meets(c, c.Aneurin)
	d := c.DecisionOf(id)
	key := c.Today()
	key.Key, key.ForwardPlan, key.KeyReason = executive.KeyYes, "FP/7", "It is felt in two wards"
	d = c.Must(d.ID, c.Schedule(c.Clerk, d, key))
	d = c.Must(d.ID, func(ctx context.Context) error {
		return executiveapp.AnnounceDecision(ctx, c.App, c.Actor(c.Clerk), d.ID, d.Version, procedures.Announcement{
			How: procedures.SpecialUrgency, On: c.Day(), Who: "Cllr Idris Fell", Why: "A grant closes"})
	})
	d = c.Must(d.ID, c.Record(c.Clerk, d, c.Agreed(d)))
	d = c.Must(d.ID, c.Publish(d, c.Day()))
	c.Move(8 * town.ADay)
	if _, err := executiveapp.TakeEffects(t.Context(), c.App); err != nil {
		t.Fatal(err)
	}
	if _, err := registerapp.EnterAuditDays(t.Context(), c.App); err != nil {
		t.Fatal(err)
	}
	c.Verify()
	return c
}

// scene has a row in every table that entries stand for.
func scene(t *testing.T) (*town.Town, []register.RegisterEntry) {
	c := inForce(t)
	// What takes long to come about by the commands has its rows as those would leave them; nobody checks their sense.
	c.Forced("a paper, without its scan", `WITH p AS (
		INSERT INTO papers (attempt_id, person_id, signed_on, file_id, recorded_by, recorded_at)
		SELECT attempt_id, person_id, '2026-03-02', 1, person_id + 1, signed_at FROM signatures ORDER BY id LIMIT 1
		RETURNING id, attempt_id, person_id)
		UPDATE signatures g SET paper_id = p.id FROM p WHERE g.attempt_id = p.attempt_id AND g.person_id = p.person_id`)
	c.Forced("a call-in that was asked for", `INSERT INTO call_in_requests (decision_id, by, members, made_on, reason, position)
		SELECT decision_id, 'Scrutiny', 7, '2026-03-12', 'Not costed', max(position) FROM decision_entries GROUP BY 1`)
	c.Forced("and closed", `INSERT INTO call_in_outcomes (decision_id, outcome, body, made_on, minute, words, position)
		SELECT decision_id, 'upheld', 'Scrutiny', '2026-03-14', 'OS/14', 'Costed', max(position) FROM decision_entries GROUP BY 1`)
	// The entries say the rows as they are now.
	var entries []register.RegisterEntry
	err := registerstore.WalkRegister(t.Context(), c.App.Store.Reader, func(e register.RegisterEntry) error {
		p, err := e.Read()
		if err != nil {
			return err
		}
		now, err := registerstore.HeldNow(t.Context(), c.App.Store.Reader,
			[]registerstore.Said{{Position: e.Position, Kind: e.Kind, Attempt: e.Attempt, Salt: p.Salt}})
		if err != nil {
			return err
		}
		p.Rows = now[e.Position]
		e, err = resealed(e, p)
		entries = append(entries, e)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range registerstore.HeldTables {
		for _, constraint := range c.Lines(`SELECT conname::text FROM pg_constraint
			WHERE conrelid = $1::regclass AND contype = 'c'`, table.Name) {
			c.Exec(`ALTER TABLE ` + table.Name + ` DROP CONSTRAINT ` + constraint)
		}
		for _, column := range c.Lines(`SELECT column_name::text FROM information_schema.columns
			WHERE table_name = $1 AND is_identity = 'YES'`, table.Name) {
			c.Exec(`ALTER TABLE ` + table.Name + ` ALTER ` + column + ` DROP IDENTITY`)
		}
	}
	if found, err := registerstore.HeldMisfits(t.Context(), c.App.Store.Reader, entries); err != nil || len(found) > 0 {
		t.Fatalf("as it stands: %v, %v", found, err)
	}
	return c, entries
}

func resealed(e register.RegisterEntry, p register.RegisterPayload) (register.RegisterEntry, error) {
	text, err := domain.Canonical(p)
	e.Payload = text
	return e, err
}

// undone runs SQL as somebody and looks at what is then; nothing of it stays.
func undone(c *town.Town, sql []string, look func(db.Reader) error) error {
	err := c.App.Store.InTx(c.T.Context(), func(w db.Writer) error {
		for _, s := range sql {
			if err := w.Exec(c.T.Context(), "by hand", s, db.Named{}); err != nil {
				return err
			}
		}
		if err := look(w.Reader); err != nil {
			return err
		}
		return errUndo
	})
	if errors.Is(err, errUndo) {
		return nil
	}
	return err
}

func typesOf(c *town.Town, table string) map[string]string {
	types := map[string]string{}
	for _, line := range c.Lines(`SELECT column_name || '|' || data_type FROM information_schema.columns
		WHERE table_name = $1`, table) {
		name, is, _ := strings.Cut(line, "|")
		types[name] = is
	}
	return types
}

// Issue 10, 3: whatever column is changed of a row that an entry stands for, verify names it; the list says which are
// not held, and why.
func TestEveryColumnThatAnEntryStandsForIsHeld(t *testing.T) {
	t.Parallel()
	c, entries := scene(t)
	some := map[string]bool{"plan_versions": true, "condition_steps": true} // drafts and owners have no entry
	for _, table := range registerstore.HeldTables {
		types := typesOf(c, table.Name)
		for column := range types {
			_, unheld := table.Unheld[column]
			if held := slices.Contains(table.Columns(), column); held == unheld {
				t.Errorf("%s.%s: held %v, said not to be %v", table.Name, column, held, unheld)
			}
		}
		rows := c.Lines(`SELECT ctid::text FROM ` + table.Name)
		if len(rows) == 0 {
			t.Errorf("the scene has no row of %s", table.Name)
		}
		if !some[table.Name] {
			rows = rows[:1]
		}
		for _, column := range table.Columns() {
			named := 0
			for _, row := range rows {
				set := strings.ReplaceAll(changes[types[column]], "%", column)
				err := undone(c, []string{`SET LOCAL session_replication_role = replica`,
					`UPDATE ` + table.Name + ` SET ` + column + ` = ` + set + ` WHERE ctid = '` + row + `'`},
					func(r db.Reader) error {
						found, err := registerstore.HeldMisfits(t.Context(), r, entries)
						if slices.ContainsFunc(found, func(m registerstore.Misfit) bool {
							return strings.HasPrefix(m.Words, table.Name+" ")
						}) {
							named++
						}
						return err
					})
				if err != nil {
					t.Errorf("%s.%s: %v", table.Name, column, err)
				}
				if named > 0 && some[table.Name] {
					break
				}
			}
			if named != len(rows) && (named == 0 || !some[table.Name]) {
				t.Errorf("%s.%s: changed in %d rows, named in %d", table.Name, column, len(rows), named)
			}
		}
	}
}

// A row that is gone or was added is named like one that was changed.
func TestRowsThatAnEntryStandsForAreCounted(t *testing.T) {
	t.Parallel()
	c, entries := scene(t)
	for sql, words := range map[string]string{
		`DELETE FROM conditions`:       "conditions does not agree with the register: row 1 is gone",
		`DELETE FROM call_in_requests`: "call_in_requests does not agree with the register: row 1 is gone",
		`INSERT INTO conditions SELECT id + 50, attempt_id, signature_id, 'Also', owner_id, due_on, false
			FROM conditions`: "conditions does not agree with the register: row 51 was added",
		`INSERT INTO attempt_seats SELECT attempt_id, seat_id, place + 7, tier FROM attempt_seats`: "was added",
	} {
		err := undone(c, []string{`SET LOCAL session_replication_role = replica`, sql}, func(r db.Reader) error {
			found, err := registerstore.HeldMisfits(t.Context(), r, entries)
			if len(found) == 0 || !strings.Contains(found[0].Words, words) {
				t.Errorf("%s: %v", sql, found)
			}
			return err
		})
		if err != nil {
			t.Errorf("%s: %v", sql, err)
		}
	}
}

// A table that belongs to what entries stand for is on the list, or the list says why not.
func TestEveryTableWithEntriesIsOnTheList(t *testing.T) {
	t.Parallel()
	c := town.NewCastle(t)
	known := map[string]bool{}
	for _, table := range registerstore.HeldTables {
		known[table.Name] = true
	}
	for table := range registerstore.HeldWhole {
		known[table] = true
	}
	for table := range registerstore.HeldBeside {
		known[table] = true
	}
	for _, table := range c.Lines(`
		SELECT DISTINCT conrelid::regclass::text FROM pg_constraint
		WHERE contype = 'f' AND confrelid::regclass::text IN ('register_entries', 'attempts', 'attempt_seats', 'signatures',
		    'conditions', 'condition_steps', 'executive_decisions', 'decision_subjects', 'executive_reports')
		UNION
		SELECT table_name::text FROM information_schema.columns
		WHERE table_schema = 'public' AND column_name = 'position' AND data_type = 'bigint'
		  AND table_name IN (SELECT relname FROM pg_class WHERE relkind = 'r')`) {
		if !known[table] {
			t.Errorf("%s has entries and is not on the list of what they hold", table)
		}
	}
}

// As the application's own role nothing changes of what entries stand for.
func TestNothingThatAnEntryStandsForChangesAsTheApplication(t *testing.T) {
	t.Parallel()
	c, _ := scene(t)
	refused := func(table, sql string) {
		t.Helper()
		err := undone(c, []string{`SET LOCAL ROLE fourgates_app`, sql}, func(db.Reader) error { return nil })
		if pg, ok := errors.AsType[*pgconn.PgError](err); !ok || pg.Code != "42501" {
			t.Errorf("%s: %v, want it refused", sql, err)
		}
	}
	for _, table := range registerstore.HeldTables {
		types := typesOf(c, table.Name)
		where := ""
		if table.Name == "attempts" {
			where = " WHERE outcome IS NOT NULL"
		}
		for _, column := range table.Columns() {
			if strings.HasPrefix(column, "called_back") {
				continue // a passed gate can still be called back, once
			}
			set := strings.ReplaceAll(changes[types[column]], "%", column)
			refused(table.Name, `UPDATE `+table.Name+` SET `+column+` = `+set+where)
		}
		refused(table.Name, `DELETE FROM `+table.Name)
		refused(table.Name, `TRUNCATE `+table.Name+` CASCADE`)
	}
	c.Forced("gate 2 was called back", `UPDATE attempts SET called_back_at = '2026-03-30', called_back_by = 1 WHERE gate = 2`)
	for _, column := range []string{"called_back_at", "called_back_by", "called_back_reason"} {
		set := strings.ReplaceAll(changes[typesOf(c, "attempts")[column]], "%", column)
		refused("attempts", `UPDATE attempts SET `+column+` = `+set+` WHERE gate = 2`)
	}
}

// Times of entries never run backwards: neither where the clock does, nor where a command began before another that
// came first.
func TestTimesOfEntriesNeverRunBackwards(t *testing.T) {
	t.Parallel()
	c := town.NewCastle(t)
	one := c.Submit(domain.GateAreas)[0]
	c.Sign(c.Aneurin, one, gates.Approve)
	c.Move(-time.Hour)
	c.Sign(c.Priya, one, gates.Approve)
	c.Move(2 * time.Hour)
	err := c.App.DoFor(t.Context(), c.Nia, policy.SubmitGate, func(s *act.Step) error {
		began := s.Now()
		c.Move(time.Minute)
		c.Sign(c.Suresh, one, gates.Approve)
		e, err := registerstore.AppendRegister(t.Context(), s.Writer,
			gateapp.PayloadOf(c.Attempt(one), register.EntryExecutive), c.Area, one, 0, s)
		if err != nil {
			return err
		}
		if want := began.Add(time.Minute); e.At.Before(want) {
			t.Errorf("an entry after one of %s is dated %s", want, e.At)
		}
		return errUndo
	})
	if !errors.Is(err, errUndo) {
		t.Fatal(err)
	}
	c.Sign(c.Maire, one, gates.Approve)
	c.Verify()
	if n := c.Count(`SELECT count(*) FROM (SELECT at < lag(at) OVER (ORDER BY position) AS back FROM register_entries) e
		WHERE back`); n > 0 {
		t.Errorf("%d entries are dated before the one before", n)
	}
	if n := c.Count(`SELECT count(*) FROM signatures g JOIN register_entries e USING (position) WHERE g.signed_at <> e.at`); n > 0 {
		t.Errorf("%d signatures have another time than their entry", n)
	}
}
