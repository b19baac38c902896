package restrictions_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"fourgates/internal/register"
	"fourgates/internal/restrictions"
)

type thing = map[string]any

// document says the same in every way in which frozen documents speak of issues: 4 is to be restricted, 5 stays open.
func document() thing {
	return thing{
		"issues": []thing{
			{"id": 4, "title": "MARK house", "words": "MARK one long story of it", "members": []int{5},
				"evidence": []thing{{"id": 8, "words": "MARK was seen there"}}},
			{"id": 5, "title": "Lamps", "words": "Dark since May", "evidence": []thing{{"id": 9, "words": "Seen"}}}},
		"priorities": []thing{
			{"rank": 1, "issue": 4, "title": "MARK house", "causes": []thing{{"id": 3, "text": "MARK neglect"}}},
			{"rank": 2, "issue": 5, "title": "Lamps"}},
		"solutions": []thing{{"id": 11, "issue": 4, "title": "MARK visits", "views": []thing{{"reason": "MARK yes"}}},
			{"id": 12, "issue": 5, "title": "New lamps"}},
		"actions": []thing{{"id": 21, "solution": 11, "title": "MARK begin"},
			{"id": 22, "solution": 12, "title": "Wire"}},
		"bids": []thing{{"id": 31, "funds": []string{"New lamps", "MARK visits"}}},
		"comments": []thing{{"id": 41, "issue": 4, "words": "MARK is known to me"},
			{"id": 42, "issue": 5, "words": "Yes"}},
		"quotes": []thing{{"text": "MARK was seen there"}, {"text": "Seen"}},
		"parts": []thing{{"text": []string{"Two priorities.", "Among them the mark house, which waits."},
			"tables": []thing{{"rows": [][]string{{"1. MARK house", "MARK visits"}, {"2. Lamps", "New lamps"}}}}}},
		"readiness": []thing{{"words": "Answered", "detail": "neither yet for MARK house, Lamps"}},
		"title":     "Plan",
	}
}

// Wherever a frozen document speaks of a restricted issue, by its id or by its words, that line is withheld, and no
// other.
func TestLinesAboutARestrictedIssueAreWithheld(t *testing.T) {
	f, err := register.Freeze("test", document(), rand.NewChaCha8([32]byte{1}))
	if err != nil {
		t.Fatal(err)
	}
	seen := restrictions.Withheld(f, []restrictions.Issue{{ID: 4, Title: "Called otherwise by now"}})
	if strings.Contains(strings.ToUpper(seen.Words), "MARK") {
		t.Errorf("says the mark:\n%s", seen.Words)
	}
	for _, left := range []string{"Lamps", "Dark since May", "New lamps", "Wire", `"Seen"`, "Two priorities.", "Yes"} {
		if !strings.Contains(seen.Words, left) {
			t.Errorf("does not say %q:\n%s", left, seen.Words)
		}
	}
	gaps, err := seen.Verify()
	if err != nil || len(gaps) != 14 {
		t.Errorf("%d lines are withheld, %v:\n%s", len(gaps), err, strings.Join(gaps.Keys(), "\n"))
	}
	if again := restrictions.Withheld(f, nil); again != f {
		t.Error("who may see all does not")
	}
}

// A report has no ids: the words are known from the records, and from what was frozen of the issue before.
func TestWordsAreKnownFromBefore(t *testing.T) {
	report := thing{"parts": []thing{{"text": []string{"On the MARK house we wait.", "MARK visits cost nothing."}}}}
	f, err := register.Freeze("test", report, rand.NewChaCha8([32]byte{1}))
	if err != nil {
		t.Fatal(err)
	}
	seen := restrictions.Withheld(f, []restrictions.Issue{{ID: 4, Title: "Otherwise", Words: []string{"MARK visits"},
		Frozen: []string{`["s","issues[4].title","MARK house"]`}}})
	if gaps, err := seen.Verify(); err != nil || len(gaps) != 2 || strings.Contains(seen.Words, "MARK") {
		t.Errorf("%v, %v:\n%s", gaps, err, seen.Words)
	}
}
