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
	resources          text NOT NULL DEFAULT '',
	cost_pence         bigint CHECK (cost_pence >= 0),
	cost_avoided_pence bigint CHECK (cost_avoided_pence >= 0),
	state              text NOT NULL DEFAULT 'idea' CHECK (state IN ('idea', 'testing', 'feasible', 'feasible with changes', 'not feasible', 'chosen', 'not chosen')),
	reason             text NOT NULL DEFAULT '',
	version            int NOT NULL DEFAULT 1,
	proposed_by        bigint NOT NULL REFERENCES people,
	proposed_for       text NOT NULL DEFAULT '',
	proposed_at        timestamptz NOT NULL
);
CREATE INDEX solutions_area ON solutions (area_id, cycle, id);
CREATE INDEX solutions_issue ON solutions (issue_id);

CREATE TABLE feasibility_views (
	id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	solution_id     bigint NOT NULL REFERENCES solutions,
	asked_of        text NOT NULL CHECK (asked_of IN ('service', 'partner', 'Member', 'community')),
	service_id      bigint REFERENCES services,
	organisation_id bigint REFERENCES organisations,
	said_by         text NOT NULL DEFAULT '',
	verdict         text NOT NULL DEFAULT '' CHECK (verdict IN ('', 'feasible', 'feasible with changes', 'not feasible')),
	cost_pence      bigint CHECK (cost_pence >= 0),
	reason          text NOT NULL DEFAULT '',
	version         int NOT NULL DEFAULT 1,
	asked_by        bigint NOT NULL REFERENCES people,
	asked_at        timestamptz NOT NULL,
	answered_by     bigint REFERENCES people,
	finished_at     timestamptz,
	CHECK (finished_at IS NULL OR verdict <> ''),
	CHECK (verdict <> 'not feasible' OR finished_at IS NULL OR reason <> '')
);
CREATE INDEX feasibility_views_solution ON feasibility_views (solution_id);
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
	approved_pence bigint,
	reason       text NOT NULL DEFAULT '',
	version      int NOT NULL DEFAULT 1,
	created_by   bigint NOT NULL REFERENCES people,
	created_at   timestamptz NOT NULL
);
CREATE INDEX bids_area ON bids (area_id, cycle, id);
CREATE TABLE bid_solutions (
	bid_id      bigint NOT NULL REFERENCES bids,
	solution_id bigint NOT NULL REFERENCES solutions,
	PRIMARY KEY (bid_id, solution_id)
);
CREATE INDEX bid_solutions_solution ON bid_solutions (solution_id);

-- +goose Down
DROP TABLE bid_solutions, bids, feasibility_views, solutions;
