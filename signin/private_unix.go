//go:build unix

package signin

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
)

// checkPrivate refuses a file that other users can read, change or replace.
func checkPrivate(path string, info fs.FileInfo) error {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return fmt.Errorf("%s: its owner cannot be told", path)
	}
	return checkMode(path, info.Mode(), stat.Uid, stat.Gid, os.Geteuid())
}

// checkOwn refuses a file that others can change.
func checkOwn(path string, info fs.FileInfo) error {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return fmt.Errorf("%s: its owner cannot be told", path)
	}
	return checkOwnMode(path, info.Mode(), stat.Uid, os.Geteuid())
}

func checkOwnMode(path string, mode fs.FileMode, uid uint32, euid int) error {
	if uid != 0 && int(uid) != euid {
		return fmt.Errorf("%s belongs to another user, who could set anything there: run chown %d %s, or make a copy of "+
			"your own", path, euid, shellQuoted(path))
	}
	if mode.Perm()&0o022 != 0 {
		return fmt.Errorf("%s can be changed by others: run chmod go-w %s", path, shellQuoted(path))
	}
	return nil
}

// checkMode decides by mode and owner. Files of root are accepted, since root can read everything anyway.
// Group-readable files of root and its group are accepted too: so systemd passes credentials to a service
// (LoadCredential).
func checkMode(path string, mode fs.FileMode, uid, gid uint32, euid int) error {
	if uid != 0 && int(uid) != euid {
		return fmt.Errorf("%s belongs to another user: run chown %d %s, or make a copy of your "+
			"own", path, euid, shellQuoted(path))
	}
	fromSystemd := uid == 0 && gid == 0 && euid != 0 && mode.Perm() == 0o440
	if mode.Perm()&0o077 != 0 && !fromSystemd {
		return fmt.Errorf("%s can be read or changed by others: run chmod 600 %s", path, shellQuoted(path))
	}
	return nil
}

// shellQuoted quotes a path for a shell.
func shellQuoted(path string) string {
	if strings.ContainsAny(path, " '\"\\$&;()<>|*?[]#~`!\t\n") {
		return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
	}
	return path
}

// syncDir makes a renamed file survive a power failure.
func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
