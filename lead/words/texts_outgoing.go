package words

// OutgoingTexts say in Activity what became of messages that leadsheet sends.
type OutgoingTexts struct {
	ToldBefore  string // the recipient was told while the workbook could not be written
	SentBefore  string // the claim was in a newer version of the workbook
	EndedBefore string // the program ended before it knew
	NotWanted   string // when it could be sent again, there was no reason any more
	NoServer    string // stands in Check of Settings
	TooLate     string // nothing was accepted in the time in which the message makes sense
	Stopped     string // the program was stopped before a mail server accepted it
	Refused     Text1  `args:"why"`
}
