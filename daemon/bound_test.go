package daemon_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/xuri/excelize/v2"

	"leadsheet/lead"
	"leadsheet/sheets"
)

// pasteRows is what a person does who pastes n rows of an old list below the leads, and closes the workbook.
func pasteRows(t *testing.T, path string, n int) {
	t.Helper()
	edit(t, path, func(f *excelize.File) error {
		rows, err := f.GetRows(lead.TabLeads)
		if err != nil {
			return err
		}
		for i := range n {
			for c, title := range rows[0] {
				text := map[string]string{lead.ColName: fmt.Sprint("Old ", i), lead.ColEmail: fmt.Sprintf("o%d@old%d.example", i, i), lead.ColStatus: "In work"}[title]
				if text == "" {
					continue
				}
				cell, err := excelize.CoordinatesToCellName(c+1, len(rows)+1+i)
				if err == nil {
					err = f.SetCellStr(lead.TabLeads, cell, text)
				}
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// A local workbook is written as a whole however much has changed: a pasted list is one pass, and the mail is in it.
func TestLimit_PasteIntoALocalWorkbookIsOnePass(t *testing.T) {
	s := &shelf{}
	d, path := house(t, s)
	pass(t, d)
	pasteRows(t, path, 1000)
	s.items = []lead.Inquiry{inquiry(1)}
	if sum := pass(t, d); sum.Created != 1 || sum.Leads != 1001 || sum.More || sum.Left != 0 {
		t.Errorf("%d new, %d leads, more %v, %d left", sum.Created, sum.Leads, sum.More, sum.Left)
	}
	if sum := pass(t, d); sum.Wrote {
		t.Errorf("a settled pass wrote %d cells", sum.Changes)
	}
}

// narrow is a workbook that takes only so many changed cells and new rows at once.
type narrow struct {
	sheets.Book
	most    int
	batches []sheets.Batch
}

func (n *narrow) Commit(ctx context.Context, snap *sheets.Snapshot, b sheets.Batch) (*sheets.Result, error) {
	size := len(b.Changes)
	for _, a := range b.Appends {
		size += len(a.Rows)
	}
	if size > n.most && !b.Whole {
		return nil, &sheets.TooLarge{Size: size, Most: n.most}
	}
	n.batches = append(n.batches, b)
	res, err := n.Book.Commit(ctx, snap, b)
	if err == nil {
		res.Size, res.Most = size, n.most
	}
	return res, err
}

// However little a workbook takes at once, with a bound on leads from the beginning or none: every pass takes in a
// mail, what people did is taken in pass after pass, and the reports come with the last.
func TestLimit_SmallBatches(t *testing.T) {
	for _, c := range []struct{ most, leads int }{{5, 0}, {40, 3}, {100, 1000}} {
		s := &shelf{}
		d, path := house(t, s)
		pass(t, d)
		pasteRows(t, path, 12)
		book := &narrow{Book: d.Book, most: c.most}
		d.Book, d.MaxLeads = book, c.leads
		passes, mails := 0, 0
		for more := true; more; passes++ {
			if passes == 200 {
				t.Fatalf("%+v: there is always more", c)
			}
			s.items = append(s.items, inquiry(passes))
			sum := pass(t, d)
			mails += len(sum.Intake)
			if more = sum.More; more != (len(book.batches[len(book.batches)-1].Pages) == 0) {
				t.Errorf("%+v: more %v, %d report tabs", c, more, len(book.batches[len(book.batches)-1].Pages))
			}
		}
		if mails != passes {
			t.Errorf("%+v: %d mails taken in by %d passes", c, mails, passes)
		}
		if sum := pass(t, d); sum.Wrote || sum.Leads != 12+mails || sum.Left != 0 {
			t.Errorf("%+v: a settled pass: %+v", c, sum)
		}
	}
}

// A workbook that refuses everything does not keep the pass from ending.
func TestLimit_NothingFits(t *testing.T) {
	s := &shelf{}
	for i := range 20 {
		s.items = append(s.items, inquiry(i))
	}
	d, _ := house(t, s)
	d.Book = refusing{d.Book}
	var large *sheets.TooLarge
	if _, err := d.Pass(context.Background()); !errors.As(err, &large) {
		t.Errorf("error %v", err)
	}
}

type refusing struct{ sheets.Book }

func (refusing) Commit(context.Context, *sheets.Snapshot, sheets.Batch) (*sheets.Result, error) {
	return nil, &sheets.TooLarge{Size: 2, Most: 1}
}
