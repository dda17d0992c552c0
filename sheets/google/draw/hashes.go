package draw

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"

	"leadsheet/sheets"
)

// lookVersion is part of every frame's hash: raise it when the look changes, and every page is drawn anew.
const lookVersion = 1

// PageHashes returns two short hashes of a page. content changes with what its cells say, those apart that are no
// reason to write; frame changes with everything else that Page draws with frame: looks, sizes, merges, charts,
// bars.
func PageHashes(p sheets.Page) (content, frame string) {
	text, look := sha256.New(), sha256.New()
	fmt.Fprintf(look, "%d %q %v %d %v\n", lookVersion, p.Title, false, p.Frozen, p.Widths) // hidden or not is people's
	for _, r := range slices.Sorted(maps.Keys(p.Heights)) {
		fmt.Fprintf(look, "height %d %v\n", r, p.Heights[r])
	}
	for _, c := range pageCells(p) {
		// A cell that says nothing is not content: whether it is named or not makes no difference.
		if !c.AsOf && (!c.Cell.IsEmpty() || c.LinkKey != "") {
			before, after := c.AroundClock()
			fmt.Fprintf(text, "%d %d %d %q %v %q %q\n", c.Row, c.Col, c.Cell.Kind, before+after, c.Cell.Num,
				c.LinkTab, c.LinkKey+c.LinkURL)
		}
		if c.Style != sheets.Plain || isLink(c) {
			fmt.Fprintf(look, "%d %d %d %v\n", c.Row, c.Col, c.Style, isLink(c))
		}
	}
	fmt.Fprintf(look, "%v %+v %+v\n", p.Merges, p.Charts, p.Bars)
	return shortHash(text.Sum(nil)), shortHash(look.Sum(nil))
}

func shortHash(sum []byte) string { return hex.EncodeToString(sum[:8]) }
