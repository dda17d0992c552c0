package words

// ReplyTexts are about the mails that leadsheet sends to customers: what the column Check says of the tabs Replies and
// Follow-up, and of the setting Booking link.
type ReplyTexts struct {
	NoLanguage       Text2 `args:"column value"`
	NoUse            Text3 `args:"column value words"`
	NoText           Text1 `args:"column"`
	NoField          Text3 `args:"column field fields"`
	Unclosed         Text2 `args:"column field"`
	OnlyAcknowledged Text3 `args:"column field words"`
	NoBusiness       Text4 `args:"column field setting tab"`
	TooLong          Text2 `args:"column n"`
	SecondOfUse      Text1 `args:"words"`
	NoLink           Text1 `args:"value"`
	NoReply          Text2 `args:"column tab"`
	NotThere         Text4 `args:"column value tab words"`
	HasFault         Text3 `args:"column value tab"`
}

// OutgoingReplyTexts say in Activity why a mail to a customer is not sent.
type OutgoingReplyTexts struct {
	DomainFull Text1 `args:"n"`
	HourFull   Text1 `args:"n"`
	DayFull    Text1 `args:"n"`
	NoRow      Text2 `args:"tab reply"`
	Faulty     Text2 `args:"reply tab"`
	Missing    Text2 `args:"fields reply"`
	HadIt      Text1 `args:"reply"`
}

// UnsentTexts say on Today which mails customers did not get, and what to do. {why} is of OutgoingReplyTexts, or what a
// mail server said.
type UnsentTexts struct {
	Heading             string
	NotAcknowledged     Text1 `args:"why"`
	PerhapsAcknowledged Text1 `args:"why"`
	NotFollowed         Text1 `args:"why"`
	PerhapsFollowed     Text1 `args:"why"`
}
