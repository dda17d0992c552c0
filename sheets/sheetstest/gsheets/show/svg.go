// Package show draws what the page of the emulator shows: charts as images, and the looks of cells as CSS.
//
// Everything here is computed from its arguments.
package show

import (
	"fmt"
	"html"
	"html/template"
	"math"
	"strconv"
	"strings"
)

// drawing is an image in the making, in pixels.
type drawing struct {
	strings.Builder
	width, height float64
}

func (d *drawing) rect(x, y, w, h float64, fill string) {
	fmt.Fprintf(d, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s"/>`, x, y, max(w, 0), max(h, 0), fill)
}

func (d *drawing) line(x1, y1, x2, y2 float64, stroke string) {
	fmt.Fprintf(d, `<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="%s"/>`, x1, y1, x2, y2, stroke)
}

// text puts a text whose anchor (start, middle, end) is at x.
func (d *drawing) text(x, y float64, anchor, fill, s string) {
	fmt.Fprintf(d, `<text x="%.1f" y="%.1f" text-anchor="%s" fill="%s">%s</text>`, x, y, anchor, fill,
		html.EscapeString(s))
}

// The colours of what is no number.
const (
	axisColor = "#6b7280"
	gridColor = "#e5e7eb"
	inkColor  = "#1f2937"
)

// Chart is a chart with its numbers. Sizes are in pixels.
type Chart struct {
	Alt           string
	Bars          bool // from left to right, the first on top; else columns, and lines over them
	Width, Height int
	Names         []string
	Series        []Series
}

// Series is a row of numbers of a chart.
type Series struct {
	Name, Color string
	Line        bool
	Values      []float64
}

// SVG draws a chart.
func SVG(c Chart) template.HTML {
	d := &drawing{width: float64(c.Width), height: float64(c.Height)}
	fmt.Fprintf(d, `<svg xmlns="http://www.w3.org/2000/svg" role="img" width="%d" height="%d" font-size="11" `+
		`font-family="system-ui,sans-serif"><title>%s</title>`, c.Width, c.Height, html.EscapeString(c.Alt))
	switch {
	case len(c.Names) == 0 || len(c.Series) == 0:
		d.text(d.width/2, d.height/2, "middle", axisColor, "this chart has no numbers")
	case c.Bars:
		d.bars(c.Names, &c.Series[0])
	default:
		d.columns(c.Names, c.Series)
	}
	d.WriteString(`</svg>`)
	return template.HTML(d.String()) // texts in it are escaped
}

// number is a number as a chart shows it.
func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// bars draws bars from left to right, the first on top, each with its number.
func (d *drawing) bars(names []string, p *Series) {
	longest, most := 0, 0.0
	for i, name := range names {
		longest = max(longest, len([]rune(name)))
		if i < len(p.Values) {
			most = max(most, p.Values[i])
		}
	}
	left := min(float64(longest)*6+14, d.width/2)
	room, step := d.width-left-44, d.height/float64(len(names))
	d.line(left, 4, left, d.height-4, gridColor)
	for i, name := range names {
		if i >= len(p.Values) {
			break
		}
		y, w := float64(i)*step, 0.0
		if most > 0 {
			w = room * p.Values[i] / most
		}
		d.text(left-8, y+step/2+4, "end", axisColor, name)
		d.rect(left, y+step*0.16, w, step*0.68, p.Color)
		d.text(left+w+6, y+step/2+4, "start", inkColor, number(p.Values[i]))
	}
}

// columns draws columns, and lines over them, with an axis and a legend.
func (d *drawing) columns(names []string, all []Series) {
	most := 0.0
	for _, p := range all {
		for _, v := range p.Values {
			most = max(most, v)
		}
	}
	step := niceStep(most)
	top := step * math.Max(1, math.Ceil(most/step))
	left, right, above, below := 36.0, 8.0, 30.0, 22.0
	width, height := d.width-left-right, d.height-above-below
	y := func(v float64) float64 { return above + height*(1-v/top) }
	for v := 0.0; v <= top+step/2; v += step {
		d.line(left, y(v), d.width-right, y(v), gridColor)
		d.text(left-6, y(v)+4, "end", axisColor, number(v))
	}
	slot := width / float64(len(names))
	middle := func(i int) float64 { return left + slot*(float64(i)+0.5) }
	for i, name := range names {
		d.text(middle(i), d.height-6, "middle", axisColor, name)
	}
	x := d.width/2 - float64(len(all))*40
	for _, p := range all {
		var path []string
		for i, v := range p.Values {
			if i >= len(names) {
				break
			}
			if !p.Line {
				d.rect(middle(i)-slot*0.36, y(v), slot*0.72, y(0)-y(v), p.Color)
				continue
			}
			path = append(path, fmt.Sprintf("%.1f,%.1f", middle(i), y(v)))
			fmt.Fprintf(d, `<circle cx="%.1f" cy="%.1f" r="3.5" fill="%s"/>`, middle(i), y(v), p.Color)
		}
		if p.Line {
			fmt.Fprintf(d, `<polyline points="%s" fill="none" stroke="%s" stroke-width="2.5"/>`, strings.Join(path, " "),
				p.Color)
		}
		d.rect(x, 8, 14, 9, p.Color)
		d.text(x+19, 17, "start", axisColor, p.Name)
		x += 34 + 6.5*float64(len([]rune(p.Name)))
	}
}

// niceStep is a distance of lines of which there are about five up to a number.
func niceStep(most float64) float64 {
	if most <= 5 {
		return 1
	}
	unit := math.Pow(10, math.Floor(math.Log10(most/5)))
	for _, n := range []float64{1, 2, 5, 10} {
		if most/(n*unit) <= 6 {
			return n * unit
		}
	}
	return 10 * unit
}
