package form_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
	"fourgates/internal/form"
)

func TestRefusalKeepsEveryReasonByItsField(t *testing.T) {
	refusal := &domain.BlockedError{Blockers: []domain.Blocker{
		{Field: "file", Words: "feature 1: no name"}, {Words: "Closed"}, {Field: "file", Words: "feature 2: no code"},
		{Words: "Too late"},
		{Field: "file", Words: "3"}, {Field: "file", Words: "4"}, {Field: "file", Words: "5"},
		{Field: "file", Words: "6"}, {Field: "tier", Words: "Choose"},
	}}
	f := form.New(nil)
	f.Add("tier", "Choose the tier")
	if !f.Refuse(refusal) {
		t.Fatal("a refusal is not taken as one")
	}
	want := []form.Problem{
		{Field: "tier", Message: "Choose the tier"},
		{Field: "file", Message: "feature 1: no name; feature 2: no code; 3; 4; 5; and 1 more"},
		{Message: "Closed"}, {Message: "Too late"},
	}
	if d := cmp.Diff(want, f.Problems); d != "" {
		t.Errorf("problems (-want +got):\n%s", d)
	}
	if f.Refuse(domain.ErrNotFound) {
		t.Error("another error is taken as a refusal")
	}
}

func TestMoneyIsRefusedByItsField(t *testing.T) {
	f := form.With("cost", " £1,200.50 ", "free", "0", "odd", "twelve", "huge", "99,999,999,999")
	if got := f.Money("cost", "Enter the cost"); got != 120050 {
		t.Errorf("the cost is %d", got)
	}
	if got := f.OptionalMoney("free"); got == nil || *got != 0 {
		t.Errorf("nothing to pay is %v", got)
	}
	if got := f.OptionalMoney("none"); got != nil || !f.OK() {
		t.Errorf("no amount is %v, %v", got, f.Problems)
	}
	f.Money("none", "Enter the amount")
	f.Money("odd", "Enter the amount")
	f.OptionalMoney("huge")
	want := []form.Problem{
		{Field: "none", Message: "Enter the amount"},
		{Field: "odd", Message: "Enter an amount of money, such as 1,200 or £1,200.50"},
		{Field: "huge", Message: "Enter an amount of £9,999,999,999.99 or less"},
	}
	if d := cmp.Diff(want, f.Problems); d != "" {
		t.Errorf("problems (-want +got):\n%s", d)
	}
}

// A branch that was not chosen decodes to nothing and refuses nothing; the one that was chosen is the form itself.
func TestBranchReadsTheChosenOneAlone(t *testing.T) {
	f := form.With("decision", "approve", "due", "soon", "why", "")
	other := f.Branch("decision", "defer", "reject")
	if d := other.OptionalDate("due"); !d.IsZero() || other.Required("why", 10, "Say why") != "" || !f.OK() {
		t.Errorf("what was not chosen is read: %v, %v", d, f.Problems)
	}
	chosen := f.Branch("decision", "defer", "approve")
	chosen.OptionalDate("due")
	chosen.Required("why", 10, "Say why")
	if f.Problem("due") == "" || f.Problem("why") != "Say why" {
		t.Errorf("what was chosen says %v", f.Problems)
	}
}
