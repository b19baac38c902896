package dbtest

import (
	"context"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"fourgates/internal/pgserver"
)

// roomInMemory is what a memory file system must have free to hold the databases of a test run.
const roomInMemory = 2 << 30

// server returns how to reach a database of the server that tests use: the one of TEST_DATABASE_URL, or a private one
// that all test processes of this checkout share and that stays for the next run. See Stop.
var server = sync.OnceValues(func() (func(database string) (string, error), error) {
	if base := os.Getenv("TEST_DATABASE_URL"); base != "" {
		return func(database string) (string, error) { return withDatabase(base, database) }, nil
	}
	root, err := Checkout()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	s, err := pgserver.Start(ctx, pgserver.Options{
		Folder:    folder(root),
		BinDir:    os.Getenv("PG_BINDIR"),
		Checkouts: []string{root},
		Throwaway: true,
	})
	if err != nil {
		return nil, err
	}
	return func(database string) (string, error) { return s.URL(database), nil }, nil
})

// private reports whether the server is ours alone, so that what dead tests left behind may be swept away.
func private() bool { return os.Getenv("TEST_DATABASE_URL") == "" }

// Stop stops the private test server of this checkout, unless a test uses it, and frees what it held.
func Stop(ctx context.Context) error {
	root, err := Checkout()
	if err != nil {
		return err
	}
	dir := folder(root)
	if err := pgserver.StopIn(ctx, dir); err != nil {
		return err
	}
	return pgserver.RemoveStopped(ctx, dir)
}

// Checkout is the folder of the go.mod above the working folder.
func Checkout() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return filepath.EvalSymlinks(dir)
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("no go.mod above the working folder")
		}
	}
}

// folder is where the databases of this checkout and this user live: in memory where there is room.
func folder(root string) string {
	h := fnv.New32a()
	fmt.Fprintf(h, "%s %d", root, os.Geteuid())
	name := fmt.Sprintf("fourgates-test-%08x", h.Sum32())
	inMemory := filepath.Join("/dev/shm", name)
	if _, err := os.Stat(inMemory); err == nil {
		return inMemory
	}
	var fs syscall.Statfs_t
	if err := syscall.Statfs("/dev/shm", &fs); err == nil && uint64(fs.Bavail)*uint64(fs.Bsize) > roomInMemory {
		return inMemory
	}
	return filepath.Join("/var/tmp", name)
}
