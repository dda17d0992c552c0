package words

// Set is a group of words. Within one no word of any language means two things.
type Set uint8

// The sets. A section of a file of a language has the name of its set; tabs, columns and notes stand together in one
// section for each tab.
const (
	NoWords      Set = iota // of what is no word
	Tabs                    // titles of tabs
	Columns                 // titles of columns, by "Tab/Column"
	Notes                   // notes on headers, by "Tab/Column", and by "Tab" for the tab
	Outcomes                // what became of something that came in
	Events                  // what happened to a lead
	Channels                // which way something came in
	Actors                  // who did something
	StatusKinds             // what a status means to the rules
	SettingNames            // the rows of the tab Settings
	Choices                 // what a cell of a rule tab may say: flag, closed, to
	Units                   // of time
	Commands                // what people type into the column Do
	Tests                   // how a condition compares
	OtherTests              // what people write for one, too
	Fields                  // what a condition looks at besides columns
	Ways                    // how somebody is told something

	// The first content of the rule tabs of a new workbook: the names, and what stands beside them.
	Statuses
	StatusMeanings
	StatusAliases
	Sources
	SourceWords // by which a source is recognised
	Qualities
	QualityMeanings
	QualitySignals
	Reasons
	ReasonMeanings
	SettingMeanings
	FirstRows // of the tabs Team, Follow-up, Scoring, Filters and Replies

	ReplyUses   // what a row of the tab Replies is used for
	MergeFields // what stands in braces in a reply

	ReasonGroups // what a refusal says about the business
	// The figures of the report, by the names that they have for programs.
	FigureNames
	FigureMeanings
	FigureSamples
	sets
)

// section are the names of the sets in a file; "" for those that stand in the sections of the tabs.
var section = [sets]string{Outcomes: "outcomes", Events: "events", Channels: "channels", Actors: "actors",
	StatusKinds: "kinds of statuses", SettingNames: "settings", Choices: "choices", Units: "units", Commands: "commands",
	Tests: "tests", OtherTests: "tests: in other words",
	Fields: "fields", Ways: "ways to be told",
	Statuses: "statuses", StatusMeanings: "statuses: meanings",
	StatusAliases: "statuses: aliases", Sources: "sources",
	SourceWords: "sources: recognised by", Qualities: "qualities", QualityMeanings: "qualities: meanings",
	QualitySignals: "qualities: signals", Reasons: "reasons", ReasonMeanings: "reasons: meanings",
	SettingMeanings: "settings: meanings", FirstRows: "first rows", ReplyUses: "replies: used for",
	MergeFields: "replies: fields", ReasonGroups: "reasons: groups", FigureNames: "figures",
	FigureMeanings: "figures: meanings", FigureSamples: "figures: samples"}

// readBack reports whether leadsheet reads the words of a set in cells that it or people wrote. What is only written
// may say one thing for two.
func (s Set) readBack() bool {
	switch s {
	case NoWords, Notes, StatusMeanings, StatusAliases, SourceWords, QualityMeanings, QualitySignals, ReasonMeanings,
		SettingMeanings, FirstRows, FigureNames, FigureMeanings, FigureSamples:
		return false
	}
	return true
}
