package intake

import (
	"crypto/sha256"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"leadsheet/forms"
	"leadsheet/intake/ledger"
	"leadsheet/lead"
)

const (
	// partialFileGrace is how long to wait for the rest of a file that ends inside a record.
	partialFileGrace = 2 * time.Minute
	// emptyFileAge is the age from which an empty file counts as empty, and not as one that is being written.
	emptyFileAge = 10 * time.Minute
	// takeAll in a file's name says that the user wants its records whatever they look like.
	takeAll = "take all"
)

func formOptions(name string, modified time.Time, known Known) forms.Options {
	return forms.Options{Zone: known.zone(), Country: known.Country, Modified: modified, Name: name,
		Own: takesAll(name)}
}

func unreadableFile(name string, data []byte, modified time.Time, err error) lead.Inquiry {
	sum := sha256.Sum256(data)
	return lead.Inquiry{Key: ledger.OfFileNotice(sum).String(), Channel: lead.ByForm, Kind: lead.Unreadable,
		Received: modified, Subject: name, Where: "file " + name,
		Problem: fmt.Sprintf("file %s could not be read: %v", name, err)}
}

// ignoredFile is the row of the tab Intake that says why nothing was taken from a file.
func ignoredFile(name, why string, modified time.Time) lead.Inquiry {
	sum := sha256.Sum256([]byte(name + "\x00" + why))
	return lead.Inquiry{Key: ledger.OfFileNotice(sum).String(), Channel: lead.ByForm, Kind: lead.ExportRow,
		Received: modified, Subject: name, Where: "file " + name,
		Ignore: fmt.Sprintf("nothing was read of %s: %s", name, why)}
}

// ownFile is the row of the tab Intake about a file that leadsheet itself wrote. kind is "file" or "tab".
func ownFile(name, kind, ownPart string, modified time.Time) lead.Inquiry {
	sum := sha256.Sum256([]byte("own\x00" + name + "\x00" + ownPart))
	return lead.Inquiry{Key: ledger.OfFileNotice(sum).String(), Channel: lead.ByForm, Kind: lead.ExportRow,
		Received: modified, Subject: name, Where: kind + " " + name,
		Ignore: fmt.Sprintf("leadsheet's own %s, not an export of a form: nothing was taken of it, since its leads are "+
			"there already. To take its rows as new requests, add %q to the name of the %s", ownPart, takeAll, kind)}
}

// isCurrent reports whether the remembered result of a file is still valid. It is not when the workbook was set back to
// an older copy, or when a file that ends inside a record has not changed for too long.
func (f *importResult) isCurrent(index *recordIndex, now time.Time) bool {
	switch {
	case f.summary != "" && index.known.HasKey(f.summary):
		return true // all of it is stored
	case !f.retryAt.IsZero() && now.After(f.retryAt) || len(index.known.Keys) < f.knownKeys:
		return false
	case f.summary != "" && len(f.items) == 0:
		return false // it was skipped because it had been stored
	}
	own := ownKeys(f.items)
	for i := range f.records {
		if k := f.records[i].Key; !own[k] && !index.has(k) {
			return false
		}
	}
	return true
}

// isOutdated reports whether one of the records that were new when the file was read is known by now, with other
// answers: from another process, or another file. Then it is to be decided anew which of them are the later ones.
func (f *importResult) isOutdated(index *recordIndex) bool {
	for i := range f.items {
		in := &f.items[i]
		if in.Kind == lead.ExportRow && !index.known.HasKey(in.Key) && index.has(ledger.ParseKey(in.Key).Own()) {
			return true
		}
	}
	return false
}

// ownKeys are the own keys of records: see ledger.Key.Own.
func ownKeys(items []lead.Inquiry) map[string]bool {
	own := make(map[string]bool, len(items))
	for i := range items {
		own[ledger.ParseKey(items[i].Key).Own()] = true
	}
	return own
}

// isCopy reports whether another file of the folder has the same content and already brings everything.
func (d *Drop) isCopy(path string, sum [sha256.Size]byte, index *recordIndex, f *droppedFile) bool {
	first := "" // of several, so that it is the same one every time
	for other, was := range d.read {
		same := other != path && was.sum == sum && was.records != nil && was.retryAt.IsZero()
		if same && !takesAll(path) && (first == "" || other < first) && was.isCurrent(index, d.disk().Now()) {
			first, f.importResult = other, was.importResult
		}
	}
	return first != ""
}

func takesAll(path string) bool {
	return strings.Contains(strings.ToLower(strings.NewReplacer("-", " ", "_", " ").Replace(filepath.Base(path))), takeAll)
}
