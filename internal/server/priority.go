package server

import (
	"net/url"
	"slices"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/store"
	"fourgates/web/page"
)

func priorityRoutes() []Route {
	return []Route{
		get("/criteria", policy.EditCriteria, criteria),
		post("/criteria", policy.EditCriteria, addCriterion),
		post("/criteria/{criterion}", policy.EditCriteria, on(idOf[domain.CriterionID]("criterion"), changeCriterion)),
		get("/areas/{area}/priorities", policy.ViewIssues, on(areaIn(policy.ViewIssues), priorities)),
		get("/issues/{id}/scores", policy.ViewIssues, on(issueOf, scores)),
		post("/issues/{id}/scores", policy.Prioritise, on(issueOf, scoreIssue)),
		get("/areas/{area}/rounds/new", policy.Prioritise, on(votingIn, newRound)),
		post("/areas/{area}/rounds", policy.Prioritise, on(votingIn, enterRound)),
		get("/areas/{area}/rounds/{round}", policy.ViewIssues, on(roundOf, round)),
		get("/areas/{area}/rounds/{round}/edit", policy.Prioritise, on(roundToEdit, editRound)),
		post("/areas/{area}/rounds/{round}", policy.Prioritise, on(roundToEdit, changeRound)),
		get("/areas/{area}/rounds/{round}/confirmation", policy.Prioritise, on(roundToEdit, askConfirmRound)),
		post("/areas/{area}/rounds/{round}/confirmation", policy.Prioritise, on(roundToEdit, confirmRound)),
	}
}

// rankedAtOnce is how many issues of a ranked list one page shows.
const rankedAtOnce = 100

// priorities shows an area's issues by rank, its rounds and its source classes.
func priorities(c *Call, area domain.Area) error {
	p := page.PrioritiesProps{
		Form: form.New(c.URL.Query()), Tabs: page.AreaTabs(c.Actor, area.ID, c.URL.Path), Area: area,
		MayScore:    policy.CanIn(c.Actor, policy.Prioritise, area.ID),
		MayCriteria: policy.Can(c.Actor, policy.EditCriteria),
		MaySigned:   policy.CanIn(c.Actor, policy.ViewGates, area.ID),
	}
	ranked, err := ranked(c, area.ID)
	if err != nil {
		return err
	}
	narrow(&p, ranked.issues)
	ctx := c.Context()
	if p.Version, err = c.Read.CriteriaVersion(ctx); err != nil {
		return err
	}
	if p.Rounds, err = c.Read.Rounds(ctx, area.ID); err != nil {
		return err
	}
	if p.Sources, err = c.Read.SourceCounts(ctx, area.ID); err != nil {
		return err
	}
	if p.Statements, err = c.Read.Statements(ctx, area.ID); err != nil {
		return err
	}
	p.Shell = areaShell(c, area, "Priorities")
	return c.Show(page.Priorities(p))
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
		priority := i.State == domain.IssuePrioritised || i.State == domain.IssueInPlan
		switch {
		case show == "unscored" && i.Scored(), show == "priority" && !priority, theme != "" && i.Theme != theme:
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
		p.Next = narrowedAddress(p.Area.ID, p.Form, from+rankedAtOnce)
		p.Ranked = p.Ranked[:rankedAtOnce]
	}
}

// ranking is an area's issues by their points, and what those come from.
type ranking struct {
	issues   []domain.Ranked
	criteria []domain.Criterion
	scores   []domain.Score
}

func ranked(c *Call, area domain.AreaID) (k ranking, err error) {
	issues, err := c.Read.PriorityIssues(c.Context(), area)
	if err != nil {
		return k, err
	}
	if k.criteria, err = c.Read.Criteria(c.Context()); err != nil {
		return k, err
	}
	k.scores, err = c.Read.Scores(c.Context(), area)
	k.issues = domain.Rank(issues, k.criteria, k.scores)
	return k, err
}

// scores shows who scored an issue what, with the reader's own scores to give.
func scores(c *Call, i store.IssueRecord) error {
	p, err := scoreProps(c, i)
	if err != nil {
		return err
	}
	return c.Show(page.Scores(p))
}

// scoreProps is the page of an issue's scores, with the reader's own in its form.
func scoreProps(c *Call, i store.IssueRecord) (p page.ScoreProps, err error) {
	area, err := ranked(c, i.Area)
	if err != nil {
		return p, err
	}
	p = page.ScoreProps{Issue: i.Issue, Criteria: domain.InUse(area.criteria), Form: form.New(nil)}
	for _, ranked := range area.issues {
		if ranked.ID == i.ID {
			p.Rank = ranked
			p.MayScore = policy.CanIn(c.Actor, policy.Prioritise, i.Area)
		}
	}
	for _, score := range area.scores {
		if score.Issue != i.ID {
			continue
		}
		p.Scores = append(p.Scores, score)
		if score.Person == c.Actor.ID {
			p.Form.Values.Set(domain.ScoreField(score.Criterion), strconv.Itoa(score.Score))
		}
	}
	p.Shell = c.Shell("Scores").Under("Issues", "/issues", i.Title, "/issues/"+idText(i.ID), "Scores")
	return p, nil
}

// scoreIssue saves the reader's own scores.
func scoreIssue(c *Call, i store.IssueRecord) error {
	criteria, err := c.Read.Criteria(c.Context())
	if err != nil {
		return err
	}
	f := c.Posted()
	given := map[domain.CriterionID]int{}
	for _, criterion := range domain.InUse(criteria) {
		given[criterion.ID] = f.Int(domain.ScoreField(criterion.ID), 1, criterion.Scale, "Choose a score")
	}
	if err := f.Take(func() error { return c.App.ScoreIssue(c.Context(), c.Actor, i.ID, given) }); err != nil {
		return err
	}
	if !f.OK() {
		return scoresAgain(c, i, f)
	}
	return c.Done("Your scores are saved", "/areas/%d/priorities", i.Area)
}

// scoresAgain shows the page with what is wrong with what was typed.
func scoresAgain(c *Call, i store.IssueRecord, f form.Form) error {
	p, err := scoreProps(c, i)
	if err != nil {
		return err
	}
	p.Form = f
	return c.Page(f, page.Scores(p))
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
