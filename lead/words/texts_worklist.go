package words

// WorklistTexts are what stands on the tab Today about the work of the day, beside TodayTexts.
type WorklistTexts struct {
	// The counts at the top, in the order of urgency.
	Waiting        Text1 `args:"n"`
	WaitingLate    Text2 `args:"n late"`
	NeverContacted Text1 `args:"n"`
	Overdue        Text1 `args:"n"`
	DueToday       Text1 `args:"n"`
	NoOwner        Text1 `args:"n"`
	NoNextStep     Text1 `args:"n"`
	ToCheck        Text1 `args:"n"`

	Urgent string // goes before what a lead from an urgent source needs

	// The block of owners whom the tab Team does not have.
	Strangers Text1 `args:"tab"`
	AddThem   Text3 `args:"tab names column"`
	MoreNames Text2 `args:"names n"`

	// The subject of a mail to a customer: of an answer to a mail of his, or to a request without one.
	Answer    Text1 `args:"subject"`
	Subject   string
	SubjectTo Text1 `args:"business"`

	MoreLines Text1 `args:"n"` // below a list that is cut

	// What leadsheet proposes or asks until somebody decides.
	ToDecide       string
	SenderProposed Text3 `args:"sender column tab"`
}
