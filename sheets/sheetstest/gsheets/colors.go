package gsheets

import (
	"maps"
	"strconv"
	"strings"
)

// The API has two fields for each colour: an old one, such as backgroundColor, and backgroundColorStyle, which may
// also name a colour of the theme. Whichever is set, answers show both; where both are set, the new one counts. Their
// parts are numbers of 32 bits.

// twinOf is the other field of a colour; false: the name is none of a colour.
func twinOf(name string) (twin string, ok bool) {
	switch {
	case name == "rgbColor", name == "themeColor":
		return "", false
	case strings.HasSuffix(name, "olorStyle"):
		return strings.TrimSuffix(name, "Style"), true
	case strings.HasSuffix(name, "olor"):
		return name + "Style", true
	}
	return "", false
}

// paired returns what a caller sent with both fields of each colour. t itself is not changed.
func paired(t tree) tree {
	if t == nil {
		return nil
	}
	return pairedValue(t).(tree)
}

func pairedValue(v any) any {
	switch t := v.(type) {
	case tree:
		out := make(tree, len(t))
		for k, x := range t {
			out[k] = pairedValue(x)
		}
		for k, x := range out {
			color, isTree := x.(tree)
			twin, ok := twinOf(k)
			if !ok || !isTree {
				continue
			}
			if !strings.HasSuffix(k, "Style") {
				if out[k] = rounded(color); t[twin] == nil {
					out[twin] = tree{"rgbColor": out[k]}
				}
				continue
			}
			if rgb, ok := color["rgbColor"].(tree); ok {
				out[k] = tree{"rgbColor": rounded(rgb)}
				out[twin] = rounded(rgb)
			}
		}
		return out
	case []any:
		out := make([]any, len(t))
		for i, x := range t {
			out[i] = pairedValue(x)
		}
		return out
	}
	return v
}

// rounded is a colour as the service keeps it.
func rounded(color tree) tree {
	out := maps.Clone(color)
	for k, x := range out {
		if f, ok := x.(float64); ok {
			short := strconv.FormatFloat(f, 'g', -1, 32)
			out[k], _ = strconv.ParseFloat(short, 64)
		}
	}
	return out
}

// paired returns a mask that names both fields of each colour that it names.
func (m mask) paired() mask {
	if m == nil {
		return nil
	}
	out := make(mask, len(m))
	for k, sub := range m {
		out[k] = sub.paired()
	}
	for k := range m {
		if twin, ok := twinOf(k); ok {
			out[k], out[twin] = mask{}, mask{}
		}
	}
	return out
}
