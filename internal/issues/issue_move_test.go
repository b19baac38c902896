package issues_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
)

// TestStepsOpenToAnIssue is the state machine as a table: for each state the steps that an officer is offered.
func TestStepsOpenToAnIssue(t *testing.T) {
	for state, want := range map[issues.IssueState]string{
		issues.IssueRaised:  "stand-alone not-taken-forward",
		issues.IssueTriaged: "stand-alone quick-win with-service community-led not-taken-forward resolve",
		issues.IssueReferred: "stand-alone back-to-triage quick-win with-service community-led " +
			"not-taken-forward resolve",
		issues.IssueMerged:          "",
		issues.IssueSynthesised:     "back-to-triage quick-win with-service community-led not-taken-forward resolve",
		issues.IssueAnalysed:        "quick-win with-service community-led not-taken-forward resolve",
		issues.IssuePrioritised:     "quick-win with-service community-led not-taken-forward resolve",
		issues.IssueInPlan:          "resolve",
		issues.IssueQuickWin:        "back-to-triage not-taken-forward resolve",
		issues.IssueWithService:     "back-to-triage not-taken-forward resolve",
		issues.IssueCommunityLed:    "back-to-triage not-taken-forward resolve",
		issues.IssueNotTakenForward: "reopen",
		issues.IssueResolved:        "verify reopen",
		issues.IssueVerified:        "reopen",
		issues.IssueReopened:        "stand-alone quick-win with-service community-led not-taken-forward resolve",
	} {
		var got []string
		issue := issues.Issue{ID: 7, State: state}
		for _, m := range issue.MovesNow(issues.IssueTies{}) {
			got = append(got, m.ID)
		}
		if diff := cmp.Diff(want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", state, diff)
		}
		if n := len(issue.MovesNow(issues.IssueTies{PartOf: 3})); n != 0 {
			t.Errorf("%s: a member of a synthesis is offered %d steps of its own", state, n)
		}
	}
}

// TestWhatIsOfferedIsWhatIsDone: every step that the page offers succeeds, every other is refused and changes nothing.
func TestWhatIsOfferedIsWhatIsDone(t *testing.T) {
	for _, state := range issues.IssueStates() {
		for _, synthesis := range []bool{false, true} {
			issue := issues.Issue{ID: 7, State: state, IsSynthesis: synthesis}
			for _, m := range issues.IssueMoves() {
				after, err := issue.Move(m.ID, "Because", issues.IssueTies{})
				if open := issue.CanMove(m.ID, issues.IssueTies{}); open != (err == nil) {
					t.Errorf("%s, %s: open is %v and the step says %v", state, m.ID, open, err)
				}
				if err == nil && (after.State != m.To || after.StateReason != "Because") {
					t.Errorf("%s, %s: became %s, %q", state, m.ID, after.State, after.StateReason)
				}
				if _, err := issue.Move(m.ID, " \n", issues.IssueTies{}); m.Reason && err == nil {
					t.Errorf("%s, %s: no reason was asked for", state, m.ID)
				}
			}
		}
	}
	if _, err := (issues.Issue{State: issues.IssueRaised}).Move("vanish", "", issues.IssueTies{}); err == nil {
		t.Error("an unknown step is taken")
	}
}

func TestEveryReasonIsGivenAtOnce(t *testing.T) {
	_, err := issues.Issue{ID: 7, State: issues.IssueMerged}.Move("reopen", "", issues.IssueTies{PartOf: 3})
	blocked, ok := errors.AsType[*domain.BlockedError](err)
	if !ok || len(blocked.Blockers) != 3 {
		t.Errorf("%v", err)
	}
}

func tied(id domain.IssueID, state issues.IssueState) issues.TiedIssue {
	return issues.TiedIssue{Issue: issues.Issue{ID: id, Area: 1, State: state}}
}

func TestWhatCanBeSynthesised(t *testing.T) {
	whole := tied(9, issues.IssueSynthesised)
	whole.IsSynthesis = true
	resolved := whole
	resolved.State = issues.IssueResolved
	part, away := tied(3, issues.IssueSynthesised), tied(4, issues.IssueRaised)
	part.Ties.PartOf, away.Area = 9, 2
	raised, triaged := tied(1, issues.IssueRaised), tied(2, issues.IssueTriaged)
	for _, c := range []struct {
		name    string
		chosen  []issues.TiedIssue
		refused int // reasons
	}{
		{"two", []issues.TiedIssue{raised, triaged}, 0},
		{"one", []issues.TiedIssue{raised}, 1},
		{"none", nil, 1},
		{"one more to a synthesis", []issues.TiedIssue{whole, raised}, 0},
		{"one more to a synthesis that is over", []issues.TiedIssue{resolved, raised}, 1},
		{"two syntheses", []issues.TiedIssue{whole, whole}, 1},
		{"a member of another", []issues.TiedIssue{raised, part}, 2},
		{"of two areas", []issues.TiedIssue{raised, away}, 1},
		{"merged and resolved", []issues.TiedIssue{tied(5, issues.IssueMerged), tied(6, issues.IssueResolved)}, 2},
	} {
		if got := reasonsOf(issues.CheckSynthesis(c.chosen)); len(got) != c.refused {
			t.Errorf("%s: %q", c.name, got)
		}
	}
	if got := issues.Narrowest(issues.VisibleAreaTeam, issues.VisibleRestricted,
		issues.VisiblePublic); got != issues.VisibleRestricted {
		t.Errorf("the narrowest is %s", got)
	}
}

func TestWhatCanBeMerged(t *testing.T) {
	raised, triaged, merged := tied(1, issues.IssueRaised), tied(2, issues.IssueTriaged), tied(3, issues.IssueMerged)
	whole, away := tied(9, issues.IssueSynthesised), tied(4, issues.IssueRaised)
	whole.IsSynthesis, away.Area = true, 2
	for _, c := range []struct {
		name    string
		chosen  []issues.TiedIssue
		into    domain.IssueID
		refused int
	}{
		{"two", []issues.TiedIssue{raised, triaged}, 2, 0},
		{"into a synthesis", []issues.TiedIssue{raised, whole}, 9, 0},
		{"a synthesis", []issues.TiedIssue{raised, whole}, 1, 1},
		{"into one that was not chosen", []issues.TiedIssue{raised, triaged}, 8, 1},
		{"into a merged one", []issues.TiedIssue{raised, merged}, 3, 1},
		{"a merged one", []issues.TiedIssue{raised, merged}, 1, 1},
		{"of two areas", []issues.TiedIssue{raised, away}, 1, 1},
		{"into itself alone", []issues.TiedIssue{raised}, 1, 1},
	} {
		if got := reasonsOf(issues.CheckMerge(c.chosen, c.into)); len(got) != c.refused {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}

func reasonsOf(err error) []string {
	blocked, ok := errors.AsType[*domain.BlockedError](err)
	if !ok {
		return nil
	}
	var words []string
	for _, b := range blocked.Blockers {
		words = append(words, b.Words)
	}
	return words
}

func TestLinesAndOutlinesFromText(t *testing.T) {
	line := "52.31, -1.94\n52.32, -1.95"
	outline := "52.31, -1.94\n52.32, -1.95\n52.3, -1.9\n52.31, -1.94"
	for text, want := range map[string]string{
		"":      "",
		" \n\n": "",
		line:    `{"type":"LineString","coordinates":[[-1.94,52.31],[-1.95,52.32]]}`,
		outline: `{"type":"Polygon","coordinates":[[[-1.94,52.31],[-1.95,52.32],[-1.9,52.3],[-1.94,52.31]]]}`,
	} {
		got, err := domain.Shape(text)
		if err != nil || got != want {
			t.Errorf("%q: %s, %v", text, got, err)
		}
		if back := domain.ShapeText(got); back != strings.TrimSpace(text) {
			t.Errorf("%q comes back as %q", text, back)
		}
	}
	for _, text := range []string{"52.31", "52.31, -1.94", "52.31 -1.94\n1, 2", "91, 0\n0, 0", "NaN, 0\n0, 0",
		"0, Inf\n1, 1", "1, 2\n1, 2", "1,2\n3,4\n1,2", strings.Repeat("1,2\n3,4\n", 101)} {
		if got, err := domain.Shape(text); err == nil {
			t.Errorf("%.30q became %s", text, got)
		}
	}
}

func TestCursorsGoThroughAnAddressAndBack(t *testing.T) {
	for _, c := range []issues.Cursor{{Sort: issues.NewestFirst, Key: "1773136800000000", ID: 4},
		{Sort: issues.ByTitle, Key: "dark path. é", ID: 1}, {Sort: issues.BestMatch, Key: "0.6079271", ID: 9}} {
		if got := issues.ParseCursor(c.String()); got != c {
			t.Errorf("%+v came back as %+v", c, got)
		}
	}
	for _, s := range []string{"", ".", "newest", "newest.1.!", "newest.0.MQ", "newest.-1.MQ", "up.1.MQ",
		"newest.1.bm90IGEgbnVtYmVy", "title.1.AA", "title.1._w", "match.1.TmFO",
		issues.Cursor{Sort: issues.BestMatch, Key: "1e-60", ID: 1}.String(), issues.Cursor{Sort: issues.BestMatch,
			Key: "0x1_0p0", ID: 1}.String()} {
		if got := issues.ParseCursor(s); got != (issues.Cursor{}) {
			t.Errorf("%q is taken for %+v", s, got)
		}
	}
}
