// Package pgserver runs a private Postgres in a folder of ours, for one machine and without any set-up.
//
// It listens on a Unix socket inside that folder and on nothing else. Whoever calls Start first starts it; others on
// the same folder, in this process or another, use the one that runs, also when the process that started it was killed.
// Who serves for long keeps it: it is started again when it dies. The last of them to call Stop stops it.
package pgserver

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// Superuser is the role that owns everything in a private Postgres.
const Superuser = "postgres"

// Options say where a private Postgres lives and how it runs.
type Options struct {
	// Folder holds the database and its locks. It is made when it does not exist.
	Folder string
	// BinDir is the folder of the server binaries; empty means look for them (see find).
	BinDir string
	// Checkouts are folders under which npm may have put server binaries.
	Checkouts []string
	// Throwaway gives up durability for speed. Only for data that nobody would miss.
	Throwaway bool
}

// Server is a private Postgres that runs and that this process uses.
type Server struct {
	home   home
	own    *process // nil when another process started it
	lease  *fileLock
	keeper *keeper // nil unless Keep was called
}

// Start returns the private Postgres of the folder, starting it when it does not run and creating it when it does not
// exist. An error says in one sentence what is wrong and what to do.
func Start(ctx context.Context, o Options) (*Server, error) {
	user, err := serverUser()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(o.Folder, 0o755); err != nil {
		return nil, fmt.Errorf("the data folder %s cannot be made (%w); set FOURGATES_DATA to a folder that you may "+
			"write to", o.Folder, err)
	}
	gate, err := lockFile(ctx, filepath.Join(o.Folder, "postgres.lock"), true)
	if err != nil {
		return nil, err
	}
	defer gate.release()

	h, err := openHome(o.Folder, user)
	if err != nil {
		return nil, err
	}
	lease, err := lockFile(ctx, filepath.Join(o.Folder, "postgres.users"), false)
	if err != nil {
		return nil, err
	}
	s := &Server{home: h, lease: lease}
	if err := s.ensureRunning(ctx, o); err != nil {
		lease.release()
		return nil, err
	}
	return s, nil
}

// URL is the address of a database of this server, for the superuser.
func (s *Server) URL(database string) string { return s.URLAs(Superuser, database) }

// URLAs is the address of a database of this server for a role. The server trusts whoever may enter its folder.
func (s *Server) URLAs(role, database string) string {
	u := url.URL{Scheme: "postgres", User: url.User(role), Path: "/" + database}
	query := url.Values{"host": {s.home.socketDir()}, "port": {"5432"}}.Encode()
	u.RawQuery = strings.ReplaceAll(query, "+", "%20") // pgx takes a plus as itself
	return u.String()
}

// Started reports whether this process started the server, rather than found it running.
func (s *Server) Started() bool { return s.own != nil }

// Stop ends this process's use of the server, and stops it when nobody else uses it.
func (s *Server) Stop() error {
	if s.lease == nil {
		return nil
	}
	s.keeper.stop()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	gate, err := lockFile(ctx, filepath.Join(s.home.folder, "postgres.lock"), true)
	if err != nil {
		return err
	}
	defer gate.release()
	s.lease.release()
	s.lease = nil
	return stopUnused(ctx, s.home, s.own)
}

// StopIn stops the server of a folder if one runs there and nobody uses it.
func StopIn(ctx context.Context, folder string) error {
	if _, err := os.Stat(folder); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	user, err := serverUser()
	if err != nil {
		return err
	}
	gate, err := lockFile(ctx, filepath.Join(folder, "postgres.lock"), true)
	if err != nil {
		return err
	}
	defer gate.release()
	h, err := openHome(folder, user)
	if err != nil {
		return err
	}
	return stopUnused(ctx, h, nil)
}

// ensureRunning connects to the server, and only when that fails starts it. The caller holds the folder's lock.
func (s *Server) ensureRunning(ctx context.Context, o Options) error {
	if s.ping(ctx) == nil {
		return nil
	}
	if pid, runs := s.home.postmaster(); runs {
		// It is starting up, recovering or shutting down: wait until it has decided.
		for range 600 {
			if s.ping(ctx) == nil {
				return nil
			}
			if _, runs = s.home.postmaster(); !runs {
				break
			}
			if err := pause(ctx); err != nil {
				return err
			}
		}
		if runs {
			return fmt.Errorf("the private Postgres (process %d) does not answer; see %s, or stop it and try again",
				pid, s.home.logFile())
		}
	}
	bin, err := find(o, s.home.version())
	if err != nil {
		return err
	}
	if bin, err = s.home.reachable(bin); err != nil {
		return err
	}
	if err := s.home.initdb(ctx, bin, o.Throwaway); err != nil {
		return err
	}
	// The processes of a killed server take a moment to notice that it is gone. Until then they hold its memory, and
	// Postgres is right not to start.
	for range 100 {
		s.own, err = s.home.launch(ctx, bin, o.Throwaway, s.ping)
		if err == nil || !strings.Contains(err.Error(), "shared memory block") || pause(ctx) != nil {
			return err
		}
	}
	return err
}

func (s *Server) ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, s.URL("postgres"))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	return conn.Ping(ctx)
}

// pause waits a moment, or returns why there is no more time to.
func pause(ctx context.Context) error {
	wait(ctx, 50*time.Millisecond)
	return ctx.Err()
}

// RemoveStopped deletes the folder of a private Postgres, with everything in it, unless one runs there.
func RemoveStopped(ctx context.Context, folder string) error {
	if _, err := os.Stat(folder); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	user, err := serverUser()
	if err != nil {
		return err
	}
	gate, err := lockFile(ctx, filepath.Join(folder, "postgres.lock"), true)
	if err != nil {
		return err
	}
	defer gate.release()
	h, err := openHome(folder, user)
	if err != nil {
		return err
	}
	if _, runs := h.postmaster(); runs {
		return nil
	}
	return errors.Join(os.RemoveAll(h.dir), os.RemoveAll(folder))
}
