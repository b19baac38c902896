package solutionstore

import (
	"context"
	"errors"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/solutions"
)

// askBids reads bids (as b) with those of the solutions funded that the scope shows.
func askBids(s policy.SolutionScope, w db.Where, rest string, to *[]solutions.BidLine) db.Question {
	seen := db.Where{Args: w.Args}
	seen.And("x.bid_id = b.id")
	SolutionInScope(&seen, s)
	sql := `
		SELECT b.id, b.area_id AS area, b.cycle, b.title, b.funder, b.amount_pence AS amount, b.match_pence AS match,
		       b.deadline, b.state, b.approved_pence AS approved, b.approved_at, b.won_pence AS won, b.reason,
		       COALESCE((SELECT CASE n.outcome WHEN 'not agreed' THEN n.reason END FROM executive_items n
		                 JOIN executive_decisions d ON d.id = n.decision_id AND d.state = 'in force'
		                 WHERE n.bid_id = b.id ORDER BY d.id DESC LIMIT 1), '') AS not_agreed,
		       b.version, b.created_by, p.name AS created_by_name, b.created_at, a.name AS area_name,
		       a.code AS area_code,
		       EXISTS (SELECT FROM plans pl WHERE pl.area_id = b.area_id AND pl.cycle = b.cycle
		               AND pl.state <> 'drafting') AS plan_locked,
		       EXISTS (SELECT FROM cycle_ends ce
		               WHERE ce.area_id = b.area_id AND ce.cycle = b.cycle) AS cycle_over,
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
	return db.Asking(to, "bids", sql, seen.Args)
}

// Bids lists the bids of an area's cycle, those due first. The caller has loaded the area within scope; of the
// solutions that they fund those are listed that the scope shows.
func Bids(ctx context.Context, r db.Reader, s policy.SolutionScope, area domain.AreaID,
	cycle int) (lines []solutions.BidLine, err error) {
	err = r.Ask(ctx, askBidsOf(s, area, cycle, &lines))
	return lines, err
}

func askBidsOf(s policy.SolutionScope, area domain.AreaID, cycle int, to *[]solutions.BidLine) db.Question {
	var w db.Where
	w.And("b.area_id = @area", "area", int64(area))
	w.And("b.cycle = @cycle", "cycle", cycle)
	return askBids(s, w, " ORDER BY b.deadline, b.id", to)
}

// Bid loads a bid of an area where the reader may see solutions. It returns domain.ErrNotFound where there is none or
// they may not.
func Bid(ctx context.Context, r db.Reader, s policy.SolutionScope, id domain.BidID) (solutions.BidLine, error) {
	var w db.Where
	w.And("b.id = @id", "id", int64(id))
	w.InScope("b.area_id", s.Issues.View)
	var lines []solutions.BidLine
	if err := r.Ask(ctx, askBids(s, w, "", &lines)); err != nil {
		return solutions.BidLine{}, err
	}
	if len(lines) == 0 {
		return solutions.BidLine{}, domain.ErrNotFound
	}
	return lines[0], nil
}

// BidForUpdate is Bid, locked until the transaction ends.
func BidForUpdate(ctx context.Context, w db.Writer, s policy.SolutionScope, id domain.BidID) (solutions.BidLine,
	error) {
	if _, err := db.Value[int64](ctx, w.DB, "lock bid", `
		SELECT id FROM bids WHERE id = @id FOR UPDATE`, db.Named{"id": int64(id)}); err != nil {
		return solutions.BidLine{}, err
	}
	return Bid(ctx, w.Reader, s, id)
}

// AddBid writes a new bid and returns its identifier. One made before with the same key is returned instead, and then
// fresh is false.
func AddBid(ctx context.Context, w db.Writer, b solutions.Bid, key string) (id domain.BidID, fresh bool, err error) {
	args := bidArgs(b)
	args["area"], args["cycle"], args["key"] = int64(b.Area), b.Cycle, key
	args["by"], args["at"] = int64(b.CreatedBy), b.CreatedAt
	id, err = db.Value[domain.BidID](ctx, w.DB, "add bid", `
		INSERT INTO bids (area_id, cycle, title, funder, amount_pence, match_pence, deadline, state, reason, won_pence,
		                  created_by, created_at, idempotency_key)
		VALUES (@area, @cycle, @title, @funder, @amount, @match, @deadline, @state, @reason, @won, @by, @at,
		        NULLIF(@key, ''))
		ON CONFLICT (idempotency_key) DO NOTHING
		RETURNING id`, args)
	if !errors.Is(err, domain.ErrNotFound) {
		return id, true, err
	}
	id, err = db.Value[domain.BidID](ctx, w.DB, "bid by key", `
		SELECT id FROM bids WHERE idempotency_key = @key`, db.Named{"key": key})
	return id, false, err
}

// UpdateBid writes the bid over the version that was read. It returns domain.ErrConflict where somebody else was
// quicker.
func UpdateBid(ctx context.Context, w db.Writer, b solutions.Bid) error {
	args := bidArgs(b)
	args["id"], args["version"] = int64(b.ID), b.Version
	return w.Change(ctx, "update bid", `
		UPDATE bids
		SET title = @title, funder = @funder, amount_pence = @amount, match_pence = @match, deadline = @deadline,
		    state = @state, reason = @reason, won_pence = @won, version = version + 1
		WHERE id = @id AND version = @version`, args)
}

func bidArgs(b solutions.Bid) db.Named {
	return db.Named{"title": b.Title, "funder": b.Funder, "amount": int64(b.Amount), "match": int64(b.Match),
		"deadline": b.Deadline.Time(), "state": string(b.State), "reason": b.Reason, "won": PenceOrNull(b.Won)}
}

// SetBidSolutions replaces the solutions that a bid funds.
func SetBidSolutions(ctx context.Context, w db.Writer, id domain.BidID, solutions []domain.SolutionID) error {
	if err := w.Exec(ctx, "clear bid's solutions", `
		DELETE FROM bid_solutions WHERE bid_id = @id`, db.Named{"id": int64(id)}); err != nil {
		return err
	}
	return w.Exec(ctx, "set bid's solutions", `
		INSERT INTO bid_solutions (bid_id, solution_id) SELECT @id, unnest(@solutions::bigint[])`,
		db.Named{"id": int64(id), "solutions": solutions})
}

// SetBidApproved writes that the Executive approved a bid, the whole amount or a part, so that it may be submitted
// (gate 3, Executive part). It returns a *domain.BlockedError where it cannot be approved, and domain.ErrNotFound where
// there is no such bid.
func SetBidApproved(ctx context.Context, w db.Writer, id domain.BidID, amount domain.Pence, by domain.PersonID,
	at time.Time) error {
	bid, err := BidForUpdate(ctx, w, policy.EverySolution(), id)
	if err != nil {
		return err
	}
	if err := bid.CheckApprove(amount); err != nil {
		return err
	}
	return w.Change(ctx, "approve bid", `
		UPDATE bids SET state = 'approved to submit', approved_pence = @amount, approved_by = NULLIF(@by, 0::bigint),
		approved_at = @at, version = version + 1 WHERE id = @id`, db.Named{"id": int64(id), "amount": int64(amount),
		"by": int64(by), "at": at})
}

// BidsFor lists the bids that would fund a solution. The caller has loaded the solution within scope; bids are of its
// area.
func BidsFor(ctx context.Context, r db.Reader, s policy.SolutionScope,
	id domain.SolutionID) (lines []solutions.BidLine, err error) {
	var w db.Where
	w.And("EXISTS (SELECT FROM bid_solutions e WHERE e.bid_id = b.id AND e.solution_id = @funded)", "funded", int64(id))
	w.InScope("b.area_id", s.Issues.View)
	err = r.Ask(ctx, askBids(s, w, " ORDER BY b.deadline, b.id", &lines))
	return lines, err
}
