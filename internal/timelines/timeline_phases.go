package timelines

import (
	"fmt"
	"slices"

	"fourgates/internal/domain"
)

// join moves the neighbours' ends that met the phase as it was, and refuses where they would be overrun.
func (c *planChange) join(was PlannedPhase) {
	is := c.Phases[c.at]
	for i := range c.Phases {
		p := &c.Phases[i]
		switch {
		case i < c.at && p.Ended():
			if p.ClosedOn == was.OpenedOn {
				p.ClosedOn = is.OpenedOn
			}
			if is.OpenedOn.Before(p.ClosedOn) || p.ClosedOn.Before(p.OpenedOn) {
				c.refuse("opened", fmt.Sprintf("Phase %s went on from %s", p.Phase, happened(p.OpenedOn, p.ClosedOn)))
			}
		case i > c.at && p.Begun() && was.Ended():
			if p.OpenedOn == was.ClosedOn {
				p.OpenedOn = is.ClosedOn
			}
			if p.OpenedOn.Before(is.ClosedOn) || p.Ended() && p.ClosedOn.Before(p.OpenedOn) {
				c.refuse("closed", fmt.Sprintf("Phase %s went on from %s", p.Phase, happened(p.OpenedOn, p.ClosedOn)))
			}
		}
	}
}

// SkipPhase leaves out a phase that has not begun, or with back brings it in again; what follows moves by the time that
// it has. It refuses a phase that a gate ends: only the gates cannot be removed (domain §2).
func (t Timeline) SkipPhase(p domain.Phase, back bool, d Deviation) (Timeline, TimelineChange, error) {
	c := t.change(p, d)
	if c.at < 0 {
		return c.done(d, 0, "")
	}
	is := &c.Phases[c.at]
	switch {
	case is.Gate != 0 && !back:
		c.refuse("", fmt.Sprintf("Phase %s ends with gate %d, and gates cannot be removed: skip its activities instead",
			p, is.Gate))
	case c.entered(c.at) || c.Past(c.at):
		c.refuse("", fmt.Sprintf("Phase %s has begun: begin the next one instead", p))
	case is.Skipped != back && back:
		c.refuse("", fmt.Sprintf("Phase %s is not skipped", p))
	case is.Skipped != back:
		c.refuse("", fmt.Sprintf("Phase %s is skipped already", p))
	}
	_, days, _ := is.days()
	what := fmt.Sprintf("Phase %s brought back", p)
	if !back {
		days, what = -days, fmt.Sprintf("Phase %s skipped", p)
	}
	if len(c.blockers) == 0 {
		is.Skipped = !back
		c.chain(max(c.at-1, 0))
		c.shiftTargets(days)
	}
	return c.done(d, days, what)
}

// AddPhase puts a phase of the area's own after one that is not past; what follows moves by its weeks. After gate 3 it
// may go without weeks. Its number is that of the phase before it with a further one: 2d.1.
func (t Timeline) AddPhase(after domain.Phase, n TemplatePhase, d Deviation) (Timeline, TimelineChange, error) {
	c := t.change(after, d)
	if c.at < 0 {
		return c.done(d, 0, "")
	}
	if c.Past(c.at) {
		c.refuse("after", fmt.Sprintf("Phase %s is past: choose a later one", after))
	}
	three := slices.IndexFunc(c.Phases, func(p PlannedPhase) bool { return p.Gate == domain.GateDraftPlan })
	n.Phase, n.Gate = c.number(after), 0
	for _, b := range n.blockers(c.at+2, three+1) {
		c.refuse(b.ID, b.Words[len(fmt.Sprintf("Line %d ", c.at+2)):])
	}
	if due := c.Phases[c.at].Due(); n.LateWeeks > 0 && due.IsZero() {
		c.refuse("early", fmt.Sprintf("Phase %s has no end yet: set its target date first", after))
	}
	if len(c.Phases) >= MostTemplatePhases {
		c.refuse("", fmt.Sprintf("A timeline has at most %d phases", MostTemplatePhases))
	}
	if len(c.blockers) > 0 {
		return c.done(d, 0, "")
	}
	start := later(t.begins(c.at), c.StartedOn)
	o := n.Open(start)
	c.Phases = slices.Insert(c.Phases, c.at+1, PlannedPhase{Phase: n.Phase, Name: n.Name, Description: n.Description,
		EarlyStart: start, LateStart: start, EarlyEnd: o.EarlyEnd, LateEnd: o.LateEnd})
	c.chain(c.at)
	c.at++
	c.shiftTargets(7 * n.LateWeeks)
	return c.done(d, 7*n.LateWeeks, fmt.Sprintf("Phase %s added: %s", n.Phase, n.Name))
}

func (t Timeline) number(after domain.Phase) domain.Phase {
	for n := 1; ; n++ {
		if p := domain.Phase(fmt.Sprintf("%s.%d", after, n)); t.At(p) < 0 {
			return p
		}
	}
}

// AddActivity adds an activity to a phase that is not past.
func (t Timeline) AddActivity(p domain.Phase, a Activity, d Deviation) (Activity, TimelineChange, error) {
	c := t.change(p, d)
	c.coming()
	if a.Text == "" {
		c.refuse("text", "Enter what is to be done")
	}
	a.Phase = p
	_, change, err := c.done(d, 0, fmt.Sprintf("Activity added to phase %s: %s", p, a.Text))
	return a, change, err
}

// SkipActivity leaves out an activity, or with back brings it in again. It refuses one that is done.
func (t Timeline) SkipActivity(id domain.ActivityID, back bool, d Deviation) (Activity, TimelineChange, error) {
	a, err := t.Activity(id)
	if err != nil {
		return a, TimelineChange{}, err
	}
	c := t.change(a.Phase, d)
	what := "Activity skipped: "
	switch {
	case !a.DoneOn.IsZero():
		c.refuse("", "It is done: it cannot be skipped")
	case a.Skipped != back:
		c.refuse("", "That is so already")
	}
	if back {
		what = "Activity brought back: "
	}
	a.Skipped = !back
	_, change, err := c.done(d, 0, what+a.Text)
	return a, change, err
}

// Activity finds an activity of the timeline; ErrNotFound where there is none such.
func (t Timeline) Activity(id domain.ActivityID) (Activity, error) {
	for _, p := range t.Phases {
		for _, a := range p.Activities {
			if a.ID == id {
				return a, nil
			}
		}
	}
	return Activity{}, domain.ErrNotFound
}
