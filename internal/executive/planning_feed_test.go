package executive

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/plans/plantest"
)

// The feed exactly: stable ids, money with two places, unknown left empty, objectives of the issue and of the plan, no
// formula.
func TestPlanningFeedExactly(t *testing.T) {
	d := standing(t, ExecutiveUpheld, false, false)
	feed, err := FeedOf(d, []ExecutiveDecision{d}, *plantest.FullPlan())
	if err != nil {
		t.Fatal(err)
	}
	wantCSV :=
		"\ufeffid,area_code,area,cycle,issue_id,issue,solution_id,solution,action,description,lead,supporters," +
			"cost_pounds,due_on,objectives,decision,effective_on," +
			"proposed_action,proposed_cost_pounds,proposed_due_on,kind,funder,solution_cost_pounds," +
			"proposed_solution_cost_pounds\r\n" +
			"FG-CAS-1-A12,CAS,Castle,1,FG-CAS-1-I4,Speed on the quay,FG-CAS-1-S11,A crossing,Build the crossing," +
			"By the school,\"Highways, County\",Residents,12000.50,2027-01-04,CO-2 Safe " +
			"streets,FG-CAS-1-D7,2026-03-18,,,,action,,12000.00,\r\n" +
			"FG-CAS-1-A14,CAS,Castle,1,FG-CAS-1-I4,Speed on the quay,,,\"'=Count \"\"cars\"\", weekly\",,,,,,CO-2 " +
			"Safe streets,FG-CAS-1-D7,2026-03-18,,,,action,,,\r\n" +
			"FG-CAS-1-B3,CAS,Castle,1,,,,,Safer quay,,,,50000.00,,,FG-CAS-1-D7,2026-03-18,,50000.00,,bid," +
			"Road Trust,,\r\n"
	if d := cmp.Diff(wantCSV, feed.CSV); d != "" {
		t.Errorf("CSV (-want +got):\n%s", d)
	}
	wantJSON := `{"actions":[` +
		`{"action":"Build the crossing","area":"Castle","area_code":"CAS","cost":"12000.50","cycle":1,"description":"By the school","due_on":"2027-01-04","id":"FG-CAS-1-A12","issue":"Speed on the quay","issue_id":"FG-CAS-1-I4","lead":"Highways, County","objectives":[{"reference":"CO-2","title":"Safe streets"}],"proposed_action":"","proposed_cost":"","proposed_due_on":"","proposed_solution_cost":"","solution":"A crossing","solution_cost":"12000.00","solution_id":"FG-CAS-1-S11","supporters":"Residents"},` +
		`{"action":"=Count \"cars\", weekly","area":"Castle","area_code":"CAS","cost":"","cycle":1,"description":"","due_on":"","id":"FG-CAS-1-A14","issue":"Speed on the quay","issue_id":"FG-CAS-1-I4","lead":"","objectives":[{"reference":"CO-2","title":"Safe streets"}],"proposed_action":"","proposed_cost":"","proposed_due_on":"","proposed_solution_cost":"","solution":"","solution_cost":"","solution_id":"","supporters":""}],` +
		`"area":"Castle","area_code":"CAS","bids":[{"agreed":"50000.00","bid":"Safer quay","funder":"Road Trust","id":"FG-CAS-1-B3","proposed":"50000.00"}],"cycle":1,"decision":"FG-CAS-1-D7","effective_on":"2026-03-18","format":"fourgates planning feed 3","plan":"A plan for Castle"}`
	if d := cmp.Diff(wantJSON, feed.JSON); d != "" {
		t.Errorf("JSON (-want +got):\n%s", d)
	}
	if feed.Rows != 2 || feed.Digest != sha256.Sum256([]byte(feed.CSV+feed.JSON)) {
		t.Errorf("%d rows, digest %s", feed.Rows, feed.Digest)
	}
	if again, err := FeedOf(d, []ExecutiveDecision{d}, *plantest.FullPlan()); err != nil || again != feed {
		t.Errorf("produced again it is other: %v", err)
	}
}

func TestFeedOfAPlanWithoutActionsHasItsHead(t *testing.T) {
	plan := plantest.FullPlan()
	plan.Actions = nil
	d := standing(t, ExecutiveUpheld, false, false)
	feed, err := FeedOf(d, []ExecutiveDecision{d}, *plan)
	if err != nil || feed.Rows != 0 || strings.Count(feed.CSV, "\r\n") != 2 ||
		!strings.Contains(feed.JSON, `"actions":[]`) {
		t.Errorf("%+v, %v", feed, err)
	}
}

// Whatever anybody typed, no cell is a formula, and both files hold the same.
func TestFeedNeutralisesFormulas(t *testing.T) {
	for _, typed := range []string{"=1+1", "+44 1234", "-5", "@SUM(A1)", " =1+1", "\t=1", "\r=1",
		"\n=cmd|' /C calc'!A0", "\u00a0=1", "'=1", "=", "plain", "a=b", ""} {
		plan := plantest.FullPlan()
		plan.Actions[0].Title, plan.Actions[0].Lead = typed, typed
		d := standing(t, ExecutiveUpheld, false, false)
		feed, err := FeedOf(d, []ExecutiveDecision{d}, *plan)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(feed.CSV, "\ufeff"))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			for _, cell := range row {
				if c := strings.TrimLeft(cell, " \t\r\n\u00a0"); c != "" && strings.ContainsRune("=+-@", rune(c[0])) {
					t.Errorf("%q gives the cell %q", typed, cell)
				}
			}
		}
		var file feedFile
		if err := json.Unmarshal([]byte(feed.JSON), &file); err != nil || file.Actions[0].Action != typed {
			t.Errorf("%q is %q for programs, %v", typed, file.Actions[0].Action, err)
		}
	}
}
