package pgserver

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// longestSocketPath is what a Unix socket's address holds on the narrowest system (macOS), the final zero counted.
const longestSocketPath = 104

// home is the place of one private Postgres. Its dir has data (the database), run (the socket) and postgres.log.
type home struct {
	folder string // as given: the locks are here
	dir    string // below folder, or below /var/tmp when the server's user could not work there
	user   account
}

// openHome finds or makes the home below folder. When the server's user cannot enter it (a checkout below /root, say)
// or the path is none for a socket, folder/postgres is a link to a folder of its own below /var/tmp, named after the
// checkout.
func openHome(folder string, user account) (home, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return home{}, err
	}
	link := filepath.Join(folder, "postgres")
	h := home{folder: folder, dir: link, user: user}
	if info, err := os.Lstat(link); err == nil && info.Mode()&os.ModeSymlink != 0 {
		if h.dir, err = os.Readlink(link); err != nil {
			return home{}, err
		}
		if _, err := os.Stat(h.dir); err == nil {
			return h, nil
		}
		// Somebody emptied /var/tmp: start afresh.
		if err := os.Remove(link); err != nil {
			return home{}, err
		}
		h.dir = link
	}
	if err := h.make(); err != nil {
		return home{}, err
	}
	if user.mayEnter(h.dir) && h.canHoldSocket() {
		return h, nil
	}
	if h.version() != 0 {
		return home{}, fmt.Errorf("the database in %s cannot be used from where it now is; move it back, or set "+
			"FOURGATES_DATA to a new folder", h.dir)
	}
	return h.elsewhere(link)
}

// canHoldSocket reports whether the socket's path is short enough, and without what Postgres and its clients take for
// the end of one path among several.
func (h home) canHoldSocket() bool {
	return len(h.socketDir())+len("/.s.PGSQL.5432.lock") < longestSocketPath && !strings.ContainsAny(h.socketDir(),
		`,"`)
}

// plain keeps of a folder's name what is safe in any path.
func plain(name string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || r == '.' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, name)
}

// elsewhere makes the home below /var/tmp and leaves a link to it.
func (h home) elsewhere(link string) (home, error) {
	if err := os.RemoveAll(link); err != nil {
		return home{}, err
	}
	name := plain(filepath.Base(filepath.Dir(h.folder)))
	if len(name) > 20 {
		name = name[:20]
	}
	dir, err := os.MkdirTemp("/var/tmp", "fourgates-"+name+"-")
	if err != nil {
		return home{}, fmt.Errorf("no folder for the private Postgres: %w; set FOURGATES_DATA to a short path that "+
			"every user can enter", err)
	}
	h.dir = dir
	if err := h.make(); err != nil {
		return home{}, err
	}
	if !h.user.mayEnter(dir) {
		return home{}, fmt.Errorf("the user that runs Postgres cannot enter %s; set FOURGATES_DATA to a folder that "+
			"every user can enter", dir)
	}
	return h, os.Symlink(dir, link)
}

func (h home) make() error {
	for _, dir := range []string{h.dir, h.socketDir()} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return fmt.Errorf("no folder for the private Postgres: %w; set FOURGATES_DATA to a folder that you may "+
				"write to", err)
		}
		if err := h.user.own(dir); err != nil {
			return err
		}
	}
	return nil
}

func (h home) dataDir() string   { return filepath.Join(h.dir, "data") }
func (h home) socketDir() string { return filepath.Join(h.dir, "run") }
func (h home) logFile() string   { return filepath.Join(h.dir, "postgres.log") }
func (h home) pidFile() string   { return filepath.Join(h.dataDir(), "postmaster.pid") }

// version is the major version that made the database, 0 when there is none yet.
func (h home) version() int {
	b, err := os.ReadFile(filepath.Join(h.dataDir(), "PG_VERSION"))
	if err != nil {
		return 0
	}
	n, _ := strconv.Atoi(strings.TrimSpace(string(b)))
	return n
}

// initdb makes the database when there is none. It is complete or absent, whenever it is interrupted.
func (h home) initdb(ctx context.Context, bin binaries, throwaway bool) error {
	if h.version() != 0 {
		return nil
	}
	fresh := h.dataDir() + ".new"
	var said []byte
	// macOS before 13 has no C.UTF-8.
	for _, locale := range []string{"C.UTF-8", "en_US.UTF-8"} {
		if err := errors.Join(os.RemoveAll(fresh), os.RemoveAll(h.dataDir())); err != nil {
			return err
		}
		args := []string{"-D", fresh, "-U", Superuser, "-A", "trust", "-E", "UTF8", "--locale=" + locale,
			"--lc-messages=C"}
		if throwaway {
			args = append(args, "--no-sync")
		}
		var err error
		cmd := h.user.command(filepath.Join(bin.dir, "initdb"), args...)
		if said, err = cmd.CombinedOutput(); err == nil {
			return os.Rename(fresh, h.dataDir())
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return fmt.Errorf("a new database could not be made in %s: %s", h.dir, lastLine(said))
}

// lastLine is the last line of a program's output that has words in it.
func lastLine(said []byte) string {
	lines := strings.Split(strings.TrimSpace(string(said)), "\n")
	return strings.TrimSpace(lines[len(lines)-1])
}

// reachable returns binaries that the server's user can run: the ones given, or a copy of them in the home.
func (h home) reachable(bin binaries) (binaries, error) {
	if h.user.mayEnter(bin.dir) {
		return bin, nil
	}
	here := filepath.Join(h.dir, "server-"+strconv.Itoa(bin.major))
	copied := binaries{filepath.Join(here, "bin"), bin.major}
	if _, err := inspect(copied.dir); err == nil {
		return copied, nil
	}
	fresh := here + ".new"
	if err := errors.Join(os.RemoveAll(fresh), os.RemoveAll(here)); err != nil {
		return bin, err
	}
	if err := copyTree(filepath.Dir(bin.dir), fresh, h.user); err != nil {
		return bin, fmt.Errorf("copy the Postgres binaries to where its user can run them: %w", err)
	}
	return copied, os.Rename(fresh, here)
}
