package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// program is the built command, which the tests run as people do.
var program string

func TestMain(m *testing.M) { os.Exit(buildAndRun(m)) }

func buildAndRun(m *testing.M) int {
	dir, err := os.MkdirTemp("", "fourgates-cmd-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	program = filepath.Join(dir, "fourgates")
	build := exec.Command("go", "build", "-o", program, ".")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		return 1
	}
	return m.Run()
}

// process is the program under way.
type process struct {
	t      *testing.T
	cmd    *exec.Cmd
	out    output
	exited chan struct{}
}

// output collects what a process says while it runs.
type output struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.String()
}

// begin runs the program with only these settings, written NAME=value.
func begin(t *testing.T, settings []string, args ...string) *process {
	t.Helper()
	p := &process{t: t, cmd: exec.Command(program, args...), exited: make(chan struct{})}
	p.cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "PG_BINDIR=" + os.Getenv("PG_BINDIR"),
		"FOURGATES_ADDR=127.0.0.1:0"}, settings...)
	p.cmd.Dir = checkoutRoot(t)
	p.cmd.Stdout, p.cmd.Stderr = &p.out, &p.out
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = p.cmd.Wait()
		close(p.exited)
	}()
	t.Cleanup(func() {
		_ = p.cmd.Process.Signal(syscall.SIGTERM)
		p.wait()
	})
	return p
}

func checkoutRoot(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// wait returns the exit status, -1 when a signal ended the process.
func (p *process) wait() int {
	p.t.Helper()
	select {
	case <-p.exited:
	case <-time.After(time.Minute):
		_ = p.cmd.Process.Kill()
		p.t.Fatalf("%v does not end:\n%s", p.cmd.Args, p.out.String())
	}
	return p.cmd.ProcessState.ExitCode()
}

func (p *process) signal(s os.Signal) {
	p.t.Helper()
	if err := p.cmd.Process.Signal(s); err != nil {
		p.t.Fatal(err)
	}
}

var atAddress = regexp.MustCompile(`Fourgates is at (http\S+)`)

// address waits until the pages are served and returns where.
func (p *process) address() (at string) {
	p.t.Helper()
	p.await("where it serves", func(said string) bool {
		if m := atAddress.FindStringSubmatch(said); m != nil {
			at = m[1]
		}
		return at != ""
	})
	return at
}

// says waits until the process has said all of it.
func (p *process) says(words ...string) {
	p.t.Helper()
	p.await(fmt.Sprintf("%q", words), func(said string) bool {
		return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(said, w) })
	})
}

// await waits until what the process has said has something.
func (p *process) await(what string, has func(said string) bool) {
	p.t.Helper()
	for range 1200 {
		if has(p.out.String()) {
			return
		}
		select {
		case <-p.exited:
			if has(p.out.String()) {
				return
			}
			p.t.Fatalf("ended before it said %s:\n%s", what, p.out.String())
		case <-time.After(50 * time.Millisecond):
		}
	}
	p.t.Fatalf("does not say %s:\n%s", what, p.out.String())
}

// status asks for a path and returns the answer's status.
func (p *process) status(path string) int {
	p.t.Helper()
	r, err := http.Get(p.address() + path)
	if err != nil {
		p.t.Fatal(err)
	}
	defer r.Body.Close()
	return r.StatusCode
}

// complains runs the program and checks that it refuses with one sentence that has all of the words in it.
func complains(t *testing.T, settings []string, args []string, words ...string) {
	t.Helper()
	p := begin(t, settings, args...)
	if status := p.wait(); status != 1 {
		t.Errorf("exit status %d, want 1", status)
	}
	said := strings.TrimSpace(p.out.String())
	if strings.Contains(said, "\n") {
		t.Errorf("said more than one line:\n%s", said)
	}
	for _, w := range words {
		if !strings.Contains(said, w) {
			t.Errorf("said %q, want %q in it", said, w)
		}
	}
}

// emptyFolder is a data folder with a short path that the server's user can enter. Nothing may run on it afterwards.
func emptyFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "fg-cmd-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if postgresRuns(dir) {
			t.Error("a Postgres was left running")
		}
		os.RemoveAll(dir)
	})
	return dir
}

// postgresRuns reports whether a data folder's server runs: it holds its process number in a file while it does.
func postgresRuns(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, "postgres/data/postmaster.pid"))
	return err == nil
}
