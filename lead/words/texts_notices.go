package words

// NoticeTexts say why somebody of the team is told something that is another's.
type NoticeTexts struct {
	NoWay    Text1 `args:"name"` // somebody cannot be told anything
	Unsent   Text1 `args:"time"` // no server takes the messages
	Nobodys  string
	Stranger Text1 `args:"name"`
}
