package solutionapp

import (
	"context"
	"slices"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/partners"
	"fourgates/internal/partners/partnerstore"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/solutions"
	"fourgates/internal/solutions/solutionstore"
)

// AddBid writes a new bid of an area and returns its identifier (E6). The same key sent again by the same person writes
// nothing and returns the first bid.
func AddBid(ctx context.Context, a *act.App, actor policy.Actor, area domain.AreaID, d solutions.BidDraft,
	key string) (id domain.BidID, err error) {
	err = a.Do(ctx, actor, policy.EditBids, func(s *act.Step) error {
		if err := areaForBids(ctx, s, area); err != nil {
			return err
		}
		cycle, err := solutionstore.CurrentCycle(ctx, s.Writer.Reader, area)
		if err != nil {
			return err
		}
		b := solutions.Bid{Area: area, Cycle: cycle, State: solutions.BidIdea, CreatedBy: actor.ID,
			CreatedAt: s.Now()}.With(d)
		if err := checkBid(ctx, s.Writer, b, d, solutions.BidLine{}, s.Today()); err != nil {
			return err
		}
		fresh := false
		if id, fresh, err = solutionstore.AddBid(ctx, s.Writer, b, issueapp.KeyOf(actor, key)); err != nil {
			return err
		}
		if !fresh {
			return s.Same()
		}
		b.ID = id
		return writeBid(ctx, s, solutions.BidLine{}, b, d.Solutions, "Bid added")
	})
	return id, err
}

// EditBid writes an edit over the version that was read. It returns domain.ErrConflict where somebody has changed the
// bid in between, and a *domain.BlockedError once the Executive has approved it.
func EditBid(ctx context.Context, a *act.App, actor policy.Actor, id domain.BidID, version int,
	d solutions.BidDraft) error {
	return a.Do(ctx, actor, policy.EditBids, func(s *act.Step) error {
		was, err := bidToEdit(ctx, s, id)
		if err != nil {
			return err
		}
		if was.Version != version {
			return domain.ErrConflict
		}
		if err := was.CheckEdit(); err != nil {
			return err
		}
		is := was.With(d)
		if err := checkBid(ctx, s.Writer, is, d, was, s.Today()); err != nil {
			return err
		}
		if err := solutionstore.UpdateBid(ctx, s.Writer, is); err != nil {
			return err
		}
		return writeBid(ctx, s, was, is, d.Solutions, "Bid changed")
	})
}

// MoveBid takes a bid a step further. Won is what the funder gives, for the step that asks for it. It returns a
// *domain.BlockedError with every reason why the step is not open.
func MoveBid(ctx context.Context, a *act.App, actor policy.Actor, id domain.BidID, move, reason string,
	won *domain.Pence) error {
	return a.Do(ctx, actor, policy.EditBids, func(s *act.Step) error {
		was, err := bidToEdit(ctx, s, id)
		if err != nil {
			return err
		}
		is, err := was.Move(move, reason, won)
		if err != nil {
			return err
		}
		after := map[string]string{"Status": string(is.State)}
		if is.Reason != "" {
			after["Reason"] = is.Reason
		}
		if is.Won != nil {
			after["Won"] = is.Won.Words()
		}
		s.Record(bidEvent(is, "Status: "+string(is.State), map[string]string{"Status": string(was.State)}, after))
		return solutionstore.UpdateBid(ctx, s.Writer, is)
	})
}

// StateNoBids states why an area makes no bids, as gate 3 asks where there are none. It is refused while there are
// some.
func StateNoBids(ctx context.Context, a *act.App, actor policy.Actor, area domain.AreaID, text string) error {
	return a.Do(ctx, actor, policy.EditBids, func(s *act.Step) error {
		if err := areaForBids(ctx, s, area); err != nil {
			return err
		}
		cycle, err := solutionstore.CurrentCycle(ctx, s.Writer.Reader, area)
		if err != nil {
			return err
		}
		bids, err := solutionstore.Bids(ctx, s.Writer.Reader, policy.SolutionScopeOf(actor), area, cycle)
		if err != nil {
			return err
		}
		if n, _, _ := solutions.BidTotals(bids); n > 0 {
			return domain.Blocked("text", "There are bids for this area: withdraw them first")
		}
		stated := partners.Statement{About: solutions.StatedNoBids, Text: text, By: actor.Name, At: s.Now()}
		s.Record(domain.Event{Kind: "area", ID: int64(area), Area: area, Summary: "Stated: no bids", After: stated})
		return partnerstore.AddStatement(ctx, s.Writer, area, stated, actor.ID)
	})
}

// areaForBids checks that the actor edits the area's bids, and locks the area so that a bid and the statement that
// there are none cannot cross.
func areaForBids(ctx context.Context, s *act.Step, id domain.AreaID) error {
	area, err := placestore.AreaForUpdate(ctx, s.Writer, policy.ScopeOf(s.Actor, policy.ViewAreas), id)
	if err != nil {
		return err
	}
	if err := places.CheckWork(s.Actor, policy.EditBids, area); err != nil {
		return err
	}
	return area.CheckCycle()
}

// bidToEdit loads and locks a bid. It returns domain.ErrNotFound where the actor may not see it, and
// domain.ErrForbidden where they may not change it.
func bidToEdit(ctx context.Context, s *act.Step, id domain.BidID) (solutions.BidLine, error) {
	b, err := solutionstore.BidForUpdate(ctx, s.Writer, policy.SolutionScopeOf(s.Actor), id)
	if err != nil {
		return b, err
	}
	return b, policy.CheckIn(s.Actor, policy.EditBids, b.Area)
}

// checkBid refuses a deadline in the past, and solutions of another area or cycle or not found feasible. What the bid
// had before may stay.
func checkBid(ctx context.Context, w db.Writer, b solutions.Bid, d solutions.BidDraft, was solutions.BidLine,
	today domain.Date) error {
	if b.Deadline != was.Deadline && b.Deadline.Before(today) {
		return domain.Blocked("deadline", "Choose a day that is not past")
	}
	known, err := solutionstore.Solutions(ctx, w.Reader, policy.EverySolution(), b.Area, b.Cycle)
	if err != nil {
		return err
	}
	before := was.Draft().Solutions
	for _, id := range d.Solutions {
		at := slices.IndexFunc(known, func(l solutions.SolutionLine) bool { return l.ID == id })
		if at < 0 || !known[at].State.Fundable() && !slices.Contains(before, id) {
			return domain.Blocked("solution", "Choose solutions of this area that were found feasible or chosen")
		}
	}
	return nil
}

// writeBid writes the solutions of a bid that is itself written already, and records the change.
func writeBid(ctx context.Context, s *act.Step, was solutions.BidLine, b solutions.Bid, solutions []domain.SolutionID,
	summary string) error {
	if err := solutionstore.SetBidSolutions(ctx, s.Writer, b.ID, solutions); err != nil {
		return err
	}
	is, err := solutionstore.Bid(ctx, s.Writer.Reader, policy.EverySolution(), b.ID)
	if err != nil {
		return err
	}
	if was.ID == 0 {
		s.Record(bidEvent(b, summary, nil, issues.Said(is.Words())))
		return nil
	}
	before, after := issues.Changes(was.Words(), is.Words())
	if len(after) == 0 {
		return s.Same()
	}
	s.Record(bidEvent(b, summary, before, after))
	return nil
}

func bidEvent(b solutions.Bid, summary string, before, after map[string]string) domain.Event {
	e := domain.Event{Kind: "bid", ID: int64(b.ID), Area: b.Area, Summary: summary}
	if len(before) > 0 {
		e.Before = before
	}
	if len(after) > 0 {
		e.After = after
	}
	return e
}
