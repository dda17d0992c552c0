package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// house is who may import whom, among ours. A package below another (mailin/mailtest) counts as its parent's room
// unless it is listed itself.
var house = map[string][]string{
	"lead":       {"lead/language"},
	"lead/words": {},
	// The words that people and programs write; the labels among them serve mails and exports alike.
	"lead/language": {},
	// The format of the keys in Intake has one home, and whoever makes or reads one imports it: rules for the digest of
	// edited answers and for what is known, the sources for the keys of what they bring.
	"intake/ledger":  {"lead"},
	"rules/command":  {"lead"},
	"rules/acts":     {"lead", "rules/command", "rules/policy", "rules/history", "rules/cadence"},
	"rules/policy":   {"lead", "rules/calendar"},
	"rules/calendar": {},
	"rules/lists":    {"lead", "rules/policy"},
	"rules/owners":   {"lead", "rules/policy"},
	"rules/turns":    {"lead"},
	"rules/signals":  {"lead", "rules/policy"},
	"rules/statuses": {"rules/policy"},
	"rules/details":  {"lead", "rules/policy"},
	"rules/lint":     {},
	"rules/aging":    {"lead", "rules/command", "rules/policy"},
	"rules/cadence":  {"lead", "lead/language", "rules/command", "rules/policy"},
	"rules/history": {"lead", "rules/command", "rules/policy", "rules/owners", "rules/turns", "rules/statuses",
		"rules/cadence"},
	"rules/clocks":   {"lead", "rules/policy"},
	"rules/matching": {"lead", "rules/policy", "intake/ledger"},
	"rules/outcomes": {"lead", "intake/ledger"},
	"rules/attention": {"lead", "rules/command", "rules/policy", "rules/owners", "rules/turns", "rules/history",
		"rules/statuses",
		"rules/clocks", "rules/scoring"},
	"rules": {"lead", "lead/hint", "intake/ledger", "rules/command", "rules/policy", "rules/lists",
		"rules/owners", "rules/turns", "rules/history", "rules/matching", "rules/outcomes", "rules/attention",
		"rules/signals", "rules/details", "rules/clocks", "rules/scoring", "rules/acts", "rules/cadence",
		"rules/elsewhere", "rules/outgoing", "rules/bymail"},
	"reports/facts": {"lead", "rules/policy", "rules/owners", "rules/turns", "rules/history", "rules/attention",
		"rules/cadence", "rules/clocks", "rules/command", "rules/statuses"},
	"reports/canvas":  {"lead", "sheets"},
	"reports/remarks": {"lead"},
	"reports/process": {"lead", "reports/facts", "reports/canvas", "rules/policy", "rules/lint", "rules/scoring"},
	"reports/today": {"lead", "reports/facts", "reports/canvas", "reports/remarks", "reports/process", "rules/policy",
		"rules/owners", "rules/turns", "rules/cadence", "sheets"},
	"reports/calendar": {"lead", "reports/facts", "rules/policy"},
	"reports/handover": {"lead", "rules/policy"},
	"reports/plain":    {"reports/figures"},
	"reports/figures":  {"lead", "reports/facts", "reports/canvas", "rules/policy"},
	"reports": {"lead", "rules", "rules/policy", "rules/owners", "rules/turns", "rules/clocks", "rules/history",
		"rules/attention", "rules/lint", "rules/conditions", "sheets", "reports/facts", "reports/canvas",
		"reports/figures", "reports/today", "reports/detail",
		"reports/process"},
	"reports/proof":  {"lead", "reports/facts", "reports/figures", "rules/policy", "sheets"},
	"reports/detail": {"lead", "sheets", "rules/policy", "reports/facts", "reports/figures", "reports/canvas"},
	"rules/outgoing": {"lead", "rules/policy", "rules/history", "rules/owners", "rules/turns", "rules/clocks",
		"rules/replies", "intake/ledger"},
	"rules/replies": {"lead", "rules/policy", "rules/history", "rules/cadence"},
	"reports/letters": {"lead", "rules/policy", "rules/outgoing", "reports", "reports/facts", "reports/figures",
		"reports/canvas",
		"reports/today", "reports/process"},
	"rules/bymail":     {"lead", "rules/command", "rules/acts", "rules/outcomes", "rules/outgoing", "rules/policy"},
	"rules/elsewhere":  {"lead", "rules/policy", "rules/turns", "rules/matching"},
	demoRoom:           {"lead", "rules", "rules/policy", "rules/lists", "sheets", "mailin/reading", "intake"},
	"rules/conditions": {"lead", "rules/policy", "rules/signals"},
	"rules/scoring":    {"lead", "rules/policy", "rules/history", "rules/conditions"},
	"lead/hint":        {},
	"signin":           {"lead/hint"},
	"mailin": {"lead", "lead/hint", "intake/ledger", "signin", "mailin/message", "mailin/reading",
		"mailin/server"},
	"mailin/server":      {"lead/hint"},
	"mailin/message":     {"lead", "lead/language"},
	"mailin/reading":     {"lead", "lead/language", "intake/ledger", "mailin/message"},
	"outbox":             {"lead", "lead/hint", "mailin/server", "signin"},
	"forms":              {"lead", "intake/ledger", "forms/table", "forms/dates"},
	"forms/dates":        {"lead/language"},
	"forms/table":        {"lead"},
	"sheets":             {"lead", "lead/hint"},
	"sheets/xlsx":        {"sheets", "sheets/xlsx/ooxml", "sheets/xlsx/stream"},
	"sheets/xlsx/ooxml":  {"lead"},
	"sheets/xlsx/stream": {"lead", "sheets/xlsx/ooxml"},
	"sheets/google": {"sheets", "sheets/google/address", "sheets/google/call", "sheets/google/changes",
		"sheets/google/clock", "sheets/google/draw",
		"sheets/google/lock", "sheets/google/poll", undo, "signin", "lead/hint"},
	"sheets/google/address":      {"lead/hint"},
	"sheets/google/call":         {},
	"sheets/google/changes":      {"lead/hint", "sheets/google/call", "sheets/google/lock"},
	"sheets/google/clock":        {},
	"sheets/google/lock":         {},
	"sheets/google/draw":         {"sheets", undo},
	"sheets/google/poll":         {"sheets"},
	"sheets/google/quota":        {},
	undo:                         {"sheets"},
	"sheets/sheetstest":          {"sheets"},
	"sheets/sheetstest/gdrive":   {"sheets/google/changes"},
	"sheets/sheetstest/idlecost": {"sheets/sheetstest", "mailin/message"},
	"sheets/sheetstest/emulator": {"sheets/sheetstest", "sheets/sheetstest/gdrive"},
	serviceRoom:                  {"lead/hint"},
	cmdlineRoom:                  {},
	"intake/claims":              {},
	"intake":                     {"lead", "lead/hint", "mailin", "mailin/reading", "forms", "intake/ledger", "intake/claims"},
	"daemon/publish":             {"reports/calendar"},
	"daemon/told":                {"rules/outgoing"},
	"daemon/archive":             {"lead", "lead/hint", "rules/aging", "rules/policy", "sheets"},
	"daemon/health":              {"lead", "lead/hint"},
	"daemon": {"lead", "rules", "rules/policy", "rules/history", "rules/lists", "rules/outgoing", "reports",
		"reports/facts", "reports/figures", "reports/proof", "reports/letters", "reports/calendar",
		"reports/handover", "sheets",
		"intake", "intake/ledger", "outbox",
		"daemon/publish", "daemon/told", "daemon/health", "daemon/archive", "daemon/outage", "rules/aging"},
	"daemon/outage": {},
	watchRoom:       {"daemon/health", "intake", "lead/hint", "signin"},
	setupRoom: {"lead", "lead/hint", "rules", "rules/policy", "reports", "sheets", "sheets/xlsx", "sheets/google",
		"sheets/google/address", "sheets/google/clock", "mailin",
		"mailin/reading", "forms", "signin", "intake", "intake/claims", "daemon", "daemon/told", "daemon/health", "daemon/archive",
		"outbox", "reports/calendar", pageRoom},
	"cmd": {"lead", "lead/hint", "rules", "rules/policy", "reports", "reports/figures", "reports/handover",
		"reports/plain", "sheets", "sheets/xlsx", "sheets/xlsx/stream", "sheets/google", "mailin", "mailin/reading",
		"forms", "forms/table", "signin",
		"intake", "intake/claims", "daemon", "daemon/told", "daemon/health", "outbox", setupRoom, demoRoom, watchRoom,
		pageRoom, serviceRoom, cmdlineRoom, "cmd/leadsheet/limit", assemblyRoom, fleetRoom,
		"cmd/leadsheet/envfile"},
	"cmd/leadsheet/limit": {},
	assemblyRoom: {"lead", "lead/hint", "rules/policy", "sheets", "sheets/xlsx", "intake", "intake/claims", "daemon", "daemon/told",
		"daemon/health", "outbox", setupRoom},
	fleetRoom: {"lead/hint", "sheets/google", "sheets/google/address",
		"sheets/google/changes", "sheets/google/quota", "signin", "intake", "intake/claims", "daemon", "daemon/health",
		"daemon/outage", setupRoom, watchRoom, serviceRoom, assemblyRoom, queueRoom, "cmd/leadsheet/envfile"},
	"cmd/leadsheet/envfile": {"signin"},
	pageRoom:                {},
	queueRoom:               {},
	workshop:                {},
}

// assemblyRoom puts a daemon together out of settings, and fleetRoom runs many.
const (
	assemblyRoom = "cmd/leadsheet/assembly"
	fleetRoom    = "cmd/leadsheet/fleet"
)

// everybodys is what people read, and what is read back of it: whoever writes or reads a text may ask there.
const everybodys = "lead/words"

// setupRoom may import everything but the command around it.
const setupRoom = "cmd/leadsheet/setup"

// watchRoom is what is served of a leadsheet that runs.
const watchRoom = "cmd/leadsheet/watch"

// serviceRoom talks to the services of the operating system, and cmdlineRoom is the command line as shells and manuals
// want it. Neither knows anything of leadsheet.
const (
	serviceRoom = "cmd/leadsheet/service"
	cmdlineRoom = "cmd/leadsheet/cmdline"
)

// demoRoom is the story that the command demo shows.
const demoRoom = "cmd/leadsheet/demo"

// queueRoom shares the teams of a fleet among processes. It knows names of teams, and nothing of what they are.
const queueRoom = "cmd/leadsheet/fleet/queue"

// pageRoom is how web pages look; whoever serves one imports it.
const pageRoom = "cmd/leadsheet/page"

// undo is the log of a write and the put-back, as values.
const undo = "sheets/google/undo"

// workshop is where everything is put together to be shaken; it may import whatever it likes, and nobody imports it.
const workshop = "sheets/sheetstest/simulate"

// homes are the packages that may import an external module, outside tests. A module that is not listed may be
// imported by nobody. Tests may import every module of this table.
var homes = map[string][]string{
	"github.com/KimMachineGun/automemlimit": {"cmd/leadsheet/limit"},
	"github.com/alecthomas/kong":            {"cmd", cmdlineRoom},
	"github.com/coreos/go-systemd/v22":      {serviceRoom},
	"github.com/emersion/go-imap/v2":        {"mailin"},
	"github.com/emersion/go-sasl":           {"mailin", "outbox"},
	"github.com/emersion/go-smtp":           {"outbox"},
	"github.com/jackc/pgx/v5":               {queueRoom},
	"github.com/jhillyerd/enmime/v2":        {"mailin/message"},
	"github.com/kelseyhightower/envconfig":  {"cmd"},
	"github.com/nyaruka/phonenumbers":       {"lead"},
	"github.com/prometheus/client_golang":   {watchRoom},
	"github.com/rickar/cal/v2":              {setupRoom},
	"github.com/riverqueue/river":           {queueRoom},
	"github.com/riverqueue/river/rivertype": {queueRoom},
	"github.com/wneessen/go-mail":           {"outbox"},
	"github.com/xuri/excelize/v2":           {"sheets/xlsx"},
	"golang.org/x/net":                      {"lead", "mailin/message", "outbox", watchRoom},
	"golang.org/x/oauth2":                   {"signin"},
	"golang.org/x/sys":                      {"sheets/xlsx", serviceRoom, fleetRoom},
	"golang.org/x/term":                     {setupRoom},
	"golang.org/x/text": {"forms", "forms/table", "lead", "lead/words", "mailin/message",
		"sheets/xlsx/ooxml"},
	"github.com/klauspost/compress": {"sheets/xlsx/ooxml", "sheets/xlsx/stream"},
	"golang.org/x/time":             {"sheets/google", "sheets/google/quota"},
	"google.golang.org/api":         {"sheets/google", "sheets/google/call", "sheets/google/draw", "sheets/google/lock"},

	"github.com/riverqueue/river/riverdriver/riverpgxv5": {queueRoom},
}

// testModules are external modules that only tests import.
var testModules = []string{
	"github.com/chromedp/chromedp",
	"github.com/google/go-cmp",
	"github.com/prometheus/common",
	"github.com/rogpeppe/go-internal",
	"pgregory.net/rapid",
}

// room is the nearest entry of the house at or above a package, or "".
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
	modules := requiredModules(t)
	used := make(map[string]bool) // "module home", and the module alone for tests
	rooms := make(map[string]bool)
	for _, f := range allFiles(t) {
		rooms[room(f.pkg)] = true
		for _, fault := range importFaults(f, modules) {
			t.Error(fault)
		}
		for imp := range f.imports() {
			module := moduleOf(imp, modules)
			used[module] = true
			if !f.test {
				used[module+" "+room(f.pkg)] = true
			}
		}
	}
	for _, stale := range staleEntries(rooms, used) {
		t.Error(stale)
	}
}

// importFaults are the imports of a file that the map does not allow. What the map does not name is denied.
func importFaults(f sourceFile, modules []string) []string {
	from := room(f.pkg)
	if from == "" {
		return []string{fmt.Sprintf("%s has no room in the house; a new one needs a reason", f.pkg)}
	}
	var faults []string
	for _, imp := range slices.Sorted(maps.Keys(f.imports())) {
		switch {
		case strings.HasPrefix(imp, "leadsheet/"):
			to := room(imp)
			if !f.test && from != workshop && to != from && to != everybodys && !slices.Contains(house[from], to) {
				faults = append(faults,
					fmt.Sprintf("%s imports %s; %s may import only %v of ours", f.path, imp, from, house[from]))
			}
		case external(imp):
			if fault := moduleFault(f, from, imp, moduleOf(imp, modules)); fault != "" {
				faults = append(faults, fault)
			}
		}
	}
	return faults
}

// moduleFault says why a file of this room may not import a package of this module, or "".
func moduleFault(f sourceFile, from, imp, module string) string {
	allowed, known := homes[module]
	testOnly := slices.Contains(testModules, module)
	switch {
	case module == "":
		return fmt.Sprintf("%s imports %s, which no module in go.mod provides", f.path, imp)
	case f.test && !known && !testOnly:
		return fmt.Sprintf("%s imports %s, but %s is not in homes or testModules", f.path, imp, module)
	case f.test:
		return ""
	case testOnly:
		return fmt.Sprintf("%s imports %s, but %s is for tests only", f.path, imp, module)
	case !known:
		return fmt.Sprintf("%s imports %s, but %s has no home; give it one in homes", f.path, imp, module)
	case !slices.Contains(allowed, from):
		return fmt.Sprintf("%s imports %s, whose home is %v", f.path, imp, allowed)
	}
	return ""
}

// staleEntries are the entries of the maps that stand for nothing in the tree any more.
func staleEntries(rooms, used map[string]bool) []string {
	var stale []string
	for _, r := range slices.Sorted(maps.Keys(house)) {
		if !rooms[r] {
			stale = append(stale, fmt.Sprintf("the house has a room %s, but there is no such package", r))
		}
		for _, to := range house[r] {
			if _, ok := house[to]; !ok {
				stale = append(stale, fmt.Sprintf("%s may import %s, which is no room of the house", r, to))
			}
		}
	}
	for _, module := range slices.Sorted(maps.Keys(homes)) {
		for _, home := range homes[module] {
			if !used[module+" "+home] {
				stale = append(stale, fmt.Sprintf("%s has a home in %s, which does not import it", module, home))
			}
		}
	}
	for _, module := range testModules {
		if !used[module] {
			stale = append(stale, fmt.Sprintf("%s is listed for tests, but no test imports it", module))
		}
	}
	return stale
}

// external tells whether an import path is neither ours nor of the standard library.
func external(imp string) bool {
	first, _, _ := strings.Cut(imp, "/")
	return strings.Contains(first, ".")
}

// moduleOf is the module that provides an import path: the longest module path that is a prefix of it, or "".
func moduleOf(imp string, modules []string) string {
	found := ""
	for _, m := range modules {
		if (imp == m || strings.HasPrefix(imp, m+"/")) && len(m) > len(found) {
			found = m
		}
	}
	return found
}

// What the guard is for: a rule that reads the clock, or takes in a library that nobody decided on.
func TestTheMapDeniesByDefault(t *testing.T) {
	modules := requiredModules(t)
	for _, c := range []struct{ name, path, source, want string }{
		{"an indirect module", "rules/new.go", `package rules; import _ "github.com/google/uuid"`, "has no home"},
		{"an unknown module", "rules/new.go", `package rules; import _ "example.com/clock"`, "no module in go.mod"},
		{"in another's home", "rules/new.go", `package rules; import _ "golang.org/x/time/rate"`, "whose home is"},
		{"a module of tests", "rules/new.go", `package rules; import _ "pgregory.net/rapid"`, "for tests only"},
		{"a test's own module", "rules/new_test.go", `package rules; import _ "github.com/google/uuid"`,
			"not in homes"},
		{"one of ours", "rules/new.go", `package rules; import _ "leadsheet/sheets"`, "may import only"},
		{"a package without a room", "clock/new.go", `package clock`, "has no room"},
		{"a package in an unnamed folder", "clock/rules/new.go", `package rules`, "has no room"},
		{"a test with rapid", "rules/new_test.go", `package rules; import _ "pgregory.net/rapid"`, ""},
		{"the standard library", "rules/new.go", `package rules; import _ "net/url"`, ""},
		{"at home", "lead/new.go", `package lead; import _ "golang.org/x/text/unicode/norm"`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := parseSource(c.path, c.source)
			if err != nil {
				t.Fatal(err)
			}
			checkFaults(t, importFaults(f, modules), c.want)
		})
	}
}

// checkFaults wants no fault, or one that says want.
func checkFaults(t *testing.T, faults []string, want string) {
	t.Helper()
	if want == "" && len(faults) == 0 {
		return
	}
	if want == "" || len(faults) != 1 || !strings.Contains(faults[0], want) {
		t.Errorf("faults %q, want one with %q (none if empty)", faults, want)
	}
}
