package words

// ClockTexts are about the times in which customers are to be answered: the customer's own, and the owner's.
type ClockTexts struct {
	NoAfterHours Text2 `args:"column value"`
	NoTimeOfDay  Text1 `args:"value"`

	Wall     Text1 `args:"time"`     // goes on with the heading of response times in the report
	Yours    Text2 `args:"from due"` // goes on with what Attention says of the customer's time
	OverADay Text1 `args:"due"`

	// Why of an event that says that an answer is late.
	NobodyAnswered Text1 `args:"due"`
	OwnTime        Text3 `args:"name from due"` // goes on with NobodyAnswered, as the next one
	NobodyHad      Text3 `args:"name from due"`
	NobodyHasIt    string
	OwnerAway      Text1 `args:"name"`

	// What people type into the column What of Activity, divided by commas, and what becomes of it.
	Reached, NotReached string
	NotCounted          Text1 `args:"why"`
}
