// Package arch_test keeps the rules of the house that no compiler keeps. It reads the files, so that its result is
// never stale.
package arch_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var root = os.DirFS("../..")

// ourFiles are the files of the tree with an ending, what npm, git and builds put there apart.
func ourFiles(t *testing.T, ending string) []string {
	t.Helper()
	var files []string
	err := fs.WalkDir(root, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "dist" || p != "." &&
			strings.HasPrefix(d.Name(), ".")) {
			return fs.SkipDir
		}
		if !d.IsDir() && strings.HasSuffix(p, ending) {
			files = append(files, p)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatalf("no file ends in %s", ending)
	}
	return files
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	b, err := fs.ReadFile(root, name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func parse(t *testing.T, name string, mode parser.Mode) (*ast.File, *token.FileSet) {
	t.Helper()
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, name, read(t, name), mode)
	if err != nil {
		t.Fatal(err)
	}
	return f, set
}

func TestPackagesImportWhatTheyMay(t *testing.T) {
	check := func(name string, imports []*ast.ImportSpec) {
		for _, spec := range imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			may, known := mayImport(name, imported)
			if !known {
				t.Errorf("%s has no import rule: add its part, or its folder, to rules_test.go", path.Dir(name))
				return
			}
			if !may {
				t.Errorf("%s may not import %s", name, imported)
			}
		}
	}
	for _, name := range ourFiles(t, ".go") {
		// what a template imports is its own
		if !strings.HasSuffix(name, "_test.go") && !strings.HasSuffix(name, "_templ.go") {
			f, _ := parse(t, name, parser.ImportsOnly)
			check(name, f.Imports)
		}
	}
	for _, name := range ourFiles(t, ".templ") {
		f, err := parser.ParseFile(token.NewFileSet(), name, read(t, name), parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		check(name, f.Imports)
	}
}

func TestRulesTellRightFromWrong(t *testing.T) {
	for _, c := range []struct {
		file, imported string
		want           bool
	}{
		{"internal/domain/date.go", "time", true},
		{"internal/domain/date.go", "net/url", true},
		{"internal/domain/date.go", "net/http", false},
		{"internal/domain/date.go", "database/sql", false},
		{"internal/domain/date.go", "fourgates/internal/db", false},
		{"internal/db/store.go", "fourgates/internal/domain", true},
		{"internal/db/store.go", "fourgates/internal/db/schema", false},
		{"internal/db/store.go", "github.com/jackc/pgx/v5/pgxpool", true},
		{"internal/db/store.go", "github.com/jackc/pgx/v5x", false},
		{"internal/act/app.go", "github.com/jackc/pgx/v5", false},
		{"internal/serve/call.go", "fourgates/internal/places", false},
		{"internal/gates/gate.go", "fourgates/internal/plans", true},
		{"internal/gates/gate.go", "fourgates/internal/executive", false},
		{"internal/gates/gate.go", "fourgates/internal/gates/gatestore", false},
		{"internal/gates/gate.go", "context", false},
		{"internal/gates/gatestore/attempt.go", "fourgates/internal/gates", true},
		{"internal/gates/gatestore/attempt.go", "fourgates/internal/plans/planstore", true},
		{"internal/gates/gatestore/attempt.go", "fourgates/internal/plans/planapp", false},
		{"internal/gates/gatestore/attempt.go", "fourgates/internal/executive", false},
		{"internal/gates/gateapp/gate.go", "fourgates/internal/plans/planapp", true},
		{"internal/gates/gateapp/gate.go", "fourgates/internal/plans/planweb", false},
		{"internal/gates/gateapp/gate.go", "github.com/jackc/pgx/v5", false},
		{"internal/gates/gateweb/gate.go", "fourgates/internal/gates/gateapp", true},
		{"internal/gates/gateweb/gate.go", "fourgates/internal/executive/executiveweb", false},
		{"internal/gates/gateweb/gate.go", "github.com/go-chi/chi/v5", false},
		{"internal/gates/gateweb/attempt.templ", "fourgates/internal/gates", true},
		{"internal/gates/gateweb/attempt.templ", "fourgates/internal/gates/gatestore", false},
		{"internal/gates/gateweb/attempt.templ", "fourgates/internal/places/placeweb", true},
		{"web/frame/layout.templ", "fourgates/internal/places", false},
		{"cmd/fourgates/main.go", "fourgates/internal/gates/gateapp", true},
	} {
		if got, known := mayImport(c.file, c.imported); got != c.want || !known {
			t.Errorf("%s importing %s: allowed %v, want %v", c.file, c.imported, got, c.want)
		}
	}
	if _, known := mayImport("internal/gates/gatehelp/help.go", "time"); known {
		t.Error("a folder of a part that is no layer is known")
	}
}

// mostFiles is how many files a folder holds before it is two parts. The design system has one for each component.
const mostFiles = 20

func TestFoldersStaySmall(t *testing.T) {
	files := map[string]int{}
	for _, name := range append(ourFiles(t, ".go"), ourFiles(t, ".templ")...) {
		if !strings.HasSuffix(name, "_test.go") && !strings.HasSuffix(name, "_templ.go") {
			files[path.Dir(name)]++
		}
	}
	for folder, n := range files {
		if n > mostFiles && folder != "web/ui" {
			t.Errorf("%s has %d files, over %d: it is two parts", folder, n, mostFiles)
		}
	}
}

// mostMethods is how many exported methods one type has before it is several things.
const mostMethods = 40

func TestNoTypeDoesEverything(t *testing.T) {
	methods := map[string]int{}
	for _, name := range ourFiles(t, ".go") {
		f, _ := parse(t, name, 0)
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv != nil && fn.Name.IsExported() {
				of := fn.Recv.List[0].Type
				if star, ok := of.(*ast.StarExpr); ok {
					of = star.X
				}
				if id, ok := of.(*ast.Ident); ok {
					methods[path.Dir(name)+"."+id.Name]++
				}
			}
		}
	}
	for of, n := range methods {
		if n > mostMethods {
			t.Errorf("%s has %d exported methods, over %d: it is several things", of, n, mostMethods)
		}
	}
}

// Time is passed in; the one clock is in cmd. The bench measures with one.
func TestOnlyTheCommandAsksTheClock(t *testing.T) {
	for _, name := range ourFiles(t, ".go") {
		if strings.HasPrefix(name, "cmd/") || strings.HasPrefix(name, "internal/bench/") {
			continue
		}
		f, set := parse(t, name, 0)
		ast.Inspect(f, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if pkg, ok := s.X.(*ast.Ident); ok && pkg.Name == "time" &&
				slices.Contains([]string{"Now", "Since", "Until"}, s.Sel.Name) {
				t.Errorf("%s asks the clock with time.%s: take the time as an argument", set.Position(s.Pos()),
					s.Sel.Name)
			}
			return true
		})
	}
}

// A test that is skipped tells nobody anything.
func TestNoTestIsSkipped(t *testing.T) {
	for _, name := range ourFiles(t, "_test.go") {
		f, set := parse(t, name, 0)
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if s, ok := call.Fun.(*ast.SelectorExpr); ok && slices.Contains([]string{"Skip", "Skipf", "SkipNow"},
				s.Sel.Name) {
				t.Errorf("%s skips a test", set.Position(s.Pos()))
			}
			return true
		})
	}
}

var (
	inlineStyle  = regexp.MustCompile(`(?i)\sstyle\s*=|<style[\s>]`)
	inlineScript = regexp.MustCompile(`(?i)<script[^>]*>`)
	handler      = regexp.MustCompile(`(?i)\son[a-z]+\s*=\s*["{]`)
	templBlock   = regexp.MustCompile(`(?m)^(script|css)\s+\w+\(`)
)

// The content security policy allows nothing inline.
func TestTemplatesHaveNothingInline(t *testing.T) {
	for _, name := range ourFiles(t, ".templ") {
		for n, line := range strings.Split(string(read(t, name)), "\n") {
			if wrong := inline(line); wrong != "" {
				t.Errorf("%s:%d has %s", name, n+1, wrong)
			}
		}
	}
}

// inline names what of a line of a template the policy would refuse.
func inline(line string) string {
	switch {
	case inlineStyle.MatchString(line):
		return "a style of its own"
	case handler.MatchString(line):
		return "an event handler"
	case templBlock.MatchString(line):
		return "a block that templ writes inline"
	}
	for _, tag := range inlineScript.FindAllString(line, -1) {
		if !strings.Contains(tag, "src=") && !strings.Contains(tag, "nonce=") {
			return "a script of its own"
		}
	}
	return ""
}

func TestInlineIsRecognised(t *testing.T) {
	for line, want := range map[string]bool{
		`<p style="color:red">`:     true,
		`<p data-style="x">`:        false,
		`<style>`:                   true,
		`<script>alert(1)</script>`: true,
		`<script type="module" src={ p.JS }></script>`:   false,
		`<script nonce={ p.Nonce }>`:                     false,
		`<a onclick="go()">`:                             true,
		`script hello() {`:                               true,
		`<input data-on="x" conditional={ p.OnChange }>`: false,
	} {
		if got := inline(line) != ""; got != want {
			t.Errorf("%s: inline %v, want %v", line, got, want)
		}
	}
}

// A stranger finds everything below four folders.
func TestTopLevelIsTidy(t *testing.T) {
	allowed := []string{"cmd", "internal", "web", "migrations", "bin", "go.mod", "go.sum", "Makefile", "README.md",
		"docker-compose.yml"}
	entries, err := fs.ReadDir(root, ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(allowed, e.Name()) {
			t.Errorf("%s has no place at the top level", e.Name())
		}
	}
}

// Lock files name versions and digests, and no host.
func TestLockFilesNameNoHost(t *testing.T) {
	for _, name := range ourFiles(t, "package-lock.json") {
		if strings.Contains(string(read(t, name)), `"resolved"`) {
			t.Errorf("%s says where packages came from: remove the lines with resolved", name)
		}
	}
}
