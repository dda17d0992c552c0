package gsheets

func renderFormatted(c *Cell) string      { return c.clone().Value.String() }
func parseCorner(s string) (area, bool)   { return area{}, false }
func defaultProperties(title string) tree { return tree{"title": title} }
