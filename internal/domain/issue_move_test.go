package domain_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
)

// TestStepsOpenToAnIssue is the state machine as a table: for each state the steps that an officer is offered.
func TestStepsOpenToAnIssue(t *testing.T) {
	for state, want := range map[domain.IssueState]string{
		domain.IssueRaised:          "stand-alone not-taken-forward",
		domain.IssueTriaged:         "stand-alone quick-win with-service community-led not-taken-forward resolve",
		domain.IssueReferred:        "stand-alone back-to-triage quick-win with-service community-led not-taken-forward resolve",
		domain.IssueMerged:          "",
		domain.IssueSynthesised:     "back-to-triage quick-win with-service community-led not-taken-forward resolve",
		domain.IssueAnalysed:        "quick-win with-service community-led not-taken-forward resolve",
		domain.IssuePrioritised:     "quick-win with-service community-led not-taken-forward resolve",
		domain.IssueInPlan:          "resolve",
		domain.IssueQuickWin:        "back-to-triage not-taken-forward resolve",
		domain.IssueWithService:     "back-to-triage not-taken-forward resolve",
		domain.IssueCommunityLed:    "back-to-triage not-taken-forward resolve",
		domain.IssueNotTakenForward: "reopen",
		domain.IssueResolved:        "verify reopen",
		domain.IssueVerified:        "reopen",
		domain.IssueReopened:        "stand-alone quick-win with-service community-led not-taken-forward resolve",
	} {
		var got []string
		issue := domain.Issue{ID: 7, State: state}
		for _, m := range issue.MovesNow(domain.IssueTies{}) {
			got = append(got, m.ID)
		}
		if diff := cmp.Diff(want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", state, diff)
		}
		if n := len(issue.MovesNow(domain.IssueTies{PartOf: 3})); n != 0 {
			t.Errorf("%s: a member of a synthesis is offered %d steps of its own", state, n)
		}
	}
}

// TestWhatIsOfferedIsWhatIsDone: every step that the page offers succeeds, every other is refused and changes nothing.
func TestWhatIsOfferedIsWhatIsDone(t *testing.T) {
	for _, state := range domain.IssueStates() {
		for _, synthesis := range []bool{false, true} {
			issue := domain.Issue{ID: 7, State: state, IsSynthesis: synthesis}
			for _, m := range domain.IssueMoves() {
				after, err := issue.Move(m.ID, "Because", domain.IssueTies{})
				if open := issue.CanMove(m.ID, domain.IssueTies{}); open != (err == nil) {
					t.Errorf("%s, %s: open is %v and the step says %v", state, m.ID, open, err)
				}
				if err == nil && (after.State != m.To || after.StateReason != "Because") {
					t.Errorf("%s, %s: became %s, %q", state, m.ID, after.State, after.StateReason)
				}
				if _, err := issue.Move(m.ID, " \n", domain.IssueTies{}); m.Reason && err == nil {
					t.Errorf("%s, %s: no reason was asked for", state, m.ID)
				}
			}
		}
	}
	if _, err := (domain.Issue{State: domain.IssueRaised}).Move("vanish", "", domain.IssueTies{}); err == nil {
		t.Error("an unknown step is taken")
	}
}

func TestEveryReasonIsGivenAtOnce(t *testing.T) {
	_, err := domain.Issue{ID: 7, State: domain.IssueMerged}.Move("reopen", "", domain.IssueTies{PartOf: 3})
	blocked, ok := errors.AsType[*domain.BlockedError](err)
	if !ok || len(blocked.Blockers) != 3 {
		t.Errorf("%v", err)
	}
}

func tied(id domain.IssueID, state domain.IssueState) domain.TiedIssue {
	return domain.TiedIssue{Issue: domain.Issue{ID: id, Area: 1, State: state}}
}

func TestWhatCanBeSynthesised(t *testing.T) {
	whole := tied(9, domain.IssueSynthesised)
	whole.IsSynthesis = true
	resolved := whole
	resolved.State = domain.IssueResolved
	part, away := tied(3, domain.IssueSynthesised), tied(4, domain.IssueRaised)
	part.Ties.PartOf, away.Area = 9, 2
	raised, triaged := tied(1, domain.IssueRaised), tied(2, domain.IssueTriaged)
	for _, c := range []struct {
		name    string
		chosen  []domain.TiedIssue
		refused int // reasons
	}{
		{"two", []domain.TiedIssue{raised, triaged}, 0},
		{"one", []domain.TiedIssue{raised}, 1},
		{"none", nil, 1},
		{"one more to a synthesis", []domain.TiedIssue{whole, raised}, 0},
		{"one more to a synthesis that is over", []domain.TiedIssue{resolved, raised}, 1},
		{"two syntheses", []domain.TiedIssue{whole, whole}, 1},
		{"a member of another", []domain.TiedIssue{raised, part}, 2},
		{"of two areas", []domain.TiedIssue{raised, away}, 1},
		{"merged and resolved", []domain.TiedIssue{tied(5, domain.IssueMerged), tied(6, domain.IssueResolved)}, 2},
	} {
		if got := reasonsOf(domain.CheckSynthesis(c.chosen)); len(got) != c.refused {
			t.Errorf("%s: %q", c.name, got)
		}
	}
	if got := domain.Narrowest(domain.VisibleAreaTeam, domain.VisibleRestricted, domain.VisiblePublic); got != domain.VisibleRestricted {
		t.Errorf("the narrowest is %s", got)
	}
}

func TestWhatCanBeMerged(t *testing.T) {
	raised, triaged, merged := tied(1, domain.IssueRaised), tied(2, domain.IssueTriaged), tied(3, domain.IssueMerged)
	whole, away := tied(9, domain.IssueSynthesised), tied(4, domain.IssueRaised)
	whole.IsSynthesis, away.Area = true, 2
	for _, c := range []struct {
		name    string
		chosen  []domain.TiedIssue
		into    domain.IssueID
		refused int
	}{
		{"two", []domain.TiedIssue{raised, triaged}, 2, 0},
		{"into a synthesis", []domain.TiedIssue{raised, whole}, 9, 0},
		{"a synthesis", []domain.TiedIssue{raised, whole}, 1, 1},
		{"into one that was not chosen", []domain.TiedIssue{raised, triaged}, 8, 1},
		{"into a merged one", []domain.TiedIssue{raised, merged}, 3, 1},
		{"a merged one", []domain.TiedIssue{raised, merged}, 1, 1},
		{"of two areas", []domain.TiedIssue{raised, away}, 1, 1},
		{"into itself alone", []domain.TiedIssue{raised}, 1, 1},
	} {
		if got := reasonsOf(domain.CheckMerge(c.chosen, c.into)); len(got) != c.refused {
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
	for _, text := range []string{"52.31", "52.31, -1.94", "52.31 -1.94\n1, 2", "91, 0\n0, 0", "NaN, 0\n0, 0", "0, Inf\n1, 1", "1, 2\n1, 2", "1,2\n3,4\n1,2", strings.Repeat("1,2\n3,4\n", 101)} {
		if got, err := domain.Shape(text); err == nil {
			t.Errorf("%.30q became %s", text, got)
		}
	}
}

func TestCursorsGoThroughAnAddressAndBack(t *testing.T) {
	for _, c := range []domain.Cursor{{Sort: domain.NewestFirst, Key: "1773136800000000", ID: 4}, {Sort: domain.ByTitle, Key: "dark path. é", ID: 1}, {Sort: domain.BestMatch, Key: "0.6079271", ID: 9}} {
		if got := domain.ParseCursor(c.String()); got != c {
			t.Errorf("%+v came back as %+v", c, got)
		}
	}
	for _, s := range []string{"", ".", "newest", "newest.1.!", "newest.0.MQ", "newest.-1.MQ", "up.1.MQ", "newest.1.bm90IGEgbnVtYmVy", "title.1.AA", "title.1._w", "match.1.TmFO",
		domain.Cursor{Sort: domain.BestMatch, Key: "1e-60", ID: 1}.String(), domain.Cursor{Sort: domain.BestMatch, Key: "0x1_0p0", ID: 1}.String()} {
		if got := domain.ParseCursor(s); got != (domain.Cursor{}) {
			t.Errorf("%q is taken for %+v", s, got)
		}
	}
}
