package fleet

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"leadsheet/cmd/leadsheet/service"
	"leadsheet/daemon/health"
	"leadsheet/lead/hint"
)

// program is one that calls its settings as the real one does.
func program(t *testing.T) *Program {
	name := func(s hint.Setting) string { return "L_" + strings.ToUpper(strings.ReplaceAll(string(s), " ", "_")) }
	return &Program{Context: t.Context(), Environment: map[string]string{}, Prefix: "L_",
		Names:         hint.Names{Setting: name, Command: func(c hint.Command) string { return string(c) }},
		WrongSettings: func(err error) error { return err },
		Log:           func(string) *slog.Logger { return slog.New(slog.DiscardHandler) },
		Notifier:      service.NewNotifier(),
		Unknown: func(values map[string]string) (faults []error) {
			for name := range values {
				if strings.HasPrefix(name, "L_TYPO") {
					faults = append(faults, errors.New(name+" is not a setting"))
				}
			}
			return faults
		}}
}

// fleetIn is the fleet of a folder with these files.
func fleetIn(t *testing.T, files map[string]string) *Fleet {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f, err := program(t).open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// Whatever is wrong with a file: the sentence says where, and what to do.
func TestSettings_FaultsSayFileLineAndWhatToDo(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"empty":               {"", "L_BOOK is missing: name the workbook"},
		"half-written":        {"L_BO", "line 1: this is neither NAME=value nor a comment"},
		"an open quote":       {"L_BOOK=\"leads.xlsx\nL_POLL=1m", "line 1"},
		"a mistake":           {"# team\nL_BOOK=leads.xlsx\nL_POLL=often\n", "kim.env, line 3: L_POLL is \"often\": give a time"},
		"an unknown name":     {"L_BOOK=leads.xlsx\nL_TYPO=1\n", "kim.env, line 2: L_TYPO is not a setting"},
		"twice":               {"L_BOOK=a.xlsx\n\nL_BOOK=b.xlsx\n", "kim.env, line 3: L_BOOK stands in line 1, too: keep one"},
		"no spreadsheet":      {"L_BOOK=https://example.com/\n", "kim.env, line 1: L_BOOK"},
		"UTF-16":              {"\xff\xfeL\x00_\x00", "line 1: this is not text in UTF-8: save the file"},
		"Latin-1":             {"L_BOOK=leads.xlsx\nL_DROP=B\xfcro\n", "line 2: this is not text in UTF-8"},
		"no password file":    {"L_BOOK=leads.xlsx\nL_IMAP_ADDR=a.example\nL_IMAP_USER=u\nL_IMAP_PASSWORD_FILE=pw\n", "kim.env, line 4: L_IMAP_PASSWORD_FILE cannot be used"},
		"no file of accounts": {"L_BOOK=leads.xlsx\nL_ACCOUNTS=more\n", "kim.env, line 2: L_ACCOUNTS cannot be used"},
	} {
		f := fleetIn(t, map[string]string{"kim.env": c.text})
		_, err := f.settingsOf("kim")
		if err == nil {
			t.Errorf("%s: no fault", name)
			continue
		}
		if text := f.program.Names.In(err.Error()); !strings.Contains(text, c.want) || !strings.Contains(text, "kim.env") {
			t.Errorf("%s: %s\nwant: %s", name, text, c.want)
		}
	}
}

// The settings of a team are those of its file: neither those of another nor of the process. What it keeps lies in its
// own folder.
func TestSettings_NothingIsSharedUnlessSaid(t *testing.T) {
	f := fleetIn(t, map[string]string{
		"kim.env": "\ufeffL_BOOK=\"leads.xlsx\"\r\nL_IMAP_ADDR=mail.example\r\nL_IMAP_USER=kim@firm.example\r\nL_IMAP_PASSWORD=secret\r\nL_HTTP=:80\r\nL_POLL=1m\r\n",
		"lee.env": "export L_BOOK=google:1abcdefghijklmnopqrstuvwxyz\nL_GOOGLE_ENDPOINT=http://127.0.0.1:1/\nPATH=/bin\n"})
	f.process.Poll, f.process.HTTP = "40s", "127.0.0.1:8080"
	kim, err := f.settingsOf("kim")
	if err != nil {
		t.Fatal(err)
	}
	lee, err := f.settingsOf("lee")
	if err != nil {
		t.Fatal(err)
	}
	own := func(team, name string) string { return filepath.Join(f.folder.dir, team, name) }
	for _, c := range [][2]string{
		{kim.Book, own("kim", "leads.xlsx")}, {kim.Drop, own("kim", "drop")}, {lee.Drop, own("lee", "drop")},
		{kim.ClaimsFile(), own("kim", ".leadsheet-leads.xlsx.reading")},
		{lee.ClaimsFile(), own("lee", "reading-1abcdefghijklmnopqrstuvwxyz.json")},
		{kim.MailAccount().KeptFile, own("kim", "mail-token.json")}, {lee.SignIn().Token, own("lee", "google-token.json")},
		{kim.Poll, "1m"}, {lee.Poll, "40s"}, {lee.IMAPAddr, ""}, {lee.IMAPPassword, ""}, {kim.HTTP, ""},
	} {
		if c[0] != c[1] {
			t.Errorf("%q, want %q", c[0], c[1])
		}
	}
	if len(kim.notes) != 1 || !strings.Contains(kim.notes[0], "line 5: L_HTTP is a setting of the process") {
		t.Errorf("notes: %q", kim.notes)
	}
	env := f.environmentOf(lee, "lee")
	if env["PATH"] != "" || env["L_BOOK"] != lee.Book || env["L_DROP"] != lee.Drop || env["L_STATE"] != own("lee", "") {
		t.Errorf("the environment of a command for one team: %v", env)
	}
}

// A setting of a team in the environment of the process would be every team's.
func TestSettings_OfATeamAreRefusedInTheProcess(t *testing.T) {
	p := program(t)
	p.Environment = map[string]string{"L_BOOK": "leads.xlsx", "L_TYPO": "", "L_LOG": "json", "PATH": "/bin"}
	_, err := p.open(t.TempDir())
	if err == nil || !strings.Contains(p.Names.In(err.Error()), "L_BOOK is set for the process, but belongs to a team") ||
		!strings.Contains(err.Error(), "L_TYPO is not a setting") || strings.Contains(p.Names.In(err.Error()), "L_LOG is set") {
		t.Error(err)
	}
}

// Passwords in a file that others can read are told of.
func TestSettings_ReadableByOthers(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes mean nothing here")
	}
	f := fleetIn(t, map[string]string{"kim.env": "L_BOOK=leads.xlsx\n"})
	if err := os.Chmod(f.folder.path("kim"), 0o644); err != nil {
		t.Fatal(err)
	}
	s, err := f.settingsOf("kim")
	if err != nil || len(s.notes) != 1 || !strings.Contains(s.notes[0], "can be read by other users") {
		t.Errorf("%v, %q", err, s.notes)
	}
}

// Two teams in one workbook, by whatever name, would mix up their leads: the second is refused until the first is gone.
func TestTaken_OneTeamAPlace(t *testing.T) {
	dir := t.TempDir()
	if err := os.Symlink(dir, filepath.Join(dir, "link")); err != nil {
		t.Skip(err)
	}
	book := "L_BOOK=" + dir
	f := fleetIn(t, map[string]string{"kim.env": book + "/a.xlsx", "lee.env": book + "/link/a.xlsx",
		"sam.env": book + "/b.xlsx\nL_DROP=../kim/drop", "max.env": book + "/c.xlsx"})
	take := func(team string) (func(), error) {
		s, err := f.settingsOf(team)
		if err != nil {
			t.Fatal(err)
		}
		_, release, err := f.taken.take(team, placesOf(&s.Config))
		return release, err
	}
	release, err := take("kim")
	if err != nil {
		t.Fatal(err)
	}
	for team, want := range map[string]string{"lee": "{setting book} names the workbook that the team kim has already",
		"sam": "{setting drop} names the drop folder that the team kim has already"} {
		if _, err := take(team); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", team, err, want)
		}
	}
	if _, err := take("max"); err != nil {
		t.Error(err)
	}
	release()
	if _, err := take("lee"); err != nil {
		t.Error(err)
	}
}

// Two teams that read one inbox are told of it; each with a folder of its own may share the mailbox.
func TestTaken_OneInboxOfTwoTeams(t *testing.T) {
	box := "\nL_IMAP_ADDR=mail.example:993\nL_IMAP_PASSWORD=x\nL_IMAP_USER="
	f := fleetIn(t, map[string]string{
		"kim.env": "L_BOOK=a.xlsx" + box + "office@firm.example",
		"lee.env": "L_BOOK=b.xlsx" + box + "Office@firm.example",
		"max.env": "L_BOOK=c.xlsx\nL_IMAP_FOLDER=Max" + box + "office@firm.example",
	})
	for _, c := range []struct{ team, want string }{{"kim", ""}, {"max", ""}, {"lee", "{setting imap user} names the " +
		"folder INBOX of the mailbox Office@firm.example that the team kim reads, too"}} {
		s, err := f.settingsOf(c.team)
		if err != nil {
			t.Fatal(err)
		}
		notes, _, err := f.taken.take(c.team, placesOf(&s.Config))
		if got := strings.Join(notes, "\n"); err != nil || !strings.HasPrefix(got, c.want) || c.want == "" && got != "" {
			t.Errorf("%s: %v, %q", c.team, err, got)
		}
	}
}

// A panic is a fault of the team in which it happened, with a sentence that shows nothing of what caused it but its text.
func TestTeam_PanicIsAFaultOfTheTeam(t *testing.T) {
	f := fleetIn(t, map[string]string{"kim.env": "L_BOOK=leads.xlsx\nL_TYPO=1"})
	f.program.Unknown = func(map[string]string) []error { panic("index out of range") }
	team := &team{fleet: f, name: "kim", log: f.log, retry: firstRetry, monitor: health.NewMonitor(health.About{Team: "kim"})}
	err := team.live(t.Context())
	if err == nil || !strings.Contains(err.Error(), "index out of range") || strings.Contains(err.Error(), "goroutine") {
		t.Error(err)
	}
}

// The lock of a folder is one fleet's.
func TestLock_OneFleetAFolder(t *testing.T) {
	dir := t.TempDir()
	unlock, err := lock(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lock(dir); err == nil || !strings.Contains(err.Error(), "another fleet runs the teams in "+dir) {
		t.Errorf("a second fleet: %v", err)
	}
	unlock()
	if unlock, err = lock(dir); err != nil {
		t.Fatal(err)
	}
	unlock()
}
