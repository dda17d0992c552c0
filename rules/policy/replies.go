package policy

import (
	"net/url"
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
	For      ReplyUse
	Subject  merge.Template
	Text     merge.Template
	Faulty   bool // nothing is sent by it: Check says why
}

// ReplyUse is what a reply is used for.
type ReplyUse string

// The uses.
const (
	ForRequest    ReplyUse = "acknowledgement" // it acknowledges what came in working hours
	ForAfterHours ReplyUse = "after hours"     // what came outside them
	ForFollowUp   ReplyUse = "follow-up"       // it is sent where the tab Follow-up names it
)

// mostReply is how many characters a reply and its subject may have.
const mostReply = 8000

// replies reads the tab Replies. A row that is not understood is kept as one by which nothing is sent.
func (r *reader) replies(p *Policy) {
	of := func(w *row, name string) string { return name + "\x00" + w.get(lead.ColLanguage) }
	r.eachOf(lead.TabReplies, lead.ColReply, of, func(w *row, name string) {
		say := &r.words.Texts().Replies
		reply := Reply{Name: name}
		if v := w.get(lead.ColLanguage); v != "" {
			if l := phrasebook.Find(v); l != nil {
				reply.Language = l.Tag
			} else {
				w.fault(say.NoLanguage.With(w.title(lead.ColLanguage), strconv.Quote(v)))
			}
		}
		reply.For = r.replyUse(w)
		if reply.For != ForFollowUp && slices.ContainsFunc(p.Replies, func(x Reply) bool {
			return x.For == reply.For && x.Language == reply.Language
		}) {
			w.fault(say.SecondOfUse.With(strconv.Quote(r.words.Word(words.ReplyUses, string(reply.For)))))
			return
		}
		reply.Subject = r.template(w, lead.ColSubject, &reply, p)
		reply.Text = r.template(w, lead.ColText, &reply, p)
		if reply.Text.Blank() && utf8.RuneCountInString(w.get(lead.ColText)) <= mostReply {
			w.fault(say.NoText.With(w.title(lead.ColText)))
		}
		reply.Faulty = len(w.bad) > 0
		p.Replies = append(p.Replies, reply)
	})
}

// replyUse reads what a row is used for; a follow-up, where it does not say so.
func (r *reader) replyUse(w *row) ReplyUse {
	v := w.get(lead.ColUsedFor)
	if v == "" {
		return ForFollowUp
	}
	name, ok := r.words.Name(words.ReplyUses, v)
	if !ok {
		w.fault(r.words.Texts().Replies.NoUse.With(w.title(lead.ColUsedFor), strconv.Quote(v),
			r.wordsOf(words.ReplyUses)))
		return ForFollowUp
	}
	return ReplyUse(name)
}

// wordsOf are the words of a set, in one line.
func (r *reader) wordsOf(set words.Set) string {
	var out []string
	for _, name := range r.words.Names(set) {
		out = append(out, r.words.Word(set, name))
	}
	return strings.Join(out, ", ")
}

// template reads a text with merge fields.
func (r *reader) template(w *row, column string, reply *Reply, p *Policy) merge.Template {
	say, text, title := &r.words.Texts().Replies, w.get(column), w.title(column)
	if utf8.RuneCountInString(text) > mostReply {
		w.fault(say.TooLong.With(title, strconv.Itoa(mostReply)))
		return merge.Template{}
	}
	t, faults := merge.Parse(text, func(name string) (merge.Field, bool) {
		name, ok := r.words.Name(words.MergeFields, name)
		return merge.Field(name), ok
	})
	for _, f := range faults {
		if f.Kind == merge.Unclosed {
			w.fault(say.Unclosed.With(title, f.Text))
		} else {
			w.fault(say.NoField.With(title, f.Text, r.fields()))
		}
	}
	if reply.For == ForFollowUp && t.Uses(merge.AnswerBy) {
		w.fault(say.OnlyAcknowledged.With(title, r.braced(merge.AnswerBy), r.words.Word(words.ReplyUses, string(ForRequest))+
			", "+r.words.Word(words.ReplyUses, string(ForAfterHours))))
	}
	if p.Business == "" && slices.Contains(t.Missing(allButBusiness()), merge.Business) {
		w.fault(say.NoBusiness.With(title, r.braced(merge.Business), r.words.Word(words.SettingNames, settingBusiness),
			p.Words.Tab(lead.TabSettings)))
	}
	return t
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

// braced is how a field is written, and fields are all of them.
func (r *reader) braced(f merge.Field) string {
	return "{" + r.words.Word(words.MergeFields, string(f)) + "}"
}

func (r *reader) fields() string {
	var out []string
	for _, f := range merge.Fields() {
		out = append(out, r.braced(f))
	}
	return strings.Join(out, ", ")
}

// stepReply is the mail that a row of the tab Follow-up sends; "" for one that is not ticked, or that names none.
func (r *reader) stepReply(w *row, p *Policy) string {
	if !w.tick(lead.ColSend) {
		return ""
	}
	say, name := &r.words.Texts().Replies, w.get(lead.ColReply)
	title, tab := w.title(lead.ColReply), p.Words.Tab(lead.TabReplies)
	if name == "" {
		w.fault(say.NoReply.With(title, tab))
		return ""
	}
	at := slices.IndexFunc(p.Replies, func(x Reply) bool { return words.Same(x.Name, name) && x.For == ForFollowUp })
	if at < 0 {
		w.fault(say.NotThere.With(title, strconv.Quote(name), tab, r.words.Word(words.ReplyUses, string(ForFollowUp))))
		return ""
	}
	name = p.Replies[at].Name
	if slices.ContainsFunc(p.Replies, func(x Reply) bool { return x.Name == name && x.Faulty }) {
		w.fault(say.HasFault.With(title, strconv.Quote(name), tab))
	}
	return name
}

// readBooking reads the web address where customers choose a time.
func readBooking(p *Policy, v string) error {
	p.Booking = ""
	u, err := url.Parse(strings.TrimSpace(v))
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || !strings.Contains(u.Host, ".") ||
		strings.ContainsAny(v, " \t\r\n<>\"{}") || len(v) > 1000 {
		if strings.TrimSpace(v) == "" {
			return nil
		}
		return words.NewFault(err, func(t *words.Texts) string { return t.Replies.NoLink.With(strconv.Quote(v)) })
	}
	p.Booking = u.String()
	return nil
}

// newReplies are the replies of a new workbook, by the names of their texts in package phrasebook.
var newReplies = []struct {
	name string
	use  ReplyUse
}{
	{phrasebook.Acknowledgement, ForRequest},
	{phrasebook.AfterHours, ForAfterHours},
	{phrasebook.Reminder, ForFollowUp},
	{phrasebook.LastQuestion, ForFollowUp},
}

// replyName is what a reply of a new workbook is called.
func replyName(in words.Language, name string) string { return in.Word(words.FirstRows, name+" reply") }

func replyTable(in words.Language) Table {
	var rows [][]string
	for _, l := range phrasebook.All() {
		for _, n := range newReplies {
			if reply, ok := l.Reply(n.name); ok {
				rows = append(rows, []string{replyName(in, n.name), l.Names[0], string(n.use), reply.Subject, reply.Text, ""})
			}
		}
	}
	return newTable(lead.TabReplies, rows)
}
