package words

// Texts are the sentences of a language. A field is a text, its type says how many values it takes, and the tag args
// names them in their order. A section of a file has the name of a group, an entry that of a field.
type Texts struct {
	Layout LayoutTexts
}

// LayoutTexts are about the tabs and columns themselves.
type LayoutTexts struct {
	Managed string // added to the note of a column that leadsheet writes
}
