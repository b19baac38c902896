package executiveapp

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/procedures"
	"fourgates/internal/procedures/procedurestore"
	"fourgates/internal/timelines/timelinestore"
)

// ProcedureOf is what the constitution of the council whose Executive decides says of the decision. KeyOnly is what
// holds where nobody has said.
func ProcedureOf(ctx context.Context, r db.Reader, d executive.ExecutiveDecision, keyOnly bool) (procedures.Procedure,
	error) {
	if d.Authority == 0 { // decided before councils were named
		return procedures.Default(keyOnly), nil
	}
	return procedurestore.Procedure(ctx, r, d.Authority, keyOnly)
}

// WindowOf is how long the decision can be called in once it is published, and the working days by which that counts:
// those of the council whose Executive decides. KeyOnly is what holds where nobody has said what its constitution says.
func WindowOf(ctx context.Context, r db.Reader, d executive.ExecutiveDecision, keyOnly bool) (domain.Calendar,
	executive.Window, error) {
	p, err := ProcedureOf(ctx, r, d, keyOnly)
	if err != nil {
		return domain.Calendar{}, executive.Window{}, err
	}
	window := executive.Window{Days: p.CallInDays, KeyOnly: p.CallInKeyOnly}
	if d.Authority == 0 {
		working, err := timelinestore.CalendarFor(ctx, r, d.Area)
		return working, window, err
	}
	working, err := timelinestore.CalendarOf(ctx, r, d.Authority)
	return working, window, err
}
