package issueapp_test

import (
	"errors"
	"fmt"
	"testing"

	"fourgates/internal/asks"
	"fourgates/internal/asks/askapp"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/policy"
	"fourgates/internal/town"
)

func TestAFormSentManyTimesAtOnceRaisesOneIssue(t *testing.T) {
	c := town.NewCounty(t)
	d := c.Typed("Dark path")
	ids := make([]domain.IssueID, 10)
	for _, err := range town.AtOnce(len(ids), func(i int) (err error) {
		ids[i], err = issueapp.RaiseIssue(t.Context(), c.App, c.Actor(c.Owen), d, "one key")
		return err
	}) {
		if err != nil {
			t.Error(err)
		}
	}
	for _, id := range ids {
		if id != ids[0] || id == 0 {
			t.Fatalf("different issues: %v", ids)
		}
	}
	if n := c.Count(`SELECT count(*) FROM issues`); n != 1 {
		t.Errorf("%d issues", n)
	}
	if n := c.Count(`SELECT count(*) FROM audit_entries WHERE object_kind = 'issue'`); n != 1 {
		t.Errorf("%d audit entries", n)
	}
}

func TestOfManyEditsAtOnceOneIsSaved(t *testing.T) {
	c := town.NewCounty(t)
	d := c.Typed("Dark path")
	id := c.Raised(d)
	saved := 0
	for _, err := range town.AtOnce(8, func(i int) error {
		edited := d
		edited.Title = fmt.Sprintf("Dark path, take %d", i)
		return issueapp.EditIssue(t.Context(), c.App, c.Actor(c.Owen), id, 1, edited)
	}) {
		switch {
		case err == nil:
			saved++
		case !errors.Is(err, domain.ErrConflict):
			t.Error(err)
		}
	}
	if version := c.Count(`SELECT version FROM issues`); saved != 1 || version != 2 {
		t.Errorf("%d saved, version %d", saved, version)
	}
}

func TestAnEditThatChangesNothingLeavesNoTrace(t *testing.T) {
	c := town.NewCounty(t)
	d := c.Typed("Dark path")
	id := c.Raised(d)
	if err := issueapp.EditIssue(t.Context(), c.App, c.Actor(c.Owen), id, 1, d); err != nil {
		t.Fatal(err)
	}
	if n := c.Count(`SELECT count(*) FROM audit_entries WHERE object_kind = 'issue'`) +
		c.Count(`SELECT version FROM issues`); n != 2 {
		t.Errorf("entries and version add up to %d", n)
	}
}

// TestMergingEachIntoTheOtherAtOnce: whatever comes first, one stays and nothing is merged in a circle.
func TestMergingEachIntoTheOtherAtOnce(t *testing.T) {
	c := town.NewCounty(t)
	one, two := c.Raised(c.Typed("Dark path")), c.Raised(c.Typed("Path is dark"))
	both := []domain.IssueID{one, two}
	done := 0
	for _, err := range town.AtOnce(6, func(i int) error {
		return issueapp.MergeIssues(t.Context(), c.App, c.Actor(c.Owen), both, both[i%2], "The same")
	}) {
		if err == nil {
			done++
		}
	}
	if n := c.Count(`SELECT count(*) FROM issues WHERE state = 'merged'`); n != 1 || done < 1 {
		t.Errorf("%d merged, %d steps done", n, done)
	}
	if n := c.Count(`SELECT count(*) FROM merges WHERE undone_at IS NULL`); n != 1 {
		t.Errorf("%d open merges", n)
	}
}

// TestAnIssueGoesIntoOneSynthesisWhateverComesAtOnce sets two officers to synthesise overlapping issues.
func TestAnIssueGoesIntoOneSynthesisWhateverComesAtOnce(t *testing.T) {
	c := town.NewCounty(t)
	a, b, d := c.Raised(c.Typed("Dark path")), c.Raised(c.Typed("Lamp broken")), c.Raised(c.Typed("No lamp at all"))
	pairs := [][]domain.IssueID{{a, b}, {b, d}}
	done := 0
	for _, err := range town.AtOnce(6, func(i int) error {
		_, err := issueapp.SynthesiseIssues(t.Context(), c.App, c.Actor(c.Owen), pairs[i%2],
			issueapp.Synthesis{Title: "Light", Visibility: issues.VisibleAreaTeam}, "")
		return err
	}) {
		if err == nil {
			done++
			continue
		}
		if _, blocked := errors.AsType[*domain.BlockedError](err); !blocked {
			t.Error(err)
		}
	}
	if n := c.Count(`SELECT count(*) FROM syntheses`); done != 1 || n != 2 {
		t.Errorf("%d done, %d members", done, n)
	}
	if n := c.Count(`SELECT count(*) FROM issues WHERE is_synthesis`); n != 1 {
		t.Errorf("%d syntheses", n)
	}
}

func TestARefusedStepOnAnIssueChangesNothing(t *testing.T) {
	c := town.NewCounty(t)
	id := c.Raised(c.Typed("Dark path"))
	outsider := c.Actor(c.Person("Ifeoma", policy.CLO)) // has no area
	admin := c.Actor(c.Admin)
	before := c.Count(`SELECT count(*) FROM audit_entries`)
	for step, err := range map[string]error{
		"moved by an officer of another area": issueapp.MoveIssue(t.Context(), c.App, outsider, id, "quick-win", ""),
		"moved by an administrator":           issueapp.MoveIssue(t.Context(), c.App, admin, id, "quick-win", ""),
		"a step that is not open": issueapp.MoveIssue(t.Context(), c.App, c.Actor(c.Owen), id, "verify",
			""),
		"triaged with an unknown theme": issueapp.TriageIssue(t.Context(), c.App, c.Actor(c.Owen), id, 1, 987,
			"county"),
		"triaged over an old version": issueapp.TriageIssue(t.Context(), c.App, c.Actor(c.Owen), id, 9, 0, "county"),
		"referred to nobody": issueapp.ReferIssue(t.Context(), c.App, c.Actor(c.Owen), id,
			asks.Ask{Service: 987, Way: asks.Here, Question: "Can you?", DueOn: c.Day()}),
		"acknowledged by nobody asked": askapp.Acknowledge(t.Context(), c.App, c.Actor(c.Owen), 1),
		"a file that is none": issueapp.AddFile(t.Context(), c.App, c.Actor(c.Owen), id,
			issues.File{Name: "x.jpg", Content: []byte("x")}, ""),
	} {
		if err == nil {
			t.Errorf("%s: done", step)
		}
	}
	if n := c.Count(`SELECT count(*) FROM audit_entries`); n != before {
		t.Errorf("%d audit entries of refused steps", n-before)
	}
	if n := c.Count(`SELECT count(*) FROM issues WHERE version = 1 AND state = 'raised'`) +
		c.Count(`SELECT count(*) FROM files`) + c.Count(`SELECT count(*) FROM referrals`); n != 1 {
		t.Error("a refused step changed something")
	}
}
