package pgserver

import (
	"errors"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
)

// account is who the server runs as. Postgres refuses to run as root.
type account struct {
	uid, gid int
	drop     bool // we are root, and the server is not
}

// serverUser is ourselves, or when we are root the user postgres, else nobody. Postgres needs a user with a name.
func serverUser() (account, error) {
	if os.Geteuid() != 0 {
		return account{uid: os.Geteuid(), gid: os.Getegid()}, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.Atoi(u.Uid)
		gid, err2 := strconv.Atoi(u.Gid)
		if err1 == nil && err2 == nil && uid > 0 {
			return account{uid, gid, true}, nil
		}
	}
	return account{}, errors.New("a database server does not run as root, and there is neither a user postgres nor " +
		"nobody; run this as another user, or set DATABASE_URL")
}

// command is a command that runs as the account, in a process group of its own so that Ctrl-C reaches us and not it.
func (a account) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = "/"
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=/", "LC_ALL=C"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if a.drop {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(a.uid), Gid: uint32(a.gid)}
	}
	return cmd
}

// mayEnter reports whether the account can reach the folder.
func (a account) mayEnter(folder string) bool {
	return a.command("/bin/sh", "-c", `cd "$1"`, "sh", folder).Run() == nil
}

// own gives a file or folder to the account.
func (a account) own(path string) error {
	if !a.drop {
		return nil
	}
	return os.Lchown(path, a.uid, a.gid)
}
