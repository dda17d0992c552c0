package forms

import (
	"bytes"
	"fmt"

	"github.com/xuri/excelize/v2"
)

// readXLSX reads the first sheet of a workbook that has a header, or else the first that has anything.
func readXLSX(data []byte) (t *table, err error) {
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true, UnzipSizeLimit: 64 << 20, UnzipXMLSizeLimit: 16 << 20})
	if err != nil {
		return nil, fmt.Errorf("%w: it is a zip archive but no workbook that can be opened (%v); unpack it and drop the CSV or XLSX files inside", ErrRefused, err)
	}
	defer func() {
		if cerr := f.Close(); cerr != nil && err == nil {
			err = fmt.Errorf("close workbook: %w", cerr)
		}
	}()
	best := newTable(nil)
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			continue // a chart sheet
		}
		records := make([]record, len(rows))
		for i, r := range rows {
			records[i] = record{cells: r, n: i + 1}
		}
		found := newTable(records)
		if best.headers == nil {
			best = found
		}
		if knownLabels(found.headers) >= 2 {
			best = found
			break
		}
	}
	if props, err := f.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		best.date1904 = *props.Date1904
	}
	best.encoding, best.delimiter = "xlsx", "xlsx"
	return best, nil
}
