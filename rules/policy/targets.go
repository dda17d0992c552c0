package policy

import (
	"math"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/typed"
	"leadsheet/lead/words"
)

// AfterHours is what a row of the tabs Sources and Quality says in the column After hours. The zero value is a row
// without it: its leads are answered in working time alone.
type AfterHours struct {
	On bool
	// Within is the time, around the clock, until the answer; 0: as long as in working time.
	Within time.Duration
}

// hotQuality is the name in package words of the quality whose time counts for urgent sources.
const hotQuality = "hot"

// Target is the working time within which a lead of that source and quality is to be answered first: the shorter of
// their own times, or else what Settings say.
func (p *Policy) Target(source, quality string) time.Duration {
	if t := p.OwnTarget(source, quality); t > 0 {
		return t
	}
	return p.RespondWithin
}

// OwnTarget is the shorter of the times that the tabs Sources and Quality give such a lead; 0 where both leave it to
// Settings. An urgent source without a time has that of the quality hot.
func (p *Policy) OwnTarget(source, quality string) time.Duration {
	var t time.Duration
	if s := p.FindSource(source); s != nil {
		if t = s.RespondWithin; t == 0 && s.Urgent {
			t = p.hotTarget()
		}
	}
	if q := p.FindQuality(quality); q != nil && q.RespondWithin > 0 && (t == 0 || q.RespondWithin < t) {
		t = q.RespondWithin
	}
	return t
}

func (p *Policy) hotTarget() time.Duration {
	for _, word := range p.Words.Spellings(words.Qualities, hotQuality) {
		if q := p.FindQuality(word); q != nil {
			return q.RespondWithin
		}
	}
	return 0
}

// Emergency is the time, around the clock, within which a lead of that source and quality is to be answered first,
// also outside working hours; ok is false for one that is answered in working time alone.
func (p *Policy) Emergency(source, quality string) (within time.Duration, ok bool) {
	var rows []AfterHours
	if s := p.FindSource(source); s != nil {
		rows = append(rows, s.AfterHours)
	}
	if q := p.FindQuality(quality); q != nil {
		rows = append(rows, q.AfterHours)
	}
	for _, a := range rows {
		if !a.On {
			continue
		}
		t := a.Within
		if t == 0 {
			t = p.Target(source, quality)
		}
		if !ok || t < within {
			within, ok = t, true
		}
	}
	return within, ok
}

// afterHours reads the column After hours: a tick, or a time.
func (r *row) afterHours() AfterHours {
	text := strings.TrimSpace(r.get(lead.ColAfterHours))
	if text == "" {
		return AfterHours{}
	}
	if on, ok := r.ticked(text); ok {
		return AfterHours{On: on}
	}
	d, err := parseDuration(r.words, text)
	if err != nil {
		r.fault(r.words.Texts().Clocks.NoAfterHours.With(r.title(lead.ColAfterHours), strconv.Quote(text)))
		return AfterHours{}
	}
	return AfterHours{On: true, Within: d}
}

// readAnswerBy reads a time of day: 12:00, 12, 1 pm. A spreadsheet may have made a part of a day of it.
func readAnswerBy(p *Policy, v string) error {
	minute, ok := typed.TimeOfDay(v)
	if part, err := strconv.ParseFloat(v, 64); err == nil && part > 0 && part < 1 {
		minute, ok = int(math.Round(part*24*60)), true
	}
	if !ok || minute == 0 {
		return words.NewFault(nil, func(t *words.Texts) string { return t.Clocks.NoTimeOfDay.With(strconv.Quote(v)) })
	}
	p.AnswerBy = minute
	return nil
}
