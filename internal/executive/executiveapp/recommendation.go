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
		on, err := recommendedOn(ctx, s, d, &w)
		if err != nil {
			return d, "", err
		}
		w.Subject = on.ID
		if w.Decides, err = deciding(ctx, s, d, on, w.Decides.ID, 0); err != nil {
			return d, "", err
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

// recommendedOn is the plan that a new recommendation is on: that of its bid, with what the bid asks for; the one that
// it names; the only one.
func recommendedOn(ctx context.Context, s *act.Step, d executive.ExecutiveDecision,
	w *executive.Wording) (executive.Subject, error) {
	if w.About == executive.AboutBid {
		for _, on := range d.Subjects {
			asked, err := askedOf(ctx, s, on, w.Bid)
			if err != nil || asked != nil {
				w.Asked = asked
				return on, err
			}
		}
		return executive.Subject{}, domain.Blocked("about", "Choose a bid of the plan")
	}
	if w.Subject == 0 && len(d.Subjects) == 1 {
		return d.Subjects[0], nil
	}
	on, err := domain.Among(d.Subjects, func(x executive.Subject) bool { return x.ID == w.Subject })
	if err != nil {
		return on, domain.Blocked("plan", "Choose which plan it is on")
	}
	return on, nil
}

// askedOf is what a bid of the plan asks for, as the Members signed it; nil where the plan has no such bid.
func askedOf(ctx context.Context, s *act.Step, on executive.Subject, id domain.BidID) (*domain.Pence, error) {
	snapshot, err := gatestore.Snapshot(ctx, s.Writer.Reader, on.Attempt)
	if err != nil || snapshot.Plan == nil {
		return nil, err
	}
	for _, b := range executive.OpenBids(*snapshot.Plan) {
		if b.ID == id {
			return &b.Amount, nil
		}
	}
	return nil, nil
}
