// Package askstore keeps what services, organisations and Members are asked in Postgres.
package askstore

import (
	"context"

	"fourgates/internal/asks"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// askSQL looks the names up one by one: most things have no ask, and few have two. It needs @today.
var askSQL = `
	SELECT k.id, k.kind, COALESCE(k.issue_id, rv.issue_id, 0) AS issue, COALESCE(k.view_id, 0) AS view,
	       COALESCE(k.review_id, 0) AS review,
	       COALESCE(v.solution_id, 0) AS solution, COALESCE(k.quick_win_id, 0) AS quick_win, a.id AS area,
	       a.name AS area_name, COALESCE(s.title, q.title, i.title, a.name) AS title,
	       COALESCE(i.visibility = 'restricted', false) AS restricted,
	       COALESCE(k.service_id, 0) AS service, COALESCE(k.organisation_id, 0) AS organisation,
	       COALESCE(k.member_id, 0) AS member,
	       COALESCE((SELECT sv.name || ', ' || au.name FROM services sv JOIN authorities au ON au.id = sv.authority_id
	                 WHERE sv.id = k.service_id),
	                (SELECT og.name FROM organisations og WHERE og.id = k.organisation_id),
	                (SELECT p.name || ', Member' FROM people p WHERE p.id = k.member_id)) AS to,
	       COALESCE(k.colleague_id, 0) AS colleague,
	       COALESCE((SELECT p.name FROM people p WHERE p.id = k.colleague_id), '') AS colleague_name,
	       CASE WHEN k.member_id IS NOT NULL THEN EXISTS (SELECT FROM people p WHERE p.id = k.member_id
	                AND p.disabled_at IS NULL AND p.email IS NOT NULL)
	       ELSE ` + reachable("k.service_id", "k.organisation_id") + ` END AS reachable,
	       k.way, CASE WHEN k.way = 'letter' THEN postal_of(k.organisation_id, @today) ELSE '' END AS postal,
	       k.posted_on, COALESCE((SELECT p.name FROM people p WHERE p.id = k.posted_by), '') AS posted_by, k.counts_as, k.ask AS question, k.reply_by AS due_on, k.referred_by AS asked_by,
	       (SELECT p.name FROM people p WHERE p.id = k.referred_by) AS asked_by_name, k.referred_at AS asked_at,
	       k.was_state, COALESCE(k.joint_id, 0) AS joint, k.lead,
	       COALESCE((SELECT p.name FROM people p WHERE p.id = k.acknowledged_by), '') AS acknowledged_by,
	       k.acknowledged_at, k.answer AS words, k.outcome, k.not_ours, k.said_by, k.said_way, k.said_on,
	       COALESCE((SELECT p.name FROM people p WHERE p.id = k.answered_by), '') AS answered_by, k.answered_at,
	       COALESCE((SELECT p.name FROM people p WHERE p.id = k.withdrawn_by), '') AS withdrawn_by, k.withdrawn_at, k.ended,
	       k.manager_told_at, k.executive_told_at
	FROM asks k
	LEFT JOIN feasibility_views v ON v.id = k.view_id
	LEFT JOIN solutions s ON s.id = v.solution_id
	LEFT JOIN quick_wins q ON q.id = k.quick_win_id
	LEFT JOIN reviews rv ON rv.id = k.review_id
	LEFT JOIN issues i ON i.id = COALESCE(k.issue_id, s.issue_id, q.issue_id, rv.issue_id)
	JOIN areas a ON a.id = COALESCE(k.area_id, i.area_id)
	`

const stillOpen = "k.answered_at IS NULL AND k.withdrawn_at IS NULL"

func list(ctx context.Context, r db.Reader, w db.Where, today domain.Date, rest string) (found []asks.Ask, err error) {
	w.Set("today", today.Time())
	err = r.Ask(ctx, db.Asking(&found, "asks", askSQL+w.String()+rest, w.Args))
	return found, err
}

// Of is the question for the asks of one kind about a thing of that number, newest first. Whoever asks has loaded it
// within scope.
func Of(kind asks.Kind, id int64, today domain.Date, to *[]asks.Ask) db.Question {
	column := map[asks.Kind]string{asks.Referral: "k.issue_id", asks.Feasibility: "v.solution_id",
		asks.Validity: "k.area_id", asks.QuickWin: "k.quick_win_id", asks.Review: "k.review_id"}[kind]
	w := db.Where{}
	w.And(column+" = @of", "of", id)
	w.Set("today", today.Time())
	return db.Asking(to, "asks", askSQL+w.String()+" ORDER BY k.id DESC", w.Args)
}

// List answers the question of Of.
func List(ctx context.Context, r db.Reader, kind asks.Kind, id int64, today domain.Date) (found []asks.Ask, err error) {
	err = r.Ask(ctx, Of(kind, id, today, &found))
	return found, err
}

// Load loads an ask with how it was passed on; none is domain.ErrNotFound. Who may see it is for the caller to say.
func Load(ctx context.Context, r db.Reader, id domain.AskID, today domain.Date) (asks.Line, error) {
	w := db.Where{}
	w.And("k.id = @id", "id", int64(id))
	w.Set("today", today.Time())
	var found []asks.Ask
	var line asks.Line
	if err := r.Ask(ctx, db.Asking(&found, "ask", askSQL+w.String(), w.Args),
		db.Asking(&line.Passings, "passings", `
			SELECT x.from_name AS "from", x.to_name AS "to", x.words, p.name AS by, x.at
			FROM ask_passings x
			JOIN people p ON p.id = x.by
			WHERE x.ask_id = @id
			ORDER BY x.id`, db.Named{"id": int64(id)})); err != nil {
		return line, err
	}
	if len(found) == 0 {
		return line, domain.ErrNotFound
	}
	line.Ask = found[0]
	return line, nil
}

// ForUpdate loads an ask and locks it until the transaction ends; none is domain.ErrNotFound.
func ForUpdate(ctx context.Context, w db.Writer, id domain.AskID, today domain.Date) (asks.Ask, error) {
	cond := db.Where{}
	cond.And("k.id = @id", "id", int64(id))
	found, err := list(ctx, w.Reader, cond, today, " FOR UPDATE OF k")
	if err != nil {
		return asks.Ask{}, err
	}
	if len(found) == 0 {
		return asks.Ask{}, domain.ErrNotFound
	}
	return found[0], nil
}

// Waiting lists the asks that wait for an answer, those due first, at most so many: what the services and organisations
// of the answering scope were asked, what its person was as a Member, and what anybody was in the areas of the working
// scope.
func Waiting(ctx context.Context, r db.Reader, answering, working policy.Scope, most int,
	today domain.Date) ([]asks.Ask, error) {
	var w db.Where
	w.And(stillOpen)
	if !working.All {
		w.And(`(k.service_id = ANY(@services) OR k.organisation_id = ANY(@organisations) OR k.member_id = @person
		        OR a.id = ANY(@areas))`,
			"services", answering.Services, "organisations", answering.Organisations, "areas", working.Areas,
			"person", int64(answering.Person))
	}
	w.Set("most", most)
	return list(ctx, r, w, today, " ORDER BY k.reply_by NULLS LAST, k.id LIMIT @most")
}

// Seen lists the asks that wait for an answer about what the scope shows, those due first, at most so many. Who was
// asked for a view on a solution is for those who ask and answer: the reader, where it is the reader as a Member.
func Seen(ctx context.Context, r db.Reader, s policy.IssueScope, most int, today domain.Date) ([]asks.Ask, error) {
	var w db.Where
	w.And(stillOpen+" AND k.joint_id IS NULL AND (k.kind <> 'feasibility view' OR k.member_id = @person)",
		"person", int64(s.View.Person))
	if !s.Restricted.All {
		w.And(`(COALESCE(i.visibility <> 'restricted', true) AND (@view_all OR a.id = ANY(@view_areas))
		        OR a.id = ANY(@restricted_areas))`,
			"view_all", s.View.All, "view_areas", s.View.Areas, "restricted_areas", s.Restricted.Areas)
	}
	w.Set("most", most)
	return list(ctx, r, w, today, " ORDER BY k.reply_by NULLS LAST, k.id LIMIT @most")
}

// Parts is the question for the asks of one reply, the lead's first, whatever became of them.
func Parts(reply domain.ReplyID, today domain.Date, to *[]asks.Ask) db.Question {
	w := db.Where{}
	w.And("k.joint_id = @joint", "joint", int64(reply))
	w.Set("today", today.Time())
	return db.Asking(to, "parts of a reply", askSQL+w.String()+" ORDER BY k.lead DESC, k.id", w.Args)
}

// Overdue lists the open asks whose day is past and that have not climbed to the top.
func Overdue(ctx context.Context, r db.Reader, today domain.Date) ([]asks.Ask, error) {
	var w db.Where
	w.And(stillOpen + " AND k.reply_by < @today AND k.executive_told_at IS NULL")
	return list(ctx, r, w, today, " ORDER BY k.id LIMIT 2000")
}

// ByLetter lists the open asks of an area within the sending scope that a letter puts, those not posted first. One
// about an issue that is restricted outside the other scope is left out.
func ByLetter(ctx context.Context, r db.Reader, sending, restricted policy.Scope, most int,
	today domain.Date) ([]asks.Ask, error) {
	var w db.Where
	w.And(stillOpen + " AND k.way = 'letter'")
	w.InScope("a.id", sending)
	if !restricted.All {
		w.And("(COALESCE(i.visibility <> 'restricted', true) OR a.id = ANY(@restricted_areas))", "restricted_areas",
			restricted.Areas)
	}
	w.Set("most", most)
	return list(ctx, r, w, today, " ORDER BY k.posted_on NULLS FIRST, k.id LIMIT @most")
}
