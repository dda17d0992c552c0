package forms

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"sort"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"leadsheet/lead"
)

// idTitles are the columns in which form builders number their submissions, the surest first. Columns that number
// people, not submissions, are not here.
var idTitles = []string{"submission id", "response id", "entry id", "lead id", "leadgen id", "id", "#", "key"}

// formTitles are the columns that say which form a submission belongs to; ids are unique only inside one.
var formTitles = []string{"form id", "form name id"}

// volatile are columns that people or programs change after the submission; they say nothing about which it is.
var volatile = titleSet("lead_status|inbox_url|Stage|Owner|Labels|Status|Entry Status|Viewed|Starred|Entry Notes|Last Updated|Date Updated|Updated By|" +
	"Last modified time|Total points|Quiz feedback|Tags|MEMBER_RATING|LAST_CHANGED|Last Activity Date|Contact owner|Lifecycle Stage|Total Spent|Total Orders|Canceled")

func titleSet(list string) map[string]bool {
	m := map[string]bool{}
	for _, s := range strings.Split(list, "|") {
		m[fold(s)] = true
	}
	return m
}

func isVolatile(title string) bool {
	return volatile[title] || title == "comment" || strings.HasPrefix(title, "comment ")
}

// headerSet is the header whatever the order of its columns.
func headerSet(headers []string) string {
	var set []string
	for _, h := range headers {
		if f := fold(h); f != "" && !volatile[f] {
			set = append(set, f)
		}
	}
	sort.Strings(set)
	return strings.Join(set, "\x1f")
}

// keys returns one key for every row. Neither the file's name, its encoding and delimiter nor the order of columns and
// rows matters, and a column that was added to the form later changes no key of the records from before.
func (t *table) keys() []string {
	content := make([]string, len(t.rows))
	for i, r := range t.rows {
		content[i] = t.content(r)
	}
	ids := t.ids(content)
	keys, seen := make([]string, len(t.rows)), map[string]int{}
	for i, r := range t.rows {
		if ids != nil && ids[i] != "" {
			keys[i] = shortHash("id", t.stream(r, ids[i]), ids[i])
			continue
		}
		// Two people may well send the same words in one minute: the second of equal rows is another record.
		seen[content[i]]++
		keys[i] = shortHash("row", content[i], strconv.Itoa(seen[content[i]]))
	}
	return keys
}

func shortHash(parts ...string) string {
	h := sha256.Sum256([]byte(strings.Join(parts, "\x1e")))
	return "f:" + hex.EncodeToString(h[:12])
}

// content is what a row says, without empty cells and what changes later.
func (t *table) content(r record) string {
	if r.raw != "" {
		return "raw\x1f" + canonical(r.raw, lead.FieldNone)
	}
	var pairs []string
	for i, c := range r.cells {
		title, field := "", lead.FieldNone
		if i < len(t.headers) {
			title, field = fold(t.headers[i]), t.fields[i]
		}
		if isVolatile(title) && field != lead.FieldNeed {
			continue
		}
		if v := canonical(c, field); v != "" {
			pairs = append(pairs, title+"\x1f"+v)
		}
	}
	sort.Strings(pairs)
	return strings.Join(pairs, "\x1e")
}

// canonical is a value whatever its presentation. It must never depend on settings or on other rows, or a later
// export would bring every record again: that is why a day that may be a month stays as it is written.
func canonical(value string, field lead.Field) string {
	v := strings.Join(strings.Fields(norm.NFC.String(lead.SafeText(value, maxCell))), " ")
	switch field {
	case lead.FieldEmail:
		if a, ok := lead.NormalizeEmail(v); ok {
			return a
		}
		return strings.ToLower(v)
	case lead.FieldPhone:
		p := strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, lead.CleanPhone(v))
		if p != "" {
			return p
		}
	case lead.FieldSubmitted:
		if at, ok := zonedTime(v); ok {
			return at.UTC().Format("2006-01-02T15:04:05Z")
		}
	}
	return v
}

var idDamaged = regexp.MustCompile(`(?i)^\d+(?:[.,]\d+)?e\+?\d+$`)

// ids returns the submission ids of the rows, or nil when no column has one for every record it should.
func (t *table) ids(content []string) []string {
	for _, title := range idTitles {
		for col, h := range t.headers {
			if fold(h) != title {
				continue
			}
			if ids, ok := t.idColumn(col, content); ok {
				return ids
			}
		}
	}
	return nil
}

// idColumn reads a column as ids: one for every record that is not damaged, and never one for two different records.
func (t *table) idColumn(col int, content []string) ([]string, bool) {
	ids, of := make([]string, len(t.rows)), map[string]string{}
	for i, r := range t.rows {
		if r.raw != "" || r.problem != "" || col >= len(r.cells) {
			continue // a damaged row must not take the ids from all others
		}
		id := strings.TrimSpace(lead.SafeText(r.cells[col], 200))
		if rest, ok := strings.CutPrefix(id, "l:"); ok {
			id = rest
		}
		id = strings.TrimPrefix(id, "'")
		if other, twice := of[id]; id == "" || idDamaged.MatchString(id) || twice && other != content[i] {
			return nil, false
		}
		ids[i], of[id] = id, content[i]
	}
	return ids, len(of) > 0
}

// stream says inside which series of submissions an id is unique. Long ids are unique everywhere; short ones inside
// their form, which is known by a column or else by its questions.
func (t *table) stream(r record, id string) string {
	if len(id) >= 12 {
		return ""
	}
	for _, title := range formTitles {
		for i, h := range t.headers {
			if fold(h) == title && i < len(r.cells) && strings.TrimSpace(r.cells[i]) != "" {
				return canonical(r.cells[i], lead.FieldNone)
			}
		}
	}
	return headerSet(t.headers)
}
