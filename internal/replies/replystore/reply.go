// Package replystore keeps replies of several who are asked together in Postgres.
package replystore

import (
	"context"
	"slices"
	"time"

	"fourgates/internal/asks"
	"fourgates/internal/asks/askstore"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/notices"
	"fourgates/internal/replies"
)

const replySQL = `
	SELECT r.id, r.issue_id AS issue, i.area_id AS area, i.title, i.visibility = 'restricted' AS restricted,
	       i.raised_by, w.name AS raised_name, r.question, r.due_on, r.asked_by, a.name AS asked_by_name, r.asked_at,
	       r.text, r.draft, COALESCE(r.drafted_by, 0) AS drafter, COALESCE(d.name, '') AS drafted_by, r.drafted_at, r.said_by, r.said_way, r.said_on,
	       r.cleared_at, COALESCE(x.name, '') AS withdrawn_by, r.withdrawn_at,
	       (SELECT json_agg(json_build_object('Ask', v.ask_id, 'Draft', v.draft, 'Clears', v.clears,
	                                          'Reason', v.reason, 'SaidBy', v.said_by, 'SaidWay', v.said_way,
	                                          'SaidOn', COALESCE(v.said_on::text, ''), 'By', p.name, 'At', v.at)
	                        ORDER BY v.at, v.ask_id)
	        FROM reply_views v
	        JOIN people p ON p.id = v.by
	        WHERE v.reply_id = r.id) AS views,
	       (SELECT json_agg(json_build_object('Draft', d.draft, 'Stands', d.stands, 'Reason', d.reason, 'By', p.name,
	                                          'At', d.at)
	                        ORDER BY d.draft)
	        FROM reply_decisions d
	        JOIN people p ON p.id = d.by
	        WHERE d.reply_id = r.id) AS decisions
	FROM replies r
	JOIN issues i ON i.id = r.issue_id
	JOIN people w ON w.id = i.raised_by
	JOIN people a ON a.id = r.asked_by
	LEFT JOIN people d ON d.id = r.drafted_by
	LEFT JOIN people x ON x.id = r.withdrawn_by
	`

// Load loads a reply with its parts; none is domain.ErrNotFound. Who may see it is for the caller to say.
func Load(ctx context.Context, r db.Reader, id domain.ReplyID, today domain.Date) (replies.Reply, error) {
	var found []replies.Reply
	var parts []asks.Ask
	if err := r.Ask(ctx, db.Asking(&found, "reply", replySQL+"WHERE r.id = @id", db.Named{"id": int64(id)}),
		askstore.Parts(id, today, &parts)); err != nil {
		return replies.Reply{}, err
	}
	if len(found) == 0 {
		return replies.Reply{}, domain.ErrNotFound
	}
	found[0].Parts = parts
	return found[0], nil
}

// ForUpdate is Load that locks the reply until the transaction ends: its parts first, as a step does that answers one
// of them and then looks at the reply.
func ForUpdate(ctx context.Context, w db.Writer, id domain.ReplyID, today domain.Date) (replies.Reply, error) {
	of := db.Named{"id": int64(id)}
	if err := w.Exec(ctx, "lock parts of reply", `
		SELECT FROM asks WHERE joint_id = @id ORDER BY id FOR UPDATE`, of); err != nil {
		return replies.Reply{}, err
	}
	if err := w.Exec(ctx, "lock reply", `SELECT FROM replies WHERE id = @id FOR UPDATE`, of); err != nil {
		return replies.Reply{}, err
	}
	return Load(ctx, w.Reader, id, today)
}

// OfIssue lists the replies of an issue, newest first, with their parts among what was asked about it. The caller has
// loaded the issue within scope, and what was asked.
func OfIssue(ctx context.Context, r db.Reader, issue domain.IssueID, asked []asks.Ask) ([]replies.Reply, error) {
	list, err := db.List[replies.Reply](ctx, r.DB, "replies of an issue",
		replySQL+"WHERE r.issue_id = @issue ORDER BY r.id DESC", db.Named{"issue": int64(issue)})
	for i := range list {
		for _, k := range asked {
			if k.Joint == list[i].ID {
				list[i].Parts = append(list[i].Parts, k)
			}
		}
		slices.SortFunc(list[i].Parts, func(a, b asks.Ask) int { return int(a.ID - b.ID) })
	}
	return list, err
}

// JointOf lists the replies of which asks are parts and that are still to come.
func JointOf(ctx context.Context, r db.Reader, parts []int64) ([]domain.ReplyID, error) {
	return db.Values[domain.ReplyID](ctx, r.DB, "replies of asks", `
		SELECT DISTINCT r.id
		FROM asks k
		JOIN replies r ON r.id = k.joint_id
		WHERE k.id = ANY(@parts) AND r.cleared_at IS NULL AND r.withdrawn_at IS NULL
		ORDER BY r.id`, db.Named{"parts": parts})
}

// Directors lists the directors who can sign in on the day.
func Directors(ctx context.Context, r db.Reader, today domain.Date) ([]notices.Recipient, error) {
	type row struct {
		Person  domain.PersonID
		Name    string
		Address string
	}
	rows, err := db.List[row](ctx, r.DB, "directors", `
		SELECT DISTINCT p.id AS person, p.name, COALESCE(p.email, '') AS address
		FROM role_grants g
		JOIN people p ON p.id = g.person_id AND p.disabled_at IS NULL
		WHERE g.role = 'director' AND g.from_on <= @today AND (g.to_on IS NULL OR g.to_on >= @today)
		  AND g.ended_at IS NULL
		ORDER BY p.id`, db.Named{"today": today.Time()})
	var to []notices.Recipient
	for _, one := range rows {
		to = append(to, notices.Recipient{Person: one.Person, Name: one.Name, Address: one.Address,
			Capacity: "director"})
	}
	return to, err
}

// Add stores a reply that is asked for, and returns its identifier.
func Add(ctx context.Context, w db.Writer, issue domain.IssueID, q replies.Request, by domain.PersonID,
	at time.Time) (domain.ReplyID, error) {
	return db.Value[domain.ReplyID](ctx, w.DB, "add reply", `
		INSERT INTO replies (issue_id, question, due_on, asked_by, asked_at) VALUES (@issue, @question, @due, @by, @at)
		RETURNING id`, db.Named{"issue": int64(issue), "question": q.Question, "due": q.DueOn.Time(), "by": int64(by),
		"at": at})
}

// WriteDraft stores another draft. The caller has locked the reply.
func WriteDraft(ctx context.Context, w db.Writer, r replies.Reply, by domain.PersonID, at time.Time) error {
	return w.Change(ctx, "draft reply", `
		UPDATE replies
		SET text = @text, draft = @draft, drafted_by = @by, drafted_at = @at, said_by = @said_by,
		    said_way = @said_way, said_on = @said_on
		WHERE id = @id AND cleared_at IS NULL AND withdrawn_at IS NULL`,
		db.Named{"id": int64(r.ID), "text": r.Text, "draft": r.Draft, "by": int64(by), "at": at, "said_by": r.SaidBy,
			"said_way": string(r.SaidWay), "said_on": db.DayOrNull(r.SaidOn)})
}

// WriteView stores what one of those asked says of a draft, over what they said of it before.
func WriteView(ctx context.Context, w db.Writer, id domain.ReplyID, v replies.View, by domain.PersonID,
	at time.Time) error {
	return w.Exec(ctx, "view on reply", `
		INSERT INTO reply_views (reply_id, ask_id, draft, clears, reason, said_by, said_way, said_on, by, at)
		VALUES (@reply, @ask, @draft, @clears, @reason, @said_by, @said_way, @said_on, @by, @at)
		ON CONFLICT (ask_id, draft) DO UPDATE
		SET clears = @clears, reason = @reason, said_by = @said_by, said_way = @said_way, said_on = @said_on,
		    by = @by, at = @at`,
		db.Named{"reply": int64(id), "ask": int64(v.Ask), "draft": v.Draft, "clears": v.Clears, "reason": v.Reason,
			"said_by": v.SaidBy, "said_way": string(v.SaidWay), "said_on": db.DayOrNull(v.SaidOn), "by": int64(by),
			"at": at})
}

// WriteDecision stores what a director decided on a draft.
func WriteDecision(ctx context.Context, w db.Writer, id domain.ReplyID, d replies.Decision, by domain.PersonID,
	at time.Time) error {
	return w.Exec(ctx, "decision on reply", `
		INSERT INTO reply_decisions (reply_id, draft, stands, reason, by, at)
		VALUES (@reply, @draft, @stands, @reason, @by, @at)`,
		db.Named{"reply": int64(id), "draft": d.Draft, "stands": d.Stands, "reason": d.Reason, "by": int64(by),
			"at": at})
}

// Clear makes the draft that stands the reply: it is the answer of the lead. What others were still asked is withdrawn.
func Clear(ctx context.Context, w db.Writer, r replies.Reply, lead asks.Ask, by domain.PersonID, at time.Time) error {
	if err := w.Change(ctx, "clear reply", `
		UPDATE replies SET cleared_at = @at WHERE id = @id AND cleared_at IS NULL AND withdrawn_at IS NULL`,
		db.Named{"id": int64(r.ID), "at": at}); err != nil {
		return err
	}
	if err := askstore.WriteAnswer(ctx, w, lead.ID, asks.Answer{Words: r.Text, SaidBy: r.SaidBy, SaidWay: r.SaidWay,
		SaidOn: r.SaidOn}, r.Drafter, at); err != nil {
		return err
	}
	return withdrawOpen(ctx, w, r, false, by, at)
}

// Withdraw takes back what is still open of a reply.
func Withdraw(ctx context.Context, w db.Writer, r replies.Reply, by domain.PersonID, at time.Time) error {
	if err := w.Change(ctx, "withdraw reply", `
		UPDATE replies SET withdrawn_by = @by, withdrawn_at = @at
		WHERE id = @id AND cleared_at IS NULL AND withdrawn_at IS NULL`,
		db.Named{"id": int64(r.ID), "by": int64(by), "at": at}); err != nil {
		return err
	}
	return withdrawOpen(ctx, w, r, true, by, at)
}

func withdrawOpen(ctx context.Context, w db.Writer, r replies.Reply, leadToo bool, by domain.PersonID,
	at time.Time) error {
	for _, k := range r.Parts {
		if k.Open() && (leadToo || !k.Lead) {
			if err := askstore.Withdraw(ctx, w, k.ID, by, at); err != nil {
				return err
			}
		}
	}
	return nil
}
