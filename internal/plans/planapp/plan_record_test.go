package planapp_test

import (
	"errors"
	"sync"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/plans"
	"fourgates/internal/plans/planapp"
	"fourgates/internal/plans/planstore"
	"fourgates/internal/policy"
	"fourgates/internal/solutions"
	"fourgates/internal/solutions/solutionapp"
	"fourgates/internal/town"
)

func TestCommentIsAnsweredOnce(t *testing.T) {
	d := newDrafting(t)
	ctx := t.Context()
	id, err := planapp.CommentPlan(ctx, d.App, d.Actor(d.Priya), d.plan, "bids", "Which funder?")
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	errs := make([]error, 4)
	for i := range errs {
		wait.Go(func() {
			_, errs[i] = planapp.AnswerPlanComment(ctx, d.App, d.Actor(d.Nia), d.plan, id,
				"The lottery")
		})
	}
	wait.Wait()
	done := 0
	for _, err := range errs {
		if err == nil {
			done++
		} else if !errors.Is(err, domain.ErrConflict) {
			t.Error(err)
		}
	}
	if done != 1 {
		t.Errorf("answered %d times: %v", done, errs)
	}
	if _, err := planapp.AnswerPlanComment(ctx, d.App, d.Actor(d.Nia), d.plan, 987654, "x"); !errors.Is(err,
		domain.ErrNotFound) {
		t.Errorf("a comment that is not there: %v", err)
	}
}

func TestActionHangsOnWhatThePlanMayName(t *testing.T) {
	d := newDrafting(t)
	nia, ctx := d.Actor(d.Nia), t.Context()
	idea, err := solutionapp.ProposeSolution(ctx, d.App, nia, d.Area, solutions.SolutionDraft{Issue: d.issue,
		Title: "Only an idea", DeliveredBy: solutions.ByCouncil}, "")
	if err != nil {
		t.Fatal(err)
	}
	yesterday := d.Day().AddDays(-1)
	for name, c := range map[string]struct {
		action plans.Action
		field  string
	}{
		"a chosen solution":                 {plans.Action{Solution: d.solution}, ""},
		"an issue straight away":            {plans.Action{Issue: d.issue}, ""},
		"nothing: the orphan report has it": {plans.Action{}, ""},
		"a solution that is not chosen":     {plans.Action{Solution: idea}, "answers"},
		"a restricted issue":                {plans.Action{Issue: d.secret}, "answers"},
		"an issue that is not there":        {plans.Action{Issue: 987654}, "answers"},
		"a service that is not there":       {plans.Action{LeadService: 987654}, "lead"},
		"due before today":                  {plans.Action{DueOn: yesterday}, "due"},
	} {
		c.action.Plan, c.action.Title = d.plan, name
		_, err := planapp.ProposeAction(ctx, d.App, nia, c.action)
		blocked, _ := errors.AsType[*domain.BlockedError](err)
		switch {
		case c.field == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case c.field != "" && (blocked == nil || blocked.Blockers[0].Field != c.field):
			t.Errorf("%s: %v, want it by %s", name, err, c.field)
		}
	}
	id := domain.ActionID(d.Int(`SELECT id FROM actions WHERE solution_id = $1`, int64(d.solution)))
	if err := planapp.ChangeAction(ctx, d.App, nia, plans.Action{ID: id, Title: "First", Solution: d.solution},
		1); err != nil {
		t.Fatal(err)
	}
	if err := planapp.ChangeAction(ctx, d.App, nia, plans.Action{ID: id, Title: "Second", Solution: d.solution},
		1); !errors.Is(err, domain.ErrConflict) {
		t.Errorf("over an older version: %v", err)
	}
	if err := planapp.RemoveAction(ctx, d.App, nia, id, 1); !errors.Is(err, domain.ErrConflict) {
		t.Errorf("removed as it was before: %v", err)
	}
	d.Forced("its lead is asked once the Executive has decided, and then the plan is no draft",
		`UPDATE actions SET state = 'asked' WHERE id = $1`, int64(id))
	if err := planapp.RemoveAction(ctx, d.App, nia, id, 2); !isBlocked(err) {
		t.Errorf("its lead was asked about it: %v", err)
	}
}

func TestFeedbackIsOfADayThatHasCome(t *testing.T) {
	d := newDrafting(t)
	ctx := t.Context()
	entry := plans.Feedback{Area: d.Area, FedTo: "Quay residents", Text: "The lamps are ordered", FedOn: d.Day()}
	if _, err := planapp.RecordFeedback(ctx, d.App, d.Actor(d.Nia), entry); err != nil {
		t.Fatal(err)
	}
	about := entry
	about.Issue = d.issue
	if _, err := planapp.RecordFeedback(ctx, d.App, d.Actor(d.Nia), about); err != nil {
		t.Fatal(err)
	}
	later := entry
	later.FedOn = d.Day().AddDays(1)
	elsewhere := entry
	elsewhere.Issue = 987654
	for field, wrong := range map[string]plans.Feedback{"on": later, "issue": elsewhere} {
		_, err := planapp.RecordFeedback(ctx, d.App, d.Actor(d.Nia), wrong)
		if blocked, ok := errors.AsType[*domain.BlockedError](err); !ok || blocked.Blockers[0].Field != field {
			t.Errorf("by %s: %v", field, err)
		}
	}
	if _, err := planapp.RecordFeedback(ctx, d.App, d.Actor(d.Priya), entry); !errors.Is(err, domain.ErrForbidden) {
		t.Errorf("a Member records feedback: %v", err)
	}
	seen, err := planstore.Feedbacks(ctx, d.App.Store.Reader, policy.IssueScope{}, d.Area, 0, 10)
	if err != nil || len(seen) != 1 {
		t.Errorf("a reader who may see no issue reads %d entries, %v; want the one about the area", len(seen), err)
	}
}

func TestThreadShowsWhatItsReaderMaySee(t *testing.T) {
	d := newDrafting(t)
	open := d.issue
	d.Forced("after gate 2 nothing is synthesised", `UPDATE issues SET is_synthesis = true WHERE id = $1`, int64(open))
	for _, seen := range []issues.Visibility{issues.VisiblePublic, issues.VisibleRestricted} {
		part := d.Issue("As raised, "+string(seen), domain.FromTheCommunity, issues.IssueSynthesised, seen)
		d.Forced("likewise", `INSERT INTO syntheses (synthesis_id, issue_id, was_state, by, at)
			VALUES ($1, $2, 'triaged', $3, $4)`, int64(open), int64(part), int64(d.Nia), d.Now())
	}
	if _, err := planapp.ProposeAction(t.Context(), d.App, d.Actor(d.Nia),
		plans.Action{Plan: d.plan, Title: "Narrow it", Solution: d.solution}); err != nil {
		t.Fatal(err)
	}
	thread := func(who domain.PersonID, id domain.IssueID) (plans.Thread, error) {
		a := d.Actor(who)
		return planstore.Thread(t.Context(), d.App.Store.Reader, planstore.ThreadScope{Issues: policy.IssueScopeOf(a),
			Solutions: policy.SolutionScopeOf(a),
			Plans:     policy.ScopeOf(a, policy.ViewPlans)}, id)
	}
	officer, err := thread(d.Nia, open)
	if err != nil || len(officer.Words) != 2 || officer.Unseen != 0 || len(officer.Solutions) != 1 ||
		len(officer.Solutions[0].Actions) != 1 {
		t.Errorf("the officer's thread: %+v, %v", officer, err)
	}
	member, err := thread(d.Priya, open)
	if err != nil || len(member.Words) != 1 || member.Unseen != 1 || member.Words[0].Title != "As raised, public" {
		t.Errorf("the Member's thread: %+v, %v", member, err)
	}
	if _, err := thread(d.Priya, d.secret); !errors.Is(err, domain.ErrNotFound) {
		t.Errorf("the thread of a restricted issue: %v", err)
	}
	d.Forced("who raised an issue stays", `UPDATE issues SET raised_by = $1 WHERE id = $2`, int64(d.Priya),
		int64(d.secret))
	d.Forced("an issue that is referred is not solved", `INSERT INTO solutions (area_id, issue_id, title, delivered_by,
		proposed_by, proposed_at) VALUES ($1, $2, 'For officers', 'council', $3, $4)`,
		int64(d.Area), int64(d.secret), int64(d.Nia), d.Now())
	if own, err := thread(d.Priya, d.secret); err != nil || len(own.Solutions) != 0 {
		t.Errorf("who raised a restricted issue sees its solutions: %+v, %v", own.Solutions, err)
	}
	admin, err := thread(d.Admin, open)
	if !errors.Is(err, domain.ErrNotFound) {
		t.Errorf("the administrator's thread: %+v, %v", admin, err)
	}
}

func TestFormOfThePlanSentTwiceCountsOnce(t *testing.T) {
	d := newDrafting(t)
	nia, ctx := d.Actor(d.Nia), t.Context()
	for table, send := range map[string]func() (int64, error){
		"actions": func() (int64, error) {
			id, err := planapp.ProposeAction(ctx, d.App, nia, plans.Action{Plan: d.plan, Title: "Fit 14 lamps",
				Solution: d.solution})
			return int64(id), err
		},
		"plan_comments": func() (int64, error) {
			id, err := planapp.CommentPlan(ctx, d.App, d.Actor(d.Priya), d.plan, "bids", "Which funder?")
			return int64(id), err
		},
		"plan_links": func() (int64, error) {
			return 0, planapp.LinkPlan(ctx, d.App, nia, d.plan,
				plans.PlanLink{Kind: "town plan", Title: "Castle town plan", Issue: d.issue})
		},
		"feedback_entries": func() (int64, error) {
			id, err := planapp.RecordFeedback(ctx, d.App, nia, plans.Feedback{Area: d.Area, FedTo: "Quay Traders",
				Text: "It is ordered", FedOn: d.Day(), Issue: d.issue})
			return int64(id), err
		},
	} {
		entries := d.Int(`SELECT count(*) FROM audit_entries`)
		got := make([]int64, 5)
		for _, err := range town.AtOnce(len(got), func(i int) (err error) { got[i], err = send(); return err }) {
			if err != nil {
				t.Errorf("%s: %v", table, err)
			}
		}
		if n := d.Int(`SELECT count(*) FROM ` + table); n != 1 {
			t.Errorf("%s: %d rows, want one", table, n)
		}
		if n := d.Int(`SELECT count(*) FROM audit_entries`) - entries; n != 1 {
			t.Errorf("%s: %d entries, want one", table, n)
		}
		for _, id := range got {
			if id != got[0] {
				t.Errorf("%s: the same form leads to %v", table, got)
				break
			}
		}
	}
}
