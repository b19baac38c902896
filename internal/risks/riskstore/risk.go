// Package riskstore keeps areas' registers of risks in Postgres.
package riskstore

import (
	"context"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/risks"
)

const riskSQL = `
	SELECT r.id, r.area_id AS area, r.kind, r.text, r.likelihood, r.impact, r.owner, r.response, r.opened_on,
	       o.name AS opened_by, r.closed_on, COALESCE(c.name, '') AS closed_by, r.closed_why, r.version,
	       r.changed_at AS at
	FROM risks r
	JOIN people o ON o.id = r.opened_by
	LEFT JOIN people c ON c.id = r.closed_by`

// Risks lists an area's register, closed ones too, in the order in which they were entered. The caller has loaded the
// area within scope.
func Risks(ctx context.Context, r db.Reader, area domain.AreaID) ([]risks.Risk, error) {
	return db.List[risks.Risk](ctx, r.DB, "risks", riskSQL+` WHERE r.area_id = @area ORDER BY r.id`,
		db.Named{"area": int64(area)})
}

// Risk loads a risk of an area that the caller has loaded within scope. It returns domain.ErrNotFound where there is
// none such.
func Risk(ctx context.Context, r db.Reader, area domain.AreaID, id domain.RiskID) (risks.Risk, error) {
	return db.One[risks.Risk](ctx, r.DB, "risk", riskSQL+` WHERE r.area_id = @area AND r.id = @id`,
		db.Named{"area": int64(area), "id": int64(id)})
}

// Add stores a new risk.
func Add(ctx context.Context, w db.Writer, r risks.Risk, by domain.PersonID, at time.Time) error {
	return w.Exec(ctx, "add risk", `
		INSERT INTO risks (area_id, kind, text, likelihood, impact, owner, response, opened_on, opened_by, changed_at)
		VALUES (@area, @kind, @text, @likelihood, @impact, @owner, @response, @on, @by, @at)`,
		db.Named{"area": int64(r.Area), "kind": string(r.Kind), "text": r.Text, "likelihood": string(r.Likelihood),
			"impact": string(r.Impact), "owner": r.Owner, "response": r.Response, "on": r.OpenedOn.Time(),
			"by": int64(by), "at": at})
}

// Change stores an open risk as it is now. It returns domain.ErrConflict where somebody changed or closed it since its
// version.
func Change(ctx context.Context, w db.Writer, r risks.Risk, at time.Time) error {
	return w.Change(ctx, "change risk", `
		UPDATE risks
		SET kind = @kind, text = @text, likelihood = @likelihood, impact = @impact, owner = @owner,
		    response = @response, version = version + 1, changed_at = @at
		WHERE id = @id AND area_id = @area AND version = @version AND closed_on IS NULL`,
		db.Named{"id": int64(r.ID), "area": int64(r.Area), "version": r.Version, "kind": string(r.Kind),
			"text": r.Text, "likelihood": string(r.Likelihood), "impact": string(r.Impact), "owner": r.Owner,
			"response": r.Response, "at": at})
}

// Close closes an open risk. It returns domain.ErrConflict where it is closed already.
func Close(ctx context.Context, w db.Writer, r risks.Risk, by domain.PersonID, at time.Time) error {
	return w.Change(ctx, "close risk", `
		UPDATE risks
		SET closed_on = @on, closed_by = @by, closed_why = @why, version = version + 1, changed_at = @at
		WHERE id = @id AND area_id = @area AND closed_on IS NULL`,
		db.Named{"id": int64(r.ID), "area": int64(r.Area), "on": r.ClosedOn.Time(), "by": int64(by),
			"why": r.ClosedWhy, "at": at})
}
