package profiles

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fourgates/internal/domain"
)

// ProfileRow is one line of an uploaded file, in cells.
type ProfileRow struct {
	Line  int
	Cells []string
}

// Question is what a profile's file leaves open, with the answers that it can have.
type Question struct {
	ID      string // of the field
	Words   string
	Choices []Choice
}

// Choice is an answer to a question.
type Choice struct{ Value, Words string }

// Answers are the values chosen by the ids of the questions.
type Answers map[string]string

// Answers to whether a line is one group among others.
const (
	LeaveOut = "leave out"
	Keep     = "keep"
)

// ReadProfile reads the table of a file: for each group its name and how many people it has. What stands above the
// table, such as the source of a census download, and notes below it are passed over, as are empty lines and columns of
// percentages. A year above a column is a heading. Where it would have to guess, it asks: whether a total is a group,
// whether a first line is one or a heading, which of several columns counts. Every bad line is named by its number, by
// the field "file".
func ReadProfile(rows []ProfileRow, said Answers) ([]ProfileGroup, []Question, error) {
	t, asks := tableOf(rows, said)
	if len(asks) > 0 {
		return nil, asks, nil
	}
	var groups []ProfileGroup
	var found []domain.Blocker
	bad := func(line int, format string, words ...any) {
		if len(found) < mostBadGroups {
			found = append(found, domain.Blocker{ID: fmt.Sprintf("line-%d", line), Field: "file",
				Words: fmt.Sprintf("line %d: ", line) + fmt.Sprintf(format, words...)})
		}
	}
	seen := map[string]int{}
	for _, r := range t.rows {
		if len(r.Cells) > t.width || len(r.Cells) < 2 {
			bad(r.Line, "it has %s, not a group and a number", domain.Counted(len(r.Cells), "column", "columns"))
			continue
		}
		name, number := domain.Line(r.Cells[0]), ""
		if t.column < len(r.Cells) {
			number = domain.Line(r.Cells[t.column])
		}
		people, err := readPeople(number)
		first, twice := seen[strings.ToLower(name)]
		switch {
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
			ask := Question{ID: fmt.Sprintf("line-%d", r.Line),
				Words: fmt.Sprintf("“%s”, %s, on line %d: is it everyone, or a group that somebody can speak for?",
					name,
					domain.Counted(people, "person", "people"), r.Line),
				Choices: []Choice{{LeaveOut, "Everyone: leave it out"}, {Keep, "A group: keep it"}}}
			switch {
			case !isTotal(name) || said[ask.ID] == Keep:
				groups = append(groups, ProfileGroup{name, people})
			case said[ask.ID] != LeaveOut:
				asks = append(asks, ask)
			}
		}
	}
	switch {
	case len(found) > 0:
	case len(groups) == 0 && len(asks) == 0:
		found = append(found, domain.Blocker{ID: "empty", Field: "file", Words: "The file has no groups in it"})
	case len(groups) > MostGroups:
		found = append(found, domain.Blocker{ID: "many", Field: "file",
			Words: fmt.Sprintf("The file has more than %d groups", MostGroups)})
	}
	return groups, asks, domain.BlockedBy(found)
}

// table is where in the file the groups are: the rows, the column of their numbers, and how many columns there are.
type table struct {
	rows   []ProfileRow
	column int
	width  int
}

// headingWithin is how far down the heading of the table is looked for.
const headingWithin = 40

// tableOf finds the table, or asks about it.
func tableOf(rows []ProfileRow, said Answers) (table, []Question) {
	at := -1
	for i, r := range rows[:min(len(rows), headingWithin)] {
		if isHeading(r) && (at < 0 || isDefinite(r)) {
			at = i
		} else if isGroupRow(r) {
			break
		}
	}
	t := table{rows: rows, column: 1, width: 2}
	if at >= 0 {
		head := rows[at]
		first := Question{ID: "heading",
			Words: fmt.Sprintf("“%s”, %s, on line %d: is it a heading with a year, or a group?",
				clip(head.Cells[0]), head.Cells[1], head.Line),
			Choices: []Choice{{LeaveOut, "A heading"}, {Keep, "A group of " + head.Cells[1] + " people"}}}
		switch {
		case surelyHeading(head, rows[at+1:]) || said[first.ID] == LeaveOut:
			t.rows, t.width = rows[at+1:], max(2, len(head.Cells))
			var asks []Question
			t.column, asks = columnOf(head, t.rows, said)
			if len(asks) > 0 {
				return t, asks
			}
		case said[first.ID] != Keep:
			return t, []Question{first}
		default:
			t.rows = rows[at:]
		}
	} else {
		t.rows = belowTitle(rows)
	}
	t.rows = withoutNotes(t.rows)
	return t, nil
}

// columnOf is the column of the numbers of people: the only one above which a count or a year stands. Where several do,
// it asks.
func columnOf(head ProfileRow, below []ProfileRow, said Answers) (int, []Question) {
	var counts []int
	for n := 1; n < len(head.Cells); n++ {
		percent := strings.Contains(head.Cells[n], "%") || strings.Contains(domain.FoldName(head.Cells[n]), "percent")
		numbers := 0
		for _, r := range below {
			if n < len(r.Cells) {
				if _, err := readPeople(r.Cells[n]); err == nil {
					numbers++
				}
			}
		}
		if !percent && (numbers > 0 || n == 1) {
			counts = append(counts, n)
		}
	}
	switch len(counts) {
	case 0:
		return 1, nil
	case 1:
		return counts[0], nil
	}
	ask := Question{ID: "column", Words: "Which column says how many people there are?"}
	for _, n := range counts {
		ask.Choices = append(ask.Choices, Choice{strconv.Itoa(n), head.Cells[n]})
		if said[ask.ID] == strconv.Itoa(n) {
			return n, nil
		}
	}
	return counts[0], []Question{ask}
}

// Words that stand above the columns of a profile, as names are compared.
var (
	groupHeadings = []string{"age", "ages", "group", "groups", "age group", "sex", "gender", "ethnic group",
		"ethnicity",
		"religion", "category", "measure", "characteristic", "variable", "country of birth", "main language",
		"language",
		"disability", "health", "general health", "tenure", "accommodation type", "household", "household type",
		"occupation", "qualification", "economic activity", "marital status", "cell", "name", "who", "community"}
	countHeadings = []string{"people", "persons", "number", "number of people", "count", "counts", "value", "values",
		"observation", "observations", "residents", "usual residents", "population", "how many", "total", "size",
		"headcount", "number of persons"}
)

func among(list []string, cell string) bool { return slices.Contains(list, domain.FoldName(cell)) }

// isHeading reports whether the row may stand above a table of groups.
func isHeading(r ProfileRow) bool {
	if len(r.Cells) < 2 || r.Cells[0] == "" || isNote(r) {
		return false
	}
	return slices.ContainsFunc(r.Cells[1:], func(cell string) bool {
		return isYear(cell) || among(countHeadings, cell)
	})
}

// isNote reports whether the row says something of the table, as "date :" and "2021".
func isNote(r ProfileRow) bool { return strings.HasSuffix(strings.TrimSpace(r.Cells[0]), ":") }

// isDefinite reports whether a heading can be nothing else: it names the groups, or has no number.
func isDefinite(r ProfileRow) bool {
	_, err := readPeople(r.Cells[1])
	return err != nil || among(groupHeadings, r.Cells[0])
}

// surelyHeading reports whether the row is a heading beyond doubt: it is definite, has more than one column of figures,
// or a total follows.
func surelyHeading(r ProfileRow, below []ProfileRow) bool {
	if isDefinite(r) || len(r.Cells) > 2 {
		return true
	}
	return slices.ContainsFunc(below, func(b ProfileRow) bool { return len(b.Cells) > 1 && isTotal(b.Cells[0]) })
}

// isGroupRow reports whether the row is that of a group: a name and a number.
func isGroupRow(r ProfileRow) bool {
	if len(r.Cells) < 2 || r.Cells[0] == "" || isNote(r) {
		return false
	}
	_, err := readPeople(r.Cells[1])
	return err == nil
}

// isYear reports whether the cell is a year, alone or as in "Census 2021".
func isYear(cell string) bool {
	for i, word := range strings.Fields(domain.FoldName(cell)) {
		n, err := strconv.Atoi(word)
		if err == nil && len(word) == 4 && n >= 1801 && n <= 2100 {
			return i > 0 || !strings.Contains(cell, ",")
		}
	}
	return false
}

// belowTitle leaves out lines of one cell at the top, and a first line of headings that are not known.
func belowTitle(rows []ProfileRow) []ProfileRow {
	for len(rows) > 1 && len(rows[0].Cells) < 2 {
		rows = rows[1:]
	}
	if len(rows) > 0 && len(rows[0].Cells) >= 2 && !strings.ContainsAny(rows[0].Cells[1], "0123456789") {
		rows = rows[1:]
	}
	return rows
}

// isTotal reports whether the line may be of everyone.
func isTotal(name string) bool {
	folded := domain.FoldName(name)
	for _, word := range []string{"total", "totals", "all"} {
		if folded == word || strings.HasPrefix(folded, word+" ") {
			return word != "all" || slices.Contains([]string{"all", "all usual residents", "all persons", "all people",
				"all residents", "all ages", "all categories", "all households", "all groups"}, folded) ||
				strings.HasPrefix(folded, "all categories ")
		}
	}
	return strings.HasSuffix(folded, " total") || slices.Contains([]string{"everyone", "everybody", "population",
		"total population", "usual residents", "grand total"}, folded)
}

var separators = strings.NewReplacer(",", "", " ", "", "’", "", "'", "")

// readPeople reads a number with or without separators of its thousands.
func readPeople(cell string) (int, error) {
	cell = domain.Line(cell)
	if whole, ok := strings.CutSuffix(cell, ".0"); ok {
		cell = whole
	}
	return strconv.Atoi(separators.Replace(cell))
}

// withoutNotes leaves out the notes that downloads have below their table: sentences, alone on their lines.
func withoutNotes(rows []ProfileRow) []ProfileRow {
	for len(rows) > 0 {
		last := rows[len(rows)-1]
		text := domain.Line(strings.Join(last.Cells, " "))
		folded := domain.FoldName(text)
		note := len(last.Cells) == 1 && (strings.HasSuffix(text, ".") || len([]rune(text)) > LongestGroup ||
			strings.HasPrefix(folded, "source") || strings.HasPrefix(folded, "note") ||
			strings.HasPrefix(folded, "crown copyright") || strings.HasPrefix(folded, "ons"))
		if !note {
			break
		}
		rows = rows[:len(rows)-1]
	}
	return rows
}
