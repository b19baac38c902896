// Package registerstore appends to the register of decisions in Postgres and reads it.
package registerstore

import (
	"context"
	"errors"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/register"
)

// registerLock serialises those who append, so that the chain never forks. It is held until the transaction ends.
const registerLock = 4_7_2_0_0_1

const entrySQL = `
	SELECT position, reference, kind, COALESCE(area_id, 0) AS area, COALESCE(attempt_id, 0) AS attempt,
	       COALESCE(person_id, 0) AS person, at, payload, prev_hash AS prev, hash
	FROM register_entries`

// AppendRegister seals the payload as the newest entry of the register.
func AppendRegister(ctx context.Context, w db.Writer, p register.RegisterPayload, area domain.AreaID,
	attempt domain.AttemptID, person domain.PersonID, at time.Time) (register.RegisterEntry, error) {
	head := db.Own[lockedHead](w)
	if err := head.find(ctx, w); err != nil {
		return register.RegisterEntry{}, err
	}
	e, err := p.Chain(head.Head, at)
	if err != nil {
		return register.RegisterEntry{}, err
	}
	e.Area, e.Attempt, e.Person = area, attempt, person
	head.Head = register.Head{Position: e.Position, Hash: e.Hash}
	return e, w.Later(ctx, "append to register", `
		INSERT INTO register_entries (position, reference, kind, area_id, attempt_id, person_id, at, payload, prev_hash,
		                              hash)
		VALUES (@position, @reference, @kind, NULLIF(@area, 0::bigint), NULLIF(@attempt, 0::bigint),
		        NULLIF(@person, 0::bigint), @at, @payload, @prev, @hash)`,
		db.Named{"position": e.Position, "reference": e.Reference, "kind": e.Kind, "area": int64(area),
			"attempt": int64(attempt), "person": int64(person), "at": at, "payload": e.Payload, "prev": e.Prev[:],
			"hash": e.Hash[:]})
}

// lockedHead is the head of the register in a transaction that appends to it and so has locked it.
type lockedHead struct {
	register.Head
	locked bool
}

// find locks the register and finds its head, once in a transaction: nobody else moves it until that ends.
func (h *lockedHead) find(ctx context.Context, w db.Writer) (err error) {
	if h.locked {
		return nil
	}
	if err := w.Later(ctx, "lock register", `
		SELECT pg_advisory_xact_lock(@key)`, db.Named{"key": registerLock}); err != nil {
		return err
	}
	h.Head, err = RegisterHead(ctx, w.Reader)
	h.locked = err == nil
	return err
}

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
const walkStep = 1000

// WalkRegister calls visit for every entry in order of position, without holding them all, until visit returns an
// error.
func WalkRegister(ctx context.Context, r db.Reader, visit func(register.RegisterEntry) error) error {
	for last := int64(0); ; {
		entries, err := db.List[register.RegisterEntry](ctx, r.DB, "walk register", entrySQL+`
			WHERE position > @last
			ORDER BY position
			LIMIT @step`, db.Named{"last": last, "step": walkStep})
		if err != nil {
			return err
		}
		for _, e := range entries {
			if err := visit(e); err != nil {
				return err
			}
			last = e.Position
		}
		if len(entries) < walkStep {
			return nil
		}
	}
}

// inRegister limits register entries to the scope. What the Executive does before it is published is for those who may
// see that.
func inRegister(w *db.Where, s policy.RegisterScope) {
	w.InScopeOn("area_id", "attempt_id", s.Areas)
	if s.Unpublished.All {
		return
	}
	w.And(`(kind <> 'executive decision' OR area_id = ANY(@unpublished_areas)
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
// many.
func RegisterPage(ctx context.Context, r db.Reader, scope policy.RegisterScope, area domain.AreaID, before int64,
	most int) ([]register.RegisterEntry, error) {
	var w db.Where
	inRegister(&w, scope)
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
		                   WHERE m.decision_id = @id AND m.kind = 'gate 3')`, "id", int64(id))
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
		SELECT payload::jsonb ->> 'replaces' AS replaced, reference AS by, at
		FROM register_entries
		WHERE attempt_id = ANY(@attempts) AND kind IN ('signature', 'executive decision')
		  AND payload::jsonb ? 'replaces'
		ORDER BY position`, db.Named{"attempts": db.Numbers(attempts)})
}

// PayloadDigests lists the digests of the payloads after the position, in order: the links that lead to the head.
func PayloadDigests(ctx context.Context, r db.Reader, after int64) ([]domain.Digest, error) {
	return db.Values[domain.Digest](ctx, r.DB, "payload digests", `
		SELECT sha256(convert_to(payload, 'UTF8')) FROM register_entries WHERE position > @after ORDER BY position`,
		db.Named{"after": after})
}

// Misfit is a place where a stored record does not agree with the register.
type Misfit struct {
	Position int64
	Words    string
}

// RegisterMisfits compares what stands beside the register with it: signatures, snapshots, outcomes, what became of
// conditions, and whom and what each entry is about. It lists what does not agree, by position; last, at position 0,
// what has no entry.
func RegisterMisfits(ctx context.Context, r db.Reader) ([]Misfit, error) {
	return db.List[Misfit](ctx, r.DB, "register misfits", `
		SELECT position, words FROM (
		SELECT COALESCE(g.position, 0) AS position, 'signature ' || g.id || ' does not agree with the register' AS words
		FROM signatures g
		LEFT JOIN register_entries e ON e.position = g.position AND e.kind = 'signature'
		  AND e.attempt_id = g.attempt_id AND e.person_id = g.person_id
		LEFT JOIN signatures o ON o.id = g.replaces
		LEFT JOIN register_entries r ON r.position = o.position
		LEFT JOIN papers x ON x.id = g.paper_id
		LEFT JOIN files f ON f.id = x.file_id
		WHERE e.position IS NULL OR COALESCE(e.payload::jsonb ->> 'replaces', '') <> COALESCE(r.reference, '')
		   OR o.person_id <> g.person_id OR e.payload::jsonb ->> 'decision' <> g.decision
		  OR e.payload::jsonb ->> 'words' <> g.comment
		   OR e.at <> g.signed_at
		   OR COALESCE(e.payload::jsonb -> 'paper' ->> 'scan', '') <> COALESCE(encode(sha256(f.content), 'hex'), '')
		   OR (g.substitute_for IS NOT NULL) <> starts_with(e.payload::jsonb ->> 'capacity', 'Substitute for ')
		UNION ALL
		SELECT e.position, 'entry ' || e.position || ' has no signature any more'
		FROM register_entries e
		LEFT JOIN signatures g ON g.position = e.position
		WHERE e.kind = 'signature' AND g.id IS NULL
		UNION ALL
		SELECT COALESCE(e.position, 0), 'the snapshot of attempt ' || t.id || ' does not fit the digest that was signed'
		FROM attempts t
		LEFT JOIN register_entries e ON e.attempt_id = t.id AND e.kind = 'submission'
		WHERE e.position IS NULL OR sha256(convert_to(t.snapshot, 'UTF8')) <> t.digest
		  OR encode(t.digest, 'hex') <> e.payload::jsonb ->> 'snapshot'
		   OR (NOT starts_with(t.snapshot, '{"commitments":')
		       AND strpos(t.snapshot, '"rule":"' || t.rule || '"') = 0)
		UNION ALL
		SELECT COALESCE(e.position, 0), 'the outcome of attempt ' || t.id || ' does not agree with the register'
		FROM attempts t
		LEFT JOIN register_entries e ON e.attempt_id = t.id AND e.kind = 'outcome'
		WHERE (t.outcome IS NULL) <> (e.position IS NULL) OR t.outcome <> e.payload::jsonb ->> 'decision'
		  OR t.outcome_at <> e.at
		UNION ALL
		SELECT e.position, 'entry ' || e.position || ' is about another attempt, area or person than it says'
		FROM register_entries e
		LEFT JOIN attempts t ON t.id = e.attempt_id
		WHERE t.id IS NULL OR e.area_id IS DISTINCT FROM t.area_id
		  OR encode(t.digest, 'hex') <> e.payload::jsonb ->> 'snapshot'
		   OR t.gate <> (e.payload::jsonb ->> 'gate')::int OR t.number <> (e.payload::jsonb ->> 'attempt')::int
		   OR (e.kind = 'submission' AND e.person_id IS DISTINCT FROM t.submitted_by)
		   OR (e.kind = 'outcome' AND e.person_id IS DISTINCT FROM t.outcome_by)
		   OR (e.kind = 'condition discharged' AND NOT EXISTS (
		       SELECT FROM condition_steps n
		       JOIN conditions c ON c.id = n.condition_id
		       WHERE c.attempt_id = t.id AND n.kind = 'discharged' AND n.by = e.person_id AND n.at = e.at))
		   OR (e.kind = 'condition' AND NOT EXISTS (
		       SELECT FROM condition_steps n
		       JOIN conditions c ON c.id = n.condition_id
		       WHERE n.position = e.position AND c.attempt_id = t.id AND n.by = e.person_id AND n.at = e.at
		         AND n.kind = e.payload::jsonb ->> 'decision' AND n.words = e.payload::jsonb ->> 'words'
		         AND n.capacity = e.payload::jsonb ->> 'capacity'
		         AND c.text = e.payload::jsonb -> 'conditions' ->> 0))
		   OR (e.kind = 'called back' AND (t.called_back_by IS DISTINCT FROM e.person_id
		                                   OR t.called_back_at IS DISTINCT FROM e.at
		       OR t.called_back_reason <> e.payload::jsonb ->> 'words'))
		UNION ALL
		SELECT 0, 'the calling back of attempt ' || t.id || ' is not in the register'
		FROM attempts t
		WHERE t.called_back_at IS NOT NULL AND NOT EXISTS (
		    SELECT FROM register_entries e
		    WHERE e.attempt_id = t.id AND e.at = t.called_back_at
		      AND (e.kind = 'called back' OR (e.kind = 'executive decision'
		                                      AND e.payload::jsonb ->> 'decision' = 'returned')))
		UNION ALL
		SELECT 0, 'the discharge of condition ' || n.condition_id || ' is not in the register'
		FROM condition_steps n
		JOIN conditions c ON c.id = n.condition_id
		WHERE n.kind = 'discharged' AND NOT EXISTS (
		    SELECT FROM register_entries e
		    WHERE e.kind = 'condition discharged' AND e.attempt_id = c.attempt_id AND e.person_id = n.by
		      AND e.at = n.at)
		UNION ALL
		SELECT 0, 'step ' || n.id || ' of condition ' || n.condition_id || ' is not in the register'
		FROM condition_steps n
		WHERE n.position IS NOT NULL AND NOT EXISTS (
		    SELECT FROM register_entries e WHERE e.position = n.position AND e.kind = 'condition')
		UNION ALL`+executiveMisfitsSQL+`
		) misfits
		ORDER BY position = 0, position, words`, db.Named{})
}
