package policy

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy/templates"
)

// replies reads the tab Replies. A row that is not understood is kept as one by which nothing is sent.
func (r *reader) replies(p *Policy) {
	read := templates.Reader{Words: r.words, HasBusiness: p.Business != "",
		Setting: r.words.Word(words.SettingNames, settingBusiness), Settings: r.words.Tab(lead.TabSettings)}
	of := func(w *row, name string) string { return name + "\x00" + w.get(lead.ColLanguage) }
	r.eachOf(lead.TabReplies, lead.ColReply, of, func(w *row, name string) {
		read.Before = p.Replies
		reply, faults, out := read.Read(&templates.Row{Name: name, Language: w.get(lead.ColLanguage),
			UsedFor: w.get(lead.ColUsedFor), Subject: w.get(lead.ColSubject), Text: w.get(lead.ColText)})
		if w.bad = append(w.bad, faults...); !out {
			p.Replies = append(p.Replies, reply)
		}
	})
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
	at := slices.IndexFunc(p.Replies, func(x templates.Reply) bool {
		return words.Same(x.Name, name) && x.For == templates.ForFollowUp
	})
	if at < 0 {
		use := r.words.Word(words.ReplyUses, string(templates.ForFollowUp))
		w.fault(say.NotThere.With(title, strconv.Quote(name), tab, use))
		return ""
	}
	name = p.Replies[at].Name
	if slices.ContainsFunc(p.Replies, func(x templates.Reply) bool { return x.Name == name && x.Faulty }) {
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

func replyTable(in words.Language) Table {
	var rows [][]string
	for _, r := range templates.Rows(in) {
		rows = append(rows, []string{r.Name, r.Language, r.UsedFor, r.Subject, r.Text, ""})
	}
	return newTable(lead.TabReplies, rows)
}
