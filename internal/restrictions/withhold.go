// Package restrictions keeps the words of restricted issues from who may not see them, also where they stand in what
// was frozen before.
package restrictions

import (
	"regexp"
	"strconv"
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/register"
)

// Why is what stands in place of a line that is withheld, and Told of what somebody was told.
const (
	Why  = "withheld: the issue is restricted"
	Told = "Withheld: the issue is restricted"
)

// Issue is a restricted issue that a reader may not see, and the words by which it is known elsewhere.
type Issue struct {
	ID     domain.IssueID
	Area   domain.AreaID
	Title  string
	Words  []string // of itself, and of its evidence, causes, solutions, actions and quick wins
	Frozen []string // lines of its own in what was frozen: what it was called then
}

// Withheld is what a reader sees of a frozen document who may not see some issues: the lines that are about one of
// them, by its id or by its words, are withheld and say so. The whole still fits its digest.
func Withheld(f register.Frozen, from []Issue) register.Frozen {
	if len(from) == 0 || f.Text == "" {
		return f
	}
	lines, err := f.Lines()
	if err != nil {
		return f // nor can anybody read it
	}
	about := entriesAbout(lines, idsOf(from))
	known := Phrases(from)
	hidden := map[string]bool{}
	for _, l := range lines {
		if entryOf(l.Key, about) == "" || identifies(l) {
			continue
		}
		hidden[l.Key] = true
		if named.MatchString(l.Key) {
			for _, text := range l.Texts() {
				known.AddLong(text)
			}
		}
	}
	return f.Withheld(Why, func(l register.Line) bool {
		return hidden[l.Key] || known.In(l.Texts()...) && !identifies(l)
	})
}

var (
	// identity are lines that say which thing an entry is, and how it hangs together with others.
	identity = regexp.MustCompile(
		`(^|\.)(id|issue_id|solution_id|members|area|area_code|area_name|digest|snapshot)$`)
	// named is a line whose words may stand elsewhere in the document.
	named = regexp.MustCompile(`(^|\.)(title|issue_title|solution_title|words|text|description)$`)
	// ofIssue is the line by which an entry says which issue it is, or which it is about.
	ofIssue = regexp.MustCompile(`^((?:.*\.)?issues\[\w+\])\.id$|^(.+)\.issue(?:_id)?$`)
	// external is an issue as feeds name it.
	external = regexp.MustCompile(`^"FG-.*-I(\d+)"$`)
	// solutionID and ofSolution are likewise for solutions.
	solutionID = regexp.MustCompile(`^((?:.*\.)?solutions\[\w+\])\.id$`)
	ofSolution = regexp.MustCompile(`^(.+)\.solution$`)
)

// identifies reports whether a line says no words, but which thing its entry is, or a number: left out, that would
// be read as none.
func identifies(l register.Line) bool {
	return identity.MatchString(l.Key) || !strings.HasPrefix(l.Value, `"`) && !strings.HasPrefix(l.Value, "[")
}

func idsOf(from []Issue) map[string]bool {
	ids := map[string]bool{}
	for _, i := range from {
		ids[strconv.FormatInt(int64(i.ID), 10)] = true
	}
	return ids
}

// entriesAbout lists the entries of a document that are one of some issues, or about it, or about a solution of it.
func entriesAbout(lines []register.Line, issues map[string]bool) map[string]bool {
	about, solutions := map[string]bool{}, map[string]bool{}
	for _, l := range lines {
		id := l.Value
		if m := external.FindStringSubmatch(id); m != nil {
			id = m[1]
		}
		if m := ofIssue.FindStringSubmatch(l.Key); m != nil && issues[id] {
			about[m[1]+m[2]] = true
		}
	}
	for _, l := range lines {
		if m := solutionID.FindStringSubmatch(l.Key); m != nil && about[m[1]] {
			solutions[l.Value] = true
		}
	}
	for _, l := range lines {
		if m := ofSolution.FindStringSubmatch(l.Key); m != nil && solutions[l.Value] {
			about[m[1]] = true
		}
	}
	return about
}

// entryOf is which of some entries a line is in; "" for none.
func entryOf(key string, entries map[string]bool) string {
	for at := len(key); at > 0; at = strings.LastIndexByte(key[:at], '.') {
		if entries[key[:at]] {
			return key[:at]
		}
	}
	return ""
}

// Phrases are the words by which some issues are known, now and in what was frozen of them.
func Phrases(of []Issue) *register.Phrases {
	known := &register.Phrases{}
	for _, i := range of {
		addPhrases(known, i)
	}
	return known
}

func addPhrases(known *register.Phrases, i Issue) {
	known.Add(i.Title)
	for _, text := range i.Words {
		known.AddLong(text)
	}
	for _, part := range i.Frozen {
		lines, err := register.LinesOf(part)
		if err != nil {
			continue
		}
		for _, l := range lines {
			switch {
			case strings.Contains(l.Key, ".evidence["): // it may bear out others that are open
			case strings.HasSuffix(l.Key, ".title"):
				for _, text := range l.Texts() {
					known.Add(text)
				}
			case named.MatchString(l.Key):
				for _, text := range l.Texts() {
					known.AddLong(text)
				}
			}
		}
	}
}
