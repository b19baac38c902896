package store

import (
	"context"
	"errors"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// askBids reads bids (as b) with those of the solutions funded that the scope shows.
func askBids(s policy.SolutionScope, w where, rest string, to *[]domain.BidLine) question {
	seen := where{args: w.args}
	seen.and("x.bid_id = b.id")
	seen.solutionInScope(s)
	sql := `
		SELECT b.id, b.area_id AS area, b.cycle, b.title, b.funder, b.amount_pence AS amount, b.match_pence AS match,
		       b.deadline, b.state, b.approved_pence AS approved, b.approved_at, b.won_pence AS won, b.reason,
		       b.version, b.created_by, p.name AS created_by_name, b.created_at, a.name AS area_name,
		       a.code AS area_code,
		       EXISTS (SELECT FROM plans pl WHERE pl.area_id = b.area_id AND pl.cycle = b.cycle
		               AND pl.state <> 'drafting') AS plan_locked,
		       f.solutions, (SELECT count(*) FROM bid_solutions n WHERE n.bid_id = b.id) - f.seen AS unseen
		FROM bids b
		JOIN areas a ON a.id = b.area_id
		JOIN people p ON p.id = b.created_by
		LEFT JOIN LATERAL (
		    SELECT json_agg(json_build_object('ID', s.id, 'Title', s.title, 'State', s.state)
		                    ORDER BY s.id) AS solutions,
		           count(*) AS seen
		    FROM bid_solutions x
		    JOIN solutions s ON s.id = x.solution_id
		    JOIN issues i ON i.id = s.issue_id
		    ` + seen.String() + `) f ON true
		` + w.String() + rest
	return asking(to, "bids", sql, seen.args)
}

// Bids lists the bids of an area's cycle, those due first. The caller has loaded the area within scope; of the
// solutions that they fund those are listed that the scope shows. At most 500.
func (r Reader) Bids(ctx context.Context, s policy.SolutionScope, area domain.AreaID,
	cycle int) (lines []domain.BidLine, err error) {
	err = r.ask(ctx, askBidsOf(s, area, cycle, &lines))
	return lines, err
}

func askBidsOf(s policy.SolutionScope, area domain.AreaID, cycle int, to *[]domain.BidLine) question {
	var w where
	w.and("b.area_id = @area", "area", int64(area))
	w.and("b.cycle = @cycle", "cycle", cycle)
	return askBids(s, w, " ORDER BY b.deadline, b.id LIMIT 500", to)
}

// Bid loads a bid of an area where the reader may see solutions. It returns domain.ErrNotFound where there is none or
// they may not.
func (r Reader) Bid(ctx context.Context, s policy.SolutionScope, id domain.BidID) (domain.BidLine, error) {
	var w where
	w.and("b.id = @id", "id", int64(id))
	w.inScope("b.area_id", s.Issues.View)
	var lines []domain.BidLine
	if err := r.ask(ctx, askBids(s, w, "", &lines)); err != nil {
		return domain.BidLine{}, err
	}
	if len(lines) == 0 {
		return domain.BidLine{}, domain.ErrNotFound
	}
	return lines[0], nil
}

// BidForUpdate is Bid, locked until the transaction ends.
func (w Writer) BidForUpdate(ctx context.Context, s policy.SolutionScope, id domain.BidID) (domain.BidLine, error) {
	if _, err := value[int64](ctx, w.db, "lock bid", `
		SELECT id FROM bids WHERE id = @id FOR UPDATE`, named{"id": int64(id)}); err != nil {
		return domain.BidLine{}, err
	}
	return w.Bid(ctx, s, id)
}

// AddBid writes a new bid and returns its identifier. One made before with the same key is returned instead, and then
// fresh is false.
func (w Writer) AddBid(ctx context.Context, b domain.Bid, key string) (id domain.BidID, fresh bool, err error) {
	args := bidArgs(b)
	args["area"], args["cycle"], args["key"] = int64(b.Area), b.Cycle, key
	args["by"], args["at"] = int64(b.CreatedBy), b.CreatedAt
	id, err = value[domain.BidID](ctx, w.db, "add bid", `
		INSERT INTO bids (area_id, cycle, title, funder, amount_pence, match_pence, deadline, state, reason, won_pence,
		                  created_by, created_at, idempotency_key)
		VALUES (@area, @cycle, @title, @funder, @amount, @match, @deadline, @state, @reason, @won, @by, @at,
		        NULLIF(@key, ''))
		ON CONFLICT (idempotency_key) DO NOTHING
		RETURNING id`, args)
	if !errors.Is(err, domain.ErrNotFound) {
		return id, true, err
	}
	id, err = value[domain.BidID](ctx, w.db, "bid by key", `
		SELECT id FROM bids WHERE idempotency_key = @key`, named{"key": key})
	return id, false, err
}

// UpdateBid writes the bid over the version that was read. It returns domain.ErrConflict where somebody else was
// quicker.
func (w Writer) UpdateBid(ctx context.Context, b domain.Bid) error {
	args := bidArgs(b)
	args["id"], args["version"] = int64(b.ID), b.Version
	return w.change(ctx, "update bid", `
		UPDATE bids
		SET title = @title, funder = @funder, amount_pence = @amount, match_pence = @match, deadline = @deadline,
		    state = @state, reason = @reason, won_pence = @won, version = version + 1
		WHERE id = @id AND version = @version`, args)
}

func bidArgs(b domain.Bid) named {
	return named{"title": b.Title, "funder": b.Funder, "amount": int64(b.Amount), "match": int64(b.Match),
		"deadline": b.Deadline.Time(), "state": string(b.State), "reason": b.Reason, "won": penceOrNull(b.Won)}
}

// SetBidSolutions replaces the solutions that a bid funds.
func (w Writer) SetBidSolutions(ctx context.Context, id domain.BidID, solutions []domain.SolutionID) error {
	if err := w.exec(ctx, "clear bid's solutions", `
		DELETE FROM bid_solutions WHERE bid_id = @id`, named{"id": int64(id)}); err != nil {
		return err
	}
	return w.exec(ctx, "set bid's solutions", `
		INSERT INTO bid_solutions (bid_id, solution_id) SELECT @id, unnest(@solutions::bigint[])`,
		named{"id": int64(id), "solutions": solutions})
}

// SetBidApproved writes that the Executive approved a bid, the whole amount or a part, so that it may be submitted
// (gate 3, Executive part). It returns a *domain.BlockedError where it cannot be approved, and domain.ErrNotFound where
// there is no such bid.
func (w Writer) SetBidApproved(ctx context.Context, id domain.BidID, amount domain.Pence, by domain.PersonID,
	at time.Time) error {
	bid, err := w.BidForUpdate(ctx, policy.EverySolution(), id)
	if err != nil {
		return err
	}
	if err := bid.CheckApprove(amount); err != nil {
		return err
	}
	return w.change(ctx, "approve bid", `
		UPDATE bids SET state = 'approved to submit', approved_pence = @amount, approved_by = NULLIF(@by, 0::bigint),
		approved_at = @at, version = version + 1 WHERE id = @id`, named{"id": int64(id), "amount": int64(amount),
		"by": int64(by), "at": at})
}

// BidsFor lists the bids that would fund a solution. The caller has loaded the solution within scope; bids are of its
// area.
func (r Reader) BidsFor(ctx context.Context, s policy.SolutionScope,
	id domain.SolutionID) (lines []domain.BidLine, err error) {
	var w where
	w.and("EXISTS (SELECT FROM bid_solutions e WHERE e.bid_id = b.id AND e.solution_id = @funded)", "funded", int64(id))
	w.inScope("b.area_id", s.Issues.View)
	err = r.ask(ctx, askBids(s, w, " ORDER BY b.deadline, b.id", &lines))
	return lines, err
}
