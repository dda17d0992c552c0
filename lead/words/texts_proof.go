package words

// ProofTexts are what stands on the tabs Definitions, Check and Also counted of an export, and above the columns by
// which its leads count. Those that end in Note stand on headers.
type ProofTexts struct {
	Definitions         string
	DefinitionsNote     string
	Check               string
	CheckNote           string
	AlsoCounted         string
	AlsoNote            string
	Figure              string
	Name                string
	Meaning             string
	Sample              string
	Period              string
	Now                 string
	Recent              string
	Within              string
	Computed            string
	Recomputed          string
	Same                string
	SameNote            string
	OK                  string
	Differs             string
	From                string
	Until               string
	AsOf                string
	OfSource            Text2 `args:"source figure"`
	OfReason            Text1 `args:"reason"`
	OpenIn              Text1 `args:"currency"`
	WonIn               Text1 `args:"currency"`
	Leads               string
	Deals               string
	Won                 string
	WonValue            string
	CountsAs            string
	CountsAsNote        string
	CountedSource       string
	CountedSourceNote   string
	Began               string
	BeganNote           string
	Deal                string
	DealNote            string
	DealAt              string
	DealAtNote          string
	EndedAt             string
	EndedAtNote         string
	EndedAs             string
	EndedAsNote         string
	EndedFor            string
	EndedForNote        string
	CountedValue        string
	CountedValueNote    string
	CountedCurrency     string
	CountedCurrencyNote string
	Summed              string
	SummedNote          string
	OwnCurrency         string
	Due                 string
	DueNote             string
	Clock               string
	ClockNote           string
	Minutes             string
	MinutesNote         string
	Response            string
	ResponseNote        string
	DeletedAt           string
	DeletedAtNote       string
	Why                 string
	WhyDeleted          string
	WhyEarlier          string
	WhyOutside          string
	KindOpen            string
	KindWon             string
	KindLost            string
	KindUnqualified     string
	KindNoLead          string
	KindDuplicate       string
	KindDeleted         string
	Yes                 string
	InTime              string
	TooLate             string
	Waiting             string
	WaitingLate         string
}
