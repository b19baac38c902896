package issues_test

import (
	"strings"
	"testing"

	"fourgates/internal/issues"
	"fourgates/internal/policy"
	"fourgates/internal/policy/policytest"
)

func TestWhoTakesAQuickWinFurther(t *testing.T) {
	q := issues.QuickWin{Area: 1, Service: 5}
	policytest.Table(t, func(a policy.Actor) string {
		var may []string
		for _, step := range issues.QuickWinSteps() {
			if !issues.MayTakeQuickWin(a, q, 5, step) {
				continue
			}
			may = append(may, string(step))
			if act := issues.QuickWinAction(a, step); !policy.Can(a, act) {
				t.Errorf("%v may %s, and not %s", a.Grants, step, act)
			}
		}
		if issues.MayChangeQuickWin(a, q) {
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
		"clerk: ",
		"director: ",
		"Executive Member: ",
		"administrator: ",
		"nobody: ",
	)
}

func TestOnlyStepsThatTheStateOpensAreOffered(t *testing.T) {
	q := issues.QuickWin{Area: 1, Service: 5, State: issues.WinProposed}
	policytest.Table(t, func(a policy.Actor) string {
		var steps []string
		for _, step := range issues.StepsOpenTo(a, q, 5, false) {
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
		"clerk: ",
		"director: ",
		"Executive Member: ",
		"administrator: ",
		"nobody: ",
	)
}
