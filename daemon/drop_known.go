package daemon

import (
	"encoding/base64"
	"slices"
	"strings"
	"time"

	"leadsheet/forms"
	"leadsheet/lead"
	"leadsheet/rules"
)

// pass is what one look at exports knows and has found so far.
type pass struct {
	known Known
	all   map[string]lead.Inquiry
	order []string          // their keys, in the order in which they were found
	marks map[string]string // of every record, by its key: its marks, one behind the other; made when needed
	later []string          // keys of what has been found and comes in with a later pass
}

// mark is what the key of a record in the tab Intake says behind the record's own key: the form, the content, the person
// and the day, and a print of the answers. It tells an edited answer from a new record, and who has written already, in
// a few letters and for as long as the workbook lives.
//
// The first three have four letters each; three more say when the file was written: answers from an older file than those
// that are known are no edit.
func mark(r forms.Record, in *lead.Inquiry, written time.Time) string {
	return "~" + streamOf(r) + contentOf(r) + twinOf(r) + hourOf(written) + rules.Print(in)
}

// hours are the digits in which hours are written, in the order of their values as bytes have them.
const hours = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"

// hourOf is an hour in three letters: of two the later one is the greater text. It lasts for 28 years.
func hourOf(t time.Time) string {
	n := min(max(int(t.Sub(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)).Hours()), 0), len(hours)*len(hours)*len(hours)-1)
	return string([]byte{hours[n/len(hours)/len(hours)], hours[n/len(hours)%len(hours)], hours[n%len(hours)]})
}

func streamOf(r forms.Record) string  { return base64.RawURLEncoding.EncodeToString(r.Stream[:]) }
func contentOf(r forms.Record) string { return base64.RawURLEncoding.EncodeToString(r.Content[:3]) }

// markLength is how long a mark is without the sign in front, unmarked what stands for that of a key without one.
const (
	markLength = 31
	unmarked   = "                               "
)

// noTwin is the twin of a record that names nobody.
const noTwin = "----"

func twinOf(r forms.Record) string {
	if len(r.Twin) != 6 {
		return noTwin
	}
	var b [3]byte
	for i := range b {
		b[i] = nibble(r.Twin[2*i])<<4 | nibble(r.Twin[2*i+1])
	}
	return base64.RawURLEncoding.EncodeToString(b[:])
}

func nibble(c byte) byte {
	if c >= 'a' {
		return c - 'a' + 10
	}
	return c - '0'
}

// split takes the key of a row apart: the record's own, and its mark without the sign in front.
func split(key string) (own, mark string) {
	own, mark, _ = strings.Cut(key, "~")
	if len(mark) != markLength {
		mark = unmarked
	}
	return own, mark
}

// remember makes the marks of what is known and found so far.
func (p *pass) remember() {
	if p.marks != nil {
		return
	}
	p.marks = make(map[string]string, len(p.known.Keys))
	for key := range p.known.Keys {
		p.keep(key)
	}
	for key := range p.all {
		p.keep(key)
	}
	for _, key := range p.later {
		p.keep(key)
	}
}

func (p *pass) keep(key string) {
	if strings.HasPrefix(key, "f:") {
		own, mark := split(key)
		p.marks[own] += mark
	}
}

// add takes in what a file has brought: of very much no more than one pass takes in, the oldest, and one more as a sign
// that there is more. The rest is there again in the next pass.
func (p *pass) add(items []lead.Inquiry) {
	fresh := make([]int32, 0, min(len(items), maxItems+1))
	for i := range items {
		if _, there := p.all[items[i].Key]; !there && !p.known.Keys[items[i].Key] {
			fresh = append(fresh, int32(i))
			if p.marks != nil {
				p.keep(items[i].Key)
			}
		}
	}
	if len(fresh) > maxItems+1 {
		slices.SortStableFunc(fresh, func(a, b int32) int { return items[a].Received.Compare(items[b].Received) })
		for _, i := range fresh[maxItems+1:] {
			p.later = append(p.later, items[i].Key)
		}
		fresh = fresh[:maxItems+1]
	}
	for _, i := range fresh {
		p.all[items[i].Key] = items[i]
		p.order = append(p.order, items[i].Key)
	}
}

// items returns what has been found, in that order.
func (p *pass) items() []lead.Inquiry { return p.since(0) }

// since returns what has been found behind the first n.
func (p *pass) since(n int) []lead.Inquiry {
	out := make([]lead.Inquiry, 0, len(p.order)-n)
	for _, key := range p.order[n:] {
		out = append(out, p.all[key])
	}
	return out
}

// has reports whether a record is known or has been found already.
func (p *pass) has(key string) bool {
	p.remember()
	return p.marks[key] != ""
}

// each calls do with every mark of a record until it returns false.
func each(marks string, do func(mark string) bool) {
	for ; len(marks) >= markLength && do(marks[:markLength]); marks = marks[markLength:] {
	}
}

// differs reports whether a record that is known says something else than whenever it came in, in a file that is not
// older than the one it came in.
func (p *pass) differs(r forms.Record, written time.Time) bool {
	content, hour, differs := contentOf(r), hourOf(written), true
	each(p.marks[r.Key], func(m string) bool {
		differs = m != unmarked && m[4:8] != content && m[12:15] <= hour
		return differs
	})
	return differs
}

// sameAnswers reports whether a record said the same, but for what no column of a lead keeps.
func (p *pass) sameAnswers(key string, in *lead.Inquiry) bool {
	print, same := rules.Print(in), false
	each(p.marks[key], func(m string) bool {
		same = m[15:] == print
		return !same
	})
	return same
}

// twins returns those of the persons and days wanted of which a record is known.
func (p *pass) twins(wanted map[string]bool) map[string]bool {
	p.remember()
	out := map[string]bool{}
	for _, marks := range p.marks {
		each(marks, func(m string) bool {
			if wanted[m[8:12]] {
				out[m[8:12]] = true
			}
			return true
		})
	}
	delete(out, noTwin)
	delete(out, unmarked[8:12])
	return out
}
