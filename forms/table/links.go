package table

import (
	"errors"
	"net/url"
	"path"
	"sort"
	"strconv"
	"strings"
)

// mailLinks are the addresses to which a sheet's cells link, by the ids of the links; nil for none. A cell may say
// "write to Al" and keep the address in its link alone.
func (w *workbook) mailLinks(part string) (map[string]string, error) {
	rels, err := w.relations(path.Join(path.Dir(part), "_rels", path.Base(part)+".rels"))
	if err != nil && !errors.Is(err, errNoPart) {
		return nil, err
	}
	var mails map[string]string
	for _, r := range rels {
		if len(r.target) < len("mailto:") || !strings.EqualFold(r.target[:len("mailto:")], "mailto:") {
			continue
		}
		address, _, _ := strings.Cut(r.target[len("mailto:"):], "?")
		if plain, err := url.PathUnescape(address); err == nil {
			address = plain
		}
		if mails == nil {
			mails = map[string]string{}
		}
		mails[r.id] = address
	}
	return mails, nil
}

// link notes an address behind a link on its row.
func (g *grid) link(t *tags, mails map[string]string) {
	address := mails[string(t.idValue())]
	digits := strings.TrimLeft(string(t.value("ref")), "ABCDEFGHIJKLMNOPQRSTUVWXYZ$")
	number, _, _ := strings.Cut(digits, ":")
	n, err := strconv.Atoi(strings.TrimLeft(number, "$"))
	if err != nil || address == "" {
		return
	}
	i := sort.Search(len(g.rows), func(i int) bool { return g.rows[i].n >= n })
	if i < len(g.rows) && g.rows[i].n == n && g.rows[i].link == "" {
		g.rows[i].link = address
	}
}
