package cycleweb

import (
	"errors"
	"strings"

	"github.com/a-h/templ"

	"fourgates/internal/cycles"
	"fourgates/internal/cycles/cyclestore"
	"fourgates/internal/domain"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/places"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/internal/timelines/timelinestore"
	"fourgates/web/frame"
)

// Glance says where an area stands: the strip of its phases, nil where its cycle is not started; and its next step,
// what is ahead, and its figures.
func Glance(c *serve.Call, at placeweb.Glanced) (strip, standing templ.Component, err error) {
	area := at.Area
	ctx, may := c.Context(), func(act policy.Action) bool { return policy.CanIn(c.Actor, act, area.ID) }
	p := GlanceProps{Ahead: cycles.Ahead{Area: area, Ground: at.Ground, Officers: at.Officers,
		Executive: at.Line.Executive}, Today: c.Today(), Line: at.Line,
		May: glanceMay{Gates: may(policy.ViewGates), Issues: may(policy.ViewIssues),
			Solutions: may(policy.ViewSolutions), Timeline: places.MayWork(c.Actor, policy.EditTimeline, area),
			Ground: places.MayWork(c.Actor, policy.EditArea, area), Submit: may(policy.SubmitGate),
			Cycle: may(policy.MoveCycle)}}
	p.Timeline, err = timelinestore.Planned(ctx, c.Read, area.ID)
	if p.Started = err == nil && p.Timeline.Cycle == area.Cycle; err != nil && !errors.Is(err, domain.ErrNotFound) {
		return nil, nil, err
	}
	var phase domain.Phase
	if at := p.Timeline.PresentAt(); p.Started && at >= 0 {
		phase = p.Timeline.Phases[at].Phase
	}
	if p.Figures, err = cyclestore.Figures(ctx, c.Read, policy.SolutionScopeOf(c.Actor), area, phase); err != nil {
		return nil, nil, err
	}
	if p.May.Gates {
		if err = addAhead(c, &p); err != nil {
			return nil, nil, err
		}
		p.Ahead.ToDo = p.Figures.ToDo
		p.Step = p.Next()
		p.Later = p.Then(p.Step, p.Today)
	}
	if p.Started {
		strip = PhaseStrip(p)
	}
	return strip, Standing(p), nil
}

// addAhead loads what the next step is worked out from, besides the timeline.
func addAhead(c *serve.Call, p *GlanceProps) (err error) {
	ctx, only := c.Context(), policy.Scope{Areas: []domain.AreaID{p.Area.ID}}
	if p.Conditions, err = gatestore.OpenConditions(ctx, c.Read, only); err != nil {
		return err
	}
	if p.Line.Gate != 0 {
		open, err := gatestore.OpenAttempts(ctx, c.Read, only)
		if err != nil {
			return err
		}
		asked, err := gatestore.SignatoriesOf(ctx, c.Read, open, p.Today)
		if err != nil {
			return err
		}
		for i := range open {
			p.Open, p.Asked = &open[i], asked[open[i].ID]
			p.Waits = open[i].WaitsFor(p.Asked, c.Actor.Self())
		}
	}
	return nil
}

// conditionTitle shortens what a condition asks for a list.
func conditionTitle(l cycles.Later) string {
	const most = 200
	if words := []rune(l.What); len(words) > most {
		return strings.TrimSpace(string(words[:most])) + "…"
	}
	return l.What
}

// gateOf is the address of a gate's page.
func gateOf(area domain.AreaID, g domain.Gate) string {
	if g == domain.GatePublication { // it has no page yet
		return ""
	}
	return frame.To("/areas/%d/gates/%d", area, g)
}
