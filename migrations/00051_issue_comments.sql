-- +goose Up
CREATE TABLE issue_comments (
	id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	issue_id      bigint NOT NULL REFERENCES issues,
	by            bigint NOT NULL REFERENCES people,
	capacity      text NOT NULL,
	version       int NOT NULL DEFAULT 1,
	withdrawn_why text NOT NULL DEFAULT '',
	withdrawn_at  timestamptz,
	CHECK ((withdrawn_at IS NULL) = (withdrawn_why = ''))
);
CREATE INDEX issue_comments_issue ON issue_comments (issue_id, id);
COMMENT ON TABLE issue_comments IS 'What Area Members say of an issue of their area (004, 2b).';
COMMENT ON COLUMN issue_comments.capacity IS 'In which they said it, as it was then, such as "Member for Castle Keep".';

CREATE TABLE issue_comment_texts (
	comment_id bigint NOT NULL REFERENCES issue_comments,
	number     int NOT NULL,
	text       text NOT NULL CHECK (text <> ''),
	at         timestamptz NOT NULL,
	told_at    timestamptz,
	PRIMARY KEY (comment_id, number)
);
CREATE INDEX issue_comment_texts_untold ON issue_comment_texts (comment_id) WHERE told_at IS NULL;
COMMENT ON TABLE issue_comment_texts IS 'The wordings of a comment: the newest counts, the others stay readable.';
COMMENT ON COLUMN issue_comment_texts.told_at IS 'When the area''s officers were told, with all else that was said since the time before.';

CREATE TABLE issue_comment_answers (
	comment_id bigint NOT NULL REFERENCES issue_comments,
	number     int NOT NULL,
	text       text NOT NULL CHECK (text <> ''),
	by         bigint NOT NULL REFERENCES people,
	at         timestamptz NOT NULL,
	told_at    timestamptz,
	PRIMARY KEY (comment_id, number)
);
CREATE INDEX issue_comment_answers_untold ON issue_comment_answers (comment_id) WHERE told_at IS NULL;
COMMENT ON TABLE issue_comment_answers IS 'What officers answered: the newest counts, the others stay readable.';

-- +goose Down
DROP TABLE issue_comment_answers, issue_comment_texts, issue_comments;
