package table

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"leadsheet/lead"
)

// ErrRefused is what every error of Read about the kind of file is.
var ErrRefused = errors.New("this kind of file cannot be read")

// Handles reports whether the name looks like a form export: also the kinds that Read refuses with advice.
func Handles(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".csv", ".tsv", ".tab", ".txt", ".xlsx", ".zip", ".xls", ".html", ".htm":
		return true
	}
	return false
}

// Read reads the tables of a file by its content, whatever its name. An empty file has none and is no error. cut is
// whether the file ends inside a row: it was cut off, or is still being written. The tables share the memory of data,
// which must not be changed any more. An error about the kind of file is an ErrRefused and says what to do instead.
func Read(data []byte) (tables []*Table, cut bool, err error) {
	if len(data) > maxInput {
		return nil, false, fmt.Errorf("the file is larger than %d MB; export a shorter period", maxInput>>20)
	}
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) || bytes.HasPrefix(data, []byte("PK\x05\x06")) {
		return readArchive(data)
	}
	return readText(data)
}

// refusals are the kinds of files that only look like exports, by how they begin, and what to do with them instead.
var refusals = []struct{ start, advice string }{
	{
		"\xd0\xcf\x11\xe0",
		"it is an Excel workbook of the old kind (.xls), or one with a password; " +
			"open it and save it as .xlsx without a password",
	},
	{"<!doctype", "it is a web page, whatever its name says; open it in a spreadsheet and save it as .xlsx or .csv"},
	{"<html", "it is a web page, whatever its name says; open it in a spreadsheet and save it as .xlsx or .csv"},
	{"<table", "it is a web page, whatever its name says; open it in a spreadsheet and save it as .xlsx or .csv"},
	{"<meta", "it is a web page, whatever its name says; open it in a spreadsheet and save it as .xlsx or .csv"},
	{"<head", "it is a web page, whatever its name says; open it in a spreadsheet and save it as .xlsx or .csv"},
	{"<style", "it is a web page, whatever its name says; open it in a spreadsheet and save it as .xlsx or .csv"},
	{"<?xml", "it is an XML file; open it in a spreadsheet and save it as .xlsx or .csv"},
	{"%pdf", "it is a PDF; export the form as CSV or XLSX"},
	{"{\\rtf", "it is a text document; export the form as CSV or XLSX"},
	{"\x1f\x8b", "it is compressed (gzip); unpack it and drop what is inside"},
	{"rar!", "it is a RAR archive; unpack it and drop what is inside"},
	{"7z\xbc\xaf", "it is a 7-Zip archive; unpack it and drop what is inside"},
	{"\x89png", "it is a picture; export the form as CSV or XLSX"},
	{"\xff\xd8\xff", "it is a picture; export the form as CSV or XLSX"},
}

// refused returns why the file is none that can be read, nil when it may be one.
func refused(data []byte) error {
	if onlyZeros(data) {
		return fmt.Errorf("%w: it holds nothing but zero bytes, as a file does that was never copied to its end; "+
			"download it again", ErrRefused)
	}
	head := bytes.TrimPrefix(data[:min(len(data), 4096)], []byte("\xef\xbb\xbf"))
	start := bytes.TrimLeft(head, " \t\r\n")
	if bytes.HasPrefix(head, []byte("\xff\xfe<")) || bytes.HasPrefix(head, []byte("\xfe\xff\x00<")) {
		start = bytes.ReplaceAll(head[2:], []byte{0}, nil)
	}
	lower := bytes.ToLower(start[:min(len(start), 40)])
	for _, r := range refusals {
		if bytes.HasPrefix(lower, []byte(r.start)) || bytes.HasPrefix(data, []byte(r.start)) {
			return fmt.Errorf("%w: %s", ErrRefused, r.advice)
		}
	}
	if (bytes.HasPrefix(start, []byte("[{")) || bytes.HasPrefix(start, []byte("{\""))) &&
		(json.Valid(data) || bytes.Contains(data[:min(len(data), 1<<20)], []byte("}\n{"))) {
		return fmt.Errorf("%w: it is a JSON file; export the form as CSV or XLSX", ErrRefused)
	}
	strange := 0
	for _, b := range head {
		if b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != 0 {
			strange++
		}
	}
	if len(head) >= 64 && strange*10 > len(head) {
		return fmt.Errorf("%w: it is no text; export the form as CSV or XLSX", ErrRefused)
	}
	return nil
}

// OfCells reads the tables of a tab whose cells were read one by one, such as the tab into which a form writes its
// responses. Rows and cells are in the order of the tab.
func OfCells(rows [][]lead.Value) []*Table {
	text := make([]sheetRow, len(rows))
	for i, r := range rows {
		text[i] = sheetRow{n: i + 1, cells: make([]string, len(r))}
		for j, v := range r {
			if v.Kind == lead.Date {
				v.Kind = lead.Number // columns decide what their numbers are
			}
			text[i].cells[j] = v.String()
		}
	}
	tables := sheetTables(text)
	for _, t := range tables {
		t.Encoding, t.Delimiter, t.FromSheet = "tab", "tab", true
	}
	return tables
}

// readText reads everything that is no archive.
func readText(data []byte) ([]*Table, bool, error) {
	if err := refused(data); err != nil {
		return nil, false, err
	}
	src := decode(data)
	r, d := readSource(src)
	if r.err != nil {
		return nil, false, r.err
	}
	tables := r.finish()
	for _, t := range tables {
		t.Encoding, t.Delimiter = src.encoding, string(d.comma)
		t.src = src
	}
	return tables, r.cut || r.open || src.torn, nil
}

// Line is one row of an export as it was read, before it is interpreted: cells, or the text of a span that could not be
// split into cells.
type Line struct {
	Header  bool
	Cells   []string
	Damaged string // the text as it stands in the file
	Offset  int    // where in the file, or in the archive's entry, a damaged span begins
}

// Lines reads a file as Read does, up to the point where columns get their meaning. Blank lines, repeated headers and
// what stands above the header are not among the lines. Notes are messages for the user.
func Lines(data []byte) (lines []Line, notes []string, err error) {
	tables, _, err := Read(data)
	if err != nil {
		return nil, nil, fmt.Errorf("read table: %w", err)
	}
	for _, t := range tables {
		notes = append(notes, t.Notes...)
		if !Blank(t.Headers) {
			lines = append(lines, Line{Header: true, Cells: t.Headers})
		}
		for _, r := range t.Rows {
			if r.Raw == "" && (r.Problem == "" && !r.Cut || t.src == nil) {
				lines = append(lines, Line{Cells: r.Cells})
				continue
			}
			l := Line{Damaged: r.Raw}
			if t.src != nil && r.end > r.at {
				l.Damaged = strings.ToValidUTF8(strings.TrimRight(t.src.text[r.at:r.end], "\r\n"), "\uFFFD")
				l.Offset = t.src.offset(r.at)
			}
			lines = append(lines, l)
		}
	}
	return lines, notes, nil
}
