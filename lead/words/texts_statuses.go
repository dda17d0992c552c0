package words

// StatusTexts are about statuses: why leadsheet has moved one on, and what a status lacks.
type StatusTexts struct {
	Answered string // in Activity, as the next one
	Replied  string

	NoReply       Text2 `args:"status column"`
	NeedsDay      Text2 `args:"status column"`
	Proposed      Text2 `args:"column status"`
	SourceMissing string
}
