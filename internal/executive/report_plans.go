package executive

import (
	"fmt"
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// Chapters are what the report says of each of its plans that its reader may read, in order.
func (r ExecutiveReport) Chapters() []PlanReport {
	if len(r.Plans) == 0 {
		return []PlanReport{r.PlanReport}
	}
	return slices.DeleteFunc(slices.Clone(r.Plans), func(p PlanReport) bool { return p.Subject == 0 })
}

// Change changes what officers wrote on one of the plans. It returns domain.ErrNotFound where the report puts no such
// plan; zero is the plan of a report that puts one.
func (r *ExecutiveReport) Change(on domain.SubjectID, change func(PlanReport) (PlanReport, error)) error {
	p := &r.PlanReport
	if len(r.Plans) > 0 {
		at := slices.IndexFunc(r.Plans, func(p PlanReport) bool { return on != 0 && p.Subject == on })
		if at < 0 {
			return domain.ErrNotFound
		}
		r.Plans = slices.Clone(r.Plans)
		p = &r.Plans[at]
	} else if on != 0 {
		return domain.ErrNotFound
	}
	is, err := change(*p)
	*p = is
	return err
}

// Drafted is a decision with the whole of its report and the recommendations in it.
type Drafted struct {
	ExecutiveDecision
	Is ExecutiveReport
}

// CheckPutWith refuses to put the plans of a report into another: a *BlockedError. Nothing may be recorded on it, and
// it may be on no agenda: who has a date for it waits for it alone.
func CheckPutWith(d ExecutiveDecision) *domain.BlockedError {
	refuse := func(words string) *domain.BlockedError {
		return &domain.BlockedError{Blockers: []domain.Blocker{{ID: "report", Field: "plans", Words: words}}}
	}
	open := d.State == ExecutiveDrafted && !slices.ContainsFunc(d.Beside, func(b Beside) bool {
		return b.State != ExecutiveDrafted
	})
	switch {
	case d.ReportOpen() && !open:
		return refuse("The report on the " + PlansOf(d) + " is on an agenda: put the others into that report " +
			"instead")
	case !open:
		return refuse("The Executive has begun to decide on the " + PlansOf(d) + ": its report " +
			"stays as it is")
	case slices.ContainsFunc(d.Subjects, func(on Subject) bool { return on.Void }):
		return refuse("The " + PlansOf(d) + " went back to be drafted")
	}
	return nil
}

// CheckPlansOpen refuses another choice of the plans that a report puts, in words: a *BlockedError. Once the register
// speaks of a decision on it, because that was announced or a record of it was void, they stay.
func CheckPlansOpen(d ExecutiveDecision) error {
	if err := d.CheckReportOpen(); err != nil || !d.Entered {
		return err
	}
	return stateBlocked("The register speaks of the decision on this report: it was announced, or a record of it was " +
		"void. The plans that it puts stay as they are")
}

// PutWith puts the plans of other reports into this one, each with its recommendations, after those that are there. A
// clearance of another report is none of this one, and the Executive has not agreed to decide on so much on the day
// that was set: the clerk schedules it anew. It returns a *BlockedError by field.
func PutWith(d Drafted, others []Drafted) (Drafted, error) {
	if err := CheckPlansOpen(d.ExecutiveDecision); err != nil {
		return d, err
	}
	if len(others) == 0 {
		return d, domain.Blocked("plans", "Choose at least one plan to put into this report")
	}
	var list []domain.Blocker
	items := len(d.Items)
	for _, o := range others {
		items += len(o.Items)
		if err := CheckPutWith(o.ExecutiveDecision); err != nil {
			list = append(list, err.Blockers...)
		}
	}
	if items > MostRecommendations {
		list = append(list, domain.Blocker{ID: "plans", Field: "plans", Words: fmt.Sprintf("Together they have %d "+
			"recommendations, and a report has at most %d", items, MostRecommendations)})
	}
	if len(list) > 0 {
		return d, &domain.BlockedError{Blockers: list}
	}
	plans := chapters(d)
	d.Items, d.Subjects = slices.Clone(d.Items), slices.Clone(d.Subjects)
	for _, o := range others {
		plans = append(plans, chapters(o)...)
		d.Items, d.Subjects = append(d.Items, o.Items...), append(d.Subjects, o.Subjects...)
	}
	d.order()
	d.Is = gatheredReport(d.Is, plans)
	return d, nil
}

// chapters are what a report says of each of its plans, with whose plan it is.
func chapters(d Drafted) []PlanReport {
	if len(d.Is.Plans) > 0 {
		return slices.Clone(d.Is.Plans)
	}
	p := d.Is.PlanReport
	p.Subject = d.Subjects[0].ID
	return []PlanReport{p}
}

// gatheredReport is a report that puts the plans: as those of one plan are where there is only one.
func gatheredReport(r ExecutiveReport, plans []PlanReport) ExecutiveReport {
	if len(plans) == 1 {
		r.PlanReport, r.Plans = plans[0], nil
		r.Subject = 0
		return r
	}
	var names []string
	head := PlanReport{}
	for _, p := range plans {
		names = append(names, p.AreaName)
		if head.DraftedOn.IsZero() || p.DraftedOn.After(head.DraftedOn) {
			head.DraftedOn = p.DraftedOn
		}
	}
	head.Title = "Draft Local Community Action Plans for " + listed(names)
	r.PlanReport, r.Plans = head, plans
	return r
}

// TakeOut takes a plan out of a report that puts several, back into the report that was drafted on it: home, as it was
// when its plan was put with the others. What officers wrote on the plan since goes with it, and its recommendations.
// It returns a *BlockedError where the report was drafted on that very plan, and domain.ErrNotFound where it puts no
// such plan.
func TakeOut(d Drafted, on Subject, home Drafted) (left, out Drafted, err error) {
	if err := CheckPlansOpen(d.ExecutiveDecision); err != nil {
		return d, home, err
	}
	at := slices.IndexFunc(d.Is.Plans, func(p PlanReport) bool { return p.Subject == on.ID })
	switch {
	case on.DraftedIn == d.ReportID:
		return d, home, domain.Blocked("", "This report was drafted on the plan for "+on.AreaName+
			": take the other plans out instead")
	case at < 0:
		return d, home, domain.ErrNotFound
	}
	out, left = home, d
	out.Is.PlanReport = d.Is.Plans[at]
	out.Is.Subject = 0
	left.Is = gatheredReport(d.Is, slices.Delete(slices.Clone(d.Is.Plans), at, at+1))
	left.Items, out.Items = nil, nil
	for _, i := range d.Items {
		if i.Subject == on.ID {
			out.Items = append(out.Items, i)
			continue
		}
		left.Items = append(left.Items, i)
	}
	left.Subjects = slices.DeleteFunc(slices.Clone(d.Subjects), func(s Subject) bool { return s.ID == on.ID })
	out.Subjects = []Subject{on}
	left.order()
	out.order()
	return left, out, nil
}

// CheckTakeOut is nil where the actor can take the plan out of its report: they write reports on it.
func CheckTakeOut(d ExecutiveDecision, a policy.Actor, on Subject) error {
	return d.checkWrite(a, []Subject{on}, 0)
}

// InOrder are the plans of a decision in the order in which the report asks about them.
func InOrder(d ExecutiveDecision) []Subject {
	list := slices.Clone(d.Subjects)
	first := func(s Subject) int {
		return slices.IndexFunc(d.Items, func(i ExecutiveItem) bool { return i.Subject == s.ID })
	}
	slices.SortStableFunc(list, func(a, b Subject) int { return first(a) - first(b) })
	return list
}

// SubjectOf is the plan that a recommendation is on.
func SubjectOf(d ExecutiveDecision, i ExecutiveItem) Subject {
	s, _ := domain.Among(d.Subjects, func(s Subject) bool { return s.ID == i.Subject })
	return s
}

// drafted is the day from which the report could be decided on: on which the last of its plans came.
func (d ExecutiveDecision) drafted() domain.Date {
	day := domain.DateOf(d.DraftedAt)
	for _, s := range d.Subjects {
		if s.DraftedOn.After(day) {
			day = s.DraftedOn
		}
	}
	return day
}

// PlansOf is what a decision is on, in words: "plan for Castle", "plans for Castle and Moor".
func PlansOf(d ExecutiveDecision) string {
	if len(d.Subjects) > 1 {
		return "plans for " + d.AreaName
	}
	return "plan for " + d.AreaName
}

// listed puts names into a sentence: "Castle, Moor and Quay".
func listed(names []string) string {
	words := ""
	for n, name := range names {
		switch {
		case n > 0 && n == len(names)-1:
			words += " and "
		case n > 0:
			words += ", "
		}
		words += name
	}
	return words
}
