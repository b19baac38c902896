-- +goose Up
ALTER TABLE referrals RENAME TO asks;
ALTER TABLE asks ALTER COLUMN issue_id DROP NOT NULL;
ALTER TABLE asks ALTER COLUMN reply_by DROP NOT NULL;
ALTER TABLE asks ALTER COLUMN was_state SET DEFAULT '';
ALTER TABLE asks DROP CONSTRAINT referrals_check;
ALTER TABLE asks
	ADD COLUMN kind text NOT NULL DEFAULT 'referral'
	    CHECK (kind IN ('referral', 'feasibility view', 'validity view', 'quick win')),
	ADD COLUMN view_id bigint REFERENCES feasibility_views,
	ADD COLUMN quick_win_id bigint REFERENCES quick_wins,
	ADD COLUMN area_id bigint REFERENCES areas,
	ADD COLUMN member_id bigint REFERENCES people,
	ADD COLUMN colleague_id bigint REFERENCES people,
	ADD COLUMN way text NOT NULL DEFAULT 'here' CHECK (way IN ('here', 'letter', 'telephone')),
	ADD COLUMN counts_as text NOT NULL DEFAULT '',
	ADD COLUMN outcome text NOT NULL DEFAULT '',
	ADD COLUMN not_ours boolean NOT NULL DEFAULT false,
	ADD COLUMN said_by text NOT NULL DEFAULT '',
	ADD COLUMN said_way text NOT NULL DEFAULT '' CHECK (said_way IN ('', 'letter', 'telephone', 'in person')),
	ADD COLUMN said_on date,
	ADD COLUMN manager_told_at timestamptz,
	ADD COLUMN executive_told_at timestamptz,
	ADD CONSTRAINT asks_of_one CHECK (num_nonnulls(service_id, organisation_id, member_id) = 1),
	ADD CONSTRAINT asks_about_one CHECK (num_nonnulls(issue_id, view_id, quick_win_id, area_id) = 1
	    AND (kind = 'referral') = (issue_id IS NOT NULL) AND (kind = 'feasibility view') = (view_id IS NOT NULL)
	    AND (kind = 'quick win') = (quick_win_id IS NOT NULL)),
	ADD CONSTRAINT asks_entered CHECK ((said_by = '') = (said_on IS NULL) AND (said_by = '') = (said_way = ''));
COMMENT ON TABLE asks IS 'What a service, an organisation or a Member is asked: of what kind, how it was put, when it is due and what became of it.';
COMMENT ON COLUMN asks.way IS 'How the answer comes: given here, or entered by an officer from a letter or a telephone call.';
COMMENT ON COLUMN asks.reply_by IS 'NULL: no day was set, as for views asked before asks had one.';
COMMENT ON COLUMN asks.colleague_id IS 'To whom those asked have passed it on by name.';
COMMENT ON COLUMN asks.counts_as IS 'For a view on a boundary: whose view it counts as.';
COMMENT ON COLUMN asks.not_ours IS 'Answered with: not ours. The answer says why.';
COMMENT ON COLUMN asks.said_by IS 'Who gave the answer, where somebody else entered it.';
COMMENT ON COLUMN asks.manager_told_at IS 'When an overdue ask climbed to the manager; executive_told_at: to the Executive Member.';
CREATE UNIQUE INDEX asks_view ON asks (view_id);
CREATE INDEX asks_quick_win ON asks (quick_win_id) WHERE quick_win_id IS NOT NULL;
CREATE INDEX asks_area ON asks (area_id) WHERE area_id IS NOT NULL;
CREATE INDEX asks_due ON asks (reply_by) WHERE answered_at IS NULL AND withdrawn_at IS NULL;

INSERT INTO asks (kind, view_id, service_id, organisation_id, member_id, ask, referred_by, referred_at, answered_by,
                  answered_at, withdrawn_by, withdrawn_at)
SELECT 'feasibility view', id, service_id, organisation_id, member_id, question, asked_by, asked_at,
       CASE WHEN finished_at IS NOT NULL THEN answered_by END, finished_at, withdrawn_by, withdrawn_at
FROM feasibility_views
WHERE asked_of <> 'community'
ORDER BY id;

CREATE TABLE ask_passings (
	id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	ask_id    bigint NOT NULL REFERENCES asks,
	from_name text NOT NULL,
	to_name   text NOT NULL,
	words     text NOT NULL DEFAULT '',
	by        bigint NOT NULL REFERENCES people,
	at        timestamptz NOT NULL
);
CREATE INDEX ask_passings_ask ON ask_passings (ask_id);
COMMENT ON TABLE ask_passings IS 'Who passed an ask on, from whom and to whom as they were called then.';

CREATE VIEW referrals AS
SELECT id, issue_id, service_id, organisation_id, ask, reply_by, was_state, referred_by, referred_at, acknowledged_by,
       acknowledged_at, answer, answered_by, CASE WHEN NOT not_ours THEN answered_at END AS answered_at,
       CASE WHEN not_ours THEN answered_at ELSE withdrawn_at END AS withdrawn_at
FROM asks
WHERE kind = 'referral';
COMMENT ON VIEW referrals IS 'The asks about issues. One that was not theirs counts as withdrawn.';

-- +goose Down
DROP VIEW referrals;
DROP TABLE ask_passings;
DELETE FROM asks WHERE kind <> 'referral';
ALTER TABLE asks DROP CONSTRAINT asks_of_one, DROP CONSTRAINT asks_about_one, DROP CONSTRAINT asks_entered,
	DROP COLUMN kind, DROP COLUMN view_id, DROP COLUMN quick_win_id, DROP COLUMN area_id, DROP COLUMN member_id,
	DROP COLUMN colleague_id, DROP COLUMN way, DROP COLUMN counts_as, DROP COLUMN outcome, DROP COLUMN not_ours, DROP COLUMN said_by,
	DROP COLUMN said_way, DROP COLUMN said_on, DROP COLUMN manager_told_at, DROP COLUMN executive_told_at;
DROP INDEX IF EXISTS asks_due;
ALTER TABLE asks ADD CONSTRAINT referrals_check CHECK (num_nonnulls(service_id, organisation_id) = 1);
ALTER TABLE asks ALTER COLUMN was_state DROP DEFAULT;
ALTER TABLE asks ALTER COLUMN issue_id SET NOT NULL;
UPDATE asks SET reply_by = referred_at::date WHERE reply_by IS NULL;
ALTER TABLE asks ALTER COLUMN reply_by SET NOT NULL;
ALTER TABLE asks RENAME TO referrals;
