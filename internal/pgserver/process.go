package pgserver

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// process is a postmaster that this process started.
type process struct {
	cmd  *exec.Cmd
	done chan struct{} // closed when it has exited
}

func (p *process) runs() bool {
	select {
	case <-p.done:
		return false
	default:
		return true
	}
}

// startsWithin is how long a server may take to answer, with what it recovers after a crash.
const startsWithin = 3 * time.Minute

// launch starts the postmaster and returns when it answers.
func (h home) launch(ctx context.Context, bin binaries, throwaway bool, ping func(context.Context) error) (*process,
	error) {
	// Nobody runs on this folder (the caller holds its lock and has looked), so these are left from a killed server.
	// Postgres would believe them if their process number meanwhile belongs to another.
	os.Remove(h.pidFile())
	os.Remove(filepath.Join(h.socketDir(), ".s.PGSQL.5432.lock"))

	log, err := os.OpenFile(h.logFile(), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	cmd := h.user.command(filepath.Join(bin.dir, "postgres"), h.settings(throwaway)...)
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("the private Postgres does not start: %w", err)
	}
	p := &process{cmd, make(chan struct{})}
	go func() {
		cmd.Wait()
		close(p.done)
	}()
	limit, cancel := context.WithTimeout(ctx, startsWithin)
	defer cancel()
	for ping(limit) != nil {
		select {
		case <-p.done:
			return nil, fmt.Errorf("the private Postgres did not start: %s (all of it in %s)", h.complaint(),
				h.logFile())
		default:
		}
		if pause(limit) != nil {
			cmd.Process.Signal(syscall.SIGQUIT)
			<-p.done
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			return nil, fmt.Errorf("the private Postgres did not answer within %s; see %s, or set FOURGATES_DATA to "+
				"a new folder", startsWithin, h.logFile())
		}
	}
	return p, nil
}

func (h home) settings(throwaway bool) []string {
	args := []string{"-D", h.dataDir(), "-k", h.socketDir(), "-p", "5432"}
	set := []string{"listen_addresses=", "unix_socket_permissions=0700", "timezone=UTC", "log_timezone=UTC", "jit=off"}
	if throwaway {
		set = append(set, "fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal",
			"max_wal_senders=0", "max_connections=500", "autovacuum=off")
	}
	for _, s := range set {
		args = append(args, "-c", s)
	}
	return args
}

// complaint is the last line of the log that says what went wrong.
func (h home) complaint() string {
	b, err := os.ReadFile(h.logFile())
	if err != nil {
		return "it left no log"
	}
	said := "it left an empty log"
	for line := range strings.Lines(string(b)) {
		if _, words, ok := strings.Cut(line, "FATAL:"); ok {
			said = strings.TrimSpace(words)
		}
	}
	return said
}

// postmaster is the process that runs on this home, if one does. A number left by a killed server and since given to
// another process does not count.
func (h home) postmaster() (pid int, runs bool) {
	b, err := os.ReadFile(h.pidFile())
	if err != nil {
		return 0, false
	}
	first, _, _ := strings.Cut(string(b), "\n")
	pid, err = strconv.Atoi(strings.TrimSpace(first))
	if err != nil || pid <= 1 {
		return 0, false
	}
	return pid, h.isServer(pid)
}

// isServer reports whether a process is a Postgres on this home: its working folder tells where the system shows that,
// its name elsewhere.
func (h home) isServer(pid int) bool {
	if err := syscall.Kill(pid, 0); errors.Is(err, syscall.ESRCH) {
		return false
	}
	if _, err := os.Stat("/proc/self/cwd"); err == nil {
		real, err := filepath.EvalSymlinks(h.dataDir())
		cwd, err2 := os.Readlink(fmt.Sprintf("/proc/%d/cwd", pid))
		return err == nil && err2 == nil && cwd == real
	}
	out, err := exec.Command("ps", "-o", "comm=", "-p", strconv.Itoa(pid)).Output()
	return err == nil && strings.HasPrefix(filepath.Base(strings.TrimSpace(string(out))), "postgres")
}

// stopUnused stops the home's server unless a process has a lease on it. The caller holds the folder's lock.
func stopUnused(ctx context.Context, h home, own *process) error {
	alone, err := tryLockFile(filepath.Join(h.folder, "postgres.users"), true)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil
	}
	if err != nil {
		return err
	}
	defer alone.release()
	pid, runs := h.postmaster()
	if own != nil && own.runs() {
		pid, runs = own.cmd.Process.Pid, true // whatever became of its files
	} else {
		own = nil
	}
	// Fast first; after ten seconds, at once: what was committed is safe either way.
	for waited := 0; runs; waited++ {
		switch waited {
		case 0:
			err = syscall.Kill(pid, syscall.SIGINT)
		case 200:
			err = syscall.Kill(pid, syscall.SIGQUIT)
		}
		if err != nil && !errors.Is(err, syscall.ESRCH) {
			return fmt.Errorf("stop Postgres (process %d): %w", pid, err)
		}
		if err := pause(ctx); err != nil {
			return err
		}
		if own != nil {
			runs = own.runs()
		} else {
			runs = h.isServer(pid)
		}
	}
	return nil
}
