package words

// OutboxTexts are what sending itself adds to messages, and the message by which somebody tries whether it works.
type OutboxTexts struct {
	TestSubject  string
	TestText     string
	FilesLeftOut string // in front of a message that was too large with its files
}
