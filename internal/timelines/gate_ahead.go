package timelines

import (
	"fmt"
	"strings"

	"fourgates/internal/domain"
)

// GatePhase is the phase that a gate ends, as far as submitting the gate asks about it: gates know their phase (domain
// §2).
type GatePhase struct {
	Gate  domain.Gate
	Phase domain.Phase
	Begun bool
	Open  int // its activities that are neither done nor skipped and do not run alongside
}

// Ahead says what makes submitting the gate now a deviation, which needs a reason of its own (F2): the phase that it
// ends has not begun, or activities of it are open. Gate 3 is not ready at all before its phase, whose activities are
// its sign-offs. Of a cycle that is not started nothing is said.
func (p GatePhase) Ahead() []string {
	switch {
	case p.Gate == 0, p.Gate == domain.GateDraftPlan:
		return nil
	case !p.Begun:
		return []string{fmt.Sprintf("Phase %s, which gate %d ends, has not begun", p.Phase, p.Gate)}
	case p.Open > 0:
		is := "is"
		if p.Open > 1 {
			is = "are"
		}
		return []string{fmt.Sprintf("%s of phase %s %s neither done nor skipped",
			domain.Capital(domain.Counted(p.Open, "activity", "activities")), p.Phase, is)}
	}
	return nil
}

// Submit refuses to submit the gate ahead of its phase without the reason. It returns the change that is kept then; ok
// is false where nothing is ahead.
func (p GatePhase) Submit(d Deviation) (c TimelineChange, ok bool, blockers []domain.Blocker) {
	ahead := p.Ahead()
	if len(ahead) == 0 {
		return c, false, nil
	}
	why := domain.LowerFirst(strings.Join(ahead, "; "))
	if blockers := d.blockers(); len(blockers) > 0 {
		for i := range blockers {
			if blockers[i].ID == "reason" {
				blockers[i].Words += ": " + why
			}
		}
		return c, false, blockers
	}
	return TimelineChange{Phase: p.Phase, Kind: d.Kind, Reason: d.Reason, Party: d.party(),
		What: fmt.Sprintf("Gate %d submitted all the same: %s", p.Gate, why)}, true, nil
}
