package executive

import (
	"regexp"
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/procedures"
	"fourgates/internal/register"
)

// exemptBody is the key of what is withheld from who may not read what is exempt. What stands exempt, under which
// paragraph and why, everybody reads.
var exemptBody = regexp.MustCompile(`^(?:plans\[\d+\]\.)?sections\[\d+\]\.exempt\.body$`)

// Public is the report without the words that are exempt: it still fits the digest.
func (d ExecutiveDecision) Public() register.Frozen {
	return d.Frozen().Without(exemptBody.MatchString)
}

// planKey is the key of a line of a report that puts several plans, and recommendationKey that of a recommendation.
var (
	planKey           = regexp.MustCompile(`^plans\[(\d+)\]`)
	recommendationKey = regexp.MustCompile(`^recommendations\[(\d+)\]`)
)

// ReportFor is the report as somebody reads it: what is exempt of the plans whose reports they do not read is withheld.
func ReportFor(d ExecutiveDecision, reads policy.DecisionScope) register.Frozen {
	all := true
	read := map[domain.SubjectID]bool{}
	for _, on := range d.Subjects {
		read[on.ID] = reads.Sees(on.Area, false)
		all = all && read[on.ID]
	}
	f := d.Frozen()
	if all {
		return f
	}
	r, err := ReadExecutiveReport(f)
	if err != nil || len(r.Plans) == 0 {
		return d.Public()
	}
	return f.Without(func(key string) bool {
		n, ok := entryOf(planKey, key)
		return ok && exemptBody.MatchString(key) && (n >= len(r.Plans) || !read[r.Plans[n].Subject])
	})
}

// Narrow is the decision as the scope may see it. Until it is published, a decision on the plans of several areas is to
// who sees some of those areas a decision on their plans alone: the others are neither named nor told of, and what was
// recorded for all of them is not shown.
func Narrow(d ExecutiveDecision, s policy.DecisionScope) ExecutiveDecision {
	if s.View.All || !d.PublishedOn.IsZero() || len(d.Subjects) < 2 {
		return d
	}
	seen := slices.DeleteFunc(slices.Clone(d.Subjects), func(on Subject) bool {
		return !s.Sees(on.Area, d.Shown() || on.Void)
	})
	if len(seen) == 0 || len(seen) == len(d.Subjects) {
		return d
	}
	shown := map[domain.SubjectID]bool{}
	for _, on := range seen {
		shown[on.ID] = true
	}
	withhold(&d, shown)
	returned := ""
	if d.State == ExecutiveReturned {
		for _, on := range seen {
			returned = joinLines(returned, d.On(on).WhyRefused())
		}
	}
	d.Hidden += len(d.Subjects) - len(seen)
	d.Subjects, d.ReturnReason, d.Record = seen, returned, ""
	first := seen[0]
	d.Area, d.AreaCode, d.AreaName, d.Cycle, d.Attempt = first.Area, first.AreaCode, first.AreaName, first.Cycle,
		first.Attempt
	d.AttemptNumber, d.Plan, d.PlanVersion = first.AttemptNumber, first.Plan, first.PlanVersion
	d.KeyAnswer = procedures.Answer{} // it names the wards of all
	d.Reasons, d.Alternatives, d.Interests, d.MemberInterests, d.Dispensations = "", "", "", "", ""
	d.Items = slices.DeleteFunc(slices.Clone(d.Items), func(i ExecutiveItem) bool { return !shown[i.Subject] })
	d.Beside = slices.DeleteFunc(slices.Clone(d.Beside), func(b Beside) bool {
		return !slices.ContainsFunc(b.Subjects, func(id domain.SubjectID) bool { return shown[id] })
	})
	return d
}

// withhold takes the words on plans that are not shown out of the report, which still fits its digest.
func withhold(d *ExecutiveDecision, shown map[domain.SubjectID]bool) {
	r, err := ReadExecutiveReport(d.Frozen())
	if err != nil || len(r.Plans) == 0 {
		d.Report, d.ReportWords = "", ""
		return
	}
	d.ReportWords = d.Frozen().Without(func(key string) bool {
		if n, ok := entryOf(planKey, key); ok {
			return n >= len(r.Plans) || !shown[r.Plans[n].Subject]
		}
		if n, ok := entryOf(recommendationKey, key); ok {
			return n >= len(r.Recommendations) || !shown[r.Recommendations[n].Subject]
		}
		return key == "title"
	}).Words
}

// entryOf is which entry of a list the key is in.
func entryOf(list *regexp.Regexp, key string) (int, bool) {
	m := list.FindStringSubmatch(key)
	if m == nil {
		return 0, false
	}
	n := 0
	for _, c := range m[1] {
		n = 10*n + int(c-'0')
	}
	return n, true
}
