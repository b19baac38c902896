package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// process is a server that runs beside this program.
type process struct {
	cmd    *exec.Cmd
	base   string // its address
	log    string // the file that it writes to
	exited chan error
}

// start runs a program that serves on the address, and waits until it answers.
func start(ctx context.Context, log, addr string, env []string, program string, args ...string) (*process, error) {
	out, err := os.Create(log)
	if err != nil {
		return nil, err
	}
	defer out.Close()
	p := &process{cmd: exec.Command(program, args...), base: "http://" + addr, log: log, exited: make(chan error, 1)}
	p.cmd.Env = append(os.Environ(), env...)
	p.cmd.Stdout, p.cmd.Stderr = out, out
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // Ctrl-C is ours to pass on
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("%s does not start: %w; run make build", program, err)
	}
	go func() { p.exited <- p.cmd.Wait() }()
	for range 200 {
		if answers(ctx, p.base) {
			return p, nil
		}
		select {
		case err := <-p.exited:
			p.exited <- err
			return nil, fmt.Errorf("%s stopped at once: %s", program, tail(log))
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), p.stop())
		case <-time.After(100 * time.Millisecond):
		}
	}
	return nil, errors.Join(fmt.Errorf("%s does not answer: %s", program, tail(log)), p.stop())
}

func answers(ctx context.Context, base string) bool {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/healthz", nil)
	if err != nil {
		return false
	}
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		return false
	}
	return got.Body.Close() == nil && got.StatusCode == http.StatusOK
}

func tail(file string) string {
	b, err := os.ReadFile(file)
	if err != nil {
		return err.Error()
	}
	return string(b[max(0, len(b)-2000):])
}

// stop asks the process to end, and after a while ends it.
func (p *process) stop() error {
	if p == nil {
		return nil
	}
	_ = p.cmd.Process.Signal(syscall.SIGTERM) // it may have ended by itself
	select {
	case <-p.exited:
		return nil
	case <-time.After(15 * time.Second):
		return p.cmd.Process.Kill()
	}
}

// freeAddress is one on loopback that nobody listens on.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// cpu is the processor time that a process has used, to the nanosecond, as the scheduler accounts for each of its
// threads.
func cpu(pid int) (time.Duration, error) {
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
	if err != nil || len(threads) == 0 {
		return 0, fmt.Errorf("process %d has no /proc/%d/task/*/schedstat: this needs Linux and a process that runs",
			pid, pid)
	}
	var sum time.Duration
	for _, file := range threads {
		b, err := os.ReadFile(file)
		if err != nil {
			continue // the thread has ended
		}
		first, _, _ := strings.Cut(string(b), " ")
		ns, err := strconv.ParseInt(first, 10, 64)
		if err != nil {
			return 0, err
		}
		sum += time.Duration(ns)
	}
	return sum, nil
}

// cpuOfFamily is the processor time of a process and its children, those that have ended included.
func cpuOfFamily(pid int) (time.Duration, error) {
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return 0, err
	}
	var sum time.Duration
	for _, file := range stats {
		f := fields(file)
		if len(f) < 15 {
			continue
		}
		child, _ := strconv.Atoi(filepath.Base(filepath.Dir(file)))
		if child != pid && f[1] != strconv.Itoa(pid) {
			continue
		}
		used, err := cpu(child)
		if err != nil && child == pid {
			return 0, err
		}
		sum += used
		if child == pid { // fields 16 and 17: ended children, in hundredths of a second
			user, _ := strconv.Atoi(f[13])
			system, _ := strconv.Atoi(f[14])
			sum += time.Duration(user+system) * 10 * time.Millisecond
		}
	}
	return sum, nil
}

// fields are those of a stat file after the name, which may hold spaces: the state is the first.
func fields(file string) []string {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	return strings.Fields(string(b[bytes.LastIndexByte(b, ')')+1:]))
}

// resident is the memory of a process that is in RAM, in bytes.
func resident(pid int) (int64, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(b)) {
		if kB, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			n, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(kB), "kB")), 10, 64)
			return n << 10, err
		}
	}
	return 0, errors.New("the process has no VmRSS")
}
