package world

import (
	"cmp"
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
	"fourgates/internal/reviews"
	"fourgates/internal/reviews/reviewapp"
	"fourgates/internal/reviews/reviewstore"
	"fourgates/internal/rounds"
	"fourgates/internal/rounds/roundapp"
	"fourgates/internal/scores/scoreapp"
	"fourgates/internal/scores/scorestore"
	"fourgates/internal/signin"
	"fourgates/internal/timelines"
	"fourgates/internal/timelines/timelineapp"
	"fourgates/internal/timelines/timelinestore"
)

// planTimeline plans what was changed of the area's cycle and what was done of it. The cycle begins when the area is
// proposed.
func (w *working) planTimeline() {
	t := w.Timeline
	w.on(w.area.ProposedBy, w.area.Proposed, "starts the cycle", func(ctx context.Context, by policy.Actor) error {
		return timelineapp.StartCycle(ctx, w.app, by, w.id(), w.date(w.area.Proposed))
	})
	for _, b := range t.Begins {
		w.on(b.By, b.Day, "begins phase "+b.Phase, func(ctx context.Context, by policy.Actor) error {
			return timelineapp.BeginPhase(ctx, w.app, by, w.id(), domain.Phase(b.Phase), cutShort)
		})
	}
	w.planDeviations(t.Changes, "moves", func(ctx context.Context, by policy.Actor, e timelineapp.TimelineEdit,
		d Deviation, is timelines.PlannedPhase) error {
		return timelineapp.MovePhase(ctx, w.app, by, e, is.Phase, is.EarlyEnd.AddDays(d.Days),
			is.LateEnd.AddDays(d.Days))
	})
	w.planDeviations(t.Added, "adds to", func(ctx context.Context, by policy.Actor, e timelineapp.TimelineEdit,
		d Deviation, is timelines.PlannedPhase) error {
		return timelineapp.AddActivity(ctx, w.app, by, e, is.Phase, d.Text, false)
	})
	w.planDeviations(t.Skipped, "skips in", func(ctx context.Context, by policy.Actor, e timelineapp.TimelineEdit,
		d Deviation, is timelines.PlannedPhase) error {
		id, err := activity(is, d.Text)
		if err != nil {
			return err
		}
		return timelineapp.SkipActivity(ctx, w.app, by, e, id, false)
	})
	w.planDeviations(t.Targets, "sets the target of", func(ctx context.Context, by policy.Actor,
		e timelineapp.TimelineEdit, d Deviation, is timelines.PlannedPhase) error {
		return timelineapp.SetTarget(ctx, w.app, by, e, is.Phase, w.date(d.On))
	})
	for _, d := range t.Done {
		w.on(d.By, d.Day, "did: "+d.Text, func(ctx context.Context, by policy.Actor) error {
			is, err := w.phase(ctx, d.Phase)
			if err != nil {
				return err
			}
			id, err := activity(is, d.Text)
			if err != nil {
				return err
			}
			return timelineapp.TickActivity(ctx, w.app, by, w.id(), id, true)
		})
	}
}

// cutShort is why phases of the demo's areas are begun before what they have is all done.
var cutShort = timelines.Deviation{Kind: timelines.Fitted,
	Reason: "What is left goes on beside the next phase: the people whom it needs are the same"}

// planDeviations plans changes of one sort, each with its reason and party.
func (w *working) planDeviations(list []Deviation, what string,
	do func(context.Context, policy.Actor, timelineapp.TimelineEdit, Deviation, timelines.PlannedPhase) error) {
	for _, d := range list {
		w.on(d.By, d.Day, what+" phase "+d.Phase, func(ctx context.Context, by policy.Actor) error {
			is, err := w.phase(ctx, d.Phase)
			if err != nil {
				return err
			}
			e := timelineapp.TimelineEdit{Area: w.id(), Deviation: timelines.Deviation{
				Kind: timelines.DeviationKind(d.Kind), Reason: d.Reason, Party: timelines.Party(d.Party)}}
			return do(ctx, by, e, d, is)
		})
	}
}

func (w *working) phase(ctx context.Context, phase string) (timelines.PlannedPhase, error) {
	t, err := timelinestore.Timeline(ctx, w.store.Reader, w.id())
	if err != nil {
		return timelines.PlannedPhase{}, err
	}
	at := t.At(domain.Phase(phase))
	if at < 0 {
		return timelines.PlannedPhase{}, fmt.Errorf("no phase %s", phase)
	}
	return t.Phases[at], nil
}

func activity(of timelines.PlannedPhase, text string) (domain.ActivityID, error) {
	for _, a := range of.Activities {
		if a.Text == text {
			return a.ID, nil
		}
	}
	return 0, fmt.Errorf("no activity %q in phase %s", text, of.Phase)
}

// planProfile plans that the area's profile is uploaded.
func (w *working) planProfile() {
	w.on(w.Profile.By, w.Profile.Day, "profile", func(ctx context.Context, by policy.Actor) error {
		rows := make([]profiles.ProfileRow, len(w.Profile.Groups))
		for n, g := range w.Profile.Groups {
			rows[n] = profiles.ProfileRow{Line: n + 1, Cells: []string{g.Name, fmt.Sprint(g.People)}}
		}
		return profileapp.UploadProfile(ctx, w.app, by, profiles.AreaProfile{Area: w.id(), Source: w.Profile.Source,
			AsOf: w.date(w.Profile.AsOf)}, rows, profiles.Answers{"heading": profiles.Keep})
	})
}

// planPriorities plans scores, causes and the rounds in which the community set its priorities.
func (w *working) planPriorities() {
	for _, s := range w.Scores {
		w.on(s.By, s.Day, "scores", func(ctx context.Context, by policy.Actor) error { return w.score(ctx, by, s) })
	}
	for _, c := range w.Causes {
		w.on(c.By, c.Day, "cause "+c.Key, func(ctx context.Context, by policy.Actor) (err error) {
			w.causes[c.Key], err = causeapp.AddCause(ctx, w.app, by, causes.Cause{Issue: w.issues[c.Issue],
				Parent: w.causes[c.Parent], Text: c.Text, TakenPart: c.TakenPart})
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
			id, err = priorityapp.EnterRound(ctx, w.app, by, priorities.PriorityRound{Area: w.id(), Method: r.Method,
				HeldOn: w.date(r.Held), Place: r.Place,
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

// planOnline plans the rounds held online, with their slips and answers.
func (w *working) planOnline() {
	for _, r := range w.Online {
		var id domain.OnlineRoundID
		var slips []rounds.Slip
		w.on(r.By, r.Day, "online round", func(ctx context.Context, by policy.Actor) (err error) {
			is := rounds.Round{Area: w.id(), OpensOn: w.date(r.Opens), ClosesOn: w.date(r.Closes),
				VotesEach: r.VotesEach, Note: r.Note}
			for _, issue := range r.Issues {
				is.Offered = append(is.Offered, rounds.Offer{Issue: w.issues[issue]})
			}
			if id, err = roundapp.BeginRound(ctx, w.app, by, is); err != nil {
				return err
			}
			slips, err = roundapp.MakeCodes(ctx, w.app, by, w.id(), id, r.Slips)
			return err
		})
		used := 0
		for _, x := range r.Answers {
			slip := used
			if x.By == "" {
				used++
			}
			answer := func(ctx context.Context, by policy.Actor) error {
				said := rounds.Answer{Words: x.Words}
				for _, issue := range x.Votes {
					said.Votes = append(said.Votes, w.issues[issue])
				}
				if x.By != "" {
					return roundapp.Answer(ctx, w.app, by, w.id(), id, said)
				}
				return roundapp.AnswerByCode(ctx, w.app, slips[slip].Code, said, signin.Caller{})
			}
			w.on(cmp.Or(x.By, r.By), x.Day, "answer to the online round", answer)
		}
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

// planReviews plans that services and partners are asked to review priorities, and what they say.
func (w *working) planReviews() {
	for _, r := range w.Reviews {
		var id domain.ReviewID
		w.on(r.By, r.Day, "asks for a review", func(ctx context.Context, by policy.Actor) error {
			ask := reviewapp.Ask{Service: w.services[r.To], Organisation: w.organisations[r.To],
				Issues: []domain.IssueID{w.issues[r.Issue]}, Words: r.Ask, ReplyBy: w.date(r.Reply)}
			if err := reviewapp.AskReviews(ctx, w.app, by, w.id(), ask); err != nil {
				return err
			}
			all, err := reviewstore.IssueReviews(ctx, w.store.Reader, w.issues[r.Issue], w.app.Today())
			id = all[len(all)-1].ID
			return err
		})
		if r.Closed != 0 {
			w.on(r.By, r.Closed, "closes a review", func(ctx context.Context, by policy.Actor) error {
				return reviewapp.CloseReview(ctx, w.app, by, id, r.Reason)
			})
		}
		if r.Answered == 0 {
			continue
		}
		said := reviews.Answer{Does: r.Does, Shows: r.Shows, Binds: r.Binds}
		if r.SaidBy == "" {
			who, _ := w.answerer(r.To)
			w.on(cmp.Or(who, r.To), r.Answered, "answers a review", func(ctx context.Context, by policy.Actor) error {
				return reviewapp.AnswerReview(ctx, w.app, by, id, said)
			})
			continue
		}
		said.Said = reviews.Said{SaidBy: r.SaidBy, SaidHow: r.SaidHow, SaidOn: w.date(r.Answered)}
		w.on(r.By, r.Answered, "enters a review", func(ctx context.Context, by policy.Actor) error {
			return reviewapp.EnterAnswer(ctx, w.app, by, id, said)
		})
	}
}
