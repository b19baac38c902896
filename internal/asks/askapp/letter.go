package askapp

import (
	"context"
	"slices"

	"fourgates/internal/act"
	"fourgates/internal/asks/askstore"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// MostLetters is how many asks a list of letters shows.
const MostLetters = 200

// PostLetters notes that the letters of those of the asks were posted that the actor sees waiting, and returns how many
// that were. It refuses a day to come, and one before somebody was asked.
func PostLetters(ctx context.Context, a *act.App, actor policy.Actor, ids []domain.AskID, on domain.Date) (posted int,
	err error) {
	err = a.Do(ctx, actor, policy.SendLetters, func(s *act.Step) error {
		posted = 0
		list, err := askstore.ByLetter(ctx, s.Writer.Reader, policy.ScopeOf(actor, policy.SendLetters),
			policy.IssueScopeOf(actor).Restricted, MostLetters, s.Today())
		if err != nil {
			return err
		}
		for _, k := range list {
			if !slices.Contains(ids, k.ID) || !k.WaitsForLetter() || !k.Writable() {
				continue
			}
			if err := k.CheckPosted(on, s.Today()); err != nil {
				return err
			}
			if err := askstore.Posted(ctx, s.Writer, k.ID, on, actor.ID); err != nil {
				return err
			}
			record(s, k, word(k)+" asked of "+k.To+" by letter, posted on "+on.Words(), nil)
			posted++
		}
		if posted == 0 {
			return s.Same()
		}
		return nil
	})
	return posted, err
}
