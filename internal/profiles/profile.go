// Package profiles holds who lives in an area, group by group, and who speaks for a group.
package profiles

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/partners"
)

// AreaProfile is who lives in an area, group by group, from a source such as the census (B6).
type AreaProfile struct {
	ID         domain.ProfileID
	Area       domain.AreaID
	Source     string
	AsOf       domain.Date // of the source's figures
	UploadedBy string
	UploadedAt time.Time
	Groups     []ProfileGroup
}

// ProfileGroup is one group with its size. Groups overlap: they do not add up to the population.
type ProfileGroup struct {
	Name   string
	People int
}

// Limits of a profile.
const (
	MostGroups    = 200
	MostInGroup   = 10_000_000
	LongestGroup  = 100
	mostBadGroups = 20
)

// ReadProfile reads lines of "group, people": a group in quotes may hold commas, the number may have them only in
// quotes too. A first line of headings is passed over, as are empty lines. Every bad line is named by its number, by
// the field "file".
func ReadProfile(rows []ProfileRow) ([]ProfileGroup, error) {
	var groups []ProfileGroup
	var found []domain.Blocker
	bad := func(line int, format string, words ...any) {
		if len(found) < mostBadGroups {
			found = append(found, domain.Blocker{ID: fmt.Sprintf("line-%d", line), Field: "file",
				Words: fmt.Sprintf("line %d: ", line) + fmt.Sprintf(format, words...)})
		}
	}
	seen := map[string]int{}
	for i, r := range rows {
		if r.Fault != "" {
			bad(r.Line, "%s", r.Fault)
			continue
		}
		if len(r.Cells) != 2 {
			bad(r.Line, "it has %s, not a group and a number", domain.Counted(len(r.Cells), "column", "columns"))
			continue
		}
		name, number := strings.TrimSpace(r.Cells[0]), strings.TrimSpace(r.Cells[1])
		people, err := strconv.Atoi(strings.ReplaceAll(number, ",", ""))
		if i == 0 && err != nil && !strings.ContainsAny(number, "0123456789") {
			continue // headings
		}
		switch first, twice := seen[strings.ToLower(name)]; {
		case name == "":
			bad(r.Line, "the group has no name")
		case len([]rune(name)) > LongestGroup:
			bad(r.Line, "the group's name is longer than %d characters", LongestGroup)
		case err != nil || people < 0 || people > MostInGroup:
			bad(r.Line, "“%s” is not a whole number of people", clip(number))
		case twice:
			bad(r.Line, "“%s” is on line %d already", name, first)
		default:
			seen[strings.ToLower(name)] = r.Line
			groups = append(groups, ProfileGroup{name, people})
		}
	}
	switch {
	case len(found) > 0:
	case len(groups) == 0:
		found = append(found, domain.Blocker{ID: "empty", Field: "file", Words: "The file has no groups in it"})
	case len(groups) > MostGroups:
		found = append(found, domain.Blocker{ID: "many", Field: "file",
			Words: fmt.Sprintf("The file has more than %d groups", MostGroups)})
	}
	return groups, domain.BlockedBy(found)
}

// ProfileRow is one line of an uploaded file, in cells, or what is wrong with it.
type ProfileRow struct {
	Line  int
	Cells []string
	Fault string
}

func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// Speaker is somebody in the network who speaks for a group.
type Speaker struct {
	Entry  domain.NetworkEntryID
	Name   string
	Chosen bool // an officer said so; else the words of the entry name the group
}

// GroupCover is a group with who speaks for it.
type GroupCover struct {
	ProfileGroup
	Speakers []Speaker
}

// Gap reports whether nobody speaks for the group.
func (g GroupCover) Gap() bool { return len(g.Speakers) == 0 }

// ChosenSpeaker is an officer's word that somebody speaks for a group, whose name is in lower case.
type ChosenSpeaker struct {
	Group string
	Entry domain.NetworkEntryID
}

// Cover says for each group who of the network speaks for it: those whose words name the group, whatever the case,
// alone or in a list parted by commas, semicolons or "and"; and those chosen.
func Cover(groups []ProfileGroup, network []partners.NetworkEntry, chosen []ChosenSpeaker) []GroupCover {
	cover := make([]GroupCover, len(groups))
	for i, g := range groups {
		cover[i].ProfileGroup = g
		for _, e := range network {
			picked := slices.Contains(chosen, ChosenSpeaker{strings.ToLower(g.Name), e.ID})
			if picked || speaksFor(e.Represents, g.Name) {
				cover[i].Speakers = append(cover[i].Speakers, Speaker{e.ID, e.Name, picked})
			}
		}
	}
	return cover
}

func speaksFor(represents, group string) bool {
	group = strings.ToLower(strings.TrimSpace(group))
	said := strings.ToLower(represents)
	if strings.TrimSpace(said) == group {
		return true
	}
	for _, part := range strings.FieldsFunc(said, func(r rune) bool { return r == ',' || r == ';' }) {
		part = strings.TrimSpace(part)
		if part == group || slices.ContainsFunc(strings.Split(part, " and "), func(s string) bool {
			return strings.TrimSpace(s) == group
		}) {
			return true
		}
	}
	return false
}
