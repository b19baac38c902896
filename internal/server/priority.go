package server

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

func (s *Server) priorityRoutes() []Route {
	return []Route{
		get("/criteria", policy.EditCriteria, s.criteria),
		post("/criteria", policy.EditCriteria, s.addCriterion),
		post("/criteria/{criterion}", policy.EditCriteria, s.changeCriterion),
		get("/areas/{area}/priorities", policy.ViewIssues, s.priorities),
		get("/issues/{id}/scores", policy.ViewIssues, s.scores),
		post("/issues/{id}/scores", policy.Prioritise, s.scoreIssue),
		get("/areas/{area}/rounds/new", policy.Prioritise, s.newRound),
		post("/areas/{area}/rounds", policy.Prioritise, s.enterRound),
		get("/areas/{area}/rounds/{round}", policy.ViewIssues, s.round),
		get("/areas/{area}/rounds/{round}/edit", policy.Prioritise, s.editRound),
		post("/areas/{area}/rounds/{round}", policy.Prioritise, s.changeRound),
		get("/areas/{area}/rounds/{round}/confirmation", policy.Prioritise, s.askConfirmRound),
		post("/areas/{area}/rounds/{round}/confirmation", policy.Prioritise, s.confirmRound),
		get("/areas/{area}/priorities/difference", policy.ViewGates, s.difference),
		get("/areas/{area}/priorities/call-back", policy.CallBackGate, s.askCallBack),
		post("/areas/{area}/priorities/call-back", policy.CallBackGate, s.callBackGate),
	}
}

// rankedAtOnce is how many issues of a ranked list one page shows.
const rankedAtOnce = 100

// priorityArea loads the area of the address for a reader of its issues: else domain.ErrNotFound.
func (s *Server) priorityArea(r *http.Request, actor policy.Actor) (domain.Area, error) {
	area, err := s.areaOf(r, actor)
	if err == nil && !policy.CanIn(actor, policy.ViewIssues, area.ID) {
		err = domain.ErrNotFound
	}
	return area, err
}

// priorities shows an area's issues by rank, its rounds and its source classes.
func (s *Server) priorities(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.priorityArea(r, actor)
	if err != nil {
		return err
	}
	p := page.PrioritiesProps{Form: form.New(r.URL.Query()), Tabs: page.AreaTabs(actor, area.ID, r.URL.Path), Area: area,
		MayScore: policy.CanIn(actor, policy.Prioritise, area.ID), MayCriteria: policy.Can(actor, policy.EditCriteria), MaySigned: policy.CanIn(actor, policy.ViewGates, area.ID)}
	ranked, err := s.ranked(r, area.ID)
	if err != nil {
		return err
	}
	narrow(&p, ranked.issues)
	ctx := r.Context()
	if p.Version, err = s.read.CriteriaVersion(ctx); err != nil {
		return err
	}
	if p.Rounds, err = s.read.Rounds(ctx, area.ID); err != nil {
		return err
	}
	if p.Sources, err = s.read.SourceCounts(ctx, area.ID); err != nil {
		return err
	}
	if p.Statements, err = s.read.Statements(ctx, area.ID); err != nil {
		return err
	}
	p.Shell = s.areaShell(r, actor, area, "Priorities")
	return s.render(w, r, http.StatusOK, page.Priorities(p))
}

// narrow keeps of the ranked issues those that the filter asks for, a page of them.
func narrow(p *page.PrioritiesProps, ranked []domain.Ranked) {
	show, theme := p.Text("show"), p.Text("theme")
	for _, i := range ranked {
		p.All++
		if !i.Scored() {
			p.Unscored++
		}
		if i.Theme != "" && !slices.Contains(p.Themes, i.Theme) {
			p.Themes = append(p.Themes, i.Theme)
		}
		switch {
		case show == "unscored" && i.Scored(), show == "priority" && i.State != domain.IssuePrioritised && i.State != domain.IssueInPlan, theme != "" && i.Theme != theme:
		default:
			p.Ranked = append(p.Ranked, i)
		}
	}
	slices.Sort(p.Themes)
	from, err := strconv.Atoi(p.Text("from"))
	if err != nil || from < 1 || from > len(p.Ranked) {
		from = 1
	}
	p.Ranked = p.Ranked[min(from-1, len(p.Ranked)):]
	if len(p.Ranked) > rankedAtOnce {
		p.Ranked, p.Next = p.Ranked[:rankedAtOnce], narrowedAddress(p.Area.ID, p.Form, from+rankedAtOnce)
	}
}

// ranking is an area's issues by their points, and what those come from.
type ranking struct {
	issues   []domain.Ranked
	criteria []domain.Criterion
	scores   []domain.Score
}

func (s *Server) ranked(r *http.Request, area domain.AreaID) (k ranking, err error) {
	issues, err := s.read.PriorityIssues(r.Context(), area)
	if err != nil {
		return k, err
	}
	if k.criteria, err = s.read.Criteria(r.Context()); err != nil {
		return k, err
	}
	k.scores, err = s.read.Scores(r.Context(), area)
	k.issues = domain.Rank(issues, k.criteria, k.scores)
	return k, err
}

// scores shows who scored an issue what, with the reader's own scores to give.
func (s *Server) scores(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.scorePage(w, r, actor, http.StatusOK, nil)
}

func (s *Server) scorePage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, typed *form.Form) error {
	id, err := pathID[domain.IssueID](r, "id")
	if err != nil {
		return err
	}
	i, err := s.read.Issue(r.Context(), policy.IssueScopeOf(actor), id)
	if err != nil {
		return err
	}
	area, err := s.ranked(r, i.Area)
	if err != nil {
		return err
	}
	p := page.ScoreProps{Issue: i.Issue, Criteria: domain.InUse(area.criteria), Form: form.New(nil)}
	for _, ranked := range area.issues {
		if ranked.ID == id {
			p.Rank = ranked
			p.MayScore = policy.CanIn(actor, policy.Prioritise, i.Area)
		}
	}
	for _, score := range area.scores {
		if score.Issue != id {
			continue
		}
		p.Scores = append(p.Scores, score)
		if score.Person == actor.ID {
			p.Form.Values.Set(domain.ScoreField(score.Criterion), strconv.Itoa(score.Score))
		}
	}
	p.Shell = s.shell(r, actor, "Scores").Under("Issues", "/issues", i.Title, "/issues/"+idText(id), "Scores")
	if typed != nil {
		p.Form, p.Shell = *typed, p.WithErrors()
	}
	return s.render(w, r, status, page.Scores(p))
}

// scoreIssue saves the reader's own scores.
func (s *Server) scoreIssue(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	id, err := pathID[domain.IssueID](r, "id")
	if err != nil {
		return err
	}
	i, err := s.read.Issue(r.Context(), policy.IssueScopeOf(actor), id)
	if err != nil {
		return err
	}
	criteria, err := s.read.Criteria(r.Context())
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	given := map[domain.CriterionID]int{}
	for _, c := range domain.InUse(criteria) {
		given[c.ID] = f.Int(domain.ScoreField(c.ID), 1, c.Scale, "Choose a score")
	}
	if f.OK() {
		err = s.app.ScoreIssue(r.Context(), actor, id, given)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return s.scorePage(w, r, actor, http.StatusUnprocessableEntity, &f)
	}
	return s.done(w, r, "Your scores are saved", "/areas/%d/priorities", i.Area)
}

// narrowedAddress is the list with its filter, from the so-manyth issue.
func narrowedAddress(area domain.AreaID, f form.Form, from int) string {
	q := url.Values{"from": {strconv.Itoa(from)}}
	for _, name := range []string{"show", "theme"} {
		if v := f.Text(name); v != "" {
			q.Set(name, v)
		}
	}
	return "/areas/" + idText(area) + "/priorities?" + q.Encode()
}
