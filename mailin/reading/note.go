package reading

import (
	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/letter"
	"leadsheet/mailin/reading/quotations"
)

// byOutsider reports whether an outsider wrote a quoted message, as its address says.
func (r *reader) byOutsider(f *quotations.Forwarded) bool {
	_, address := letter.SplitSender(f.Head["from"])
	return address != "" && !r.isTeam(address)
}

// readNote reads what the colleague wrote above the forwarded message, without the signature.
func (r *reader) readNote(q *Reading, msg *message.Message, above []message.Line) {
	name, _ := letter.SplitSender(msg.Header.Get("from"))
	d := quotations.Divide(above, name)
	q.leaveDivision(d)
	note := message.Clean(message.Tidy(message.JoinLines(d.Text)), 0)
	if len([]rune(note)) < 2 {
		q.leaveText(quotations.Trailer, note)
		return
	}
	q.Note = q.cut(note, maxNote)
}

// maxNote is how many characters of a colleague's note are kept.
const maxNote = 1000
