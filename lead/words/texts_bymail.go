package words

// ByMailTexts are about messages of leadsheet that come back, and about what people answer to them.
type ByMailTexts struct {
	// Reasons in the tab Intake.
	Own        string
	Forged     string
	NotArrived Text1 `args:"recipient"`
	NotYours   Text1 `args:"recipient"` // it answers a message that somebody else got
	Answered   string
	Did        Text1 `args:"commands"`

	Bounced string // why a message was not sent, in Activity

	// Why what a person wrote was not done: in Activity, and in the message by which they are told.
	NoCommand string
	Rest      string // of a text below commands
	WhichLead Text1  `args:"example"`
	IsDeleted Text1  `args:"lead"`
	Unproven  string

	// What the person is told.
	Done    Text1 `args:"commands"`
	NotDone Text1 `args:"what"` // the subject
	DoneNot Text2 `args:"text why"`
	Lost    Text1 `args:"recipient"`     // to the system owner: a message to a colleague did not arrive
	Refused Text2 `args:"recipient why"` // likewise: it was not taken at all
}
