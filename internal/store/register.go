package store

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// registerLock serialises those who append, so that the chain never forks. It is held until the transaction ends.
const registerLock = 4_7_2_0_0_1

type entryRow struct {
	Position  int64
	Reference string
	Kind      string
	AreaID    domain.AreaID
	AttemptID domain.AttemptID
	PersonID  domain.PersonID
	At        time.Time
	Payload   string
	PrevHash  []byte
	Hash      []byte
}

func (r entryRow) entry() domain.RegisterEntry {
	e := domain.RegisterEntry{Position: r.Position, Reference: r.Reference, Kind: r.Kind, Area: r.AreaID, Attempt: r.AttemptID,
		Person: r.PersonID, At: r.At, Payload: r.Payload}
	copy(e.Prev[:], r.PrevHash)
	copy(e.Hash[:], r.Hash)
	return e
}

const entrySQL = `
	SELECT position, reference, kind, COALESCE(area_id, 0) AS area_id, COALESCE(attempt_id, 0) AS attempt_id, COALESCE(person_id, 0) AS person_id,
	       at, payload, prev_hash, hash
	FROM register_entries`

// AppendRegister seals the payload as the newest entry of the register.
func (w Writer) AppendRegister(ctx context.Context, p domain.RegisterPayload, area domain.AreaID, attempt domain.AttemptID, person domain.PersonID, at time.Time) (domain.RegisterEntry, error) {
	if err := w.exec(ctx, "lock register", `SELECT pg_advisory_xact_lock(@key)`, named{"key": registerLock}); err != nil {
		return domain.RegisterEntry{}, err
	}
	head, err := w.RegisterHead(ctx)
	if err != nil {
		return domain.RegisterEntry{}, err
	}
	e, err := p.Chain(head, at)
	if err != nil {
		return domain.RegisterEntry{}, err
	}
	e.Area, e.Attempt, e.Person = area, attempt, person
	return e, w.exec(ctx, "append to register", `
		INSERT INTO register_entries (position, reference, kind, area_id, attempt_id, person_id, at, payload, prev_hash, hash)
		VALUES (@position, @reference, @kind, NULLIF(@area, 0::bigint), NULLIF(@attempt, 0::bigint), NULLIF(@person, 0::bigint), @at, @payload, @prev, @hash)`,
		named{"position": e.Position, "reference": e.Reference, "kind": e.Kind, "area": int64(area), "attempt": int64(attempt), "person": int64(person),
			"at": at, "payload": e.Payload, "prev": e.Prev[:], "hash": e.Hash[:]})
}

// RegisterHead is the newest entry's position and hash; the zero Head for an empty register.
func (r Reader) RegisterHead(ctx context.Context) (domain.Head, error) {
	row, err := one[struct {
		Position int64
		Hash     []byte
	}](ctx, r.db, "register head", `SELECT position, hash FROM register_entries ORDER BY position DESC LIMIT 1`, named{})
	if errors.Is(err, domain.ErrNotFound) {
		return domain.Head{}, nil
	}
	if err != nil {
		return domain.Head{}, err
	}
	return domain.Head{Position: row.Position, Hash: domain.Digest(row.Hash)}, nil
}

// walkStep is how many entries WalkRegister reads at once: a statement each, so that no register is too long for the time-out.
const walkStep = 1000

// WalkRegister calls visit for every entry in order of position, without holding them all, until visit returns an error.
func (r Reader) WalkRegister(ctx context.Context, visit func(domain.RegisterEntry) error) error {
	for last := int64(0); ; {
		rows, err := list[entryRow](ctx, r.db, "walk register", entrySQL+`
			WHERE position > @last
			ORDER BY position
			LIMIT @step`, named{"last": last, "step": walkStep})
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := visit(row.entry()); err != nil {
				return err
			}
			last = row.Position
		}
		if len(rows) < walkStep {
			return nil
		}
	}
}

// RegisterEntry loads an entry by its reference; domain.ErrNotFound where there is none within scope.
func (r Reader) RegisterEntry(ctx context.Context, scope policy.RegisterScope, reference string) (domain.RegisterEntry, error) {
	var w where
	w.and("reference = @reference", "reference", reference)
	w.inRegister(scope)
	row, err := one[entryRow](ctx, r.db, "register entry", entrySQL+"\n"+w.String(), w.args)
	if err != nil {
		return domain.RegisterEntry{}, err
	}
	return row.entry(), nil
}

// RegisterPage lists entries within scope, newest first: those before the position (0: from the newest), at most so many.
func (r Reader) RegisterPage(ctx context.Context, scope policy.RegisterScope, area domain.AreaID, before int64, most int) ([]domain.RegisterEntry, error) {
	var w where
	w.inRegister(scope)
	if area != 0 {
		w.and("area_id = @area", "area", int64(area))
	}
	if before > 0 {
		w.and("position < @before", "before", before)
	}
	w.set("most", most)
	rows, err := list[entryRow](ctx, r.db, "register", entrySQL+"\n"+w.String()+"\nORDER BY position DESC LIMIT @most", w.args)
	entries := make([]domain.RegisterEntry, len(rows))
	for i, row := range rows {
		entries[i] = row.entry()
	}
	return entries, err
}

// PayloadDigests lists the digests of the payloads after the position, in order: the links that lead to the head.
func (r Reader) PayloadDigests(ctx context.Context, after int64) ([]domain.Digest, error) {
	rows, err := r.db.Query(ctx, `
		SELECT sha256(convert_to(payload, 'UTF8')) FROM register_entries WHERE position > @after ORDER BY position`, named{"after": after})
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (domain.Digest, error) {
		var digest []byte
		err := row.Scan(&digest)
		return domain.Digest(digest), err
	})
}

// Misfit is a place where a stored record does not agree with the register.
type Misfit struct {
	Position int64
	Words    string
}

// RegisterMisfits compares what stands beside the register with it: signatures, snapshots, outcomes, discharges, and whom and what
// each entry is about. It lists what does not agree, by position; last, at position 0, what has no entry.
func (r Reader) RegisterMisfits(ctx context.Context) ([]Misfit, error) {
	return list[Misfit](ctx, r.db, "register misfits", `
		SELECT position, words FROM (
		SELECT COALESCE(g.position, 0) AS position, 'signature ' || g.id || ' does not agree with the register' AS words
		FROM signatures g
		LEFT JOIN register_entries e ON e.position = g.position AND e.kind = 'signature' AND e.attempt_id = g.attempt_id AND e.person_id = g.person_id
		WHERE e.position IS NULL OR e.payload::jsonb ->> 'decision' <> g.decision OR e.payload::jsonb ->> 'words' <> g.comment
		   OR e.at <> g.signed_at OR (g.substitute_for IS NOT NULL) <> starts_with(e.payload::jsonb ->> 'capacity', 'Substitute for ')
		UNION ALL
		SELECT e.position, 'entry ' || e.position || ' has no signature any more'
		FROM register_entries e
		LEFT JOIN signatures g ON g.position = e.position
		WHERE e.kind = 'signature' AND g.id IS NULL
		UNION ALL
		SELECT COALESCE(e.position, 0), 'the snapshot of attempt ' || t.id || ' does not fit the digest that was signed'
		FROM attempts t
		LEFT JOIN register_entries e ON e.attempt_id = t.id AND e.kind = 'submission'
		WHERE e.position IS NULL OR sha256(convert_to(t.snapshot, 'UTF8')) <> t.digest OR encode(t.digest, 'hex') <> e.payload::jsonb ->> 'snapshot'
		   OR strpos(t.snapshot, '"rule":"' || t.rule || '"') = 0
		UNION ALL
		SELECT COALESCE(e.position, 0), 'the outcome of attempt ' || t.id || ' does not agree with the register'
		FROM attempts t
		LEFT JOIN register_entries e ON e.attempt_id = t.id AND e.kind = 'outcome'
		WHERE (t.outcome IS NULL) <> (e.position IS NULL) OR t.outcome <> e.payload::jsonb ->> 'decision' OR t.outcome_at <> e.at
		UNION ALL
		SELECT e.position, 'entry ' || e.position || ' is about another attempt, area or person than it says'
		FROM register_entries e
		LEFT JOIN attempts t ON t.id = e.attempt_id
		WHERE t.id IS NULL OR e.area_id IS DISTINCT FROM t.area_id OR encode(t.digest, 'hex') <> e.payload::jsonb ->> 'snapshot'
		   OR t.gate <> (e.payload::jsonb ->> 'gate')::int OR t.number <> (e.payload::jsonb ->> 'attempt')::int
		   OR (e.kind = 'submission' AND e.person_id IS DISTINCT FROM t.submitted_by)
		   OR (e.kind = 'outcome' AND e.person_id IS DISTINCT FROM t.outcome_by)
		   OR (e.kind = 'condition discharged' AND NOT EXISTS (
		       SELECT FROM conditions c WHERE c.attempt_id = t.id AND c.discharged_by = e.person_id AND c.discharged_at = e.at))
		   OR (e.kind = 'called back' AND (t.called_back_by IS DISTINCT FROM e.person_id OR t.called_back_at IS DISTINCT FROM e.at
		       OR t.called_back_reason <> e.payload::jsonb ->> 'words'))
		UNION ALL
		SELECT 0, 'the calling back of attempt ' || t.id || ' is not in the register'
		FROM attempts t
		WHERE t.called_back_at IS NOT NULL AND NOT EXISTS (
		    SELECT FROM register_entries e
		    WHERE e.attempt_id = t.id AND e.at = t.called_back_at
		      AND (e.kind = 'called back' OR (e.kind = 'executive decision' AND e.payload::jsonb ->> 'decision' = 'returned')))
		UNION ALL
		SELECT 0, 'the discharge of condition ' || c.id || ' is not in the register'
		FROM conditions c
		WHERE c.discharged_at IS NOT NULL AND NOT EXISTS (
		    SELECT FROM register_entries e
		    WHERE e.kind = 'condition discharged' AND e.attempt_id = c.attempt_id AND e.person_id = c.discharged_by AND e.at = c.discharged_at)
		UNION ALL`+executiveMisfitsSQL+`
		) misfits
		ORDER BY position = 0, position, words`, named{})
}
