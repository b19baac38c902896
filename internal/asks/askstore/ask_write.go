package askstore

import (
	"context"
	"time"

	"fourgates/internal/asks"
	"fourgates/internal/db"
	"fourgates/internal/domain"
)

// Add writes an ask and returns its identifier. It refuses a service or organisation that is not there.
func Add(ctx context.Context, w db.Writer, k asks.Ask) (domain.AskID, error) {
	var due *time.Time
	if !k.DueOn.IsZero() {
		day := k.DueOn.Time()
		due = &day
	}
	area := int64(0)
	if k.Kind == asks.Validity {
		area = int64(k.Area)
	}
	id, err := db.Value[domain.AskID](ctx, w.DB, "add ask", `
		INSERT INTO asks (kind, issue_id, view_id, quick_win_id, review_id, area_id, service_id, organisation_id,
		                  member_id, way, counts_as, ask, reply_by, was_state, referred_by, referred_at, joint_id,
		                  lead)
		VALUES (@kind, NULLIF(@issue, 0::bigint), NULLIF(@view, 0::bigint), NULLIF(@win, 0::bigint),
		        NULLIF(@review, 0::bigint),
		        NULLIF(@area, 0::bigint), NULLIF(@service, 0::bigint), NULLIF(@organisation, 0::bigint),
		        NULLIF(@member, 0::bigint), @way, @counts_as, @ask, @due, @was, @by, @at,
		        NULLIF(@joint, 0::bigint), @lead)
		RETURNING id`,
		db.Named{"kind": string(k.Kind), "issue": int64(k.Issue), "view": int64(k.View), "win": int64(k.QuickWin),
			"review": int64(k.Review),
			"area":   area, "service": int64(k.Service), "organisation": int64(k.Organisation),
			"member": int64(k.Member), "way": string(k.Way), "counts_as": k.CountsAs, "ask": k.Question,
			"due": due, "was": k.WasState, "by": int64(k.AskedBy), "at": k.AskedAt, "joint": int64(k.Joint),
			"lead": k.Lead})
	if db.Violates(err, "referrals_service_id_fkey") || db.Violates(err, "referrals_organisation_id_fkey") {
		return 0, domain.Blocked("to", "Choose a service or organisation from the list")
	}
	return id, err
}

// Acknowledge notes that those asked have seen it.
func Acknowledge(ctx context.Context, w db.Writer, id domain.AskID, by domain.PersonID, at time.Time) error {
	return w.Change(ctx, "acknowledge ask", `
		UPDATE asks SET acknowledged_by = @by, acknowledged_at = @at WHERE id = @id AND acknowledged_at IS NULL`,
		db.Named{"id": int64(id), "by": int64(by), "at": at})
}

// WriteAnswer writes the answer. What was not acknowledged before is so by it.
func WriteAnswer(ctx context.Context, w db.Writer, id domain.AskID, a asks.Answer, by domain.PersonID,
	at time.Time) error {
	var saidOn *time.Time
	if a.SaidBy != "" {
		day := a.SaidOn.Time()
		saidOn = &day
	}
	return w.Change(ctx, "answer ask", `
		UPDATE asks
		SET answer = @words, outcome = @outcome, not_ours = @not_ours, said_by = @said_by, said_way = @said_way,
		    said_on = @said_on, answered_by = @by, answered_at = @at,
		    acknowledged_by = COALESCE(acknowledged_by, @by), acknowledged_at = COALESCE(acknowledged_at, @at)
		WHERE id = @id AND answered_at IS NULL AND withdrawn_at IS NULL`,
		db.Named{"id": int64(id), "words": a.Words, "outcome": a.Outcome, "not_ours": a.NotOurs, "said_by": a.SaidBy,
			"said_way": string(a.SaidWay), "said_on": saidOn, "by": int64(by), "at": at})
}

// WritePassing writes with whom an ask is now, and that it was passed on.
func WritePassing(ctx context.Context, w db.Writer, is asks.Ask, p asks.Passing, by domain.PersonID) error {
	if err := w.Change(ctx, "pass ask on", `
		UPDATE asks
		SET service_id = NULLIF(@service, 0::bigint), organisation_id = NULLIF(@organisation, 0::bigint),
		    colleague_id = NULLIF(@colleague, 0::bigint), way = @way,
		    posted_on = CASE WHEN @posted THEN posted_on END, posted_by = CASE WHEN @posted THEN posted_by END,
		    acknowledged_at = @acknowledged,
		    acknowledged_by = CASE WHEN @acknowledged::timestamptz IS NOT NULL THEN acknowledged_by END
		WHERE id = @id`,
		db.Named{"id": int64(is.ID), "service": int64(is.Service), "organisation": int64(is.Organisation),
			"colleague": int64(is.Colleague), "way": string(is.Way), "acknowledged": is.AcknowledgedAt,
			"posted": !is.PostedOn.IsZero()}); err != nil {
		return err
	}
	return w.Exec(ctx, "add passing", `
		INSERT INTO ask_passings (ask_id, from_name, to_name, words, by, at)
		VALUES (@id, @from, @to, @words, @by, @at)`,
		db.Named{"id": int64(is.ID), "from": p.From, "to": p.To, "words": p.Words, "by": int64(by), "at": p.At})
}

// Posted notes when the letter was posted that asks.
func Posted(ctx context.Context, w db.Writer, id domain.AskID, on domain.Date, by domain.PersonID) error {
	return w.Change(ctx, "ask posted", `
		UPDATE asks SET posted_on = @on, posted_by = @by WHERE id = @id AND way = 'letter' AND posted_on IS NULL`,
		db.Named{"id": int64(id), "on": on.Time(), "by": int64(by)})
}

// Withdraw takes the question back.
func Withdraw(ctx context.Context, w db.Writer, id domain.AskID, by domain.PersonID, at time.Time) error {
	return w.Change(ctx, "withdraw ask", `
		UPDATE asks SET withdrawn_by = @by, withdrawn_at = @at
		WHERE id = @id AND withdrawn_at IS NULL AND answered_at IS NULL`,
		db.Named{"id": int64(id), "by": int64(by), "at": at})
}

// Standings lists the open asks about things of a kind that was recorded, with how what they are about stands.
func Standings(ctx context.Context, w db.Writer, recorded string, ids []int64) ([]asks.Standing, error) {
	column := map[string]string{"issue": "COALESCE(k.issue_id, rv.issue_id)", "quick win": "k.quick_win_id",
		"solution": "v.solution_id", "area": "a.id", "ask": "k.id"}[recorded]
	return db.List[asks.Standing](ctx, w.DB, "standing of asks", `
		SELECT k.id, k.kind, COALESCE(i.state, '') AS issue, COALESCE(q.state, '') AS win,
		       COALESCE(s.state, '') AS solution, a.state AS area,
		       CASE WHEN i.state = 'merged' THEN COALESCE((SELECT m.into_id FROM merges m
		            WHERE m.issue_id = i.id AND m.undone_at IS NULL), 0) ELSE 0 END AS merged_into,
		       EXISTS (SELECT FROM cycle_ends e WHERE e.area_id = a.id AND CASE
		               WHEN s.cycle IS NULL AND rv.cycle IS NULL THEN e.ended_at >= k.referred_at
		               ELSE e.cycle = COALESCE(s.cycle, rv.cycle) END) AS cycle_over
		FROM asks k
		LEFT JOIN feasibility_views v ON v.id = k.view_id
		LEFT JOIN solutions s ON s.id = v.solution_id
		LEFT JOIN quick_wins q ON q.id = k.quick_win_id
		LEFT JOIN reviews rv ON rv.id = k.review_id
		LEFT JOIN issues i ON i.id = COALESCE(k.issue_id, s.issue_id, q.issue_id, rv.issue_id)
		JOIN areas a ON a.id = COALESCE(k.area_id, i.area_id)
		WHERE `+stillOpen+` AND `+column+` = ANY(@ids)
		ORDER BY k.id`, db.Named{"ids": ids})
}

// End notes that what an open ask is about has ended, and why. By is zero where nobody's step ended it.
func End(ctx context.Context, w db.Writer, id domain.AskID, why string, by domain.PersonID, at time.Time) error {
	return w.Change(ctx, "end ask", `
		UPDATE asks SET ended = @why, withdrawn_by = NULLIF(@by, 0::bigint), withdrawn_at = @at
		WHERE id = @id AND withdrawn_at IS NULL AND answered_at IS NULL`,
		db.Named{"id": int64(id), "why": why, "by": int64(by), "at": at})
}

// Climbed notes that the people of a rung were told of an overdue ask.
func Climbed(ctx context.Context, w db.Writer, id domain.AskID, rung asks.Rung, at time.Time) error {
	column := map[asks.Rung]string{asks.ToManager: "manager_told_at", asks.ToExecutive: "executive_told_at"}[rung]
	return w.Change(ctx, "ask climbs", `UPDATE asks SET `+column+` = @at WHERE id = @id AND `+column+` IS NULL`,
		db.Named{"id": int64(id), "at": at})
}

// OpenOf is the open ask of a view or a review, locked; zero where there is none, as for what the community says.
func OpenOf(ctx context.Context, w db.Writer, kind asks.Kind, id int64) (domain.AskID, error) {
	ids, err := db.Values[domain.AskID](ctx, w.DB, "ask of view", `
		SELECT id FROM asks
		WHERE kind = @kind AND (view_id = @id OR review_id = @id) AND answered_at IS NULL AND withdrawn_at IS NULL
		FOR UPDATE`, db.Named{"kind": string(kind), "id": id})
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	return ids[0], nil
}
