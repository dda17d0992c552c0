package exports

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"time"

	"leadsheet/sheets/xlsx/files"
	"leadsheet/sheets/xlsx/memfs"
)

// The folders of form exports.
const (
	Dir  = "/drop"
	Done = Dir + "/done" // into which leadsheet moves what is stored
)

// slowestWriter is how long a program takes at most to write a file: less than leadsheet waits for the rest of a
// record.
const slowestWriter = 100 * time.Second

// People are those who export forms into a folder, edit exports and save them again.
type People struct {
	Forms []*Form
	Left  int // acts in the storm
	Acts  int // that were done
	Edits int // of records that were sent
	// Touched are the files written since somebody has cleared it.
	Touched map[string]bool

	to      World
	rng     *rand.Rand
	writing *writing // a file that is being written; nil: none
	opened  *openExport
	n       int // makes each text different
}

// World is where the people are.
type World struct {
	Now  func() time.Time
	Say  func(format string, args ...any)
	Fail func(invariant, format string, args ...any)
	Disk *memfs.Disk
	Hand *memfs.Process // the programs of people
}

// writing is a file of which a program has written the beginning.
type writing struct {
	path string
	file files.File
	rest []byte
	due  time.Time
}

// openExport is an export in a spreadsheet program.
type openExport struct {
	path  string
	table Table
}

// NewPeople lets people work in the folder, which is made. They are the same for the same seed.
func NewPeople(to World, seed uint64) *People {
	p := &People{to: to, rng: rand.New(rand.NewPCG(seed, 0xd209)), Touched: map[string]bool{}}
	if p.rng.IntN(3) > 0 {
		p.Left = 4 + p.rng.IntN(16)
	}
	for i, name := range []string{"contact", "offer"}[:1+p.rng.IntN(2)] {
		p.Forms = append(p.Forms, &Form{Name: name, Numbered: (int(seed%2)+i)%2 == 0})
	}
	if err := to.Hand.Mkdir(Dir, 0o755); err != nil {
		to.Fail("start", "%v", err)
	}
	p.sync()
	return p
}

func (p *People) say(format string, args ...any) { p.to.Say("a person: "+format, args...) }

func pickOf[T any](rng *rand.Rand, from []T) T { return from[rng.IntN(len(from))] }

// Turn plays a turn of the storm.
func (p *People) Turn() {
	if p.Left > 0 && p.rng.IntN(14) == 0 {
		p.Left--
		p.act()
	}
}

// act lets people do one thing with forms and exports.
func (p *People) act() {
	p.Acts++
	if p.writing != nil && p.rng.IntN(2) == 0 {
		p.writeOn()
		return
	}
	f := pickOf(p.rng, p.Forms)
	switch n := p.rng.IntN(20); {
	case len(f.Entries) == 0 || n < 4:
		p.submit(f)
	case n == 4 && f.Numbered:
		p.editEntry(f)
	case n < 12:
		p.export(f)
	case n < 14 && p.opened == nil:
		p.open()
	case n < 17 && p.opened != nil:
		p.saveAgain()
	default:
		p.putElsewhere()
	}
}

// submit lets somebody fill in a form, now and then one who did before.
func (p *People) submit(f *Form) {
	p.n++
	customer := fmt.Sprint(len(f.Entries))
	if len(f.Entries) > 2 && p.rng.IntN(8) == 0 {
		customer = "0"
	}
	f.Submit(p.to.Now().Add(-time.Duration(p.rng.IntN(60))*time.Minute), customer, p.text())
	p.say("%s: an entry of customer %s", f.Name, customer)
}

// text is unique. Like those of mails it begins with what the checks know.
func (p *People) text() string {
	p.n++
	return fmt.Sprintf("message f%d: %d chairs", p.n, 2+p.rng.IntN(90))
}

// editEntry changes an entry in the form, as its owner may.
func (p *People) editEntry(f *Form) {
	e := &f.Entries[p.rng.IntN(len(f.Entries))]
	e.Text, e.Edits = p.text(), e.Edits+1
	p.Edits++
	p.say("%s: the entry of %s says %q now", f.Name, e.Email, e.Text)
}

// export saves a form's entries under a name that may be taken.
func (p *People) export(f *Form) {
	name := f.Name + ".csv"
	if n := p.rng.IntN(4); n > 1 {
		name = fmt.Sprintf("%s (%d).csv", f.Name, n)
	}
	p.save(path.Join(Dir, name), f.Export().Bytes())
}

// open lets a person open an export.
func (p *People) open() {
	if all := p.inFolder(); len(all) > 0 {
		at := pickOf(p.rng, all)
		if raw, err := p.to.Hand.Read(at); err == nil && (p.writing == nil || p.writing.path != at) {
			if t, err := Read(raw); err == nil && len(t.Rows) > 1 {
				p.opened = &openExport{at, t}
				p.say("opens %s", at)
			}
		}
	}
}

// saveAgain saves an open export with what a person has done in it, over what is there now.
func (p *People) saveAgain() {
	t, text := &p.opened.table, max(p.opened.table.Col("Message"), p.opened.table.Col("What do you"))
	row := t.Rows[1+p.rng.IntN(len(t.Rows)-1)]
	switch p.rng.IntN(4) {
	case 0:
		t.Comma = ';'
	case 1:
		p.n++
		at := p.to.Now().Add(-time.Minute).Truncate(time.Second)
		t.Append(Entry{At: at, Name: fmt.Sprint("Caller ", p.n), Text: p.text(),
			Email: fmt.Sprintf("call%d@web.example", p.n)}, 9000+p.n)
	case 2:
		if t.Col("Entry Id") >= 0 && text < len(row) {
			row[text] = p.text()
			p.Edits++
		}
	}
	at := p.opened.path
	if p.rng.IntN(4) > 0 {
		p.opened = nil
	}
	p.save(at, t.Bytes())
}

// putElsewhere moves an export into a folder of people's, or deletes it.
func (p *People) putElsewhere() {
	all := p.inFolder()
	if len(all) == 0 {
		return
	}
	at := pickOf(p.rng, all)
	if p.writing != nil && p.writing.path == at {
		return
	}
	if p.rng.IntN(3) == 0 {
		_ = p.to.Hand.Remove(at) // it is there
		p.say("deletes %s", at)
	} else {
		_ = p.to.Hand.Mkdir(Dir+"/older", 0o755) // it may be there
		p.n++
		to := fmt.Sprintf("%s/older/%d %s", Dir, p.n, path.Base(at))
		_ = p.to.Hand.Rename(at, to)
		p.say("moves %s to %s", at, to)
	}
	p.sync()
}

// save saves an export as one of several programs does.
func (p *People) save(at string, content []byte) {
	if p.writing != nil && p.writing.path == at {
		p.writing = nil // the other program has lost
	}
	p.to.Disk.SetFree(-1) // somebody has made room
	p.Touched[at] = true
	var err error
	switch p.rng.IntN(3) {
	case 0:
		err = p.to.Hand.Save(at, content)
		p.say("saves %s", at)
	case 1:
		err = p.to.Hand.Overwrite(at, content)
		p.say("writes %s", at)
	default:
		p.FinishWriting()
		part := content[:p.rng.IntN(len(content))]
		g := &writing{path: at, rest: content[len(part):]}
		g.due = p.to.Now().Add(time.Duration(p.rng.Int64N(int64(slowestWriter))))
		if err = p.to.Hand.Overwrite(at, part); err == nil {
			g.file, err = p.to.Hand.Append(at)
		}
		p.writing = g
		p.say("writes %d of %d bytes of %s", len(part), len(content), at)
	}
	if err != nil {
		p.to.Fail("start", "a person cannot save: %v", err)
	}
	p.sync()
}

// writeOn writes more of the file that is being written, or the rest.
func (p *People) writeOn() {
	g := p.writing
	p.to.Disk.SetFree(-1)
	p.Touched[g.path] = true
	part := g.rest[:p.rng.IntN(len(g.rest)+1)]
	if p.rng.IntN(2) == 0 {
		part = g.rest
	}
	if _, err := g.file.Write(part); err != nil {
		p.to.Fail("start", "a person cannot save: %v", err)
	}
	_ = g.file.Sync() // a disk of people has no faults
	p.say("writes %d bytes more of %s", len(part), g.path)
	if g.rest = g.rest[len(part):]; len(g.rest) == 0 {
		p.writing = nil
	}
	p.sync()
}

// FinishWriting writes the rest of the file that is being written.
func (p *People) FinishWriting() {
	for p.writing != nil {
		p.writeOn()
	}
}

// PowerLost ends the programs. What they had not written is exported again some day.
func (p *People) PowerLost() {
	if p.writing != nil {
		p.Left += 2
	}
	p.writing, p.opened = nil, nil
}

// sync makes what people have saved durable.
func (p *People) sync() {
	for _, dir := range []string{"/", Dir, Dir + "/older"} {
		_ = p.to.Hand.SyncDir(dir) // the last may not be there
	}
}

// inFolder lists the exports that lie in the folder itself.
func (p *People) inFolder() []string {
	names, err := p.to.Hand.List(Dir)
	if err != nil {
		p.to.Fail("start", "%v", err)
	}
	names = slices.DeleteFunc(names, func(n string) bool { return !strings.HasSuffix(n, ".csv") })
	for i := range names {
		names[i] = path.Join(Dir, names[i])
	}
	return names
}

// Files lists all exports, also those that were moved.
func (p *People) Files() []string {
	var out []string
	_ = Walk(p.to.Hand, Dir, func(name string, e fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, ".csv") {
			out = append(out, name)
		}
		return nil
	})
	return out
}

// Calm ends what people do: every form is exported once more.
func (p *People) Calm() {
	p.FinishWriting()
	for _, f := range p.Forms {
		if len(f.Entries) > 0 && p.Left < 100 {
			p.save(path.Join(Dir, f.Name+" last.csv"), f.Export().Bytes())
			p.FinishWriting()
		}
	}
	p.Left, p.opened = 0, nil
}

// Due returns when the file that is being written is complete; ok is false if there is none.
func (p *People) Due() (at time.Time, ok bool) {
	if p.writing == nil {
		return time.Time{}, false
	}
	return p.writing.due, true
}

// Contents returns what all exports hold, by path.
func (p *People) Contents() map[string]string {
	out := map[string]string{}
	for _, name := range p.Files() {
		if raw, err := p.to.Hand.Read(name); err == nil {
			out[name] = string(raw)
		}
	}
	return out
}
