package service

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"leadsheet/lead/hint"
)

// Command is the command line of a service, as the flag library reads it.
type Command struct {
	Install   installCmd   `cmd:"" help:"Have the system start leadsheet now, and whenever it starts itself."`
	Uninstall uninstallCmd `cmd:"" help:"Take the service away again; settings and workbook stay."`
	Status    statusCmd    `cmd:"" help:"Say whether the service runs (exit code 1: it does not)."`
	Logs      logsCmd      `cmd:"" help:"Show the last lines of its log."`
	Serve     serveCmd     `cmd:"" hidden:"" help:"What Windows starts."`
}

// Caller is the program around the command.
type Caller struct {
	Ctx    context.Context
	Stdout io.Writer
	Say    func(text string) // prints a line for people
	Daemon string            // the command that runs the daemon
	// SettingsFile is the name of the file of settings in a folder.
	SettingsFile string
	// Folders returns the folders that a file of settings names outside of the service's own.
	Folders func(settings, own string) ([]string, error)
	// Run runs the daemon with the settings of the current folder, until ctx ends, and returns the exit code.
	Run func(ctx context.Context, log io.Writer) int
}

// ownFlag says whose service is meant.
type ownFlag struct {
	User bool `help:"The service of a person, not of the system: needs no administrator (Linux, macOS)."`
}

type installCmd struct {
	ownFlag
	Settings string `placeholder:"FILE" help:"The settings (default: those of the package, else leadsheet.env here)."`
	As       string `placeholder:"NAME" help:"Who runs it, unless a person's own (default: who owns the settings)."`
}

// Help is what the flag library shows of the command.
func (installCmd) Help() string {
	return "systemd on Linux, launchd on macOS, a service on Windows. It runs in the folder of the file of settings, " +
		"or, where a package was installed, as the user of the package. On Linux it may write into no folder but " +
		"those that the settings name. Run it again after changing those."
}

// Run installs the service.
func (c installCmd) Run(by *Caller) error {
	m, err := NewManager(thisHost(), c.User)
	if err != nil {
		return err
	}
	plan, err := c.plan(by)
	if err != nil {
		return err
	}
	notes, err := m.Install(by.Ctx, plan)
	if err != nil {
		return err
	}
	by.Say("The service is installed, and runs.")
	for _, n := range notes {
		by.Say(n)
	}
	by.Say("Next: leadsheet service status; leadsheet service logs")
	return nil
}

// Offer returns what has the system start leadsheet for the person who runs the program, with the settings of the
// current folder; nil where the system has no such service, or the person is its administrator.
func Offer(by *Caller) func(context.Context) error {
	host := thisHost()
	if host.UID <= 0 {
		return nil
	}
	m, err := NewManager(host, true)
	if err != nil {
		return nil
	}
	if _, err := m.Status(by.Ctx); err != nil {
		return nil
	}
	return func(context.Context) error { return installCmd{ownFlag: ownFlag{User: true}}.Run(by) }
}

// plan is what the system is to run.
func (c installCmd) plan(by *Caller) (*Plan, error) {
	plan, packaged := FindPackaged(by.SettingsFile)
	if packaged = packaged && !c.User && c.Settings == "" && c.As == ""; !packaged {
		path, err := filepath.Abs(cmp.Or(c.Settings, by.SettingsFile))
		if err != nil {
			return nil, fmt.Errorf("find the settings: %w", err)
		}
		plan = Plan{Folder: filepath.Dir(path), Settings: path}
	}
	if _, err := os.Stat(plan.Settings); err != nil {
		return nil, fmt.Errorf("there are no settings yet, run %v first: %w", hint.Setup, err)
	}
	var err error
	if plan.Program, err = os.Executable(); err != nil {
		return nil, fmt.Errorf("find the program: %w", err)
	}
	if plan.Args = []string{by.Daemon}; runtime.GOOS == "windows" {
		plan.Args = []string{"service", "serve", "--folder", plan.Folder}
	}
	if plan.Writes, err = by.Folders(plan.Settings, plan.Folder); err != nil || packaged || c.User {
		return &plan, err
	}
	if plan.User = c.As; c.As == "" {
		if plan.User, err = OwnerOf(plan.Settings); err != nil {
			return nil, err
		}
	}
	if plan.User == "root" {
		return nil, fmt.Errorf("%s belongs to root, who should not run it: name a user with --as, to whom its folder "+
			"belongs", plan.Settings)
	}
	plan.Writes = append(plan.Writes, configFolders(plan.User)...)
	return &plan, nil
}

// thisHost is the machine that the program runs on.
func thisHost() *Host {
	home, err := os.UserHomeDir()
	if err != nil {
		home = string(filepath.Separator)
	}
	return &Host{System: runtime.GOOS, Home: home, UID: os.Geteuid(), Commands: Exec{}}
}

// manager is that of the service that is installed: the system's, or where there is none the person's own.
func (f ownFlag) manager(ctx context.Context) (Manager, error) {
	host := thisHost()
	m, err := NewManager(host, f.User)
	if err != nil || f.User || host.UID <= 0 {
		return m, err
	}
	if state, err := m.Status(ctx); err != nil || state.Installed {
		return m, nil // the command itself says what is wrong
	}
	return NewManager(host, true)
}

type uninstallCmd struct{ ownFlag }

// Run takes the service away.
func (c uninstallCmd) Run(by *Caller) error {
	m, err := c.manager(by.Ctx)
	if err != nil {
		return err
	}
	if err := m.Uninstall(by.Ctx); err != nil {
		return err
	}
	by.Say("The service is gone. Settings and workbook stand as they are.")
	return nil
}

type statusCmd struct{ ownFlag }

// Run says how the service fares. It fails when the service does not run.
func (c statusCmd) Run(by *Caller) error {
	m, err := c.manager(by.Ctx)
	if err != nil {
		return err
	}
	state, err := m.Status(by.Ctx)
	if err != nil {
		return err
	}
	if !state.Running {
		return errors.New(state.Text)
	}
	by.Say(state.Text)
	return nil
}

type logsCmd struct {
	ownFlag
	Lines  int  `short:"n" default:"100" help:"How many lines."`
	Follow bool `short:"f" help:"Go on with what is logged from now on, until Ctrl-C."`
}

// Run shows the log.
func (c logsCmd) Run(by *Caller) error {
	m, err := c.manager(by.Ctx)
	if err != nil {
		return err
	}
	return m.Logs(by.Ctx, by.Stdout, max(0, c.Lines), c.Follow)
}

type serveCmd struct {
	Folder string `required:"" help:"The folder with the settings."`
}

// Run is the service of Windows.
func (c serveCmd) Run(by *Caller) error { return Serve(c.Folder, by.Run) }
