package reports

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/lint"
	"leadsheet/rules/policy"
	"leadsheet/rules/scoring"
)

// Process returns what to look at in the process of the workbook, as of now, and the same as lines of text in the
// language of the workbook. Today says it on Mondays.
func Process(in Input, now time.Time) ([]lint.Finding, []string) {
	b := newDataset(in, now)
	p := b.process()
	found := p.Findings()
	return found, b.processTexts(found)
}

// process counts what package lint decides from (docs/definitions.md, section 11).
func (b *dataset) process() lint.Process {
	p := lint.Process{Reasons: len(b.policy.Reasons), Month: -1, Week: -1}
	required := map[string]bool{}
	for i := range b.policy.Statuses {
		s := &b.policy.Statuses[i]
		if s.Kind != policy.KindWon && s.Kind != policy.KindNoLead {
			p.Statuses++
		}
		for _, column := range s.Requires {
			required[words.Fold(column)] = true
		}
	}
	p.Required = len(required)
	b.countVolume(&p)
	b.countRefusals(&p)
	if p.Week >= 0 { // in the first days nearly everything is still to be filled in
		b.countComplete(&p)
	}
	for i := range b.leads[:b.inBook] {
		if c := &b.leads[i]; !c.duplicate {
			p.Leads++
			if b.isUntouched(c) {
				p.Untouched++
			}
		}
	}
	return p
}

// countVolume counts the leads that came in, and which sources had none of them.
func (b *dataset) countVolume(p *lint.Process) {
	since := b.firstEvent
	if since.IsZero() || !b.firstLead.IsZero() && b.firstLead.Before(since) {
		since = b.firstLead
	}
	known := func(days int) bool { return !since.IsZero() && !since.After(b.now.AddDate(0, 0, -days)) }
	if known(days) {
		p.Month = 0
	}
	if known(7) {
		p.Week = 0
	}
	used := map[string]bool{}
	for i := range b.leads {
		c := &b.leads[i]
		came := func(days int) bool { return c.Received.After(b.now.AddDate(0, 0, -days)) && !c.Received.After(b.now) }
		if came(lint.UnusedFor) {
			used[words.Fold(c.Source)] = true
		}
		if c.duplicate || c.track.past.list != nil {
			continue
		}
		if p.Month >= 0 && came(days) {
			p.Month++
		}
		if p.Week >= 0 && came(7) {
			p.Week++
		}
	}
	if !known(lint.UnusedFor) {
		return
	}
	for i := range b.policy.Sources {
		name := oneLine(b.policy.Sources[i].Name)
		if !used[words.Fold(name)] && !b.policy.Words.Means(words.Sources, name, policy.UnknownSource) {
			p.Sources = append(p.Sources, name)
		}
	}
}

// countRefusals counts the reasons of the leads that ended without a sale in the last 90 days. One of which nobody
// knows when it ended counts by the day on which it came in.
func (b *dataset) countRefusals(p *lint.Process) {
	since := b.now.AddDate(0, 0, -lint.UnusedFor)
	at := map[string]int{}
	for i := range b.leads[:b.inBook] {
		c := &b.leads[i]
		reason := oneLine(c.RefusalReason)
		if c.open || c.duplicate || c.kind == policy.KindWon || reason == "" {
			continue
		}
		ended := c.Received
		if e := c.track.present(); e != nil && !e.at.IsZero() {
			ended = e.at
		}
		if ended.Before(since) {
			continue
		}
		n, seen := at[words.Fold(reason)]
		if !seen {
			n = len(p.Refusals)
			at[words.Fold(reason)] = n
			p.Refusals = append(p.Refusals, lint.Count{Name: reason})
		}
		p.Refusals[n].N++
	}
}

// countComplete counts the open leads that have every field of the minimum record, and what the others lack. Company
// and Comment are wanted of nobody; a next step only once somebody has begun.
func (b *dataset) countComplete(p *lint.Process) {
	columns := []string{lead.ColName, lead.ColEmail, lead.ColSource, lead.ColNeed, lead.ColReceived, lead.ColOwner,
		lead.ColStatus, lead.ColNextStep, lead.ColNextContact}
	lacking := make([]int, len(columns))
	for i := range b.leads[:b.inBook] {
		c := &b.leads[i]
		if !c.open || c.duplicate {
			continue
		}
		p.Open++
		begun := c.isStarted()
		blank := func(text string) bool { return strings.TrimSpace(text) == "" }
		lacks := []bool{blank(c.Name), blank(c.Email) && blank(c.Phone),
			blank(c.Source) || b.policy.Words.Means(words.Sources, c.Source, policy.UnknownSource),
			blank(c.Need), c.Received.IsZero(), blank(c.Owner), blank(c.Status),
			begun && blank(c.NextStep), begun && c.NextContact.IsZero()}
		if !slices.Contains(lacks, true) {
			p.Complete++
		}
		for k, lack := range lacks {
			if lack {
				lacking[k]++
			}
		}
	}
	for k, n := range lacking {
		name := b.leadsTitle(columns[k])
		if columns[k] == lead.ColEmail { // either of the two is enough
			name = b.say.Lint.OneOfTwo.With(name, b.leadsTitle(lead.ColPhone))
		}
		p.Lacking = append(p.Lacking, lint.Count{Name: name, N: n})
	}
}

// isUntouched reports whether for a year nothing came from a lead and nobody did anything about it or plans to.
func (b *dataset) isUntouched(c *leadFacts) bool {
	last := c.Received
	for _, t := range []time.Time{c.LastActivity, c.FirstResponse, c.NextContact, c.track.touched} {
		if t.After(last) {
			last = t
		}
	}
	return !last.IsZero() && last.Before(b.now.AddDate(0, 0, -lint.UntouchedFor))
}

// namedInFinding is how many sources or columns a finding names.
const namedInFinding = 4

// processTexts are the findings in words, and those about the model of points.
func (b *dataset) processTexts(found []lint.Finding) []string {
	var leads []scoring.Sample
	for i := range b.leads[:b.inBook] {
		if c := &b.leads[i]; b.policy.Scoring && !c.duplicate {
			leads = append(leads, scoring.Sample{Lead: c.Lead, Kind: c.kind})
		}
	}
	return append(b.findingTexts(found), scoring.Lint(&b.policy, leads, b.history, b.now)...)
}

// findingTexts are the findings in words.
func (b *dataset) findingTexts(found []lint.Finding) []string {
	say := &b.say.Lint
	out := make([]string, 0, len(found))
	for i := range found {
		f := &found[i]
		n, names := thousands(b.say, f.N), b.someNames(f.Names, namedInFinding)
		percent := ""
		if f.Of > 0 {
			percent = strconv.Itoa(int(math.Round(100*float64(f.N)/float64(f.Of)))) + "%"
		}
		switch f.Kind {
		case lint.Statuses:
			out = append(out, say.Statuses.With(n, strconv.Itoa(lint.MostStatuses)))
		case lint.Required:
			out = append(out, say.Required.With(n, strconv.Itoa(lint.MostRequired)))
		case lint.Reasons:
			out = append(out, say.Reasons.With(n, strconv.Itoa(lint.MostReasons)))
		case lint.OneReason:
			out = append(out, say.OneReason.With(percent, thousands(b.say, f.Of), strconv.Quote(names)))
		case lint.Unused:
			out = append(out, say.Unused.With(strconv.Itoa(lint.UnusedFor), names))
		case lint.FewLeads:
			advice := &say.FewLeads
			if b.policy.Scoring {
				advice = &say.FewScored
			}
			out = append(out, advice.With(n, strconv.Itoa(lint.ScoringFrom)))
		case lint.ManyLeads:
			out = append(out, say.ManyLeads.With(n, strconv.Itoa(lint.TypingTo)))
		case lint.Lacking:
			out = append(out, say.Incomplete.With(percent, thousands(b.say, f.Of), names))
		case lint.Untouched:
			out = append(out, say.Untouched.With(n, thousands(b.say, f.Of)))
		}
	}
	return out
}

// someNames are the first names of a list in one line, and how many more there are.
func (b *dataset) someNames(names []string, most int) string {
	short := make([]string, 0, most)
	for _, name := range names[:min(len(names), most)] {
		short = append(short, clip(name, 30))
	}
	text := strings.Join(short, ", ")
	if more := len(names) - most; more > 0 {
		text = b.say.Worklist.MoreNames.With(text, thousands(b.say, more))
	}
	return text
}

// lintChars is how many characters of the findings stand in one row of Today, which is as wide as the page.
const lintChars = 190

// lintSection says on Mondays what to look at in the process.
func lintSection(w *worklist) {
	if w.b.today.Weekday() != time.Monday {
		return
	}
	p := w.b.process()
	line, first := "", true
	flush := func() {
		text := line
		if first {
			text = w.b.say.Lint.Line.With(line)
		}
		w.hint(text)
		line, first = "", false
	}
	for _, text := range w.b.processTexts(p.Findings()) {
		if line != "" && len([]rune(line))+len([]rune(text)) > lintChars {
			flush()
		}
		if line != "" {
			line += " · "
		}
		line += text
	}
	if line != "" {
		flush()
	}
}
