package policy

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"fourgates/internal/domain"
)

// The people of the tables: area 1 is their own where they have one.
var people = []struct {
	name  string
	actor Actor
}{
	{"liaison officer", Actor{ID: 1, Grants: []Grant{{Role: CLO, Areas: []domain.AreaID{1}}}}},
	{"planning officer", Actor{ID: 2, Grants: []Grant{{Role: CPO}}}},
	{"coordinator", Actor{ID: 3, Grants: []Grant{{Role: LAC, Areas: []domain.AreaID{1}}}}},
	{"service 5", Actor{ID: 4, Grants: []Grant{{Role: Service, Service: 5}}}},
	{"Member", Actor{ID: 5, Grants: []Grant{{Role: Member, Areas: []domain.AreaID{1}}}}},
	{"organisation 7", Actor{ID: 6, Grants: []Grant{{Role: Partner, Organisation: 7, Areas: []domain.AreaID{1}}}}},
	{"Executive", Actor{ID: 7, Grants: []Grant{{Role: Executive}}}},
	{"Executive Member", Actor{ID: 8, Grants: []Grant{{Role: ExecutiveMember}}}},
	{"administrator", Actor{ID: 9, Grants: []Grant{{Role: Admin}}}},
	{"nobody", Actor{}},
}

// table asks each of the people, and compares the answers with want: a line for each, in their order.
func table(t *testing.T, ask func(Actor) string, want ...string) {
	t.Helper()
	for i, p := range people {
		if got := p.name + ": " + ask(p.actor); got != want[i] {
			t.Errorf("got  %s\nwant %s", got, want[i])
		}
	}
}

// answer is what a check says: "not found", "forbidden" or "may".
func answer(err error) string {
	switch {
	case errors.Is(err, domain.ErrNotFound):
		return "not found"
	case errors.Is(err, domain.ErrForbidden):
		return "forbidden"
	}
	return "may"
}

func TestWhoDoesWhatWithAGate(t *testing.T) {
	acts := map[string]Action{"submit": SubmitGate, "sign": SignGate, "override": OverrideGate, "call back": CallBackGate,
		"discharge": DischargeCondition}
	in := func(a Actor, area domain.AreaID) string {
		said := map[string][]string{}
		for name, act := range acts {
			got := answer(CheckGate(a, act, area))
			said[got] = append(said[got], name)
		}
		if len(said["not found"]) > 0 {
			return "not found" // whatever they would do: they do not see it
		}
		slices.Sort(said["may"])
		return strings.Join(append([]string{"see"}, said["may"]...), ", ")
	}
	table(t, func(a Actor) string { return in(a, 1) + " | " + in(a, 2) },
		"liaison officer: see, discharge, submit | see",
		"planning officer: see, discharge, override, submit | see, discharge, override, submit",
		"coordinator: see | see",
		"service 5: see | see",
		"Member: see, call back, sign | not found",
		"organisation 7: not found | not found",
		"Executive: see | see",
		"Executive Member: see | see",
		"administrator: not found | not found",
		"nobody: not found | not found",
	)
}

func TestWhoWorksOnPriorities(t *testing.T) {
	table(t, func(a Actor) string { return answer(CheckPrioritise(a, 1)) + " | " + answer(CheckPrioritise(a, 2)) },
		"liaison officer: may | forbidden",
		"planning officer: may | may",
		"coordinator: may | forbidden",
		"service 5: forbidden | forbidden",
		"Member: forbidden | not found",
		"organisation 7: forbidden | not found",
		"Executive: forbidden | forbidden",
		"Executive Member: forbidden | forbidden",
		"administrator: not found | not found",
		"nobody: not found | not found",
	)
}

// The quick win of area 1 is service 5's; its issue was raised by the Member.
func TestWhoTakesAQuickWinFurther(t *testing.T) {
	q := domain.QuickWin{Area: 1, Service: 5}
	table(t, func(a Actor) string {
		var may []string
		for _, step := range domain.QuickWinSteps() {
			if !MayTakeQuickWin(a, q, 5, step) {
				continue
			}
			may = append(may, string(step))
			if act := QuickWinAction(a, step); !Can(a, act) {
				t.Errorf("%v may %s, and not %s", a.Grants, step, act)
			}
		}
		if MayChangeQuickWin(a, q) {
			may = append(may, "change")
		}
		return strings.Join(may, ", ")
	},
		"liaison officer: agree, start, done, confirm, back, promote, drop, change",
		"planning officer: agree, start, done, confirm, back, promote, drop, change",
		"coordinator: agree, start, done, confirm, back, promote, drop, change",
		"service 5: start, done",
		"Member: confirm, back",
		"organisation 7: ",
		"Executive: ",
		"Executive Member: ",
		"administrator: ",
		"nobody: ",
	)
}

func TestOnlyStepsThatTheStateOpensAreOffered(t *testing.T) {
	q := domain.QuickWin{Area: 1, Service: 5, State: domain.WinProposed}
	table(t, func(a Actor) string {
		var steps []string
		for _, step := range QuickWinSteps(a, q, 5, false) {
			steps = append(steps, string(step))
		}
		return strings.Join(steps, ", ")
	},
		"liaison officer: agree, promote, drop",
		"planning officer: agree, promote, drop",
		"coordinator: agree, promote, drop",
		"service 5: ",
		"Member: ",
		"organisation 7: ",
		"Executive: ",
		"Executive Member: ",
		"administrator: ",
		"nobody: ",
	)
}

func TestWhoKnowsOfAnUnfinishedView(t *testing.T) {
	views := []domain.FeasibilityView{
		{AskedOf: domain.AskedService, Service: 5}, {AskedOf: domain.AskedPartner, Organisation: 7},
		{AskedOf: domain.AskedMember, Member: 5}, {AskedOf: domain.AskedCommunity},
	}
	table(t, func(a Actor) string {
		var known []string
		for _, v := range views {
			if MayKnowView(a, 1, v) {
				known = append(known, string(v.AskedOf))
			}
		}
		return strings.Join(known, ", ")
	},
		"liaison officer: service, partner, Member, community",
		"planning officer: service, partner, Member, community",
		"coordinator: service, partner, Member, community",
		"service 5: service",
		"Member: Member",
		"organisation 7: partner",
		"Executive: ",
		"Executive Member: ",
		"administrator: ",
		"nobody: ",
	)
}

func TestWhatAHomePageStartsWith(t *testing.T) {
	table(t, func(a Actor) string {
		var has []string
		if HasOwnAreas(a) {
			has = append(has, "own areas")
		}
		if OverseesAreas(a) {
			has = append(has, "the programme")
		}
		if IsAskedForViews(a) {
			has = append(has, "views")
		}
		return strings.Join(has, ", ")
	},
		"liaison officer: own areas",
		"planning officer: the programme",
		"coordinator: own areas",
		"service 5: views",
		"Member: own areas, views",
		"organisation 7: own areas, views",
		"Executive: the programme",
		"Executive Member: the programme",
		"administrator: ",
		"nobody: ",
	)
}
