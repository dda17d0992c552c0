package today

import (
	"cmp"
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// decision is something that leadsheet proposes or asks, and that nobody has decided.
type decision struct {
	title, tab, key string // where to decide it
	owner           string
	what            string
}

// decisionRules find what is to be decided, in the order of the page. A new one is a function and a line here.
func decisionRules() []func(b *dataset) []decision {
	return []func(*dataset) []decision{
		(*dataset).openPairs,
		(*dataset).senderProposals,
	}
}

// decideLines is how many decisions of one kind are listed.
const decideLines = 20

// decideSection lists what leadsheet has proposed or asked until somebody decides it.
func decideSection(w *worklist) {
	first := true
	for _, rule := range decisionRules() {
		list := rule(w.b)
		if len(list) == 0 {
			continue
		}
		if first {
			w.heading(w.b.Say.Worklist.ToDecide)
		}
		first = false
		for i := range list[:min(len(list), decideLines)] {
			d := &list[i]
			w.longLine(d.title, d.tab, d.key, d.owner, d.what)
		}
		w.moreThan(decideLines, len(list))
	}
}

// openPairs are the questions whether two rows are the same request that the column Attention does not ask any more.
func (b *dataset) openPairs() []decision {
	var out []decision
	listed := map[[2]string]bool{}
	for c, p := range b.Pairs {
		back := listed[[2]string{p.Lead, c.ID}] // the other of the two asks as well
		if !back && !strings.Contains(c.Attention, p.Text) {
			listed[[2]string{c.ID, p.Lead}] = true
			out = append(out, decision{c.Title(b.Say), lead.TabLeads, c.ID, c.Owner, p.Text})
		}
	}
	slices.SortStableFunc(out, func(x, y decision) int { return cmp.Compare(x.owner, y.owner) })
	return out
}

// senderProposals are rows of the tab Senders that leadsheet has proposed, and that nobody has ticked or deleted.
func (b *dataset) senderProposals() []decision {
	ticked := map[string]bool{}
	for i := range b.Policy.Senders {
		ticked[b.Policy.Senders[i].Sender] = true
	}
	var out []decision
	var proposed map[string]bool
	column := b.Policy.Words.Column(lead.TabSenders, lead.ColUse)
	for _, sender := range b.Policy.Named {
		if ticked[sender] || len(out) > decideLines {
			continue
		}
		if proposed == nil { // seldom needed: most rows are ticked
			proposed = policy.Proposed(b.In.History)
		}
		if !proposed[sender] {
			continue
		}
		out = append(out, decision{sender, lead.TabSenders, sender, "",
			b.Say.Worklist.SenderProposed.With(sender, column, b.Policy.SeeTab(lead.TabSenders))})
	}
	return out
}
