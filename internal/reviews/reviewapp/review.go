// Package reviewapp asks services and partners to review priorities, takes their answers and chases them.
package reviewapp

import (
	"context"
	"fmt"
	"slices"

	"fourgates/internal/act"
	"fourgates/internal/asks"
	"fourgates/internal/asks/askapp"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/reviews"
	"fourgates/internal/reviews/reviewstore"
)

// Ask is what an officer asks a service or an organisation about some priorities of an area.
type Ask struct {
	Service      domain.ServiceID      // one of the two
	Organisation domain.OrganisationID // is set
	Issues       []domain.IssueID
	Words        string // besides the three questions; "" for nothing
	ReplyBy      domain.Date
	Way          asks.Way // how it is put; "": here where somebody can answer here, else by letter
}

// AskReviews asks a service or an organisation to review priorities of an area by a day (D14), and tells the people
// there who have an account. Sent twice, it asks once. It refuses what is no priority, and what they are asked already.
func AskReviews(ctx context.Context, a *act.App, actor policy.Actor, area domain.AreaID, ask Ask) error {
	return a.Do(ctx, actor, policy.WorkIssues, func(s *act.Step) error {
		if !reviews.MayAsk(actor, area) {
			return policy.CheckSeen(actor, policy.ViewIssues, policy.WorkIssues, area)
		}
		if err := checkAsk(ask, s.Today()); err != nil {
			return err
		}
		list, err := issuestore.IssuesForUpdate(ctx, s.Writer, policy.IssueScopeOf(actor), ask.Issues)
		if err != nil {
			return err
		}
		in, err := placestore.Area(ctx, s.Writer.Reader, policy.Scope{Areas: []domain.AreaID{area}}, area)
		if err != nil {
			return err
		}
		if err := in.CheckGoesOn(in.Cycle); err != nil {
			return err
		}
		if err := checkPriorities(ctx, s, area, in.Cycle, list); err != nil {
			return err
		}
		asked := 0
		for _, i := range list {
			was, err := openReview(ctx, s, i.Issue, ask)
			if err != nil {
				return err
			}
			if was.ID != 0 {
				if was.Ask == ask.Words && was.ReplyBy == ask.ReplyBy {
					continue // the form was sent twice
				}
				return domain.Blocked("to", fmt.Sprintf("%s is asked about “%s” already, and has not answered yet",
					was.Of, i.Title))
			}
			is, err := addReview(ctx, s, in.Cycle, i.Issue, ask)
			if err != nil {
				return err
			}
			asked++
			s.Record(issueapp.IssueEvent(i.Issue, "Review asked of "+is.Of, nil, map[string]string{
				"Asked": ask.Words, "Reply by": ask.ReplyBy.Words()}))
		}
		if asked == 0 {
			return s.Same()
		}
		return nil
	})
}

func checkAsk(ask Ask, today domain.Date) error {
	switch {
	case len(ask.Issues) == 0:
		return domain.Blocked("issue", "Choose at least one priority")
	case ask.ReplyBy.Before(today):
		return domain.Blocked("reply_by", "Choose a day that is not past")
	}
	return nil
}

// checkPriorities refuses issues that are no priorities of the area's cycle.
func checkPriorities(ctx context.Context, s *act.Step, area domain.AreaID, cycle int,
	list []issuestore.IssueRecord) error {
	all, err := reviewstore.Priorities(ctx, s.Writer.Reader, policy.IssueScopeOf(s.Actor), area, cycle)
	if err != nil {
		return err
	}
	for _, i := range list {
		if !slices.ContainsFunc(all, func(p reviews.Priority) bool { return p.Issue == i.ID }) {
			return domain.Blocked("issue", fmt.Sprintf("“%s” is no priority of this area now", i.Title))
		}
	}
	return nil
}

// openReview is the review of the issue that waits for the answer of whom is asked; the zero Review for none.
func openReview(ctx context.Context, s *act.Step, i issues.Issue, ask Ask) (reviews.Review, error) {
	all, err := reviewstore.IssueReviews(ctx, s.Writer.Reader, i.ID, s.Today())
	for _, r := range all {
		if r.Open() && r.Service == ask.Service && r.Organisation == ask.Organisation {
			return r, err
		}
	}
	return reviews.Review{}, err
}

func addReview(ctx context.Context, s *act.Step, cycle int, i issues.Issue, ask Ask) (reviews.Review, error) {
	id, err := reviewstore.AddReview(ctx, s.Writer, reviews.Review{Area: i.Area, Cycle: cycle, Issue: i.ID,
		Service: ask.Service, Organisation: ask.Organisation, Ask: ask.Words, ReplyBy: ask.ReplyBy},
		s.Actor.ID, s.Now())
	if err != nil {
		return reviews.Review{}, err
	}
	k := asks.Ask{Kind: asks.Review, Service: ask.Service, Organisation: ask.Organisation, Way: ask.Way,
		Question: ask.Words, DueOn: ask.ReplyBy}
	k.Review, k.Area = id, i.Area
	if _, err := askapp.Put(ctx, s, k); err != nil {
		return reviews.Review{}, err
	}
	return reviewstore.Review(ctx, s.Writer.Reader, policy.IssueScopeOf(s.Actor), id, s.Today())
}

// AnswerReview writes the answer of a service or an organisation, by somebody there, and tells the area's officers. It
// returns domain.ErrForbidden where others were asked, and a *domain.StateError where the review is over.
func AnswerReview(ctx context.Context, a *act.App, actor policy.Actor, id domain.ReviewID,
	said reviews.Answer) error {
	said.Said = reviews.Said{}
	may := func(r reviews.Review) bool { return reviews.MayAnswer(actor, r) }
	return answer(ctx, a, actor, policy.AnswerReview, id, said, may)
}

// EnterAnswer is AnswerReview by an officer of the area, for those who answered by letter, telephone or in a meeting.
func EnterAnswer(ctx context.Context, a *act.App, actor policy.Actor, id domain.ReviewID, said reviews.Answer) error {
	may := func(r reviews.Review) bool { return reviews.MayAsk(actor, r.Area) }
	return answer(ctx, a, actor, policy.WorkIssues, id, said, may)
}

func answer(ctx context.Context, a *act.App, actor policy.Actor, action policy.Action, id domain.ReviewID,
	said reviews.Answer, may func(reviews.Review) bool) error {
	return a.Do(ctx, actor, action, func(s *act.Step) error {
		r, i, err := reviewFor(ctx, s, id)
		if err != nil {
			return err
		}
		if !may(r) {
			return domain.ErrForbidden
		}
		if r.Answered() && r.Answer == said && r.AnsweredByName == actor.Name {
			return s.Same() // the form was sent twice
		}
		if err := r.CheckOpen(); err != nil {
			return err
		}
		lacks := said.Blockers()
		if action == policy.WorkIssues {
			lacks = said.EnteredBlockers(s.Today())
		}
		if len(lacks) > 0 {
			return &domain.BlockedError{Blockers: lacks}
		}
		if err := reviewstore.Answer(ctx, s.Writer, id, said, actor.ID, s.Now()); err != nil {
			return err
		}
		if err := askapp.Finish(ctx, s, asks.Review, int64(id), said.Source()); err != nil {
			return err
		}
		summary := "Review answered by " + r.Of
		if how := said.SaidWords(); how != "" {
			summary += ", " + how
		}
		s.Record(issueapp.IssueEvent(i.Issue, summary, nil, map[string]string{"Done already": said.Does,
			"What the data show": said.Shows, "What binds": said.Binds}))
		return tellOfficers(ctx, s, r, summary)
	})
}

// CloseReview closes a review that nobody answers, with a reason that the Members read at gate 3.
func CloseReview(ctx context.Context, a *act.App, actor policy.Actor, id domain.ReviewID, reason string) error {
	return a.Do(ctx, actor, policy.WorkIssues, func(s *act.Step) error {
		r, i, err := reviewFor(ctx, s, id)
		if err != nil {
			return err
		}
		if !reviews.MayAsk(actor, r.Area) {
			return domain.ErrForbidden
		}
		if r.Closed() && r.ClosedReason == reason {
			return s.Same() // the form was sent twice
		}
		if err := r.CheckOpen(); err != nil {
			return err
		}
		if reason == "" {
			return domain.Blocked("reason", "Say why it is closed without an answer: Members read it at gate 3")
		}
		if err := reviewstore.Close(ctx, s.Writer, id, reason, actor.ID, s.Now()); err != nil {
			return err
		}
		if err := askapp.Close(ctx, s, asks.Review, int64(id)); err != nil {
			return err
		}
		s.Record(issueapp.IssueEvent(i.Issue, "Review closed without an answer of "+r.Of, nil,
			map[string]string{"Reason": reason}))
		return tellClosed(ctx, s, r, reason)
	})
}

// reviewFor loads and locks a review with its issue: domain.ErrNotFound where the actor may not see it.
func reviewFor(ctx context.Context, s *act.Step, id domain.ReviewID) (reviews.Review, issuestore.IssueRecord, error) {
	scope := policy.IssueScopeOf(s.Actor)
	r, err := reviewstore.ReviewForUpdate(ctx, s.Writer, scope, id, s.Today())
	if err != nil {
		return r, issuestore.IssueRecord{}, err
	}
	i, err := issuestore.Issue(ctx, s.Writer.Reader, scope, r.Issue)
	return r, i, err
}
