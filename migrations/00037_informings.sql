-- +goose Up
CREATE TABLE informings (
	recipient_id bigint PRIMARY KEY REFERENCES notice_recipients,
	way          text NOT NULL CHECK (way IN ('letter', 'telephone', 'in person')),
	told_on      date NOT NULL,
	note         text NOT NULL DEFAULT '',
	by           bigint NOT NULL REFERENCES people,
	at           timestamptz NOT NULL
);
COMMENT ON TABLE informings IS 'That somebody whom a notice did not reach was told by letter, by telephone or in person (B4).';

-- +goose Down
DROP TABLE informings;
