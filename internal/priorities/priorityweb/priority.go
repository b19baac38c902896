// Package priorityweb serves the pages of priorities: criteria, scores, rounds and differences.
package priorityweb

import (
	"net/url"
	"slices"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/issues/issueweb"
	"fourgates/internal/partners/partnerstore"
	"fourgates/internal/places"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/policy"
	"fourgates/internal/priorities/prioritystore"
	"fourgates/internal/scores"
	"fourgates/internal/scores/scoreapp"
	"fourgates/internal/scores/scorestore"
	"fourgates/internal/serve"
)

// PriorityRoutes lists the routes of priorities. Online is what is said of rounds held online on an area's page.
func PriorityRoutes(online placeweb.Aside) []serve.Route {
	pages := priorityPages{online}
	return []serve.Route{
		serve.Get("/criteria", policy.EditCriteria, criteria),
		serve.Post("/criteria", policy.EditCriteria, addCriterion),
		serve.Post("/criteria/{criterion}", policy.EditCriteria, serve.On(serve.IDOf[domain.CriterionID]("criterion"),
			changeCriterion)),
		serve.Get("/areas/{area}/priorities", policy.ViewIssues, serve.On(placeweb.AreaIn(policy.ViewIssues),
			pages.listPriorities)),
		serve.Get("/issues/{id}/scores", policy.ViewIssues, serve.On(issueweb.IssueOf, showScores)),
		serve.Post("/issues/{id}/scores", policy.Prioritise,
			serve.On(serve.Where(mayScore, issueweb.IssueOf), scoreIssue)),
		serve.Get("/areas/{area}/rounds/new", policy.Prioritise, serve.On(votingIn, newRound)),
		serve.Post("/areas/{area}/rounds", policy.Prioritise, serve.On(votingIn, enterRound)),
		serve.Get("/areas/{area}/rounds/{round}", policy.ViewIssues, serve.On(roundOf, round)),
		serve.Get("/areas/{area}/rounds/{round}/edit", policy.Prioritise, serve.On(roundToEdit, editRound)),
		serve.Post("/areas/{area}/rounds/{round}", policy.Prioritise, serve.On(roundToEdit, changeRound)),
		serve.Get("/areas/{area}/rounds/{round}/confirmation", policy.Prioritise,
			serve.On(roundToEdit, askConfirmRound)),
		serve.Post("/areas/{area}/rounds/{round}/confirmation", policy.Prioritise, serve.On(roundToEdit, confirmRound)),
	}
}

// rankedAtOnce is how many issues of a ranked list one page shows.
const rankedAtOnce = 100

// priorityPages are the pages to which a part above adds.
type priorityPages struct{ online placeweb.Aside }

// listPriorities shows an area's issues by rank, its rounds and its source classes.
func (pages priorityPages) listPriorities(c *serve.Call, area places.Area) error {
	cycle, err := placeweb.CycleOf(c, area)
	if err != nil {
		return err
	}
	p := PrioritiesProps{
		Form: form.New(c.URL.Query()), Tabs: placeweb.AreaTabs(c.Actor, area.ID, c.URL.Path), Area: area, Cycle: cycle,
		MayScore: policy.CanIn(c.Actor, policy.Prioritise, area.ID) && cycle == area.Cycle &&
			area.CheckCycle() == nil,
		MayCriteria: policy.Can(c.Actor, policy.EditCriteria),
		MaySigned:   policy.CanIn(c.Actor, policy.ViewGates, area.ID),
	}
	ranked, err := ranked(c, area.ID, cycle)
	if err != nil {
		return err
	}
	narrow(&p, ranked.issues)
	ctx := c.Context()
	if p.Version, err = scorestore.CriteriaVersion(ctx, c.Read); err != nil {
		return err
	}
	if p.Rounds, err = prioritystore.RoundsOf(ctx, c.Read, area.ID, cycle); err != nil {
		return err
	}
	if p.Sources, err = scorestore.SourceCounts(ctx, c.Read, area.ID, cycle); err != nil {
		return err
	}
	if p.Statements, err = partnerstore.Statements(ctx, c.Read, area.ID); err != nil {
		return err
	}
	if p.Online, err = pages.online(c, area); err != nil {
		return err
	}
	p.Shell = placeweb.AreaShell(c, area, "Priorities")
	return c.Show(Priorities(p))
}

// narrow keeps of the ranked issues those that the filter asks for, a page of them.
func narrow(p *PrioritiesProps, ranked []scores.Ranked) {
	show, theme := p.Text("show"), p.Text("theme")
	for _, i := range ranked {
		p.All++
		if !i.Scored() {
			p.Unscored++
		}
		if i.Theme != "" && !slices.Contains(p.Themes, i.Theme) {
			p.Themes = append(p.Themes, i.Theme)
		}
		priority := i.State == issues.IssuePrioritised || i.State == issues.IssueInPlan
		switch {
		case show == "unscored" && i.Scored(), show == "priority" && !priority, theme != "" && i.Theme != theme:
		default:
			p.Ranked = append(p.Ranked, i)
		}
	}
	slices.SortFunc(p.Themes, domain.CompareNames)
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
	issues   []scores.Ranked
	criteria []scores.Criterion
	scores   []scores.Score
}

func ranked(c *serve.Call, area domain.AreaID, cycle int) (k ranking, err error) {
	issues, err := scorestore.PriorityIssuesOf(c.Context(), c.Read, area, cycle)
	if err != nil {
		return k, err
	}
	if k.criteria, err = scorestore.Criteria(c.Context(), c.Read); err != nil {
		return k, err
	}
	k.scores, err = scorestore.Scores(c.Context(), c.Read, area)
	k.issues = scores.Rank(issues, k.criteria, k.scores)
	return k, err
}

// showScores shows who scored an issue what, with the reader's own scores to give.
func showScores(c *serve.Call, i issuestore.IssueRecord) error {
	p, err := scoreProps(c, i)
	if err != nil {
		return err
	}
	return c.Show(Scores(p))
}

// scoreProps is the page of an issue's scores, with the reader's own in its form.
func scoreProps(c *serve.Call, i issuestore.IssueRecord) (p ScoreProps, err error) {
	area, err := ranked(c, i.Area, 0)
	if err != nil {
		return p, err
	}
	p = ScoreProps{Issue: i.Issue, Criteria: scores.InUse(area.criteria), Form: form.New(nil)}
	for _, ranked := range area.issues {
		if ranked.ID == i.ID {
			p.Rank = ranked
			p.MayScore = mayScore(c.Actor, i)
		}
	}
	for _, score := range area.scores {
		if score.Issue != i.ID {
			continue
		}
		p.Scores = append(p.Scores, score)
		if score.Person == c.Actor.ID {
			p.Form.Values.Set(scores.ScoreField(score.Criterion), strconv.Itoa(score.Score))
		}
	}
	p.Shell = c.Shell("Scores").Under("Issues", "/issues", i.Title, "/issues/"+serve.IDText(i.ID), "Scores")
	return p, nil
}

// mayScore reports whether the actor gives an issue scores.
func mayScore(a policy.Actor, i issuestore.IssueRecord) bool {
	return policy.CanIn(a, policy.Prioritise, i.Area)
}

// scoreIssue saves the reader's own scores.
func scoreIssue(c *serve.Call, i issuestore.IssueRecord) error {
	criteria, err := scorestore.Criteria(c.Context(), c.Read)
	if err != nil {
		return err
	}
	f := c.Posted()
	given := map[domain.CriterionID]int{}
	for _, criterion := range scores.InUse(criteria) {
		given[criterion.ID] = f.Int(scores.ScoreField(criterion.ID), 1, criterion.Scale, "Choose a score")
	}
	if err := f.Take(func() error {
		return scoreapp.ScoreIssue(c.Context(), c.App, c.Actor, i.ID, given)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return scoresAgain(c, i, f)
	}
	return c.Done("Your scores are saved", "/areas/%d/priorities", i.Area)
}

// scoresAgain shows the page with what is wrong with what was typed.
func scoresAgain(c *serve.Call, i issuestore.IssueRecord, f form.Form) error {
	p, err := scoreProps(c, i)
	if err != nil {
		return err
	}
	p.Form = f
	return c.Page(f, Scores(p))
}

// narrowedAddress is the list with its filter, from the so-manyth issue.
func narrowedAddress(area domain.AreaID, f form.Form, from int) string {
	q := url.Values{"from": {strconv.Itoa(from)}}
	for _, name := range []string{"show", "theme", "cycle"} {
		if v := f.Text(name); v != "" {
			q.Set(name, v)
		}
	}
	return "/areas/" + serve.IDText(area) + "/priorities?" + q.Encode()
}
