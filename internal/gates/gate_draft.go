package gates

import (
	"fmt"

	"fourgates/internal/domain"
	"fourgates/internal/plans"
	"fourgates/internal/reviews"
	"fourgates/internal/solutions"
)

// inApprovals asks for phase 4 of 004, whatever a council calls the phase that gate 3 ends.
func inApprovals(f GateFacts) (bool, string) {
	if f.Draft.Phase == "" {
		return false, "no phase is open"
	}
	return f.Draft.PhaseGate == domain.GateDraftPlan, "in phase " + string(f.Draft.Phase) + ", " + f.Draft.PhaseName
}

func hasPriorityRound(f GateFacts) (bool, string) {
	if f.Draft.RoundOn.IsZero() {
		return false, "no priority round is confirmed"
	}
	return true, "confirmed on " + f.Draft.RoundOn.Words()
}

// prioritiesReviewed asks that services and partners were asked about every priority, and that none of them is awaited
// (004, 2d: "Review and analyse with Service Officers and Partner organisations").
func prioritiesReviewed(f GateFacts) (bool, string) {
	ok, detail := reviews.Reviewed(f.Draft.Reviews)
	if f.Draft.ReviewNotAsked && !ok {
		return true, "not recorded in full, and not asked of this cycle, which had gone past it: " + detail
	}
	return ok, detail
}

// prioritiesAnswered asks for a chosen solution under every priority, or for the reason why there is none: each of its
// solutions turned down with a reason, or the issue sent another way with one.
func prioritiesAnswered(f GateFacts) (bool, string) {
	switch {
	case f.Draft.Priorities == 0:
		return false, "there is no priority yet"
	case len(f.Draft.Unanswered) > 0:
		return false, "neither yet for " + domain.SomeOf(f.Draft.Unanswered)
	}
	return true, domain.Counted(f.Draft.Priorities, "priority", "priorities")
}

func feasibilityFinished(f GateFacts) (bool, string) {
	if len(f.Draft.Unfinished) > 0 {
		return false, "not finished on " + domain.SomeOf(f.Draft.Unfinished)
	}
	return true, "none is unfinished"
}

func hasBids(f GateFacts) (bool, string) {
	switch {
	case f.Draft.Plan.Bids > 0:
		return true, domain.Counted(f.Draft.Plan.Bids, "bid", "bids")
	case f.Statements[solutions.StatedNoBids].Text != "":
		return true, "stated that there are none"
	}
	return false, "no bid is listed, and nothing says that there are none"
}

func feedbackCurrent(f GateFacts) (bool, string) {
	on := f.Draft.Plan.FeedbackOn
	switch {
	case on.IsZero():
		return false, "nothing is recorded as fed back yet"
	case !f.Draft.Plan.FeedbackCurrent(f.Today):
		return false, fmt.Sprintf("the last entry is of %s, more than %d days ago", on.Words(), plans.FeedbackDays)
	}
	return true, "last entry of " + on.Words()
}

func planWritten(f GateFacts) (bool, string) {
	switch {
	case f.Draft.Plan.ID == 0:
		return false, "no plan is begun"
	case len(f.Draft.Plan.Empty) > 0:
		return false, "nothing is written under " + domain.SomeOf(f.Draft.Plan.Empty)
	}
	return true, f.Draft.Plan.Title
}

func commentsAnswered(f GateFacts) (bool, string) {
	if n := f.Draft.Plan.Unanswered; n > 0 {
		return false, domain.Counted(n, "comment has no answer", "comments have no answer")
	}
	return true, "none waits for an answer"
}

// SnapshotReview is what a service or a partner said of a priority, or that it did not, when gate 3 was submitted.
// Reviews of restricted issues are left out.
type SnapshotReview struct {
	Issue   domain.IssueID `json:"issue"`
	Title   string         `json:"title"`
	Of      string         `json:"of"`
	Ask     string         `json:"ask,omitempty"`
	AskedOn domain.Date    `json:"asked_on"`
	Status  string         `json:"status"`
	Does    string         `json:"does,omitempty"`
	Shows   string         `json:"shows,omitempty"`
	Binds   string         `json:"binds,omitempty"`
	Said    string         `json:"said,omitempty"` // how, where an officer entered it
	By      string         `json:"by,omitempty"`   // who answered here, entered the answer, or closed it
	On      domain.Date    `json:"on"`
	Reason  string         `json:"reason,omitempty"` // why it was closed without an answer
}

func (s *Snapshot) addReviews(f GateFacts) {
	for _, p := range f.Draft.Reviews {
		for _, r := range p.Reviews {
			if !p.Restricted {
				s.Reviews = append(s.Reviews, snapshotReview(r, f.Today))
			}
		}
	}
}

func snapshotReview(r reviews.Review, today domain.Date) SnapshotReview {
	is := SnapshotReview{Issue: r.Issue, Title: r.Title, Of: r.Of, Ask: r.Ask, AskedOn: domain.DateOf(r.AskedAt),
		Status: r.Status(today)}
	switch {
	case r.Answered():
		is.Does, is.Shows, is.Binds, is.Said = r.Does, r.Shows, r.Binds, r.SaidWords()
		is.By, is.On = r.AnsweredByName, domain.DateOf(r.AnsweredAt)
	case r.Closed():
		is.Reason, is.By, is.On = r.ClosedReason, r.ClosedByName, domain.DateOf(r.ClosedAt)
	}
	return is
}
