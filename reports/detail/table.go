package detail

import (
	"strconv"
	"time"

	"leadsheet/lead"
	"leadsheet/reports/canvas"
	"leadsheet/reports/figures"
	"leadsheet/sheets"
)

// cell is what stands in a column of a table.
type cell struct {
	value lead.Value
	style sheets.Style
}

// none is what is not known.
func none() cell { return cell{lead.TextValue(canvas.NoValue), sheets.TableNumber} }

func count(n int) cell { return cell{lead.NumberValue(float64(n)), sheets.TableNumber} }

// share is a percentage, where its sample carries one.
func share(s figures.Share) cell {
	r, ok := s.Ratio()
	if !ok {
		return none()
	}
	return cell{lead.NumberValue(r), sheets.TableShare}
}

// sum is a sum of values that somebody has given.
func sum(m figures.Money) cell {
	if m.With.Part == 0 {
		return none()
	}
	return cell{lead.NumberValue(m.Sum), sheets.TableMoney}
}

// days are a number of days with one decimal, if there is a sample.
func days(d float64, sample int) cell {
	if sample == 0 {
		return none()
	}
	return cell{lead.TextValue(strconv.FormatFloat(d, 'f', 1, 64)), sheets.TableNumber}
}

func text(s string) cell { return cell{lead.TextValue(s), sheets.NoteRight} }

// length is a length of time, if there is a sample.
func (p *page) length(d time.Duration, sample int) cell {
	if sample == 0 {
		return none()
	}
	return cell{lead.TextValue(canvas.Duration(p.Say, d)), sheets.TableNumber}
}

// begin puts the heading of a section, with what it is about beside, and the titles of its columns below.
func (p *page) begin(heading, about, first string, titles ...string) {
	p.Heading(p.row, 0, lastCol, heading)
	if about != "" {
		p.Fill(p.row, 4, lastCol, sheets.HeadingNote)
		p.Text(p.row, 4, sheets.HeadingNote, about)
	}
	p.row++
	p.Fill(p.row, 0, lastCol, sheets.TableHead)
	p.Text(p.row, 0, sheets.TableHead, first)
	for i, title := range titles {
		p.Text(p.row, 1+i, sheets.TableHeadWrap, title)
	}
	p.Heights[p.row] = 28
	p.row++
}

// line puts a row of a table.
func (p *page) line(name string, cells ...cell) {
	p.Text(p.row, 0, sheets.TableText, canvas.Clip(name, 46))
	for i, c := range cells {
		p.Put(p.row, 1+i, c.style, c.value)
	}
	p.row++
}

// empty says that there is nothing yet.
func (p *page) empty(what string) {
	p.Text(p.row, 0, sheets.Hint, what)
	p.row++
}
