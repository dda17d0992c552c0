// Package service has the system start leadsheet and keep it running: systemd, launchd, or the services of Windows. It
// writes what they read, calls their commands, and tells systemd how the daemon fares. It knows no settings and no
// commands of leadsheet; a Plan says what is to run.
package service

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// Name is what the service is called, on every system.
const Name = "leadsheet"

// description is what the systems show of it.
const description = "leadsheet: the leads of a team in a spreadsheet"

// Plan is what the system is to run, and as whom. Paths are absolute.
type Plan struct {
	Program  string   // the executable file
	Args     []string // what it is called with
	Folder   string   // in which it runs
	Settings string   // the file of settings, KEY=value
	// User runs it; "" for the person who installs it, in a service of their own that needs no administrator.
	User string
	// Writes are further folders that it writes into. Everything else is read-only for it where the system can do that.
	Writes []string
	// Packaged says that a package has brought the unit, the user and the folder, so that only the rest is written.
	Packaged bool
}

// perUser reports whether the service is a person's own.
func (p *Plan) perUser() bool { return p.User == "" }

// State is how a service fares.
type State struct {
	Installed bool
	Running   bool
	Text      string // in one sentence or two, for people
}

// Manager is what starts services on a system. Errors say what to do, and that administrators are needed where they
// are.
type Manager interface {
	// Install has the system start what is planned, now and after every start of the system; an earlier Install is
	// replaced. It returns what people should know, sentence by sentence.
	Install(ctx context.Context, plan *Plan) (notes []string, err error)
	// Uninstall takes back what Install has written. Settings and workbook stay.
	Uninstall(ctx context.Context) error
	// Status tells how the service fares.
	Status(ctx context.Context) (State, error)
	// Logs writes the last lines of the service's log, and with follow those that come, until ctx ends.
	Logs(ctx context.Context, to io.Writer, lines int, follow bool) error
}

// Commands runs commands of the system.
type Commands interface {
	// Run returns what a command prints; the error holds what it complains of.
	Run(ctx context.Context, name string, args ...string) (string, error)
	// Stream has a command print to a writer until it or ctx ends.
	Stream(ctx context.Context, to io.Writer, name string, args ...string) error
}

// Host is the machine that services are installed on.
type Host struct {
	System   string // runtime.GOOS
	Root     string // in front of every path that is written, "" for none
	Home     string // of the person
	UID      int    // of the person; 0 for root, -1 on Windows
	Commands Commands
}

// NewManager returns the manager of the host's services: the system's, or with user the person's own.
func NewManager(h *Host, user bool) (Manager, error) {
	switch h.System {
	case "linux":
		return &systemd{host: h, user: user}, nil
	case "darwin":
		return &launchd{host: h, user: user}, nil
	case "windows":
		if user {
			return nil, errors.New("leave out --user: Windows has no services of a single person")
		}
		return &windows{host: h}, nil
	}
	return nil, fmt.Errorf("services are installed on Linux with systemd, macOS and Windows, not on %s: have your system "+
		"start the program", h.System)
}

// startTime is how long the system may take to start or stop a service; the unit of systemd gives it five minutes.
const startTime = 6 * time.Minute

// errRoot says that a service of the system needs its administrator.
var errRoot = errors.New("a service of the system is the administrator's: use sudo, or --user for one of your own")
