package message

import "testing"

func TestParseEvent(t *testing.T) {
	e := parseEvent([]byte("BEGIN:VCALENDAR\r\nPRODID:-//X\r\nBEGIN:VEVENT\r\nSUMMARY:A\\, b\r\nDTSTART;TZID=Europe/Berlin:" +
		"20261130T100000\r\nORGANIZER;CN=\"Own: Anna\":MAILTO:Anna@Ours.example\r\nATTENDEE;CN=Jane;PARTSTAT=DECLI\r\n NED:" +
		"mailto:jane@customer.example\r\nCOMMENT:No\\nway\r\nBEGIN:VALARM\r\nSUMMARY:no\r\nEND:VALARM\r\nEND:VEVENT\r\n"))
	if e.Summary != "A, b" || e.Start != "2026-11-30 10:00 Europe/Berlin" || e.Comment != "No\nway" || e.Program != "-//X" ||
		e.Organizer != (Attendee{Name: "Own: Anna", Address: "anna@ours.example"}) || len(e.Attendees) != 1 ||
		e.Attendees[0] != (Attendee{Name: "Jane", Address: "jane@customer.example", Status: "declined"}) {
		t.Errorf("%+v", e)
	}
}

func FuzzParseEvent(f *testing.F) {
	f.Add([]byte("BEGIN:VEVENT\nATTENDEE;CN=\"a:b\";X-RESPONSE-COMMENT=\"c\":mailto:a@b.example\nDTSTART:2026\nEND:VEVENT"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if e := parseEvent(b); len(e.Attendees) > maxAttendees || len(e.Comment) > 4*maxComment {
			t.Errorf("%d attendees, %d bytes of comment", len(e.Attendees), len(e.Comment))
		}
	})
}
