// Package frames says in which frames the pages of a workbook were drawn.
//
// Everything here is computed from its arguments.
package frames

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"

	"leadsheet/sheets"
)

// Of identifies all of a page that is not in its cells: widths, merged cells, charts and so on. If it changes with
// a version of leadsheet the page is made anew, else people's changes of it stay. Whether it is hidden is people's.
func Of(pg sheets.Page) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "2 %q %v %v %v %v %+v %+v %d", pg.Title, pg.Color, false, pg.Widths,
		pg.Merges, pg.Charts, pg.Bars, pg.Frozen))
	return hex.EncodeToString(sum[:4])
}

// Parse reads what Format has written: the frames by folded title.
func Parse(refer string) map[string]string {
	frames := map[string]string{}
	values, err := url.ParseQuery(strings.Trim(strings.TrimSpace(refer), `"`))
	if err != nil {
		return frames // the pages are drawn anew
	}
	for k := range values {
		frames[k] = values.Get(k)
	}
	return frames
}

// Format writes in which frames the pages were drawn, as what a name refers to.
func Format(frames map[string]string) string {
	values := url.Values{}
	for k, v := range frames {
		values.Set(k, v)
	}
	return `"` + values.Encode() + `"`
}
