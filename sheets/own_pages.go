package sheets

import "slices"

// OwnPages leaves out the pages whose title people have given to a tab of their own, and of the other pages the charts
// that would draw from such a tab.
func OwnPages(pages []Page, taken func(Page) bool) []Page {
	var gone []string
	for i := range pages {
		if taken(pages[i]) {
			gone = append(gone, Fold(pages[i].Title))
		}
	}
	if gone == nil {
		return pages
	}
	isGone := func(title string) bool { return slices.Contains(gone, Fold(title)) }
	out := make([]Page, 0, len(pages)-len(gone))
	for _, p := range pages {
		if isGone(p.Title) {
			continue
		}
		p.Charts = slices.DeleteFunc(slices.Clone(p.Charts), func(c Chart) bool {
			return isGone(c.Categories.Tab) || slices.ContainsFunc(c.Series, func(s Series) bool { return isGone(s.Values.Tab) })
		})
		out = append(out, p)
	}
	return out
}
