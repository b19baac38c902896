// Package registerstore appends to the register of decisions in Postgres and reads it.
package registerstore

import (
	"context"
	"errors"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/register"
)

const entrySQL = `
	SELECT position, reference, kind, COALESCE(area_id, 0) AS area, COALESCE(attempt_id, 0) AS attempt,
	       COALESCE(person_id, 0) AS person, at, payload, prev_hash AS prev, hash
	FROM register_entries`

// RegisterHead is the newest entry's position and hash; the zero Head for an empty register.
func RegisterHead(ctx context.Context, r db.Reader) (register.Head, error) {
	head, err := db.One[register.Head](ctx, r.DB, "register head", `
		SELECT position, hash FROM register_entries ORDER BY position DESC LIMIT 1`, db.Named{})
	if errors.Is(err, domain.ErrNotFound) {
		return register.Head{}, nil
	}
	return head, err
}

// walkStep is how many entries WalkRegister reads at once: a statement each, so that no register is too long for the
// time-out.
const walkStep = 500

// WalkRegister calls visit for every entry in order of position, without holding them all, until visit returns an
// error.
func WalkRegister(ctx context.Context, r db.Reader, visit func(register.RegisterEntry) error) error {
	return WalkSteps(ctx, r, func(entries []register.RegisterEntry) error {
		for _, e := range entries {
			if err := visit(e); err != nil {
				return err
			}
		}
		return nil
	})
}

// WalkSteps is WalkRegister with some entries at once.
func WalkSteps(ctx context.Context, r db.Reader, visit func([]register.RegisterEntry) error) error {
	for last := int64(0); ; {
		entries, err := db.List[register.RegisterEntry](ctx, r.DB, "walk register", entrySQL+`
			WHERE position > @last
			ORDER BY position
			LIMIT @step`, db.Named{"last": last, "step": walkStep})
		if err != nil {
			return err
		}
		if len(entries) == 0 {
			return nil
		}
		if err := visit(entries); err != nil {
			return err
		}
		last = entries[len(entries)-1].Position
	}
}

// inRegister limits register entries to the scope. What the Executive does before it is published is for those who may
// see that.
func inRegister(w *db.Where, s policy.RegisterScope) {
	w.InScopeOn("area_id", "attempt_id", s.Areas)
	if s.Unpublished.All {
		return
	}
	w.And(`(kind NOT IN ('executive decision', 'executive waiting', 'executive confirmation')
		OR area_id = ANY(@unpublished_areas)
		OR EXISTS (SELECT FROM executive_matters m
		           LEFT JOIN decision_entries l ON l.position = register_entries.position
		           WHERE m.attempt_id = register_entries.attempt_id
		             AND (l.decision_id IS NULL OR l.decision_id = m.decision_id)
		             AND (m.published_on IS NOT NULL OR m.state = 'returned')))`,
		"unpublished_areas", s.Unpublished.Areas)
}

// RegisterEntry loads an entry by its reference; domain.ErrNotFound where there is none within scope.
func RegisterEntry(ctx context.Context, r db.Reader, scope policy.RegisterScope,
	reference string) (register.RegisterEntry, error) {
	var w db.Where
	w.And("reference = @reference", "reference", reference)
	inRegister(&w, scope)
	return db.One[register.RegisterEntry](ctx, r.DB, "register entry", entrySQL+"\n"+w.String(), w.Args)
}

// RegisterPage lists entries within scope, newest first: those before the position (0: from the newest), at most so
// many. Those of days of the audit trail stand apart.
func RegisterPage(ctx context.Context, r db.Reader, scope policy.RegisterScope, area domain.AreaID, days bool,
	before int64, most int) ([]register.RegisterEntry, error) {
	var w db.Where
	inRegister(&w, scope)
	w.And("(kind = @day) = @days", "day", register.EntryAuditDay, "days", days)
	if area != 0 {
		w.And("area_id = @area", "area", int64(area))
	}
	if before > 0 {
		w.And("position < @before", "before", before)
	}
	w.Set("most", most)
	return db.List[register.RegisterEntry](ctx, r.DB, "register",
		entrySQL+"\n"+w.String()+"\nORDER BY position DESC LIMIT @most", w.Args)
}

// EntriesOfDecision lists the entries within scope about an Executive decision, with those about the first draft of its
// report, in order. The caller has loaded the decision within scope.
func EntriesOfDecision(ctx context.Context, r db.Reader, scope policy.RegisterScope,
	id domain.ExecutiveID) ([]register.RegisterEntry, error) {
	var w db.Where
	inRegister(&w, scope)
	w.And(`position IN (SELECT l.position FROM decision_entries l WHERE l.decision_id = @id
		                   UNION ALL
		                   SELECT e.position FROM executive_matters m
		                   JOIN register_entries e ON e.attempt_id = m.attempt_id AND e.kind = 'executive decision'
		                     AND e.payload::jsonb ->> 'decision' = 'report drafted'
		                   WHERE m.decision_id = @id AND m.kind = 'gate 3'
		                   UNION ALL
		                   SELECT e.position FROM executive_matters m
		                   JOIN register_entries e ON e.attempt_id = m.attempt_id
		                     AND e.kind IN ('executive waiting', 'executive confirmation')
		                     AND (e.payload::jsonb ->> 'of')::bigint = m.decision_id
		                   WHERE m.decision_id = @id)`, "id", int64(id))
	return db.List[register.RegisterEntry](ctx, r.DB, "entries about a decision", entrySQL+"\n"+w.String()+`
		ORDER BY position`, w.Args)
}

// scope.
func EntriesAbout(ctx context.Context, r db.Reader, attempt domain.AttemptID,
	kinds ...string) ([]register.RegisterEntry, error) {
	return db.List[register.RegisterEntry](ctx, r.DB, "entries about an attempt", entrySQL+`
		WHERE attempt_id = @attempt AND kind = ANY(@kinds)
		ORDER BY position`, db.Named{"attempt": int64(attempt), "kinds": kinds})
}

// Replacements lists which decisions about the attempts were replaced. The caller has loaded entries about them within
// scope.
func Replacements(ctx context.Context, r db.Reader, attempts []domain.AttemptID) ([]register.Replacement, error) {
	return db.List[register.Replacement](ctx, r.DB, "replacements", `
		SELECT COALESCE(payload::jsonb ->> 'settles', payload::jsonb ->> 'replaces') AS replaced, reference AS by, at,
		       payload::jsonb ->> 'decision' AS decision, payload::jsonb ? 'settles' AS settles
		FROM register_entries
		WHERE attempt_id = ANY(@attempts)
		  AND (kind IN ('signature', 'executive decision') AND payload::jsonb ? 'replaces'
		       OR kind IN ('confirmation', 'executive confirmation') AND payload::jsonb ? 'settles')
		ORDER BY position`, db.Named{"attempts": db.Numbers(attempts)})
}

// PayloadDigests lists the digests of the payloads after the position, in order: the links that lead to the head.
func PayloadDigests(ctx context.Context, r db.Reader, after int64) ([]domain.Digest, error) {
	return db.Values[domain.Digest](ctx, r.DB, "payload digests", `
		SELECT sha256(convert_to(payload, 'UTF8')) FROM register_entries WHERE position > @after ORDER BY position`,
		db.Named{"after": after})
}
