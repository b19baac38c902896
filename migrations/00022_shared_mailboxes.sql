-- +goose Up
DROP INDEX people_email;
CREATE INDEX people_email ON people (email);
CREATE UNIQUE INDEX people_email_name ON people (email, lower(name));
COMMENT ON COLUMN people.email IS 'Lower case. Several people may use one mailbox: it says who somebody is only together with the name (rulings, 3). NULL for a Member who has none, who is asked by letter.';

-- +goose Down
COMMENT ON COLUMN people.email IS NULL;
DROP INDEX people_email_name;
DROP INDEX people_email;
CREATE UNIQUE INDEX people_email ON people (email);
