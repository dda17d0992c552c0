package table

import (
	"fmt"
	"strings"
)

// patience is how many bytes may be looked at for a file, the same ones again and again, before cells of several lines
// are no longer looked for. Small files get more of it: they cost nothing.
func (r *reader) patience() int { return 12*len(r.text) + 28*min(len(r.text), 1<<20) + 1<<20 }

// passBlank passes over the blank line at pos. What comes behind as many blank rows as a sheet has is not read as rows:
// it is kept as one damaged part.
func (r *reader) passBlank(pos int) int {
	next := r.blankLine(pos)
	r.mark(spanBlank, pos, next)
	r.n++
	r.blank = true
	if r.run++; r.run <= maxRun {
		return next
	}
	for at := next; at < len(r.text); {
		if n := r.blankLine(at); n > 0 {
			at = n
			continue
		}
		r.mark(spanBlank, next, at)
		r.damagedBy(at, len(r.text), runProblem)
		return len(r.text)
	}
	return len(r.text)
}

// add keeps a record.
func (r *reader) add(rec Row) {
	r.n++
	rec.Number, rec.gap = r.n, r.gap
	least := min(r.shape.width, r.shape.usual)
	if r.build.cur != nil && len(r.build.cur.Rows) == 0 {
		least = r.shape.width // what is usual was learnt from this row alone
	}
	rec.Cut = rec.Cut || rec.end >= len(r.text) && !r.endsLine() && len(rec.Cells) < least
	r.cut = r.cut || rec.Cut
	rec.Open = rec.end >= len(r.text) && r.text[len(r.text)-1] == r.comma
	r.open = r.open || rec.Open
	r.mark(spanRecord, rec.at, rec.end)
	r.build.add(rec)
	if r.good++; r.good > maxRecords {
		r.err = tooMany()
	}
}

// damaged keeps the text of a span that is no record. The row counter is the caller's.
func (r *reader) damaged(at, end int) { r.damagedBy(at, end, rawProblem) }

func (r *reader) damagedBy(at, end int, problem string) {
	r.spans = append(r.spans, span{spanDamaged, int32(at), int32(end)})
	raw := strings.TrimRight(r.text[at:end], "\r\n")
	if strings.TrimSpace(raw) == "" {
		r.spans[len(r.spans)-1].kind = spanBlank
		return
	}
	r.build.add(Row{Raw: raw, Number: r.n, gap: r.gap, at: at, end: end, Problem: problem})
	if r.bad++; r.bad > maxBroken && r.bad > r.good {
		r.err = noTable()
	}
}

func (r *reader) endsLine() bool {
	return strings.HasSuffix(r.text, "\n") || r.cr && strings.HasSuffix(r.text, "\r")
}

// room is where the cells of the next row go. Many rows share one piece of memory.
func (r *reader) room() []string {
	if least := 2*r.shape.width + 16; cap(r.arena)-len(r.arena) < least {
		r.arena = make([]string, 0, max(16<<10, least))
	}
	return r.arena[len(r.arena):]
}

// keep leaves cells that were put into room where they are.
func (r *reader) keep(cells []string) []string {
	if len(cells) <= cap(r.arena)-len(r.arena) { // otherwise they did not fit, and are elsewhere
		r.arena = r.arena[:len(r.arena)+len(cells)]
	}
	return cells[:len(cells):len(cells)]
}

// finish returns the tables and what is to be said about the whole file.
func (r *reader) finish() []*Table {
	tables := r.build.finish()
	if len(tables) == 0 {
		return nil
	}
	t := tables[0]
	if r.src.note != "" {
		t.Notes = append(t.Notes, r.src.note)
	}
	if r.long {
		t.Notes = append(t.Notes, fmt.Sprintf("a cell is longer than %d MB; its end was cut off", maxBuilt>>20))
	}
	if r.cut {
		t.Notes = append(t.Notes, "the file ends inside a row; export it again")
	}
	bad := 0
	for _, s := range r.spans {
		if s.kind == spanDamaged {
			bad++
		}
	}
	if bad > 0 {
		t.Notes = append(t.Notes, fmt.Sprintf("%d parts of the file could not be split into columns; "+
			"their text is kept", bad))
	}
	return tables
}
