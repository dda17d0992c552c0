package words

// NoticeTexts say why somebody of the team is told something that is another's.
type NoticeTexts struct {
	NoWay    Text1 `args:"name"` // somebody cannot be told anything
	Nobodys  string
	Stranger Text1 `args:"name"`
}
