package timelines

import (
	"fmt"
	"regexp"
	"time"

	"fourgates/internal/domain"
)

// Template is one version of the production model as data (004; F1). A cycle keeps the version that it was started
// from.
type Template struct {
	Version int
	Note    string // what is different from the version before, and why
	By      string // "" for the one that is shipped
	At      time.Time
	Cycles  int             // how many were started from it
	Phases  []TemplatePhase `db:"-"`
}

// TemplatePhase is one line of the template. Weeks stay ranges (F3).
type TemplatePhase struct {
	Phase       domain.Phase
	Name        string
	Description string
	EarlyWeeks  int // 0: no allocation, a person sets a target date
	LateWeeks   int
	Gate        domain.Gate // at its end; 0 for none
	Activities  []TemplateActivity
}

// TemplateActivity is a headline activity of a phase. One that runs alongside goes on into later phases.
type TemplateActivity struct {
	Text      string
	Alongside bool
}

// Open returns the phase opened on the day, its ends counted in whole weeks from it.
func (p TemplatePhase) Open(on domain.Date) domain.OpenPhase {
	o := domain.OpenPhase{Phase: p.Phase, OpenedOn: on}
	if p.LateWeeks > 0 {
		o.EarlyEnd, o.LateEnd = on.AddWeeks(p.EarlyWeeks), on.AddWeeks(p.LateWeeks)
	}
	return o
}

// Weeks sums the early and late weeks to the end of the phase that a gate is at.
func (t Template) Weeks(to domain.Gate) (early, late int) {
	for _, p := range t.Phases {
		early, late = early+p.EarlyWeeks, late+p.LateWeeks
		if p.Gate == to {
			break
		}
	}
	return early, late
}

// What a template may hold at most.
const (
	MostTemplatePhases = 30
	MostWeeks          = 260
	MostActivities     = 30
)

var phaseNumber = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z.]{0,7}$`)

// Blockers lists every reason why the template cannot be used, each naming the line and its field ("phase-3-late").
// Lines are numbered from 1, as the form shows them.
func (t Template) Blockers() []domain.Blocker {
	if len(t.Phases) == 0 || len(t.Phases) > MostTemplatePhases {
		return []domain.Blocker{{ID: "phases", Words: fmt.Sprintf("A template has from 1 to %d phases",
			MostTemplatePhases)}}
	}
	var b []domain.Blocker
	first, open := map[domain.Phase]int{}, 0
	for i, p := range t.Phases {
		line := i + 1
		switch {
		case p.LateWeeks == 0 && open == 0:
			open = line
		case p.LateWeeks > 0 && open != 0:
			b = append(b,
				atLine(line, "early",
					fmt.Sprintf("has weeks and comes after line %d, which has none: nobody would know when it begins",
						open)))
		}
		b = append(b, p.blockers(line, t.gateThree())...)
		if other := first[p.Phase]; other != 0 && p.Phase != "" {
			b = append(b,
				atLine(line, "number", fmt.Sprintf("is number %s as line %d is: two phases cannot share a number",
					p.Phase, other)))
		} else {
			first[p.Phase] = line
		}
	}
	return append(b, t.gateBlockers()...)
}

// gateThree is the line of gate 3, or the last where it is on none.
func (t Template) gateThree() int {
	for i, p := range t.Phases {
		if p.Gate == domain.GateDraftPlan {
			return i + 1
		}
	}
	return len(t.Phases)
}

func (p TemplatePhase) blockers(line, gateThree int) []domain.Blocker {
	var b []domain.Blocker
	add := func(field, words string) { b = append(b, atLine(line, field, words)) }
	if !phaseNumber.MatchString(string(p.Phase)) {
		add("number", "needs a number of up to 8 letters, digits and dots, such as 2a")
	}
	if p.Name == "" {
		add("name", "needs a name")
	}
	switch {
	case p.EarlyWeeks < 0 || p.EarlyWeeks > MostWeeks:
		add("early", fmt.Sprintf("must have from 1 to %d weeks", MostWeeks))
	case p.LateWeeks < 0 || p.LateWeeks > MostWeeks:
		add("late", fmt.Sprintf("must have from 1 to %d weeks", MostWeeks))
	case p.EarlyWeeks == 0 && p.LateWeeks == 0:
		if line <= gateThree {
			add("early", "needs weeks: only phases after gate 3 go without")
		}
	case p.EarlyWeeks == 0:
		add("early", "has late weeks and no early ones")
	case p.LateWeeks == 0:
		add("late", "has early weeks and no late ones")
	case p.LateWeeks < p.EarlyWeeks:
		add("late", "would end late before it ends early")
	}
	if len(p.Activities) > MostActivities {
		add("activities", fmt.Sprintf("has %d activities: at most %d", len(p.Activities), MostActivities))
	}
	for _, a := range p.Activities {
		if len([]rune(a.Text)) > 300 {
			add("activities", "has an activity of over 300 characters")
		}
	}
	return b
}

// gateBlockers: each of the four gates ends exactly one phase, in order (domain §2: only the gates cannot be removed).
func (t Template) gateBlockers() []domain.Blocker {
	var b []domain.Blocker
	at := map[domain.Gate]int{}
	last := domain.Gate(0)
	for i, p := range t.Phases {
		switch {
		case p.Gate == 0:
			continue
		case p.Gate < domain.GateAreas || p.Gate > domain.GatePublication:
			b = append(b, atLine(i+1, "gate", "names a gate that there is not"))
			continue
		case at[p.Gate] != 0:
			b = append(b, atLine(i+1, "gate", fmt.Sprintf("doubles gate %d, which ends line %d", p.Gate, at[p.Gate])))
			continue
		case p.Gate < last:
			b = append(b, atLine(i+1, "gate", fmt.Sprintf("has gate %d after gate %d: gates come in order", p.Gate,
				last)))
		}
		at[p.Gate] = i + 1
		last = max(last, p.Gate)
	}
	for _, g := range domain.Gates() {
		if at[g] == 0 {
			b = append(b,
				atLine(t.lostGate(g, at), "gate",
					fmt.Sprintf("or another line must end with gate %d, which is lost: gates cannot be removed", g)))
		}
	}
	return b
}

// lostGate is the line at which a lost gate is missed: the first without a gate after the gate before it.
func (t Template) lostGate(g domain.Gate, at map[domain.Gate]int) int {
	from := 1
	for before := g - 1; before >= domain.GateAreas; before-- {
		if at[before] != 0 {
			from = at[before] + 1
			break
		}
	}
	for line := from; line <= len(t.Phases); line++ {
		if t.Phases[line-1].Gate == 0 {
			return line
		}
	}
	return len(t.Phases)
}

func atLine(line int, field, words string) domain.Blocker {
	return domain.Blocker{ID: field, Field: fmt.Sprintf("phase-%d-%s", line, field),
		Words: fmt.Sprintf("Line %d %s", line, words)}
}
