-- +goose Up
-- The role "executive" stood for the clerk, who schedules, records and publishes, and for directors, who read. They are
-- two roles now (domain, ruling 10). Whoever held the old one had the clerk's powers and keeps them as clerk: nobody's
-- work stops on the day. Where somebody was given it to read only, an administrator ends it and gives "director". Whoever
-- is named in a joint decision that is not over can still confirm it: they get "named officer", from the day on which
-- it was drafted.
ALTER TABLE role_grants DROP CONSTRAINT role_grants_role_check;
UPDATE role_grants SET role = 'clerk' WHERE role = 'executive';
ALTER TABLE role_grants ADD CONSTRAINT role_grants_role_check
	CHECK (role IN ('clo', 'cpo', 'lac', 'service', 'executive member', 'clerk', 'director', 'named officer', 'partner', 'admin'));
INSERT INTO role_grants (person_id, role, from_on, granted_at)
SELECT with_officer, 'named officer', min((drafted_at AT TIME ZONE 'Europe/London')::date), min(drafted_at)
FROM executive_decisions
WHERE with_officer IS NOT NULL AND state NOT IN ('in force', 'returned')
GROUP BY with_officer;

-- +goose Down
ALTER TABLE role_grants DROP CONSTRAINT role_grants_role_check;
DELETE FROM role_grants WHERE role = 'named officer';
UPDATE role_grants SET role = 'executive' WHERE role IN ('clerk', 'director');
ALTER TABLE role_grants ADD CONSTRAINT role_grants_role_check
	CHECK (role IN ('clo', 'cpo', 'lac', 'service', 'executive member', 'executive', 'partner', 'admin'));
