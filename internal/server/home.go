package server

import (
	"net/http"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

// How much of each list the home page shows.
const (
	issuesAtHome    = 8
	noticesAtHome   = 5
	referralsAtHome = 20
	areasAtHome     = 1000
)

func (s *Server) homeRoutes() []Route {
	return []Route{get("/", policy.OwnAccount, s.home)}
}

// home is a day's start: what waits for the actor first, then their areas and what is new in them.
func (s *Server) home(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	p := page.HomeProps{Today: s.today(), NoRole: len(actor.Grants) == 0, MayRaise: policy.Can(actor, policy.RaiseIssue), GatesLinked: policy.Can(actor, policy.ViewGates)}
	for _, load := range []func(*http.Request, policy.Actor, *page.HomeProps) error{
		s.homeDecisions, s.homeExecutive, s.homeNotices, s.homeReferrals, s.homeViews, s.homeAreas, s.homeConditions, s.homeIssues,
	} {
		if err := load(r, actor, &p); err != nil {
			return err
		}
	}
	p.Admin = linksFor(actor)
	p.Shell = s.shell(r, actor, "Home")
	return s.render(w, r, http.StatusOK, page.Home(p))
}

// homeDecisions loads the gates that wait for the actor's own decision.
func (s *Server) homeDecisions(r *http.Request, actor policy.Actor, p *page.HomeProps) error {
	if p.Signs = policy.Can(actor, policy.SignGate); !p.Signs {
		return nil
	}
	open, err := s.read.OpenAttempts(r.Context(), policy.ScopeOf(actor, policy.SignGate))
	if err != nil {
		return err
	}
	asked, err := s.read.SignatoriesOf(r.Context(), open, p.Today)
	if err != nil {
		return err
	}
	for _, t := range open {
		if len(domain.Mine(asked[t.ID], actor.ID)) > 0 {
			p.Decisions = append(p.Decisions, t)
		}
	}
	return nil
}

// homeExecutive loads the Executive decisions of which something is asked of the actor.
func (s *Server) homeExecutive(r *http.Request, actor policy.Actor, p *page.HomeProps) error {
	p.By = policy.DeciderOf(actor)
	if !p.By.Clerk && !p.By.Member && !p.By.Officer {
		return nil
	}
	open, err := s.read.OpenExecutiveDecisions(r.Context(), policy.DecisionScopeOf(actor))
	for _, d := range open {
		if d.WaitsFor(p.By, p.Today) != "" {
			p.Executive = append(p.Executive, d)
		}
	}
	p.Decides = p.By.Clerk || p.By.Member || len(p.Executive) > 0 // an officer who may be named hears of it when they are
	return err
}

func (s *Server) homeNotices(r *http.Request, actor policy.Actor, p *page.HomeProps) (err error) {
	p.Notices, err = s.read.NoticesTo(r.Context(), actor.ID, true, noticesAtHome)
	return err
}

// homeReferrals loads what the actor's service or organisation was asked, and what others were asked in the actor's areas and have not
// answered in time.
func (s *Server) homeReferrals(r *http.Request, actor policy.Actor, p *page.HomeProps) error {
	p.Answers = policy.Can(actor, policy.AnswerReferral)
	works := policy.Scope{Areas: policy.ScopeOf(actor, policy.WorkIssues).Areas}
	if !p.Answers && len(works.Areas) == 0 {
		return nil
	}
	waiting, err := s.read.ReferralsWaiting(r.Context(), policy.ScopeOf(actor, policy.AnswerReferral), works)
	for _, f := range waiting { // the longest awaited first
		switch {
		case policy.MayAnswer(actor, f.Referral):
			p.Referrals = append(p.Referrals, f)
		case f.ReplyBy.Before(p.Today):
			p.NoReply = append(p.NoReply, f)
		}
	}
	p.Referrals, p.NoReply = p.Referrals[:min(len(p.Referrals), referralsAtHome)], p.NoReply[:min(len(p.NoReply), referralsAtHome)]
	return err
}

// homeViews loads the views on solutions that the actor is asked for: for their service or organisation, or as a Member.
func (s *Server) homeViews(r *http.Request, actor policy.Actor, p *page.HomeProps) (err error) {
	if !actor.Is(policy.Service) && !actor.Is(policy.Partner) && !actor.Is(policy.Member) {
		return nil
	}
	scope := policy.SolutionScopeOf(actor)
	scope.Officers = policy.Scope{} // what others are asked stands on the page of the views
	p.Views, err = s.read.ViewsWaiting(r.Context(), scope)
	if len(p.Views) > referralsAtHome {
		p.Views = p.Views[:referralsAtHome]
	}
	return err
}

// homeAreas loads the actor's own areas, and every area for those who look after all.
func (s *Server) homeAreas(r *http.Request, actor policy.Actor, p *page.HomeProps) (err error) {
	scope := policy.ScopeOf(actor, policy.ViewAreas)
	p.HasOwn = actor.Is(policy.CLO) || actor.Is(policy.LAC) || actor.Is(policy.Member) || actor.Is(policy.Partner)
	if own := ownAreas(actor); len(own) > 0 {
		p.Own, err = s.read.Areas(r.Context(), scope, domain.AreaFilter{Own: true, Mine: own}, domain.AreaCursor{}, areasAtHome, p.Today)
		if err != nil {
			return err
		}
	}
	if p.Oversees = actor.Is(policy.CPO) || actor.Is(policy.Executive) || actor.Is(policy.ExecutiveMember); !p.Oversees {
		return nil
	}
	p.Programme, err = s.read.Areas(r.Context(), scope, domain.AreaFilter{}, domain.AreaCursor{}, areasAtHome, p.Today)
	return err
}

// homeConditions loads what passed gates still ask for in the areas that the actor looks after.
func (s *Server) homeConditions(r *http.Request, actor policy.Actor, p *page.HomeProps) (err error) {
	if !policy.Can(actor, policy.DischargeCondition) {
		return nil
	}
	p.Conditions, err = s.read.OpenConditions(r.Context(), policy.ScopeOf(actor, policy.DischargeCondition))
	return err
}

// homeIssues loads the newest issues of the areas that the actor works for: their own, else all that they may see.
func (s *Server) homeIssues(r *http.Request, actor policy.Actor, p *page.HomeProps) error {
	if p.HasIssues = policy.Can(actor, policy.ViewIssues); !p.HasIssues {
		return nil
	}
	scope := policy.IssueScopeOf(actor)
	if own := ownAreas(actor); len(own) > 0 && !p.Oversees {
		scope.View = policy.Scope{Areas: own}
	}
	issues, err := s.read.ListIssues(r.Context(), scope, domain.IssueFilter{}, issuesAtHome)
	p.Issues = issues.Rows
	return err
}
