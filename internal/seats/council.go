package seats

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/places"
)

// CouncilKind is what can happen to a council (domain §7.2; 002: local government reorganisation).
type CouncilKind string

// A tier that was entered wrongly is corrected; councils are merged into one, which exists or is formed of them.
const (
	TierCorrected CouncilKind = "tier"
	CouncilMerged CouncilKind = "merged"
	CouncilFormed CouncilKind = "formed"
)

// CouncilEvent is one step of a council's life.
type CouncilEvent struct {
	Council   domain.AuthorityID
	Kind      CouncilKind
	On        domain.Date
	Was, Is   string
	Other     domain.AuthorityID
	OtherName string
	Note      string
	By        string
	At        time.Time
}

// Words says what happened, without the day.
func (e CouncilEvent) Words() string {
	switch e.Kind {
	case TierCorrected:
		return fmt.Sprintf("Tier corrected: %s, was %s", e.Is, e.Was)
	case CouncilMerged:
		return "Merged into " + e.OtherName + ", with its wards and divisions"
	}
	return "Took over the wards and divisions of " + e.OtherName
}

// CheckTier refuses a correction of a council's tier without a tier or a reason, and of one that has ended.
func CheckTier(c places.Authority, to places.Tier, reason string) error {
	var b []domain.Blocker
	if c.Gone() {
		b = append(b, domain.Blocker{ID: "ended", Words: c.Name + " was merged into another council"})
	}
	if !slices.Contains(places.Tiers(), to) {
		b = append(b, domain.Blocker{ID: "tier", Field: "tier", Words: "Choose the tier"})
	}
	if reason == "" {
		b = append(b, domain.Blocker{ID: "reason", Field: "reason", Words: "Enter why it is corrected"})
	}
	if len(b) > 0 {
		return &domain.BlockedError{Blockers: b}
	}
	return nil
}

// TierEffect is an area on which the correction of a council's tier tells.
type TierEffect struct {
	Area   domain.AreaID
	Code   string
	Name   string
	Others []places.Tier // of the other councils whose wards and divisions it overlaps
	Open   []domain.Gate // that ask places of the council
}

// Words says what becomes of the area's gates: whose approval the next ones ask for, and what open ones do.
func (e TierEffect) Words(was, is places.Tier) string {
	words := fmt.Sprintf("The next gate asks Members of %s; until now of %s", e.asks(is), e.asks(was))
	for _, g := range e.Open {
		words += fmt.Sprintf(". %s is open and goes on asking as %s", g.Title(), was)
	}
	return words
}

// asks names the tiers whose Members gates of the area ask, with the council of the tier.
func (e TierEffect) asks(t places.Tier) string {
	var names []string
	for _, one := range places.Tiers() {
		if one != places.Parish && (one == t || slices.Contains(e.Others, one)) {
			names = append(names, string(one))
		}
	}
	if len(names) == 0 {
		return "no tier"
	}
	words := strings.Join(names, " and ")
	if len(names) == 1 {
		return "one tier (" + words + ")"
	}
	return "each tier (" + words + ")"
}

// Merger is a council that goes over into another: one that there is, or one that is formed under a new name.
type Merger struct {
	From domain.AuthorityID
	Into domain.AuthorityID // zero where Name is given
	Name string
	Tier places.Tier
	On   domain.Date
	Note string
	By   domain.PersonID // who recorded it ahead, where it takes effect by itself
}

// Blockers lists why the merger cannot be recorded. Into is the council of that id or, for a new one, of that name,
// where there is one.
func (m Merger) Blockers(from places.Authority, into *places.Authority, today domain.Date) []domain.Blocker {
	var b []domain.Blocker
	add := func(field, words string) { b = append(b, domain.Blocker{ID: field, Field: field, Words: words}) }
	if from.Gone() {
		add("into", from.Name+" was merged into another council already")
	}
	switch {
	case m.Into == 0 && m.Name == "":
		add("into", "Choose the council into which it is merged, or enter the name of a new one")
	case m.Into != 0 && m.Name != "":
		add("name", "Choose a council that there is, or enter the name of a new one, not both")
	case m.Into == 0 && into != nil:
		add("name", "There is a council of this name: choose it from the list")
	case m.Into == 0 && !slices.Contains(places.Tiers(), m.Tier):
		add("tier", "Choose the tier of the new council")
	case m.Into != 0 && (into == nil || into.Gone() || into.ID == from.ID):
		add("into", "Choose another council from the list")
	}
	switch {
	case m.On.IsZero():
		add("on", "Enter from which day on it is so")
	case m.On.After(today):
		add("on", "The day must be today or in the past: record it when it has come")
	}
	return b
}
