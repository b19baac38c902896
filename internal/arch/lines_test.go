package arch_test

import (
	"go/ast"
	"go/token"
	"strings"
	"testing"
	"unicode/utf8"
)

// columns is how wide a line of Go may be, a tab counted as four.
const columns = 120

// Lines fit. What stands in a raw string is as long as the JSON, SQL or script that it is.
func TestLinesFit(t *testing.T) {
	for _, name := range ourFiles(t, ".go") {
		if strings.HasSuffix(name, "_templ.go") {
			continue
		}
		f, set := parse(t, name, 0)
		raw := map[int]bool{}
		ast.Inspect(f, func(n ast.Node) bool {
			if text, ok := n.(*ast.BasicLit); ok && text.Kind == token.STRING && text.Value[0] == '`' {
				for line := set.Position(text.Pos()).Line; line <= set.Position(text.End()).Line; line++ {
					raw[line] = true
				}
			}
			return true
		})
		for i, line := range strings.Split(string(read(t, name)), "\n") {
			if wide := utf8.RuneCountInString(line) + 3*strings.Count(line, "\t"); wide > columns && !raw[i+1] {
				t.Errorf("%s:%d is %d columns wide", name, i+1, wide)
			}
		}
	}
}
