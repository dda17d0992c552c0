package ledger_test

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leadsheet/forms"
	"leadsheet/intake"
	"leadsheet/intake/ledger"
	"leadsheet/lead"
	"leadsheet/mailin"
	"leadsheet/mailin/reading"
)

// answers is what the keys of TestKey_AsWritten remember.
func answers() *lead.Inquiry {
	return &lead.Inquiry{Name: "Ada Query", Email: "ada@query.example", Phone: "+49 170 1234567",
		Need: "two  sheds\nand a gate", Answers: []lead.Answer{{Question: "Colour", Value: "red\nor green"},
			{Question: "Budget", Value: "900"}}}
}

// The texts stand in workbooks: they were written by the code that made keys before there was this package.
func TestKey_AsWritten(t *testing.T) {
	hash, raw := sha256.Sum256([]byte("a")), []byte(savedMail)
	record := ledger.ParseKey("f:00112233445566778899aabb")
	facts := ledger.Facts{Form: [3]byte{0xfe, 0xdc, 0xba}, Content: [3]byte{1, 2, 3}, PersonDay: "a1b2c3",
		Written: time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC), Inquiry: answers()}
	nobody, late := facts, facts
	nobody.PersonDay, nobody.Written = "", time.Time{}
	late.PersonDay, late.Written, late.Inquiry = "no hex", time.Date(2060, 1, 1, 0, 0, 0, 0, time.UTC), &lead.Inquiry{}
	for _, c := range []struct {
		name, want string
		got        ledger.Key
		kind       ledger.Kind
	}{
		{"record", "f:ca978112ca1bbdcafac231b3", ledger.ParseKey(string(ledger.AppendRecord(nil, hash))),
			ledger.Record},
		{"record with suffix", "f:00112233445566778899aabb~_ty6AQIDobLDDckIZTUfLFVAAB7V5Xc",
			record.With(ledger.NewSuffix(facts)), ledger.Record},
		{"record of nobody", "f:00112233445566778899aabb~_ty6AQID----000IZTUfLFVAAB7V5Xc",
			record.With(ledger.NewSuffix(nobody)), ledger.Record},
		{"record of a late hour", "f:00112233445566778899aabb~_ty6AQID----zzzAAAAAAAAAAAAAAAA",
			record.With(ledger.NewSuffix(nobody)).With(ledger.NewSuffix(late)), ledger.Record},
		{"mail", "m:v2vrwghf2wlfv7w5lodzgga2xs", ledger.OfMessage(raw), ledger.Message},
		{"mail by its place", "m:place:INBOX/a~b:7:9", ledger.OfMessageAt("INBOX/a~b:7:9"), ledger.MessagePlace},
		{"attached message", "m+12:v2vrwghf2wlfv7w5lodzgga2xs", ledger.OfAttached("m:v2vrwghf2wlfv7w5lodzgga2xs", 12),
			ledger.Attached},
		{"sent mail", "s:vevckmofejqyvockdtfzzwwngm",
			ledger.OfSentMail("1@b.example", "Mon, 2 Mar 2026 10:00:00 +0000", "c@d.example", "", "hi"),
			ledger.SentMail},
		{"file", "s:ca978112ca1bbdcafac2", ledger.OfFileSummary(hash), ledger.FileSummary},
		{"records held back", "h:ca978112ca1bbdcafac2", ledger.OfHeldBack(hash), ledger.HeldBack},
		{"file that says nothing", "x:ca978112ca1bbdcafac2", ledger.OfFileNotice(hash), ledger.FileNotice},
		{"start of a folder", "start:INBOX/a:b:17", ledger.OfFolderStart("INBOX/a:b", 17), ledger.FolderStart},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.got.String() != c.want || c.got.Kind() != c.kind || ledger.ParseKey(c.want) != c.got {
				t.Errorf("%q of kind %d, want %q of kind %d", c.got, c.got.Kind(), c.want, c.kind)
			}
		})
	}
}

const savedMail = "From: a@b.example\r\nTo: c@d.example\r\nSubject: hi\r\nDate: Mon, 2 Mar 2026 10:00:00 +0000\r\n" +
	"Message-ID: <1@b.example>\r\n\r\nhello\r\n"

// pieces puts a key together from its parts, as the table of formats in docs says.
func pieces(k ledger.Key) string {
	switch k.Kind() {
	case ledger.Record:
		if s, ok := k.Suffix(); ok {
			return "f:" + k.ID() + s.String()
		}
		return "f:" + k.ID() + k.String()[len(k.Own()):]
	case ledger.Message:
		return "m:" + k.ID()
	case ledger.MessagePlace:
		return "m:place:" + k.ID()
	case ledger.Attached:
		return fmt.Sprintf("m+%d:%s", k.Number(), k.ID())
	case ledger.SentMail, ledger.FileSummary:
		return "s:" + k.ID()
	case ledger.HeldBack:
		return "h:" + k.ID()
	case ledger.FileNotice:
		return "x:" + k.ID()
	case ledger.FolderStart:
		return "start:" + k.ID()
	}
	return k.ID()
}

// holds checks what is true of every text in the column Key, whoever wrote it.
func holds(t interface {
	Helper()
	Fatalf(string, ...any)
}, text string) ledger.Key {
	t.Helper()
	k := ledger.ParseKey(text)
	if got := k.String(); got != text {
		t.Fatalf("%q prints as %q", text, got)
	}
	if got := pieces(k); got != text {
		t.Fatalf("the pieces of %q are %q", text, got)
	}
	own := ledger.ParseKey(k.Own())
	if !strings.HasPrefix(text, k.Own()) || own.Own() != k.Own() || own.Kind() != k.Kind() {
		t.Fatalf("the own key of %q is %q of kind %d", text, k.Own(), own.Kind())
	}
	if s, ok := k.Suffix(); ok && own.With(s) != k {
		t.Fatalf("%q with its own suffix is %q", text, own.With(s))
	}
	ids := k.Identities()
	if ids[2] != text || ids[0] != k.Identity(false) || ids[1] != k.Identity(true) ||
		!strings.HasPrefix(text, ids[1]) || !strings.HasPrefix(ids[1], ids[0]) {
		t.Fatalf("the identities of %q are %q", text, ids)
	}
	return k
}

// format is one way in which a version wrote the keys of a kind.
type format struct {
	name   string
	kind   ledger.Kind
	suffix bool // the version with all parts
	digest bool // the key remembers the answers
	draw   func(t *rapid.T) string
}

func formats() []format {
	match := func(pattern string) func(t *rapid.T) string {
		return func(t *rapid.T) string { return rapid.StringMatching(pattern).Draw(t, "key") }
	}
	places := `[A-Za-z0-9 ~:/.&+,é-]{1,30}:[1-9][0-9]{0,8}`
	own, personDay := `f:[0-9a-f]{24}`, `\.[0-9a-f]{6}`
	return []format{
		{"0c0dcc1: record", ledger.Record, false, false, match(own)},
		{"880fa8b: record with person and day", ledger.Record, false, false, match(own + personDay)},
		{"96d94ae: edited record", ledger.Record, false, false, match(own + `~[0-9a-f]{8}`)},
		{"96d94ae: edited record with person and day", ledger.Record, false, false,
			match(own + personDay + `~[0-9a-f]{8}`)},
		{"6919e61: suffix without an hour", ledger.Record, false, true, match(own + `~[\w-]{28}`)},
		{"6919e61: the same with person and day", ledger.Record, false, true, match(own + personDay + `~[\w-]{28}`)},
		{"a51e14d: suffix", ledger.Record, true, true,
			match(own + `~[\w-]{4}[\w-]{4}([\w-]{4}|----)[0-9A-Z_a-z]{3}[\w-]{16}`)},
		{"a51e14d: the same with person and day", ledger.Record, true, true, match(own + personDay + `~[\w-]{31}`)},
		{"ffd16ff: mail", ledger.Message, false, false, match(`m:[a-z2-7]{26}`)},
		{"2ede0ef: mail by its place", ledger.MessagePlace, false, false,
			match(`m:place:` + places + `:[1-9][0-9]{0,8}`)},
		{"09a152a: attached message", ledger.Attached, false, false, match(`m\+[1-9][0-9]?:[a-z2-7]{26}`)},
		{"7421b19: sent mail", ledger.SentMail, false, false, match(`s:[a-z2-7]{26}`)},
		{"6919e61: file", ledger.FileSummary, false, false, match(`s:[0-9a-f]{20}`)},
		{"96d94ae: records held back", ledger.HeldBack, false, false, match(`h:[0-9a-f]{20}`)},
		{"6ef4c59: file that says nothing", ledger.FileNotice, false, false, match(`x:[0-9a-f]{20}`)},
		{"2e895ba: start of a folder", ledger.FolderStart, false, false, match(`start:` + places)},
	}
}

// Every key that any version wrote parses and prints alike, and is of one kind. The names say since which commit.
func TestKey_EveryVersion(t *testing.T) {
	for _, f := range formats() {
		t.Run(f.name, func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				text := f.draw(rt)
				k := holds(rt, text)
				if k.Kind() != f.kind {
					rt.Fatalf("%q is of kind %d, want %d", text, k.Kind(), f.kind)
				}
				if _, ok := k.Suffix(); ok != f.suffix {
					rt.Fatalf("%q: suffix %v, want %v", text, ok, f.suffix)
				}
				if known := k.Identity(false) != text; known != f.digest {
					rt.Fatalf("%q is known by %q", text, k.Identity(false))
				}
			})
		})
	}
}

// What makes keys today makes keys of the kinds above.
func TestKey_PresentVersion(t *testing.T) {
	raw := []byte(savedMail)
	in, opts := reading.Envelope{Where: "INBOX:1:2"}, reading.Options{Team: lead.Team{}}
	mark := mailin.StartMark{Folder: "INBOX", Validity: 17}
	want := map[string]ledger.Kind{
		reading.Parse(raw, in, opts).Key:        ledger.Message,
		reading.ParseOutline(raw, in, opts).Key: ledger.Message,
		reading.ParseOutline(nil, in, opts).Key: ledger.MessagePlace,
		reading.ParseSent(raw, in, opts).Key:    ledger.SentMail,
		mark.Key():                              ledger.FolderStart,
	}
	e, err := forms.Read([]byte("Submission ID,Name,Email,Message\n123456789012345,Ada,ada@query.example,one chair\n"+
		",Bob,bob@query.example,two chairs\n,,,\"three\n"), forms.Options{Name: "a.csv"})
	if err != nil || len(e.Records) != 3 {
		t.Fatalf("%d records, %v", len(e.Records), err)
	}
	for _, r := range e.Records {
		want[r.Key] = ledger.Record
	}
	for _, in := range intake.ReadFile("a.mbox", []byte("From \n"+savedMail), time.Time{}, intake.Known{}) {
		want[in.Key] = ledger.Message
	}
	for _, in := range intake.ReadFile("a.eml", nil, time.Time{}, intake.Known{}) {
		want[in.Key] = ledger.FileNotice
	}
	rows := []byte("Age,Colour\n1,red\n2,blue\n") // names nobody
	for _, in := range intake.ReadFile("a.csv", rows, time.Time{}, intake.Known{}) {
		want[in.Key] = ledger.HeldBack
	}
	if len(want) != 10 {
		t.Errorf("%d keys, want 10: %v", len(want), want)
	}
	for text, kind := range want {
		if k := holds(t, text); k.Kind() != kind {
			t.Errorf("%q is of kind %d, want %d", text, k.Kind(), kind)
		}
	}
}

// A person may write into the column, too: what is no key of ours is known by its whole text.
func TestKey_WithoutPerson(t *testing.T) {
	for text, kind := range map[string]ledger.Kind{
		"": ledger.Unknown, "f": ledger.Unknown, "note to self": ledger.Unknown, "m+x:abc": ledger.Unknown,
		"m+0:abc": ledger.Unknown, "m+01:abc": ledger.Unknown, "m+1": ledger.Unknown, "M:abc": ledger.Unknown,
		"f:": ledger.Record, "f:~": ledger.Record, "f:1~two": ledger.Record, "s:1": ledger.FileSummary,
		"m:":                  ledger.Message,
		"m+1:place:INBOX:1:2": ledger.Attached, "start:": ledger.FolderStart,
	} {
		k := holds(t, text)
		if k.Kind() != kind || k.Identity(false) != text || k.Identity(true) != text {
			t.Errorf("%q is of kind %d, want %d, and known by %q", text, k.Kind(), kind, k.Identities())
		}
	}
}

func TestKey_Identities(t *testing.T) {
	const own, digest = "f:00112233445566778899aabb", "IZTUfLFVAAB7V5Xc"
	const place = "m:place:A~_ty6AQIDobLDDck:" + digest
	for _, c := range []struct{ key, record, edit string }{
		{own, own, own},
		{own + "~0102030a", own + "~0102030a", own + "~0102030a"},
		{own + "~" + digest, own, own + "~"},
		{own + "~_ty6AQIDobLD" + digest, own, own + "~_ty6AQIDobLD"},
		{own + "~_ty6AQIDobLDDck" + digest, own, own + "~_ty6AQIDobLDDck"},
		{place, place, place},
	} {
		k := ledger.ParseKey(c.key)
		if k.Identity(false) != c.record || k.Identity(true) != c.edit {
			t.Errorf("%s: known by %q, want %q and %q", c.key, k.Identities(), c.record, c.edit)
		}
	}
}

func TestKey_IsRequest(t *testing.T) {
	for text, want := range map[string]bool{
		"f:1": true, "m:1": true, "m:place:INBOX:1:2": true, "m+1:1": true, "x:1": true, "": true, "anything": true,
		"s:1": false, "s:vevckmofejqyvockdtfzzwwngm": false, "h:1": false, "start:INBOX:1": false,
	} {
		if got := ledger.ParseKey(text).IsRequest(); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestKey_Hours(t *testing.T) {
	start := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		at   time.Time
		want string
	}{
		{time.Time{}, "000"},
		{start.Add(59 * time.Minute), "000"},
		{start.Add(time.Hour), "001"},
		{time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC), "Dck"},
		{time.Date(2048, 1, 1, 0, 0, 0, 0, time.UTC), "yq0"},
		{time.Date(2300, 1, 1, 0, 0, 0, 0, time.UTC), "zzz"},
	} {
		if got := ledger.HourOf(c.at); string(got[:]) != c.want {
			t.Errorf("%s: %s, want %s", c.at, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.IntRange(0, 28*8760).Draw(t, "a"), rapid.IntRange(0, 28*8760).Draw(t, "b")
		x := ledger.HourOf(start.Add(time.Duration(a) * time.Hour))
		y := ledger.HourOf(start.Add(time.Duration(b) * time.Hour))
		if x.After(y) != (a > b) {
			t.Fatalf("hour %d is %s, hour %d is %s", a, x, b, y)
		}
	})
}

func FuzzKey(f *testing.F) {
	for _, text := range []string{"", "f:00112233445566778899aabb~_ty6AQIDobLDDckIZTUfLFVAAB7V5Xc",
		"f:1.a1b2c3~0102030a",
		"f:~",
		"m:v2vrwghf2wlfv7w5lodzgga2xs", "m:place:INBOX/a~b:7:9", "m+12:v2vrwghf2wlfv7w5lodzgga2xs", "m+1:", "s:1",
		"h:ca978112ca1bbdcafac2", "x:1", "start:INBOX/a:b:17", "f:1~\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		k := holds(t, text)
		if e, ok := ledger.NewEdit(k, &lead.Inquiry{Name: text}); ok {
			e.Cell(0, text, text)
			e.AnswersUntouched(text, nil, nil)
		}
		var r ledger.Records
		r.Add(text)
		if known := r.Known(k.Own()); known != (k.Kind() == ledger.Record) {
			t.Errorf("%q: known %v", text, known)
		}
	})
}
