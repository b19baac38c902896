-- +goose Up
ALTER TABLE asks ADD COLUMN review_id bigint REFERENCES reviews;
ALTER TABLE asks DROP CONSTRAINT asks_kind_check, DROP CONSTRAINT asks_about_one, DROP CONSTRAINT asks_said_way_check;
ALTER TABLE asks
	ADD CONSTRAINT asks_kind_check
	    CHECK (kind IN ('referral', 'feasibility view', 'validity view', 'quick win', 'review')),
	ADD CONSTRAINT asks_about_one CHECK (num_nonnulls(issue_id, view_id, quick_win_id, area_id, review_id) = 1
	    AND (kind = 'referral') = (issue_id IS NOT NULL) AND (kind = 'feasibility view') = (view_id IS NOT NULL)
	    AND (kind = 'quick win') = (quick_win_id IS NOT NULL) AND (kind = 'review') = (review_id IS NOT NULL)),
	ADD CONSTRAINT asks_said_way_check CHECK (said_way IN ('', 'letter', 'telephone', 'in person', 'e-mail'));
CREATE UNIQUE INDEX asks_review ON asks (review_id) WHERE review_id IS NOT NULL;
ALTER TABLE reviews DROP CONSTRAINT reviews_said_how_check;
ALTER TABLE reviews ADD CONSTRAINT reviews_said_how_check
	CHECK (said_how IN ('', 'letter', 'telephone', 'e-mail', 'meeting', 'in person'));
COMMENT ON COLUMN asks.review_id IS 'The review of a priority that is asked for: the answer stands there, and how it was asked, passed on and chased here.';

INSERT INTO asks (kind, review_id, service_id, organisation_id, way, ask, reply_by, referred_by, referred_at, said_by,
                  said_way, said_on, answered_by, answered_at, withdrawn_by, withdrawn_at, manager_told_at)
SELECT 'review', r.id, r.service_id, r.organisation_id,
       CASE WHEN EXISTS (SELECT FROM role_grants g JOIN people p ON p.id = g.person_id AND p.disabled_at IS NULL
                         WHERE (g.service_id = r.service_id OR g.organisation_id = r.organisation_id)
                           AND g.ended_at IS NULL) THEN 'here' ELSE 'letter' END,
       r.ask, r.reply_by, r.asked_by, r.asked_at, r.said_by,
       CASE r.said_how WHEN 'meeting' THEN 'in person' ELSE r.said_how END, r.said_on, r.answered_by, r.answered_at,
       r.closed_by, r.closed_at,
       (SELECT m.made_at FROM review_reminders m WHERE m.review_id = r.id AND m.rung = 'overdue')
FROM reviews r
ORDER BY r.id;
COMMENT ON TABLE review_reminders IS 'When those asked for a review were chased, before reviews were asks.';

-- +goose Down
DELETE FROM ask_passings WHERE ask_id IN (SELECT id FROM asks WHERE kind = 'review');
DELETE FROM asks WHERE kind = 'review';
UPDATE reviews SET said_how = 'meeting' WHERE said_how = 'in person';
ALTER TABLE reviews DROP CONSTRAINT reviews_said_how_check;
ALTER TABLE reviews ADD CONSTRAINT reviews_said_how_check CHECK (said_how IN ('', 'letter', 'telephone', 'e-mail', 'meeting'));
UPDATE asks SET said_way = 'letter' WHERE said_way = 'e-mail';
ALTER TABLE asks DROP CONSTRAINT asks_kind_check, DROP CONSTRAINT asks_about_one, DROP CONSTRAINT asks_said_way_check;
ALTER TABLE asks DROP COLUMN review_id;
ALTER TABLE asks
	ADD CONSTRAINT asks_kind_check CHECK (kind IN ('referral', 'feasibility view', 'validity view', 'quick win')),
	ADD CONSTRAINT asks_about_one CHECK (num_nonnulls(issue_id, view_id, quick_win_id, area_id) = 1
	    AND (kind = 'referral') = (issue_id IS NOT NULL) AND (kind = 'feasibility view') = (view_id IS NOT NULL)
	    AND (kind = 'quick win') = (quick_win_id IS NOT NULL)),
	ADD CONSTRAINT asks_said_way_check CHECK (said_way IN ('', 'letter', 'telephone', 'in person'));
