package gates

import (
	"testing"
	"time"

	"fourgates/internal/domain"
)

func TestAnOverrideIsNeverWhatMembersHaveDone(t *testing.T) {
	at := time.Date(2026, 5, 5, 11, 0, 0, 0, time.UTC)
	for outcome, want := range map[Outcome]string{
		OutcomePassed:               "Area Members have agreed the issues of Fernilow.",
		OutcomePassedWithConditions: "Area Members have agreed the issues of Fernilow, with conditions.",
		OutcomeOverridden: "Gate 2 was overridden by Owen Adeyemi on 5 May 2026 because: the seats are empty. Its " +
			"Area Members have not agreed the issues of Fernilow.",
	} {
		a := Attempt{Gate: domain.GateIssues, Outcome: outcome, OutcomeAt: at, OutcomeByName: "Owen Adeyemi",
			OutcomeReason: "the seats are empty"}
		if got := a.PassedWords("agreed the issues of Fernilow"); got != want {
			t.Errorf("%s: %q", outcome, got)
		}
	}
}
