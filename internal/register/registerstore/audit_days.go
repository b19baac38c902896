package registerstore

import (
	"context"
	"errors"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/register"
)

// AuditDay is the audit trail of a day as the register has it.
type AuditDay struct {
	Day         domain.Date
	Lines       int
	Commitments []byte // 32 bytes a line, by time and id
	Digest      domain.Digest
	Position    int64
	Notices     *int // none for days from before notices were frozen
	// of the digests of the notices of the day
	NoticesDigest []byte
}

// erasedSQL is whether a line of the audit trail (as a) says that words of it were erased on a day on which some were.
const erasedSQL = `(a.commitment IS NOT NULL AND EXISTS (
	SELECT FROM regexp_matches(concat_ws(' ', a.summary, a.before, a.after),
	                           '\[(erased on [0-9]{1,2} [A-Z][a-z]+ [0-9]{4})\]', 'g') m
	WHERE m[1] = ANY(@erased)))`

// Commitments are those to the lines of the audit trail from one instant to another, by time and id: of a line of which
// words were erased, and that says so with one of the days on which some were, the one that it kept. It asks an hour at
// a time, so that no day is too long for the time-out.
func Commitments(ctx context.Context, r db.Reader, from, to time.Time, erased []string) (all []byte, gone int,
	err error) {
	for at := from; at.Before(to); at = at.Add(time.Hour) {
		until := at.Add(time.Hour)
		if until.After(to) {
			until = to
		}
		list, err := db.List[struct {
			Commitment []byte
			Erased     bool
		}](ctx, r.DB, "lines of the audit trail", `
			SELECT CASE WHEN e.it THEN a.commitment ELSE audit_commitment(a) END AS commitment, e.it AS erased
			FROM audit_entries a
			CROSS JOIN LATERAL (SELECT `+erasedSQL+` AS it) e
			WHERE a.at >= @from AND a.at < @to
			ORDER BY a.at, a.id`, db.Named{"from": at, "to": until, "erased": erased})
		if err != nil {
			return nil, 0, err
		}
		for _, line := range list {
			all = append(all, line.Commitment...)
			if line.Erased {
				gone++
			}
		}
	}
	return all, gone, nil
}

// ErasureDays are the days on which words were erased, as lines say them.
func ErasureDays(ctx context.Context, r db.Reader) ([]string, error) {
	days, err := db.Values[domain.Date](ctx, r.DB, "days of erasures", `
		SELECT DISTINCT (at AT TIME ZONE 'Europe/London')::date FROM erasures ORDER BY 1`, db.Named{})
	said := make([]string, len(days))
	for i, day := range days {
		said[i] = register.Erased(day)
	}
	return said, err
}

// LineBetween is the instant of the first line of the audit trail from one instant to another; false for none.
func LineBetween(ctx context.Context, r db.Reader, from, to time.Time) (time.Time, bool, error) {
	at, err := db.Value[*time.Time](ctx, r.DB, "first line of the audit trail", `
		SELECT min(at) FROM audit_entries WHERE at >= @from AND at < @to`, db.Named{"from": from, "to": to})
	if err != nil || at == nil {
		return time.Time{}, false, err
	}
	return *at, true, nil
}

// LastAuditDay is the newest day that the register has; the zero Date for none.
func LastAuditDay(ctx context.Context, r db.Reader) (domain.Date, error) {
	day, err := db.Value[domain.Date](ctx, r.DB, "newest day of the audit trail", `
		SELECT day FROM audit_days ORDER BY day DESC LIMIT 1`, db.Named{})
	if errors.Is(err, domain.ErrNotFound) {
		return domain.Date{}, nil
	}
	return day, err
}

// AddAuditDay keeps a day beside its entry.
func AddAuditDay(ctx context.Context, w db.Writer, d AuditDay) error {
	return w.Exec(ctx, "add day of the audit trail", `
		INSERT INTO audit_days (day, lines, commitments, digest, position, notices, notices_digest)
		VALUES (@day, @lines, @commitments, @digest, @position, @notices, @told)`,
		db.Named{"notices": d.Notices, "told": d.NoticesDigest,
			"day": d.Day.Time(), "lines": d.Lines, "commitments": d.Commitments, "digest": d.Digest[:],
			"position": d.Position})
}

// WalkAuditDays calls visit for each day that the register has, the oldest first.
func WalkAuditDays(ctx context.Context, r db.Reader, far Progress, visit func(AuditDay) error) error {
	days, err := db.Values[domain.Date](ctx, r.DB, "days of the audit trail", `
		SELECT day FROM audit_days ORDER BY day`, db.Named{})
	if err != nil {
		return err
	}
	for n, day := range days {
		d, err := db.One[AuditDay](ctx, r.DB, "day of the audit trail", `
			SELECT day, lines, commitments, digest, position, notices, notices_digest FROM audit_days WHERE day = @day`,
			db.Named{"day": day.Time()})
		if err != nil {
			return err
		}
		if err := visit(d); err != nil {
			return err
		}
		far("compared: days of the audit trail", int64(n+1), int64(len(days)))
	}
	return nil
}
