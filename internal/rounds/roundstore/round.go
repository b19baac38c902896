// Package roundstore keeps online rounds, their codes and what people answered in Postgres.
package roundstore

import (
	"context"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/rounds"
)

const roundSQL = `
	SELECT r.id, r.area_id AS area, a.name AS area_name, r.cycle, r.opens_on, r.closes_on, r.votes_each, r.note,
	       r.version, p.name AS made_by, r.made_at, COALESCE(x.name, '') AS cancelled_by, r.cancelled_at,
	       r.cancelled_why, COALESCE(r.round_id, 0) AS count,
	       (SELECT count(*) FROM online_round_answers n WHERE n.round_id = r.id AND n.code_id IS NULL) AS with_account,
	       (SELECT count(*) FROM online_round_answers n
	        WHERE n.round_id = r.id AND n.code_id IS NOT NULL) AS with_code,
	       (SELECT jsonb_agg(jsonb_build_object('Issue', o.issue_id, 'Title', o.title,
	                                            'Public', i.visibility = 'public') ORDER BY o.position)
	        FROM online_round_issues o JOIN issues i ON i.id = o.issue_id WHERE o.round_id = r.id) AS offered
	FROM online_rounds r
	JOIN areas a ON a.id = r.area_id
	JOIN people p ON p.id = r.made_by
	LEFT JOIN people x ON x.id = r.cancelled_by
	`

// Rounds lists the online rounds of an area, newest first. The caller has checked that the area is within scope.
func Rounds(ctx context.Context, r db.Reader, area domain.AreaID) ([]rounds.Round, error) {
	return db.List[rounds.Round](ctx, r.DB, "online rounds", roundSQL+`
		WHERE r.area_id = @area
		ORDER BY r.id DESC`, db.Named{"area": int64(area)})
}

// Round loads an online round of the area; another area's is domain.ErrNotFound. The caller has checked that the area
// is within scope.
func Round(ctx context.Context, r db.Reader, area domain.AreaID, id domain.OnlineRoundID) (rounds.Round, error) {
	return db.One[rounds.Round](ctx, r.DB, "online round", roundSQL+` WHERE r.id = @id AND r.area_id = @area`,
		db.Named{"id": int64(id), "area": int64(area)})
}

// RoundForUpdate is Round, locked until the transaction ends.
func RoundForUpdate(ctx context.Context, w db.Writer, area domain.AreaID, id domain.OnlineRoundID) (rounds.Round,
	error) {
	if err := w.Exec(ctx, "lock online round", `SELECT FROM online_rounds WHERE id = @id FOR UPDATE`,
		db.Named{"id": int64(id)}); err != nil {
		return rounds.Round{}, err
	}
	return Round(ctx, w.Reader, area, id)
}

// RoundToAnswer is Round, held as it is until the transaction ends: others can answer meanwhile.
func RoundToAnswer(ctx context.Context, w db.Writer, area domain.AreaID, id domain.OnlineRoundID) (rounds.Round,
	error) {
	if err := w.Exec(ctx, "hold online round", `SELECT FROM online_rounds WHERE id = @id FOR SHARE`,
		db.Named{"id": int64(id)}); err != nil {
		return rounds.Round{}, err
	}
	return Round(ctx, w.Reader, area, id)
}

// Listed lists the public issues of an area's list, which can be offered.
func Listed(ctx context.Context, r db.Reader, list []domain.IssueID) ([]rounds.Offer, error) {
	return db.List[rounds.Offer](ctx, r.DB, "issues to offer", `
		SELECT id AS issue, title, true AS public
		FROM issues
		WHERE id = ANY(@ids) AND visibility = 'public'
		ORDER BY array_position(@ids, id)`, db.Named{"ids": db.Numbers(list)})
}

// AddRound writes a new round with what it offers.
func AddRound(ctx context.Context, w db.Writer, r rounds.Round, by domain.PersonID,
	at time.Time) (domain.OnlineRoundID, error) {
	args := roundArgs(r)
	args["area"], args["cycle"], args["by"], args["at"] = int64(r.Area), r.Cycle, int64(by), at
	id, err := db.Value[domain.OnlineRoundID](ctx, w.DB, "add online round", `
		INSERT INTO online_rounds (area_id, cycle, opens_on, closes_on, votes_each, note, made_by, made_at)
		VALUES (@area, @cycle, @opens, @closes, @votes_each, @note, @by, @at)
		RETURNING id`, args)
	if err != nil {
		return 0, err
	}
	return id, offer(ctx, w, id, r.Offered)
}

// UpdateRound writes a round over the version that was read: else domain.ErrConflict.
func UpdateRound(ctx context.Context, w db.Writer, r rounds.Round) error {
	args := roundArgs(r)
	args["id"], args["version"] = int64(r.ID), r.Version
	if err := w.Change(ctx, "update online round", `
		UPDATE online_rounds
		SET opens_on = @opens, closes_on = @closes, votes_each = @votes_each, note = @note, version = version + 1
		WHERE id = @id AND version = @version`, args); err != nil {
		return err
	}
	if err := w.Exec(ctx, "clear offer", `DELETE FROM online_round_issues WHERE round_id = @id`,
		db.Named{"id": int64(r.ID)}); err != nil {
		return err
	}
	return offer(ctx, w, r.ID, r.Offered)
}

func roundArgs(r rounds.Round) db.Named {
	return db.Named{"opens": r.OpensOn.Time(), "closes": r.ClosesOn.Time(), "votes_each": r.VotesEach, "note": r.Note}
}

func offer(ctx context.Context, w db.Writer, id domain.OnlineRoundID, offered []rounds.Offer) error {
	var ids []int64
	var titles []string
	for _, o := range offered {
		ids, titles = append(ids, int64(o.Issue)), append(titles, o.Title)
	}
	return w.Exec(ctx, "offer issues", `
		INSERT INTO online_round_issues (round_id, issue_id, position, title)
		SELECT @id, issue, position, title
		FROM unnest(@issues::bigint[], @titles::text[]) WITH ORDINALITY AS offered (issue, title, position)`,
		db.Named{"id": int64(id), "issues": ids, "titles": titles})
}

// CancelRound writes who cancelled a round, and why.
func CancelRound(ctx context.Context, w db.Writer, id domain.OnlineRoundID, why string, by domain.PersonID,
	at time.Time) error {
	return w.Change(ctx, "cancel online round", `
		UPDATE online_rounds SET cancelled_by = @by, cancelled_at = @at, cancelled_why = @why, version = version + 1
		WHERE id = @id AND cancelled_at IS NULL AND round_id IS NULL`,
		db.Named{"id": int64(id), "by": int64(by), "at": at, "why": why})
}

// SetCount says which round of priorities is the count.
func SetCount(ctx context.Context, w db.Writer, id domain.OnlineRoundID, count domain.RoundID) error {
	return w.Change(ctx, "count online round", `
		UPDATE online_rounds SET round_id = @count, version = version + 1
		WHERE id = @id AND cancelled_at IS NULL AND round_id IS NULL`,
		db.Named{"id": int64(id), "count": int64(count)})
}
