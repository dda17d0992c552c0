package reports

import (
	"math"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/reports/canvas"
	"leadsheet/reports/facts"
	"leadsheet/reports/figures"
	"leadsheet/sheets"
)

// answerTable shows how fast customers were answered in the last 30 days, and what became of those who were answered so
// fast: the first answers, and those to later messages.
func answerTable(c *canvas.Canvas, b *dataset, n figures.Numbers) {
	say, pages := &c.Say.Figures, &c.Say.Pages
	head(c, rowAnswer, leftThird, say.ResponseHeading)
	titles(c, rowAnswer+1, leftThird, pages.Within, title{block{2, 2}, pages.FirstAnswers},
		title{block{3, 3}, pages.PartOfAll}, title{block{4, 4}, pages.BecameDeals}, title{block{5, 5}, pages.LaterAnswers},
		title{block{6, 6}, pages.BecameDeals})
	row := rowAnswer + 2
	c.Bars = append(c.Bars, sheets.DataBar{Col: at(2), Row: row, Last: row + bucketRows - 1, Color: barLight})
	for i := range bucketRows {
		first, later := bucket(n.Buckets, i), bucket(n.NextBuckets, i)
		c.Text(row, 0, sheets.TableText, bucketName(pages, i))
		c.Number(row, at(2), sheets.TableNumber, first.Leads)
		share(c, row, at(3), figures.Share{Part: first.Leads, Of: n.Response.Answered})
		share(c, row, at(4), first.Deals)
		c.Number(row, at(5), sheets.TableNumber, later.Leads)
		share(c, row, at(6), later.Deals)
		row++
	}
	c.Text(row, 0, sheets.TableText, pages.StillWaiting)
	c.Number(row, at(2), sheets.TableNumber, n.Response.Waiting+n.Response.WaitingLate)
	c.Number(row, at(5), sheets.TableNumber, n.Next.Waiting+n.Next.WaitingLate)
	c.Text(row+1, 0, sheets.TableTotal, say.InTime)
	share(c, row+1, at(2), n.Response.Attainment())
	share(c, row+1, at(5), n.Next.Attainment())
	times := func(row int, name string, first, later time.Duration, least int) {
		c.Text(row, 0, sheets.TableText, name)
		put := func(col, sample int, d time.Duration) {
			unknown(c, row, col, sheets.TableNumber, sample >= least, lead.TextValue(canvas.Duration(c.Say, d)))
		}
		put(at(2), n.Response.Answered, first)
		put(at(5), n.Next.Answered, later)
	}
	times(row+2, pages.HalfWithin, n.Response.Median, n.Next.Median, 1)
	times(row+3, say.NineOfTen, n.Response.P90, n.Next.P90, figures.MinSample)
	note(c, rowAnswer+2+detailRow, leftThird, answerNote(c.Say, b, n))
}

// answerNote says which clock the times are of, and what the share in time would hide.
func answerNote(say *words.Texts, b *dataset, n figures.Numbers) string {
	r := n.Response
	clock := say.Figures.WorkingTime
	if b.Policy.Calendar.Always() {
		clock = say.Figures.AroundTheClock
	} else if wall := canvas.Duration(say, r.Wall); r.Answered > 0 && wall != canvas.Duration(say, r.Median) {
		clock += "; " + say.Clocks.Wall.With(wall)
	}
	return clock
}

// bucketRows is how many ranges of answering time there are (docs/definitions.md, section 4).
const bucketRows = 5

func bucket(all []figures.Bucket, i int) figures.Bucket {
	if i < len(all) {
		return all[i]
	}
	return figures.Bucket{}
}

func bucketName(say *words.PageTexts, i int) string {
	return [bucketRows]string{say.To15Minutes, say.To30Minutes, say.To4Hours, say.To24Hours, say.Longer}[i]
}

// refusalTable shows why leads were refused: in groups that say what to do about it, and by reason.
func refusalTable(c *canvas.Canvas, n figures.Numbers) {
	say, pages := &c.Say.Figures, &c.Say.Pages
	head(c, rowAnswer, midThird, say.ReasonsHeading)
	titles(c, rowAnswer+1, midThird, pages.About, title{block{8, 8}, pages.HowMany}, title{block{12, 12}, pages.HowMany})
	c.Text(rowAnswer+1, at(9), sheets.TableHead, "   "+say.Reason)
	row := rowAnswer + 2
	if len(n.Reasons) == 0 {
		c.Text(row, at(7), sheets.Hint, say.NoneRefused)
	}
	for i, g := range n.Groups[:min(len(n.Groups), detailRow)] {
		c.Text(row+i, at(7), sheets.TableText, canvas.Clip(groupName(pages, g.Group), 9))
		c.Number(row+i, at(8), sheets.TableNumber, g.Count)
	}
	for i, r := range foldReasons(c.Say, n.Reasons) {
		c.Text(row+i, at(9), sheets.TableText, "   "+canvas.Clip(r.Name, 25))
		c.Number(row+i, at(12), sheets.TableNumber, r.Count)
	}
	text := ""
	if n.Unqualified.Now > 0 {
		text = say.ClosedUnqualified + ": " + strconv.Itoa(n.Unqualified.Now) + " · " + prior(n.Unqualified, c.Say)
	}
	note(c, rowAnswer+2+detailRow, midThird, text)
}

// foldReasons brings reasons into the rows that there are.
func foldReasons(say *words.Texts, all []figures.Reason) []figures.Reason {
	if len(all) <= detailRow {
		return all
	}
	rest := 0
	for _, r := range all[detailRow-1:] {
		rest += r.Count
	}
	other := figures.Reason{Name: say.Figures.OtherReasons.Count(len(all) - detailRow + 1), Count: rest}
	return append(all[:detailRow-1:detailRow-1], other)
}

func groupName(say *words.PageTexts, g figures.ReasonGroup) string {
	switch g {
	case figures.GroupQuality:
		return say.AboutQuality
	case figures.GroupPrice:
		return say.AboutPrice
	case figures.GroupSpeed:
		return say.AboutSpeed
	case figures.GroupOffer:
		return say.AboutOffer
	}
	return say.AboutOther
}

// line is a row of a block of figures.
type line struct {
	name  string
	value lead.Value
	style sheets.Style
	note  string
}

func countLine(name string, n int, note string) line {
	return line{name, lead.NumberValue(float64(n)), sheets.TableNumber, note}
}

// shareLine is a share with its sample.
func shareLine(say *words.Texts, name string, s figures.Share, note string) line {
	if r, ok := s.Ratio(); ok {
		return line{name, lead.NumberValue(r), sheets.TableShare, say.Report.N.With(strconv.Itoa(s.Of)) + note}
	}
	return line{name, lead.TextValue(canvas.NoValue), sheets.TableNumber, sample(say, s, &say.Report.TooFewShort)}
}

// figureTable shows the rest of the figures of the last 30 days, each with its sample, and what would flatter them.
func figureTable(c *canvas.Canvas, n figures.Numbers) {
	say, pages := &c.Say.Figures, &c.Say.Pages
	head(c, rowAnswer, rightThird, say.Heading)
	titles(c, rowAnswer+1, rightThird, "", title{block{16, 16}, c.Say.Report.Days30}, title{block{17, 19}, pages.Sample})
	before := ""
	if n.In.Known {
		before = " · " + say.Before.With(percent(n.ConversionBefore))
	}
	value := line{c.InCurrency(say.ValueWon), lead.TextValue(canvas.NoValue), sheets.TableNumber, say.NoValue}
	if with := n.WonValue.With; with.Part > 0 {
		sum := amount(n.WonValue.Sum)
		value.value, value.style = sum.value, sum.style
		value.note = say.HaveValue.With(strconv.Itoa(with.Part), strconv.Itoa(with.Of))
	}
	f, k := n.FollowUps, n.Known
	lines := []line{
		countLine(say.Processed, n.Processed.Part, say.OfLeads.With(canvas.CountLeads(c.Say, n.Processed.Of))),
		countLine(say.BecameDeals, n.Deals.Now, prior(n.Deals, c.Say)),
		shareLine(c.Say, say.Conversion, n.Conversion, before),
		value,
		shareLine(c.Say, pages.FollowedInTime, f.OnTime, more(f.Moved, &pages.Moved)),
		shareLine(c.Say, pages.Planned, f.Covered, ""),
		countLine(pages.TypedTimes, k.Typed+k.ByStatus, pages.OfAnswers.With(strconv.Itoa(n.Response.Answered))),
		countLine(say.EndedUnanswered, n.Response.Ended, say.NotCounted),
		countLine(pages.DeletedByHand, n.DeletedNow, pages.StayCounted),
		countLine(say.NoLead, n.NoLead.Now, say.OfCameIn.With(strconv.Itoa(n.In.Now+n.NoLead.Now))),
	}
	for i, l := range lines {
		row := rowAnswer + 2 + i
		c.Text(row, at(13), sheets.TableText, l.name)
		c.Put(row, at(16), l.style, l.value)
		c.Span(row, at(17), at(19), sheets.NoteRight, canvas.Line(l.note, 34))
	}
}

// more says how many there are of what stands beside a rate.
func more(n int, text *words.Text1) string {
	if n == 0 {
		return ""
	}
	return " · " + text.With(strconv.Itoa(n))
}

// maxCorrections is how many corrections of past figures are named.
const maxCorrections = 3

// corrected names what was corrected of past figures in the last 30 days.
func corrected(n figures.Numbers, b *dataset) string {
	say := &b.Say.Figures
	var parts []string
	for i, x := range n.Corrections {
		if rest := len(n.Corrections) - i; i == maxCorrections-1 && rest > 1 {
			parts = append(parts, say.MoreCorrected.With(strconv.Itoa(rest), b.Policy.SeeTab(lead.TabActivity)))
			break
		}
		id, won := x.ID+" ("+canvas.Clip(x.Name, 20)+")", b.DayOfYear(x.WonAt.In(b.Zone))
		text := say.ValueCorrected.With(id, won, textOf(x.From, b.Say), textOf(x.To, b.Say))
		if x.Status != "" {
			text = say.WonNoMore.With(id, won)
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, " · ")
}

// amount is a sum as a number that fits into one unit.
func amount(sum float64) line {
	if math.Abs(sum) >= 1e6 {
		thousands := strconv.FormatFloat(math.Round(sum/1000), 'f', -1, 64) + " k"
		return line{value: lead.TextValue(thousands), style: sheets.TableNumber}
	}
	return line{value: lead.NumberValue(sum), style: sheets.TableMoney}
}

func textOf(a facts.Amount, say *words.Texts) string {
	if !a.Known {
		return canvas.NoValue
	}
	return canvas.Thousands(say, int(math.Round(a.Value)))
}
