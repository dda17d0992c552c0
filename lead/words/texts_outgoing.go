package words

// OutgoingTexts say in Activity what became of messages that leadsheet sends.
type OutgoingTexts struct {
	ToldBefore  string // the recipient was told while the workbook could not be written
	SentBefore  string // the claim was in a newer version of the workbook
	EndedBefore string // the program ended before it knew
	NotWanted   string // when it could be sent again, there was no reason any more
	NoServer    string // stands in Check of Settings
	TooLate     string // nothing was accepted in the time in which the message makes sense
	// GaveUp says that the program ended before a mail server had accepted anything of a message to a customer. The next
	// one knows by it that it may claim the message once more.
	GaveUp  Text1  `args:"why"`
	Untried string // why, where it had not been tried
}
