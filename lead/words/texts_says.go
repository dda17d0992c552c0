package words

// MoneyTexts are about values: titles of columns of the team's own, divided by commas, that say when a lead is expected
// to be won.
type MoneyTexts struct{ ExpectedClose string }

// SaysTexts are what the figures say, in sentences. {n} is the sample, {a} how many of it, a number or None; {m} and
// {b} are those of the sample beside it.
type SaysTexts struct {
	None    string
	Minutes Plural1 `args:"n"`
	Hours   Plural1 `args:"n"`
	Days    Plural1 `args:"n"`

	// Waited is made of what became of the requests that were answered slowly, and of those that were answered fast.
	Waited    Text2 `args:"slow fast"`
	Slow      Text3 `args:"n time a"`
	Fast      Text3 `args:"n time a"`
	NotInTime Text2 `args:"n a"`
	InTime    Text2 `args:"n a"`
	Overdue   Text3 `args:"n a days"`
	OnTime    Text2 `args:"n a"`
	Deals     Text2 `args:"n a"`

	Recently, Ever string // the value {when}
	Requests       Text4  `args:"n when q a"`
	Qualified      Text3  `args:"n when a"`
	Reason         Text3  `args:"n a reason"`
	Kind           Text3  `args:"n a kind"`
	FewDeals       Text5  `args:"n source a m b"`
	FewOrders      Text5  `args:"n source a m b"`
	ManyDeals      Text5  `args:"n source a m b"`
	NoReason       Text2  `args:"n a"`
	NoSource       Text2  `args:"n a"`
	Incomplete     Text3  `args:"n a column"`

	// The groups of reasons for a refusal, and what to look at where most have one.
	Quality, Price, Speed, Offer                 string // the value {kind}
	LookQuality, LookPrice, LookSpeed, LookOffer string
}
