package service

import (
	"fmt"
	"strings"
)

// watchdog is after how long without a good pass systemd starts leadsheet anew. Passes over a workbook in which nothing
// happens are two minutes apart, and while messages are read that is told too, so this is a time in which something
// is wrong.
const watchdog = "30min"

// calls are the system calls and addresses that leadsheet needs, and what it needs not of its own process. They hold in
// a person's own service too, as none of them needs an administrator. A local workbook keeps its group, so files may be
// given to groups (@chown).
const calls = `NoNewPrivileges=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallFilter=@chown
SystemCallErrorNumber=EPERM
UMask=0077
`

// sandbox is what a service of the system does not see or may not change. It is left with the network, its folders
// and the time. PrivateUsers is not among it: no file could be given to a group that is not the service's own.
const sandbox = `AmbientCapabilities=
CapabilityBoundingSet=
DevicePolicy=closed
KeyringMode=private
PrivateDevices=yes
PrivateMounts=yes
PrivateTmp=yes
ProcSubset=pid
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
ProtectSystem=strict
RemoveIPC=yes
`

// Unit is the unit of systemd for a plan.
func Unit(p *Plan) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("[Unit]\nDescription=%s\nDocumentation=man:leadsheet(1)", description)
	// A service that is not set up yet is left alone, also at each start of the system.
	line("ConditionPathExists=%s", line1(p.Settings))
	if !p.perUser() { // a person's manager knows no network
		line("Wants=network-online.target\nAfter=network-online.target")
	}
	line("\n[Service]\nType=notify\nNotifyAccess=main")
	line("ExecStart=%s", command(p))
	line("WorkingDirectory=%s\nEnvironmentFile=%s", line1(p.Folder), line1(p.Settings))
	// Also after exit code 2: a mistake in the settings has it, but so has every crash of a program in Go, and what the
	// watchdog ends.
	line("Restart=on-failure\nRestartSec=30s")
	line("# Fed by good passes, and while messages are read; not by a process that is merely there.")
	line("WatchdogSec=%s", watchdog)
	line("TimeoutStartSec=5min\nTimeoutStopSec=90s\n")
	if !p.perUser() {
		line("User=%s", line1(p.User))
		if p.Packaged {
			line("StateDirectory=leadsheet\nStateDirectoryMode=0750\nProtectHome=yes")
		} else {
			line("ProtectHome=read-only")
		}
		b.WriteString(sandbox)
	}
	b.WriteString(calls)
	if !p.perUser() && !p.Packaged {
		b.WriteString(writes(append([]string{p.Folder}, p.Writes...)))
	}
	target := "multi-user.target"
	if p.perUser() {
		target = "default.target"
	}
	line("\n[Install]\nWantedBy=%s", target)
	return b.String()
}

// DropIn is what is added to the unit of a package so that it may write into further folders; "" when there are none.
func DropIn(p *Plan) string {
	if len(p.Writes) == 0 {
		return ""
	}
	text := "# Written by leadsheet: folders that the settings name outside of its own.\n[Service]\n"
	for _, w := range p.Writes {
		if strings.HasPrefix(w+"/", "/home/") || strings.HasPrefix(w+"/", "/root/") {
			text += "ProtectHome=read-only\n"
			break
		}
	}
	return text + writes(p.Writes)
}

func writes(folders []string) string {
	var b strings.Builder
	for _, f := range folders {
		b.WriteString("ReadWritePaths=" + word("-"+f) + "\n") // "-": one that is not there yet is no fault
	}
	return b.String()
}

func command(p *Plan) string {
	words := []string{word(p.Program)}
	for _, a := range p.Args {
		words = append(words, strings.ReplaceAll(word(a), "$", "$$"))
	}
	return strings.Join(words, " ")
}

// line1 writes a value that takes the whole rest of the line.
func line1(s string) string { return strings.ReplaceAll(s, "%", "%%") }

// word writes a value that is one of several.
func word(s string) string {
	const plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:@+,="
	if strings.Trim(s, plain) == "" {
		return s
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "%", "%%").Replace(s) + `"`
}

// PackageUnit is the plan that packages for Linux bring along. program is what they install, args what it is called
// with.
func PackageUnit(program string, args ...string) *Plan {
	return &Plan{Program: program, Args: args, Folder: stateFolder, Settings: PackageSettings, User: Name, Packaged: true}
}

// Where packages keep what belongs to their service.
const (
	configFolder    = "/etc/leadsheet"
	stateFolder     = "/var/lib/leadsheet"
	packageUnitFile = "/usr/lib/systemd/system/leadsheet.service"
	PackageSettings = configFolder + "/leadsheet.env" // as setup writes it
)
