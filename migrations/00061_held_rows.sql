-- +goose Up
-- What entries of the register stand for stays as it was decided: columns once they are set, rows once they are made. The
-- list of the tables is HeldTables in internal/register/registerstore; a test walks it as the application's own role.

-- An entry is written at the end of its transaction, with the rows that it stands for.
ALTER TABLE call_in_requests ALTER CONSTRAINT call_in_requests_position_fkey DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE call_in_outcomes ALTER CONSTRAINT call_in_outcomes_position_fkey DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE decision_entries ALTER CONSTRAINT decision_entries_position_fkey DEFERRABLE INITIALLY DEFERRED;

-- An entry may be dated after its command began, where that waited for the register.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION as_deputy(attempt bigint, person bigint, done_at timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
	SELECT COALESCE((SELECT ', deputy for ' || substring(capacity FROM '(?:^D|, d)eputy for (.+?)(?:\. Earlier signature: .*)?$')
	                 FROM (SELECT e.payload::jsonb ->> 'capacity' AS capacity
	                       FROM register_entries e
	                       WHERE e.attempt_id = attempt AND e.person_id = person AND e.at >= done_at
	                       ORDER BY e.position LIMIT 1) first), '')
$$;
-- +goose StatementEnd

CREATE TRIGGER attempts_kept BEFORE UPDATE ON attempts FOR EACH ROW WHEN (
	(OLD.id, OLD.area_id, OLD.cycle, OLD.gate, OLD.number, OLD.batch_id, OLD.rule, OLD.digest, OLD.due_on, OLD.submitted_by, OLD.submitted_at, OLD.note)
		IS DISTINCT FROM
	(NEW.id, NEW.area_id, NEW.cycle, NEW.gate, NEW.number, NEW.batch_id, NEW.rule, NEW.digest, NEW.due_on, NEW.submitted_by, NEW.submitted_at, NEW.note)
	OR OLD.outcome IS NOT NULL AND
		(OLD.outcome, OLD.outcome_at, OLD.outcome_by, OLD.outcome_reason, OLD.resubmit_by)
			IS DISTINCT FROM (NEW.outcome, NEW.outcome_at, NEW.outcome_by, NEW.outcome_reason, NEW.resubmit_by)
	OR OLD.called_back_at IS NOT NULL AND
		(OLD.called_back_at, OLD.called_back_by, OLD.called_back_reason)
			IS DISTINCT FROM (NEW.called_back_at, NEW.called_back_by, NEW.called_back_reason)
) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER attempts_snapshot_kept BEFORE UPDATE OF snapshot ON attempts FOR EACH ROW WHEN (OLD.snapshot <> NEW.snapshot) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER attempts_stay BEFORE DELETE OR TRUNCATE ON attempts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER attempt_seats_kept BEFORE UPDATE ON attempt_seats FOR EACH ROW WHEN (
	(OLD.attempt_id, OLD.seat_id, OLD.place, OLD.tier) IS DISTINCT FROM (NEW.attempt_id, NEW.seat_id, NEW.place, NEW.tier)
) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER attempt_seats_stay BEFORE DELETE OR TRUNCATE ON attempt_seats FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER conditions_kept BEFORE UPDATE ON conditions FOR EACH ROW WHEN (
	(OLD.id, OLD.attempt_id, OLD.signature_id, OLD.text, OLD.due_on, OLD.before_next_gate)
		IS DISTINCT FROM (NEW.id, NEW.attempt_id, NEW.signature_id, NEW.text, NEW.due_on, NEW.before_next_gate)
) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER conditions_stay BEFORE DELETE OR TRUNCATE ON conditions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER plan_versions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON plan_versions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER planning_feeds_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON planning_feeds FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER call_in_requests_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON call_in_requests FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER call_in_outcomes_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON call_in_outcomes FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER decision_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON decision_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A record is corrected until it is published; from then on what was decided stays, and what becomes of it is added.
CREATE TRIGGER executive_decisions_kept BEFORE UPDATE ON executive_decisions FOR EACH ROW WHEN (
	OLD.published_on IS NOT NULL AND
	(OLD.id, OLD.report_id, OLD.authority_id, OLD.delegated, OLD.key_decision, OLD.forward_plan, OLD.meets_on, OLD.made_by, OLD.with_officer,
	 OLD.reasons, OLD.alternatives, OLD.interests, OLD.member_interests, OLD.dispensations, OLD.decided_on, OLD.record, OLD.record_digest,
	 OLD.recorded_by, OLD.recorded_at, OLD.confirmed_by, OLD.confirmed_at, OLD.published_on, OLD.drafted_by, OLD.drafted_at,
	 OLD.declined, OLD.declined_by, OLD.declined_at, OLD.call_in_until)
		IS DISTINCT FROM
	(NEW.id, NEW.report_id, NEW.authority_id, NEW.delegated, NEW.key_decision, NEW.forward_plan, NEW.meets_on, NEW.made_by, NEW.with_officer,
	 NEW.reasons, NEW.alternatives, NEW.interests, NEW.member_interests, NEW.dispensations, NEW.decided_on, NEW.record, NEW.record_digest,
	 NEW.recorded_by, NEW.recorded_at, NEW.confirmed_by, NEW.confirmed_at, NEW.published_on, NEW.drafted_by, NEW.drafted_at,
	 NEW.declined, NEW.declined_by, NEW.declined_at, NEW.call_in_until)
	OR OLD.state = 'in force' AND
	(OLD.state, OLD.effective_on, OLD.called_in_on, OLD.settled_on, OLD.return_reason, OLD.in_force_at)
		IS DISTINCT FROM
	(NEW.state, NEW.effective_on, NEW.called_in_on, NEW.settled_on, NEW.return_reason, NEW.in_force_at)
) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER executive_decisions_stay BEFORE DELETE ON executive_decisions FOR EACH ROW WHEN (OLD.state NOT IN ('drafted', 'scheduled')) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER executive_decisions_not_emptied BEFORE TRUNCATE ON executive_decisions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What belongs to a published decision, or to a report on which one stands, found by the column that TG_ARGV names.
-- +goose StatementBegin
CREATE FUNCTION keep_published() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	was bigint := to_jsonb(COALESCE(OLD, NEW)) ->> TG_ARGV[0];
BEGIN
	IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN
		RETURN NEW;
	END IF;
	IF EXISTS (SELECT FROM executive_decisions d
	           WHERE d.published_on IS NOT NULL
	             AND was = CASE TG_ARGV[1] WHEN 'report' THEN d.report_id ELSE d.id END) THEN
		RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
	END IF;
	RETURN COALESCE(NEW, OLD);
END $$;
-- +goose StatementEnd
CREATE TRIGGER executive_items_kept BEFORE INSERT OR UPDATE OR DELETE ON executive_items FOR EACH ROW EXECUTE FUNCTION keep_published('decision_id', 'decision');
CREATE TRIGGER key_answers_kept BEFORE INSERT OR UPDATE OR DELETE ON key_answers FOR EACH ROW EXECUTE FUNCTION keep_published('decision_id', 'decision');
CREATE TRIGGER key_announcements_kept BEFORE INSERT OR UPDATE OR DELETE ON key_announcements FOR EACH ROW EXECUTE FUNCTION keep_published('decision_id', 'decision');
CREATE TRIGGER executive_reports_kept BEFORE UPDATE OR DELETE ON executive_reports FOR EACH ROW EXECUTE FUNCTION keep_published('id', 'report');
CREATE TRIGGER decision_subjects_kept BEFORE UPDATE OR DELETE ON decision_subjects FOR EACH ROW EXECUTE FUNCTION keep_published('report_id', 'report');

-- +goose StatementBegin
DO $$
BEGIN
	IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fourgates_app') THEN
		REVOKE UPDATE, DELETE, TRUNCATE ON attempts, attempt_seats, conditions, plan_versions, planning_feeds, call_in_requests, call_in_outcomes,
			decision_entries FROM fourgates_app;
		GRANT UPDATE (outcome, outcome_at, outcome_by, outcome_reason, resubmit_by, called_back_at, called_back_by, called_back_reason) ON attempts TO fourgates_app;
		GRANT UPDATE (sitting) ON attempt_seats TO fourgates_app;
		GRANT UPDATE (owner_id) ON conditions TO fourgates_app;
	END IF;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER attempts_kept ON attempts;
DROP TRIGGER attempts_snapshot_kept ON attempts;
DROP TRIGGER attempts_stay ON attempts;
DROP TRIGGER attempt_seats_kept ON attempt_seats;
DROP TRIGGER attempt_seats_stay ON attempt_seats;
DROP TRIGGER conditions_kept ON conditions;
DROP TRIGGER conditions_stay ON conditions;
DROP TRIGGER plan_versions_append_only ON plan_versions;
DROP TRIGGER planning_feeds_append_only ON planning_feeds;
DROP TRIGGER call_in_requests_append_only ON call_in_requests;
DROP TRIGGER call_in_outcomes_append_only ON call_in_outcomes;
DROP TRIGGER decision_entries_append_only ON decision_entries;
DROP TRIGGER executive_decisions_kept ON executive_decisions;
DROP TRIGGER executive_decisions_stay ON executive_decisions;
DROP TRIGGER executive_decisions_not_emptied ON executive_decisions;
DROP TRIGGER executive_items_kept ON executive_items;
DROP TRIGGER key_answers_kept ON key_answers;
DROP TRIGGER key_announcements_kept ON key_announcements;
DROP TRIGGER executive_reports_kept ON executive_reports;
DROP TRIGGER decision_subjects_kept ON decision_subjects;
DROP FUNCTION keep_published;
-- +goose StatementBegin
DO $$
BEGIN
	IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fourgates_app') THEN
		GRANT UPDATE, DELETE ON attempts, attempt_seats, conditions, plan_versions, planning_feeds, call_in_requests, call_in_outcomes,
			decision_entries TO fourgates_app;
	END IF;
END $$;
-- +goose StatementEnd
