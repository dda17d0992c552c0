package words

// ConditionTexts say what is wrong with a row of the tabs Scoring and Filters.
type ConditionTexts struct {
	NoField       string
	FieldLike     Text2 `args:"field meant"`
	FieldAlone    Text1 `args:"fields"`
	NoTest        Text2 `args:"test tests"`
	NotADay       Text2 `args:"test fields"`
	NotANumber    Text2 `args:"test fields"`
	NoValue       string
	ValueNoNumber Text1  `args:"value"`
	ValueNoDay    Text1  `args:"value"`
	ValueNotInTab Text3  `args:"column value tab"`
	NotScored     Text1  `args:"column"`
	NoPoints      Text1  `args:"value"`
	NoPart        Text3  `args:"value fit behaviour"`
	NoScore       Text1  `args:"value"`
	RowLeftOut    string // behind one of the others

	NoConditions  Text1 `args:"column"`
	NotACondition Text2 `args:"text tests"`
	TooManyLists  Text1 `args:"most"`
}

// ScoringTexts are about the scores of leads.
type ScoringTexts struct {
	// Reasons is what a score is made of; None stands in the place of its rows.
	Reasons Text3 `args:"fit behaviour rows"`
	None    string
	Call    string // behind the reasons, as the next one
	Nurture string

	Suggests Text2 `args:"score reasons"`
	Proposes Text3 `args:"score reasons status"`
	Propose  Text2 `args:"score status"` // in Attention
	Scored   string
}

// ScoringLintTexts say what is wrong with a model of points.
type ScoringLintTexts struct {
	Behaviour Text3 `args:"n least most"`
	Fit       Text3 `args:"n least most"`
	Never     Text2 `args:"leads rows"`
	Always    Text2 `args:"leads rows"`
	Review    Text4 `args:"won n lost m"`
}

// BoardTexts are what stands on the page Board.
type BoardTexts struct {
	NoStatus string
	AnswerBy Text1 `args:"time"`
}

// ListTexts are what stands on the page Lists.
type ListTexts struct {
	None Text1 `args:"tab"`
}
