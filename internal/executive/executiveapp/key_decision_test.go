package executiveapp_test

import (
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/procedures"
	"fourgates/internal/register/registerapp"
	"fourgates/internal/town"
)

// What was proposed, answered and announced stands in the record: changed by hand, the register does not verify.
func TestKeyDecisionAgreesWithItsRecord(t *testing.T) {
	c := town.NewChamber(t)
	d := c.Drafted()
	key := c.Today()
	key.Key, key.ForwardPlan, key.KeyReason = executive.KeyYes, "FP/7", ""
	d = c.Must(d.ID, c.Schedule(c.Clerk, d, key))
	c.Verify()
	if err := executiveapp.AnnounceDecision(t.Context(), c.App, c.Actor(c.Clerk), d.ID, d.Version,
		procedures.Announcement{How: procedures.SpecialUrgency, On: c.Day(), Who: "Cllr Idris Fell",
			Why: "A grant closes"}); err != nil {
		t.Fatal(err)
	}
	c.Verify()
	d = c.Decision3(d.ID)
	d = c.Must(d.ID, c.Record(c.Clerk, d, c.Agreed(d)))
	c.Must(d.ID, c.Publish(d, c.Day()))
	c.Verify()
	for _, sql := range []string{
		`UPDATE key_answers SET proposed = NOT proposed`, `UPDATE key_answers SET why = '{"It is small"}'`,
		`UPDATE key_answers SET notice_days = 14`, `UPDATE key_answers SET reason = 'It is small'`,
		`UPDATE key_announcements SET how = 'general exception'`, `UPDATE key_announcements SET who = 'The mayor'`,
		`UPDATE key_announcements SET made_on = made_on - 1`, `UPDATE key_announcements SET why = 'It snowed'`,
		`UPDATE key_announcements SET from_on = from_on + 1`, `DELETE FROM key_announcements`,
	} {
		kept := c.Lines(`SELECT json_build_array((SELECT to_json(k) FROM key_answers k),
			(SELECT to_json(n) FROM key_announcements n))::text`)[0]
		c.ByHand(sql)
		if _, err := registerapp.VerifyRegister(t.Context(), c.App, domain.Digest{}); err == nil ||
			!strings.Contains(err.Error(), "answered as to key decisions does not agree with its record") {
			t.Errorf("%s: %v", sql, err)
		}
		c.ByHand(`DELETE FROM key_announcements`)
		c.ByHand(`DELETE FROM key_answers`)
		c.ByHand(`INSERT INTO key_answers SELECT * FROM json_populate_record(NULL::key_answers, $1::json -> 0)`, kept)
		c.ByHand(`INSERT INTO key_announcements
			SELECT * FROM json_populate_record(NULL::key_announcements, $1::json -> 1)`, kept)
	}
	c.Verify()
}
