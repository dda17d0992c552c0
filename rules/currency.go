package rules

import "leadsheet/lead"

// fillCurrencies names the currency of a Value that is in another than the business's, where the tab Leads has the
// column Currency and nobody has filled it.
func (p *planner) fillCurrencies() {
	if !p.hasColumn(lead.ColCurrency) {
		return
	}
	for i := range p.rows {
		if l := &p.rows[i].l; l.Foreign != "" && l.Currency == "" && !p.rows[i].isNew {
			p.setText(i, lead.ColCurrency, l.Foreign, p.texts.Activity.OtherMoney.With(p.title(lead.ColValue)))
		}
	}
}
