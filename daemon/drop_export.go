package daemon

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"leadsheet/forms"
	"leadsheet/lead"
)

const (
	// patience is how long a file that ends inside a record is given to become whole.
	patience = 2 * time.Minute
	// abandoned is the age at which an empty file is not one that is just being made.
	abandoned = 10 * time.Minute
	// few is how many records of a file may look strange before it is the file that is strange.
	few = 5
	// takeAll in a file's name says that a person wants its records whatever they look like.
	takeAll = "take all"
)

func formOptions(name string, modified time.Time, known Known) forms.Options {
	zone := known.Zone
	if zone == nil {
		zone = time.UTC
	}
	return forms.Options{Zone: zone, Country: known.Country, Modified: modified, Name: name}
}

func unreadable(name string, data []byte, modified time.Time, err error) lead.Inquiry {
	sum := sha256.Sum256(data)
	return lead.Inquiry{Key: "x:" + hex.EncodeToString(sum[:10]), Channel: lead.ByForm, Kind: lead.Unreadable, Received: modified,
		Subject: name, Where: "file " + name, Problem: fmt.Sprintf("file %s could not be read: %v", name, err)}
}

// told is the line of the tab Intake that says why nothing came of a file.
func told(name, why string, modified time.Time) lead.Inquiry {
	sum := sha256.Sum256([]byte(name + "\x00" + why))
	return lead.Inquiry{Key: "x:" + hex.EncodeToString(sum[:10]), Channel: lead.ByForm, Kind: lead.ExportRow, Received: modified, Subject: name, Where: "file " + name,
		Ignore: fmt.Sprintf("nothing was read of %s: %s", name, why)}
}

// holds reports whether what is remembered of a file is still all that it brings: a workbook that was put back to an older
// copy knows less than it did, and a file that was cut short may be given up waiting for.
func (f *droppedFile) holds(p *pass) bool {
	if !f.again.IsZero() && time.Now().After(f.again) || len(p.known.Keys) < f.keys {
		return false
	}
	own := make(map[string]bool, len(f.items))
	for i := range f.items {
		own[f.items[i].Key] = true
	}
	for i := range f.records {
		if k := f.records[i].Key; !own[k] && !p.has(k) {
			return false
		}
	}
	return true
}

// copyOf reports whether another file of the folder has the same content and brings all that this one would.
func (d *Drop) copyOf(path string, sum [sha256.Size]byte, p *pass, f *droppedFile) bool {
	for other, was := range d.done {
		if other != path && was.sum == sum && was.records != nil && was.again.IsZero() && !takesAll(path) && was.holds(p) {
			f.records, f.items = was.records, was.items
			return true
		}
	}
	return false
}

func takesAll(path string) bool {
	return strings.Contains(strings.ToLower(strings.NewReplacer("-", " ", "_", " ").Replace(filepath.Base(path))), takeAll)
}

// export reads a form export: what is new of it, what was edited, and what only looks new.
func (d *Drop) export(path string, data []byte, p *pass, f *droppedFile) {
	name := filepath.Base(path)
	opts := formOptions(name, f.modified, p.known)
	edited := map[string]string{} // key to the key of the edited record
	opts.Known = func(r forms.Record) bool {
		before, seen := d.latest[r.Key]
		if p.has(r.Key) && seen && before.Content != r.Content {
			edited[r.Key] = r.Key + "~" + hex.EncodeToString(r.Content[:4])
			return p.has(edited[r.Key])
		}
		return p.has(r.Key)
	}
	export, err := forms.Read(data, opts)
	if err != nil {
		f.items = []lead.Inquiry{unreadable(name, data, f.modified, err)}
		return
	}
	f.records = export.Records
	var fresh, changed []lead.Inquiry
	for _, in := range export.Inquiries {
		if key := edited[in.Key]; key != "" {
			in.Key = key
			in.Ignore = "its answers were changed in the form after it had come in; compare them with the lead"
			changed = append(changed, in)
			continue
		}
		fresh = append(fresh, in)
	}
	if len(changed) >= few && len(changed)*10 > 3*len(export.Records) {
		changed = nil // not people have changed that many answers but a program the way in which it writes them
	}
	if wait := f.modified.Add(patience); export.Cut && time.Now().Before(wait) && len(fresh) > 0 {
		// The last record may be half of one. It is read again when the file has changed, or as it is when it does not.
		last := fresh[len(fresh)-1].Key
		f.again, fresh = wait, fresh[:len(fresh)-1]
		f.records = slices.DeleteFunc(slices.Clone(f.records), func(r forms.Record) bool { return r.Key == last })
	}
	held := 0
	if !takesAll(path) {
		fresh, held = d.hold(p, fresh, export)
	}
	f.items = append(fresh, changed...)
	if len(export.Records) == 0 {
		f.items = append(f.items, told(name, "there is no record in it", f.modified))
	}
	if held > 0 {
		f.items = append(f.items, heldBack(name, f, held, len(export.Records)))
		f.keys = len(p.known.Keys) + len(p.all)
		own := map[string]bool{}
		for _, in := range f.items {
			own[in.Key] = true
		}
		f.records = slices.DeleteFunc(slices.Clone(f.records), func(r forms.Record) bool { return !own[r.Key] && !p.has(r.Key) })
	}
	for _, r := range f.records {
		d.latest[r.Key] = r
	}
	if d.Log != nil {
		d.Log.Info("read an export", "file", name, "profile", export.Profile, "rows", len(export.Records), "new", len(fresh),
			"known", export.Known, "edited", len(changed), "held", held, "damaged", export.Damaged)
		for _, n := range export.Notes {
			d.Log.Warn(n, "file", name)
		}
	}
}

// hold takes the records away that are most likely old ones in new clothes: a re-encoded export, one without its ids, one
// whose dates a spreadsheet has rewritten. The person and the day of such a record are known, its content is not. A few of
// these are people who wrote twice; a file full of them would double everything.
func (d *Drop) hold(p *pass, fresh []lead.Inquiry, export *forms.Export) (keep []lead.Inquiry, held int) {
	if len(fresh) < few {
		return fresh, 0
	}
	if p.twins == nil {
		p.twins = map[string]bool{}
		for key := range p.known.Keys {
			p.twins[forms.Twin(key)] = true
		}
	}
	for key := range p.all {
		p.twins[forms.Twin(key)] = true
	}
	for key, r := range d.latest { // keys of numbered records do not tell who sent them
		if p.has(key) {
			p.twins[r.Twin] = true
		}
	}
	delete(p.twins, "")
	twin := make(map[string]string, len(export.Records))
	for _, r := range export.Records {
		twin[r.Key] = r.Twin
	}
	for _, in := range fresh {
		if !p.twins[twin[in.Key]] {
			keep = append(keep, in)
		}
	}
	held = len(fresh) - len(keep)
	share := 3
	if !slices.Contains(export.Fields, lead.FieldSubmitted) {
		share = 6 // without a day the same people again are less of a sign
	}
	if held < few || held*10 <= share*len(export.Records) {
		return fresh, 0
	}
	return keep, held
}

// heldBack is the line of the tab Intake that tells of records which were not taken.
func heldBack(name string, f *droppedFile, held, rows int) lead.Inquiry {
	return lead.Inquiry{Key: "h:" + hex.EncodeToString(f.sum[:10]), Channel: lead.ByForm, Kind: lead.ExportRow, Received: f.modified, Subject: name, Where: "file " + name,
		Ignore: fmt.Sprintf("%d of %d records of this export were held back: the same people have records of the same days already, written in another way. "+
			"Export the form again without opening the file in a spreadsheet; if they are new requests, add %q to the name of the file", held, rows, takeAll)}
}
