package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"leadsheet/sheets"
	"leadsheet/sheets/xlsx"
)

// withNewBook makes an empty workbook in a folder of its own below dir, has it filled, and hands its file over. The
// folder is removed in the end.
func withNewBook(dir string, fill func(sheets.Book) error, use func(path string) error) (err error) {
	dir, err = os.MkdirTemp(dir, ".leadsheet-export-")
	if err != nil {
		return fmt.Errorf("write the export: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "leads.xlsx")
	book, err := xlsx.Open(path, xlsx.Options{Now: time.Now})
	if err != nil {
		return err
	}
	if err := errors.Join(fill(book), book.Close()); err != nil {
		return err
	}
	if err := use(path); err != nil {
		return fmt.Errorf("write the export: %w", err)
	}
	return nil
}

// exported returns the bytes of an empty workbook that was filled.
func exported(fill func(sheets.Book) error) (content []byte, err error) {
	err = withNewBook("", fill, func(path string) error {
		content, err = os.ReadFile(path)
		return err
	})
	return content, err
}
