package words

// StatusTexts are about statuses: why leadsheet has moved one on, what a status lacks, and which texts in a cell say
// nothing.
type StatusTexts struct {
	Answered string // in Activity, as the next one
	Replied  string

	NoReply       Text2 `args:"status column"`
	NeedsDay      Text2 `args:"status column"`
	SourceMissing string

	// Divided by commas: what people type into a cell of which they do not know the content, and what says so in a column
	// of leadsheet's own alone, for a team's column may ask for it.
	Placeholders, Nothing string
}
