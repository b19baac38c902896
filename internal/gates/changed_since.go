package gates

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/plans"
	"fourgates/internal/register"
)

// SignedAt is the passing of a gate at which something was frozen.
type SignedAt struct {
	Attempt domain.AttemptID
	Gate    domain.Gate
	Outcome Outcome
	At      time.Time
}

// Words says what happened to what was frozen: only Members sign, an override does not.
func (s SignedAt) Words() string {
	day := domain.DateOf(s.At).Words()
	if s.Outcome == OutcomeOverridden {
		return fmt.Sprintf("gate %d was overridden on %s", s.Gate, day)
	}
	return fmt.Sprintf("it was signed at gate %d on %s", s.Gate, day)
}

// ChangedSince lists what is otherwise now than it was frozen, of the things that both snapshots hold. It is the one
// rule behind every mark "changed since": work that goes on as agreed is no change, nor what follows from the day.
func ChangedSince(signed, now Snapshot) []Change {
	now.Format = max(now.Format, SnapshotFormat)
	was, is := signed.lasting(), now.lasting()
	on := is.whole()
	for n, i := range on {
		if earlier, ok := issueIn(was.whole(), i.ID); ok {
			on[n] = after(i, earlier)
		}
	}
	return Changes(was, is)
}

// lasting is the snapshot without what moves by itself: scores, who typed it in, counts, what Members say besides, and
// where work stands.
func (s Snapshot) lasting() Snapshot {
	s.Issues, s.Comments = lastingIssues(s.Issues), nil
	if s.Plan != nil {
		s.AreaName, s.AreaCode, s.Rationale = s.Plan.AreaName, s.Plan.AreaCode, s.Plan.About
		plan := lastingPlan(*s.Plan)
		s.Plan = &plan
	}
	return s
}

func lastingIssues(list []SnapshotIssue) []SnapshotIssue {
	list = slices.Clone(list)
	for n := range list {
		list[n].Place, list[n].EnteredBy, list[n].EnteredOn = 0, "", domain.Date{}
	}
	return list
}

func lastingPlan(d plans.PlanDocument) plans.PlanDocument {
	d.Issues = lastingIssues(d.Issues)
	d.Profile, d.Said = plans.PlanProfile{}, plans.PlanSaid{}
	d.Priorities, d.Solutions = slices.Clone(d.Priorities), slices.Clone(d.Solutions)
	d.Actions, d.Bids = slices.Clone(d.Actions), slices.Clone(d.Bids)
	for n := range d.Priorities {
		if p := &d.Priorities[n]; !setAside(p.State) {
			p.State, p.Reason = "", ""
		}
	}
	for n := range d.Solutions {
		d.Solutions[n].ProposedBy, d.Solutions[n].Views = "", slices.Clone(d.Solutions[n].Views)
		for v := range d.Solutions[n].Views {
			d.Solutions[n].Views[v].AnsweredBy = ""
		}
	}
	for n := range d.Actions {
		d.Actions[n].State, d.Actions[n].Proposed = "", nil
	}
	for n := range d.Bids {
		b := &d.Bids[n]
		b.State, b.Reason, b.Approved, b.Won, b.NotAgreed = "", "", nil, nil, ""
	}
	return d
}

// ThreadChanged lists what a thread says otherwise than the frozen plan: of its priority with the causes, and of the
// solutions, actions and bids that both tell.
func ThreadChanged(p plans.LockedPlan, t plans.Thread) []Change {
	was := plans.PlanDocument{Format: p.Frozen.Format, Withheld: p.Frozen.Withheld}
	now := plans.PlanDocument{Format: p.Now.Format}
	for _, x := range p.Frozen.Priorities {
		if x.Issue == t.Issue.ID {
			was.Priorities = append(was.Priorities, plans.PlanPriority{Issue: x.Issue, Title: x.Title, Theme: x.Theme,
				Tier: x.Tier, Causes: x.Causes})
			now.Priorities = append(now.Priorities, plans.PlanPriority{Issue: x.Issue, Title: t.Issue.Title,
				Theme: t.Theme, Tier: t.Issue.Tier, Causes: t.Causes})
		}
	}
	changes := PlanChanged(was, now)
	once := map[domain.BidID]bool{}
	actions := t.Actions
	for _, s := range t.Solutions {
		changes = append(changes, ThingChanged(p.Solution(s.ID))...)
		actions = append(slices.Clone(actions), s.Actions...)
	}
	for _, a := range actions {
		changes = append(changes, ThingChanged(p.Action(a.ID))...)
	}
	for _, s := range t.Solutions {
		for _, b := range s.Bids {
			if !once[b.ID] {
				changes = append(changes, ThingChanged(p.Bid(b.ID))...)
				once[b.ID] = true
			}
		}
	}
	return changes
}

// ThingChanged lists what the records say otherwise of the one thing that a locked plan was narrowed to; of what the
// plan does not tell, nothing.
func ThingChanged(p plans.LockedPlan) []Change {
	if !p.Holds() {
		return nil
	}
	return PlanChanged(p.Frozen, p.Now)
}

// PlanChanged lists what the records behind a plan say otherwise than it was frozen.
func PlanChanged(frozen, now plans.PlanDocument) []Change {
	return known(ChangedSince(Snapshot{Format: SnapshotFormat, Plan: &frozen}, Snapshot{Plan: &now}), frozen.Withheld)
}

// setAside reports whether an issue in that state goes another way than into the plan.
func setAside(s issues.IssueState) bool {
	switch s {
	case issues.IssueMerged, issues.IssueReferred, issues.IssueQuickWin, issues.IssueWithService,
		issues.IssueCommunityLed, issues.IssueNotTakenForward:
		return true
	}
	return false
}

// after is an issue as it compares with how it was frozen: it keeps the state of then where work has gone on the way
// that was agreed, and takes the new one where it goes another.
func after(i, was SnapshotIssue) SnapshotIssue {
	done := i.State == issues.IssueResolved || i.State == issues.IssueVerified || i.State == issues.IssueReopened
	if done || i.State == was.State || !setAside(i.State) && !setAside(was.State) {
		i.State, i.Reason = was.State, was.Reason
	}
	return i
}

// SignedIssue is an issue as it was frozen at gate 2.
type SignedIssue struct {
	SignedAt
	Area     domain.AreaID
	Format   int // of the snapshot
	Issue    SnapshotIssue
	Withheld register.Gaps // its lines that are withheld or erased since
	Changes  []Change      // what is otherwise now
}

// Changed lists what is otherwise now. An issue that is not to be shown any more, nil, is one change.
func (s SignedIssue) Changed(now *SnapshotIssue) []Change {
	if now == nil {
		return []Change{{"Issues", fmt.Sprintf("Issue %d", s.Issue.ID), s.Issue.Title, "restricted since"}}
	}
	return known(ChangedSince(Snapshot{Format: s.Format, Issues: []SnapshotIssue{s.Issue}},
		Snapshot{Issues: []SnapshotIssue{*now}}), s.Withheld)
}

// known leaves out what is only new because the words of then are withheld.
func known(changes []Change, withheld register.Gaps) []Change {
	if len(withheld) == 0 {
		return changes
	}
	return slices.DeleteFunc(changes, func(c Change) bool {
		return c.Before == "" || slices.ContainsFunc(withheld, func(g register.Gap) bool {
			return g.Why != "" && strings.Contains(c.Before, g.Why)
		})
	})
}

// SignedArea is what was frozen of an area itself at gate 1.
type SignedArea struct {
	SignedAt
	Name, Code, Rationale string
	BoundaryNo            int
	Withheld              register.Gaps // its lines that are withheld or erased since
}

// Changed lists what is otherwise now.
func (s SignedArea) Changed(name, code, rationale string, boundary int) []Change {
	return known(ChangedSince(Snapshot{AreaName: s.Name, AreaCode: s.Code, Rationale: s.Rationale,
		BoundaryNo: s.BoundaryNo},
		Snapshot{AreaName: name, AreaCode: code, Rationale: rationale, BoundaryNo: boundary}), s.Withheld)
}
