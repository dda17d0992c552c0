package gsheets

import (
	"maps"
	"strconv"
	"strings"
)

// The API has two fields for each colour: an old one, such as backgroundColor, and backgroundColorStyle, which may
// also name a colour of the theme. Whichever is set, answers show both; where both are set, the new one counts. Their
// parts are numbers of 32 bits.

// counterpart returns the name of the other field of a colour, and false if name is not a colour's.
func counterpart(name string) (other string, ok bool) {
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

// withBothColors returns a caller's tree with both fields of each colour set. t itself is not changed.
func withBothColors(t tree) tree {
	if t == nil {
		return nil
	}
	return bothColorsIn(t).(tree)
}

func bothColorsIn(v any) any {
	switch t := v.(type) {
	case tree:
		out := make(tree, len(t))
		for k, x := range t {
			out[k] = bothColorsIn(x)
		}
		for k, x := range out {
			color, isTree := x.(tree)
			other, ok := counterpart(k)
			if !ok || !isTree {
				continue
			}
			if !strings.HasSuffix(k, "Style") {
				if out[k] = roundColor(color); t[other] == nil {
					out[other] = tree{"rgbColor": out[k]}
				}
				continue
			}
			if rgb, ok := color["rgbColor"].(tree); ok {
				out[k] = tree{"rgbColor": roundColor(rgb)}
				out[other] = roundColor(rgb)
			}
		}
		return out
	case []any:
		out := make([]any, len(t))
		for i, x := range t {
			out[i] = bothColorsIn(x)
		}
		return out
	}
	return v
}

// roundColor returns a colour as the service stores it.
func roundColor(color tree) tree {
	out := maps.Clone(color)
	for k, x := range out {
		if f, ok := x.(float64); ok {
			short := strconv.FormatFloat(f, 'g', -1, 32)
			out[k], _ = strconv.ParseFloat(short, 64)
		}
	}
	return out
}

// withBothColors returns a mask that names both fields of each colour in m.
func (m mask) withBothColors() mask {
	if m == nil {
		return nil
	}
	out := make(mask, len(m))
	for k, sub := range m {
		out[k] = sub.withBothColors()
	}
	for k := range m {
		if other, ok := counterpart(k); ok {
			out[k], out[other] = mask{}, mask{}
		}
	}
	return out
}
