package service

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// recorder takes down commands, and answers those that begin so.
type recorder struct {
	calls   []string
	answers map[string]string
	fails   map[string]error
}

// Run implements Commands.
func (r *recorder) Run(_ context.Context, name string, args ...string) (string, error) {
	call := strings.Join(append([]string{name}, args...), " ")
	r.calls = append(r.calls, call)
	for begins, err := range r.fails {
		if strings.HasPrefix(call, begins) {
			return r.answers[begins], err
		}
	}
	for begins, answer := range r.answers {
		if strings.HasPrefix(call, begins) {
			return answer, nil
		}
	}
	return "", nil
}

// Stream implements Commands.
func (r *recorder) Stream(ctx context.Context, to io.Writer, name string, args ...string) error {
	text, err := r.Run(ctx, name, args...)
	_, _ = io.WriteString(to, text)
	return err
}

func manager(t *testing.T, system string, uid int, user bool, r *recorder) (Manager, string) {
	t.Helper()
	root := t.TempDir()
	m, err := NewManager(&Host{System: system, Root: root, Home: "/home/kim", UID: uid, Commands: r}, user)
	if err != nil {
		t.Fatal(err)
	}
	return m, root
}

var kims = Plan{Program: "/home/kim/bin/leadsheet", Args: []string{"run"}, Folder: "/home/kim/Our leads 100%",
	Settings: "/home/kim/Our leads 100%/leadsheet.env"}

func golden(t *testing.T, name, got string) {
	t.Helper()
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s: %s", name, diff)
	}
}

// The unit of the packages is the one that "service install" writes, for the user and the folder of the package.
func TestUnit_OfThePackages(t *testing.T) {
	golden(t, filepath.Join("..", "packaging", "leadsheet.service"), Unit(PackageUnit("/usr/bin/leadsheet", "run")))
}

func TestUnit_OfAPerson(t *testing.T) { golden(t, "testdata/person.service", Unit(&kims)) }

func TestUnit_OfAnArchive(t *testing.T) {
	p := kims
	p.User, p.Writes = "kim", []string{"/srv/leads", `/srv/a "b"`}
	golden(t, "testdata/archive.service", Unit(&p))
}

func TestPlist(t *testing.T) {
	p := kims
	p.Folder = "/Users/kim/R&D <leads>"
	golden(t, "testdata/person.plist", Plist(&p))
	p.User = "kim"
	golden(t, "testdata/system.plist", Plist(&p))
}

func TestSystemd_APersonsOwn(t *testing.T) {
	r := &recorder{fails: map[string]error{"loginctl": errors.New("denied")}}
	m, root := manager(t, "linux", 1000, true, r)
	notes, err := m.Install(t.Context(), &kims)
	if err != nil || len(notes) != 1 || !strings.Contains(notes[0], "enable-linger") {
		t.Fatalf("%q, %v", notes, err)
	}
	unit := filepath.Join(root, "home/kim/.config/systemd/user/leadsheet.service")
	if text, err := readFile(unit); err != nil || text != Unit(&kims) {
		t.Errorf("the unit is %q, %v", text, err)
	}
	want := []string{"systemctl --user daemon-reload", "systemctl --user enable leadsheet.service",
		"systemctl --user restart leadsheet.service", "loginctl enable-linger"}
	if !slices.Equal(r.calls, want) {
		t.Errorf("called %q", r.calls)
	}
	if err := m.Uninstall(t.Context()); err != nil {
		t.Fatal(err)
	}
	if text, _ := readFile(unit); text != "" {
		t.Error("the unit is still there")
	}
}

// With a package the unit stays the package's; only what the settings name elsewhere is added, and taken away again.
func TestSystemd_APackage(t *testing.T) {
	r := new(recorder)
	m, root := manager(t, "linux", 0, false, r)
	p := PackageUnit("/usr/bin/leadsheet", "run")
	p.Writes = []string{"/srv/leads", "/home/kim/calendars"}
	if _, err := m.Install(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	added := filepath.Join(root, "etc/systemd/system/leadsheet.service.d/folders.conf")
	const want = "[Service]\nProtectHome=read-only\nReadWritePaths=-/srv/leads\nReadWritePaths=-/home/kim/calendars\n"
	if text, err := readFile(added); err != nil || !strings.HasSuffix(text, want) {
		t.Errorf("added %q, %v", text, err)
	}
	if text, _ := readFile(filepath.Join(root, "etc/systemd/system/leadsheet.service")); text != "" {
		t.Error("a unit goes before that of the package")
	}
	p.Writes = nil
	if _, err := m.Install(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Dir(added)); !os.IsNotExist(err) {
		t.Errorf("what was added is still there: %v", err)
	}
}

func TestSystemd_Faults(t *testing.T) {
	m, _ := manager(t, "linux", 1000, false, new(recorder))
	if _, err := m.Install(t.Context(), &kims); !errors.Is(err, errRoot) {
		t.Errorf("without sudo: %v", err)
	}
	r := &recorder{fails: map[string]error{"systemctl restart": errors.New("exit status 1")},
		answers: map[string]string{"journalctl": "LEADSHEET_BOK is not a setting\n"}}
	m, _ = manager(t, "linux", 0, false, r)
	if _, err := m.Install(t.Context(), &kims); err == nil || !strings.HasSuffix(err.Error(), "LEADSHEET_BOK is not a setting") {
		t.Errorf("settings with a mistake: %v", err)
	}
	if _, err := NewManager(&Host{System: "freebsd"}, false); err == nil || !strings.Contains(err.Error(), "freebsd") {
		t.Errorf("another system: %v", err)
	}
	if _, err := NewManager(&Host{System: "windows"}, true); err == nil || !strings.Contains(err.Error(), "--user") {
		t.Errorf("a person's service of Windows: %v", err)
	}
}

func TestSystemd_Status(t *testing.T) {
	const own = "FragmentPath=/etc/systemd/system/leadsheet.service"
	for _, c := range []struct{ shown, want string }{
		{"LoadState=not-found\nActiveState=inactive", "not installed"},
		{"LoadState=loaded\nActiveState=active\nSubState=running\nUnitFileState=enabled\n" +
			"ActiveEnterTimestamp=Fri 2026-11-27 10:00:00 UTC\nStatusText=The last pass was good, at 10:15.\nNRestarts=2",
			"The service runs since Fri 2026-11-27 10:00:00 UTC; it is started with the system. It was started again by " +
				"itself 2 times. It says: The last pass was good, at 10:15."},
		{"LoadState=loaded\nActiveState=inactive\nFragmentPath=/lib/systemd/system/leadsheet.service", "not set up yet"},
		{"LoadState=loaded\nActiveState=inactive\nUnitFileState=disabled\n" + own, "it is not started with"},
		{"LoadState=loaded\nActiveState=failed\nResult=exit-code\nUnitFileState=enabled\n" + own, "has ended (exit-code) and is not"},
		{"LoadState=loaded\nActiveState=activating\nSubState=auto-restart\nResult=watchdog\n" + own, "(watchdog) and is started again"},
		{"LoadState=loaded\nActiveState=activating\nSubState=start\n" + own, "being started"},
	} {
		m, _ := manager(t, "linux", 1000, false, &recorder{answers: map[string]string{"systemctl show": c.shown}})
		if got, err := m.Status(t.Context()); err != nil || !strings.Contains(got.Text, c.want) {
			t.Errorf("%q: %+v, %v", c.shown, got, err)
		}
	}
}

func TestLaunchd(t *testing.T) {
	r := &recorder{answers: map[string]string{"launchctl print": "gui/501/leadsheet = {\n\tstate = running\n\tpid = 71\n}\n"},
		fails: map[string]error{"launchctl bootout": errors.New("no such process")}}
	m, root := manager(t, "darwin", 501, true, r)
	p := kims
	p.Folder = t.TempDir()
	if _, err := m.Install(t.Context(), &p); err != nil {
		t.Fatal(err)
	}
	plist := filepath.Join(root, "home/kim/Library/LaunchAgents/leadsheet.plist")
	want := []string{"launchctl bootout gui/501/leadsheet", "launchctl enable gui/501/leadsheet",
		"launchctl bootstrap gui/501 " + plist}
	if !slices.Equal(r.calls, want) {
		t.Errorf("called %q", r.calls)
	}
	if st, err := m.Status(t.Context()); err != nil || !st.Running || st.Text != "The service runs, as process 71." {
		t.Errorf("%+v, %v", st, err)
	}
	var log strings.Builder
	if err := m.Logs(t.Context(), &log, 2, false); err == nil || !strings.Contains(err.Error(), "no log yet") {
		t.Errorf("without a log: %v", err)
	}
	if l, ok := m.(*launchd); !ok {
		t.Error("no launchd")
	} else if l.host.Root = ""; true { // the log is in the folder of the plan
		l.host.Home = filepath.Join(root, "home/kim")
		writeLog(t, filepath.Join(p.Folder, logName), "one\ntwo\nthree\n")
		if err := m.Logs(t.Context(), &log, 2, false); err != nil || log.String() != "two\nthree\n" {
			t.Errorf("the log ends with %q, %v", log.String(), err)
		}
	}
	system, _ := manager(t, "darwin", 501, false, r)
	if _, err := system.Install(t.Context(), &p); !errors.Is(err, errRoot) {
		t.Errorf("without sudo: %v", err)
	}
	if st, err := system.Status(t.Context()); err != nil || st.Installed {
		t.Errorf("%+v, %v", st, err)
	}
}

func TestWindows(t *testing.T) {
	r := &recorder{fails: map[string]error{"sc.exe query": errors.New("exit status 1060")}}
	m, _ := manager(t, "windows", -1, false, r)
	p := &Plan{Program: `C:\Program Files\leadsheet\leadsheet.exe`, User: windowsAccount, Folder: `C:\Our leads`,
		Args: []string{"service", "serve", "--folder", `C:\Our leads`}, Settings: `C:\Our leads\leadsheet.env`,
		Writes: []string{`D:\drop`}}
	if _, err := m.Install(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/windows.txt", strings.Join(r.calls, "\n")+"\n")
	if st, err := m.Status(t.Context()); err != nil || st.Installed {
		t.Errorf("%+v, %v", st, err)
	}
	r.fails, r.answers = nil, map[string]string{
		"sc.exe query": "\r\nSERVICE_NAME: leadsheet\r\n        TYPE               : 10  WIN32_OWN_PROCESS\r\n" +
			"        STATUS             : 4  RUNNING\r\n        WIN32_EXIT_CODE    : 0  (0x0)\r\n"}
	if st, err := m.Status(t.Context()); err != nil || !st.Running {
		t.Errorf("%+v, %v", st, err)
	}
	if got := serviceFolder.FindStringSubmatch("    ImagePath    REG_EXPAND_SZ    " + commandLine(p) + "\r\n\r\n"); got == nil ||
		got[1] != p.Folder {
		t.Errorf("the folder of the service is %q", got)
	}
}

func writeLog(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestLastLines(t *testing.T) {
	for _, c := range []struct {
		text string
		n    int
		want string
	}{
		{"", 3, ""}, {"a\nb\nc\n", 2, "b\nc\n"}, {"a\nb\nc", 2, "b\nc"}, {"a\n", 5, "a\n"}, {"a\nb\n", 0, ""}, {"\n\n", 1, "\n"},
	} {
		if got := string(lastLines([]byte(c.text), c.n)); got != c.want {
			t.Errorf("last %d of %q: %q, want %q", c.n, c.text, got, c.want)
		}
	}
}

func TestTail_Follows(t *testing.T) {
	path := filepath.Join(t.TempDir(), logName)
	writeLog(t, path, "before\n")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	from, to := io.Pipe()
	done := make(chan error, 1)
	go func() { done <- tail(ctx, to, path, 10, true) }()
	read := func(want string) {
		t.Helper()
		got := make([]byte, len(want))
		if _, err := io.ReadFull(from, got); err != nil || string(got) != want {
			t.Fatalf("read %q, %v", got, err)
		}
	}
	read("before\n")
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString("after\n"); err != nil {
		t.Fatal(err)
	}
	read("after\n")
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// What systemd is told: passes that fail feed nothing.
func TestNotifier(t *testing.T) {
	now := time.Date(2026, 11, 27, 10, 0, 0, 0, time.UTC)
	var told []string
	n := newNotifier(func(s string) { told = append(told, strings.ReplaceAll(s, "\n", " ")) }, func() time.Time { return now })
	n.Ready()
	for range 3 {
		n.Progress()
		now = now.Add(6 * time.Second)
	}
	n.Passed(now, true, false)
	n.Passed(now, false, false)
	n.Passed(now, false, true)
	n.Stopping(time.Minute)
	want := []string{
		"READY=1 STATUS=The first pass has begun.", "WATCHDOG=1", "WATCHDOG=1",
		"WATCHDOG=1 STATUS=The last pass was good, at 2026-11-27 10:00:18.",
		"STATUS=The last pass failed, at 2026-11-27 10:00:18; the log says why.",
		"WATCHDOG=1 STATUS=The workbook is open in another program; what comes in waits. Last look at 2026-11-27 10:00:18.",
		"STOPPING=1 EXTEND_TIMEOUT_USEC=60000000 STATUS=The pass at hand is finished first.",
	}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Error(diff)
	}
}

func TestExec(t *testing.T) {
	if _, err := (Exec{}).Run(t.Context(), "go", "no-such-command"); err == nil || !strings.Contains(err.Error(), "unknown command") {
		t.Errorf("a command that fails: %v", err)
	}
	var out strings.Builder
	if err := (Exec{}).Stream(t.Context(), &out, "go", "version"); err != nil || !strings.Contains(out.String(), "go version") {
		t.Errorf("streamed %q, %v", out.String(), err)
	}
	m, _ := manager(t, "linux", 0, false, &recorder{fails: map[string]error{"systemctl": fmt.Errorf("x: %w", errNoSystemctl())}})
	if _, err := m.Status(t.Context()); err == nil || !strings.Contains(err.Error(), "no systemd") {
		t.Errorf("without systemd: %v", err)
	}
}

// errNoSystemctl is the error of a command that is not there.
func errNoSystemctl() error {
	_, err := (Exec{}).Run(context.Background(), "no-such-command-of-ours")
	return err
}

// While messages are read, the log's lines about it feed the watchdog; other lines do not.
func TestNotifier_WatchesTheLog(t *testing.T) {
	told := 0
	n := newNotifier(func(string) { told++ }, time.Now)
	log := slog.New(n.Watch(slog.NewTextHandler(io.Discard, nil), "reading the mailbox")).With("team", "x").WithGroup("g")
	log.Info("another line")
	if told != 0 {
		t.Error("any line feeds the watchdog")
	}
	log.Info("reading the mailbox", "messages", 50)
	if told != 1 {
		t.Errorf("told %d times", told)
	}
	if (*Notifier)(nil).Watch(slog.DiscardHandler, "") != slog.DiscardHandler {
		t.Error("without a notifier the log is not left alone")
	}
}
