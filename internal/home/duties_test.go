package home_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"fourgates/internal/policy"
)

// matrixRow is a line of the route matrix.
type matrixRow struct {
	method, pattern string
	action          policy.Action
	roles           []string
}

func matrixRows(t *testing.T) (rows []matrixRow) {
	t.Helper()
	text, err := os.ReadFile(matrixFile)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		f := strings.Fields(line)
		rows = append(rows, matrixRow{f[0], f[1], policy.Action(f[2]), f[3:]})
	}
	return rows
}

// No role gets past the guard of two routes whose duties the domain keeps apart: what the matrix of roles says, the
// routes do (domain §1, separation of duties; §7.10).
func TestNoRoleReachesRoutesOfTwoDutiesKeptApart(t *testing.T) {
	reach := map[string]map[policy.Action]string{}
	served := map[policy.Action]bool{}
	for _, row := range matrixRows(t) {
		served[row.action] = true
		for _, role := range row.roles {
			if reach[role] == nil {
				reach[role] = map[policy.Action]string{}
			}
			reach[role][row.action] = row.method + " " + row.pattern
		}
	}
	for _, d := range policy.Duties() {
		if !served[d.One] || !served[d.Other] {
			t.Errorf("no route is for %q or for %q: nothing tests that they are apart", d.One.Words(), d.Other.Words())
		}
		for role, may := range reach {
			if may[d.One] != "" && may[d.Other] != "" {
				t.Errorf("%s reaches %s and %s, which %s keeps apart", role, may[d.One], may[d.Other], d.Source)
			}
		}
	}
}

// Every form that takes a step with an Executive decision is for those whose duty it is, and for nobody who reads: a
// director publishes nothing.
func TestDirectorReachesNoStepOfAnExecutiveDecision(t *testing.T) {
	steps := 0
	for _, row := range matrixRows(t) {
		if row.method != "POST" || !strings.HasPrefix(row.pattern, "/decisions/") {
			continue
		}
		steps++
		if slices.Contains(row.roles, "director") || slices.Contains(row.roles, "admin") {
			t.Errorf("POST %s is open to %v", row.pattern, row.roles)
		}
	}
	if steps < 8 {
		t.Errorf("looked at %d steps: the addresses of decisions have changed", steps)
	}
}
