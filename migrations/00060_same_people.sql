-- +goose Up
-- A second account of a person is seen as that person (domain §1, separation of duties). Accounts with one label are one
-- person's.
CREATE TABLE same_people (
	person_id bigint PRIMARY KEY REFERENCES people,
	label     bigint NOT NULL,
	reason    text NOT NULL CHECK (reason <> ''),
	linked_by bigint NOT NULL REFERENCES people,
	linked_at timestamptz NOT NULL
);
CREATE INDEX same_people_label ON same_people (label, person_id);
CREATE INDEX same_people_linked_by ON same_people (linked_by);
COMMENT ON TABLE same_people IS 'Accounts of which an administrator said that they are one person''s. The audit trail keeps what was said before.';
COMMENT ON COLUMN same_people.label IS 'The same for all accounts of one person; it means nothing else.';

-- +goose StatementBegin
CREATE FUNCTION other_accounts(person bigint) RETURNS bigint[] LANGUAGE sql STABLE AS $$
	SELECT ARRAY(SELECT o.person_id FROM same_people x
	             JOIN same_people o ON o.label = x.label AND o.person_id <> x.person_id
	             WHERE x.person_id = person ORDER BY o.person_id)
$$;
-- +goose StatementEnd
COMMENT ON FUNCTION other_accounts IS 'The other accounts of whoever has this one.';

-- +goose Down
DROP FUNCTION other_accounts(bigint);
DROP TABLE same_people;
