package roundstore

import (
	"context"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/rounds"
)

// By is how somebody takes part: with a code, or with their account.
type By struct {
	Code   int64
	Person domain.PersonID
}

func (b By) args(id domain.OnlineRoundID) db.Named {
	return db.Named{"round": int64(id), "code": b.Code, "person": int64(b.Person)}
}

const bySQL = ` n.round_id = @round AND (n.code_id = NULLIF(@code, 0::bigint) OR n.person_id = NULLIF(@person, 0::bigint))`

// AnswerOf is what somebody answered. It returns domain.ErrNotFound where they have not.
func AnswerOf(ctx context.Context, r db.Reader, id domain.OnlineRoundID, by By) (rounds.Answer, error) {
	return db.One[rounds.Answer](ctx, r.DB, "answer", `
		SELECT n.words, (SELECT COALESCE(array_agg(v.issue_id ORDER BY v.issue_id), '{}')
		                 FROM online_round_votes v WHERE v.answer_id = n.id) AS votes
		FROM online_round_answers n
		WHERE`+bySQL, by.args(id))
}

// AddAnswer writes what somebody answers, over what they answered before. With a code it returns domain.ErrConflict
// where it was used.
func AddAnswer(ctx context.Context, w db.Writer, id domain.OnlineRoundID, by By, a rounds.Answer, at time.Time) error {
	args := by.args(id)
	args["words"], args["at"] = a.Words, at
	answer, err := db.Value[int64](ctx, w.DB, "add answer", `
		INSERT INTO online_round_answers AS n (round_id, code_id, person_id, words, answered_at, changed_at)
		VALUES (@round, NULLIF(@code, 0::bigint), NULLIF(@person, 0::bigint), @words, @at, @at)
		ON CONFLICT (round_id, person_id) DO UPDATE SET words = @words, changed_at = @at
		RETURNING id`, args)
	if err != nil {
		return err
	}
	return w.Exec(ctx, "set votes", `
		WITH gone AS (DELETE FROM online_round_votes WHERE answer_id = @answer AND issue_id <> ALL(@votes))
		INSERT INTO online_round_votes (answer_id, issue_id)
		SELECT @answer, issue FROM unnest(@votes::bigint[]) AS chosen (issue)
		ON CONFLICT DO NOTHING`, db.Named{"answer": answer, "votes": db.Numbers(a.Votes)})
}

// Votes counts for each issue that was offered how many chose it, by how they took part.
func Votes(ctx context.Context, r db.Reader, id domain.OnlineRoundID) ([]rounds.Votes, error) {
	return db.List[rounds.Votes](ctx, r.DB, "online votes", `
		SELECT o.issue_id AS issue, count(n.id) FILTER (WHERE n.code_id IS NULL) AS with_account,
		       count(n.id) FILTER (WHERE n.code_id IS NOT NULL) AS with_code
		FROM online_round_issues o
		LEFT JOIN (online_round_votes v JOIN online_round_answers n ON n.id = v.answer_id AND n.round_id = @id)
		       ON v.issue_id = o.issue_id
		WHERE o.round_id = @id
		GROUP BY o.issue_id, o.position
		ORDER BY count(n.id) DESC, o.position`, db.Named{"id": int64(id)})
}

// Words lists what people added in words, at most so many, in no order that tells whose they are.
func Words(ctx context.Context, r db.Reader, id domain.OnlineRoundID, most int) ([]string, error) {
	return db.Values[string](ctx, r.DB, "words of an online round", `
		SELECT words FROM online_round_answers WHERE round_id = @id AND words <> '' ORDER BY words LIMIT @most`,
		db.Named{"id": int64(id), "most": most})
}

// AddCodes keeps the codes of a new sheet by their hashes.
func AddCodes(ctx context.Context, w db.Writer, id domain.OnlineRoundID, sheet int, hashes [][]byte,
	by domain.PersonID, at time.Time) error {
	return w.Exec(ctx, "add codes", `
		INSERT INTO online_round_codes (round_id, sheet, slip, hash, made_by, made_at)
		SELECT @id, @sheet, slip, hash, @by, @at
		FROM unnest(@hashes::bytea[]) WITH ORDINALITY AS made (hash, slip)`,
		db.Named{"id": int64(id), "sheet": sheet, "hashes": hashes, "by": int64(by), "at": at})
}

// Sheets lists the sheets of codes of a round.
func Sheets(ctx context.Context, r db.Reader, id domain.OnlineRoundID) ([]rounds.Sheet, error) {
	return db.List[rounds.Sheet](ctx, r.DB, "sheets of codes", `
		SELECT c.sheet, count(*) AS made, count(n.id) AS used,
		       count(*) FILTER (WHERE c.cancelled_at IS NOT NULL) AS cancelled,
		       min(p.name) AS made_by, min(c.made_at) AS made_at
		FROM online_round_codes c
		JOIN people p ON p.id = c.made_by
		LEFT JOIN online_round_answers n ON n.code_id = c.id
		WHERE c.round_id = @id
		GROUP BY c.sheet
		ORDER BY c.sheet`, db.Named{"id": int64(id)})
}

// CancelCodes cancels the unused codes of a sheet, or one slip of it where that is not zero, and returns how many.
func CancelCodes(ctx context.Context, w db.Writer, id domain.OnlineRoundID, sheet, slip int, why string,
	by domain.PersonID, at time.Time) (int, error) {
	return db.Value[int](ctx, w.DB, "cancel codes", `
		WITH gone AS (
			UPDATE online_round_codes c SET cancelled_by = @by, cancelled_at = @at, cancelled_why = @why
			WHERE c.round_id = @id AND c.sheet = @sheet AND (c.slip = @slip OR @slip = 0::int)
			  AND c.cancelled_at IS NULL
			  AND NOT EXISTS (SELECT FROM online_round_answers n WHERE n.code_id = c.id)
			RETURNING c.id)
		SELECT count(*) FROM gone`, db.Named{"id": int64(id), "sheet": sheet, "slip": slip, "by": int64(by), "at": at,
		"why": why})
}

const codeSQL = `
	SELECT c.id, c.round_id AS round, r.area_id AS area, c.cancelled_at,
	       EXISTS (SELECT FROM online_round_answers n WHERE n.code_id = c.id) AS used
	FROM online_round_codes c
	JOIN online_rounds r ON r.id = c.round_id
	WHERE c.hash = @hash`

// Code finds a code by its hash. It returns domain.ErrNotFound where there is none.
func Code(ctx context.Context, r db.Reader, hash []byte) (rounds.Code, error) {
	return db.One[rounds.Code](ctx, r.DB, "code", codeSQL, db.Named{"hash": hash})
}

// CodeForUpdate is Code, locked until the transaction ends.
func CodeForUpdate(ctx context.Context, w db.Writer, hash []byte) (rounds.Code, error) {
	if err := w.Exec(ctx, "lock code", `SELECT FROM online_round_codes WHERE hash = @hash FOR UPDATE`,
		db.Named{"hash": hash}); err != nil {
		return rounds.Code{}, err
	}
	return Code(ctx, w.Reader, hash)
}
