package intake

import (
	"path/filepath"

	"leadsheet/lead"
)

// Observer is a Source that says which places it looks at, and which of them its last Collect has not read completely.
type Observer interface {
	Watched() []lead.Watched
}

// Watched is the account, by its name or the one that it signs in with.
func (m *Mailbox) Watched() []lead.Watched {
	kind := lead.WatchedMailbox
	if m.SentOnly {
		kind = lead.WatchedSent
	}
	return []lead.Watched{{Kind: kind, Name: m.Label()}}
}

// Watched is the folder, if it is there.
func (d *Drop) Watched() []lead.Watched {
	path, err := filepath.Abs(d.Folder)
	if err != nil {
		path = d.Folder
	}
	if info, err := d.disk().Stat(path); err != nil || !info.IsDir() {
		return nil
	}
	return []lead.Watched{{Kind: lead.WatchedFolder, Name: filepath.Base(path)}}
}

// Watched are the spreadsheets.
func (r *Responses) Watched() []lead.Watched {
	out := make([]lead.Watched, len(r.Places))
	for i := range r.Places {
		out[i].Kind = lead.WatchedForm
		if i < len(r.seen) {
			s := &r.seen[i]
			out[i].Name, out[i].Missed = s.title, s.err != nil || s.said != ""
		}
	}
	return out
}
