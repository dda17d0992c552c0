// Package lists spreads the contacts of lists of people over days: who brings a whole trade fair in one file does not
// have to answer it within half an hour, but a few a day.
package lists

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

// Most is how many new leads a file may bring at once without being a list.
const Most = 10

// rowMark stands in the place of a record between its file and its row.
const rowMark = ", row "

// Place is the file or tab in which a record stands, as the tab Intake calls it; "" for what is no record of one.
func Place(q *lead.Inquiry) string {
	if q.Kind != lead.ExportRow || q.List == "" {
		return ""
	}
	if at := strings.LastIndex(q.Where, rowMark); at > 0 {
		return q.Where[:at]
	}
	return ""
}

// People are those of the records that were looked at, to count each of them once.
type People map[string]bool

// IsNew reports whether nobody with this address or, without one, this number was looked at before.
func (p People) IsNew(q *lead.Inquiry) bool {
	key := lead.Contact{Email: q.Email}.EmailKey()
	if key == "" {
		key = strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, q.Phone)
	}
	if key == "" {
		return true
	}
	known := p[key]
	p[key] = true
	return !known
}

// CountAtOnce says of each record how many people its file brings at this moment, whatever a single pass takes in of
// them.
func CountAtOnce(items []lead.Inquiry) {
	n, people := map[string]int{}, map[string]People{}
	for i := range items {
		place := Place(&items[i])
		if place == "" {
			continue
		}
		if people[place] == nil {
			people[place] = People{}
		}
		if people[place].IsNew(&items[i]) {
			n[place]++
		}
	}
	for i := range items {
		items[i].AtOnce = n[Place(&items[i])]
	}
}

// Name is how people call a list, after its file or form: "Trade fair" for trade-fair.csv.
func Name(list string) string {
	s := strings.Join(strings.Fields(strings.NewReplacer("-", " ", "_", " ").Replace(list)), " ")
	first, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return list
	}
	return string(unicode.ToUpper(first)) + s[size:]
}

// horizon is how many days ahead contacts are planned. Who would come later is not planned at all.
const horizon = 366

// Days gives the leads of lists their days of contact: on working days, so many a day to each owner, and none while the
// owner is away. What it gives depends on the leads that have a day already, so that it does not matter whether
// a list is taken in at once or in several passes.
type Days struct {
	policy policy.Policy
	today  time.Time
	taken  map[slot]int
	next   map[string]int // by owner: the first day that may have room
}

// slot is a day, counted from today, of one owner.
type slot struct {
	owner string
	day   int
}

// NewDays plans from the day after now on, in the business zone.
func NewDays(p policy.Policy, now time.Time) *Days {
	return &Days{policy: p, today: policy.DayAfter(now.In(p.Location()), 0), taken: map[slot]int{},
		next: map[string]int{}}
}

// Take counts a lead of a list that has its day already.
func (d *Days) Take(owner string, at time.Time) {
	day := policy.DayAfter(at.In(d.policy.Location()), 0)
	d.taken[slot{words.Fold(owner), int(day.Sub(d.today).Round(24*time.Hour) / (24 * time.Hour))}]++
}

// Next is the day of contact for one more lead of an owner: midnight in the business zone, zero when there is none
// within a year.
func (d *Days) Next(owner string) time.Time {
	name, person := words.Fold(owner), d.policy.FindPerson(owner)
	for n := max(d.next[name], 1); n <= horizon; n++ {
		day := policy.DayAfter(d.today, n)
		if d.policy.Calendar.WorksOn(day) && (person == nil || !person.Away(day)) &&
			d.taken[slot{name, n}] < d.policy.ContactsADay {
			d.taken[slot{name, n}]++
			d.next[name] = n
			return policy.Midnight(day)
		}
	}
	d.next[name] = horizon + 1
	return time.Time{}
}
