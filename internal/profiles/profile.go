// Package profiles holds who lives in an area, group by group, and who speaks for a group.
package profiles

import (
	"slices"
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
	group = domain.FoldName(group)
	if group == "" {
		return false
	}
	if domain.FoldName(represents) == group {
		return true
	}
	for _, part := range strings.FieldsFunc(represents, func(r rune) bool { return r == ',' || r == ';' }) {
		part = domain.FoldName(part)
		if part == group || slices.Contains(strings.Split(part, " and "), group) {
			return true
		}
	}
	return false
}
