package registerapp

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/register"
	"fourgates/internal/register/registerstore"
)

// dayAction is what the entries of days are recorded under.
const dayAction policy.Action = "register.day"

// afterMidnight is how long a day is over when its audit trail goes into the register: no command takes so long.
const afterMidnight = time.Hour

// mostDays is how many days go into the register at once.
const mostDays = 31

// EnterAuditDays puts the audit trail of each London day that is over and had any into the register, the oldest first,
// and returns how many.
func EnterAuditDays(ctx context.Context, a *act.App) (done int, err error) {
	today := domain.DateOf(a.Now().Add(-afterMidnight))
	last, err := registerstore.LastAuditDay(ctx, a.Store.Reader)
	if err != nil {
		return 0, err
	}
	from := time.Time{}
	if !last.IsZero() {
		from = last.AddDays(1).Begins()
	}
	for ; done < mostDays; done++ {
		first, ok, err := registerstore.LineBetween(ctx, a.Store.Reader, from, today.Begins())
		if err != nil || !ok {
			return done, err
		}
		day := domain.DateOf(first)
		if err := enterAuditDay(ctx, a, day); err != nil {
			return done, err
		}
		from = day.AddDays(1).Begins()
	}
	return done, nil
}

func enterAuditDay(ctx context.Context, a *act.App, day domain.Date) error {
	from, to := day.Begins(), day.AddDays(1).Begins()
	erased, err := registerstore.ErasureDays(ctx, a.Store.Reader)
	if err != nil {
		return err
	}
	commitments, _, err := registerstore.Commitments(ctx, a.Store.Reader, from, to, erased)
	if err != nil {
		return err
	}
	told, digest, err := registerstore.NoticesOf(ctx, a.Store.Reader, from, to)
	if err != nil {
		return err
	}
	d := registerstore.AuditDay{Day: day, Lines: len(commitments) / sha256.Size, Commitments: commitments,
		Digest: sha256.Sum256(commitments), Notices: &told, NoticesDigest: digest}
	return a.DoFor(ctx, 0, dayAction, func(s *act.Step) error {
		lines := domain.Counted(d.Lines, "line", "lines")
		e, err := registerstore.AppendRegister(ctx, s.Writer, register.RegisterPayload{Kind: register.EntryAuditDay,
			Decision: day.String(), Words: lines, Record: d.Digest.String()}, 0, 0, 0, s)
		if err != nil {
			return err
		}
		last, err := registerstore.LastAuditDay(ctx, s.Writer.Reader)
		if err != nil {
			return err
		}
		if !last.Before(day) {
			return domain.ErrConflict // another server was quicker
		}
		d.Position = e.Position
		s.Record(domain.Event{Kind: "audit day", ID: e.Position,
			Summary: "Audit trail of " + day.Words() + " in the register: " + lines})
		return registerstore.AddAuditDay(ctx, s.Writer, d)
	})
}

// auditMisfits lists the days whose audit trail is not what the register says: which lines of it, or that lines stand
// where it knows of none, or that the notices of the day are others. It counts the lines of which words were erased.
func (w *walk) auditMisfits(ctx context.Context, far registerstore.Progress) (misfits []registerstore.Misfit,
	err error) {
	a := w.app
	until := time.Time{} // where the day before ended
	err = registerstore.WalkAuditDays(ctx, a.Store.Reader, far, func(d registerstore.AuditDay) error {
		from, to := d.Day.Begins(), d.Day.AddDays(1).Begins()
		at, ok, err := registerstore.LineBetween(ctx, a.Store.Reader, until, from)
		if err != nil {
			return err
		}
		if ok {
			misfits = append(misfits, registerstore.Misfit{Words: "the audit trail of " + domain.DateOf(at).Words() +
				" was added to"})
		}
		until = to
		now, lines, err := registerstore.Commitments(ctx, a.Store.Reader, from, to, w.erased)
		if err != nil {
			return err
		}
		w.Erased += lines
		if why := auditMisfit(d, now); why != "" {
			misfits = append(misfits, registerstore.Misfit{Position: d.Position,
				Words: "the audit trail of " + d.Day.Words() + " was altered: " + why})
		}
		if d.Notices == nil {
			return nil
		}
		told, digest, err := registerstore.NoticesOf(ctx, a.Store.Reader, from, to)
		switch {
		case err != nil:
			return err
		case told != *d.Notices:
			misfits = append(misfits, registerstore.Misfit{Position: d.Position, Words: fmt.Sprintf(
				"the notices of %s are %d, and were %d", d.Day.Words(), told, *d.Notices)})
		case !bytes.Equal(digest, d.NoticesDigest):
			misfits = append(misfits, registerstore.Misfit{Position: d.Position,
				Words: "the notices of " + d.Day.Words() + " were altered: their digest is another"})
		}
		return nil
	})
	return misfits, err
}

func auditMisfit(d registerstore.AuditDay, now []byte) string {
	switch lines := len(now) / sha256.Size; {
	case domain.Digest(sha256.Sum256(d.Commitments)) != d.Digest:
		return "its commitments do not fit its digest"
	case lines != d.Lines:
		return fmt.Sprintf("it has %d lines, and had %d", lines, d.Lines)
	case bytes.Equal(now, d.Commitments):
		return ""
	}
	for n := 0; n < d.Lines; n++ {
		if at := n * sha256.Size; !bytes.Equal(now[at:at+sha256.Size], d.Commitments[at:at+sha256.Size]) {
			return fmt.Sprintf("line %d of %d says something else", n+1, d.Lines)
		}
	}
	return ""
}
