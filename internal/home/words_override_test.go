package home_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/town"
)

// signedByMembers is what nobody may read of a gate that its Members have not passed. A sentence that denies it is
// taken out before.
var (
	signedByMembers = regexp.MustCompile(`(?i)signed off|members (have )?(signed|agreed|passed|approved)|` +
		`(signed|agreed|passed|approved) by (its|the|area)? ?members|signed at gate|list signed|you signed`)
	denied = regexp.MustCompile(`(?i)not passed by its Members|have not (signed|agreed)[^.]*|` +
		`No decision of an? Member[^.]*`)
)

// An override is never the Members' decision, wherever a reader looks: each page that somebody can reach from their
// home, every notice, and every line of the register (domain §7, ruling 11).
func TestAnOverriddenGateIsNowhereSignedOff(t *testing.T) {
	c := town.Overridden(t)
	claims := func(where, words string) {
		if at := signedByMembers.FindString(denied.ReplaceAllString(words, "")); at != "" {
			t.Errorf("%s: %q", where, at)
		}
	}
	people := map[string]domain.PersonID{"liaison officer": c.Nia, "planning officer": c.Owen, "Member": c.Aneurin,
		"clerk": c.Clerk, "Executive Member": c.Member}
	for _, name := range slices.Sorted(maps.Keys(people)) {
		w := &walk{t: t, h: c.Harness, client: c.As(people[name]), actor: c.Actor(people[name]), random: seeded(),
			taken: map[string]int{}, known: map[string]bool{}}
		w.sees = func(path string, p *servertest.Page) { claims(name+" on "+path, p.Words()) }
		w.from("/")
	}
	for _, said := range c.Lines(`SELECT n.event || ': ' || n.subject || ' ' || n.body FROM notices n`) {
		claims("notice", said)
		of := strings.Contains(said, "area selected") || strings.Contains(said, "issues agreed") ||
			strings.Contains(said, "draft to the Executive")
		if of && !strings.Contains(said, "overridden by Owen Adeyemi on") {
			t.Errorf("a notice of what an override did does not say so: %s", said)
		}
	}
	for _, said := range c.Lines(`SELECT payload FROM register_entries`) {
		claims("register", said)
	}
	report := c.Text(`SELECT words FROM executive_reports`)
	claims("report", report)
	if want := fmt.Sprintf("Gate %d was overridden by Owen Adeyemi on", domain.GateDraftPlan); !strings.Contains(
		report, want) || !strings.Contains(report, "because: The funder closes on Friday.") {
		t.Errorf("the report does not say who overrode the gate, and why: %s", report)
	}
}
