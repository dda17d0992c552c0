package message

import (
	"strings"
	"time"

	"leadsheet/lead"
)

// Event is what the calendar part of a message says (RFC 5545, RFC 5546).
type Event struct {
	Summary, Location string
	Start             string // when it begins, as people read it: "2026-11-30 10:00 UTC"
	// Comment is what the sender typed for the organizer, "" for nothing.
	Comment   string
	Organizer Attendee
	Attendees []Attendee
	Program   string // the program that wrote it (PRODID)
}

// Attendee is somebody whom an event names.
type Attendee struct {
	Name, Address string // the address is in lower case
	// Status is the answer in lower case: accepted, declined, tentative, needs-action, delegated; "" for none.
	Status string
}

// Limits of what is read of a calendar.
const (
	maxCalendar  = 256 << 10
	maxAttendees = 200
	maxComment   = 2000
)

// parseEvent reads the first event of a calendar. What it does not understand is left out.
func parseEvent(body []byte) *Event {
	out := &Event{}
	text := strings.ReplaceAll(string(body[:min(len(body), maxCalendar)]), "\r", "")
	text = strings.NewReplacer("\n ", "", "\n\t", "").Replace(text) // long lines are folded
	inside := ""                                                    // the innermost component but the event
	for line := range strings.SplitSeq(text, "\n") {
		name, params, value := splitProperty(line)
		switch {
		case name == "BEGIN" && !strings.EqualFold(value, "VCALENDAR") && !strings.EqualFold(value, "VEVENT"):
			inside = value
		case name == "END" && strings.EqualFold(value, inside) && inside != "":
			inside = ""
		case name == "END" && strings.EqualFold(value, "VEVENT"):
			return out
		case inside != "":
		case name == "PRODID":
			out.Program = OneLine(value, 200)
		case name == "SUMMARY" && out.Summary == "":
			out.Summary = OneLine(calendarText(value), 500)
		case name == "DTSTART" && out.Start == "":
			out.Start = calendarTime(params["TZID"], value)
		case name == "LOCATION" && out.Location == "":
			out.Location = OneLine(calendarText(value), 500)
		case name == "COMMENT" && out.Comment == "":
			out.Comment = Clean(Tidy(calendarText(value)), maxComment)
		case name == "ORGANIZER":
			out.Organizer = attendeeOf(params, value)
		case name == "ATTENDEE" && len(out.Attendees) < maxAttendees:
			out.Attendees = append(out.Attendees, attendeeOf(params, value))
			if said := params["X-RESPONSE-COMMENT"]; out.Comment == "" && said != "" { // Google
				out.Comment = Clean(Tidy(calendarText(said)), maxComment)
			}
		}
	}
	return out
}

// splitProperty splits a line of a calendar into name, parameters and value. The names are in upper case.
func splitProperty(line string) (name string, params map[string]string, value string) {
	head, colon, quoted := line, -1, false
	for i := 0; i < len(line) && colon < 0; i++ {
		switch {
		case line[i] == '"':
			quoted = !quoted
		case line[i] == ':' && !quoted:
			colon = i
		}
	}
	if colon < 0 {
		return "", nil, ""
	}
	head, value = line[:colon], strings.TrimSpace(line[colon+1:])
	pieces := splitUnquoted(head, ';')
	if len(pieces) == 0 {
		return "", nil, value
	}
	params = map[string]string{}
	for _, p := range pieces[1:] {
		if key, v, ok := strings.Cut(p, "="); ok {
			params[strings.ToUpper(key)] = unquote(v)
		}
	}
	return strings.ToUpper(strings.TrimSpace(pieces[0])), params, value
}

// calendarTime writes a time of a calendar as people read it, with its zone: 20261130T100000Z.
func calendarTime(zone, value string) string {
	utc := strings.HasSuffix(value, "Z")
	for _, layout := range [...][2]string{{"20060102T150405", "2006-01-02 15:04"}, {"20060102", "2006-01-02"}} {
		t, err := time.Parse(layout[0], strings.TrimSuffix(value, "Z"))
		switch {
		case err != nil:
		case utc:
			return t.Format(layout[1]) + " UTC"
		case zone != "":
			return t.Format(layout[1]) + " " + OneLine(zone, 60)
		default:
			return t.Format(layout[1])
		}
	}
	return ""
}

func attendeeOf(params map[string]string, value string) Attendee {
	if len(value) >= 7 && strings.EqualFold(value[:7], "mailto:") {
		value = value[7:]
	}
	address, _ := lead.NormalizeEmail(value)
	return Attendee{Name: OneLine(params["CN"], 200), Address: address, Status: strings.ToLower(params["PARTSTAT"])}
}

// calendarText removes the escapes of a text value.
func calendarText(s string) string {
	return strings.NewReplacer(`\n`, "\n", `\N`, "\n", `\,`, ",", `\;`, ";", `\\`, `\`).Replace(s)
}
