package executive

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/plans/plantest"
	"fourgates/internal/register"
	"fourgates/internal/restrictions"
)

func salts() io.Reader { return rand.NewChaCha8([32]byte{3}) }

// What is kept reads back as it was given, byte for byte, and fits its digest.
func TestAFeedFrozenInLinesReadsBack(t *testing.T) {
	d := standing(t, ExecutiveUpheld, false, false)
	feed, err := FeedOf(d, []ExecutiveDecision{d}, *plantest.FullPlan(), salts())
	if err != nil {
		t.Fatal(err)
	}
	back, err := ReadFeed(PlanningFeed{JSON: feed.Frozen.Text, Digest: feed.Digest}, feed.Frozen.Words, nil)
	if err != nil || back.CSV != feed.CSV || back.JSON != feed.JSON {
		t.Errorf("reads back as %s %s, %v", back.CSV, back.JSON, err)
	}
	old, err := ReadFeed(PlanningFeed{JSON: feed.JSON, CSV: feed.CSV}, "", nil)
	if err != nil || old.CSV != feed.CSV || old.JSON != feed.JSON || old.Frozen != (register.Frozen{}) {
		t.Errorf("an older one reads as %+v, %v", old, err)
	}
}

// Of an action of a restricted issue who may not see it reads its id and dates alone, in both files, new and old; the
// lines that are left fit.
func TestAFeedWithholdsARestrictedIssue(t *testing.T) {
	d := standing(t, ExecutiveUpheld, false, false)
	feed, err := FeedOf(d, []ExecutiveDecision{d}, *plantest.FullPlan(), salts())
	if err != nil {
		t.Fatal(err)
	}
	from := []restrictions.Issue{{ID: 4, Title: "Renamed since"}}
	for name, kept := range map[string]PlanningFeed{"new": {JSON: feed.Frozen.Text}, "old": {JSON: feed.JSON,
		CSV: feed.CSV}} {
		words := ""
		if name == "new" {
			words = feed.Frozen.Words
		}
		seen, err := ReadFeed(kept, words, from)
		if err != nil {
			t.Fatal(err)
		}
		both := seen.CSV + seen.JSON
		for _, word := range []string{"Speed on the quay", "A crossing", "By the school", "Highways"} {
			if strings.Contains(both, word) {
				t.Errorf("%s: says %q: %s", name, word, both)
			}
		}
		if !strings.Contains(both, "FG-CAS-1-A12") || !strings.Contains(both, restrictions.Why) ||
			!strings.Contains(both, "Safer quay") {
			t.Errorf("%s: says too little: %s", name, both)
		}
		gaps, err := seen.Frozen.Verify()
		if name == "new" && (err != nil || len(gaps) != len(seen.Withheld) || len(gaps) == 0) ||
			name == "old" && err == nil {
			t.Errorf("%s: verifies as %v, %v", name, gaps, err)
		}
	}
}

// The feed exactly: stable ids, money with two places, unknown left empty, objectives of the issue and of the plan, no
// formula.
func TestPlanningFeedExactly(t *testing.T) {
	d := standing(t, ExecutiveUpheld, false, false)
	feed, err := FeedOf(d, []ExecutiveDecision{d}, *plantest.FullPlan(), salts())
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
	if feed.Rows != 2 || feed.Digest != feed.Frozen.Digest() {
		t.Errorf("%d rows, digest %s", feed.Rows, feed.Digest)
	}
	again, err := FeedOf(d, []ExecutiveDecision{d}, *plantest.FullPlan(), salts())
	if err != nil || again.CSV != feed.CSV || again.JSON != feed.JSON || again.Frozen != feed.Frozen {
		t.Errorf("produced again it is other: %v", err)
	}
}

func TestFeedOfAPlanWithoutActionsHasItsHead(t *testing.T) {
	plan := plantest.FullPlan()
	plan.Actions = nil
	d := standing(t, ExecutiveUpheld, false, false)
	feed, err := FeedOf(d, []ExecutiveDecision{d}, *plan, salts())
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
		feed, err := FeedOf(d, []ExecutiveDecision{d}, *plan, salts())
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
