package roundapp

import (
	"context"
	"errors"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/rounds"
	"fourgates/internal/rounds/roundstore"
	"fourgates/internal/signin"
)

// MakeCodes makes the codes of a sheet, so many, for people without account. They are kept nowhere but as hashes: show
// them now.
func MakeCodes(ctx context.Context, a *act.App, actor policy.Actor, area domain.AreaID, id domain.OnlineRoundID,
	n int) (slips []rounds.Slip, err error) {
	err = a.Do(ctx, actor, policy.Prioritise, func(s *act.Step) error {
		r, err := toHold(ctx, s, area, id, rounds.Planned, rounds.Open)
		if err != nil {
			return err
		}
		if n < 1 || n > rounds.MostCodes {
			return domain.Blocked("codes", fmt.Sprintf("Must be a whole number from 1 to %d", rounds.MostCodes))
		}
		sheets, err := roundstore.Sheets(ctx, s.Writer.Reader, id)
		if err != nil {
			return err
		}
		if len(sheets) >= rounds.MostSheets {
			return domain.Blocked("codes", "This round has as many sheets of codes as it can have")
		}
		sheet, hashes := len(sheets)+1, make([][]byte, n)
		slips = make([]rounds.Slip, n)
		for i := range slips {
			code, err := rounds.NewCode(s.Random())
			if err != nil {
				return err
			}
			slips[i], hashes[i] = rounds.Slip{Sheet: sheet, Slip: i + 1, Code: code}, hashOf(code)
		}
		s.Record(event(r, "Codes made", nil, map[string]string{"Sheet": fmt.Sprint(sheet), "Codes": fmt.Sprint(n)}))
		return roundstore.AddCodes(ctx, s.Writer, id, sheet, hashes, actor.ID, s.Now())
	})
	return slips, err
}

func hashOf(code string) []byte { return signin.TokenHash("online round " + rounds.ReadCode(code)) }

// CancelCodes cancels the unused codes of a sheet, or one slip of it where that is not zero, with the reason.
func CancelCodes(ctx context.Context, a *act.App, actor policy.Actor, area domain.AreaID, id domain.OnlineRoundID,
	sheet, slip int, why string) error {
	return a.Do(ctx, actor, policy.Prioritise, func(s *act.Step) error {
		r, err := toHold(ctx, s, area, id, rounds.Planned, rounds.Open)
		if err != nil {
			return err
		}
		if why == "" {
			return domain.Blocked("codes_why", "Say why they are cancelled")
		}
		n, err := roundstore.CancelCodes(ctx, s.Writer, id, sheet, slip, why, actor.ID, s.Now())
		if err != nil {
			return err
		}
		if n == 0 {
			return domain.Blocked("sheet", "No unused code has these numbers")
		}
		which := map[string]string{"Sheet": fmt.Sprint(sheet), "Codes": fmt.Sprint(n), "Reason": why}
		if slip != 0 {
			which["Slip"] = fmt.Sprint(slip)
		}
		s.Record(event(r, "Codes cancelled", nil, which))
		return nil
	})
}

// Answer takes what the actor says in an open round with their account, once; said again, it takes the place of what
// they said before. It returns domain.ErrForbidden for those who do not take part, and a *domain.StateError where the
// round is not open.
func Answer(ctx context.Context, a *act.App, actor policy.Actor, area domain.AreaID, id domain.OnlineRoundID,
	answer rounds.Answer) error {
	return a.Do(ctx, actor, policy.AnswerRounds, func(s *act.Step) error {
		if !rounds.MayAnswer(actor, area) {
			return domain.ErrForbidden
		}
		r, err := roundstore.RoundToAnswer(ctx, s.Writer, area, id)
		if err != nil {
			return err
		}
		if err := r.CheckState(s.Today(), rounds.Open); err != nil {
			return err
		}
		return say(ctx, s, r, roundstore.By{Person: actor.ID}, answer, "Answered with an account")
	})
}

// OwnAnswer is what somebody answered with their account; ok is false where they have not.
func OwnAnswer(ctx context.Context, r db.Reader, id domain.OnlineRoundID, who domain.PersonID) (said rounds.Answer,
	ok bool, err error) {
	said, err = roundstore.AnswerOf(ctx, r, id, roundstore.By{Person: who})
	if errors.Is(err, domain.ErrNotFound) {
		return said, false, nil
	}
	return said, err == nil, err
}

// say writes an answer that counts. What was chosen is in no entry of the audit trail.
func say(ctx context.Context, s *act.Step, r rounds.Round, by roundstore.By, answer rounds.Answer,
	summary string) error {
	before, err := roundstore.AnswerOf(ctx, s.Writer.Reader, r.ID, by)
	if err != nil && !errors.Is(err, domain.ErrNotFound) {
		return err
	}
	if err == nil && before.Same(answer) {
		return s.Same() // the form was sent twice
	}
	if by.Code != 0 && err == nil {
		return errCode
	}
	if err := domain.BlockedBy(answer.Blockers(r)); err != nil {
		return err
	}
	s.Record(event(r, summary, nil, nil))
	return roundstore.AddAnswer(ctx, s.Writer, r.ID, by, answer, s.Now())
}

// errCode is what is said of every code that cannot be used: one that never was, that was used or cancelled, and one
// whose round is not open.
var errCode = domain.Blocked("code", "This code cannot be used. Check each letter. A code works once, while its "+
	"round is open.")

// RoundOfCode is the open round in which a code can be used. It returns errCode's *domain.BlockedError for the field
// "code" where it cannot, and domain.ErrThrottled after too many wrong ones from one source.
func RoundOfCode(ctx context.Context, a *act.App, code string, from signin.Caller) (r rounds.Round, err error) {
	err = guess(ctx, a, from, func() error {
		is, err := roundstore.Code(ctx, a.Store.Reader, hashOf(code))
		if err == nil && (is.Used || !is.CancelledAt.IsZero()) {
			err = domain.ErrNotFound
		}
		if err != nil {
			return err
		}
		r, err = roundstore.Round(ctx, a.Store.Reader, is.Area, is.Round)
		if err == nil && r.State(a.Today()) != rounds.Open {
			err = domain.ErrNotFound
		}
		return err
	})
	return r, err
}

// AnswerByCode takes what somebody says with a code, which then is used. The same sent again changes nothing. It
// refuses as RoundOfCode does, and returns a *domain.BlockedError for what was chosen; the code then still works.
func AnswerByCode(ctx context.Context, a *act.App, code string, answer rounds.Answer, from signin.Caller) error {
	return guess(ctx, a, from, func() error {
		return a.DoFor(ctx, 0, policy.SignIn, func(s *act.Step) error {
			is, err := roundstore.CodeForUpdate(ctx, s.Writer, hashOf(code))
			if err == nil && !is.CancelledAt.IsZero() {
				err = domain.ErrNotFound
			}
			if err != nil {
				return err
			}
			r, err := roundstore.RoundToAnswer(ctx, s.Writer, is.Area, is.Round)
			if err != nil {
				return err
			}
			if r.State(s.Today()) != rounds.Open {
				return domain.ErrNotFound
			}
			return say(ctx, s, r, roundstore.By{Code: is.ID}, answer, "Answered with a code")
		})
	})
}

// guess counts a code that is about to be tried, by where it comes from and apart from passwords, and forgets it where
// the code was right. It is counted first, in a transaction of its own, so that many at once cannot slip through.
func guess(ctx context.Context, a *act.App, from signin.Caller, try func() error) error {
	key, source, now := signin.AccountKey("online round code"), "code "+from.Source, a.Instant()
	since := now.Add(-domain.TryWindow)
	var id int64
	err := a.Store.InTx(ctx, func(w db.Writer) error {
		_, tries, err := signin.Tries(ctx, w, key, source, since)
		if err == nil && !domain.MayTry(0, tries) {
			err = domain.ErrThrottled
		}
		if err != nil {
			return err
		}
		id, err = signin.AddTry(ctx, w, key, source, now, since)
		return err
	})
	if errors.Is(err, domain.ErrThrottled) {
		signin.Security(ctx, a, "code throttled", 0)
	}
	if err != nil {
		return err
	}
	err = try()
	if errors.Is(err, domain.ErrNotFound) || errors.Is(err, errCode) {
		return errCode
	}
	if forgot := a.Store.InTx(ctx, func(w db.Writer) error {
		return signin.ForgetTries(ctx, w, key, source, true, id)
	}); forgot != nil && err == nil {
		return forgot
	}
	return err
}
