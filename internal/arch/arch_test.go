// Package arch_test keeps the rules of the house that no compiler keeps. It reads the files, so that its result is never stale.
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
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "dist" || p != "." && strings.HasPrefix(d.Name(), ".")) {
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
	for _, name := range ourFiles(t, ".go") {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		r, ok := rules[path.Dir(name)]
		if !ok {
			t.Errorf("%s has no import rule: add one to rules_test.go", path.Dir(name))
			continue
		}
		f, _ := parse(t, name, parser.ImportsOnly)
		for _, spec := range f.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if !r.allows(imported) {
				t.Errorf("%s may not import %s", name, imported)
			}
		}
	}
}

func TestRulesTellRightFromWrong(t *testing.T) {
	for _, c := range []struct {
		folder, imported string
		want             bool
	}{
		{"internal/domain", "time", true},
		{"internal/domain", "net/url", true},
		{"internal/domain", "net/http", false},
		{"internal/domain", "database/sql", false},
		{"internal/domain", "fourgates/internal/store", false},
		{"internal/store", "fourgates/internal/domain", true},
		{"internal/store", "fourgates/internal/store/schema", false},
		{"internal/store", "github.com/jackc/pgx/v5/pgxpool", true},
		{"internal/store", "github.com/jackc/pgx/v5x", false},
		{"internal/app", "github.com/jackc/pgx/v5", false},
		{"web/page", "fourgates/internal/store", false},
		{"cmd/fourgates", "fourgates/internal/app", true},
	} {
		if got := rules[c.folder].allows(c.imported); got != c.want {
			t.Errorf("%s importing %s: allowed %v, want %v", c.folder, c.imported, got, c.want)
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
			if pkg, ok := s.X.(*ast.Ident); ok && pkg.Name == "time" && slices.Contains([]string{"Now", "Since", "Until"}, s.Sel.Name) {
				t.Errorf("%s asks the clock with time.%s: take the time as an argument", set.Position(s.Pos()), s.Sel.Name)
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
			if s, ok := call.Fun.(*ast.SelectorExpr); ok && slices.Contains([]string{"Skip", "Skipf", "SkipNow"}, s.Sel.Name) {
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
	allowed := []string{"cmd", "internal", "web", "migrations", "bin", "go.mod", "go.sum", "Makefile", "README.md", "docker-compose.yml"}
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
