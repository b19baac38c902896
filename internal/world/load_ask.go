package world

import (
	"context"

	"fourgates/internal/asks"
	"fourgates/internal/asks/askapp"
	"fourgates/internal/asks/askstore"
	"fourgates/internal/domain"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/policy"
)

// AskStep is something that became of an ask about an issue: What is "answered" or "not theirs", said by telephone and
// entered by an officer, "passed on" to a colleague, or "asked too", of somebody besides.
type AskStep struct {
	Issue  string `json:"issue"`
	What   string `json:"what"`
	Day    Day    `json:"day"`
	By     string `json:"by,omitempty"` // the person; empty is an officer of the area
	To     string `json:"to,omitempty"`
	Words  string `json:"words"`
	SaidBy string `json:"saidBy,omitempty"`
}

// planAsks plans what became of asks.
func (l *loading) planAsks() {
	for _, x := range l.Asks {
		for _, i := range l.Issues {
			if i.Key != x.Issue {
				continue
			}
			if x.By == "" {
				x.By = officer(l.areaOf(i), x.Day)
			}
			l.by(x.By, x.Day, workingOn, x.What+": "+x.Issue, func(ctx context.Context, by policy.Actor) error {
				return l.askStep(ctx, by, x)
			})
		}
	}
}

func (l *loading) askStep(ctx context.Context, by policy.Actor, x AskStep) error {
	if x.What == "asked too" {
		return issueapp.ReferIssue(ctx, l.app, by, l.issues[x.Issue], asks.Ask{Service: l.services[x.To],
			Organisation: l.organisations[x.To], Way: l.way(x.To), Question: x.Words,
			DueOn: l.date(x.Day).AddWorkingDays(10)})
	}
	about, err := askstore.List(ctx, l.store.Reader, asks.Referral, int64(l.issues[x.Issue]), l.date(x.Day))
	if err != nil {
		return err
	}
	for _, k := range about {
		if x.SaidBy != "" && x.To != "" && k.Organisation != l.organisations[x.To] {
			continue
		}
		if x.What == "passed on" {
			return askapp.Pass(ctx, l.app, by, k.ID, asks.Next{Colleague: l.people[x.To]}, x.Words)
		}
		return askapp.Give(ctx, l.app, by, k.ID, asks.Answer{Words: x.Words, NotOurs: x.What == "not theirs",
			SaidBy: x.SaidBy, SaidWay: "telephone", SaidOn: l.date(x.Day)})
	}
	return domain.ErrNotFound
}
