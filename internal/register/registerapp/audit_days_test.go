package registerapp_test

import (
	"strings"
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/register/registerapp"
	"fourgates/internal/town"
)

// Issue 10, 3: the audit trail of each day that is over stands in the register, and what is changed of it is named by
// its day.
func TestTheAuditTrailOfADayIsHeld(t *testing.T) {
	t.Parallel()
	c := town.NewCastle(t)
	enter := func() int {
		t.Helper()
		n, err := registerapp.EnterAuditDays(t.Context(), c.App)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	one := c.Submit(domain.GateAreas)[0]
	first := c.Day()
	c.Sign(c.Aneurin, one, gates.Approve)
	c.MoveTo(first.AddDays(1).Begins().Add(30 * time.Minute))
	enter() // days before the castle was ready, not the one that may still end
	if n := c.Count(`SELECT count(*) FROM audit_days WHERE day = $1`, first.Time()); n != 0 {
		t.Error("a day is entered half an hour after it ended")
	}
	c.Move(time.Hour)
	if n := enter(); n != 1 {
		t.Errorf("%d days are entered in the night after, want 1", n)
	}
	if n := enter(); n != 0 {
		t.Errorf("%d days are entered again", n)
	}
	c.Move(2 * town.ADay)
	c.Sign(c.Priya, one, gates.Approve)
	third := c.Day()
	c.Move(2 * town.ADay)
	if n := enter(); n != 2 { // that on which the first was entered, and the third
		t.Errorf("%d days are entered, want 2", n)
	}
	c.Verify()
	for _, k := range []struct{ sql, names string }{
		{`UPDATE audit_entries SET summary = 'Nothing' WHERE id = (SELECT max(id) FROM audit_entries WHERE at < '` +
			first.AddDays(1).String() + `')`, first.Words() + " was altered: line"},
		{`UPDATE audit_entries SET actor_id = NULL WHERE id = (SELECT max(id) FROM audit_entries WHERE at < '` +
			first.AddDays(1).String() + `')`, first.Words() + " was altered: line"},
		{`UPDATE audit_entries SET salt = sha256(salt) WHERE id = (SELECT max(id) FROM audit_entries WHERE at < '` +
			first.AddDays(1).String() + `')`, first.Words() + " was altered: line"},
		{`DELETE FROM audit_entries WHERE id = (SELECT max(id) FROM audit_entries WHERE at < '` +
			first.AddDays(1).String() + `')`, first.Words() + " was altered: it has"},
		{`UPDATE audit_entries SET at = at + interval '2 days' WHERE id = (SELECT max(id) FROM audit_entries WHERE at < '` +
			first.AddDays(1).String() + `')`, first.Words() + " was altered: it has"},
		{`INSERT INTO audit_entries (at, action, object_kind, object_id, summary) VALUES ('` +
			third.AddDays(-1).String() + ` 12:00Z', 'x', 'x', 1, 'x')`, third.AddDays(-1).Words() + " was added to"},
		{`UPDATE audit_days SET commitments = substr(commitments, 33) || substr(commitments, 1, 32) WHERE day = '` +
			first.String() + `'`, "commitments do not fit"},
		{`DELETE FROM audit_days WHERE day = '` + first.String() + `'`, "audit_days does not agree with the register"},
	} {
		c.Exec(`CREATE TABLE kept_lines AS TABLE audit_entries`)
		c.Exec(`CREATE TABLE kept_days AS TABLE audit_days`)
		c.ByHand(k.sql)
		if _, err := registerapp.VerifyRegister(t.Context(), c.App, domain.Digest{}); err == nil ||
			!strings.Contains(err.Error(), k.names) {
			t.Errorf("%s: %v, want %q named", k.sql, err, k.names)
		}
		c.ByHand(`DELETE FROM audit_entries`)
		c.ByHand(`DELETE FROM audit_days`)
		c.ByHand(`INSERT INTO audit_entries OVERRIDING SYSTEM VALUE SELECT * FROM kept_lines`)
		c.ByHand(`INSERT INTO audit_days SELECT * FROM kept_days`)
		c.Exec(`DROP TABLE kept_lines, kept_days`)
	}
	c.Verify()
}

// A line of which words were erased keeps its day whole, and says when; one that only claims it does not.
func TestTheTrailOfADayVerifiesAfterAnErasure(t *testing.T) {
	t.Parallel()
	c := toldCastle(t)
	said := c.Text(`SELECT summary FROM audit_entries WHERE at < (SELECT max(day) + 1 FROM audit_days)
		ORDER BY id DESC LIMIT 1`)
	c.Exec(`SELECT erase_trail($1, $2)`, said, "[erased on "+c.Day().Words()+"]")
	if _, err := registerapp.VerifyRegister(t.Context(), c.App, domain.Digest{}); err == nil ||
		!strings.Contains(err.Error(), "was altered: line") {
		t.Errorf("lines say that they were erased, and nothing was: %v", err)
	}
	c.Exec(`INSERT INTO erasures (why, places, stays, by, at) VALUES ('Request 3', 1, 0, $1, $2)`, int64(c.Nia), c.Now())
	c.Verify()
	is, err := registerapp.VerifyInSteps(t.Context(), c.App, domain.Digest{}, func(string, int64, int64) {})
	if n := c.Count(`SELECT count(*) FROM audit_entries WHERE commitment IS NOT NULL`); err != nil || n == 0 ||
		is.Erased != int(n) {
		t.Errorf("%d lines are counted as erased, and %d are: %v", is.Erased, n, err)
	}
	c.ByHand(`UPDATE audit_entries SET summary = 'Something else' WHERE commitment IS NOT NULL`)
	if _, err := registerapp.VerifyRegister(t.Context(), c.App, domain.Digest{}); err == nil {
		t.Error("a line that keeps its commitment may say anything")
	}
}
