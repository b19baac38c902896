package arch_test

import (
	"slices"
	"strings"
)

const module = "fourgates/"

// rule says what the packages of a folder may import, tests apart. "*" in ours is everything of ours.
type rule struct {
	ours    []string // folders of ours
	outside []string // modules, or packages of them
	not     []string // packages of the standard library that would tie it to the world; "net/" is all below net
}

// world is what pure packages do without: no requests, no database, no context, no log, no files.
var world = []string{"net/http", "database/", "context", "log", "log/", "os", "os/", "net"}

var pgx = "github.com/jackc/pgx/v5"

// rules is the table of the architecture. A folder without a row is an error: decide what it may know, and add it.
var rules = map[string]rule{
	"migrations":                    {},
	"internal/domain":               {not: world},
	"internal/policy":               {ours: []string{"internal/domain"}, not: world},
	"internal/policy/policytest":    {ours: []string{"internal/domain", "internal/policy"}},
	"internal/form":                 {ours: []string{"internal/domain"}, not: world},
	"internal/geo":                  {ours: []string{"internal/domain"}, outside: []string{"github.com/peterstace/simplefeatures"}, not: []string{"net/http", "database/"}},
	"internal/upload":               {outside: []string{"golang.org/x/image"}, not: []string{"net/http", "database/"}},
	"internal/config":               {not: []string{"net/http", "database/", "os", "os/"}},
	"internal/pgserver":             {outside: []string{pgx}},
	"internal/store":                {ours: []string{"internal/domain", "internal/policy"}, outside: []string{pgx}, not: []string{"net/http"}},
	"internal/store/schema":         {ours: []string{"migrations"}, outside: []string{pgx, "github.com/pressly/goose/v3"}},
	"internal/store/storetest":      {ours: []string{"migrations", "internal/pgserver", "internal/store/schema"}, outside: []string{pgx}},
	"internal/store/storetest/stop": {ours: []string{"internal/store/storetest"}},
	"internal/app":                  {ours: []string{"internal/domain", "internal/policy", "internal/store", "internal/geo", "internal/upload"}, outside: []string{"golang.org/x/crypto", "golang.org/x/text"}, not: []string{"net/http", "database/"}},
	"internal/job":                  {ours: []string{"internal/app", "internal/domain", "internal/store", "internal/notify"}, outside: []string{"github.com/riverqueue/river"}, not: []string{"net/http"}},
	"internal/notify":               {ours: []string{"internal/domain", "internal/store"}, outside: []string{"github.com/wneessen/go-mail"}, not: []string{"net/http"}},
	"internal/world":                {ours: []string{"internal/domain", "internal/policy", "internal/app", "internal/geo", "internal/store"}, not: []string{"net/http", "database/"}},
	"internal/server":               {ours: []string{"internal/app", "internal/store", "internal/policy", "internal/form", "internal/domain", "internal/upload", "web/ui", "web/page", "web/static"}, outside: []string{"github.com/go-chi/chi/v5", "github.com/go-chi/httprate", "github.com/alexedwards/scs/v2", "github.com/a-h/templ", "github.com/klauspost/compress/gzip", pgx + "/pgconn"}},
	"internal/server/servertest":    {ours: []string{"*"}, outside: []string{"github.com/alexedwards/scs", "golang.org/x/net/html", pgx}},
	"web/run-make-generate-first":   {outside: []string{"github.com/a-h/templ"}},
	"web/ui":                        {ours: []string{"internal/form", "web/run-make-generate-first"}, outside: []string{"github.com/a-h/templ"}, not: []string{"net/http", "database/"}},
	"web/page":                      {ours: []string{"web/ui", "internal/form", "internal/domain", "internal/policy"}, outside: []string{"github.com/a-h/templ"}, not: []string{"net/http", "database/"}},
	"web/static":                    {},
	"web/browser":                   {ours: []string{"*"}, outside: []string{"github.com/chromedp", pgx}},
	"internal/bench":                {ours: []string{"*"}, outside: []string{pgx, "github.com/alexedwards/scs"}},
	"internal/bench/bare":           {ours: []string{"internal/domain"}, outside: []string{pgx, "github.com/a-h/templ", "github.com/alexedwards/scs", "github.com/go-chi/chi/v5", "github.com/klauspost/compress/gzip"}},
	"cmd/fourgates":                 {ours: []string{"*"}, outside: []string{pgx, "github.com/alexedwards/scs", "golang.org/x/term"}},
}

// allows reports whether a package under the rule may import another.
func (r rule) allows(imported string) bool {
	if folder, ours := strings.CutPrefix(imported, module); ours {
		return slices.Contains(r.ours, "*") || slices.Contains(r.ours, folder)
	}
	if host, _, _ := strings.Cut(imported, "/"); strings.Contains(host, ".") {
		return slices.ContainsFunc(r.outside, func(m string) bool { return imported == m || strings.HasPrefix(imported, m+"/") })
	}
	return !slices.ContainsFunc(r.not, func(p string) bool {
		return imported == p || strings.HasSuffix(p, "/") && strings.HasPrefix(imported, p)
	})
}
