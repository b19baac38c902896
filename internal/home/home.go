// Package home lists every route of the application and serves the page that starts a reader's day.
package home

import (
	"fourgates/internal/asks"
	"fourgates/internal/asks/askstore"
	"fourgates/internal/conditions/conditionweb"
	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/executive/executivestore"
	"fourgates/internal/executive/executiveweb"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/gates/gateweb"
	"fourgates/internal/holds/holdstore"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/letters/letterweb"
	"fourgates/internal/notices/noticestore"
	"fourgates/internal/people/peopleweb"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/internal/solutions/solutionstore"
)

// How much of each list the home page shows.
const (
	issuesAtHome    = 8
	noticesAtHome   = 5
	noticesLooked   = 55
	referralsAtHome = 20
	areasAtHome     = 1000
)

func HomeRoutes() []serve.Route {
	return []serve.Route{serve.Get("/", policy.OwnAccount, home)}
}

// home is a day's start: what waits for the actor first, then their areas and what is new in them.
func home(c *serve.Call) error {
	p := HomeProps{Today: c.Today(), NoRole: len(c.Actor.Grants) == 0,
		MayRaise: policy.Can(c.Actor, policy.RaiseIssue), GatesLinked: policy.Can(c.Actor, policy.ViewGates)}
	for _, load := range []func(*serve.Call, *HomeProps) error{
		loadDecisions, loadExecutive, loadNotices, loadReferrals, loadViews, loadAreas, loadConditions,
		loadIssues, loadLetters, loadHolds,
	} {
		if err := load(c, &p); err != nil {
			return err
		}
	}
	p.Admin = peopleweb.LinksFor(c.Actor)
	p.Shell = c.Shell("Home")
	return c.Show(Home(p))
}

// loadDecisions loads the gates that wait for the actor's own decision.
func loadDecisions(c *serve.Call, p *HomeProps) error {
	if p.Signs = policy.Can(c.Actor, policy.SignGate); !p.Signs {
		return nil
	}
	open, err := gatestore.OpenAttempts(c.Context(), c.Read, policy.ScopeOf(c.Actor, policy.SignGate))
	if err != nil {
		return err
	}
	asked, err := gatestore.SignatoriesOf(c.Context(), c.Read, open, p.Today)
	if err != nil {
		return err
	}
	for _, t := range open {
		if t.WaitsFor(asked[t.ID], c.Actor.Self()) {
			p.Decisions = append(p.Decisions, t)
		}
	}
	p.Unconfirmed = gateweb.UnconfirmedOf(open, asked, c.Actor.Self())
	return nil
}

// loadExecutive loads the Executive decisions of which something is asked of the actor, or is overdue and theirs to
// answer for.
func loadExecutive(c *serve.Call, p *HomeProps) error {
	p.By = executive.DeciderOf(c.Actor)
	if !p.By.Clerk && !p.By.Member && !p.By.Officer && !p.By.Planner {
		return nil
	}
	open, err := executivestore.OpenExecutiveDecisions(c.Context(), c.Read, policy.DecisionScopeOf(c.Actor))
	if err != nil {
		return err
	}
	if p.Overdue, err = executiveweb.OverdueOf(c, open); err != nil {
		return err
	}
	for _, d := range open {
		_, late := p.Overdue[d.ID]
		switch {
		case d.WaitsFor(p.By, p.Today) != "":
			p.Executive = append(p.Executive, d)
		case late && d.Answers(p.By):
			p.Late = append(p.Late, d)
		}
	}
	// An officer who may be named hears of it when they are, and a planning officer when it is late.
	p.Decides = p.By.Clerk || p.By.Member || len(p.Executive)+len(p.Late) > 0
	return nil
}

// holdsAtHome is how many decisions that wait the home page lists.
const holdsAtHome = 10

// loadHolds loads the decisions that wait until the actor, or somebody like them, confirms whose they are.
func loadHolds(c *serve.Call, p *HomeProps) error {
	if !policy.Can(c.Actor, policy.ConfirmHolds) {
		return nil
	}
	open, err := holdstore.Open(c.Context(), c.Read, holdsAtHome+1)
	p.Holds, p.More.Holds = domain.First(open, holdsAtHome)
	return err
}

func loadNotices(c *serve.Call, p *HomeProps) (err error) {
	p.Notices, err = noticestore.NoticesTo(c.Context(), c.Read, c.Actor.ID, true, noticesLooked)
	p.More.ManyNotices = len(p.Notices) == noticesLooked
	p.Notices, p.More.Notices = domain.First(p.Notices, noticesAtHome)
	return err
}

// loadReferrals loads what the actor's service or organisation was asked, and what others were asked in the actor's
// areas and have not answered in time.
func loadReferrals(c *serve.Call, p *HomeProps) error {
	p.Answers = policy.Can(c.Actor, policy.AnswerReferral)
	works := policy.Scope{Areas: policy.ScopeOf(c.Actor, policy.WorkIssues).Areas}
	if !p.Answers && len(works.Areas) == 0 {
		return nil
	}
	const looked = 200 // those due first
	waiting, err := askstore.Waiting(c.Context(), c.Read, policy.ScopeOf(c.Actor, policy.AnswerReferral), works,
		looked, p.Today)
	for _, k := range waiting { // the longest awaited first
		switch {
		case k.Kind != asks.Feasibility && asks.MayAnswer(c.Actor, k): // views stand in a list of their own
			p.Referrals = append(p.Referrals, k)
		case !asks.MayAnswer(c.Actor, k) && k.Overdue(p.Today):
			p.NoReply = append(p.NoReply, k)
		}
	}
	p.Referrals, p.More.Referrals = domain.First(p.Referrals, referralsAtHome)
	p.NoReply, p.More.NoReply = domain.First(p.NoReply, referralsAtHome)
	p.More.Asks = len(waiting) == looked
	return err
}

// loadViews loads the views on solutions that the actor is asked for: for their service or organisation, or as a
// Member.
func loadViews(c *serve.Call, p *HomeProps) (err error) {
	if !policy.IsAskedForViews(c.Actor) {
		return nil
	}
	scope := policy.SolutionScopeOf(c.Actor)
	scope.Officers = policy.Scope{} // what others are asked stands on the page of the views
	p.Views, err = solutionstore.ViewsWaiting(c.Context(), c.Read, scope)
	p.More.ManyViews = len(p.Views) >= solutionstore.MostWaiting
	p.Views, p.More.Views = domain.First(p.Views, referralsAtHome)
	return err
}

// loadAreas loads the actor's own areas, and every area for those who look after all.
func loadAreas(c *serve.Call, p *HomeProps) (err error) {
	scope := policy.ScopeOf(c.Actor, policy.ViewAreas)
	p.HasOwn = policy.HasOwnAreas(c.Actor)
	if own := placeweb.OwnAreas(c.Actor); len(own) > 0 {
		p.Own, err = placestore.Areas(c.Context(), c.Read, scope, places.AreaFilter{Own: true, Mine: own},
			places.AreaCursor{},
			areasAtHome, p.Today)
		if err != nil {
			return err
		}
	}
	if p.Oversees = policy.OverseesAreas(c.Actor); !p.Oversees {
		return nil
	}
	p.Programme, err = placestore.Areas(c.Context(), c.Read, scope, places.AreaFilter{}, places.AreaCursor{},
		areasAtHome, p.Today)
	return err
}

// loadConditions loads the conditions of which something is asked of the actor.
func loadConditions(c *serve.Call, p *HomeProps) (err error) {
	p.Conditions, err = conditionweb.WaitingFor(c)
	return err
}

// loadLetters loads the gates whose Members wait for a letter, for those who post them.
func loadLetters(c *serve.Call, p *HomeProps) (err error) {
	p.Letters, err = letterweb.Waiting(c)
	return err
}

// loadIssues loads the newest issues of the areas that the actor works for: their own, else all that they may see.
func loadIssues(c *serve.Call, p *HomeProps) error {
	if p.HasIssues = policy.Can(c.Actor, policy.ViewIssues); !p.HasIssues {
		return nil
	}
	scope := policy.IssueScopeOf(c.Actor)
	if own := placeweb.OwnAreas(c.Actor); len(own) > 0 && !p.Oversees {
		scope.View = policy.Scope{Areas: own}
	}
	issues, err := issuestore.ListIssues(c.Context(), c.Read, scope, issues.IssueFilter{}, issuesAtHome)
	p.Issues = issues.Rows
	return err
}
