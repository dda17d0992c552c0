package words

// LintTexts say what to look at in the process of the workbook. The last value of most is the limit.
type LintTexts struct {
	Line Text1 `args:"findings"`

	Statuses   Text2 `args:"n most"`
	Required   Text2 `args:"n most"`
	Reasons    Text2 `args:"n most"`
	OneReason  Text3 `args:"percent n reason"`
	Unused     Text2 `args:"days sources"`
	FewLeads   Text2 `args:"n least"`
	FewScored  Text2 `args:"n least"` // where leads get points
	ManyLeads  Text2 `args:"n most"`
	Incomplete Text3 `args:"percent n columns"`
	Untouched  Text2 `args:"n all"`

	OneOfTwo Text2 `args:"a b"` // among {columns}
}
