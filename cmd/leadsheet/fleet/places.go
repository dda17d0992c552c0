package fleet

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"leadsheet/cmd/leadsheet/setup"
	"leadsheet/lead/hint"
	"leadsheet/sheets/google/address"
)

// place is what only one team may have, a workbook or a folder that is written to; or an inbox, which only one should
// read.
type place struct {
	setting hint.Setting
	what    string
	name    string // the same for the same place
	inbox   bool   // two teams that read one are told, not refused: they mix up nothing
}

// places are the places of settings that were checked.
func placesOf(c *setup.Config) []place {
	var all []place
	add := func(s hint.Setting, what, name string) { all = append(all, place{setting: s, what: what, name: name}) }
	if c.Spreadsheet != "" {
		add(hint.Book, "the workbook", "google:"+c.GoogleEndpoint+c.Spreadsheet)
	} else {
		add(hint.Book, "the workbook", realPath(c.Book))
	}
	if id, err := address.ID(c.Archive); c.Archive != "" && err == nil {
		add(hint.Archive, "the archive", "google:"+c.GoogleEndpoint+id)
	}
	add(hint.Drop, "the drop folder", realPath(c.Drop))
	if c.Calendars != "" {
		add(hint.Calendars, "the folder of calendars", realPath(c.Calendars))
	}
	add(hint.State, "the folder of sign-ins", "state:"+realPath(c.State))
	if c.IMAPAddr != "" {
		all = append(all, inboxes(c, hint.MailUser)...)
	}
	for i := range c.Further {
		if a := &c.Further[i]; !a.SentOnly {
			all = append(all, inboxes(&a.Config, hint.Accounts)...)
		}
	}
	return all
}

// inboxes are the folders of a mailbox that become leads.
func inboxes(c *setup.Config, setting hint.Setting) (all []place) {
	for _, folder := range c.Mailbox().Folders() {
		all = append(all, place{setting: setting, inbox: true,
			what: fmt.Sprintf("the folder %s of the mailbox %s", folder, c.IMAPUser),
			name: strings.ToLower("imap:" + c.IMAPAddr + " " + c.IMAPUser + " " + folder)})
	}
	return all
}

// realPath is a path without links, as far as it exists.
func realPath(path string) string {
	rest := ""
	for at := path; ; at = filepath.Dir(at) {
		if real, err := filepath.EvalSymlinks(at); err == nil {
			path = filepath.Join(real, rest)
			break
		}
		if at == filepath.Dir(at) {
			break
		}
		rest = filepath.Join(filepath.Base(at), rest)
	}
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" { // names are not case-sensitive there
		path = strings.ToLower(path)
	}
	return path
}

// taken are the places of the teams that run.
type taken struct {
	mu sync.Mutex
	by map[string]string // team, by place
}

// take gives a team its places, or names the first that another team has. notes say which inboxes another one reads,
// too. release gives the places back.
func (t *taken) take(team string, places []place) (notes []string, release func(), err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, p := range places {
		other, is := t.by[p.name]
		switch {
		case !is || other == team:
		case p.inbox:
			notes = append(notes, fmt.Sprintf("%v names %s that the team %s reads, too: each mail there becomes a lead of both "+
				"teams; give each a folder or a mailbox of its own", p.setting, p.what, other))
		default:
			return nil, nil, fmt.Errorf("%v names %s that the team %s has already: two teams in one would mix up their leads; "+
				"give this team another one, or remove its file", p.setting, p.what, other)
		}
	}
	for _, p := range places {
		if _, is := t.by[p.name]; !is {
			t.by[p.name] = team
		}
	}
	return notes, func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		for _, p := range places {
			if t.by[p.name] == team {
				delete(t.by, p.name)
			}
		}
	}, nil
}
