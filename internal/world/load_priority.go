package world

import (
	"context"
	"fmt"

	"fourgates/internal/causes"
	"fourgates/internal/causes/causeapp"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/policy"
	"fourgates/internal/priorities"
	"fourgates/internal/priorities/priorityapp"
	"fourgates/internal/priorities/prioritystore"
	"fourgates/internal/profiles"
	"fourgates/internal/profiles/profileapp"
	"fourgates/internal/scores/scoreapp"
	"fourgates/internal/scores/scorestore"
)

// planProfile plans that the area's profile is uploaded.
func (w *working) planProfile() {
	w.on(w.Profile.By, w.Profile.Day, "profile", func(ctx context.Context, by policy.Actor) error {
		rows := make([]profiles.ProfileRow, len(w.Profile.Groups))
		for n, g := range w.Profile.Groups {
			rows[n] = profiles.ProfileRow{Line: n + 1, Cells: []string{g.Name, fmt.Sprint(g.People)}}
		}
		return profileapp.UploadProfile(ctx, w.app, by, profiles.AreaProfile{Area: w.id(), Source: w.Profile.Source, AsOf: w.date(w.Profile.AsOf)}, rows)
	})
}

// planPriorities plans scores, causes and the rounds in which the community set its priorities.
func (w *working) planPriorities() {
	for _, s := range w.Scores {
		w.on(s.By, s.Day, "scores", func(ctx context.Context, by policy.Actor) error { return w.score(ctx, by, s) })
	}
	for _, c := range w.Causes {
		w.on(c.By, c.Day, "cause "+c.Key, func(ctx context.Context, by policy.Actor) (err error) {
			w.causes[c.Key], err = causeapp.AddCause(ctx, w.app, by, causes.Cause{Issue: w.issues[c.Issue], Parent: w.causes[c.Parent], Text: c.Text, TakenPart: c.TakenPart})
			return err
		})
	}
	for _, r := range w.Rounds {
		var id domain.RoundID
		w.on(r.By, r.Day, "round", func(ctx context.Context, by policy.Actor) (err error) {
			votes := map[domain.IssueID]int{}
			for issue, n := range r.Votes {
				votes[w.issues[issue]] = n
			}
			id, err = priorityapp.EnterRound(ctx, w.app, by, priorities.PriorityRound{Area: w.id(), Method: r.Method, HeldOn: w.date(r.Held), Place: r.Place,
				TakingPart: r.TakingPart, VotesEach: r.VotesEach, Note: r.Note, Votes: votes})
			return err
		})
		if r.Confirmed == nil {
			continue
		}
		w.on(r.ConfirmedBy, *r.Confirmed, "confirms the round", func(ctx context.Context, by policy.Actor) error {
			is, err := prioritystore.Round(ctx, w.store.Reader, w.id(), id)
			if err != nil {
				return err
			}
			priorities := make([]domain.IssueID, len(r.Priorities))
			for n, issue := range r.Priorities {
				priorities[n] = w.issues[issue]
			}
			return priorityapp.ConfirmRound(ctx, w.app, by, w.id(), id, is.Version, priorities)
		})
	}
}

// planMoves plans where issues go that did not become priorities.
func (w *working) planMoves() {
	for _, m := range w.Moves {
		w.on(m.By, m.Day, m.State+": "+m.Issue, func(ctx context.Context, by policy.Actor) error {
			return issueapp.MoveIssue(ctx, w.app, by, w.issues[m.Issue], moves[issues.IssueState(m.State)], m.Reason)
		})
	}
}

// score gives one person's points to every issue that they scored.
func (w *working) score(ctx context.Context, by policy.Actor, s Scoring) error {
	criteria, err := scorestore.Criteria(ctx, w.store.Reader)
	if err != nil {
		return err
	}
	for _, g := range s.Given {
		points := map[domain.CriterionID]int{}
		for n, c := range criteria {
			points[c.ID] = g.Points[n]
		}
		if err := scoreapp.ScoreIssue(ctx, w.app, by, w.issues[g.Issue], points); err != nil {
			return err
		}
	}
	return nil
}
