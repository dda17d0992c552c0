package words

// LookTexts are about sources at which people must look by hand, on the tab Today and in the tab Sources.
type LookTexts struct {
	// The line on Today. {every} is EveryDay or EveryDays, and {last} one of the three texts below it.
	Look      Text3 `args:"source every last"`
	Last      Text1 `args:"day"`
	Never     string
	InFuture  Text1 `args:"column"`
	EveryDay  string
	EveryDays Text1   `args:"n"`
	SayIt     Text2   `args:"column tab"` // below the lines of a person
	Count     Plural1 `args:"n"`          // at the top

	// What the column Check says.
	NotInTeam Text3 `args:"column name owner"`
	NoEvery   Text2 `args:"column value"`
	NoDay     Text2 `args:"column value"`
}
