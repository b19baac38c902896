-- +goose Up
ALTER TABLE evidence
	ADD COLUMN version int NOT NULL DEFAULT 1,
	ADD COLUMN withdrawn_why text NOT NULL DEFAULT '',
	ADD COLUMN withdrawn_by bigint REFERENCES people,
	ADD COLUMN withdrawn_at timestamptz,
	ADD CONSTRAINT evidence_withdrawn CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL)
		AND (withdrawn_at IS NULL) = (withdrawn_why = ''));
COMMENT ON COLUMN evidence.withdrawn_at IS 'When it was taken back: it bears nothing out any more, and stays readable.';

CREATE TABLE evidence_wordings (
	evidence_id bigint NOT NULL REFERENCES evidence,
	number      int NOT NULL,
	kind        text NOT NULL,
	text        text NOT NULL,
	source      text NOT NULL,
	on_date     date NOT NULL,
	strength    int NOT NULL,
	link        text NOT NULL,
	reason      text NOT NULL CHECK (reason <> ''),
	by          bigint NOT NULL REFERENCES people,
	at          timestamptz NOT NULL,
	PRIMARY KEY (evidence_id, number)
);
COMMENT ON TABLE evidence_wordings IS 'What a piece of evidence said before it was corrected, with who corrected it, when and why (D2).';

-- +goose Down
DROP TABLE evidence_wordings;
ALTER TABLE evidence DROP COLUMN version, DROP COLUMN withdrawn_why, DROP COLUMN withdrawn_by,
	DROP COLUMN withdrawn_at;
