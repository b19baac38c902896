package issuestore

import (
	"context"
	"strconv"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/policy"
)

func TimeOrNull(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t
}

// quickWinSQL leaves out photographs that were removed from the issue since.
const quickWinSQL = `
	SELECT q.id, q.area_id AS area, q.issue_id AS issue, i.title AS issue_title, q.title, q.description,
	       COALESCE(q.service_id, 0) AS service, COALESCE(q.organisation_id, 0) AS organisation,
	       COALESCE(v.name, o.name, '') AS deliverer, q.delivered_by, q.within_duty, q.due_on, q.state, q.reason,
	       COALESCE(b.file_id, 0) AS before, COALESCE(f.file_id, 0) AS after, q.proof, q.said_by, q.version,
	       q.proposed_by, p.name AS proposer, q.proposed_at, q.agreed_at, q.released_at, q.started_at, q.done_at,
	       q.confirmed_at, q.ended_at
	FROM quick_wins q
	JOIN issues i ON i.id = q.issue_id
	JOIN people p ON p.id = q.proposed_by
	LEFT JOIN services v ON v.id = q.service_id
	LEFT JOIN organisations o ON o.id = q.organisation_id
	LEFT JOIN issue_files b ON b.issue_id = q.issue_id AND b.file_id = q.before_file_id AND b.removed_at IS NULL
	LEFT JOIN issue_files f ON f.issue_id = q.issue_id AND f.file_id = q.after_file_id AND f.removed_at IS NULL
	`

func quickWins(ctx context.Context, r db.Reader, w db.Where, rest string) ([]issues.QuickWin, error) {
	return db.List[issues.QuickWin](ctx, r.DB, "quick wins", quickWinSQL+w.String()+rest, w.Args)
}

// QuickWins lists the quick wins of an area whose issues the reader may see, oldest first.
func QuickWins(ctx context.Context, r db.Reader, s policy.IssueScope, area domain.AreaID) ([]issues.QuickWin, error) {
	var w db.Where
	w.And("q.area_id = @area", "area", int64(area))
	Visible(&w, s)
	return quickWins(ctx, r, w, " ORDER BY q.id")
}

// QuickWinsToDeliver lists the quick wins of a scope, by area, service or organisation, that are not done yet, what is
// due first coming first; issues.MostToDeliver at most.
func QuickWinsToDeliver(ctx context.Context, r db.Reader, s policy.IssueScope,
	of policy.Scope) ([]issues.QuickWin, error) {
	var w db.Where
	w.And("q.state IN ('proposed', 'agreed', 'in progress')")
	w.And(`(@every OR q.area_id = ANY(@of_areas) OR q.service_id = ANY(@of_services)
		OR q.organisation_id = ANY(@of_organisations))`,
		"every", of.All, "of_areas", of.Areas, "of_services", of.Services, "of_organisations", of.Organisations)
	Visible(&w, s)
	return quickWins(ctx, r, w, " ORDER BY q.due_on, q.id LIMIT "+strconv.Itoa(issues.MostToDeliver))
}

// QuickWinsOf lists the quick wins of an issue, oldest first. The caller has loaded the issue within scope.
func QuickWinsOf(ctx context.Context, r db.Reader, issue domain.IssueID) (wins []issues.QuickWin, err error) {
	err = r.Ask(ctx, askQuickWins(issue, &wins))
	return wins, err
}

func askQuickWins(issue domain.IssueID, to *[]issues.QuickWin) db.Question {
	return db.Asking(to, "quick wins of issue", quickWinSQL+"WHERE q.issue_id = @issue ORDER BY q.id",
		db.Named{"issue": int64(issue)})
}

// QuickWin loads a quick win. It returns domain.ErrNotFound where there is none or the reader may not see its issue.
func QuickWin(ctx context.Context, r db.Reader, s policy.IssueScope, id domain.QuickWinID) (issues.QuickWin, error) {
	var w db.Where
	w.And("q.id = @id", "id", int64(id))
	Visible(&w, s)
	wins, err := quickWins(ctx, r, w, "")
	if err == nil && len(wins) == 0 {
		err = domain.ErrNotFound
	}
	if err != nil {
		return issues.QuickWin{}, err
	}
	return wins[0], nil
}

// QuickWinForUpdate is QuickWin with its issue; both are locked until the transaction ends, the issue first.
func QuickWinForUpdate(ctx context.Context, w db.Writer, s policy.IssueScope,
	id domain.QuickWinID) (issues.QuickWin, IssueRecord, error) {
	issue, err := db.Value[domain.IssueID](ctx, w.DB, "issue of quick win", `
		SELECT issue_id FROM quick_wins WHERE id = @id`, db.Named{"id": int64(id)})
	if err != nil {
		return issues.QuickWin{}, IssueRecord{}, err
	}
	record, err := IssueForUpdate(ctx, w, s, issue)
	if err != nil {
		return issues.QuickWin{}, IssueRecord{}, err
	}
	if err := w.Exec(ctx, "lock quick win", `
		SELECT FROM quick_wins WHERE id = @id FOR UPDATE`, db.Named{"id": int64(id)}); err != nil {
		return issues.QuickWin{}, IssueRecord{}, err
	}
	q, err := QuickWin(ctx, w.Reader, s, id)
	return q, record, err
}

// AddQuickWin writes a new quick win.
func AddQuickWin(ctx context.Context, w db.Writer, q issues.QuickWin) (domain.QuickWinID, error) {
	args := quickWinArgs(q)
	args["area"], args["issue"] = int64(q.Area), int64(q.Issue)
	args["by"], args["at"] = int64(q.ProposedBy), q.ProposedAt
	id, err := db.Value[domain.QuickWinID](ctx, w.DB, "add quick win", `
		INSERT INTO quick_wins (area_id, issue_id, title, description, service_id, organisation_id, delivered_by,
		                        within_duty, due_on, state, reason, before_file_id,
		                        after_file_id, proof, said_by, proposed_by, proposed_at, agreed_at, released_at,
		                        started_at, done_at, confirmed_at, ended_at)
		VALUES (@area, @issue, @title, @description, NULLIF(@service, 0::bigint), NULLIF(@organisation, 0::bigint),
		        @delivered_by, @within_duty, @due, @state, @reason,
		        NULLIF(@before, 0::bigint), NULLIF(@after, 0::bigint), @proof, @said_by, @by, @at, @agreed, @released,
		        @started, @done, @confirmed, @ended)
		RETURNING id`, args)
	return id, refusedDeliverer(err)
}

// UpdateQuickWin writes a quick win over the version that was read; else domain.ErrConflict.
func UpdateQuickWin(ctx context.Context, w db.Writer, q issues.QuickWin) error {
	args := quickWinArgs(q)
	args["id"], args["version"] = int64(q.ID), q.Version
	return refusedDeliverer(w.Change(ctx, "update quick win", `
		UPDATE quick_wins
		SET title = @title, description = @description, service_id = NULLIF(@service, 0::bigint),
		    organisation_id = NULLIF(@organisation, 0::bigint), delivered_by = @delivered_by,
		    within_duty = @within_duty, due_on = @due, state = @state, reason = @reason,
		    before_file_id = NULLIF(@before, 0::bigint), after_file_id = NULLIF(@after, 0::bigint), proof = @proof,
		    said_by = @said_by, agreed_at = @agreed, released_at = @released, started_at = @started, done_at = @done,
		    confirmed_at = @confirmed, ended_at = @ended, version = version + 1
		WHERE id = @id AND version = @version`, args))
}

func quickWinArgs(q issues.QuickWin) db.Named {
	return db.Named{"title": q.Title, "description": q.Description, "service": int64(q.Service),
		"organisation": int64(q.Organisation), "delivered_by": q.DeliveredBy, "within_duty": q.WithinDuty,
		"due": db.DayOrNull(q.DueOn), "state": string(q.State), "reason": q.Reason, "before": int64(q.Before),
		"after": int64(q.After), "proof": q.Proof, "said_by": q.SaidBy, "agreed": TimeOrNull(q.AgreedAt),
		"released": TimeOrNull(q.ReleasedAt), "started": TimeOrNull(q.StartedAt), "done": TimeOrNull(q.DoneAt),
		"confirmed": TimeOrNull(q.ConfirmedAt), "ended": TimeOrNull(q.EndedAt)}
}

func refusedDeliverer(err error) error {
	switch {
	case db.Violates(err, "quick_wins_service_id_fkey"):
		return domain.Blocked("to", "Choose a service or organisation from the list")
	case db.Violates(err, "quick_wins_organisation_id_fkey"):
		return domain.Blocked("to", "Choose a service or organisation from the list")
	}
	return err
}

// ReleaseQuickWins lets those quick wins begin that Members agreed with gate 2: the ones frozen in its snapshot, and
// those of issues that stand there as quick wins; each such issue has one. It returns how many there were (domain, gate
// 2).
func ReleaseQuickWins(ctx context.Context, w db.Writer, area domain.AreaID, issues []domain.IssueID,
	wins []domain.QuickWinID, at time.Time) (int, error) {
	args := db.Named{"area": int64(area), "issues": db.Numbers(issues), "at": at}
	if err := w.Exec(ctx, "release issues", `
		UPDATE issues SET released_at = @at
		WHERE area_id = @area AND id = ANY(@issues) AND state = 'quick win' AND released_at IS NULL`,
		args); err != nil {
		return 0, err
	}
	if err := w.Exec(ctx, "quick wins of issues", `
		INSERT INTO quick_wins (area_id, issue_id, title, state, proposed_by, proposed_at, agreed_at)
		SELECT i.area_id, i.id, i.title, 'agreed', i.raised_by, i.raised_at, @at
		FROM issues i
		WHERE i.area_id = @area AND i.id = ANY(@issues) AND i.state = 'quick win'
		  AND NOT EXISTS (SELECT FROM quick_wins q WHERE q.issue_id = i.id)`, args); err != nil {
		return 0, err
	}
	args["wins"] = db.Numbers(wins)
	tag, err := w.DB.Exec(ctx, `
		UPDATE quick_wins SET released_at = @at, version = version + 1
		WHERE area_id = @area AND (id = ANY(@wins) OR issue_id = ANY(@issues)) AND state IN ('agreed', 'in progress')
		  AND released_at IS NULL`, args)
	return int(tag.RowsAffected()), err
}

// ListSigned reports whether the list of an area's issues stands signed: gate 2 of its present cycle is passed and was
// not called back.
func ListSigned(ctx context.Context, r db.Reader, area domain.AreaID) (bool, error) {
	return db.Value[bool](ctx, r.DB, "gate 2 passed", `
		SELECT EXISTS (
		    SELECT FROM attempts t
		    JOIN present_cycles y ON y.area_id = t.area_id AND y.cycle = t.cycle
		    WHERE t.area_id = @area AND t.gate = 2
		      AND t.outcome IN ('passed', 'passed with conditions', 'overridden') AND t.called_back_at IS NULL)`,
		db.Named{"area": int64(area)})
}
