package letters

import (
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/reports/canvas"
	"leadsheet/reports/explain"
	"leadsheet/reports/today"
	"leadsheet/rules/outgoing"
)

// factsOf are the names and values below the request. Blank ones are left out.
func (c *composer) factsOf(i *outgoing.Intent, x *today.Case, told explain.Explanation) [][]span {
	var rows [][]span
	add := func(name string, value ...span) {
		if len(value) > 0 && value[0].text != "" {
			rows = append(rows, append([]span{plain(name)}, value...))
		}
	}
	phone := said(line(x.Phone, lineChars))
	phone.url, phone.plain = c.call(x), phone.text
	add(c.say.Phone, phone)
	mail := said(line(x.Email, lineChars))
	if mail.url = c.answer(x, ""); mail.url == "" && mail.text != "" {
		mail.text = c.say.NobodyReads.With(mail.text)
	}
	mail.plain = mail.text
	add(c.say.Mail, mail)
	add(c.say.Company, said(line(x.Company, lineChars)))
	if x.Waits && !x.Due.IsZero() {
		add(c.say.Due, plain(c.when(x.Due)))
	}
	why := ""
	if told.Now != nil {
		why = told.Now.Quality.Why
	}
	add(c.say.Quality, said(c.quality(x.Quality, why)))
	add(c.say.Source, said(strings.Join(present(line(x.Source, lineChars), line(x.Campaign, lineChars)), ", ")))
	add(c.say.Earlier, said(line(x.Earlier, factChars)))
	add(c.say.WhyYou, said(line(c.whyYou(i, told), factChars)))
	add(c.say.Hints, said(c.hints(x)))
	where := c.row(x.ID)
	if file := c.file(); where.text != "" && file != "" {
		where.text += ", " + c.say.InBook.With(c.in.Policy.Words.Tab(lead.TabLeads), file)
	}
	add(c.say.Lead, where)
	return rows
}

// whyYou is why it is the recipient who is told.
func (c *composer) whyYou(i *outgoing.Intent, told explain.Explanation) string {
	byPerson := i.Occasion == lead.TellHandOver && i.Why == "" // the message says who has passed the lead on
	if told.Now == nil || told.Now.Owner.Why == "" || byPerson {
		return i.Why
	}
	full := told.Now.Owner.Why
	if strings.HasPrefix(words.Fold(full), words.Fold(i.Why)) {
		return full
	}
	return strings.Join(present(i.Why, full), "; ")
}

// unstored says that a lead is not in the workbook yet.
func (c *composer) unstored(d *document, i *outgoing.Intent) {
	if i.Unstored != "" {
		d.paragraph(shout(c.say.Unstored), said(" "+line(i.Unstored, lineChars)))
	}
}

// quality is the quality of a lead with its reason.
func (c *composer) quality(quality, why string) string {
	quality, why = line(quality, nameChars), line(why, factChars)
	if rest, ok := strings.CutPrefix(why, quality); ok {
		why = strings.TrimSpace(strings.TrimLeft(rest, ",:;"))
	}
	if quality == "" || why == "" {
		return quality
	}
	return c.say.OfQuality.With(quality, why)
}

// hints are the remarks of Attention that a message does not say itself.
func (c *composer) hints(x *today.Case) string {
	var out []string
	for remark := range strings.SplitSeq(x.Attention, "·") {
		remark = line(remark, lineChars)
		switch c.texts.Which("Attention", remark) {
		case "RespondBy", "RespondByLate", "Waits", "WaitsLate":
			continue
		}
		if remark != "" {
			out = append(out, remark)
		}
	}
	return line(strings.Join(out, " · "), factChars)
}

// state is how far a lead has come, for who takes it over.
func (c *composer) state(x *today.Case) [][]span {
	var rows [][]span
	add := func(name, value string) {
		if value != "" {
			rows = append(rows, []span{plain(name), said(value)})
		}
	}
	add(c.say.Status, line(x.Status, lineChars))
	next := line(x.NextStep, lineChars)
	if !x.NextContact.IsZero() {
		at := x.NextContact.In(c.zone)
		day := c.weekday(at) + " " + c.date(at)
		if at.Hour()+at.Minute() > 0 {
			day = c.when(at)
		}
		next = strings.Join(present(day, next), ": ")
	}
	add(c.say.NextStep, next)
	if x.HasValue {
		add(c.say.Value, strings.Join(present(canvas.Thousands(c.texts, int(x.Value)), x.Foreign), " "))
	}
	add(c.say.Comment, line(x.Comment, needChars))
	return rows
}

// present are the texts that are not blank.
func present(texts ...string) []string {
	var out []string
	for _, s := range texts {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// history tells what happened to a lead, the oldest first.
func (c *composer) history(d *document, told explain.Explanation) {
	events := slices.DeleteFunc(slices.Clone(told.Events), func(e explain.Event) bool { return e.What.OfSending() })
	if len(events) == 0 {
		return
	}
	d.heading(c.say.History)
	if more := len(events) - mostEvents; more > 0 {
		d.note(plain(c.say.OlderEvents.Count(more)))
		events = events[more:]
	}
	var rows [][]span
	for k := range events {
		e := &events[k]
		at := e.Time.In(c.zone)
		row := []span{aside(c.texts.Dates.DateTime.With(c.weekday(at), c.date(at), at.Format("15:04")) + "  "),
			said(line(e.Text, factChars))}
		if why := line(strings.Join(e.Why, "; "), factChars); why != "" && !strings.Contains(e.Text, why) {
			row = append(row, plain(" "), said("("+why+")"))
		}
		rows = append(rows, row)
	}
	d.list(rows)
}
