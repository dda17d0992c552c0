package main

// exportForms are the forms of an export other than a workbook.
type exportForms struct{}

// asked reports whether the export is to have another form than a workbook.
func (exportForms) asked() bool { return false }

// write writes the export in the forms that were asked for.
func (exportForms) write(*app, *exportCmd) error { return nil }
