package app

import (
	"context"
	"slices"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// AddBid writes a new bid of an area and returns its identifier (E6). The same key again from the same person writes nothing and returns the first
// one's.
func (a *App) AddBid(ctx context.Context, actor policy.Actor, area domain.AreaID, d domain.BidDraft, key string) (id domain.BidID, err error) {
	err = a.do(ctx, actor, policy.EditBids, func(w store.Writer, now time.Time) (domain.Event, error) {
		if err := areaForBids(ctx, w, actor, area); err != nil {
			return domain.Event{}, err
		}
		cycle, err := w.CurrentCycle(ctx, area)
		if err != nil {
			return domain.Event{}, err
		}
		b := domain.Bid{Area: area, Cycle: cycle, State: domain.BidIdea, CreatedBy: actor.ID, CreatedAt: now}.With(d)
		if err := checkBid(ctx, w, b, d, domain.BidLine{}, domain.DateOf(now)); err != nil {
			return domain.Event{}, err
		}
		fresh := false
		if id, fresh, err = w.AddBid(ctx, b, keyOf(actor, key)); err != nil {
			return domain.Event{}, err
		}
		if !fresh {
			return domain.Event{}, errNothing
		}
		b.ID = id
		return writeBid(ctx, w, domain.BidLine{}, b, d.Solutions, "Bid added")
	})
	return id, err
}

// EditBid writes what was typed over the version that was read. It returns domain.ErrConflict where somebody changed the bid in between, and a
// *domain.BlockedError once the Executive has approved it.
func (a *App) EditBid(ctx context.Context, actor policy.Actor, id domain.BidID, version int, d domain.BidDraft) error {
	return a.do(ctx, actor, policy.EditBids, func(w store.Writer, now time.Time) (domain.Event, error) {
		was, err := bidToEdit(ctx, w, actor, id)
		if err != nil {
			return domain.Event{}, err
		}
		if was.Version != version {
			return domain.Event{}, domain.ErrConflict
		}
		if err := was.CheckEdit(); err != nil {
			return domain.Event{}, err
		}
		is := was.With(d)
		if err := checkBid(ctx, w, is, d, was, domain.DateOf(now)); err != nil {
			return domain.Event{}, err
		}
		if err := w.UpdateBid(ctx, is); err != nil {
			return domain.Event{}, err
		}
		return writeBid(ctx, w, was, is, d.Solutions, "Bid changed")
	})
}

// MoveBid takes a bid a step further. Won is what the funder gives, where the step asks for it. It returns a *domain.BlockedError with every reason why
// the step is not open.
func (a *App) MoveBid(ctx context.Context, actor policy.Actor, id domain.BidID, move, reason string, won *domain.Pence) error {
	return a.do(ctx, actor, policy.EditBids, func(w store.Writer, now time.Time) (domain.Event, error) {
		was, err := bidToEdit(ctx, w, actor, id)
		if err != nil {
			return domain.Event{}, err
		}
		is, err := was.Move(move, reason, won)
		if err != nil {
			return domain.Event{}, err
		}
		after := map[string]string{"Status": string(is.State)}
		if is.Reason != "" {
			after["Reason"] = is.Reason
		}
		if is.Won != nil {
			after["Won"] = is.Won.Words()
		}
		return bidEvent(is, "Status: "+string(is.State), map[string]string{"Status": string(was.State)}, after), w.UpdateBid(ctx, is)
	})
}

// StateNoBids states why an area makes no bids, which gate 3 asks for where there are none. It is refused while there are.
func (a *App) StateNoBids(ctx context.Context, actor policy.Actor, area domain.AreaID, text string) error {
	return a.do(ctx, actor, policy.EditBids, func(w store.Writer, now time.Time) (domain.Event, error) {
		if err := areaForBids(ctx, w, actor, area); err != nil {
			return domain.Event{}, err
		}
		cycle, err := w.CurrentCycle(ctx, area)
		if err != nil {
			return domain.Event{}, err
		}
		bids, err := w.Bids(ctx, policy.SolutionScopeOf(actor), area, cycle)
		if err != nil {
			return domain.Event{}, err
		}
		if n, _, _ := domain.BidTotals(bids); n > 0 {
			return domain.Event{}, domain.Blocked("text", "There are bids for this area: withdraw them first")
		}
		s := domain.Statement{About: domain.StatedNoBids, Text: text, By: actor.Name, At: now}
		return domain.Event{Kind: "area", ID: int64(area), Area: area, Summary: "Stated: no bids", After: s}, w.AddStatement(ctx, area, s, actor.ID)
	})
}

// areaForBids locks the area, so that a bid and the statement that there is none do not cross, and checks that the actor edits its bids.
func areaForBids(ctx context.Context, w store.Writer, actor policy.Actor, id domain.AreaID) error {
	area, err := w.AreaForUpdate(ctx, policy.ScopeOf(actor, policy.ViewAreas), id)
	if err != nil {
		return err
	}
	if err := policy.CheckIn(actor, policy.EditBids, id); err != nil {
		return err
	}
	return area.CheckRunning()
}

// bidToEdit loads and locks a bid that the actor may change: domain.ErrNotFound where they may not see it, domain.ErrForbidden where it is not theirs.
func bidToEdit(ctx context.Context, w store.Writer, actor policy.Actor, id domain.BidID) (domain.BidLine, error) {
	b, err := w.BidForUpdate(ctx, policy.SolutionScopeOf(actor), id)
	if err != nil {
		return b, err
	}
	return b, policy.CheckIn(actor, policy.EditBids, b.Area)
}

// checkBid refuses a deadline that is past, and solutions that are not of the bid's area and cycle or were not found feasible. What was there before
// can stay.
func checkBid(ctx context.Context, w store.Writer, b domain.Bid, d domain.BidDraft, was domain.BidLine, today domain.Date) error {
	if b.Deadline != was.Deadline && b.Deadline.Before(today) {
		return domain.Blocked("deadline", "Choose a day that is not past")
	}
	known, err := w.Solutions(ctx, policy.EverySolution(), b.Area, b.Cycle)
	if err != nil {
		return err
	}
	before := was.Draft().Solutions
	for _, id := range d.Solutions {
		at := slices.IndexFunc(known, func(l domain.SolutionLine) bool { return l.ID == id })
		if at < 0 || !known[at].State.Fundable() && !slices.Contains(before, id) {
			return domain.Blocked("solution", "Choose solutions of this area that were found feasible or chosen")
		}
	}
	return nil
}

// writeBid writes the solutions of a bid that was written, and returns the event. Nothing different is errNothing.
func writeBid(ctx context.Context, w store.Writer, was domain.BidLine, b domain.Bid, solutions []domain.SolutionID, summary string) (domain.Event, error) {
	if err := w.SetBidSolutions(ctx, b.ID, solutions); err != nil {
		return domain.Event{}, err
	}
	is, err := w.Bid(ctx, policy.EverySolution(), b.ID)
	if err != nil {
		return domain.Event{}, err
	}
	if was.ID == 0 {
		return bidEvent(b, summary, nil, domain.Said(is.Words())), nil
	}
	before, after := domain.Changes(was.Words(), is.Words())
	if len(after) == 0 {
		return domain.Event{}, errNothing
	}
	return bidEvent(b, summary, before, after), nil
}

func bidEvent(b domain.Bid, summary string, before, after map[string]string) domain.Event {
	e := domain.Event{Kind: "bid", ID: int64(b.ID), Area: b.Area, Summary: summary}
	if len(before) > 0 {
		e.Before = before
	}
	if len(after) > 0 {
		e.After = after
	}
	return e
}
