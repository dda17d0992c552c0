// Package process says what to look at in the process of a workbook: it counts what rules/lint decides from, and has
// the findings in words (docs/definitions.md, section 11).
//
// Everything here is computed from its arguments.
package process

import (
	"slices"
	"strconv"
	"time"

	"leadsheet/lead/words"
	"leadsheet/reports/canvas"
	"leadsheet/reports/facts"
	"leadsheet/rules/lint"
	"leadsheet/rules/policy"
	"leadsheet/rules/scoring"
)

// Of returns what to look at in the process of the workbook, and the same as lines of text in the language of the
// workbook. Today says it on Mondays.
func Of(b *facts.Dataset) ([]lint.Finding, []string) {
	p := count(b)
	found := p.Findings()
	return found, texts(b, found)
}

// count counts what package lint decides from.
func count(b *facts.Dataset) lint.Process {
	p := lint.Process{Reasons: len(b.Policy.Reasons), Month: -1, Week: -1}
	required := map[string]bool{}
	for i := range b.Policy.Statuses {
		s := &b.Policy.Statuses[i]
		if s.Kind != policy.KindWon && s.Kind != policy.KindNoLead {
			p.Statuses++
		}
		for _, column := range s.Requires {
			required[words.Fold(column)] = true
		}
	}
	p.Required = len(required)
	countVolume(b, &p)
	countRefusals(b, &p)
	if p.Week >= 0 { // in the first days nearly everything is still to be filled in
		countComplete(b, &p)
	}
	for i := range b.Leads[:b.InBook] {
		if c := &b.Leads[i]; !c.Duplicate {
			p.Leads++
			if isUntouched(b, c) {
				p.Untouched++
			}
		}
	}
	return p
}

// countVolume counts the leads that came in, and which sources had none of them.
func countVolume(b *facts.Dataset, p *lint.Process) {
	since := b.FirstEvent
	if since.IsZero() || !b.FirstLead.IsZero() && b.FirstLead.Before(since) {
		since = b.FirstLead
	}
	known := func(days int) bool { return !since.IsZero() && !since.After(b.Now.AddDate(0, 0, -days)) }
	if known(facts.Days) {
		p.Month = 0
	}
	if known(7) {
		p.Week = 0
	}
	used := map[string]bool{}
	for i := range b.Leads {
		c := &b.Leads[i]
		came := func(days int) bool { return c.Received.After(b.Now.AddDate(0, 0, -days)) && !c.Received.After(b.Now) }
		if came(lint.UnusedFor) {
			used[words.Fold(c.Source)] = true
		}
		if c.Duplicate || c.Track.Past.List != nil {
			continue
		}
		if p.Month >= 0 && came(facts.Days) {
			p.Month++
		}
		if p.Week >= 0 && came(7) {
			p.Week++
		}
	}
	if !known(lint.UnusedFor) {
		return
	}
	for i := range b.Policy.Sources {
		name := words.OneLine(b.Policy.Sources[i].Name)
		if !used[words.Fold(name)] && !b.Policy.Words.Means(words.Sources, name, policy.UnknownSource) {
			p.Sources = append(p.Sources, name)
		}
	}
}

// countRefusals counts the reasons of the leads that ended without a sale in the last 90 days. One of which nobody
// knows when it ended counts by the day on which it came in.
func countRefusals(b *facts.Dataset, p *lint.Process) {
	since := b.Now.AddDate(0, 0, -lint.UnusedFor)
	at := map[string]int{}
	for i := range b.Leads[:b.InBook] {
		c := &b.Leads[i]
		reason := words.OneLine(c.RefusalReason)
		if c.Open || c.Duplicate || c.Kind == policy.KindWon || reason == "" {
			continue
		}
		ended := c.Received
		if e := c.Track.Present(); e != nil && !e.At.IsZero() {
			ended = e.At
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

// countComplete counts the open leads that have every field of the minimum record, and what the others lack.
func countComplete(b *facts.Dataset, p *lint.Process) {
	var lacking [facts.Needs]int
	for i := range b.Leads[:b.InBook] {
		c := &b.Leads[i]
		if !c.Open || c.Duplicate {
			continue
		}
		p.Open++
		lacks := b.Lacks(c)
		if !slices.Contains(lacks[:], true) {
			p.Complete++
		}
		for k, lack := range lacks {
			if lack {
				lacking[k]++
			}
		}
	}
	for k, name := range b.NeedTitles() {
		p.Lacking = append(p.Lacking, lint.Count{Name: name, N: lacking[k]})
	}
}

// isUntouched reports whether for a year nothing came from a lead and nobody did anything about it or plans to.
func isUntouched(b *facts.Dataset, c *facts.Lead) bool {
	last := c.Received
	for _, t := range []time.Time{c.LastActivity, c.FirstResponse, c.NextContact, c.Track.Touched} {
		if t.After(last) {
			last = t
		}
	}
	return !last.IsZero() && last.Before(b.Now.AddDate(0, 0, -lint.UntouchedFor))
}

// namedInFinding is how many sources or columns a finding names.
const namedInFinding = 4

// texts are the findings in words, and those about the model of points.
func texts(b *facts.Dataset, found []lint.Finding) []string {
	var leads []scoring.Sample
	for i := range b.Leads[:b.InBook] {
		if c := &b.Leads[i]; b.Policy.Scoring && !c.Duplicate {
			leads = append(leads, scoring.Sample{Lead: c.Lead, Kind: c.Kind})
		}
	}
	return append(findingTexts(b, found), scoring.Lint(&b.Policy, leads, b.In.History, b.Now)...)
}

// findingTexts are the findings in words.
func findingTexts(b *facts.Dataset, found []lint.Finding) []string {
	say := &b.Say.Lint
	out := make([]string, 0, len(found))
	for i := range found {
		f := &found[i]
		n, names := canvas.Thousands(b.Say, f.N), canvas.SomeNames(b.Say, f.Names, namedInFinding)
		percent := ""
		if f.Of > 0 {
			percent = canvas.Percent(float64(f.N) / float64(f.Of))
		}
		switch f.Kind {
		case lint.Statuses:
			out = append(out, say.Statuses.With(n, strconv.Itoa(lint.MostStatuses)))
		case lint.Required:
			out = append(out, say.Required.With(n, strconv.Itoa(lint.MostRequired)))
		case lint.Reasons:
			out = append(out, say.Reasons.With(n, strconv.Itoa(lint.MostReasons)))
		case lint.OneReason:
			out = append(out, say.OneReason.With(percent, canvas.Thousands(b.Say, f.Of), strconv.Quote(names)))
		case lint.Unused:
			out = append(out, say.Unused.With(strconv.Itoa(lint.UnusedFor), names))
		case lint.FewLeads:
			advice := &say.FewLeads
			if b.Policy.Scoring {
				advice = &say.FewScored
			}
			out = append(out, advice.With(n, strconv.Itoa(lint.ScoringFrom)))
		case lint.ManyLeads:
			out = append(out, say.ManyLeads.With(n, strconv.Itoa(lint.TypingTo)))
		case lint.Lacking:
			out = append(out, say.Incomplete.With(percent, canvas.Thousands(b.Say, f.Of), names))
		case lint.Untouched:
			out = append(out, say.Untouched.With(n, canvas.Thousands(b.Say, f.Of)))
		}
	}
	return out
}
