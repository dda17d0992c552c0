package words

// PageTexts are what stands on the tab Report besides what the older groups say.
type PageTexts struct {
	Says, SaysNothing string

	FunnelHeading, InBrackets string
	NotMature                 Text1 `args:"percent"`
	StageOf                   Text2 `args:"stage percent"`

	WaitingHeading, NobodyWaits       string
	NotAnswered, WroteAgain, FollowUp Text1 `args:"late"`
	ByTime                            Text1 `args:"time"`
	WaitingAll                        Text2 `args:"waiting overdue"`
	WaitingMore                       Text3 `args:"waiting overdue more"`

	Qualified, BecameDeals, Answer, CostEach, AllSources string

	PeopleHeading, Person, Received, InTime, OnTime, Overdue, PeopleNote, NoPeople string
	MorePeople                                                                     Plural1 `args:"n"`

	Within, FirstAnswers, LaterAnswers, PartOfAll                string
	To15Minutes, To30Minutes, To4Hours, To24Hours, Longer        string
	StillWaiting, HalfWithin                                     string
	About, HowMany                                               string
	AboutQuality, AboutPrice, AboutSpeed, AboutOffer, AboutOther string

	Sample, FollowedInTime, Planned, TypedTimes, DeletedByHand, StayCounted string
	Moved, OfAnswers                                                        Text1 `args:"n"`
}

// DetailTexts are what stands on the tab Figures.
type DetailTexts struct {
	Weeks, Funnel, CameOn, OfAll, StillThere, LostThere string

	Cohorts, CohortsAbout, Month, WonOfAll, StillOpen, NotMature string

	Channels, ChannelsAbout, InPeriod, Answered, CostMonth, FirstOf string

	Months, MonthsAbout, CameIn, Lost, Corrected string
	Past, PastAbout                              string // of leads that are in the archive
	WeekFrom                                     Text1  `args:"day"`

	People, PeopleAbout, TakenOver, PassedOn, OpenNow, DaysHeld string

	FollowUps, Figure, Sample, MovedLate, ByPlan, Postponed, EveryStep, TurnsEnded string

	Response, Before, HalfWall, Clamped, HowKnown, Answers, PartOfAll string
	KnownSeen, KnownTyped, KnownByStatus, KnownInferred               string
	DelayMedian, DelayMost, Buckets                                   string

	Money, MoneyAbout, Currency, OwnCurrency, OpenValue, WithValue   string
	Cycle, CycleAbout, ToWin, ToWinMost, DealToWin, ToLoss, Velocity string
	Forecast, ForecastAbout, Leads, Weighted, NoMonth, Refusals      string
	Hygiene, HygieneAbout, Complete, Pairs, Stale, Bad, NoStep       string
	Corrections, History, HistoryAge, HistorySilent                  string
	Without                                                          Text1 `args:"column"`
}
