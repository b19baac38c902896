package pgserver

import (
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"
)

// fileLock is a lock between processes. The system releases it when its holder dies.
type fileLock struct{ file *os.File }

// lockFile waits for the lock of a file, making the file when it does not exist. Any number may hold it unless alone.
func lockFile(ctx context.Context, path string, alone bool) (*fileLock, error) {
	for {
		l, err := tryLockFile(path, alone)
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return l, err
		}
		if err := pause(ctx); err != nil {
			return nil, fmt.Errorf("another process holds %s: %w", path, err)
		}
	}
}

// tryLockFile returns syscall.EWOULDBLOCK when somebody else holds the lock.
func tryLockFile(path string, alone bool) (*fileLock, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("the data folder cannot be used (%w); set FOURGATES_DATA to a folder that you may "+
			"write to", err)
	}
	how := syscall.LOCK_SH
	if alone {
		how = syscall.LOCK_EX
	}
	if err := syscall.Flock(int(f.Fd()), how|syscall.LOCK_NB); err != nil {
		f.Close()
		return nil, err
	}
	return &fileLock{f}, nil
}

func (l *fileLock) release() { l.file.Close() }
