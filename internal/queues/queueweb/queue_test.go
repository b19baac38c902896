package queueweb_test

import (
	"fmt"
	"strings"
	"testing"

	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

// job puts a piece of work into the tables as it would stand there.
func job(h *servertest.Harness, state string, errs string) int64 {
	return h.Int(`
		INSERT INTO river_job (kind, args, queue, state, max_attempts, attempt, errors, finalized_at, scheduled_at)
		VALUES ('decision_effects', '{"id": 41}', 'clock', $1::river_job_state, 5, 2,
		        CASE $2::text WHEN '' THEN NULL ELSE ARRAY[jsonb_build_object('error', $2::text)] END,
		        CASE WHEN $1::text IN ('completed', 'cancelled', 'discarded') THEN now() END, now() + interval '1 day')
		RETURNING id`, state, errs)
}

func TestTheAdministratorSeesWhatFailedAndWhy(t *testing.T) {
	t.Parallel()
	h := servertest.New(t)
	admin := h.As(h.Person("Berit Holm", policy.Admin))
	page := admin.Get("/admin/queues")
	page.Want(t, 200)
	for _, want := range []string{"No server works the queues just now", "Nothing failed", "Nothing waits"} {
		if !strings.Contains(page.Words(), want) {
			t.Errorf("an empty queue does not say %q", want)
		}
	}
	job(h, "retryable", "decision 41: it took too long")
	job(h, "discarded", "the database refused it, 23505")
	job(h, "scheduled", "")
	h.Int(`INSERT INTO river_leader (elected_at, expires_at, leader_id) VALUES (now(), now() + interval '1 minute', 'a')
		RETURNING 1`)
	words := admin.Get("/admin/queues").Words()
	for _, want := range []string{"The queues are worked since", "decision 41: it took too long",
		"Failed, is tried again on", "the database refused it, 23505", "Failed too often", "Waiting for its time",
		"Bring Executive decisions into force, number 41"} {
		if !strings.Contains(words, want) {
			t.Errorf("the page does not say %q:\n%s", want, words)
		}
	}
	h.As(h.Person("Nia Pugh", policy.CPO)).Get("/admin/queues").Want(t, 403)
}

func TestWorkIsTriedAgainAndGivenUpWhereThatMeansSomething(t *testing.T) {
	t.Parallel()
	h := servertest.New(t)
	admin := h.As(h.Person("Berit Holm", policy.Admin))
	for _, c := range []struct {
		state, step, then string
		status            int
	}{
		{"retryable", "tries", "available", 303}, {"discarded", "tries", "available", 303},
		{"cancelled", "tries", "available", 303}, {"scheduled", "tries", "available", 303},
		{"available", "tries", "available", 422}, {"running", "tries", "running", 422},
		{"completed", "tries", "completed", 422},
		{"retryable", "giving-up", "cancelled", 303}, {"available", "giving-up", "cancelled", 303},
		{"running", "giving-up", "running", 422}, {"completed", "giving-up", "completed", 422},
		{"cancelled", "giving-up", "cancelled", 422},
	} {
		id := job(h, c.state, "")
		admin.Post(fmt.Sprintf("/admin/queues/jobs/%d/%s", id, c.step)).Want(t, c.status)
		if n := h.Int(`SELECT count(*) FROM river_job WHERE id = $1 AND state::text = $2 AND attempt < max_attempts`, id,
			c.then); n != 1 {
			t.Errorf("%s of one that is %s does not leave it %s", c.step, c.state, c.then)
		}
		want := int64(0)
		if c.status == 303 {
			want = 1
		}
		if n := h.Int(`SELECT count(*) FROM audit_entries WHERE object_kind = 'job' AND object_id = $1`, id); n != want {
			t.Errorf("%s of one that is %s leaves %d entries", c.step, c.state, n)
		}
	}
	admin.Post("/admin/queues/jobs/99999999999999/tries").Want(t, 404)
}
