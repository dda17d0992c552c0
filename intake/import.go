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

// importJob is a form export that is to be taken in, whatever its source.
type importJob struct {
	name           string    // for texts
	source         string    // what the name is that of: "file" or "tab"
	modified       time.Time // when it was written, by the clock of the pass
	sum            [sha256.Size]byte
	growsUntil     time.Time // until when a program may still be writing it; zero for one that is complete
	takeAll        bool      // the user wants its records whatever they look like
	summarize      bool      // once all of its records are there it gets a row in the tab Intake
	most           int       // more new records than this are held back; 0 for no limit
	mailPlace      string    // the file of a mail that it is; "" for others
	namedByUser    bool      // the user named this form: its records are requests even if they name no person
	logChangesOnly bool      // it is read in every pass: log only when something has come in
	read           func(known func(forms.Record) bool) (*forms.Export, error)
	accept         func(*forms.Export) bool // whether it is an export of the wanted kind; nil for any
	log            *slog.Logger             // nil for no log
}

// importResult is what an export has brought.
type importResult struct {
	items       []lead.Inquiry
	records     []forms.Record
	knownKeys   int       // how many keys were known when records were held back; 0 when none were
	retryAt     time.Time // when a file that ends inside a record is taken in unfinished; zero for other files
	summary     string    // the key of the row that sums it up; "" while it must be read again
	count       counts
	needsReview bool   // a user has to look at it
	rejected    bool   // it is not of the wanted kind
	namesNobody bool   // none of its records names a person, and so none was taken
	tooMany     bool   // it has more new records than it may bring, and so none was taken
	ownPart     string // which part of leadsheet's own workbook it is; "" for any other
}

// counts are the numbers of the log and the tab Intake.
type counts struct {
	rows, new, known, edited, heldBack, damaged int

	leftOut    int    // rows that are not records
	leftOutWhy string // and why
}

func (s counts) String() string {
	text := fmt.Sprintf("%d rows: %d new, %d known, %d edited, %d held back, %d damaged",
		s.rows, s.new, s.known, s.edited, s.heldBack, s.damaged)
	if s.leftOut > 0 {
		text += "; " + s.leftOutWhy
	}
	return text
}

// summaryKey is the key of the row that sums up a file of this content.
func summaryKey(sum [sha256.Size]byte) string { return ledger.OfFileSummary(sum).String() }

// run reads a form export, and takes what is new of it and what was edited.
func (job importJob) run(index *recordIndex) (importResult, error) {
	importer := index.ledger().Import(job.modified)
	if job.summarize {
		importer.TakenBack(index.known.TakenBack)
	}
	got, err := job.read(func(r forms.Record) bool {
		return importer.IsKnown(r.Key, ledger.ContentOf([3]byte(r.Content[:3])))
	})
	if err != nil {
		return importResult{}, err
	}
	switch {
	case got.Own == "":
	case job.source == "tab" && job.accept != nil:
		return importResult{rejected: true}, nil // the spreadsheet may also have the tab of a form
	default:
		row := ownFile(job.name, job.source, got.Own, job.modified)
		return importResult{ownPart: got.Own, needsReview: true, items: []lead.Inquiry{row}}, nil
	}
	if job.accept != nil && !job.accept(got) {
		return importResult{rejected: true}, nil
	}
	out := job.sortRecords(got, importer)
	job.addRows(&out, index)
	job.logCounts(out.count, got)
	return out, nil
}

// sortRecords decides what becomes of the records of an export that are new or have changed.
func (job importJob) sortRecords(got *forms.Export, importer *ledger.Import) importResult {
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
	out := importResult{records: got.Records,
		namesNobody: got.Nobody && !job.takeAll && !(job.namedByUser && isGoogleForm(got))}
	decisions := importer.Decide(keys, ledger.Export{Records: len(got.Records), NamesNobody: out.namesNobody,
		TakeAll: job.takeAll,
		Has:     func(own string) bool { _, has := byKey[own]; return has },
		Earlier: func(own string) ledger.PersonDay {
			if n, has := byKey[own]; has && got.Records[n].Earlier != "" {
				return ledger.PersonDayOf(got.Records[n].Earlier)
			}
			return ledger.PersonDay{}
		},
		Dated:      slices.Contains(got.Fields, lead.FieldSubmitted),
		Unfinished: got.Cut && !job.growsUntil.IsZero()})
	out.tooMany = job.holdMany(decisions)
	fresh := got.Inquiries[:0] // reuses the memory: there may be very many
	var edited, moved, again []lead.Inquiry
	for i, d := range decisions {
		switch in := got.Inquiries[i]; d.Action {
		case ledger.TakeNew:
			in.Live = job.source == "tab" && isGoogleForm(got)
			fresh = append(fresh, in)
		case ledger.TakeEdited:
			edited = append(edited, job.edit(in, d.Was))
		case ledger.TakeMoved:
			moved = append(moved, job.edit(in, d.Was))
		case ledger.TakeAgain:
			again = append(again, job.again(d.Was))
		case ledger.HoldBack:
			out.count.heldBack++
		case ledger.Wait: // the file is read again when it changes, or after growsUntil
			out.retryAt = job.growsUntil
			partialKey := ledger.ParseKey(in.Key).Own()
			out.records = slices.DeleteFunc(slices.Clone(out.records), func(r forms.Record) bool { return r.Key == partialKey })
		}
	}
	out.items = append(append(append(fresh, edited...), moved...), again...)
	out.setCounts(got, len(fresh), len(edited)+len(moved))
	out.count.known += len(again)
	return out
}

// isGoogleForm reports whether a Google form has written an export: it says itself when each record was sent.
func isGoogleForm(e *forms.Export) bool { return strings.HasPrefix(e.Profile, "Google Forms") }

// holdMany holds back all new records of an export that has more of them than it may bring.
func (job importJob) holdMany(decisions []ledger.Decision) bool {
	fresh := 0
	for _, d := range decisions {
		if d.Action == ledger.TakeNew {
			fresh++
		}
	}
	if job.most == 0 || job.takeAll || fresh <= job.most {
		return false
	}
	for i := range decisions {
		if decisions[i].Action == ledger.TakeNew {
			decisions[i].Action = ledger.HoldBack
		}
	}
	return true
}

// setCounts counts what an export has brought.
func (out *importResult) setCounts(got *forms.Export, fresh, edited int) {
	c := &out.count
	c.rows, c.known, c.damaged, c.new, c.edited = len(got.Records), got.Known, got.Damaged, fresh, edited
	c.leftOut, c.leftOutWhy = got.Left, got.LeftOut()
	if out.namesNobody {
		c.damaged = 0 // the row says what is wrong with them
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
		in.Received = job.modified // it was edited after it was sent, at an unknown time
	}
	return in
}

// again says that a record came again whose lead was taken back. No row has its key: what is stored of it is that the
// record is not taken back any more.
func (job importJob) again(own string) lead.Inquiry {
	return lead.Inquiry{Key: "again:" + own, Channel: lead.ByForm, Kind: lead.CameAgain, Received: job.modified,
		Where: job.source + " " + job.name, References: []string{own}}
}

// addRows adds the rows about the export itself.
func (job importJob) addRows(out *importResult, index *recordIndex) {
	out.needsReview = out.count.heldBack > 0 || out.count.rows == 0
	switch {
	case out.count.heldBack > 0:
		out.items = append(out.items, job.heldBackRow(out.count, out.namesNobody, out.tooMany))
	case !job.summarize:
	case out.count.rows == 0:
		why := "there is no record in it"
		if out.count.leftOut > 0 {
			why += "; " + out.count.leftOutWhy
		}
		out.items = append(out.items, ignoredFile(job.name, why, job.modified))
	case out.retryAt.IsZero():
		out.summary = summaryKey(job.sum)
		out.items = append(out.items, job.summaryRow(out))
	}
	if out.count.heldBack > 0 {
		out.knownKeys = len(index.known.Keys) + len(index.byKey)
		own := ownKeys(out.items)
		out.records = slices.DeleteFunc(slices.Clone(out.records), func(r forms.Record) bool {
			return !own[r.Key] && !index.has(r.Key)
		})
	}
}

// summaryRow is the row of the tab Intake for a file of which everything has been taken in. It is received no earlier
// than any of its records, and so is stored after or with the last of them: a file whose row is there need not be read
// again.
func (job importJob) summaryRow(out *importResult) lead.Inquiry {
	return lead.Inquiry{Key: out.summary, Channel: lead.ByForm, Kind: lead.ExportFile,
		Received: notBefore(job.modified, out.items), Subject: job.name, Where: "file " + job.name,
		Ignore: out.count.String()}
}

// notBefore is when the row about records counts as received: at that time, but no earlier than the last of them.
func notBefore(at time.Time, records []lead.Inquiry) time.Time {
	for i := range records {
		if records[i].Received.After(at) {
			at = records[i].Received
		}
	}
	return at
}

// heldBackRow is the row of the tab Intake about records that were not taken.
func (job importJob) heldBackRow(c counts, namesNobody, tooMany bool) lead.Inquiry {
	how := fmt.Sprintf("add %q to the name of the %s", takeAll, job.source)
	if job.mailPlace != "" {
		how = fmt.Sprintf("type %s over the outcome of this row", lead.TakeHeld)
	}
	in := lead.Inquiry{Key: ledger.OfHeldBack(job.sum).String(), Channel: lead.ByForm, Kind: lead.ExportRow,
		Received: job.modified, Subject: job.name, Where: job.source + " " + job.name,
		Ignore: fmt.Sprintf("%d of %d records of this export were held back: the same people have records of the same "+
			"days already, written in another way. Export the form again without opening the file in a spreadsheet; if "+
			"they are new requests, %s (%s)", c.heldBack, c.rows, how, c)}
	if namesNobody {
		in.Ignore = fmt.Sprintf("held back: none of %d rows names anybody, with a name, an e-mail address or a telephone "+
			"number, so this is most likely no list of requests. If it is one, %s (%s)", c.rows, how, c)
	}
	if tooMany {
		in.Ignore = fmt.Sprintf("held back: %d records at once, in an export that nobody of the team has sent. If they "+
			"are requests, %s (%s)", c.heldBack, how, c)
	}
	if job.mailPlace != "" {
		in.Channel, in.Where = lead.ByMail, job.mailPlace
	}
	return in
}
