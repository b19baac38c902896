-- +goose Up
CREATE TABLE solutions (
	id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	area_id            bigint NOT NULL REFERENCES areas,
	cycle              int NOT NULL DEFAULT 1,
	issue_id           bigint NOT NULL REFERENCES issues,
	cause_id           bigint REFERENCES causes,
	title              text NOT NULL,
	description        text NOT NULL DEFAULT '',
	delivered_by       text NOT NULL CHECK (delivered_by IN ('community', 'council', 'partner', 'jointly')),
	service_id         bigint REFERENCES services,
	organisation_id    bigint REFERENCES organisations,
	others             text NOT NULL DEFAULT '',
	resources          text NOT NULL DEFAULT '',
	cost_pence         bigint CHECK (cost_pence >= 0),
	cost_avoided_pence bigint CHECK (cost_avoided_pence >= 0),
	state              text NOT NULL DEFAULT 'idea' CHECK (state IN ('idea', 'testing', 'feasible', 'feasible with changes', 'not feasible', 'chosen', 'not chosen')),
	verdict            text NOT NULL DEFAULT '' CHECK (verdict IN ('', 'feasible', 'feasible with changes', 'not feasible')),
	conclusion         text NOT NULL DEFAULT '',
	reason             text NOT NULL DEFAULT '',
	version            int NOT NULL DEFAULT 1,
	proposed_by        bigint NOT NULL REFERENCES people,
	proposed_for       text NOT NULL DEFAULT '',
	proposed_at        timestamptz NOT NULL,
	told_on            date,
	told_how           text NOT NULL DEFAULT '',
	idempotency_key    text UNIQUE,
	CHECK (state NOT IN ('feasible', 'feasible with changes', 'not feasible') OR (verdict = state AND conclusion <> '')),
	CHECK (state NOT IN ('chosen', 'not chosen') OR reason <> ''),
	CHECK (state <> 'chosen' OR verdict IN ('feasible', 'feasible with changes'))
);
COMMENT ON COLUMN solutions.cost_pence IS 'NULL: not known, which is not the same as nothing.';
COMMENT ON COLUMN solutions.verdict IS 'What testing came to. It stays when the solution is chosen or not.';
COMMENT ON COLUMN solutions.proposed_for IS 'On whose behalf, in words: somebody without an account, to be told what became of it (told_on, told_how).';
CREATE INDEX solutions_area ON solutions (area_id, cycle, id);
CREATE INDEX solutions_issue ON solutions (issue_id);

CREATE TABLE feasibility_views (
	id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	solution_id     bigint NOT NULL REFERENCES solutions,
	asked_of        text NOT NULL CHECK (asked_of IN ('service', 'partner', 'Member', 'community')),
	service_id      bigint REFERENCES services,
	organisation_id bigint REFERENCES organisations,
	member_id       bigint REFERENCES people,
	question        text NOT NULL DEFAULT '',
	said_by         text NOT NULL DEFAULT '',
	verdict         text NOT NULL DEFAULT '' CHECK (verdict IN ('', 'feasible', 'feasible with changes', 'not feasible')),
	cost_pence      bigint CHECK (cost_pence >= 0),
	reason          text NOT NULL DEFAULT '',
	version         int NOT NULL DEFAULT 1,
	asked_by        bigint NOT NULL REFERENCES people,
	asked_at        timestamptz NOT NULL,
	answered_by     bigint REFERENCES people,
	finished_at     timestamptz,
	withdrawn_by    bigint REFERENCES people,
	withdrawn_at    timestamptz,
	withdrawn_reason text NOT NULL DEFAULT '',
	CHECK (finished_at IS NULL OR verdict <> ''),
	CHECK (finished_at IS NULL OR verdict = 'feasible' OR reason <> ''),
	CHECK (finished_at IS NULL OR withdrawn_at IS NULL),
	CHECK ((asked_of = 'service') = (service_id IS NOT NULL)),
	CHECK ((asked_of = 'partner') = (organisation_id IS NOT NULL)),
	CHECK ((asked_of = 'Member') = (member_id IS NOT NULL))
);
CREATE INDEX feasibility_views_solution ON feasibility_views (solution_id);
CREATE INDEX feasibility_views_service ON feasibility_views (service_id) WHERE service_id IS NOT NULL;
CREATE INDEX feasibility_views_organisation ON feasibility_views (organisation_id) WHERE organisation_id IS NOT NULL;
CREATE INDEX feasibility_views_member ON feasibility_views (member_id) WHERE member_id IS NOT NULL;
-- Each of those asked has one unfinished view of a solution at most.
CREATE UNIQUE INDEX feasibility_views_open ON feasibility_views
	(solution_id, asked_of, COALESCE(service_id, organisation_id, member_id, 0)) WHERE finished_at IS NULL AND withdrawn_at IS NULL;
COMMENT ON TABLE feasibility_views IS 'Never shown outside those who work on it until finished (E3).';

CREATE TABLE bids (
	id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	area_id      bigint NOT NULL REFERENCES areas,
	cycle        int NOT NULL DEFAULT 1,
	title        text NOT NULL,
	funder       text NOT NULL,
	amount_pence bigint NOT NULL CHECK (amount_pence > 0),
	match_pence  bigint NOT NULL DEFAULT 0 CHECK (match_pence >= 0),
	deadline     date NOT NULL,
	state        text NOT NULL DEFAULT 'idea' CHECK (state IN ('idea', 'drafting', 'approved to submit', 'submitted', 'won', 'lost', 'withdrawn')),
	approved_pence bigint CHECK (approved_pence > 0 AND approved_pence <= amount_pence),
	approved_by  bigint REFERENCES people,
	approved_at  timestamptz,
	won_pence    bigint CHECK (won_pence > 0),
	reason       text NOT NULL DEFAULT '',
	version      int NOT NULL DEFAULT 1,
	created_by   bigint NOT NULL REFERENCES people,
	created_at   timestamptz NOT NULL,
	idempotency_key text UNIQUE,
	CHECK (state NOT IN ('approved to submit', 'submitted', 'won', 'lost') OR approved_pence IS NOT NULL),
	CHECK ((state = 'won') = (won_pence IS NOT NULL)),
	CHECK (state NOT IN ('lost', 'withdrawn') OR reason <> '')
);
COMMENT ON COLUMN bids.approved_pence IS 'What the Executive approved, the whole or a part (gate 3, Executive part).';
CREATE INDEX bids_area ON bids (area_id, cycle, id);
CREATE TABLE bid_solutions (
	bid_id      bigint NOT NULL REFERENCES bids,
	solution_id bigint NOT NULL REFERENCES solutions,
	PRIMARY KEY (bid_id, solution_id)
);
CREATE INDEX bid_solutions_solution ON bid_solutions (solution_id);

-- +goose Down
DROP TABLE bid_solutions, bids, feasibility_views, solutions;
