package message

import "strings"

// maxStyle is how much of the styles of a page is read.
const maxStyle = 64 << 10

// hiddenSelector matches a selector of one class or id: ".preheader", "span.preheader".
var hiddenSelector = lazy(`^[a-zA-Z0-9]*([.#][\w-]{1,60})$`)

// readStyle adds the classes and ids that the styles of a page hide. Rules for some screens only, and selectors that
// depend on other elements, are left out.
func (r *renderer) readStyle(css []byte) {
	if len(css) > maxStyle || !hiddenStyle().Full().Match(css) {
		return
	}
	depth, start := 0, 0
	selector := ""
	for i, c := range css {
		switch c {
		case '{':
			if depth == 0 {
				selector = strings.TrimSpace(string(css[start:i]))
			}
			depth++
			start = i + 1
		case '}':
			if depth == 1 && !strings.HasPrefix(selector, "@") && hiddenStyle().Full().Match(css[start:i]) {
				r.hide(selector)
			}
			depth = max(depth-1, 0)
			start = i + 1
		case ';':
			if depth == 0 {
				start = i + 1 // @import
			}
		}
	}
}

// hide notes the classes and ids of a list of selectors.
func (r *renderer) hide(selectors string) {
	if i := strings.LastIndex(selectors, "*/"); i >= 0 {
		selectors = selectors[i+2:]
	}
	selectors = strings.TrimPrefix(strings.TrimSpace(selectors), "<!--")
	for s := range strings.SplitSeq(selectors, ",") {
		if m := hiddenSelector().FindStringSubmatch(strings.TrimSpace(s)); m != nil {
			if r.hiddenNames == nil {
				r.hiddenNames = map[string]bool{}
			}
			r.hiddenNames[m[1]] = true
		}
	}
}

// isHidden reports whether the styles of the page hide an element with this attribute.
func (r *renderer) isHidden(key, value []byte) bool {
	if len(r.hiddenNames) == 0 || len(value) > 500 {
		return false
	}
	switch string(key) {
	case "id":
		return r.hiddenNames["#"+string(value)]
	case "class":
		for name := range strings.FieldsSeq(string(value)) {
			if r.hiddenNames["."+name] {
				return true
			}
		}
	}
	return false
}
