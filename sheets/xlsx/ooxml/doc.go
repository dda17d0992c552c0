// Package ooxml reads and patches the parts of an Office Open XML workbook as bytes.
//
// A workbook file is a zip archive of XML parts. Whoever parses a part into structures and writes it back loses what
// the structures do not know. So this package finds places in the bytes of a part, replaces what is to be changed
// there, and copies everything else as it stands: other elements of the part, and all other members of the archive.
//
// The package is pure: it gets bytes and returns bytes.
package ooxml
