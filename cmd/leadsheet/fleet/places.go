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

// place is what only one team may have: a workbook, or a folder that is written to.
type place struct {
	setting hint.Setting
	what    string
	name    string // the same for the same place
}

// places are the places of settings that were checked.
func placesOf(c *setup.Config) []place {
	var all []place
	add := func(s hint.Setting, what, name string) { all = append(all, place{s, what, name}) }
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

// take gives a team its places, or names the first that another team has. release gives them back.
func (t *taken) take(team string, places []place) (release func(), err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, p := range places {
		if other, is := t.by[p.name]; is && other != team {
			return nil, fmt.Errorf("%v names %s that the team %s has already: two teams in one would mix up their leads; "+
				"give this team another one, or remove its file", p.setting, p.what, other)
		}
	}
	for _, p := range places {
		t.by[p.name] = team
	}
	return func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		for _, p := range places {
			delete(t.by, p.name)
		}
	}, nil
}
