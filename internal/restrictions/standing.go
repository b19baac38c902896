package restrictions

import (
	"fmt"
	"time"

	"fourgates/internal/domain"
)

// Standing is a place where words of an issue stand in what was frozen or told.
type Standing struct {
	Kind    string // gate, version, report, feed or notice
	Number  int64  // of the gate, of the version, of the decision; of notices how many
	Attempt int    // of the gate
	At      time.Time
	People  int // who were told
}

// Words says where that is.
func (s Standing) Words() string {
	on := " of " + domain.DateOf(s.At).Words()
	switch s.Kind {
	case "gate":
		return fmt.Sprintf("What was submitted for gate %d, attempt %d,%s", s.Number, s.Attempt, on)
	case "version":
		return fmt.Sprintf("Version %d of the plan,%s", s.Number, on)
	case "report":
		return "The report to the Executive" + on
	case "feed":
		return "The corporate planning feed" + on
	}
	return domain.Counted(int(s.Number), "notice", "notices") + " to " + domain.Counted(s.People, "person",
		"people") + ", the last" + on
}

// AskToRestrict is what is asked before an issue is restricted whose words stand somewhere; "" where they do nowhere.
func AskToRestrict(stands []Standing) string {
	if len(stands) == 0 {
		return ""
	}
	return "Its words stand in what was frozen or told. Read the list, and tick the box to restrict it"
}
