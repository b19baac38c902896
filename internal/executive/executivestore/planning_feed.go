package executivestore

import (
	"context"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/plans"
	"fourgates/internal/register/registerstore"
	"fourgates/internal/restrictions"
	"fourgates/internal/restrictions/restrictionstore"
	"fourgates/internal/solutions/solutionstore"
)

// AddPlanningFeed keeps the feed of an area's plan, with the decision by which it came into force: once. A second is
// domain.ErrConflict.
func AddPlanningFeed(ctx context.Context, w db.Writer, id domain.ExecutiveID, area domain.AreaID,
	f executive.PlanningFeed) error {
	if err := w.Change(ctx, "add planning feed", `
		INSERT INTO planning_feeds (area_id, decision_id, csv, json, digest, rows, produced_at)
		VALUES (@area, @decision, '', @text, @digest, @rows, @at)
		ON CONFLICT (decision_id, area_id) DO NOTHING`,
		db.Named{"area": int64(area), "decision": int64(id), "text": f.Frozen.Text, "digest": f.Digest[:],
			"rows": f.Rows, "at": f.ProducedAt}); err != nil {
		return err
	}
	return registerstore.AddFrozenWords(ctx, w, f.Frozen)
}

// PlanningFeeds loads the feeds of the plans of a decision, in the order of its subjects; none before they are
// produced. The caller has loaded the decision within scope.
func PlanningFeeds(ctx context.Context, r db.Reader, id domain.ExecutiveID) ([]executive.PlanningFeed, error) {
	type row struct {
		Area       domain.AreaID
		AreaName   string
		CSV        string
		JSON       string
		Words      string
		Hidden     []restrictions.Issue
		Digest     domain.Digest
		Rows       int
		ProducedAt time.Time
	}
	w := db.Where{Args: db.Named{"id": int64(id)}}
	hidden := restrictionstore.HiddenSQL(r, &w, "ARRAY[f.area_id]", "f.produced_at")
	rows, err := db.List[row](ctx, r.DB, "planning feeds", `
		SELECT f.area_id AS area, a.name AS area_name, f.csv, f.json, f.digest, f.rows, f.produced_at,
		       `+registerstore.FrozenWordsSQL("f.digest")+` AS words, `+hidden+` AS hidden
		FROM executive_matters m
		JOIN executive_matters k ON k.subject_id = m.subject_id
		JOIN planning_feeds f ON f.decision_id = k.decision_id AND f.area_id = m.area_id
		JOIN areas a ON a.id = f.area_id
		WHERE m.decision_id = @id
		ORDER BY m.subject_id`, w.Args)
	if err != nil {
		return nil, err
	}
	feeds := make([]executive.PlanningFeed, len(rows))
	for n, f := range rows {
		if feeds[n], err = executive.ReadFeed(executive.PlanningFeed{Area: f.Area, AreaName: f.AreaName, CSV: f.CSV,
			JSON: f.JSON, Digest: f.Digest, Rows: f.Rows, ProducedAt: f.ProducedAt}, f.Words, f.Hidden); err != nil {
			return nil, err
		}
	}
	return feeds, nil
}

// OpenBidsOf lists the bids of a subject that a decision approved and that can still be opened, each with its amount.
// One that was withdrawn meanwhile is left out.
func OpenBidsOf(ctx context.Context, w db.Writer, id domain.ExecutiveID, of domain.SubjectID) (
	[]executive.ExecutiveItem, error) {
	return db.List[executive.ExecutiveItem](ctx, w.DB, "bids approved", `
		SELECT i.position, i.subject_id AS subject, i.about, i.bid_id AS bid, i.asked_pence AS asked, i.verb,
		       i.recommendation, i.if_agreed, COALESCE(i.authority_id, 0) AS authority, '' AS authority_name, i.outcome, i.resolved,
		       i.reason, i.approved_pence AS approved
		FROM executive_items i
		JOIN bids b ON b.id = i.bid_id
		WHERE i.decision_id = @id AND i.subject_id = @subject AND i.outcome IN ('agreed', 'amended')
		  AND b.state IN ('idea', 'drafting')
		  AND i.approved_pence <= b.amount_pence
		ORDER BY i.position
		FOR UPDATE OF b`, db.Named{"id": int64(id), "subject": int64(of)})
}

// AskedAction is a proposed action whose lead is asked to confirm it.
type AskedAction struct {
	ID             domain.ActionID
	Title          string
	ServiceID      domain.ServiceID      // of the lead; zero for none
	OrganisationID domain.OrganisationID // of the lead; zero for none
	Lead           string
	DueOn          domain.Date
}

// AskLeads puts the proposed actions of a plan to their leads and lists them by lead. Those without a lead stay as they
// are.
func AskLeads(ctx context.Context, w db.Writer, plan domain.PlanID) ([]AskedAction, error) {
	return db.List[AskedAction](ctx, w.DB, "ask leads", `
		WITH asked AS (
		    UPDATE actions SET state = 'asked', version = version + 1
		    WHERE plan_id = @plan AND state = 'proposed' AND removed_at IS NULL
		      AND num_nonnulls(lead_service_id, lead_organisation_id) = 1
		    RETURNING id, title, lead_service_id, lead_organisation_id, due_on)
		SELECT c.id, c.title, COALESCE(c.lead_service_id, 0) AS service_id,
		       COALESCE(c.lead_organisation_id, 0) AS organisation_id,
		       COALESCE(s.name || ', ' || u.name, o.name) AS lead, c.due_on
		FROM asked c
		LEFT JOIN services s ON s.id = c.lead_service_id
		LEFT JOIN authorities u ON u.id = s.authority_id
		LEFT JOIN organisations o ON o.id = c.lead_organisation_id
		ORDER BY service_id, organisation_id, c.id`, db.Named{"plan": int64(plan)})
}

// AgreeAction writes what the Executive agreed of an action, and keeps what was proposed beside it. It reports whether
// the action stood in the plan still.
func AgreeAction(ctx context.Context, w db.Writer, id domain.ExecutiveID, plan domain.PlanID, g plans.AgreedAction,
	at time.Time) (bool, error) {
	n, err := db.Values[int64](ctx, w.DB, "agree action", `
		UPDATE actions
		SET amended_by = @decision, proposed_title = title, proposed_due_on = due_on, proposed_cost_pence = cost_pence,
		    title = COALESCE(NULLIF(@title, ''), title), due_on = COALESCE(@due::date, due_on),
		    cost_pence = COALESCE(@cost::bigint, cost_pence),
		    removed_at = CASE WHEN @out::boolean THEN @at::timestamptz END, version = version + 1
		WHERE id = @id AND plan_id = @plan AND removed_at IS NULL
		RETURNING id`,
		db.Named{"id": int64(g.Action), "plan": int64(plan), "decision": int64(id), "title": g.Title,
			"due": db.DayOrNull(g.DueOn), "cost": solutionstore.PenceOrNull(g.Cost), "out": g.LeftOut, "at": at})
	return len(n) > 0, err
}

// VoidPassing notes that an attempt's passing counts no longer: what comes after it needs a new attempt. It returns
// domain.ErrConflict where it did not count any more.
func VoidPassing(ctx context.Context, w db.Writer, id domain.AttemptID, by domain.PersonID, at time.Time,
	reason string) error {
	return w.Change(ctx, "void passing", `
		UPDATE attempts SET called_back_by = @by, called_back_at = @at, called_back_reason = @reason
		WHERE id = @id AND called_back_at IS NULL AND outcome IN ('passed', 'passed with conditions', 'overridden')`,
		db.Named{"id": int64(id), "by": int64(by), "at": at, "reason": reason})
}
