//go:build unix

package service

import (
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// OwnerOf is the name of the user whom a file belongs to.
func OwnerOf(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", fmt.Errorf("find the owner: %w", err)
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return "", fmt.Errorf("find the owner: %s does not say", path)
	}
	owner, err := user.LookupId(strconv.Itoa(int(stat.Uid)))
	if err != nil {
		return "", fmt.Errorf("find the owner of %s: %w", path, err)
	}
	return owner.Username, nil
}

// configFolders is where sign-ins of a user are kept and renewed, if there is such a user.
func configFolders(name string) []string {
	owner, err := user.Lookup(name)
	if err != nil {
		return nil
	}
	return []string{filepath.Join(owner.HomeDir, ".config", Name)}
}
