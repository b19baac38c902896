package peopleapp

import (
	"context"
	"errors"
	"time"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/people"
	"fourgates/internal/people/peoplestore"
	"fourgates/internal/policy"
	"fourgates/internal/signin"
)

// answersAfter is how long an answer takes at least, so that its time tells nothing about the address.
const answersAfter = 400 * time.Millisecond

// AskForReset sends whoever signs in with an e-mail address a link to set a new password; the present one works until
// that is done. Nobody learns from it whether the address is known: it does the same, apart from sending, where it is
// not, where the account is disabled, and where the address was sent too many. It returns a *domain.BlockedError for
// what is no address and where no e-mail goes out, and domain.ErrThrottled after too many from one source.
func AskForReset(ctx context.Context, a *act.App, email string, from signin.Caller) error {
	if a.Mail.By == "" {
		return domain.Blocked("email", "No e-mail goes out from here: ask your council’s administrator for a link")
	}
	if wrong := domain.CheckEmail(email); wrong != "" {
		return domain.Blocked("email", wrong)
	}
	email = domain.FoldEmail(email)
	answered := time.After(answersAfter) // whoever asks for an address that nobody has waits as long
	defer func() {
		select {
		case <-answered:
		case <-ctx.Done():
		}
	}()
	crowded, err := countReset(ctx, a, email, from)
	if err != nil {
		if errors.Is(err, domain.ErrThrottled) {
			signin.Security(ctx, a, "resets throttled", 0)
		}
		return err
	}
	return a.DoFor(ctx, 0, policy.SignIn, func(s *act.Step) error {
		all, err := peoplestore.PeopleByEmail(ctx, s.Writer.Reader, email)
		if err != nil {
			return err
		}
		asked, err := peoplestore.AskedFor(ctx, s.Writer.Reader, email, s.Now().AddDate(0, 0, -1))
		if err != nil {
			return err
		}
		sent := false
		for _, p := range all {
			if crowded || asked >= people.ResetsOfADay*len(all) {
				continue
			}
			// its address may be changed at the same moment: the link is for whoever has it when this is done
			if p, err = peoplestore.PersonForUpdate(ctx, s.Writer, p.ID); err != nil {
				return err
			}
			if p.Email != email || !p.HasAccount || !p.DisabledAt.IsZero() {
				continue
			}
			link, how, err := mailLink(ctx, s, p.ID, 0, people.ResetLasts)
			if err != nil {
				return err
			}
			sent = true
			s.Record(domain.Event{Kind: "person", ID: int64(p.ID), Summary: "Link to set a password asked for, " + how})
			if how != sentAlone {
				s.Record(linkEvent("made", link))
			}
		}
		if !sent {
			return s.Same()
		}
		return nil
	})
}

// countReset counts that somebody asks, in a transaction of its own, and reports whether the address was sent enough.
func countReset(ctx context.Context, a *act.App, email string, from signin.Caller) (crowded bool, err error) {
	key, source, now := signin.AccountKey("reset "+email), "reset "+from.Source, a.Instant()
	since := now.Add(-domain.TryWindow)
	err = a.Store.InTx(ctx, func(w db.Writer) error {
		_, tries, err := signin.Tries(ctx, w, key, source, since)
		if err != nil {
			return err
		}
		if !domain.MayTry(0, tries) {
			return domain.ErrThrottled
		}
		all, _, err := signin.TriesOfAll(ctx, w, key, since)
		if err != nil {
			return err
		}
		crowded = all >= people.ResetsAtOnce
		_, err = signin.AddTry(ctx, w, key, source, now, since)
		return err
	})
	return crowded, err
}
