package figures

// Sentence is what the figures say and what to do about it, in words, with its figure and its sample.
type Sentence struct {
	Text string
	N    int
	// Figures are the names in FigureNames on which it rests.
	Figures []string
}

// sentences are one to three, the most important first; none where every sample is under 10.
func (b dataset) sentences(_ *Numbers) []Sentence { return nil }
