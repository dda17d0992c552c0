package policy

import (
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

func TestAfterHoursIsRead(t *testing.T) {
	for text, want := range map[string]AfterHours{
		"": {}, "no": {}, "FALSE": {}, "TRUE": {On: true}, "Yes": {On: true}, "x": {On: true},
		"15 min": {On: true, Within: 15 * time.Minute}, "5": {On: true, Within: 5 * time.Minute},
		"1 h": {On: true, Within: time.Hour}, "at night": {},
	} {
		tables := defaultsByTitle()
		setCell(tables, lead.TabSources, "Call", 4, text)
		setCell(tables, lead.TabQuality, "warm", 4, text)
		p, checks := ReadPolicy(words.Language{}, tables, InForce{})
		if s, q := p.FindSource("Call"), p.FindQuality("warm"); s.AfterHours != want || q.AfterHours != want {
			t.Errorf("%q: %+v and %+v, want %+v", text, s.AfterHours, q.AfterHours, want)
		}
		said := 0
		for _, c := range checks {
			if strings.Contains(c.Text, `After hours is "at night"`) {
				said++
			} else if c.Text != "" {
				t.Errorf("%q: %s", text, c.Text)
			}
		}
		if said > 0 != (text == "at night") {
			t.Errorf("%q: %d checks", text, said)
		}
	}
}

func TestAnswerByIsRead(t *testing.T) {
	for text, want := range map[string]int{"": 0, "12:00": 720, "12": 720, "1 pm": 780, "9.30": 570, "0.5": 720, "noon": 0, "25:00": 0} {
		tables := defaultsByTitle()
		setCell(tables, lead.TabSettings, settingAnswerBy, 1, text)
		p, checks := ReadPolicy(words.Language{}, tables, InForce{})
		bad := false
		for _, c := range checks {
			bad = bad || strings.Contains(c.Text, "is no time of day")
		}
		if p.AnswerBy != want || bad != (text == "noon" || text == "25:00") {
			t.Errorf("%q: %d, check %t", text, p.AnswerBy, bad)
		}
	}
}

// Who has taken no notice of the new columns is answered as before: rows without them say nothing.
func TestTargetsOfAnOlderWorkbook(t *testing.T) {
	tables := defaultsByTitle()
	tables[lead.TabSources] = Table{Title: lead.TabSources, Columns: []string{"Source", "Respond within", "Urgent"},
		Rows: [][]string{{"Call", "", ""}, {"WhatsApp", "", "yes"}, {"Partner", "2 h", "yes"}}}
	p, _ := ReadPolicy(words.Language{}, tables, InForce{})
	for source, want := range map[string]time.Duration{"Call": half, "WhatsApp": 5 * time.Minute, "Partner": 2 * time.Hour} {
		if _, ok := p.Emergency(source, "hot"); ok || p.Target(source, "") != want {
			t.Errorf("%s: %s, emergency %t", source, p.Target(source, ""), ok)
		}
	}
}
