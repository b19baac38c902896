package gates

import (
	"fmt"
	"strings"
	"time"

	"fourgates/internal/domain"
)

// WithExecutive is a plan that the Executive has, as everyone who may see gates can know.
type WithExecutive struct {
	AreaID    domain.AreaID
	AreaName  string
	AttemptID domain.AttemptID
	Since     time.Time
}

// OpenPlace is a place that a gate with its Members still waits for.
type OpenPlace struct {
	Seat     domain.SeatID
	Place    int
	Attempt  domain.AttemptID
	Gate     domain.Gate
	AreaName string
}

// PassedWords says in sentences how the gate came to pass: that Area Members have done something, such as "agreed the
// issues of Fernilow", or by whom it was overridden, when and why. An override is never their decision (domain §7,
// ruling 11). Whoever speaks of a passed gate as decided takes the words from here.
func (a Attempt) PassedWords(done string) string {
	switch a.Outcome {
	case OutcomeOverridden:
		return fmt.Sprintf("Gate %d was overridden by %s on %s because: %s Its Area Members have not %s.", a.Gate,
			a.OutcomeByName, domain.DateOf(a.OutcomeAt).Words(), stopped(a.OutcomeReason), done)
	case OutcomePassedWithConditions:
		return fmt.Sprintf("Area Members have %s, with conditions.", done)
	}
	return fmt.Sprintf("Area Members have %s.", done)
}

// ListWords is what was frozen when the gate passed, as a noun.
func (a Attempt) ListWords() string {
	if a.Outcome == OutcomeOverridden {
		return fmt.Sprintf("the list with which gate %d was overridden", a.Gate)
	}
	return fmt.Sprintf("the list that Area Members signed at gate %d", a.Gate)
}

// stopped is words with a full stop behind them.
func stopped(words string) string {
	words = strings.TrimSpace(words)
	if strings.HasSuffix(words, ".") || strings.HasSuffix(words, "!") || strings.HasSuffix(words, "?") {
		return words
	}
	return words + "."
}
