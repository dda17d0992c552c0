package show

import (
	"encoding/json"
	"fmt"
	"html/template"
	"math"
)

// Color is a colour as the API writes it, with parts from 0 to 1.
type Color struct {
	Red, Green, Blue float64
}

// CSS is the colour in CSS.
func (s *Color) CSS() string {
	part := func(f float64) int { return int(math.Round(255 * min(max(f, 0), 1))) }
	return fmt.Sprintf("#%02x%02x%02x", part(s.Red), part(s.Green), part(s.Blue))
}

// CSS converts a cell's format to CSS: background, font colour, weight, style and wrapping.
func CSS(raw []byte) template.CSS {
	type styled struct {
		RGBColor *Color `json:"rgbColor"`
	}
	var f struct {
		BackgroundColor      *Color `json:"backgroundColor"`
		BackgroundColorStyle styled `json:"backgroundColorStyle"`
		WrapStrategy         string `json:"wrapStrategy"`
		TextFormat           struct {
			Bold                 bool   `json:"bold"`
			Italic               bool   `json:"italic"`
			ForegroundColor      *Color `json:"foregroundColor"`
			ForegroundColorStyle styled `json:"foregroundColorStyle"`
		} `json:"textFormat"`
	}
	if err := json.Unmarshal(raw, &f); err != nil {
		return "" // shown without its format
	}
	var css string
	colour := func(property string, old *Color, now *Color) {
		if now == nil {
			now = old
		}
		if now != nil {
			css += property + ":" + now.CSS() + ";"
		}
	}
	colour("background", f.BackgroundColor, f.BackgroundColorStyle.RGBColor)
	colour("color", f.TextFormat.ForegroundColor, f.TextFormat.ForegroundColorStyle.RGBColor)
	if f.TextFormat.Bold {
		css += "font-weight:bold;"
	}
	if f.TextFormat.Italic {
		css += "font-style:italic;"
	}
	if f.WrapStrategy == "WRAP" {
		css += "white-space:pre-wrap;min-width:12em;"
	}
	return template.CSS(css) // built from numbers and constants only
}

// PageCSS is how a cell of a page looks: all that CSS has, with sizes, sides, lines and distances.
func PageCSS(raw []byte) template.CSS {
	var f struct {
		HorizontalAlignment, VerticalAlignment, WrapStrategy string
		Padding                                              struct{ Left int }
		TextFormat                                           struct {
			FontSize  float64
			Underline bool
		}
		Borders struct {
			Bottom struct {
				Style      string
				ColorStyle struct{ RGBColor *Color }
			}
		}
	}
	if err := json.Unmarshal(raw, &f); err != nil {
		return "" // shown without its format
	}
	css := string(CSS(raw))
	if f.TextFormat.FontSize > 0 {
		css += fmt.Sprintf("font-size:%.1fpx;", f.TextFormat.FontSize*4/3)
	}
	if f.TextFormat.Underline {
		css += "text-decoration:underline;"
	}
	sides := map[string]string{"LEFT": "left", "RIGHT": "right", "CENTER": "center"}
	if side := sides[f.HorizontalAlignment]; side != "" {
		css += "text-align:" + side + ";"
	}
	if f.VerticalAlignment == "TOP" {
		css += "vertical-align:top;"
	}
	if f.Padding.Left > 3 {
		css += fmt.Sprintf("padding-left:%dpx;", f.Padding.Left)
	}
	if f.WrapStrategy == "WRAP" {
		css += "white-space:normal;min-width:0;line-height:1.15;"
	}
	if b := f.Borders.Bottom; b.Style != "" {
		width := map[string]int{"SOLID_MEDIUM": 2}[b.Style]
		line := "#000000"
		if b.ColorStyle.RGBColor != nil {
			line = b.ColorStyle.RGBColor.CSS()
		}
		css += fmt.Sprintf("border-bottom:%dpx solid %s;", max(width, 1), line)
	}
	return template.CSS(css) // built from numbers and constants only
}
