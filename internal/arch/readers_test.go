package arch_test

import (
	"go/ast"
	"path"
	"strconv"
	"strings"
	"testing"
)

// readers are the ways to read what people type that have one home, internal/domain and internal/sheets, and the files
// that use them for something else, each with its reason.
var readers = map[string]map[string]string{
	"time.Parse": {"internal/domain/date.go": "reads days"},
	"strconv.ParseFloat": {
		"internal/domain/point.go":      "reads coordinates",
		"internal/issues/issue_list.go": "a page's own cursor",
		"web/static/handler.go":         "a weight in a browser's header",
	},
	"mail.ParseAddress": {},
	"csv.NewReader": {
		"internal/sheets/sheet.go": "reads sheets",
	},
	"csv.NewWriter": {
		"internal/serve/csv.go":               "writes every list",
		"internal/seats/answers.go":           "questions on the command line",
		"internal/executive/planning_feed.go": "a file that is kept with its digest",
	},
	"unicode/norm": {"internal/domain/name.go": "folds names", "internal/domain/typed.go": "reads text",
		"internal/domain/email.go": "reads addresses"},
}

// What people type is read by one function for each kind of thing.
func TestWhatIsTypedHasOneReader(t *testing.T) {
	for _, name := range ourFiles(t, ".go") {
		if strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "internal/bench/") {
			continue
		}
		f, set := parse(t, name, 0)
		for _, spec := range f.Imports {
			imported, _ := strconv.Unquote(spec.Path.Value)
			if strings.HasSuffix(imported, "unicode/norm") && readers["unicode/norm"][name] == "" {
				t.Errorf("%s folds letters itself: use domain.FoldName or domain.Unmarked", name)
			}
		}
		ast.Inspect(f, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			pkg, ok := s.X.(*ast.Ident)
			if !ok {
				return true
			}
			called := path.Base(pkg.Name) + "." + s.Sel.Name
			if files, known := readers[called]; known && files[name] == "" {
				t.Errorf("%s calls %s: use the reader of internal/domain or internal/sheets", set.Position(s.Pos()),
					called)
			}
			return true
		})
	}
}
