package issues

import (
	"slices"
	"time"

	"fourgates/internal/asks"
)

// Answered returns the quick win after those asked whether they do it have answered, with the steps that it took: as
// far as its lane is open to them. Who will do it agrees it, and delivers it where nobody was named for that; who has
// done it has begun and done it. What they cannot do, or is not theirs, leaves it where it stands.
func (q QuickWin) Answered(k asks.Ask, gateTwoPassed bool, at time.Time) (is QuickWin, steps []QuickWinStep) {
	said := map[string][]QuickWinStep{asks.WillDo: {StepAgree},
		asks.HasDone: {StepAgree, StepStart, StepDone}}[k.Outcome]
	if k.NotOurs || len(said) == 0 {
		return q, nil
	}
	is = q
	if is.Service == 0 && is.Organisation == 0 && q.Draftable() {
		is.Service, is.Organisation, is.Deliverer = k.Service, k.Organisation, k.To
	}
	proof := "Done, says " + k.To
	if k.Words != "" {
		proof += ": " + k.Words
	}
	for _, step := range said {
		next, err := is.Take(step, proof, gateTwoPassed, at)
		if err != nil {
			continue
		}
		is, steps = next, append(steps, step)
	}
	return is, steps
}

// Refusal is the newest answer of those asked who do not deliver the quick win, as long as it waits for somebody who
// does: what they cannot do, or is not theirs. There may be none. Asks come newest first.
func (q QuickWin) Refusal(all []asks.Ask) (asks.Ask, bool) {
	if !q.Draftable() {
		return asks.Ask{}, false
	}
	at := slices.IndexFunc(all, func(k asks.Ask) bool { return k.AnsweredAt != nil })
	if at < 0 || !all[at].NotOurs && all[at].Outcome != asks.CannotDo {
		return asks.Ask{}, false
	}
	return all[at], true
}
