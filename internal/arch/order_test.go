package arch_test

import (
	"go/ast"
	"go/token"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var (
	orderBy  = regexp.MustCompile(`\bORDER BY\s`)
	orderEnd = regexp.MustCompile(`^(LIMIT|FOR|FILTER|UNION|OFFSET|ROWS)\b`)
	counted  = regexp.MustCompile(`^[0-9]+$`)
	// cursor is where the next page of a list by name begins.
	cursor = regexp.MustCompile(`\((\w+\.)?(name|title|shown)\b[^()]*\) ?(<|>|gap)`)
	// named is what holds names that people gave, sorted by as it stands.
	named = regexp.MustCompile(`^(\w+\.)?(\w*name|title|shown|label|authority|theme)( (DESC|ASC))?( NULLS (FIRST|LAST))?$`)
)

// Whatever is listed by names is listed in the order in which people look for them.
func TestNamesAreSortedAsPeopleDo(t *testing.T) {
	found := 0
	for _, name := range ourFiles(t, ".go") {
		if strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "internal/bench/") ||
			strings.HasPrefix(name, "internal/town/") ||
			!strings.HasPrefix(name, "internal/") {
			continue
		}
		f, set := parse(t, name, 0)
		ast.Inspect(f, func(n ast.Node) bool {
			text, ok := joined(n)
			if !ok {
				return true
			}
			for _, by := range cursor.FindAllString(text, -1) {
				if !strings.Contains(by, "COLLATE by_name") {
					t.Errorf("%s goes on after a name by signs: %s", set.Position(n.Pos()), by)
				}
			}
			for _, at := range orderBy.FindAllStringIndex(text, -1) {
				for _, by := range keysOf(text[at[1]:]) {
					if strings.Contains(by, "COLLATE by_name") {
						found++
					}
					if counted.MatchString(by) && !strings.Contains(text, "COLLATE by_name") &&
						strings.Contains(text, "name") {
						t.Errorf("%s sorts by column %s: if that is a name, select it COLLATE by_name",
							set.Position(n.Pos()), by)
					}
					if named.MatchString(by) && !strings.HasSuffix(by, ".theme") {
						t.Errorf("%s sorts by %s as signs: write %s COLLATE by_name", set.Position(n.Pos()), by, by)
					}
				}
			}
			return false
		})
	}
	if found < 60 {
		t.Errorf("only %d lists are sorted by name", found)
	}
}

// joined is the text of a string, or of strings put together; what is no string in between is a gap.
func joined(n ast.Node) (string, bool) {
	switch e := n.(type) {
	case *ast.BasicLit:
		if e.Kind != token.STRING {
			return "", false
		}
		text, err := strconv.Unquote(e.Value)
		return text, err == nil
	case *ast.BinaryExpr:
		if e.Op != token.ADD {
			return "", false
		}
		left, isLeft := joined(e.X)
		right, isRight := joined(e.Y)
		if !isLeft {
			left = "gap"
		}
		if !isRight {
			right = "gap"
		}
		return left + right, isLeft || isRight
	}
	return "", false
}

// keysOf parts what stands after ORDER BY into what is sorted by.
func keysOf(text string) (keys []string) {
	depth, from := 0, 0
	cut := func(to int) { keys = append(keys, strings.Join(strings.Fields(text[from:to]), " ")) }
	for i, r := range text {
		switch {
		case r == '(':
			depth++
		case r == ')' && depth == 0, depth == 0 && orderEnd.MatchString(text[i:]) && (i == 0 || text[i-1] <= ' '):
			cut(i)
			return keys
		case r == ')':
			depth--
		case r == ',' && depth == 0:
			cut(i)
			from = i + 1
		}
	}
	cut(len(text))
	return keys
}
