package executiveapp

import (
	"context"
	"fmt"
	"slices"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/executive/executivestore"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/policy"
)

// Recommend adds a recommendation to the report of a decision (domain §7.8).
func Recommend(ctx context.Context, a *act.App, actor policy.Actor, id domain.ExecutiveID, version int,
	w executive.Wording) error {
	return changeReport(ctx, a, actor, id, version, func(s *act.Step, d executive.ExecutiveDecision,
		_ *executive.ExecutiveReport) (executive.ExecutiveDecision, string, error) {
		var err error
		on := d.Subjects[0]
		w.Subject = on.ID
		if w.Decides, err = deciding(ctx, s, d, on, w.Decides.ID, 0); err != nil {
			return d, "", err
		}
		if w.About == executive.AboutBid {
			if w.Asked, err = askedOf(ctx, s, on, w.Bid); err != nil {
				return d, "", err
			}
		}
		d, err = d.Recommend(w)
		return d, "Recommendation added to the report to the Executive", err
	})
}

// Reword words a recommendation anew, and says which council decides on it.
func Reword(ctx context.Context, a *act.App, actor policy.Actor, id domain.ExecutiveID, version, position int,
	w executive.Wording) error {
	return changeReport(ctx, a, actor, id, version, func(s *act.Step, d executive.ExecutiveDecision,
		_ *executive.ExecutiveReport) (executive.ExecutiveDecision, string, error) {
		var err error
		if w.Decides, err = deciding(ctx, s, d, executive.OnItem(d, position), w.Decides.ID, position); err != nil {
			return d, "", err
		}
		d, err = d.Reword(position, w)
		return d, fmt.Sprintf("Recommendation (%s) of the report to the Executive worded anew",
			executive.Numeral(position)), err
	})
}

// Unrecommend takes a recommendation out of the report.
func Unrecommend(ctx context.Context, a *act.App, actor policy.Actor, id domain.ExecutiveID, version,
	position int) error {
	return changeReport(ctx, a, actor, id, version, func(_ *act.Step, d executive.ExecutiveDecision,
		_ *executive.ExecutiveReport) (executive.ExecutiveDecision, string, error) {
		d, err := d.Unrecommend(position)
		return d, fmt.Sprintf("Recommendation (%s) removed from the report to the Executive",
			executive.Numeral(position)), err
	})
}

// MoveRecommendation moves a recommendation one up or down.
func MoveRecommendation(ctx context.Context, a *act.App, actor policy.Actor, id domain.ExecutiveID, version,
	position int, up bool) error {
	return changeReport(ctx, a, actor, id, version, func(_ *act.Step, d executive.ExecutiveDecision,
		_ *executive.ExecutiveReport) (executive.ExecutiveDecision, string, error) {
		d, err := d.MoveRecommendation(position, up)
		return d, "Recommendations of the report to the Executive in another order", err
	})
}

// deciding is the council of a recommendation, by its id. It must be one of the area's, or the one that the
// recommendation names already.
func deciding(ctx context.Context, s *act.Step, d executive.ExecutiveDecision, on executive.Subject,
	id domain.AuthorityID, position int) (executive.Decides, error) {
	list, err := executivestore.Deciding(ctx, s.Writer.Reader, on.Area)
	if err != nil {
		return executive.Decides{}, err
	}
	if position > 0 && position <= len(d.Items) {
		list = append(list, executive.Decides{ID: d.Items[position-1].Authority,
			Name: d.Items[position-1].AuthorityName})
	}
	at := slices.IndexFunc(list, func(a executive.Decides) bool { return a.ID == id })
	switch {
	case at >= 0:
		return list[at], nil
	case len(list) == 0 && id == 0:
		return executive.Decides{}, nil
	}
	return executive.Decides{}, domain.Blocked("authority", "Choose the council whose Executive decides on it")
}

// askedOf is what a bid of the plan asks for, as the Members signed it.
func askedOf(ctx context.Context, s *act.Step, on executive.Subject, id domain.BidID) (*domain.Pence, error) {
	snapshot, err := gatestore.Snapshot(ctx, s.Writer.Reader, on.Attempt)
	if err != nil {
		return nil, err
	}
	if snapshot.Plan != nil {
		for _, b := range executive.OpenBids(*snapshot.Plan) {
			if b.ID == id {
				return &b.Amount, nil
			}
		}
	}
	return nil, domain.Blocked("about", "Choose a bid of the plan")
}
