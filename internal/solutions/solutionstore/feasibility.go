package solutionstore

import (
	"context"
	"strconv"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/solutions"
)

// viewSQL reads views (as v, on solutions s) with what is typed of an unfinished one only where the condition "mine"
// holds. Nothing of it leaves the database otherwise.
func viewSQL(mine string) string {
	return `
	SELECT v.id, v.solution_id AS solution, v.asked_of, COALESCE(v.service_id, 0) AS service,
	       COALESCE(v.organisation_id, 0) AS organisation, COALESCE(v.member_id, 0) AS member,
	       COALESCE(sv.name || ', ' || au.name, og.name, me.name || ', Member', 'The community') AS of,
	       v.question, v.asked_by, ab.name AS asked_by_name, v.asked_at,
	       CASE WHEN v.finished_at IS NOT NULL OR ` + mine + ` THEN v.verdict ELSE '' END AS verdict,
	       CASE WHEN v.finished_at IS NOT NULL OR ` + mine + ` THEN v.cost_pence END AS cost,
	       CASE WHEN v.finished_at IS NOT NULL OR ` + mine + ` THEN v.reason ELSE '' END AS reason,
	       CASE WHEN v.finished_at IS NOT NULL OR ` + mine + ` THEN v.said_by ELSE '' END AS said_by,
	       CASE WHEN v.finished_at IS NOT NULL OR ` + mine + ` THEN v.version ELSE 0 END AS version,
	       CASE WHEN v.finished_at IS NOT NULL THEN COALESCE(nb.name, '') ELSE '' END AS answered_by, v.finished_at,
	       v.withdrawn_at, v.withdrawn_reason, st.replaced
	FROM feasibility_views v
	JOIN view_standings st ON st.view_id = v.id
	JOIN solutions s ON s.id = v.solution_id
	JOIN people ab ON ab.id = v.asked_by
	LEFT JOIN services sv ON sv.id = v.service_id
	LEFT JOIN authorities au ON au.id = sv.authority_id
	LEFT JOIN organisations og ON og.id = v.organisation_id
	LEFT JOIN people me ON me.id = v.member_id
	LEFT JOIN people nb ON nb.id = v.answered_by
	`
}

// viewsInScope limits views to the finished ones, those that the reader gives, and for officers those that were asked
// for. It returns the condition under which the reader gives one.
func viewsInScope(w *db.Where, s policy.SolutionScope) (mine string) {
	w.Set("giving_services", s.Giving.Services)
	w.Set("giving_organisations", s.Giving.Organisations)
	w.Set("giving_areas", s.Giving.Areas)
	w.Set("giving_everywhere", s.Giving.All)
	w.Set("giver", int64(s.Giving.Person))
	w.Set("officer_areas", s.Officers.Areas)
	w.Set("officer_everywhere", s.Officers.All)
	officer := `(@officer_everywhere OR COALESCE(s.area_id = ANY(@officer_areas), false))`
	mine = `CASE v.asked_of
	           WHEN 'service' THEN COALESCE(v.service_id = ANY(@giving_services), false)
	           WHEN 'partner' THEN COALESCE(v.organisation_id = ANY(@giving_organisations), false)
	           WHEN 'Member' THEN v.member_id = @giver
	           AND (@giving_everywhere OR COALESCE(s.area_id = ANY(@giving_areas), false))
	           ELSE ` + officer + ` END`
	w.And(`(v.finished_at IS NOT NULL OR ` + officer + ` OR v.withdrawn_at IS NULL AND ` + mine + `)`)
	return mine
}

func askViewsOf(s policy.SolutionScope, id domain.SolutionID, to *[]solutions.FeasibilityView) db.Question {
	var w db.Where
	w.And("v.solution_id = @id", "id", int64(id))
	mine := viewsInScope(&w, s)
	return db.Asking(to, "views", viewSQL(mine)+w.String()+" ORDER BY v.id", w.Args)
}

func askViewsOfArea(s policy.SolutionScope, area domain.AreaID, cycle int,
	to *[]solutions.FeasibilityView) db.Question {
	var w db.Where
	w.And("s.area_id = @area", "area", int64(area))
	w.And("s.cycle = @cycle", "cycle", cycle)
	mine := viewsInScope(&w, s)
	return db.Asking(to, "area's views", viewSQL(mine)+w.String()+" ORDER BY v.id", w.Args)
}

// everyView lists every view on a solution, whole.
func everyView(ctx context.Context, w db.Writer, id domain.SolutionID) (views []solutions.FeasibilityView, err error) {
	var cond db.Where
	cond.And("v.solution_id = @id", "id", int64(id))
	err = w.Ask(ctx, db.Asking(&views, "every view", viewSQL("true")+cond.String()+" ORDER BY v.id", cond.Args))
	return views, err
}

// AddView writes that somebody is asked for a view and returns its identifier. It returns a *domain.BlockedError where
// they were asked already and have not finished.
func AddView(ctx context.Context, w db.Writer, v solutions.FeasibilityView) (domain.ViewID, error) {
	id, err := db.Value[domain.ViewID](ctx, w.DB, "add view", `
		INSERT INTO feasibility_views (solution_id, asked_of, service_id, organisation_id, member_id, question,
		                               asked_by, asked_at)
		VALUES (@solution, @of, NULLIF(@service, 0::bigint), NULLIF(@organisation, 0::bigint),
		        NULLIF(@member, 0::bigint),
		        @question, @by, @at)
		RETURNING id`,
		db.Named{"solution": int64(v.Solution), "of": string(v.AskedOf), "service": int64(v.Service),
			"organisation": int64(v.Organisation), "member": int64(v.Member), "question": v.Question,
			"by": int64(v.AskedBy), "at": v.AskedAt})
	switch {
	case db.Violates(err, "feasibility_views_open"):
		return 0, domain.Blocked("of", "They were asked already and have not finished")
	case db.Violates(err, "feasibility_views_service_id_fkey"),
		db.Violates(err, "feasibility_views_organisation_id_fkey"):
		return 0, domain.Blocked("of", "Choose a service or organisation from the list")
	}
	return id, err
}

// SaveView writes what was typed of a view over the version that was read. It returns domain.ErrConflict where somebody
// else was quicker. A zero finished keeps it unfinished.
func SaveView(ctx context.Context, w db.Writer, id domain.ViewID, version int, d solutions.ViewDraft,
	by domain.PersonID,
	finished time.Time) error {
	var at any
	if !finished.IsZero() {
		at = finished
	}
	return w.Change(ctx, "save view", `
		UPDATE feasibility_views
		SET verdict = @verdict, cost_pence = @cost, reason = @reason, said_by = @said_by, answered_by = @by,
		    finished_at = @at, version = version + 1
		WHERE id = @id AND version = @version AND finished_at IS NULL AND withdrawn_at IS NULL`,
		db.Named{"id": int64(id), "version": version, "verdict": string(d.Verdict), "cost": PenceOrNull(d.Cost),
			"reason": d.Reason, "said_by": d.SaidBy, "by": int64(by), "at": at})
}

// WithdrawViews takes questions back that wait for an answer: one, or where id is zero every one of a solution of which
// nobody is asked, such as what the community says: the others end with their asks. What was typed of them so far is
// cleared. It returns how many there were.
func WithdrawViews(ctx context.Context, w db.Writer, solution domain.SolutionID, id domain.ViewID, reason string,
	by domain.PersonID, at time.Time) (int, error) {
	return db.Value[int](ctx, w.DB, "withdraw views", `
		WITH taken AS (
		    UPDATE feasibility_views
		    SET withdrawn_by = @by, withdrawn_at = @at, withdrawn_reason = @reason, verdict = '', cost_pence = NULL,
		        reason = '', said_by = '', answered_by = NULL, version = version + 1
		    WHERE solution_id = @solution AND (id = @id OR @id = 0::bigint AND NOT EXISTS (
		              SELECT FROM asks k WHERE k.view_id = feasibility_views.id))
		      AND finished_at IS NULL
		      AND withdrawn_at IS NULL
		    RETURNING id),
		asked AS (
		    UPDATE asks SET withdrawn_by = @by, withdrawn_at = @at
		    WHERE view_id IN (SELECT id FROM taken) AND answered_at IS NULL AND withdrawn_at IS NULL)
		SELECT count(*)::int FROM taken`,
		db.Named{"solution": int64(solution), "id": int64(id), "reason": reason, "by": int64(by), "at": at})
}

// EndViews takes back what the community was to be asked about the solutions of a cycle that ends; the other views end
// with their asks.
func EndViews(ctx context.Context, w db.Writer, area domain.AreaID, cycle int, by domain.PersonID, at time.Time) error {
	return w.Exec(ctx, "end views", `
		UPDATE feasibility_views v
		SET withdrawn_by = @by, withdrawn_at = @at, withdrawn_reason = 'The cycle of the area ended', verdict = '',
		    cost_pence = NULL, reason = '', said_by = '', answered_by = NULL, version = v.version + 1
		FROM solutions s
		WHERE s.id = v.solution_id AND s.area_id = @area AND s.cycle = @cycle AND v.finished_at IS NULL
		  AND v.withdrawn_at IS NULL AND NOT EXISTS (SELECT FROM asks k WHERE k.view_id = v.id)`,
		db.Named{"area": int64(area), "cycle": cycle, "by": int64(by), "at": at})
}

// MoveView lets an open view wait for another service or organisation, where it did not before: what was typed of it
// goes with those who typed it. It returns a *domain.BlockedError where they were asked for one already.
func MoveView(ctx context.Context, w db.Writer, id domain.ViewID, service domain.ServiceID,
	organisation domain.OrganisationID) error {
	if service == 0 && organisation == 0 {
		return nil // a Member's own
	}
	err := w.Exec(ctx, "move view", `
		UPDATE feasibility_views
		SET asked_of = CASE WHEN @service > 0::bigint THEN 'service' ELSE 'partner' END,
		    service_id = NULLIF(@service, 0::bigint), organisation_id = NULLIF(@organisation, 0::bigint), verdict = '',
		    cost_pence = NULL, reason = '', said_by = '', answered_by = NULL, version = 1
		WHERE id = @id AND finished_at IS NULL AND withdrawn_at IS NULL
		  AND (COALESCE(service_id, 0) <> @service OR COALESCE(organisation_id, 0) <> @organisation)`,
		db.Named{"id": int64(id), "service": int64(service), "organisation": int64(organisation)})
	if db.Violates(err, "feasibility_views_open") {
		return domain.Blocked("next", "They were asked for a view on it already, and have not finished")
	}
	return err
}

// MostWaiting is how many views are listed that wait to be given.
const MostWaiting = 200

// ViewsWaiting lists the views that are not finished, those asked first, at most 200: what the reader gives, and in
// areas of which they are an officer what others do. Those of a cycle that has ended can be given no more.
func ViewsWaiting(ctx context.Context, r db.Reader, s policy.SolutionScope) ([]solutions.ViewWaiting, error) {
	var w db.Where
	w.And("v.finished_at IS NULL AND v.withdrawn_at IS NULL")
	w.And("NOT EXISTS (SELECT FROM cycle_ends ce WHERE ce.area_id = s.area_id AND ce.cycle = s.cycle)")
	SolutionInScope(&w, s)
	mine := viewsInScope(&w, s)
	var rows []solutions.ViewWaiting
	err := r.Ask(ctx, db.Asking(&rows, "views waiting", `
		SELECT w.*, s.title, a.id AS area, a.name AS area_name
		FROM (`+viewSQL(mine)+`
		      JOIN issues i ON i.id = s.issue_id
		      `+w.String()+`) w
		JOIN solutions s ON s.id = w.solution
		JOIN areas a ON a.id = s.area_id
		ORDER BY w.asked_at, w.id
		LIMIT `+strconv.Itoa(MostWaiting), w.Args))
	return rows, err
}
