package conditions_test

import (
	"errors"
	"testing"

	"fourgates/internal/conditions"
	"fourgates/internal/domain"
	"fourgates/internal/domain/domaintest"
	"fourgates/internal/gates"
	"fourgates/internal/policy"
	"fourgates/internal/policy/policytest"
)

// answer says what a check says: may, forbidden, conflict, or the reason's id.
func answer(err error) string {
	if b, ok := errors.AsType[*domain.BlockedError](err); ok {
		return b.Blockers[0].ID
	}
	if errors.Is(err, domain.ErrConflict) {
		return "conflict"
	}
	return policytest.Answer(err)
}

// The people of the tables: 1 is the area's liaison officer, 2 the planning officer, 4 of a service, 5 the area's
// Member.
func TestWhoMayReportAndNameTheOwner(t *testing.T) {
	c := gates.Condition{Area: 1, Owner: 4, Setter: 5, State: gates.ConditionOpen}
	policytest.Table(t, func(a policy.Actor) string {
		elsewhere := c
		elsewhere.Area = 2
		return "report " + answer(conditions.CheckReport(a, c)) + ", " + answer(conditions.CheckReport(a, elsewhere)) +
			"; owner " + answer(conditions.CheckAssign(a, c)) + ", " + answer(conditions.CheckAssign(a, elsewhere))
	},
		"liaison officer: report may, forbidden; owner may, forbidden",
		"planning officer: report may, may; owner may, may",
		"coordinator: report forbidden, forbidden; owner forbidden, forbidden",
		"service 5: report may, may; owner forbidden, forbidden", // is responsible for both
		"Member: report forbidden, forbidden; owner forbidden, forbidden",
		"organisation 7: report forbidden, forbidden; owner forbidden, forbidden",
		"clerk: report forbidden, forbidden; owner forbidden, forbidden",
		"director: report forbidden, forbidden; owner forbidden, forbidden",
		"Executive Member: report forbidden, forbidden; owner forbidden, forbidden",
		"administrator: report forbidden, forbidden; owner forbidden, forbidden",
		"nobody: report forbidden, forbidden; owner forbidden, forbidden",
	)
	for state, want := range map[gates.ConditionState]string{gates.ConditionOpen: "may",
		gates.ConditionReported: "conflict", gates.ConditionMet: "conflict"} {
		c.State = state
		if got := answer(conditions.CheckReport(officer(1), c)); got != want {
			t.Errorf("reporting one that is %s: %s", state, got)
		}
		if got := answer(conditions.CheckAssign(officer(1), c)); got != want {
			t.Errorf("naming the owner of one that is %s: %s", state, got)
		}
	}
}

func officer(id domain.PersonID) policy.Actor {
	return policy.Actor{ID: id, Grants: []policy.Grant{{Role: policy.CLO, Areas: []domain.AreaID{1}}}}
}

func TestWhoMayAnswer(t *testing.T) {
	member := func(id domain.PersonID, more ...policy.Role) policy.Actor {
		a := policy.Actor{ID: id, Grants: []policy.Grant{{Role: policy.Member, Areas: []domain.AreaID{1}}}}
		for _, r := range more {
			a.Grants = append(a.Grants, policy.Grant{Role: r, Areas: []domain.AreaID{1}})
		}
		return a
	}
	holds := func(p domain.PersonID) conditions.Answerers { return conditions.Answerers{Holder: p} }
	for name, k := range map[string]struct {
		a      policy.Actor
		who    conditions.Answerers
		change func(*gates.Condition)
		want   string
	}{
		"who set it":                           {member(5), holds(5), nil, "may"},
		"the successor":                        {member(6), holds(6), nil, "may"},
		"who set it and sits elsewhere by now": {member(5), holds(6), nil, "may"},
		"who set it as substitute, named no longer": {member(5), holds(6), func(c *gates.Condition) {
			c.SetFor = "Suresh"
		}, "forbidden"},
		"for whom a substitute set it": {member(6), holds(6), func(c *gates.Condition) { c.SetFor = "Suresh" },
			"may"},
		"the substitute of the day":           {member(7), conditions.Answerers{Holder: 5, Substitute: 7}, nil, "may"},
		"the substitute of nobody":            {member(7), conditions.Answerers{Substitute: 7}, nil, "forbidden"},
		"another Member":                      {member(8), holds(5), nil, "forbidden"},
		"whose term has ended":                {policy.Actor{ID: 5}, holds(6), nil, "forbidden"},
		"who reported it, and holds the seat": {member(1, policy.CLO), holds(1), nil, "own"},
		"who owns it, and holds the seat":     {member(4, policy.Service), holds(4), nil, "owner"},
		"an administrator in the seat":        {member(5, policy.Admin), holds(5), nil, "forbidden"},
		"the planning officer": {policy.Actor{ID: 2, Grants: []policy.Grant{{Role: policy.CPO}}},
			holds(5), nil, "forbidden"},
		"the liaison officer": {officer(1), holds(5), nil, "forbidden"},
		"before it is reported": {member(5), holds(5), func(c *gates.Condition) { c.State = gates.ConditionOpen },
			"conflict"},
		"after it is met": {member(5), holds(5), func(c *gates.Condition) { c.State = gates.ConditionMet }, "conflict"},
	} {
		c := gates.Condition{Area: 1, Owner: 4, Setter: 5, State: gates.ConditionReported, StepBy: 1}
		if k.change != nil {
			k.change(&c)
		}
		if got := answer(conditions.CheckAnswer(k.a, c, k.who)); got != k.want {
			t.Errorf("%s: %s, want %s", name, got, k.want)
		}
	}
}

func TestWhoMayDecide(t *testing.T) {
	planner := func(id domain.PersonID, more ...policy.Role) policy.Actor {
		a := policy.Actor{ID: id, Grants: []policy.Grant{{Role: policy.CPO}}}
		for _, r := range more {
			a.Grants = append(a.Grants, policy.Grant{Role: r, Areas: []domain.AreaID{1}})
		}
		return a
	}
	var working domain.Calendar
	reported := domaintest.Day // a Tuesday
	last := working.AddWorkingDays(reported, conditions.AnswerWorkingDays)
	for name, k := range map[string]struct {
		a     policy.Actor
		today domain.Date
		who   conditions.Answerers
		state gates.ConditionState
		want  string
	}{
		"after ten working days": {planner(2), last.AddDays(1), conditions.Answerers{Holder: 5},
			gates.ConditionReported, "may"},
		"on the tenth": {planner(2), last, conditions.Answerers{Holder: 5}, gates.ConditionReported,
			"early"},
		"with nobody in the seat, early": {planner(2), last, conditions.Answerers{}, gates.ConditionReported, "early"},
		"with nobody in the seat, late": {planner(2), last.AddDays(1), conditions.Answerers{}, gates.ConditionReported,
			"may"},
		"who reported it": {planner(1), last.AddDays(1), conditions.Answerers{Holder: 5},
			gates.ConditionReported, "own"},
		"its owner": {planner(4), last.AddDays(1), conditions.Answerers{Holder: 5},
			gates.ConditionReported, "owner"},
		"who set it": {planner(5, policy.Member), last.AddDays(1), conditions.Answerers{},
			gates.ConditionReported, "seat"},
		"who holds the seat by now": {planner(6, policy.Member), last.AddDays(1), conditions.Answerers{Holder: 6},
			gates.ConditionReported, "seat"},
		"before it is reported": {planner(2), last.AddDays(1), conditions.Answerers{Holder: 5}, gates.ConditionOpen,
			"conflict"},
		"after it is met": {planner(2), last.AddDays(1), conditions.Answerers{Holder: 5}, gates.ConditionMet,
			"conflict"},
		"a liaison officer": {officer(9), last.AddDays(1), conditions.Answerers{Holder: 5}, gates.ConditionReported,
			"forbidden"},
	} {
		c := gates.Condition{Area: 1, Owner: 4, Setter: 5, State: k.state, StepBy: 1, StepAt: reported.Time()}
		if got := answer(conditions.CheckDecide(k.a, c, k.who, k.today, working)); got != k.want {
			t.Errorf("%s: %s, want %s", name, got, k.want)
		}
	}
}
