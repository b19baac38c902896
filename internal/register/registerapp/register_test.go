package registerapp_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"fourgates/internal/db"
	"fourgates/internal/db/dbtest"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/policy"
	"fourgates/internal/register"
	"fourgates/internal/register/registerapp"
	"fourgates/internal/register/registerstore"
	"fourgates/internal/town"
)

// everyEntry is the scope of a reader of the whole register.
var everyEntry = policy.RegisterScope{Areas: policy.Scope{All: true}, Unpublished: policy.Scope{All: true}}

// signed is a castle whose register holds nine entries: 1 a submission, 2 to 5 signatures, 6 the outcome, 7 a
// condition reported met, 8 agreement to that, 9 a submission.
func signed(t *testing.T) *town.Town {
	c := town.NewCastle(t)
	one := c.Submit(domain.GateAreas)[0]
	c.Sign(c.Aneurin, one, gates.ApproveWithConditions)
	for _, who := range []domain.PersonID{c.Priya, c.Suresh, c.Maire} {
		c.Sign(who, one, gates.Approve)
	}
	town.Meets(c, c.Aneurin)
	c.ReadyForIssues()
	c.Submit(domain.GateIssues)
	return c
}

func TestRowChangedByHandIsNamed(t *testing.T) {
	c := signed(t)
	head := c.Verify()
	tables := []string{"register_entries", "signatures", "attempts", "conditions", "condition_steps", "frozen_words",
		"register_hashes"}
	for _, table := range tables {
		c.Exec(`CREATE TABLE kept_` + table + ` AS TABLE ` + table)
	}
	restore := func() {
		for _, table := range tables {
			c.ByHand(`DELETE FROM ` + table)
		}
		for _, table := range tables {
			c.ByHand(`INSERT INTO ` + table + ` OVERRIDING SYSTEM VALUE SELECT * FROM kept_` + table)
		}
	}
	columns := c.Lines(`SELECT column_name::text FROM information_schema.columns WHERE table_name = 'register_entries'`)
	for _, k := range []struct{ sql, names string }{
		{`UPDATE register_entries SET position = 99 WHERE position = 3`, "entry 3"},
		{`UPDATE register_entries SET reference = 'FG-000099' WHERE position = 3`, "entry 3"},
		{`UPDATE register_entries SET kind = 'outcome' WHERE position = 3`, "entry 3"},
		{`UPDATE register_entries SET area_id = NULL WHERE position = 3`, "entry 3"},
		{`UPDATE register_entries SET attempt_id = (SELECT max(id) FROM attempts) WHERE position = 3`, "entry 3"},
		{`UPDATE register_entries SET person_id = (SELECT person_id FROM register_entries WHERE position = 4)
			WHERE position = 3`, "entry 3"},
		{`UPDATE register_entries SET person_id = NULL WHERE position = 1`, "entry 1"},
		{`UPDATE register_entries SET person_id = (SELECT person_id FROM register_entries WHERE position = 4)
			WHERE position = 7`, "entry 7"},
		{`UPDATE register_entries SET at = at + interval '1 microsecond' WHERE position = 3`, "entry 3"},
		{`UPDATE register_entries SET payload = replace(payload, 'approve', 'reject') WHERE position = 3`, "entry 3"},
		{`UPDATE register_entries SET payload = payload || ' ' WHERE position = 3`, "entry 3"},
		{`UPDATE register_entries SET prev_hash = hash WHERE position = 3`, "entry 3"},
		{`UPDATE register_entries SET hash = sha256(hash) WHERE position = 3`, "entry 3"},
		{`UPDATE register_entries SET payload = replace(payload, 'approve', 'reject'),
			hash = sha256(prev_hash || sha256(convert_to(replace(payload, 'approve', 'reject'), 'UTF8'))) WHERE position = 3`, "entry 4"},
		{`UPDATE register_hashes SET hash = sha256(hash) WHERE level = 0 AND n = 2`, "entry 3"},
		{`UPDATE register_hashes SET hash = sha256(hash) WHERE level = 1 AND n = 1`, "entry 3"},
		{`DELETE FROM register_hashes WHERE level = 2`, "entry 1"},
		{`INSERT INTO register_hashes VALUES (0, 9, sha256(''))`, "hashes of the tree"},
		{`DELETE FROM register_entries WHERE position = 1`, "entry 1"},
		{`DELETE FROM register_entries WHERE position = 3`, "entry 3"},
		{`DELETE FROM register_entries WHERE position = 9`, "the snapshot of attempt"},
		{`DELETE FROM register_entries`, "signature"},
		{`UPDATE signatures SET decision = 'reject' WHERE position = 3`, "entry 3"},
		{`UPDATE signatures SET comment = 'I never said so' WHERE position = 3`, "entry 3"},
		{`UPDATE signatures SET signed_at = signed_at - interval '1 day' WHERE position = 3`, "entry 3"},
		{`UPDATE signatures SET person_id = (SELECT person_id FROM signatures WHERE position = 4) WHERE position = 3`,
			"entry 3"},
		{`UPDATE signatures SET substitute_for = person_id WHERE position = 3`, "entry 3"},
		{`UPDATE signatures SET position = 99 WHERE position = 3`, "entry 3"},
		{`DELETE FROM signatures WHERE position = 3`, "entry 3"},
		{`UPDATE attempts SET snapshot = replace(snapshot, 'area_name', 'area_noun') WHERE gate = 1`, "entry 1"},
		{`UPDATE frozen_words SET words = replace(words, 'Suresh', 'Somebody') WHERE words LIKE '%Suresh%'`,
			"name says other words than were signed"},
		{`UPDATE frozen_words SET words = replace(words, '"all"', '"majority"') WHERE part = 'rule'`,
			"entry 1: the snapshot of attempt"},
		{`UPDATE frozen_words w SET words = (SELECT o.words FROM frozen_words o WHERE o.digest = w.digest
			AND o.part = 'area_code') WHERE w.part = 'area_name'`, "area_code stands where area_name was signed"},
		{`DELETE FROM frozen_words WHERE part = 'area_name'`, "entry 1"},
		{`UPDATE attempts SET digest = sha256(digest) WHERE gate = 1`, "entry 1"},
		{`UPDATE attempts SET rule = 'majority' WHERE gate = 1`, "entry 1"},
		{`UPDATE attempts SET outcome = 'overridden' WHERE gate = 1`, "entry 6"},
		{`UPDATE attempts SET outcome = 'passed', outcome_at = now() WHERE gate = 2`, "the outcome of attempt"},
		{`UPDATE attempts SET outcome_at = outcome_at - interval '1 day' WHERE gate = 1`, "entry 6"},
		{`UPDATE attempts SET submitted_by = (SELECT max(id) FROM people) WHERE gate = 1`, "entry 1"},
		{`DELETE FROM condition_steps WHERE position = 7`, "entry 7"},
		{`UPDATE condition_steps SET kind = 'not agreed' WHERE position = 8`, "entry 8"},
		{`UPDATE condition_steps SET words = 'Never lit' WHERE position = 7`, "entry 7"},
		{`UPDATE condition_steps SET by = (SELECT max(id) FROM people) WHERE position = 8`, "entry 8"},
		{`UPDATE condition_steps SET at = at - interval '1 day' WHERE position = 8`, "entry 8"},
		{`UPDATE condition_steps SET position = 99 WHERE position = 8`, "entry 8"},
		{`UPDATE conditions SET text = 'Light the moon'`, "entry 7"},
		{`INSERT INTO condition_steps (condition_id, kind, by, at) SELECT id, 'discharged', owner_id, now()
			FROM conditions`, "discharge of condition"},
	} {
		c.ByHand(k.sql)
		got, err := registerapp.VerifyRegister(t.Context(), c.App, domain.Digest{})
		if err == nil || !strings.Contains(err.Error(), k.names) {
			t.Errorf("%s: verified to entry %d, %v; want %q named", k.sql, got.Position, err, k.names)
		}
		columns = slices.DeleteFunc(columns, func(column string) bool {
			return strings.Contains(k.sql, "SET "+column+" =")
		})
		restore()
	}
	if len(columns) > 0 {
		t.Errorf("no case changes %v", columns)
	}
	if again := c.Verify(); again != head {
		t.Errorf("restored, the head is %v; was %v", again, head)
	}
}

// A snapshot made before documents were frozen in lines stays readable, and verifies.
func TestSnapshotFrozenWholeStillVerifies(t *testing.T) {
	c := town.NewCastle(t)
	whole := register.Frozen{
		Text: `{"area_code":"LCA-1","area_name":"Castle","attempt":1,"boundary":"","boundary_version":1,"format":1,"gate":1,"issues":[{"id":4,"title":"Kerbs"}],"rule":"all"}`}
	old := gates.Attempt{Area: c.Area, AreaCode: "LCA-1", AreaName: "Castle", Cycle: 1, Gate: domain.GateAreas,
		Number: 1, Rule: gates.RuleAll,
		Snapshot: whole.Text, Digest: whole.Digest(), DueOn: domain.NewDate(2026, 3, 24), SubmittedBy: c.Nia,
		SubmittedAt: c.Now()}
	err := c.App.Store.InTx(t.Context(), func(w db.Writer) (err error) {
		if old.ID, err = gatestore.AddAttempt(t.Context(), w, old, nil); err != nil {
			return err
		}
		_, err = registerstore.AppendRegister(t.Context(), w, gateapp.PayloadOf(old, register.EntrySubmission), c.Area,
			old.ID, c.Nia, registerstore.At(c.Now()))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	c.Verify()
	got := c.Attempt(old.ID)
	s, err := got.Content()
	if err != nil || s.AreaName != "Castle" || s.Issues[0].Title != "Kerbs" ||
		string(got.Frozen().File()) != whole.Text {
		t.Errorf("it reads as %+v, %v", s, err)
	}
	c.ByHand(`UPDATE attempts SET rule = 'majority'`)
	if _, err := registerapp.VerifyRegister(t.Context(), c.App, domain.Digest{}); err == nil {
		t.Error("with another rule beside it, it verifies")
	}
}

func TestTailCutOffIsNamedGivenAHeadKeptOutside(t *testing.T) {
	c := signed(t)
	head := c.Verify()
	entry, err := registerstore.RegisterEntry(t.Context(), c.App.Store.Reader, everyEntry, "FG-000003")
	if err != nil {
		t.Fatal(err)
	}
	receipt, err := registerapp.Receipt(t.Context(), c.App, "Aldermoor County Council", entry)
	if err != nil {
		t.Fatal(err)
	}
	// Everything of the last attempt goes, tidily: nothing beside the register gives it away.
	c.ByHand(`DELETE FROM register_entries WHERE position = 9`)
	c.ByHand(`DELETE FROM register_hashes WHERE level = 0 AND n = 8`)
	c.ByHand(`DELETE FROM attempts WHERE gate = 2`)
	c.ByHand(`DELETE FROM attempt_seats WHERE attempt_id NOT IN (SELECT id FROM attempts)`)
	short := c.Verify()
	if short.Position != 8 {
		t.Fatalf("cut off, it ends at %d", short.Position)
	}
	if _, err := registerapp.VerifyRegister(t.Context(), c.App, head.Hash); err == nil ||
		!strings.Contains(err.Error(), "cut off") {
		t.Errorf("with the head kept outside: %v", err)
	}
	kept, err := domain.ParseDigest(receipt.Head.Hash)
	if err != nil || kept != head.Hash {
		t.Fatalf("the receipt carries head %s, %v; it was %s", kept, err, head.Hash)
	}
	if _, err := registerapp.VerifyRegister(t.Context(), c.App, short.Hash); err != nil {
		t.Errorf("an older head that lies on the chain: %v", err)
	}
}

func TestChainForgedFromOneEntryOnIsNamedGivenAHeadKeptOutside(t *testing.T) {
	c := signed(t)
	head := c.Verify()
	c.ByHand(`UPDATE signatures SET comment = 'With pleasure' WHERE position = 5`)
	var forged register.Head
	err := registerstore.WalkRegister(t.Context(), c.App.Store.Reader, func(e register.RegisterEntry) error {
		p, err := e.Read()
		if err != nil {
			return err
		}
		if e.Position == 5 {
			p.Words = "With pleasure"
			said := p.Rows["signatures"]
			at := slices.Index(said.Columns, "comment")
			said.Rows[0][at], err = register.WordsHeld(p.Salt, "signatures.comment", json.RawMessage(`"With pleasure"`))
			if err != nil {
				return err
			}
		}
		sealed, err := p.Chain(forged, e.At)
		if err != nil {
			return err
		}
		forged = register.Head{Position: sealed.Position, Hash: sealed.Hash}
		c.ByHand(`UPDATE register_entries SET payload = $2, prev_hash = $3, hash = $4 WHERE position = $1`, e.Position,
			sealed.Payload, sealed.Prev[:], sealed.Hash[:])
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	c.ByHand(`DELETE FROM register_hashes`)
	if err := c.App.Store.InTx(t.Context(), func(w db.Writer) error {
		_, err := registerstore.FillHashes(t.Context(), w)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if got := c.Verify(); got != forged {
		t.Fatalf("the forged chain ends at %v, want %v", got, forged)
	}
	if _, err := registerapp.VerifyRegister(t.Context(), c.App, head.Hash); err == nil {
		t.Error("a chain forged whole passes for the one whose head was kept")
	}
}

func TestReceiptIsCheckedWithoutTheDatabase(t *testing.T) {
	c := signed(t)
	head := c.Verify()
	for position := range head.Position {
		entry, err := registerstore.RegisterEntry(t.Context(), c.App.Store.Reader, everyEntry,
			fmt.Sprintf("FG-%06d", position+1))
		if err != nil {
			t.Fatal(err)
		}
		made, err := registerapp.Receipt(t.Context(), c.App, "Aldermoor County Council", entry)
		if err != nil {
			t.Fatal(err)
		}
		file, err := json.MarshalIndent(made, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		var read register.Receipt
		if err := json.Unmarshal(file, &read); err != nil {
			t.Fatal(err)
		}
		got, err := read.Verify(head.Hash)
		if err != nil || got.Head != head || got.Payload.Reference != entry.Reference {
			t.Errorf("receipt of entry %d: %+v, %v", entry.Position, got, err)
		}
	}
	if _, err := registerstore.RegisterEntry(t.Context(), c.App.Store.Reader,
		policy.RegisterScope{Areas: policy.Scope{Areas: []domain.AreaID{987}}}, "FG-000001"); !errors.Is(err,
		domain.ErrNotFound) {
		t.Errorf("an entry outside scope: %v", err)
	}
}

// Guarantee 6: the application's own role may add to the register and never change it; nor may the owner by accident.
func TestRegisterIsRefusedToTheApplicationsRole(t *testing.T) {
	pool := dbtest.New(t)
	for _, table := range []string{"register_entries", "audit_entries", "signatures", "frozen_words"} {
		column := map[string]string{"register_entries": "payload", "audit_entries": "summary", "signatures": "comment",
			"frozen_words": "words"}[table]
		for _, sql := range []string{
			`UPDATE ` + table + ` SET ` + column + ` = 'x'`, `DELETE FROM ` + table, `TRUNCATE ` + table + ` CASCADE`,
			`ALTER TABLE ` + table + ` DISABLE TRIGGER ALL`, `DROP TABLE ` + table + ` CASCADE`,
		} {
			_, err := pool.Exec(t.Context(), sql)
			if pg, ok := errors.AsType[*pgconn.PgError](err); !ok || pg.Code != "42501" {
				t.Errorf("%s as the application: %v, want insufficient_privilege", sql, err)
			}
		}
		for _, sql := range []string{`UPDATE ` + table + ` SET ` + column + ` = 'x'`, `DELETE FROM ` + table,
			`TRUNCATE ` + table + ` CASCADE`} {
			_, err := pool.Exec(t.Context(), `BEGIN; SET LOCAL ROLE NONE; `+sql+`; COMMIT`)
			if pg, ok := errors.AsType[*pgconn.PgError](err); !ok || !strings.Contains(pg.Message, "append-only") {
				t.Errorf("%s as the owner: %v, want the trigger's refusal", sql, err)
			}
		}
	}
}

// Guarantee 7: an entry that cannot be written fails the action.
func TestActionFailsWithItsAuditEntry(t *testing.T) {
	c := town.NewCastle(t)
	id := c.Submit(domain.GateAreas)[0]
	form := c.Decision(id, gates.Approve)
	c.Exec(`ALTER TABLE audit_entries ADD CONSTRAINT disk_is_full CHECK (false) NOT VALID`)
	c.Refused("a signature", c.Signing(c.Aneurin, form))
	c.Refused("a withdrawal", func(ctx context.Context) error {
		return gateapp.WithdrawAttempt(ctx, c.App, c.Actor(c.Nia), id, "Wrong")
	})
	c.Refused("an override", func(ctx context.Context) error {
		return gateapp.OverrideGate(ctx, c.App, c.Actor(c.Owen), c.Area, domain.GateAreas, "Purdah")
	})
}
