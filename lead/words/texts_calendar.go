package words

// CalendarTexts are the texts of the calendar of a person.
type CalendarTexts struct {
	Of    Text1 `args:"person"`    // the name of the calendar
	Event Text2 `args:"step lead"` // what is to be done, with whom
}
