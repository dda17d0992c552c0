package words

// Texts are the sentences of a language. A field is a text, its type says how many values it takes, and the tag args
// names them in their order. A section of a file has the name of a group, an entry that of a field.
type Texts struct {
	Layout    LayoutTexts
	Quiet     QuietTexts
	Attention AttentionTexts
	Status    StatusTexts
	Activity  ActivityTexts
	Intake    IntakeTexts
	Typed     TypedTexts
	Requests  RequestTexts
	Regained  RegainedTexts
	Do        DoTexts
	When      WhenTexts
	Follow    FollowTexts
	Pairs     PairTexts
	Check     CheckTexts
	Team      TeamTexts
	Owners    OwnerTexts
	Settings  SettingTexts
	Notices   NoticeTexts
	Dates     DateTexts
	Today     TodayTexts
	Worklist  WorklistTexts
	Looks     LookTexts
	Lint      LintTexts
	Report    ReportTexts
	Costs     CostTexts
	Cards     CardTexts
	Clocks    ClockTexts
	Figures   FigureTexts
	Proof     ProofTexts
	Money     MoneyTexts
	Says      SaysTexts
	Pages     PageTexts
	Detail    DetailTexts
	Outgoing  OutgoingTexts
	ByMail    ByMailTexts
	Outbox    OutboxTexts

	Conditions ConditionTexts
	Scoring    ScoringTexts

	ScoringLint ScoringLintTexts

	Replies         ReplyTexts
	OutgoingReplies OutgoingReplyTexts
	Unsent          UnsentTexts

	Board BoardTexts
	Lists ListTexts

	Calendar CalendarTexts

	Letters     LetterTexts
	TeamLetters TeamLetterTexts
	Weekly      WeekTexts
}

// RegainedTexts are about mails of people who came into the team later.
type RegainedTexts struct {
	Read    Text1 `args:"who"`
	Made    Text1 `args:"who"`
	Left    Text2 `args:"who about"`
	Nobody  string
	Nowhere string
}

// QuietTexts are the texts of which messages consist that ask for nothing, divided by commas.
type QuietTexts struct{ Thanks, Greetings, Reactions string }

// LayoutTexts are about the tabs and columns themselves.
type LayoutTexts struct {
	Managed string // added to the note of a column that leadsheet writes

	// HiddenTab is the name of a tab that is hidden, in texts that send users there.
	HiddenTab Text4 `args:"tab yes setting settings"`

	// What stands in every text of Attention that is late, overdue, or of a message that could not be read: cells with
	// it are red. The last also stands in the reason of every row of Intake that could not be read.
	LateMark, OverdueMark, UnreadMark string
}

// AttentionTexts are what stands in the column Attention, several divided by dots in the middle of the line.
type AttentionTexts struct {
	RespondBy     Text1   `args:"time"`
	RespondByLate Text2   `args:"time late"`
	Waits         Text4   `args:"name time text due"`
	WaitsLate     Text5   `args:"name time text due late"`
	YouPlan       Text1   `args:"day"`
	Late          string  // the value {late}: by less than a quarter of an hour
	MinutesLate   Plural1 `args:"n"`
	HoursLate     Plural1 `args:"n"`
	DaysLate      Plural1 `args:"n"`

	FollowUpDue      Text1   `args:"day"`
	FollowUpOverdue  Plural2 `args:"n day"`
	WhatAndWhen      Text2   `args:"step contact"`
	WhatNext         Text1   `args:"column"`
	When             Text1   `args:"column"`
	NoContact        Plural1 `args:"n"` // days
	StatusMissing    string
	OwnerMissing     string
	Unreachable      string
	ResponseTooEarly string
	Missing          Text1 `args:"columns"`
	NotInTab         Text3 `args:"column value tab"`
	NotAfter         Text2 `args:"status base"`
	Needs            Text2 `args:"status columns"`
	PutBack          Text1 `args:"why"`
	CannotRead       Text3 `args:"column value example"`
	CountsAs         Text3 `args:"column value number"`
	OtherCurrency    Text3 `args:"column currency own"`
	WaitsInDetails   Text1 `args:"column"`
	InTwin           Text2 `args:"column value"`

	// What stays until a user works on the lead.
	MailNotArrived Text1 `args:"addresses"`
	CallOrCorrect  Text2 `args:"phone column"` // goes on with MailNotArrived, as the next one
	Correct        Text1 `args:"column"`
	ChangedHere    Text1 `args:"columns"`
	MessageUnread  string
	InFuture       string
	NobodyThere    string
	MadeByHand     Text1 `args:"message"`
	Proposed       Text3 `args:"n address tab"`
	Pitch          Text2 `args:"command column"`
	Unproven       Text4 `args:"who why command column"`
	NewAddress     Text1 `args:"address"`
}

// ActivityTexts are what stands in the column Why of Activity.
type ActivityTexts struct {
	AddedByHand string
	UnknownID   string
	CopyOf      Text1 `args:"lead"`

	OtherMoney   Text1 `args:"column"`
	ByStatus     string
	Called       string // how a turn ended
	BroughtBack  string
	FromBackup   Text1 `args:"file"`
	Blocked      Text1 `args:"lead"`
	Proposed     Text2 `args:"n lead"`
	ServerLearnt string
	IsCopy       Text1  `args:"lead"`
	SeenBefore   string // how a turn ended
	LaterTurn    string // Respond by is that of a later message now
	Ended        string // how a turn ended, as the next one
	LeftNew      string
	TakenBack    string
	OwnLead      string
	Typed        string // a First response that a person typed
	NotArrived   string
	CopyToUs     Text1 `args:"place"`
	InSent       Text1 `args:"place"`
	Inferred     Text1 `args:"place"` // an answer of which only the customer's reply tells
	Signal       Text3 `args:"column quality word"`
	LaterSignal  Text1 `args:"word"`

	Assigned      string // begins the reason of an owner whom leadsheet chose by its rule
	Fewest        string
	OwnerAway     string
	PreviousOwner string
	SystemOwner   string

	ForwardedBy Text1 `args:"who"`
	TooOld      string
	OneOfMany   string
	After       Text1  `args:"lead"` // a request of a contact whose lead has ended
	NoText      string // in the place of a request without any

	ColumnMissing string
	ColumnBack    string
	FormEdited    string
	CameWhole     string
	SaidMore      Text1 `args:"text"`
	MoreSaid      Text1 `args:"text"` // a text that is longer
	WasBlank      string
	TakenOver     string // written into a cell because of what came in
	AddedOnce     string // rows of a rule tab that an upgrade brings
	Upgraded      string // facts that an earlier version did not write down
	InForce       string
	TabsByHand    string // goes with the tabs that users have shown or hidden
	ForgottenName string // in the place of the name of a person who was forgotten
	Forgotten     string
	MemoryBegan   string // goes with the first rows that leave the workbook
	JournalsZone  string // goes with the time zone of Activity and Intake
	LeadsZone     string // goes with the one in which all times in Leads are shown from now on

	Archived        Text1  `args:"months"`
	ArchivedBefore  string // a lead that an older version of the workbook has brought back
	ArchivedMonth   string // goes with the sums of such leads
	BackFromArchive string // a lead whose row people filled while it was being taken out

	MadeByHand string
	MadeAgain  Text1  `args:"lead"` // goes on with MadeByHand
	MadeOutOf  Text1  `args:"lead"` // goes on with MadeByHand
	TakenOut   Text2  `args:"message lead"`
	Message    string // begins the value {message}
	Record     string // begins it, too
	OfTime     Text1  `args:"time"`
	From       Text1  `args:"who"`
}

// IntakeTexts are what stands in the column Reason of Intake.
type IntakeTexts struct {
	TwiceForm    string
	TwiceMessage string
	TwiceForward string
	TwiceOurs    string

	FirstResponse Text1 `args:"who"`
	FurtherMail   Text1 `args:"who"`
	AlsoTo        Text1 `args:"leads"` // goes on with the two above

	Newsletter     string
	AutoReply      string
	DeliveryReport string
	TeamMail       string
	TestEntry      string
	Calendar       string
	Complaint      string
	Blocked        Text2 `args:"tab row"`
	TakenIn        Text2 `args:"tab row"`
	Relayed        Text2 `args:"tab row"`
	Unproven       Text2 `args:"who why"`
	NotALead       Text1 `args:"lead"`
	Colleague      string
	Unreadable     string
	AllHere        string

	EditedGone    string
	CameWhole     string
	EditedCompare string
	EditedUnread  Text1 `args:"problem"`
	Edited        string
	Updated       Text1 `args:"columns"` // goes on with Edited
	Kept          Text1 `args:"columns"` // goes on with Edited
	IsThere       Text2 `args:"column value"`
}

// TypedTexts answer, in the column Reason of Intake, what people typed into Outcome.
type TypedTexts struct {
	IsLead        Text1 `args:"lead"`
	Remark        Text3 `args:"typed why hint"` // begins as RemarkIsLead does
	RemarkIsLead  Text1 `args:"lead"`
	NotUnderstood string
	NotPossible   string
	NotWhatBecame string
	MakeLead      string
	MakeOwnLead   string
	NoRequest     string
	SentMail      string
	KeptWith      Text1 `args:"lead"`
	ItIsLead      Text1 `args:"lead"`
	NotOurs       string
	Waits         Text1 `args:"message"` // a note of the pass

	// What is typed into Outcome as a command.
	NoLeadHere  string
	InDo        Text3 `args:"word column lead"`
	FileLine    string
	NotALead    Text1   `args:"lead"` // the reason of a row whose lead is none, as the next one
	TakenBack   Text2   `args:"file lead"`
	CameAgain   Text1   `args:"file"`
	LeadAgain   Text1   `args:"lead"`
	Undone      Text1   `args:"result"`
	UndoneLeads Plural1 `args:"n"`
	UndoneKept  Plural2 `args:"n leads"`
	NoneMade    string
	TooOld      string
}

// RequestTexts are about further requests of a contact: the column Earlier leads, and what Attention asks of messages
// that a row has taken in.
type RequestTexts struct {
	Earlier         Text3   `args:"lead status month"`
	EarlierUndated  Text2   `args:"lead status"`
	EarlierArchived Text1   `args:"lead"`
	MoreEarlier     Plural1 `args:"n"` // leads that are not named
	Another         Text2   `args:"subject column"`
	AnotherOf       Text3   `args:"name subject column"` // of another person with the same address
}

// DoTexts are about the column Do: words behind a command, and what Attention says of one that cannot be done.
type DoTexts struct {
	Weekdays             string // the long names, Sunday first
	At, Today, Yesterday string

	Noted         Text1  `args:"command"`
	Stays, Gone   string // of a command that was not possible when it was typed, in Activity
	NotUnderstood Text2  `args:"text word"`
	NeedsLead     Text1  `args:"word"`
	NeedsTime     Text2  `args:"text word"`
	TooMuch       Text2  `args:"text word"`
	InFuture      string
	BeforeRequest string
	NothingMore   string
	IsOpen        Text1 `args:"status"`
	NoStatus      Text2 `args:"kind tab"`
	NoAddress     string
	NoSenders     Text1 `args:"tab"`
	NoSuchLead    Text1 `args:"lead"`
	NotDeleted    Text1 `args:"lead"`
	Itself        string
	IsMerged      Text1 `args:"lead"`
	Circle        Text1 `args:"lead"`
	OfNoLead      Text1 `args:"lead"`
	Contradicts   Text1 `args:"lead"`
	NothingToUndo string
	Formula       string
}

// PairTexts are about two rows that may be the same request: what they have in common goes before the lead.
type PairTexts struct {
	Same        Text3   `args:"what lead name"`
	Many        Plural2 `args:"n what"`
	SameAddress string
	NearAddress string
	SamePhone   string
	SameCompany string
	AnswersIt   string
	SameSender  string
	SameContact string
}

// CheckTexts are what stands in the column Check of a rule tab.
type CheckTexts struct {
	Tick             Text1 `args:"column"`
	Column           Text2 `args:"column fault"`
	NoNumber         Text3 `args:"column value number"`
	NoDate           Text2 `args:"column value"`
	EveryYear        Text2 `args:"column value"`
	KeyMissing       Text1 `args:"column"`
	Twice            Text1 `args:"value"`
	NoSetting        Text1 `args:"name"`
	NotInUse         Text1 `args:"name"`
	OwnerNotInTeam   Text1 `args:"name"`
	NoAddress        Text1 `args:"value"`
	AwayYear         string
	AwayTurned       string
	NoKind           Text3 `args:"kind kinds counted"`
	RequiresNoColumn Text1 `args:"column"`
	NoStatus         Text1 `args:"status"`
	AliasIsStatus    Text1 `args:"alias"`
	AliasTwice       Text2 `args:"alias status"`
	StaleAfter       Text2 `args:"value counted"`
	NoDays           Text1 `args:"value"`
	NoAfter          Text3 `args:"column value words"`
	NoFor            Text3 `args:"column value all"`
	NoGroup          Text2 `args:"value groups"`
	NoSender         Text1 `args:"value"`
	NoThen           Text2 `args:"value words"`
	SenderOfAll      Text1 `args:"value"`
	SenderOfProvider Text1 `args:"domain"`
	SenderOfUs       Text1 `args:"value"`
}

// SettingTexts say what is wrong with a value.
type SettingTexts struct {
	NoSpan       Text1 `args:"value"`
	NoDays       Text1 `args:"value"`
	NoMonths     Text1 `args:"value"`
	NoSpanOrNo   Text1 `args:"value"`
	NoCount      Text1 `args:"value"`
	NoChoice     Text1 `args:"value"`
	NoYesOrNo    Text1 `args:"value"`
	NoHoliday    Text1 `args:"value"`
	NoHours      Text1 `args:"value"`
	HoursOverlap string
	StaysInForce Text1 `args:"value"`
	Counts       Text1 `args:"value"` // the default of a setting of which the value cannot be read

	NothingCounts string

	ZoneBlank        string
	ZoneAbbreviation Text2 `args:"value zone"`
	ZoneLike         Text2 `args:"value zone"`
	ZoneDifference   Text1 `args:"value"`
	NoZone           Text1 `args:"value"`
	NoCurrency       Text1 `args:"value"`
	NoServer         Text1 `args:"value"`
	NoReportTo       Text1 `args:"value"`
	NoCover          Text2 `args:"value known"`

	CountryBlank    string
	CountryEU       string
	CountryLanguage Text4 `args:"value language country code"`
	CountryLike     Text3 `args:"value country code"`
	NoCountry       Text1 `args:"value"`
	NoCountryCode   Text1 `args:"value"`

	NoDomain       Text1 `args:"value"`
	DomainOfMany   Text1 `args:"domain"`
	DomainOfAState Text2 `args:"domain suffix"`
}
