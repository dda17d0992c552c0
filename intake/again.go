package intake

import (
	"slices"
	"strings"

	"leadsheet/intake/ledger"
	"leadsheet/lead"
	"leadsheet/mailin"
)

// Asked is a row of the tab Intake whose original is looked for.
type Asked struct {
	lead.IntakeRow
	// Mail is the row of the mail with which an attached message or the record of an attached file came; the zero value
	// for other rows, and when that row is gone.
	Mail lead.IntakeRow
	// AsItIs says that the mail is to be read as it reads now, and not as a request that a person wants.
	AsItIs bool
}

// AskAsItIs is Ask for mails whose sender is in the team now. Files that came with them are not looked for.
func AskAsItIs(rows, all []lead.IntakeRow) []Asked {
	asked := Ask(rows, all)
	for i := range asked {
		asked[i].AsItIs = true
	}
	return slices.DeleteFunc(asked, func(a Asked) bool { return !a.isMail() })
}

// Ask makes questions of the rows that have an original: they are about mails and records. all is the whole tab Intake.
func Ask(rows, all []lead.IntakeRow) []Asked {
	var asked []Asked
	mails := map[string][]int{} // by their place: what came with them
	for i := range rows {
		a := Asked{IntakeRow: rows[i]}
		if !a.isMail() && !a.isRecord() && !a.isHeld() {
			continue
		}
		place, _ := mailin.PlaceOf(a.Where)
		if file, _, cut := strings.Cut(a.Where, ", attached message "); cut && sourceOf(file) == InDropFolder {
			place = file
		}
		if place != "" && place != a.Where {
			mails[place] = append(mails[place], len(asked))
		}
		asked = append(asked, a)
	}
	if len(mails) == 0 {
		return asked
	}
	for i := range all {
		for _, k := range mails[all[i].Where] {
			asked[k].Mail = all[i]
		}
	}
	return asked
}

// ofMail reports whether a row is about a mail or came with one that is in no file.
func (a *Asked) ofMail() bool {
	switch source := sourceOf(a.Where); source {
	case InDropFolder, InResponses:
		return false
	case Elsewhere:
		return a.isMail()
	}
	return true
}

// isMail reports whether a row is about a mail, and not about the record of a form.
func (a *Asked) isMail() bool {
	switch ledger.ParseKey(a.Key).Kind() {
	case ledger.Message, ledger.MessagePlace, ledger.Attached:
		return true
	}
	return false
}

// isHeld reports whether a row is about the records of an export that came by mail and were held back.
func (a *Asked) isHeld() bool {
	return a.Channel == lead.ByMail && ledger.ParseKey(a.Key).Kind() == ledger.HeldBack
}

func (a *Asked) isRecord() bool { return ledger.ParseKey(a.Key).Kind() == ledger.Record }

// mailKey is the key of the mail of which, or with which, the row came; "" when it is not known.
func (a *Asked) mailKey() string {
	switch key := ledger.ParseKey(a.Key); key.Kind() {
	case ledger.Message, ledger.MessagePlace:
		return a.Key
	case ledger.Attached:
		return key.Mail()
	}
	return a.Mail.Key
}

// mailRow is the row of the mail.
func (a *Asked) mailRow() *lead.IntakeRow {
	switch ledger.ParseKey(a.Key).Kind() {
	case ledger.Message, ledger.MessagePlace:
		return &a.IntakeRow
	}
	return &a.Mail
}

// fit is how sure it is that a message is the mail of a row.
type fit int

const (
	another fit = iota
	alike       // the same Message-ID, sender and subject
	itself      // the same bytes
)

// fits compares a mail with the one that is looked for. Two mails may have one Message-ID, so that sender and subject
// must be the same, too. atPlace says that the mail stands where the row says.
func (a *Asked) fits(q *lead.Inquiry, atPlace bool) fit {
	key, r := a.mailKey(), a.mailRow()
	switch {
	case key != "" && key == q.Key:
		return itself
	case atPlace && ledger.ParseKey(key).Kind() == ledger.MessagePlace:
		return itself // it could not be read at all then
	case r.Subject != q.Subject || r.From != "" && r.From != q.From || r.MessageID != q.MessageID:
		return another
	case r.MessageID != "" || atPlace && r.Key != "":
		return alike
	}
	return another
}

// choose returns what a row is about of what its mail has brought: the mail, or what is attached to it.
func (a *Asked) choose(in lead.Inquiry, attached, records []lead.Inquiry) (lead.Inquiry, bool) {
	switch key := ledger.ParseKey(a.Key); key.Kind() {
	case ledger.Message, ledger.MessagePlace:
		return a.answer(in), true
	case ledger.Attached:
		for i := range attached {
			if ledger.ParseKey(attached[i].Key).Number() == key.Number() {
				return a.answer(attached[i]), true
			}
		}
	}
	return a.record(records)
}

// record returns the record of a row.
func (a *Asked) record(records []lead.Inquiry) (lead.Inquiry, bool) {
	for i := range records {
		if key := ledger.ParseKey(records[i].Key); a.isRecord() && key.Own() == ledger.ParseKey(a.Key).Own() {
			return a.answer(records[i]), true
		}
	}
	return lead.Inquiry{}, false
}

// answer marks the original of a row.
func (a *Asked) answer(q lead.Inquiry) lead.Inquiry {
	if a.AsItIs {
		q.Again = a.Key
	} else {
		q.Overrules = a.Key
	}
	return q
}

// forgetful is what is known of the business, and nothing of what has come in: so a file brings all of its records.
func (k Known) forgetful() Known {
	k.Keys, k.Places, k.Memory = map[string]bool{}, map[string]bool{}, nil
	return k
}

func keysOf(rows []Asked) []string {
	keys := make([]string, len(rows))
	for i := range rows {
		keys[i] = rows[i].Key
	}
	return keys
}
