package intake_test

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"

	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// life is a drop folder over weeks: people fill in a form, and its owner exports it again and again.
type life struct {
	t      *rapid.T
	w      writer
	folder string
	drop   *intake.Drop
	state  rules.State
	people int
	files  int
	cuts   [][]byte // what lay in the folder for a moment
}

// pass takes in what the folder holds, and does what the rules want.
func (l *life) pass() {
	known := intake.Known{Keys: map[string]bool{}, Country: l.state.Policy.Country, Zone: l.state.Policy.Zone}
	for _, r := range l.state.Intake {
		known.Keys[r.Key] = true
	}
	items, err := l.drop.Collect(l.t.Context(), known)
	if err != nil {
		l.t.Fatal(err)
	}
	work := rules.Plan(l.state, items, now)
	for _, c := range work.Changes {
		sheets.Set(&l.state.Leads[c.Ref], c.Column, c.Want, l.state.Policy.Zone)
	}
	for _, in := range work.NewLeads {
		in.Ref = len(l.state.Leads)
		l.state.Leads = append(l.state.Leads, in)
	}
	for _, r := range work.Intake {
		r.Ref = len(l.state.Intake)
		l.state.Intake = append(l.state.Intake, r)
	}
	l.state.History = append(l.state.History, work.Events...)
}

// export writes the form as it is now: with its columns and rows in any order, some rows twice, with a column that is
// empty, from whatever time zone.
func (l *life) export() string {
	viewer := time.FixedZone("", 3600*rapid.IntRange(-8, 9).Draw(l.t, "zone"))
	order := rapid.Permutation(indices(l.people)).Draw(l.t, "rows")
	if l.w.ids && rapid.Bool().Draw(l.t, "a row twice") { // without a number, equal rows are two people who say the same
		order = append(order, order[0])
	}
	header := append([]string(nil), l.w.header...)
	empty := rapid.SampledFrom([]string{"", "Colour", "How many?"}).Draw(l.t, "empty column")
	if empty != "" {
		header = append(header, empty)
	}
	columns := rapid.Permutation(indices(len(header))).Draw(l.t, "columns")
	comma := rapid.SampledFrom([]string{",", ";", "\t"}).Draw(l.t, "comma")
	var b strings.Builder
	line := func(cells []string) {
		for i, c := range columns {
			if i > 0 {
				b.WriteString(comma)
			}
			b.WriteString(`"` + append(cells, "")[c] + `"`)
		}
		b.WriteString("\r\n")
	}
	line(header)
	for _, i := range order {
		line(l.w.row(i, now.AddDate(0, 0, -20).Add(time.Duration(i)*7001*time.Second), viewer))
	}
	return b.String()
}

// encode writes a text as different programs do.
func (l *life) encode(text string) []byte {
	switch rapid.SampledFrom([]string{"utf-8", "mark", "utf-16", "windows-1252"}).Draw(l.t, "encoding") {
	case "mark":
		return []byte("\xef\xbb\xbf" + text)
	case "utf-16":
		out := []byte("\xff\xfe")
		for _, u := range utf16.Encode([]rune(text)) {
			out = binary.LittleEndian.AppendUint16(out, u)
		}
		return out
	case "windows-1252":
		out, err := charmap.Windows1252.NewEncoder().Bytes([]byte(text))
		if err != nil {
			l.t.Fatal(err)
		}
		return out
	}
	return []byte(text)
}

func (l *life) put(name string, data []byte, age time.Duration) {
	path := filepath.Join(l.folder, name)
	if err := os.WriteFile(path, data, 0o644); err != nil {
		l.t.Fatal(err)
	}
	at := time.Now().Add(-age)
	if err := os.Chtimes(path, at, at); err != nil {
		l.t.Fatal(err)
	}
}

// Whatever becomes of the exports of a form, everybody who filled it in is one lead with one inquiry, and a file that
// is cut off anywhere and completed later changes nothing of that.
func TestDrop_LifeOfExports(t *testing.T) {
	policy, _ := policy.ReadPolicy(words.Language{}, nil, policy.InForce{})
	rapid.Check(t, func(t *rapid.T) {
		folder, err := os.MkdirTemp("", "drop")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(folder)
		l := &life{t: t, w: rapid.SampledFrom(writers).Draw(t, "vendor"), folder: folder, people: rapid.IntRange(1, 4).Draw(t, "people")}
		l.drop = &intake.Drop{Folder: folder}
		l.state = rules.State{Policy: policy, LeadColumns: lead.LeadColumns()}
		for range rapid.IntRange(1, 6).Draw(t, "exports") {
			l.files++
			name := fmt.Sprintf("export (%d).csv", rapid.IntRange(1, l.files).Draw(t, "name"))
			data := l.encode(l.export())
			if rapid.Bool().Draw(t, "cut") { // it is being written at this moment
				part := data[:rapid.IntRange(1, len(data)-1).Draw(t, "at")]
				l.cuts = append(l.cuts, part)
				l.put(name, part, 0)
				l.pass()
			}
			l.put(name, data, time.Duration(100-l.files)*time.Hour)
			l.pass()
			if rapid.Bool().Draw(t, "restart") {
				l.drop = &intake.Drop{Folder: folder}
			}
			if rapid.Bool().Draw(t, "again") {
				l.pass()
			}
			l.people += rapid.IntRange(0, 2).Draw(t, "more people")
			l.people = min(l.people, 8)
		}
		l.put("last.csv", []byte(l.export()), time.Hour)
		l.pass()
		l.check()
	})
}

func (l *life) check() {
	emails := map[string]int{}
	for _, in := range l.state.Leads {
		emails[in.Email]++
	}
	for i := range l.people {
		if emails[mail(i)] != 1 {
			l.t.Fatalf("%s is %d leads: %+v", mail(i), emails[mail(i)], l.state.Leads)
		}
	}
	for _, e := range l.state.History {
		if e.What == lead.Inquired {
			l.t.Fatalf("%s: an inquiry is there twice: %+v\n%s%q", l.w.vendor, e, l.rowsOf(e.Lead), l.cuts)
		}
	}
	seen := map[string]bool{}
	for _, r := range l.state.Intake {
		if seen[r.Key] {
			l.t.Fatalf("twice in Intake: %+v", r)
		}
		seen[r.Key] = true
	}
}

// rowsOf tells what came in for a lead.
func (l *life) rowsOf(id string) string {
	var b strings.Builder
	for _, r := range l.state.Intake {
		if r.Lead == id {
			fmt.Fprintf(&b, "%s %s %s %s %s\n", r.Received.Format(time.RFC3339), r.Outcome, r.Reason, r.Where, r.Key)
		}
	}
	return b.String()
}
