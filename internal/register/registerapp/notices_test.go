package registerapp_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/register/registerapp"
	"fourgates/internal/town"
)

// toldCastle is a castle whose Members were told of a gate, on a day that stands in the register.
func toldCastle(t *testing.T) *town.Town {
	c := town.NewCastle(t)
	one := c.Submit(domain.GateAreas)[0]
	c.Sign(c.Aneurin, one, gates.Approve)
	c.Move(2 * town.ADay)
	if _, err := registerapp.EnterAuditDays(t.Context(), c.App); err != nil {
		t.Fatal(err)
	}
	c.Verify()
	return c
}

// Issue 10, 7: what was told and whom commits line by line, its digest stands in the register with its day, and what is
// changed of it by hand is named. A line that says that it was erased, on a day on which nothing was, is named as well.
func TestWhatWasToldIsHeld(t *testing.T) {
	t.Parallel()
	c := toldCastle(t)
	first := `(SELECT min(n.id) FROM notices n JOIN notice_recipients r ON r.notice_id = n.id AND r.name <> '')`
	line := `regexp_replace(words, '\["[^"]*","subject",[^\n]*', '["subject","erased on 3 March 2026"]')`
	for _, k := range []struct{ sql, names string }{
		{`UPDATE notices SET subject = subject || '.' WHERE id = ` + first, "subject is not what was told"},
		{`UPDATE notices SET body = '' WHERE id = ` + first, "body is not what was told"},
		{`UPDATE notices SET event = 'x' WHERE id = ` + first, "event is not what was told"},
		{`UPDATE notices SET link = '/x' WHERE id = ` + first, "link is not what was told"},
		{`UPDATE notices SET at = at + interval '1 minute' WHERE id = ` + first, "at is not what was told"},
		{`UPDATE notices SET words = replace(words, 'ate', 'ote') WHERE id = ` + first, "was altered"},
		{`UPDATE notices SET words = ` + line + ` WHERE id = ` + first, "subject is not what was told"},
		{`UPDATE notices SET words = ` + line + `, subject = '[erased on 3 March 2026]' WHERE id = ` + first,
			"subject says that it was erased on 3 March 2026, and nothing was then"},
		{`UPDATE notices SET words = ` + line + `, commitments = commitments || ' ' WHERE id = ` + first, "was altered"},
		{`DELETE FROM notice_recipients; DELETE FROM notices WHERE id = ` + first, "was altered"},
		{`UPDATE notices SET commitments = '', words = ''`, "the notices of"},
		{`UPDATE notice_recipients SET name = 'Cllr Wendell Ironmonger' WHERE notice_id = ` + first, "name is not what"},
		{`UPDATE notice_recipients SET result = 'recorded' WHERE notice_id = ` + first, "result is not what was told"},
		{`UPDATE notice_recipients SET address = 'else@example.org' WHERE notice_id = ` + first, "address "},
		{`UPDATE notice_recipients SET capacity = 'bystander' WHERE notice_id = ` + first, "capacity is not what"},
		{`DELETE FROM notice_recipients WHERE notice_id = ` + first, "is not what was told"},
		{`INSERT INTO notice_recipients (notice_id, name, result, line) SELECT ` + first + `, 'One more', 'recorded', 99`,
			"was added"},
		{`INSERT INTO notices (event, subject, body, at, commitments, words)
			SELECT event, subject, body, at, commitments, words FROM notices WHERE id = ` + first, "is not what was told"},
		{`UPDATE audit_days SET notices = notices + 1`, "audit_days does not agree with the register: notices"},
		{`UPDATE audit_days SET notices_digest = digest`, "audit_days does not agree with the register: notices_digest"},
	} {
		for _, table := range []string{"notices", "notice_recipients", "audit_days"} {
			c.Exec(`CREATE TABLE kept_` + table + ` AS TABLE ` + table)
		}
		for _, sql := range strings.Split(k.sql, "; ") {
			c.ByHand(sql)
		}
		_, err := registerapp.VerifyRegister(t.Context(), c.App, domain.Digest{})
		if err == nil || !strings.Contains(err.Error(), k.names) {
			t.Errorf("%s: %v, want %q named", k.sql, err, k.names)
		}
		for _, table := range []string{"notices", "notice_recipients", "audit_days"} {
			c.ByHand(`DELETE FROM ` + table)
			c.ByHand(`INSERT INTO ` + table + ` OVERRIDING SYSTEM VALUE SELECT * FROM kept_` + table)
			c.Exec(`DROP TABLE kept_` + table)
		}
		c.Verify()
	}
}

// As the application's own role nothing of it changes, but that somebody read it or was told otherwise.
func TestNothingThatWasToldChangesAsTheApplication(t *testing.T) {
	t.Parallel()
	c := toldCastle(t)
	for table, columns := range map[string][]string{
		"notices":           {"event", "area_id", "subject", "body", "link", "at", "commitments", "words"},
		"notice_recipients": {"notice_id", "person_id", "name", "capacity", "result", "line"},
	} {
		types := typesOf(c, table)
		var all []string
		for _, column := range columns {
			all = append(all, `UPDATE `+table+` SET `+column+` = `+strings.ReplaceAll(changes[types[column]], "%", column))
		}
		for _, sql := range append(all, `DELETE FROM `+table, `TRUNCATE `+table+` CASCADE`) {
			err := undone(c, []string{`SET LOCAL ROLE fourgates_app`, sql}, func(db.Reader) error { return nil })
			if pg, ok := errors.AsType[*pgconn.PgError](err); !ok || pg.Code != "42501" {
				t.Errorf("%s: %v, want it refused", sql, err)
			}
		}
	}
	err := undone(c, []string{`SET LOCAL ROLE fourgates_app`, `UPDATE notice_recipients SET seen_at = now()`,
		`UPDATE notice_recipients SET posted_on = now(), posted_by = person_id`}, func(db.Reader) error { return nil })
	if err != nil {
		t.Error(err)
	}
}
