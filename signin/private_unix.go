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

// ownAlone refuses a file that others can read, change or replace.
func ownAlone(path string, info fs.FileInfo) error {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return fmt.Errorf("%s: its owner cannot be told", path)
	}
	return judge(path, info.Mode(), stat.Uid, stat.Gid, os.Geteuid())
}

// judge decides by mode and owner. Files of root are fine, as root reads everything anyway; so are they when readable
// by root's group and nobody else, which is how systemd hands credentials to a service (LoadCredential).
func judge(path string, mode fs.FileMode, uid, gid uint32, me int) error {
	if uid != 0 && int(uid) != me {
		return fmt.Errorf("%s belongs to another user: run chown %d %s, or make a copy of your "+
			"own", path, me, shellQuoted(path))
	}
	handed := uid == 0 && gid == 0 && me != 0 && mode.Perm() == 0o440
	if mode.Perm()&0o077 != 0 && !handed {
		return fmt.Errorf("%s can be read or changed by others: run chmod 600 %s", path, shellQuoted(path))
	}
	return nil
}

// shellQuoted is path as a shell takes it.
func shellQuoted(path string) string {
	if strings.ContainsAny(path, " '\"\\$&;()<>|*?[]#~`!\t\n") {
		return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
	}
	return path
}

// syncDir makes the new name of a file outlive a power cut.
func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
