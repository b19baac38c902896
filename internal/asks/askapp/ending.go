package askapp

import (
	"context"

	"fourgates/internal/act"
	"fourgates/internal/asks"
	"fourgates/internal/asks/askstore"
	"fourgates/internal/domain"
	"fourgates/internal/notices"
)

// End ends the open asks about things of a kind that was recorded, such as quick wins, where those have ended: nobody
// waits for their answers any more. Those asked here are told, and so is who asked. It returns the asks that it ended.
func End(ctx context.Context, s *act.Step, recorded string, ids []int64) ([]int64, error) {
	list, err := askstore.Standings(ctx, s.Writer, recorded, ids)
	if err != nil {
		return nil, err
	}
	var ended []int64
	for _, is := range list {
		why := is.Over()
		if why == "" {
			continue
		}
		if err := end(ctx, s, is.ID, why); err != nil {
			return nil, err
		}
		ended = append(ended, int64(is.ID))
	}
	return ended, nil
}

func end(ctx context.Context, s *act.Step, id domain.AskID, why string) error {
	k, err := askstore.ForUpdate(ctx, s.Writer, id, s.Today())
	if err != nil {
		return err
	}
	if err := askstore.End(ctx, s.Writer, id, why, s.Actor.ID, s.Now()); err != nil {
		return err
	}
	record(s, k, word(k)+" ended: "+why+". Asked of "+k.To, nil)
	return tellEnded(ctx, s, k, why)
}

// tellEnded tells those asked, where they are told here, that no answer is waited for; and who asked, who has to tell
// them where they were asked by letter or telephone.
func tellEnded(ctx context.Context, s *act.Step, k asks.Ask, why string) error {
	to, more := []notices.Recipient(nil), "They were asked by "+string(k.Way)+": tell them."
	if k.Way == asks.Here {
		var err error
		if to, err = withThem(ctx, s, k); err != nil {
			return err
		}
		more = "No answer is waited for any more."
	}
	if k.AskedBy != s.Actor.ID {
		to = append(to, notices.Recipient{Person: k.AskedBy, Name: k.AskedByName, Capacity: "asked"})
	}
	kept := to[:0]
	for _, r := range to {
		if r.Person != s.Actor.ID {
			kept = append(kept, r)
		}
	}
	return tell(ctx, s, k, "ask ended", string(k.Kind)+" is not needed any more: "+why, more, kept)
}
