package words

// OutboxTexts are of the message by which somebody tries whether sending works.
type OutboxTexts struct {
	TestSubject string
	TestText    string
}
