package words

// CostTexts are about what leads have cost, on the page Report.
type CostTexts struct {
	Title  string
	Of     Text2 `args:"source cost"`
	NoLead Text2 `args:"source cost"`
}
