package intake

import (
	"crypto/sha256"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"leadsheet/forms"
	"leadsheet/intake/ledger"
	"leadsheet/lead"
)

// importJob is a form export that is to be taken in, whichever way it came.
type importJob struct {
	name           string    // for people
	source         string    // what has that name: a file or a tab
	modified       time.Time // when it was written, for the pass
	touched        time.Time // when it was written by the machine's clock; only of one that is growing
	sum            [sha256.Size]byte
	growing        bool // somebody may still be writing it
	all            bool // a person wants its records whatever they look like
	summarize      bool // it gets a row of its own in the tab Intake once all of its records are there
	asked          bool // somebody has named this one form: its records are requests, also where they name nobody
	logChangesOnly bool // it is read over and over again: a word only when something has come
	read           func(known func(forms.Record) bool) (*forms.Export, error)
	accept         func(*forms.Export) bool // whether it is an export of the kind looked for; nil for any
	log            *slog.Logger             // nil for silence
}

// importResult is what an export has brought.
type importResult struct {
	items       []lead.Inquiry
	records     []forms.Record
	keys        int       // how many keys there were when records were held back; 0 when none were
	retryAt     time.Time // when a file that ends inside a record is taken as it is; zero for any other
	summary     string    // the key of the row that sums it up; "" while it must not be passed over
	count       counts
	needsReview bool   // somebody has to look at it
	rejected    bool   // it is none of the kind looked for
	nobody      bool   // none of its records names anybody, and so none was taken
	own         string // which part of leadsheet's own workbook it is; "" for any other
}

// counts are the numbers that people are told.
type counts struct {
	rows, new, known, edited, heldBack, damaged int

	left int    // rows that are no records
	why  string // and why
}

func (s counts) String() string {
	text := fmt.Sprintf("%d rows: %d new, %d known, %d edited, %d held back, %d damaged",
		s.rows, s.new, s.known, s.edited, s.heldBack, s.damaged)
	if s.left > 0 {
		text += "; " + s.why
	}
	return text
}

// summaryKey is the key of the row that sums up a file of this content.
func summaryKey(sum [sha256.Size]byte) string { return ledger.OfFileSummary(sum).String() }

// run reads a form export, and takes what is new of it and what was edited.
func (x importJob) run(index *recordIndex) (importResult, error) {
	decide := index.ledger().Import(x.modified)
	got, err := x.read(func(r forms.Record) bool {
		return decide.IsKnown(r.Key, ledger.ContentOf([3]byte(r.Content[:3])))
	})
	if err != nil {
		return importResult{}, err
	}
	switch {
	case got.Own == "":
	case x.source == "tab" && x.accept != nil:
		return importResult{rejected: true}, nil // beside the tab of the form, which may be in the same spreadsheet
	default:
		line := ownFile(x.name, x.source, got.Own, x.modified)
		return importResult{own: got.Own, needsReview: true, items: []lead.Inquiry{line}}, nil
	}
	if x.accept != nil && !x.accept(got) {
		return importResult{rejected: true}, nil
	}
	out := x.take(got, decide)
	x.finish(&out, index)
	x.tell(out.count, got)
	return out, nil
}

// take sorts the records of an export that are not known as they are.
func (x importJob) take(got *forms.Export, decide *ledger.Import) importResult {
	byKey := make(map[string]int32, len(got.Records))
	for i := range got.Records {
		byKey[got.Records[i].Key] = int32(i)
	}
	keys := make([]string, len(got.Inquiries))
	for i := range got.Inquiries {
		in := &got.Inquiries[i]
		in.Key = ledger.ParseKey(in.Key).With(suffixOf(got.Records[byKey[in.Key]], in, x.modified)).String()
		keys[i] = in.Key
	}
	wait := x.touched.Add(partialFileGrace)
	out := importResult{records: got.Records,
		nobody: got.Nobody && !x.all && !(x.asked && strings.HasPrefix(got.Profile, "Google Forms"))}
	decisions := decide.Decide(keys, ledger.Export{Records: len(got.Records), NamesNobody: out.nobody, TakeAll: x.all,
		Has:        func(own string) bool { _, has := byKey[own]; return has },
		Dated:      slices.Contains(got.Fields, lead.FieldSubmitted),
		Unfinished: x.growing && got.Cut && time.Now().Before(wait)})
	fresh := got.Inquiries[:0] // in the same place: there may be very many
	var edited, moved []lead.Inquiry
	for i, d := range decisions {
		switch in := got.Inquiries[i]; d.Action {
		case ledger.TakeNew:
			fresh = append(fresh, in)
		case ledger.TakeEdited:
			edited = append(edited, x.edit(in, d.Was))
		case ledger.TakeMoved:
			moved = append(moved, x.edit(in, d.Was))
		case ledger.HoldBack:
			out.count.heldBack++
		case ledger.Wait: // the file is read again when it has changed, or as it is when it does not
			out.retryAt = wait
			half := ledger.ParseKey(in.Key).Own()
			out.records = slices.DeleteFunc(slices.Clone(out.records), func(r forms.Record) bool { return r.Key == half })
		}
	}
	out.items = append(append(fresh, edited...), moved...)
	out.sum(got, len(fresh), len(edited)+len(moved))
	return out
}

// sum counts what an export has brought.
func (out *importResult) sum(got *forms.Export, fresh, edited int) {
	c := &out.count
	c.rows, c.known, c.damaged, c.new, c.edited = len(got.Records), got.Known, got.Damaged, fresh, edited
	c.left, c.why = got.Left, got.LeftOut()
	if out.nobody {
		c.damaged = 0 // nothing but what the line says is wrong with them
	}
}

// tell logs what an export has brought.
func (x importJob) tell(c counts, got *forms.Export) {
	if x.log == nil || x.logChangesOnly && c.new+c.edited+c.heldBack == 0 {
		return
	}
	x.log.Info("read an export", x.source, x.name, "profile", got.Profile, "rows", c.rows, "new", c.new,
		"known", c.known, "edited", c.edited, "held", c.heldBack, "damaged", c.damaged)
	for _, n := range got.Notes {
		x.log.Warn(n, x.source, x.name)
	}
}

// edit is a record whose answers came in before, under the key was.
func (x importJob) edit(in lead.Inquiry, was string) lead.Inquiry {
	in.Kind, in.References = lead.Edited, []string{was}
	if in.Received.Before(x.modified) {
		in.Received = x.modified // it was edited later than it was sent; nobody knows when
	}
	return in
}

// finish adds the rows that tell of the export itself.
func (x importJob) finish(out *importResult, p *recordIndex) {
	out.needsReview = out.count.heldBack > 0 || out.count.rows == 0
	switch {
	case out.count.heldBack > 0:
		out.items = append(out.items, x.heldBack(out.count, out.nobody))
	case !x.summarize:
	case out.count.rows == 0:
		why := "there is no record in it"
		if out.count.left > 0 {
			why += "; " + out.count.why
		}
		out.items = append(out.items, ignoredFile(x.name, why, x.modified))
	case out.retryAt.IsZero():
		out.summary = summaryKey(x.sum)
		out.items = append(out.items, x.summedUp(out))
	}
	if out.count.heldBack > 0 {
		out.keys = len(p.known.Keys) + len(p.all)
		own := map[string]bool{}
		for _, in := range out.items {
			own[ledger.ParseKey(in.Key).Own()] = true
		}
		out.records = slices.DeleteFunc(slices.Clone(out.records), func(r forms.Record) bool {
			return !own[r.Key] && !p.has(r.Key)
		})
	}
}

// summedUp is the line of the tab Intake for a file of which everything has been taken in. It comes after all of its
// records, and so is stored with the last of them: a file whose line is there needs not be read again.
func (x importJob) summedUp(out *importResult) lead.Inquiry {
	at := x.modified
	for _, in := range out.items {
		if in.Received.After(at) {
			at = in.Received
		}
	}
	return lead.Inquiry{Key: out.summary, Channel: lead.ByForm, Kind: lead.ExportFile, Received: at,
		Subject: x.name, Where: "file " + x.name, Ignore: out.count.String()}
}

// heldBack is the line of the tab Intake that tells of records which were not taken.
func (x importJob) heldBack(c counts, nobody bool) lead.Inquiry {
	in := lead.Inquiry{Key: ledger.OfHeldBack(x.sum).String(), Channel: lead.ByForm, Kind: lead.ExportRow,
		Received: x.modified, Subject: x.name, Where: x.source + " " + x.name,
		Ignore: fmt.Sprintf("%d of %d records of this export were held back: the same people have records of the same "+
			"days already, written in another way. Export the form again without opening the file in a spreadsheet; if "+
			"they are new requests, add %q to the name of the %s (%s)", c.heldBack, c.rows, takeAll, x.source, c)}
	if nobody {
		in.Ignore = fmt.Sprintf("held back: none of %d rows names anybody, with a name, an e-mail address or a telephone "+
			"number, so this is most likely no list of requests. If it is one, add %q to the name of the %s (%s)",
			c.rows, takeAll, x.source, c)
	}
	return in
}
