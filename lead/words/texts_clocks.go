package words

// ClockTexts are about the times in which customers are to be answered: the customer's own, and the owner's.
type ClockTexts struct {
	NoAfterHours Text2 `args:"column value"`
	NoTimeOfDay  Text1 `args:"value"`
}
