// Package prioritystore keeps the community's rounds of priorities in Postgres.
package prioritystore

import (
	"context"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/priorities"
)

const roundSQL = `
	SELECT r.id, r.area_id AS area, r.cycle, r.method, r.held_on, r.place, r.taking_part, r.votes_each, r.note,
	       r.version, p.name AS entered_by, r.entered_at, COALESCE(c.name, '') AS confirmed_by, r.confirmed_at,
	       COALESCE(r.notice_id, 0) AS notice, COALESCE((SELECT json_object_agg(t.issue_id, t.votes)
	                                                    FROM priority_tallies t WHERE t.round_id = r.id), '{}') AS votes
	FROM priority_rounds r
	JOIN people p ON p.id = r.entered_by
	LEFT JOIN people c ON c.id = r.confirmed_by`

// Rounds lists the priority rounds of an area's present cycle, newest first. The caller has checked that the area is
// within scope.
func Rounds(ctx context.Context, r db.Reader, area domain.AreaID) ([]priorities.PriorityRound, error) {
	return RoundsOf(ctx, r, area, 0)
}

// RoundsOf is Rounds of any cycle of the area; 0 is the present one.
func RoundsOf(ctx context.Context, r db.Reader, area domain.AreaID, cycle int) ([]priorities.PriorityRound, error) {
	return db.List[priorities.PriorityRound](ctx, r.DB, "rounds", roundSQL+`
		JOIN present_cycles y ON y.area_id = r.area_id AND r.cycle = COALESCE(NULLIF(@cycle::int, 0), y.cycle)
		WHERE r.area_id = @area
		ORDER BY r.held_on DESC, r.id DESC`, db.Named{"area": int64(area), "cycle": cycle})
}

// Round loads a priority round of the area; another area's is domain.ErrNotFound.
func Round(ctx context.Context, r db.Reader, area domain.AreaID, id domain.RoundID) (priorities.PriorityRound, error) {
	return db.One[priorities.PriorityRound](ctx, r.DB, "round", roundSQL+` WHERE r.id = @id AND r.area_id = @area`,
		db.Named{"id": int64(id), "area": int64(area)})
}

// RoundForUpdate is Round, locked until the transaction ends.
func RoundForUpdate(ctx context.Context, w db.Writer, area domain.AreaID,
	id domain.RoundID) (priorities.PriorityRound, error) {
	if err := w.Exec(ctx, "lock round", `
		SELECT FROM priority_rounds WHERE id = @id FOR UPDATE`, db.Named{"id": int64(id)}); err != nil {
		return priorities.PriorityRound{}, err
	}
	return Round(ctx, w.Reader, area, id)
}

// LastConfirmedRound is the round of the cycle that was confirmed last; domain.ErrNotFound where none was.
func LastConfirmedRound(ctx context.Context, r db.Reader, area domain.AreaID, cycle int) (priorities.PriorityRound,
	error) {
	return db.One[priorities.PriorityRound](ctx, r.DB, "confirmed round", roundSQL+`
		JOIN newest_rounds n ON n.round_id = r.id
		WHERE n.area_id = @area AND n.cycle = @cycle`, db.Named{"area": int64(area), "cycle": cycle})
}

// Tallies lists the issues of a round with their votes and whether each is a priority. An issue that is restricted by
// now comes without its title.
func Tallies(ctx context.Context, r db.Reader, id domain.RoundID) ([]priorities.Tally, error) {
	return db.List[priorities.Tally](ctx, r.DB, "tallies", `
		SELECT t.issue_id AS issue, CASE WHEN i.visibility = 'restricted' THEN '' ELSE i.title END AS title, i.state,
		       t.votes, t.priority, 0 AS rank, false AS tied
		FROM priority_tallies t
		JOIN issues i ON i.id = t.issue_id
		WHERE t.round_id = @id
		ORDER BY t.votes DESC, t.issue_id`, db.Named{"id": int64(id)})
}

// IssueStands lists how issues of an area stand now, for a comparison with what was signed. One that is restricted by
// now comes without its title.
func IssueStands(ctx context.Context, r db.Reader, area domain.AreaID,
	ids []domain.IssueID) ([]priorities.ConfirmedIssue, error) {
	return db.List[priorities.ConfirmedIssue](ctx, r.DB, "how issues stand", `
		SELECT i.id, CASE WHEN i.visibility = 'restricted' THEN '' ELSE i.title END AS title, i.state,
		       false AS priority, 0 AS place
		FROM issues i
		WHERE i.area_id = @area AND i.id = ANY(@ids)
		ORDER BY i.id`, db.Named{"area": int64(area), "ids": db.Numbers(ids)})
}

// AddRound writes a new round with its votes.
func AddRound(ctx context.Context, w db.Writer, r priorities.PriorityRound, by domain.PersonID) (domain.RoundID,
	error) {
	args := roundArgs(r)
	args["area"], args["cycle"], args["by"], args["at"] = int64(r.Area), r.Cycle, int64(by), r.EnteredAt
	id, err := db.Value[domain.RoundID](ctx, w.DB, "add round", `
		INSERT INTO priority_rounds (area_id, cycle, method, held_on, place, taking_part, votes_each, note, entered_by,
		                             entered_at)
		VALUES (@area, @cycle, @method, @held, @place, @taking_part, @votes_each, @note, @by, @at)
		RETURNING id`, args)
	if err != nil {
		return 0, err
	}
	return id, setTallies(ctx, w, id, r.Votes)
}

// UpdateRound writes a round over the version that was read, as long as it is not confirmed: else domain.ErrConflict.
func UpdateRound(ctx context.Context, w db.Writer, r priorities.PriorityRound) error {
	args := roundArgs(r)
	args["id"], args["version"] = int64(r.ID), r.Version
	err := w.Change(ctx, "update round", `
		UPDATE priority_rounds
		SET method = @method, held_on = @held, place = @place, taking_part = @taking_part, votes_each = @votes_each,
		    note = @note, version = version + 1
		WHERE id = @id AND version = @version AND confirmed_at IS NULL`, args)
	if err != nil {
		return err
	}
	if err := w.Exec(ctx, "clear tallies", `
		DELETE FROM priority_tallies WHERE round_id = @id`, db.Named{"id": int64(r.ID)}); err != nil {
		return err
	}
	return setTallies(ctx, w, r.ID, r.Votes)
}

func roundArgs(r priorities.PriorityRound) db.Named {
	return db.Named{"method": r.Method, "held": r.HeldOn.Time(), "place": r.Place, "taking_part": r.TakingPart,
		"votes_each": r.VotesEach, "note": r.Note}
}

func setTallies(ctx context.Context, w db.Writer, id domain.RoundID, given map[domain.IssueID]int) error {
	var issues []int64
	var votes []int
	for issue, n := range given {
		issues, votes = append(issues, int64(issue)), append(votes, n)
	}
	return w.Exec(ctx, "set tallies", `
		INSERT INTO priority_tallies (round_id, issue_id, votes)
		SELECT @id, issue, votes FROM unnest(@issues::bigint[], @votes::int[]) AS given (issue, votes)`,
		db.Named{"id": int64(id), "issues": issues, "votes": votes})
}

// ConfirmRound writes who confirmed a round and which of its issues are priorities. It returns domain.ErrConflict where
// it was confirmed or changed meanwhile.
func ConfirmRound(ctx context.Context, w db.Writer, r priorities.PriorityRound, priorities []domain.IssueID,
	by domain.PersonID, at time.Time, notice domain.NoticeID) error {
	err := w.Change(ctx, "confirm round", `
		UPDATE priority_rounds SET confirmed_by = @by, confirmed_at = @at, notice_id = NULLIF(@notice, 0::bigint),
		version = version + 1
		WHERE id = @id AND version = @version AND confirmed_at IS NULL`,
		db.Named{"id": int64(r.ID), "version": r.Version, "by": int64(by), "at": at, "notice": int64(notice)})
	if err != nil {
		return err
	}
	return w.Exec(ctx, "mark priorities", `
		INSERT INTO priority_tallies (round_id, issue_id, votes, priority)
		SELECT @id, issue, 0, true FROM unnest(@issues::bigint[]) AS chosen (issue)
		ON CONFLICT (round_id, issue_id) DO UPDATE SET priority = true`,
		db.Named{"id": int64(r.ID), "issues": db.Numbers(priorities)})
}

// PrioritisedIssues lists the issues of an area's present cycle that are priorities now.
func PrioritisedIssues(ctx context.Context, r db.Reader, area domain.AreaID) ([]domain.IssueID, error) {
	return db.Values[domain.IssueID](ctx, r.DB, "prioritised issues", `
		SELECT i.id FROM issues i
		WHERE i.area_id = @area AND i.state = 'prioritised'
		  AND EXISTS (SELECT FROM issue_cycles n JOIN present_cycles y USING (area_id, cycle) WHERE n.issue_id = i.id)
		ORDER BY i.id`,
		db.Named{"area": int64(area)})
}
