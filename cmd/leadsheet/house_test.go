package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"sort"
	"strings"
	"testing"
)

// house is who may import whom, among ours. A package below another (mailin/mailtest) counts as its parent's room
// unless it is listed itself.
var house = map[string][]string{
	"lead": {},
	// The format of the keys in Intake has one home, and whoever makes or reads one imports it: rules for the digest of
	// edited answers and for what is known, the sources for the keys of what they bring.
	"intake/ledger":     {"lead"},
	"rules":             {"lead", "lead/hint", "intake/ledger"},
	"reports":           {"lead", "rules", "sheets"},
	"lead/hint":         {},
	"signin":            {"lead/hint"},
	"mailin":            {"lead", "lead/hint", "intake/ledger", "signin", "mailin/message", "mailin/reading"},
	"mailin/message":    {"lead"},
	"mailin/reading":    {"lead", "intake/ledger", "mailin/message"},
	"forms":             {"lead", "intake/ledger"},
	"sheets":            {"lead", "lead/hint"},
	"sheets/xlsx":       {"sheets"},
	"sheets/google":     {"sheets", "sheets/google/undo", "signin", "lead/hint"},
	undo:                {"sheets"},
	"sheets/sheetstest": {"sheets"},
	"daemon": {"lead", "lead/hint", "rules", "reports", "sheets", "mailin", "mailin/reading", "forms",
		"intake/ledger"},
	setupRoom: {"lead", "lead/hint", "rules", "reports", "sheets", "sheets/xlsx", "sheets/google", "mailin",
		"mailin/reading", "forms", "signin", "daemon"},
	"cmd": {"lead", "lead/hint", "rules", "reports", "sheets", "sheets/xlsx", "sheets/google", "mailin",
		"mailin/reading", "forms", "signin", "daemon", setupRoom},
	workshop: {},
}

// setupRoom may import everything but the command around it.
const setupRoom = "cmd/leadsheet/setup"

// undo is the log of a write and the put-back, as values.
const undo = "sheets/google/undo"

// workshop is where everything is put together to be shaken; it may import whatever it likes, and nobody imports it.
const workshop = "sheets/sheetstest/simulate"

// homes are the rooms that may import an external module; a module without a home may be imported anywhere.
var homes = map[string][]string{
	"github.com/emersion/go-imap/v2":       {"mailin"},
	"github.com/emersion/go-sasl":          {"mailin"},
	"github.com/jhillyerd/enmime/v2":       {"mailin/message"},
	"github.com/xuri/excelize/v2":          {"sheets/xlsx", "forms"},
	"google.golang.org/api":                {"sheets/google", "sheets/sheetstest"},
	"golang.org/x/time":                    {"sheets/google"},
	"golang.org/x/oauth2":                  {"signin"},
	"golang.org/x/term":                    {"cmd"},
	"github.com/wneessen/go-mail":          {"outbox"},
	"github.com/kelseyhightower/envconfig": {"cmd"},
	"github.com/alecthomas/kong":           {"cmd"},
	"github.com/nyaruka/phonenumbers":      {"lead"},
	"golang.org/x/net":                     {"mailin/message", "lead"},
	"github.com/wlynxg/chardet":            {"forms"},
	"github.com/rogpeppe/go-internal":      {"cmd"},
}

// pure are the rooms that compute on values only: clocks are passed in, I/O is elsewhere.
var pure = []string{"lead", "lead/hint", "intake/ledger", "rules", "reports", undo}

// pureStd are the standard packages that the pure rooms must do without.
var pureStd = []string{"os", "net", "io/fs", "log", "log/slog", "net/http", "os/exec"}

type listed struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
}

func room(path string) string {
	path = strings.TrimPrefix(path, "leadsheet/")
	for path != "" {
		if _, ok := house[path]; ok {
			return path
		}
		i := strings.LastIndex(path, "/")
		if i < 0 {
			break
		}
		path = path[:i]
	}
	return ""
}

func TestTheHouseStandsAsDrawn(t *testing.T) {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports,TestImports,XTestImports", "leadsheet/...").Output()
	if err != nil {
		t.Fatalf("list packages: %v", err)
	}
	dec := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		from := room(p.ImportPath)
		if from == "" {
			t.Errorf("%s has no room in the house; a new one needs a reason", p.ImportPath)
			continue
		}
		for _, imp := range p.Imports {
			checkImport(t, from, p.ImportPath, imp)
		}
	}
}

func checkImport(t *testing.T, from, pkg, imp string) {
	t.Helper()
	if from == workshop {
		return
	}
	if strings.HasPrefix(imp, "leadsheet/") {
		if to := room(imp); to != from && !slices.Contains(house[from], to) {
			t.Errorf("%s imports %s; %s may import only %v of ours", pkg, imp, from, house[from])
		}
		return
	}
	if slices.Contains(pure, from) && slices.Contains(pureStd, imp) {
		t.Errorf("%s imports %s, but is pure", pkg, imp)
	}
	modules := make([]string, 0, len(homes))
	for m := range homes {
		modules = append(modules, m)
	}
	sort.Strings(modules)
	for _, m := range modules {
		if (imp == m || strings.HasPrefix(imp, m+"/")) && !slices.Contains(homes[m], from) {
			t.Errorf("%s imports %s, whose home is %v", pkg, imp, homes[m])
		}
	}
}
