package service

import (
	"fmt"
	"os"
	"os/user"
	"strconv"
	"syscall"
)

// FindPackaged returns the user, the folder and the settings of the service that a package has brought, and whether
// there is one. The owner of its folder of settings is who runs it. There is none where the current folder has settings
// of its own, in a file of that name: whoever is there means those.
func FindPackaged(settings string) (Plan, bool) {
	if here, err := os.Stat(settings); err == nil {
		if there, err := os.Stat(PackageSettings); err != nil || !os.SameFile(here, there) {
			return Plan{}, false
		}
	}
	_, err := os.Stat(packageUnitFile)
	info, folderErr := os.Stat(configFolder)
	if err != nil || folderErr != nil {
		return Plan{}, false
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok || stat.Uid == 0 {
		return Plan{}, false
	}
	owner, err := user.LookupId(strconv.Itoa(int(stat.Uid)))
	if err != nil || owner.HomeDir != stateFolder {
		return Plan{}, false
	}
	plan := PackageUnit("")
	plan.User = owner.Username
	return *plan, true
}

// StandIn makes this process one of the service that a package has brought, and returns its plan; nil when there is
// none, as for FindPackaged. What root then reads is what the service reads, and what is written belongs to the
// service, which could not open a workbook of root's.
func StandIn(settings string) (*Plan, error) {
	plan, packaged := FindPackaged(settings)
	if !packaged {
		return nil, nil
	}
	return &plan, become(&plan)
}

// become makes this process one of the plan's user, in the folder of the service. It needs root, and cannot be taken
// back: what it writes from now on belongs to the service.
func become(p *Plan) error {
	owner, err := user.Lookup(p.User)
	if err != nil {
		return fmt.Errorf("go on as the user %s: %w", p.User, err)
	}
	uid, err := strconv.Atoi(owner.Uid)
	if err != nil {
		return fmt.Errorf("go on as the user %s: %w", p.User, err)
	}
	gid, err := strconv.Atoi(owner.Gid)
	if err != nil {
		return fmt.Errorf("go on as the user %s: %w", p.User, err)
	}
	groups, err := owner.GroupIds()
	if err != nil {
		return fmt.Errorf("go on as the user %s: %w", p.User, err)
	}
	all := []int{gid}
	for _, g := range groups {
		if n, err := strconv.Atoi(g); err == nil && n != gid {
			all = append(all, n)
		}
	}
	for _, step := range []func() error{
		func() error { return os.Chdir(p.Folder) },
		func() error { return syscall.Setgroups(all) },
		func() error { return syscall.Setgid(gid) },
		func() error { return syscall.Setuid(uid) },
		func() error { return os.Setenv("HOME", owner.HomeDir) },
		func() error { return os.Unsetenv("XDG_CONFIG_HOME") },
	} {
		if err := step(); err != nil {
			return fmt.Errorf("go on as the user %s: %w", p.User, err)
		}
	}
	syscall.Umask(0o077)
	return nil
}
