package calendar

import (
	"bytes"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// event is a VEVENT.
type event struct {
	uid                       string
	start                     time.Time
	wholeDay                  bool
	stamp                     time.Time // when it was last revised
	summary, description, url string
}

// length is how long an event with a time of day is: a call.
const length = "PT15M"

// Program is how the files name who has written them.
const Program = "-//leadsheet//Next contact//EN"

// MarkName is the property that says of which workbook a calendar is.
const MarkName = "X-LEADSHEET-WORKBOOK"

// write is a calendar as a file has it. One without events has a time zone: a calendar needs a component.
func write(name, mark string, events []event) []byte {
	var b bytes.Buffer
	line := func(name, value string) { fold(&b, name+":"+value) }
	line("BEGIN", "VCALENDAR")
	line("VERSION", "2.0")
	line("PRODID", Program)
	line(MarkName, mark)
	line("X-WR-CALNAME", escape(name))
	line("REFRESH-INTERVAL;VALUE=DURATION", "PT1H")
	if len(events) == 0 {
		for _, l := range [][2]string{{"BEGIN", "VTIMEZONE"}, {"TZID", "UTC"}, {"BEGIN", "STANDARD"},
			{"DTSTART", "19700101T000000"}, {"TZOFFSETFROM", "+0000"}, {"TZOFFSETTO", "+0000"}, {"END", "STANDARD"},
			{"END", "VTIMEZONE"}} {
			line(l[0], l[1])
		}
	}
	for i := range events {
		e := &events[i]
		line("BEGIN", "VEVENT")
		line("UID", escape(e.uid))
		line("DTSTAMP", utc(e.stamp))
		if e.wholeDay {
			line("DTSTART;VALUE=DATE", e.start.Format("20060102"))
			line("TRANSP", "TRANSPARENT") // nobody is busy all day because of a call
		} else {
			line("DTSTART", utc(e.start))
			line("DURATION", length)
		}
		line("SUMMARY", escape(e.summary))
		line("DESCRIPTION", escape(e.description))
		if e.url != "" {
			line("URL", plain(e.url))
		}
		line("END", "VEVENT")
	}
	line("END", "VCALENDAR")
	return b.Bytes()
}

// utc is a moment in the form of the standard that needs no time zone.
func utc(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

// plain leaves out what would end a line, or is no text: what people type becomes no property.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return -1
		}
		return r
	}, s)
}

// escape is a text as a value of the type TEXT.
func escape(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`).Replace(plain(l))
	}
	return strings.Join(lines, `\n`)
}

// maxLine is how many bytes a line may have.
const maxLine = 75

// fold writes a line, in parts where it is too long. No character is torn apart.
func fold(b *bytes.Buffer, line string) {
	for room := maxLine; len(line) > room; room = maxLine - 1 {
		cut := room
		for !utf8.RuneStart(line[cut]) {
			cut--
		}
		b.WriteString(line[:cut] + "\r\n ")
		line = line[cut:]
	}
	b.WriteString(line + "\r\n")
}
