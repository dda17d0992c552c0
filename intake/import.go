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
func (job importJob) run(index *recordIndex) (importResult, error) {
	decide := index.ledger().Import(job.modified)
	got, err := job.read(func(r forms.Record) bool {
		return decide.IsKnown(r.Key, ledger.ContentOf([3]byte(r.Content[:3])))
	})
	if err != nil {
		return importResult{}, err
	}
	switch {
	case got.Own == "":
	case job.source == "tab" && job.accept != nil:
		return importResult{rejected: true}, nil // beside the tab of the form, which may be in the same spreadsheet
	default:
		line := ownFile(job.name, job.source, got.Own, job.modified)
		return importResult{own: got.Own, needsReview: true, items: []lead.Inquiry{line}}, nil
	}
	if job.accept != nil && !job.accept(got) {
		return importResult{rejected: true}, nil
	}
	out := job.take(got, decide)
	job.addLines(&out, index)
	job.logCounts(out.count, got)
	return out, nil
}

// take sorts the records of an export that are not known as they are.
func (job importJob) take(got *forms.Export, decide *ledger.Import) importResult {
	byKey := make(map[string]int32, len(got.Records))
	for i := range got.Records {
		byKey[got.Records[i].Key] = int32(i)
	}
	keys := make([]string, len(got.Inquiries))
	for i := range got.Inquiries {
		in := &got.Inquiries[i]
		in.Key = ledger.ParseKey(in.Key).With(suffixOf(got.Records[byKey[in.Key]], in, job.modified)).String()
		keys[i] = in.Key
	}
	wait := job.touched.Add(partialFileGrace)
	out := importResult{records: got.Records,
		nobody: got.Nobody && !job.all && !(job.asked && strings.HasPrefix(got.Profile, "Google Forms"))}
	decisions := decide.Decide(keys, ledger.Export{Records: len(got.Records), NamesNobody: out.nobody, TakeAll: job.all,
		Has:        func(own string) bool { _, has := byKey[own]; return has },
		Dated:      slices.Contains(got.Fields, lead.FieldSubmitted),
		Unfinished: job.growing && got.Cut && time.Now().Before(wait)})
	fresh := got.Inquiries[:0] // in the same place: there may be very many
	var edited, moved []lead.Inquiry
	for i, d := range decisions {
		switch in := got.Inquiries[i]; d.Action {
		case ledger.TakeNew:
			fresh = append(fresh, in)
		case ledger.TakeEdited:
			edited = append(edited, job.edit(in, d.Was))
		case ledger.TakeMoved:
			moved = append(moved, job.edit(in, d.Was))
		case ledger.HoldBack:
			out.count.heldBack++
		case ledger.Wait: // the file is read again when it has changed, or as it is when it does not
			out.retryAt = wait
			half := ledger.ParseKey(in.Key).Own()
			out.records = slices.DeleteFunc(slices.Clone(out.records), func(r forms.Record) bool { return r.Key == half })
		}
	}
	out.items = append(append(fresh, edited...), moved...)
	out.setCounts(got, len(fresh), len(edited)+len(moved))
	return out
}

// setCounts counts what an export has brought.
func (out *importResult) setCounts(got *forms.Export, fresh, edited int) {
	c := &out.count
	c.rows, c.known, c.damaged, c.new, c.edited = len(got.Records), got.Known, got.Damaged, fresh, edited
	c.left, c.why = got.Left, got.LeftOut()
	if out.nobody {
		c.damaged = 0 // nothing but what the line says is wrong with them
	}
}

// logCounts logs what an export has brought.
func (job importJob) logCounts(c counts, got *forms.Export) {
	if job.log == nil || job.logChangesOnly && c.new+c.edited+c.heldBack == 0 {
		return
	}
	job.log.Info("read an export", job.source, job.name, "profile", got.Profile, "rows", c.rows, "new", c.new,
		"known", c.known, "edited", c.edited, "held", c.heldBack, "damaged", c.damaged)
	for _, n := range got.Notes {
		job.log.Warn(n, job.source, job.name)
	}
}

// edit is a record whose answers came in before, under the key was.
func (job importJob) edit(in lead.Inquiry, was string) lead.Inquiry {
	in.Kind, in.References = lead.Edited, []string{was}
	if in.Received.Before(job.modified) {
		in.Received = job.modified // it was edited later than it was sent; nobody knows when
	}
	return in
}

// addLines adds the rows that tell of the export itself.
func (job importJob) addLines(out *importResult, index *recordIndex) {
	out.needsReview = out.count.heldBack > 0 || out.count.rows == 0
	switch {
	case out.count.heldBack > 0:
		out.items = append(out.items, job.heldBackLine(out.count, out.nobody))
	case !job.summarize:
	case out.count.rows == 0:
		why := "there is no record in it"
		if out.count.left > 0 {
			why += "; " + out.count.why
		}
		out.items = append(out.items, ignoredFile(job.name, why, job.modified))
	case out.retryAt.IsZero():
		out.summary = summaryKey(job.sum)
		out.items = append(out.items, job.summaryLine(out))
	}
	if out.count.heldBack > 0 {
		out.keys = len(index.known.Keys) + len(index.all)
		own := map[string]bool{}
		for _, in := range out.items {
			own[ledger.ParseKey(in.Key).Own()] = true
		}
		out.records = slices.DeleteFunc(slices.Clone(out.records), func(r forms.Record) bool {
			return !own[r.Key] && !index.has(r.Key)
		})
	}
}

// summaryLine is the line of the tab Intake for a file of which everything has been taken in. It comes after all of its
// records, and so is stored with the last of them: a file whose line is there needs not be read again.
func (job importJob) summaryLine(out *importResult) lead.Inquiry {
	at := job.modified
	for _, in := range out.items {
		if in.Received.After(at) {
			at = in.Received
		}
	}
	return lead.Inquiry{Key: out.summary, Channel: lead.ByForm, Kind: lead.ExportFile, Received: at,
		Subject: job.name, Where: "file " + job.name, Ignore: out.count.String()}
}

// heldBackLine is the line of the tab Intake that tells of records which were not taken.
func (job importJob) heldBackLine(c counts, nobody bool) lead.Inquiry {
	in := lead.Inquiry{Key: ledger.OfHeldBack(job.sum).String(), Channel: lead.ByForm, Kind: lead.ExportRow,
		Received: job.modified, Subject: job.name, Where: job.source + " " + job.name,
		Ignore: fmt.Sprintf("%d of %d records of this export were held back: the same people have records of the same "+
			"days already, written in another way. Export the form again without opening the file in a spreadsheet; if "+
			"they are new requests, add %q to the name of the %s (%s)", c.heldBack, c.rows, takeAll, job.source, c)}
	if nobody {
		in.Ignore = fmt.Sprintf("held back: none of %d rows names anybody, with a name, an e-mail address or a telephone "+
			"number, so this is most likely no list of requests. If it is one, add %q to the name of the %s (%s)",
			c.rows, takeAll, job.source, c)
	}
	return in
}
