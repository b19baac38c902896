package arch_test

import (
	"path"
	"slices"
	"strings"
)

const module = "fourgates/"

// parts are the parts of the council's work, lowest first: each may know those before it and none after. A part is a
// folder of internal with its rules, and in it the packages NAMEstore, NAMEapp and NAMEweb, as many of them as it has.
var parts = []part{
	{"register", "register"},
	{"restrictions", "restriction"},
	{"queues", "queue"},
	{"people", "people"},
	{"sheets", "sheet"},
	{"places", "place"},
	{"seats", "seat"},
	{"notices", "notice"},
	{"holds", "hold"},
	{"procedures", "procedure"},
	{"diaries", "diary"},
	{"timelines", "timeline"},
	{"risks", "risk"},
	{"partners", "partner"},
	{"mails", "mail"},
	{"mergers", "merger"},
	{"profiles", "profile"},
	{"themes", "theme"},
	{"asks", "ask"},
	{"issues", "issue"},
	{"causes", "cause"},
	{"quickwins", "quickwin"},
	{"scores", "score"},
	{"replies", "reply"},
	{"reviews", "review"},
	{"syntheses", "synthesis"},
	{"comments", "comment"},
	{"solutions", "solution"},
	{"plans", "plan"},
	{"advice", "advice"},
	{"gates", "gate"},
	{"conditions", "condition"},
	{"members", "member"},
	{"letters", "letter"},
	{"priorities", "priority"},
	{"rounds", "round"},
	{"executive", "executive"},
	{"cycles", "cycle"},
	{"calendars", "calendar"},
	{"erasures", "erasure"},
}

type part struct{ folder, name string }

// layer is what a package of a part is for.
type layer string

// The layers, and .templ files, which know less than the handlers beside them.
const (
	rules layer = "rules"
	store layer = "store"
	app   layer = "app"
	web   layer = "web"
	templ layer = "templ"
)

// place is where a folder stands in the house: the height of its part, and its layer.
func place(folder string) (height int, l layer, ok bool) {
	for i, p := range parts {
		below, inside := strings.CutPrefix(folder, "internal/"+p.folder)
		switch {
		case !inside:
		case below == "":
			return i, rules, true
		case below == "/"+p.name+"store":
			return i, store, true
		case below == "/"+p.name+"app":
			return i, app, true
		case below == "/"+p.name+"web":
			return i, web, true
		}
	}
	return 0, "", false
}

// layers say what a package of a layer may import: which layers of its own part and of lower ones, what of the common
// ground, and what from outside.
var layers = map[layer]struct {
	own, lower []layer
	rule
}{
	rules: {lower: []layer{rules}, rule: rule{ours: []string{"internal/domain", "internal/policy", "internal/diff"},
		outside: []string{"golang.org/x/mod/sumdb"}, not: world}},
	store: {own: []layer{rules}, lower: []layer{rules, store},
		rule: rule{ours: []string{"internal/domain", "internal/policy", "internal/db"}, outside: []string{pgx,
			"golang.org/x/mod/sumdb"}, not: []string{"net/http"}}},
	app: {own: []layer{rules, store}, lower: []layer{rules, store, app},
		rule: rule{ours: []string{"internal/domain", "internal/policy", "internal/db", "internal/act",
			"internal/signin",
			"internal/geo", "internal/upload"}, outside: []string{"golang.org/x/text",
			"golang.org/x/mod/sumdb"},
			not: []string{"net/http", "database/"}}},
	web: {own: []layer{rules, store, app}, lower: []layer{rules, store, app, web},
		rule: rule{ours: []string{"internal/domain", "internal/policy", "internal/diff", "internal/form", "internal/db",
			"internal/signin",
			"internal/serve", "internal/upload", "web/ui", "web/frame"}, outside: []string{"github.com/a-h/templ"}}},
	templ: {own: []layer{rules}, lower: []layer{rules, web},
		rule: rule{ours: []string{"internal/domain", "internal/policy", "internal/diff", "internal/form", "web/ui",
			"web/frame"},
			outside: []string{"github.com/a-h/templ"}, not: world}},
}

// rule says what the packages of a folder may import, tests apart. "*" in ours is everything of ours.
type rule struct {
	ours    []string // folders of ours
	outside []string // modules, or packages of them
	not     []string // packages of the standard library that would tie it to the world; "net/" is all below net
}

// world is what pure packages do without: no requests, no database, no context, no log, no files.
var world = []string{"net/http", "database/", "context", "log", "log/", "os", "os/", "net"}

var pgx = "github.com/jackc/pgx/v5"

// common are the folders below the parts, beside them and above them. A folder that is neither here nor a part's is an
// error: decide what it may know, and add it.
var common = map[string]rule{
	"internal":   {},
	"migrations": {},
	"internal/domain": {outside: []string{"golang.org/x/text/unicode/norm",
		"golang.org/x/text/collate", "golang.org/x/text/language"}, not: world},
	"internal/domain/domaintest": {ours: []string{"internal/domain"}},
	"internal/diff":              {not: world},
	"internal/policy":            {ours: []string{"internal/domain"}, not: world},
	"internal/plans/plantest": {ours: []string{"internal/domain", "internal/domain/domaintest", "internal/places",
		"internal/partners", "internal/issues", "internal/solutions", "internal/plans"}},
	"internal/policy/policytest": {ours: []string{"internal/domain", "internal/policy"}},
	"internal/form":              {ours: []string{"internal/domain"}, not: world},
	"internal/password":          {outside: []string{"golang.org/x/crypto"}, not: []string{"net/http", "database/"}},
	"internal/geo": {ours: []string{"internal/domain"}, outside: []string{"github.com/peterstace/simplefeatures"},
		not: []string{"net/http", "database/"}},
	"internal/upload": {outside: []string{"golang.org/x/image"}, not: []string{"net/http", "database/"}},
	"internal/config": {ours: []string{"internal/domain"}, outside: []string{"golang.org/x/mod/sumdb/note"},
		not: []string{"net/http", "database/", "os", "os/"}},
	"internal/mailer": {ours: []string{"internal/mails"}, outside: []string{"github.com/wneessen/go-mail",
		"golang.org/x/net/idna"}},
	"internal/pgserver": {outside: []string{pgx}},
	"internal/db": {ours: []string{"internal/domain", "internal/policy"}, outside: []string{pgx},
		not: []string{"net/http"}},
	"internal/db/schema": {ours: []string{"migrations"}, outside: []string{pgx, "github.com/pressly/goose/v3",
		"github.com/riverqueue/river/rivermigrate", "github.com/riverqueue/river/riverdriver/riverpgxv5"}},
	"internal/db/dbtest": {ours: []string{"migrations", "internal/pgserver", "internal/db/schema"},
		outside: []string{pgx}},
	"internal/db/dbtest/stop": {ours: []string{"internal/db/dbtest"}},
	"internal/act": {ours: []string{"internal/domain", "internal/policy", "internal/password", "internal/db"},
		not: []string{"net/http", "database/"}},
	"internal/signin": {ours: []string{"internal/domain", "internal/policy", "internal/password", "internal/db",
		"internal/act"}, not: []string{"net/http", "database/"}},
	"internal/serve": {ours: []string{"internal/domain", "internal/policy", "internal/form", "internal/db",
		"internal/act",
		"internal/signin", "internal/upload", "web/ui", "web/frame", "web/static"},
		outside: []string{"github.com/go-chi/chi/v5", "github.com/go-chi/httprate", "github.com/alexedwards/scs/v2",
			"github.com/a-h/templ", "github.com/klauspost/compress/gzip",
			"github.com/prometheus/client_golang/prometheus", pgx + "/pgconn"}},
	"internal/serve/servertest": {ours: []string{"*"}, outside: []string{"github.com/alexedwards/scs",
		"golang.org/x/net/html",
		"github.com/google/go-cmp", pgx}},
	"internal/beyond": {ours: []string{"*"}},
	"internal/home":   {ours: []string{"*"}, outside: []string{"github.com/a-h/templ"}},
	"internal/town":   {ours: []string{"*"}, outside: []string{pgx, "github.com/google/go-cmp"}},
	"internal/job": {ours: []string{"*"}, outside: []string{"github.com/riverqueue/river", pgx},
		not: []string{"net/http"}},
	"internal/world": {ours: []string{"*"}, not: []string{"net/http", "database/"}},
	"internal/bench": {ours: []string{"*"}, outside: []string{pgx, "github.com/alexedwards/scs"}},
	"internal/bench/bare": {ours: []string{"internal/domain"}, outside: []string{pgx, "github.com/a-h/templ",
		"github.com/alexedwards/scs", "github.com/go-chi/chi/v5", "github.com/klauspost/compress/gzip"}},
	"web/ui": {ours: []string{"internal/form", "web/run-make-generate-first"},
		outside: []string{"github.com/a-h/templ"},
		not:     []string{"net/http", "database/"}},
	"web/frame": {ours: []string{"web/ui", "internal/form", "internal/domain", "internal/policy"},
		outside: []string{"github.com/a-h/templ"}, not: []string{"net/http", "database/"}},
	"web/static":  {},
	"web/browser": {ours: []string{"*"}, outside: []string{"github.com/chromedp", pgx}},
	"cmd/fourgates": {ours: []string{"*"}, outside: []string{pgx, "github.com/alexedwards/scs",
		"github.com/prometheus/client_golang/prometheus", "golang.org/x/term"}},
}

// mayImport reports whether a file, .go or .templ, may import a package; ok is false where the table does not know its
// folder.
func mayImport(file, imported string) (may, ok bool) {
	folder := path.Dir(file)
	if r, ok := common[folder]; ok {
		return r.allows(imported), true
	}
	height, l, ok := place(folder)
	if !ok {
		return false, false
	}
	if strings.HasSuffix(file, ".templ") {
		l = templ
	}
	of, ours := strings.CutPrefix(imported, module)
	if at, other, isPart := place(of); ours && isPart {
		return at == height && slices.Contains(layers[l].own, other) || at < height && slices.Contains(layers[l].lower,
			other), true
	}
	return layers[l].allows(imported), true
}

// allows reports whether a package under the rule may import another.
func (r rule) allows(imported string) bool {
	if folder, ours := strings.CutPrefix(imported, module); ours {
		return slices.Contains(r.ours, "*") || slices.Contains(r.ours, folder)
	}
	if host, _, _ := strings.Cut(imported, "/"); strings.Contains(host, ".") {
		return slices.ContainsFunc(r.outside, func(m string) bool {
			return imported == m || strings.HasPrefix(imported, m+"/")
		})
	}
	return !slices.ContainsFunc(r.not, func(p string) bool {
		return imported == p || strings.HasSuffix(p, "/") && strings.HasPrefix(imported, p)
	})
}
