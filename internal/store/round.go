package store

import (
	"context"
	"time"

	"fourgates/internal/domain"
)

const roundSQL = `
	SELECT r.id, r.area_id AS area, r.cycle, r.method, r.held_on, r.place, r.taking_part, r.votes_each, r.note,
	       r.version, p.name AS entered_by, r.entered_at, COALESCE(c.name, '') AS confirmed_by, r.confirmed_at,
	       COALESCE(r.notice_id, 0) AS notice, COALESCE((SELECT json_object_agg(t.issue_id, t.votes)
	                                                    FROM priority_tallies t WHERE t.round_id = r.id), '{}') AS votes
	FROM priority_rounds r
	JOIN people p ON p.id = r.entered_by
	LEFT JOIN people c ON c.id = r.confirmed_by`

// Rounds lists the priority rounds of an area, newest first. The caller has checked that the area is within scope.
func (r Reader) Rounds(ctx context.Context, area domain.AreaID) ([]domain.PriorityRound, error) {
	return list[domain.PriorityRound](ctx, r.db, "rounds", roundSQL+`
		WHERE r.area_id = @area
		ORDER BY r.held_on DESC, r.id DESC
		LIMIT 100`, named{"area": int64(area)})
}

// Round loads a priority round of the area; another area's is domain.ErrNotFound.
func (r Reader) Round(ctx context.Context, area domain.AreaID, id domain.RoundID) (domain.PriorityRound, error) {
	return one[domain.PriorityRound](ctx, r.db, "round", roundSQL+` WHERE r.id = @id AND r.area_id = @area`,
		named{"id": int64(id), "area": int64(area)})
}

// RoundForUpdate is Round, locked until the transaction ends.
func (w Writer) RoundForUpdate(ctx context.Context, area domain.AreaID,
	id domain.RoundID) (domain.PriorityRound, error) {
	if err := w.exec(ctx, "lock round", `
		SELECT FROM priority_rounds WHERE id = @id FOR UPDATE`, named{"id": int64(id)}); err != nil {
		return domain.PriorityRound{}, err
	}
	return w.Round(ctx, area, id)
}

// LastConfirmedRound is the round of the cycle that was confirmed last; domain.ErrNotFound where none was.
func (r Reader) LastConfirmedRound(ctx context.Context, area domain.AreaID, cycle int) (domain.PriorityRound, error) {
	return one[domain.PriorityRound](ctx, r.db, "confirmed round", roundSQL+`
		JOIN newest_rounds n ON n.round_id = r.id
		WHERE n.area_id = @area AND n.cycle = @cycle`, named{"area": int64(area), "cycle": cycle})
}

// Tallies lists the issues of a round with their votes and whether each is a priority. An issue that is restricted by
// now comes without its title.
func (r Reader) Tallies(ctx context.Context, id domain.RoundID) ([]domain.Tally, error) {
	return list[domain.Tally](ctx, r.db, "tallies", `
		SELECT t.issue_id AS issue, CASE WHEN i.visibility = 'restricted' THEN '' ELSE i.title END AS title, i.state,
		       t.votes, t.priority, 0 AS rank, false AS tied
		FROM priority_tallies t
		JOIN issues i ON i.id = t.issue_id
		WHERE t.round_id = @id
		ORDER BY t.votes DESC, t.issue_id`, named{"id": int64(id)})
}

// IssueStands lists how issues of an area stand now, for a comparison with what was signed. One that is restricted by
// now comes without its title.
func (r Reader) IssueStands(ctx context.Context, area domain.AreaID,
	ids []domain.IssueID) ([]domain.ConfirmedIssue, error) {
	return list[domain.ConfirmedIssue](ctx, r.db, "how issues stand", `
		SELECT i.id, CASE WHEN i.visibility = 'restricted' THEN '' ELSE i.title END AS title, i.state,
		       false AS priority, 0 AS place
		FROM issues i
		WHERE i.area_id = @area AND i.id = ANY(@ids)
		ORDER BY i.id`, named{"area": int64(area), "ids": numbers(ids)})
}

// AddRound writes a new round with its votes.
func (w Writer) AddRound(ctx context.Context, r domain.PriorityRound, by domain.PersonID) (domain.RoundID, error) {
	args := roundArgs(r)
	args["area"], args["cycle"], args["by"], args["at"] = int64(r.Area), r.Cycle, int64(by), r.EnteredAt
	id, err := value[domain.RoundID](ctx, w.db, "add round", `
		INSERT INTO priority_rounds (area_id, cycle, method, held_on, place, taking_part, votes_each, note, entered_by,
		                             entered_at)
		VALUES (@area, @cycle, @method, @held, @place, @taking_part, @votes_each, @note, @by, @at)
		RETURNING id`, args)
	if err != nil {
		return 0, err
	}
	return id, w.setTallies(ctx, id, r.Votes)
}

// UpdateRound writes a round over the version that was read, as long as it is not confirmed: else domain.ErrConflict.
func (w Writer) UpdateRound(ctx context.Context, r domain.PriorityRound) error {
	args := roundArgs(r)
	args["id"], args["version"] = int64(r.ID), r.Version
	err := w.change(ctx, "update round", `
		UPDATE priority_rounds
		SET method = @method, held_on = @held, place = @place, taking_part = @taking_part, votes_each = @votes_each,
		    note = @note, version = version + 1
		WHERE id = @id AND version = @version AND confirmed_at IS NULL`, args)
	if err != nil {
		return err
	}
	if err := w.exec(ctx, "clear tallies", `
		DELETE FROM priority_tallies WHERE round_id = @id`, named{"id": int64(r.ID)}); err != nil {
		return err
	}
	return w.setTallies(ctx, r.ID, r.Votes)
}

func roundArgs(r domain.PriorityRound) named {
	return named{"method": r.Method, "held": r.HeldOn.Time(), "place": r.Place, "taking_part": r.TakingPart,
		"votes_each": r.VotesEach, "note": r.Note}
}

func (w Writer) setTallies(ctx context.Context, id domain.RoundID, given map[domain.IssueID]int) error {
	var issues []int64
	var votes []int
	for issue, n := range given {
		issues, votes = append(issues, int64(issue)), append(votes, n)
	}
	return w.exec(ctx, "set tallies", `
		INSERT INTO priority_tallies (round_id, issue_id, votes)
		SELECT @id, issue, votes FROM unnest(@issues::bigint[], @votes::int[]) AS given (issue, votes)`,
		named{"id": int64(id), "issues": issues, "votes": votes})
}

// ConfirmRound writes who confirmed a round and which of its issues are priorities. It returns domain.ErrConflict where
// it was confirmed or changed meanwhile.
func (w Writer) ConfirmRound(ctx context.Context, r domain.PriorityRound, priorities []domain.IssueID,
	by domain.PersonID, at time.Time, notice domain.NoticeID) error {
	err := w.change(ctx, "confirm round", `
		UPDATE priority_rounds SET confirmed_by = @by, confirmed_at = @at, notice_id = NULLIF(@notice, 0::bigint),
		version = version + 1
		WHERE id = @id AND version = @version AND confirmed_at IS NULL`,
		named{"id": int64(r.ID), "version": r.Version, "by": int64(by), "at": at, "notice": int64(notice)})
	if err != nil {
		return err
	}
	return w.exec(ctx, "mark priorities", `
		INSERT INTO priority_tallies (round_id, issue_id, votes, priority)
		SELECT @id, issue, 0, true FROM unnest(@issues::bigint[]) AS chosen (issue)
		ON CONFLICT (round_id, issue_id) DO UPDATE SET priority = true`,
		named{"id": int64(r.ID), "issues": numbers(priorities)})
}

// PrioritisedIssues lists the issues of an area that are priorities now.
func (r Reader) PrioritisedIssues(ctx context.Context, area domain.AreaID) ([]domain.IssueID, error) {
	return values[domain.IssueID](ctx, r.db, "prioritised issues", `
		SELECT id FROM issues WHERE area_id = @area AND state = 'prioritised' ORDER BY id`, named{"area": int64(area)})
}
