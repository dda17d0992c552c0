// Package templates reads the rows of the tab Replies: the mails that customers are sent, with fields in braces. It
// says what is wrong with a row, and has the rows of a new workbook.
//
// Everything here is computed from its arguments.
package templates

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"leadsheet/lead"
	"leadsheet/lead/merge"
	"leadsheet/lead/phrasebook"
	"leadsheet/lead/words"
)

// Reply is a row of the tab Replies: a mail to customers, in one language.
type Reply struct {
	Name     string
	Language string // its tag, as package phrasebook has it; "" for every language
	For      Use
	Subject  merge.Template
	Text     merge.Template
	Faulty   bool // nothing is sent by it: Check says why
}

// Use is what a reply is used for.
type Use string

// The uses.
const (
	ForRequest    Use = "acknowledgement"     // it acknowledges what came in working hours
	ForAfterHours Use = phrasebook.AfterHours // what came outside them
	ForFollowUp   Use = "follow-up"           // it is sent where the tab Follow-up names it
)

// Row is what the cells of a row say.
type Row struct{ Name, Language, UsedFor, Subject, Text string }

// Reader reads rows.
type Reader struct {
	Words words.Language
	// HasBusiness says that the name of the business is known, Setting and Settings where it is filled in.
	HasBusiness       bool
	Setting, Settings string
	// Before are the rows that were read before.
	Before []Reply
}

// most is how many characters a text and its subject may have.
const most = 8000

// Read reads a row. A row with faults is one by which nothing is sent, so that no other one is sent in its place. out
// says that it counts for nothing: a row above is used in its place, or nobody knows whom it is for.
func (r *Reader) Read(row *Row) (reply Reply, faults []string, out bool) {
	say := &r.Words.Texts().Replies
	reply.Name = row.Name
	if row.Language != "" {
		if l := phrasebook.Find(row.Language); l != nil {
			reply.Language = l.Tag
		} else {
			out = true // as one for every language it would keep everybody's mails from being sent
			faults = append(faults, say.NoLanguage.With(r.title(lead.ColLanguage), strconv.Quote(row.Language)))
		}
	}
	use, ok := r.use(row.UsedFor)
	if reply.For = use; !ok {
		faults = append(faults, say.NoUse.With(r.title(lead.ColUsedFor), strconv.Quote(row.UsedFor), r.uses()))
	}
	if use != ForFollowUp && !out && slices.ContainsFunc(r.Before, func(x Reply) bool {
		return x.For == use && x.Language == reply.Language
	}) {
		return reply, append(faults, say.SecondOfUse.With(strconv.Quote(r.Words.Word(words.ReplyUses, string(use))))), true
	}
	var more []string
	reply.Subject, more = r.template(row.Subject, lead.ColSubject, use)
	faults = append(faults, more...)
	reply.Text, more = r.template(row.Text, lead.ColText, use)
	if faults = append(faults, more...); len(more) == 0 && reply.Text.Blank() {
		faults = append(faults, say.NoText.With(r.title(lead.ColText)))
	}
	reply.Faulty = len(faults) > 0
	return reply, faults, out
}

// use reads what a row is used for; a follow-up, where it does not say so.
func (r *Reader) use(text string) (use Use, ok bool) {
	if text == "" {
		return ForFollowUp, true
	}
	name, ok := r.Words.Name(words.ReplyUses, text)
	if !ok {
		return ForFollowUp, false
	}
	return Use(name), true
}

// uses are the words for what a row is used for, in one line.
func (r *Reader) uses() string {
	var out []string
	for _, name := range r.Words.Names(words.ReplyUses) {
		out = append(out, r.Words.Word(words.ReplyUses, name))
	}
	return strings.Join(out, ", ")
}

// template reads a text with merge fields.
func (r *Reader) template(text, column string, use Use) (t merge.Template, faults []string) {
	say, title := &r.Words.Texts().Replies, r.title(column)
	if utf8.RuneCountInString(text) > most {
		return t, []string{say.TooLong.With(title, strconv.Itoa(most))}
	}
	t, wrong := merge.Parse(text, func(name string) (merge.Field, bool) {
		name, ok := r.Words.Name(words.MergeFields, name)
		return merge.Field(name), ok
	})
	for _, f := range wrong {
		if f.Kind == merge.Unclosed {
			faults = append(faults, say.Unclosed.With(title, f.Text))
		} else {
			faults = append(faults, say.NoField.With(title, f.Text, r.fields()))
		}
	}
	if use == ForFollowUp && t.Uses(merge.AnswerBy) {
		faults = append(faults, say.OnlyAcknowledged.With(title, r.braced(merge.AnswerBy),
			r.Words.Word(words.ReplyUses, string(ForRequest))+", "+r.Words.Word(words.ReplyUses, string(ForAfterHours))))
	}
	if !r.HasBusiness && slices.Contains(t.Missing(allButBusiness()), merge.Business) {
		faults = append(faults, say.NoBusiness.With(title, r.braced(merge.Business), r.Setting, r.Settings))
	}
	return t, faults
}

// allButBusiness has some value for every field but the name of the business.
func allButBusiness() merge.Values {
	v := merge.Values{}
	for _, f := range merge.Fields() {
		v[f] = "x"
	}
	delete(v, merge.Business)
	return v
}

func (r *Reader) title(column string) string { return r.Words.Column(lead.TabReplies, column) }

// braced is how a field is written, and fields are all of them.
func (r *Reader) braced(f merge.Field) string {
	return "{" + r.Words.Word(words.MergeFields, string(f)) + "}"
}

func (r *Reader) fields() string {
	var out []string
	for _, f := range merge.Fields() {
		out = append(out, r.braced(f))
	}
	return strings.Join(out, ", ")
}

// first are the replies of a new workbook, by the names of their texts in package phrasebook.
var first = []struct {
	name string
	use  Use
}{
	{phrasebook.Acknowledgement, ForRequest},
	{phrasebook.AfterHours, ForAfterHours},
	{phrasebook.Reminder, ForFollowUp},
	{phrasebook.LastQuestion, ForFollowUp},
}

// Name is what a reply of a new workbook is called, by its name in package phrasebook.
func Name(in words.Language, name string) string { return in.Word(words.FirstRows, name+" reply") }

// Rows are the rows of a new workbook, without the column Check.
func Rows(in words.Language) []Row {
	var rows []Row
	for _, l := range phrasebook.All() {
		for _, n := range first {
			if reply, ok := l.Reply(n.name); ok {
				rows = append(rows, Row{Name(in, n.name), l.Names[0], string(n.use), reply.Subject, reply.Text})
			}
		}
	}
	return rows
}
