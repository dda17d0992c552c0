package acts

import (
	"cmp"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/command"
)

// Cannot says why a command cannot be done with a row as it is, "" where nothing in the row and its history speaks
// against it.
func (r *Row) Cannot(c *command.Command) string {
	say := &r.Policy.Words.Texts().Do
	switch other := r.History.Find(c.Lead); c.Verb {
	case command.Called, command.OfferSent:
		switch at := cmp.Or(c.At, r.Then); {
		case at.After(r.Now):
			return say.InFuture
		case at.Before(r.Lead.Received.Truncate(time.Second)) && !c.At.IsZero():
			return say.BeforeRequest
		}
	case command.NotSameAs:
		switch {
		case other == nil:
			return say.NoSuchLead.With(c.Lead)
		case other == r.Record:
			return say.Itself
		case r.Record.DuplicateOf == c.Lead:
			return say.IsMerged.With(r.Record.DuplicateOf)
		}
	case command.Reopen:
		if kind, known := r.Policy.KindOf(r.Lead.Status); !known || kind.Open() {
			return say.IsOpen.With(words.Quoted(r.Lead.Status))
		}
	case command.BlockSender:
		switch {
		case lead.ContactOf(r.Lead).EmailKey() == "":
			return say.NoAddress
		case !r.Policy.HasSenders:
			return say.NoSenders.With(r.Policy.Words.Tab(lead.TabSenders))
		}
	case command.BringBack:
		switch {
		case other == nil:
			return say.NoSuchLead.With(c.Lead)
		case other.Row != 0 || !other.Deleted:
			return say.NotDeleted.With(c.Lead)
		}
	case command.MayContact:
		if r.History.OptedOut(r.Record, r.Lead).IsZero() {
			return r.say().IsFree
		}
	}
	return ""
}
