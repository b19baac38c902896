package plans

import (
	"fmt"

	"fourgates/internal/domain"
)

// TaskState is how far a part of a plan is.
type TaskState string

// The states of a part of a plan. What cannot start yet waits for another part.
const (
	TaskCompleted   TaskState = "completed"
	TaskIncomplete  TaskState = "incomplete"
	TaskCannotStart TaskState = "cannot start yet"
)

// PlanTask is a part of a plan in drafting, with what it lacks still before the plan can go to gate 3.
type PlanTask struct {
	Key   string // of the section; TaskFeedback for the feedback log
	Title string
	State TaskState
	Lacks []string // why it is not completed, in words
}

// TaskFeedback is the key of the task to feed back what was done with what people said (004, phase 3).
const TaskFeedback = "feedback"

// Tasks lists what there is to do about a plan in drafting: every section, and what is fed back. A section is completed
// when it is written, its records are there and no comment on it waits for an answer; it cannot start before that of
// which it speaks. It says no more than gate 3 asks (004, gate 3) of the plan itself.
func (s PlanStanding) Tasks(d PlanDocument, written map[string]WrittenSection, today domain.Date) []PlanTask {
	var tasks []PlanTask
	for _, section := range d.Sections {
		t := PlanTask{Key: section.Key, Title: section.Title}
		waits, lacks := d.sectionLacks(section.Key)
		if section.Body == "" {
			lacks = append([]string{"not written yet"}, lacks...)
		}
		if n := written[section.Key].Waiting; n > 0 {
			lacks = append(lacks, domain.Counted(n, "comment waits", "comments wait")+" for an answer")
		}
		switch {
		case waits != "" && section.Body == "":
			t.State, t.Lacks = TaskCannotStart, []string{waits}
		case waits != "":
			t.State, t.Lacks = TaskIncomplete, append(lacks, waits)
		case len(lacks) > 0:
			t.State, t.Lacks = TaskIncomplete, lacks
		default:
			t.State = TaskCompleted
		}
		tasks = append(tasks, t)
	}
	feedback := PlanTask{Key: TaskFeedback, Title: "What was fed back to people", State: TaskCompleted}
	if !s.FeedbackCurrent(today) {
		feedback.State = TaskIncomplete
		feedback.Lacks = []string{fmt.Sprintf("nothing in the last %d days", FeedbackDays)}
	}
	return append(tasks, feedback)
}

// sectionLacks says what a section waits for, "" for nothing, and what its records lack.
func (d PlanDocument) sectionLacks(key string) (waits string, lacks []string) {
	chosen := len(d.Answered()) > 0
	switch key {
	case "priorities":
		if d.Round == nil {
			return "the priorities are confirmed with the community first", nil
		}
	case "solutions":
		switch {
		case d.Round == nil:
			return "the priorities are confirmed with the community first", nil
		case d.Unsettled > 0:
			lacks = append(lacks, domain.Counted(d.Unsettled, "solution is", "solutions are")+
				" neither chosen nor turned down")
		}
		if !chosen {
			lacks = append(lacks, "no solution is chosen yet")
		}
		return "", append(lacks, d.actionsLack()...)
	case "bids":
		switch {
		case !chosen:
			return "a solution is chosen first", nil
		case len(d.Bids) == 0 && d.NoBids == "":
			return "", []string{"no bid is listed, and nothing says that there are none"}
		}
	case "delivery", "measures":
		if len(d.Actions) == 0 {
			return "the actions are proposed first", nil
		}
	}
	return "", nil
}

// actionsLack says what the actions under the chosen solutions lack.
func (d PlanDocument) actionsLack() []string {
	without, leads, days := 0, 0, 0
	for _, s := range d.Solutions {
		if s.State == PlanChosen && len(d.ActionsOf(s.ID)) == 0 {
			without++
		}
	}
	for _, a := range d.Actions {
		if a.Lead == "" {
			leads++
		}
		if a.DueOn.IsZero() {
			days++
		}
	}
	var lacks []string
	for _, l := range []struct {
		n         int
		one, many string
	}{{without, "chosen solution has no action", "chosen solutions have no action"},
		{leads, "action has nobody who leads it", "actions have nobody who leads them"},
		{days, "action has no day", "actions have no day"}} {
		if l.n > 0 {
			lacks = append(lacks, domain.Counted(l.n, l.one, l.many))
		}
	}
	return lacks
}

// CostsApart says what the actions under a solution cost in all, where that is otherwise than the solution says; ""
// where it is the same, or either is not known. They are two sums of one thing (domain §7, ruling 11).
func (d PlanDocument) CostsApart(s PlanSolution) string {
	var sum domain.MoneySum
	for _, a := range d.ActionsOf(s.ID) {
		sum.Add(a.Cost)
	}
	if s.Cost == nil || sum.Known == 0 || sum.Pence == *s.Cost {
		return ""
	}
	return fmt.Sprintf("The actions under it come to %s: two sums of the same work, which do not agree.", sum.Words())
}

// Done counts the tasks that are completed.
func Done(tasks []PlanTask) int {
	n := 0
	for _, t := range tasks {
		if t.State == TaskCompleted {
			n++
		}
	}
	return n
}
