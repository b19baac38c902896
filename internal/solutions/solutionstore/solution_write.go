package solutionstore

import (
	"context"
	"errors"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/solutions"
)

// AddSolution writes a new solution and returns its identifier. One proposed before with the same key is returned
// instead, and then fresh is false: a form sent twice makes one.
func AddSolution(ctx context.Context, w db.Writer, s solutions.Solution,
	key string) (id domain.SolutionID, fresh bool, err error) {
	args := solutionArgs(s)
	args["area"], args["cycle"], args["key"] = int64(s.Area), s.Cycle, key
	args["by"], args["at"] = int64(s.ProposedBy), s.ProposedAt
	id, err = db.Value[domain.SolutionID](ctx, w.DB, "add solution", `
		INSERT INTO solutions (area_id, cycle, issue_id, cause_id, title, description, delivered_by, service_id,
		                       organisation_id, others, resources,
		                       cost_pence, cost_avoided_pence, state, verdict, conclusion, reason, proposed_by,
		                       proposed_for, proposed_at, idempotency_key)
		VALUES (@area, @cycle, @issue, NULLIF(@cause, 0::bigint), @title, @description, @delivered_by,
		        NULLIF(@service, 0::bigint), NULLIF(@organisation, 0::bigint), @others, @resources,
		        @cost, @avoided, @state, @verdict, @conclusion, @reason, @by, @for, @at, NULLIF(@key, ''))
		ON CONFLICT (idempotency_key) DO NOTHING
		RETURNING id`, args)
	if !errors.Is(err, domain.ErrNotFound) {
		return id, true, refusedSolution(err)
	}
	id, err = db.Value[domain.SolutionID](ctx, w.DB, "solution by key", `
		SELECT id FROM solutions WHERE idempotency_key = @key`, db.Named{"key": key})
	return id, false, err
}

// UpdateSolution writes the solution over the version that was read. It returns domain.ErrConflict where somebody else
// was quicker.
func UpdateSolution(ctx context.Context, w db.Writer, s solutions.Solution) error {
	args := solutionArgs(s)
	args["id"], args["version"] = int64(s.ID), s.Version
	args["told_on"], args["told_how"] = db.DayOrNull(s.ToldOn), s.ToldHow
	return refusedSolution(w.Change(ctx, "update solution", `
		UPDATE solutions
		SET issue_id = @issue, cause_id = NULLIF(@cause, 0::bigint), title = @title, description = @description,
		    delivered_by = @delivered_by, service_id = NULLIF(@service, 0::bigint),
		    organisation_id = NULLIF(@organisation, 0::bigint), others = @others, resources = @resources,
		    cost_pence = @cost, cost_avoided_pence = @avoided, state = @state, verdict = @verdict,
		    conclusion = @conclusion, reason = @reason, proposed_for = @for, told_on = @told_on, told_how = @told_how,
		    version = version + 1
		WHERE id = @id AND version = @version`, args))
}

func solutionArgs(s solutions.Solution) db.Named {
	return db.Named{
		"issue": int64(s.Issue), "cause": int64(s.Cause), "title": s.Title, "description": s.Description,
		"delivered_by": string(s.DeliveredBy), "service": int64(s.Service), "organisation": int64(s.Organisation),
		"others": s.Others, "resources": s.Resources, "cost": PenceOrNull(s.Cost), "avoided": PenceOrNull(s.Avoided),
		"state": string(s.State), "verdict": string(s.Verdict), "conclusion": s.Conclusion, "reason": s.Reason,
		"for": s.ProposedFor,
	}
}

// PenceOrNull is a money column's argument for an amount that may not be known.
func PenceOrNull(p *domain.Pence) any {
	if p == nil {
		return nil
	}
	return int64(*p)
}

// refusedSolution turns the database's refusal of an identifier that is not there into one by its field.
func refusedSolution(err error) error {
	switch {
	case db.Violates(err, "solutions_service_id_fkey"):
		return domain.Blocked("service", "Choose a service from the list")
	case db.Violates(err, "solutions_organisation_id_fkey"):
		return domain.Blocked("organisation", "Choose an organisation from the list")
	case db.Violates(err, "solutions_cause_id_fkey"):
		return domain.Blocked("cause", "Choose a cause of the issue")
	case db.Violates(err, "solutions_issue_id_fkey"):
		return domain.Blocked("issue", "Choose an issue from the list")
	}
	return err
}
