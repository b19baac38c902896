package executivestore

import (
	"context"
	"slices"
	"strings"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/notices"
	"fourgates/internal/policy"
	"fourgates/internal/solutions/solutionstore"
)

// LockDecisions locks the areas of the reports of executive decisions: call it before ExecutiveDecisionForUpdate.
// Decisions that do not exist lock nothing.
func LockDecisions(ctx context.Context, w db.Writer, ids ...domain.ExecutiveID) error {
	_, err := gatestore.LockAreas(ctx, w, `
		SELECT s.area_id FROM decision_subjects s JOIN executive_decisions d ON d.report_id = s.report_id
		WHERE d.id = ANY(@ids::bigint[])`, db.Numbers(ids))
	return err
}

// ChangeExecutiveDecision stores a decision as a step left it, report apart. It returns domain.ErrConflict where
// another step came between.
func ChangeExecutiveDecision(ctx context.Context, w db.Writer, d executive.ExecutiveDecision) error {
	var key, record any
	if d.Key != "" {
		key = d.Key == executive.KeyYes
	}
	if d.Record != "" {
		record = d.RecordDigest[:]
	}
	if err := w.Change(ctx, "change executive decision", `
		UPDATE executive_decisions
		SET state = @state, delegated = @delegated, key_decision = @key, forward_plan = @forward, meets_on = @meets,
		    made_by = NULLIF(@made, 0::bigint), with_officer = NULLIF(@officer, 0::bigint),
		    declined = @declined, declined_by = NULLIF(@declined_by, 0::bigint), declined_at = @declined_at, reasons = @reasons,
		    alternatives = @alternatives, interests = @interests, member_interests = @member,
		    dispensations = @dispensations, decided_on = @decided, record = @record, record_digest = @digest,
		    recorded_by = NULLIF(@recorded, 0::bigint), recorded_at = @recorded_at,
		    confirmed_by = NULLIF(@confirmed, 0::bigint), confirmed_at = @confirmed_at, published_on = @published,
		    call_in_until = @until, effective_on = @effective, called_in_on = @called, settled_on = @settled,
		    return_reason = @return_reason,
		    in_force_at = @force_at, version = version + 1
		WHERE id = @id AND version = @version`,
		db.Named{"id": int64(d.ID), "version": d.Version, "state": string(d.State), "delegated": d.Delegated,
			"key":     key,
			"forward": d.ForwardPlan, "meets": db.DayOrNull(d.MeetsOn), "made": int64(d.MadeBy),
			"officer": int64(d.WithOfficer), "declined": d.Declined.Reason, "declined_by": int64(d.Declined.By),
			"declined_at": issuestore.TimeOrNull(d.Declined.At), "reasons": d.Reasons, "alternatives": d.Alternatives,
			"interests": d.Interests, "member": d.MemberInterests, "dispensations": d.Dispensations,
			"decided": db.DayOrNull(d.DecidedOn), "record": d.Record, "digest": record, "recorded": int64(d.RecordedBy),
			"recorded_at": issuestore.TimeOrNull(d.RecordedAt), "confirmed": int64(d.ConfirmedBy),
			"confirmed_at": issuestore.TimeOrNull(d.ConfirmedAt), "published": db.DayOrNull(d.PublishedOn),
			"until": db.DayOrNull(d.CallInUntil), "effective": db.DayOrNull(d.EffectiveOn),
			"called": db.DayOrNull(d.CalledInOn), "settled": db.DayOrNull(d.SettledOn),
			"return_reason": d.ReturnReason, "force_at": issuestore.TimeOrNull(d.InForceAt)}); err != nil {
		return err
	}
	for _, i := range d.Items {
		if err := w.Change(ctx, "change executive item", `
			UPDATE executive_items SET outcome = NULLIF(@outcome, ''), resolved = @resolved, reason = @reason,
			approved_pence = @approved
			WHERE decision_id = @id AND position = @position`,
			db.Named{"id": int64(d.ID), "position": i.Position, "outcome": string(i.Outcome), "resolved": i.Resolved,
				"reason": i.Reason, "approved": solutionstore.PenceOrNull(i.Approved)}); err != nil {
			return err
		}
	}
	return nil
}

// AddCallIn keeps a request to look at a decision again, with the position of its entry in the register.
func AddCallIn(ctx context.Context, w db.Writer, id domain.ExecutiveID, c executive.CallIn, position int64) error {
	return w.Exec(ctx, "add call-in", `
		INSERT INTO call_in_requests (decision_id, by, members, made_on, reason, position)
		VALUES (@id, @by, NULLIF(@members, 0::int), @on, @reason, @position)`,
		db.Named{"id": int64(id), "by": c.By, "members": c.Members, "on": c.On.Time(), "reason": c.Reason,
			"position": position})
}

// AddSettlement keeps what a body decided on a call-in, with the position of its entry in the register.
func AddSettlement(ctx context.Context, w db.Writer, id domain.ExecutiveID, s executive.Settlement,
	position int64) error {
	return w.Exec(ctx, "add outcome of call-in", `
		INSERT INTO call_in_outcomes (decision_id, outcome, body, made_on, minute, words, position)
		VALUES (@id, @outcome, @body, @on, @minute, @words, @position)`,
		db.Named{"id": int64(id), "outcome": string(s.Outcome), "body": s.Body, "on": s.On.Time(), "minute": s.Minute,
			"words": s.Words, "position": position})
}

// AddEntry keeps whose decision an entry of the register is about.
func AddEntry(ctx context.Context, w db.Writer, id domain.ExecutiveID, position int64) error {
	return w.Exec(ctx, "add entry of decision", `
		INSERT INTO decision_entries (position, decision_id) VALUES (@position, @id)`,
		db.Named{"id": int64(id), "position": position})
}

// LastRecord is the reference of the newest entry of the register that holds what a decision decided on an attempt:
// recorded and not confirmed, decided, or returned; "" for none.
func LastRecord(ctx context.Context, r db.Reader, id domain.ExecutiveID, attempt domain.AttemptID) (string, error) {
	return db.Value[string](ctx, r.DB, "last record", `
		SELECT COALESCE((SELECT e.reference FROM decision_entries l
		                 JOIN register_entries e ON e.position = l.position
		                 WHERE l.decision_id = @id AND e.attempt_id = @attempt AND e.kind = 'executive decision'
		                   AND e.payload::jsonb ->> 'decision' IN ('recorded', 'decided', 'returned')
		                 ORDER BY e.position DESC LIMIT 1), '')`,
		db.Named{"id": int64(id), "attempt": int64(attempt)})
}

// SignedAsMember lists the signatures under the gates of a decision, with whether who made them sits on the Executive
// on the day.
func SignedAsMember(ctx context.Context, r db.Reader, d executive.ExecutiveDecision,
	today domain.Date) ([]executive.SignedAsMember, error) {
	type row struct {
		Person      domain.PersonID
		Name        string
		Seat        string
		Decision    gates.Decision
		At          time.Time
		OnExecutive bool
	}
	rows, err := db.List[row](ctx, r.DB, "signed as Member", `
		SELECT g.person_id AS person, p.name || on_paper(g.paper_id) AS name,
		       s.shown || ' ' || s.kind || ', ' || u.name AS seat, g.decision,
		       g.signed_at AS at,
		       EXISTS (SELECT FROM role_grants r
		               WHERE (r.person_id = g.person_id OR r.person_id = ANY(other_accounts(g.person_id)))
		               AND r.role = 'executive member'
		               AND r.from_on <= @day AND (r.to_on IS NULL OR r.to_on >= @day)
		               AND r.ended_at IS NULL) AS on_executive
		FROM standing_signatures g
		JOIN people p ON p.id = g.person_id
		JOIN seats s ON s.id = g.seat_id
		JOIN authorities u ON u.id = s.authority_id
		WHERE g.attempt_id IN (SELECT attempt_id FROM executive_matters WHERE decision_id = @id)
		ORDER BY p.name COLLATE by_name, s.name COLLATE by_name, g.id`, db.Named{"id": int64(d.ID), "day": today.Time()})
	got := make([]executive.SignedAsMember, len(rows))
	for i, row := range rows {
		got[i] = executive.SignedAsMember{Person: row.Person, Name: row.Name, Seat: row.Seat, Decision: row.Decision,
			On: domain.DateOf(row.At), OnExecutive: row.OnExecutive}
	}
	return got, err
}

// RoleHolders lists who holds, or is deputy in, one of the roles on the day, with the capacity that it gives them, by
// name: each person once.
func RoleHolders(ctx context.Context, r db.Reader, today domain.Date, roles ...string) ([]notices.Recipient, error) {
	type row struct {
		Person   domain.PersonID
		Name     string
		Address  string
		Capacity string
	}
	rows, err := db.List[row](ctx, r.DB, "role holders", `
		SELECT DISTINCT ON (p.name COLLATE by_name, p.id) p.id AS person, p.name, COALESCE(p.email, '') AS address,
		       CASE g.role WHEN 'cpo' THEN 'community planning officer' WHEN 'clerk' THEN 'clerk to the Executive'
		       WHEN 'executive member' THEN 'Executive Member'
		                   ELSE g.role END || CASE WHEN g.portfolio <> '' THEN ', ' || g.portfolio
		                   ELSE '' END
		       || COALESCE(', deputy for ' || o.name, '') AS capacity
		FROM acting_grants g
		LEFT JOIN people o ON o.id = g.deputy_for
		JOIN people p ON p.id = g.person_id AND p.disabled_at IS NULL
		WHERE g.role = ANY(@roles) AND g.from_on <= @day AND (g.to_on IS NULL OR g.to_on >= @day) AND g.ended_at IS NULL
		ORDER BY p.name COLLATE by_name, p.id, g.deputy_for IS NOT NULL, array_position(@roles::text[], g.role)`,
		db.Named{"roles": roles, "day": today.Time()})
	to := make([]notices.Recipient, len(rows))
	for i, row := range rows {
		to[i] = notices.Recipient{Person: row.Person, Name: row.Name, Address: row.Address, Capacity: row.Capacity}
	}
	return to, err
}

// Holders is RoleHolders of one role without its deputies: a decision is put to who holds the role themselves, and a
// deputy acts in their place on the day.
func Holders(ctx context.Context, r db.Reader, role policy.Role, today domain.Date) ([]notices.Recipient, error) {
	to, err := RoleHolders(ctx, r, today, string(role))
	return slices.DeleteFunc(to, func(h notices.Recipient) bool {
		return strings.Contains(h.Capacity, ", deputy for ")
	}), err
}

// Deputies lists the deputies of somebody in a role on the day, by name.
func Deputies(ctx context.Context, r db.Reader, of domain.PersonID, role policy.Role,
	today domain.Date) ([]notices.Recipient, error) {
	type row struct {
		Person   domain.PersonID
		Name     string
		Address  string
		Capacity string
	}
	rows, err := db.List[row](ctx, r.DB, "deputies", `
		SELECT DISTINCT p.id AS person, p.name COLLATE by_name AS name, COALESCE(p.email, '') AS address,
		       g.role || ', deputy for ' || o.name AS capacity
		FROM acting_grants g
		JOIN people o ON o.id = g.deputy_for
		JOIN people p ON p.id = g.person_id AND p.disabled_at IS NULL
		WHERE g.deputy_for = @of AND g.role = @role AND g.from_on <= @day AND (g.to_on IS NULL OR g.to_on >= @day)
		  AND g.ended_at IS NULL
		ORDER BY p.name COLLATE by_name, p.id`, db.Named{"of": int64(of), "role": string(role), "day": today.Time()})
	to := make([]notices.Recipient, len(rows))
	for i, row := range rows {
		to[i] = notices.Recipient{Person: row.Person, Name: row.Name, Address: row.Address, Capacity: row.Capacity}
	}
	return to, err
}
