package ooxml

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"path"
	"strings"

	"github.com/klauspost/compress/flate"

	"leadsheet/sheets/xlsx/ooxml/xmltext"
)

// The limits of a workbook. A workbook of 100,000 leads is about twelve times as large unpacked; a zip bomb is a
// thousand times as large.
const (
	maxPartBytes  = 768 << 20 // bytes of one part, unpacked
	maxTotalBytes = 3 << 29   // bytes of all parts, unpacked
	maxRatio      = 40        // unpacked bytes per byte of the file,
	freeBytes     = 16 << 20  // plus this many bytes
	maxTagBytes   = 1 << 20   // bytes of one tag or one text; a cell holds at most 32,767 characters
	maxPartCount  = 10_000    // parts
)

const (
	tooLarge = "it is far larger unpacked than what a workbook of leads holds; open it in a spreadsheet program, " +
		"move old rows and foreign tabs to another workbook, and save it, or restore a copy"
	longText = "one of its cells or marks is longer than a megabyte, which no spreadsheet program writes; restore a copy"
)

// Refusal is the error of a file that cannot be used. It says why, and what to do, in the words of its users.
type Refusal struct{ Why string }

// Error is the reason.
func (r *Refusal) Error() string { return r.Why }

func refuse(why string) error { return &Refusal{why} }

// damagedPart refuses a part that cannot be read. An exceeded limit stays the reason.
func damagedPart(name string, err error) error {
	if r := (*Refusal)(nil); errors.As(err, &r) {
		return r
	}
	return refuse("its part " + path.Base(name) + " is damaged; restore a copy, or open it in a spreadsheet program " +
		"and save it")
}

// errNoPart means that the archive has no member of that name.
var errNoPart = errors.New("no such part")

// archive is the zip file of a workbook. Members are found whatever the case of their names.
type archive struct {
	raw    []byte
	files  []*zip.File
	byName map[string]*zip.File
}

// partKey is the form in which names of parts are compared. Some programs write them with backslashes.
func partKey(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, "\\", "/"), "/"))
}

// openArchive reads the directory of a zip file and checks its limits.
func openArchive(raw []byte) (*archive, error) {
	if bytes.HasPrefix(raw, []byte{0xD0, 0xCF, 0x11, 0xE0}) {
		return nil, refuse("it is protected with a password or is an old .xls file; save it as an Excel " +
			"workbook (.xlsx) without a password")
	}
	if len(raw) == 0 {
		return nil, refuse("the file is empty; restore a copy, or remove it so that a new one is made")
	}
	zr, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, refuse("it is not an Excel workbook or is damaged; restore a copy, or open it in a " +
			"spreadsheet program and save it as .xlsx")
	}
	zr.RegisterDecompressor(zip.Deflate, flate.NewReader)
	if len(zr.File) > maxPartCount {
		return nil, refuse(tooLarge)
	}
	a := &archive{raw: raw, files: zr.File, byName: make(map[string]*zip.File, len(zr.File))}
	var total int64
	for _, f := range zr.File {
		total += int64(min(f.UncompressedSize64, maxTotalBytes+1))
		if total > maxUnpacked(len(raw)) || f.UncompressedSize64 > maxPartBytes {
			return nil, refuse(tooLarge)
		}
		if k := partKey(f.Name); a.byName[k] == nil {
			a.byName[k] = f
		} else {
			return nil, refuse("one of its parts is there twice; open it in a spreadsheet program and save it")
		}
	}
	return a, nil
}

// maxUnpacked returns how many bytes a file of the given size may have unpacked.
func maxUnpacked(size int) int64 { return min(maxTotalBytes, freeBytes+maxRatio*int64(size)) }

func (a *archive) has(name string) bool { return a.byName[partKey(name)] != nil }

// part unpacks a member. The sizes in the archive may be false: no more is read than it says.
func (a *archive) part(name string) ([]byte, error) {
	f := a.byName[partKey(name)]
	if f == nil {
		return nil, errNoPart
	}
	rc, err := f.Open()
	if err != nil {
		return nil, damagedPart(name, err)
	}
	defer rc.Close()
	size := int(f.UncompressedSize64)
	data := make([]byte, size, size+1)
	if _, err := io.ReadFull(rc, data); err != nil {
		return nil, damagedPart(name, err)
	}
	if n, err := rc.Read(data[size : size+1]); n > 0 || err != io.EOF {
		return nil, damagedPart(name, err)
	}
	data, err = xmltext.UTF8(data)
	if unknown := xmltext.UnknownError(""); errors.As(err, &unknown) {
		return nil, refuse("it has a part in the unknown encoding " + string(unknown) +
			"; open it in a spreadsheet program and save it")
	}
	return data, err
}

// decode unmarshals a small part.
func (a *archive) decode(name string, into any) error {
	data, err := a.part(name)
	if err != nil {
		return err
	}
	if err := xml.Unmarshal(data, into); err != nil {
		return damagedPart(name, err)
	}
	return nil
}

// member is a member of an archive that is to be written.
type member struct {
	name  string // as it stands in the archive
	crc   uint32
	size  int
	bytes []byte // deflated
}

// newMember deflates a part. The level is the fastest: workbooks are written often and are small.
func newMember(name string, data []byte) (*member, error) {
	var buf bytes.Buffer
	buf.Grow(len(data)/6 + 1024)
	w, err := flate.NewWriter(&buf, flate.BestSpeed)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return &member{name: name, crc: crc32.ChecksumIEEE(data), size: len(data), bytes: buf.Bytes()}, nil
}

// rewrite returns the archive with some members changed, added (in the given order) or removed. All others are copied
// as they are, without unpacking them.
func (a *archive) rewrite(changed map[string]*member, added []string, removed map[string]bool) ([]byte, error) {
	var out bytes.Buffer
	out.Grow(len(a.raw) + len(a.raw)/8)
	zw := zip.NewWriter(&out)
	for _, f := range a.files {
		k := partKey(f.Name)
		switch m := changed[k]; {
		case removed[k]:
		case m == nil:
			if err := zw.Copy(f); err != nil {
				return nil, fmt.Errorf("copy part %s: %w", f.Name, err)
			}
		default:
			if err := m.write(zw, f.Name); err != nil {
				return nil, err
			}
		}
	}
	for _, k := range added {
		if m := changed[k]; m != nil && a.byName[k] == nil {
			if err := m.write(zw, m.name); err != nil {
				return nil, err
			}
		}
	}
	if err := zw.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func (m *member) write(zw *zip.Writer, name string) error {
	w, err := zw.CreateRaw(&zip.FileHeader{
		Name: name, Method: zip.Deflate, CRC32: m.crc,
		CompressedSize64: uint64(len(m.bytes)), UncompressedSize64: uint64(m.size),
	})
	if err == nil {
		_, err = w.Write(m.bytes)
	}
	if err != nil {
		return fmt.Errorf("write part %s: %w", name, err)
	}
	return nil
}

// compare checks an archive that was read back: the changed members unpack to what was meant, all others have the bytes
// that they had.
func (a *archive) compare(now *archive, changed map[string]*member, removed map[string]bool) error {
	for k, f := range now.byName {
		old := a.byName[k]
		switch m := changed[k]; {
		case m != nil:
			if f.CRC32 != m.crc || int(f.UncompressedSize64) != m.size {
				return fmt.Errorf("part %s is not what was written", f.Name)
			}
			if _, err := now.part(k); err != nil {
				return err
			}
		case old == nil:
			return fmt.Errorf("part %s is new", f.Name)
		default:
			was, err1 := packed(a, old)
			is, err2 := packed(now, f)
			if err := errors.Join(err1, err2); err != nil {
				return err
			}
			if !bytes.Equal(was, is) || old.CRC32 != f.CRC32 || old.Method != f.Method {
				return fmt.Errorf("part %s has changed", f.Name)
			}
		}
	}
	for k, f := range a.byName {
		if now.byName[k] == nil && !removed[k] {
			return fmt.Errorf("part %s is lost", f.Name)
		}
	}
	return nil
}

// packed returns the bytes of a member as they stand in the archive.
func packed(a *archive, f *zip.File) ([]byte, error) {
	from, err := f.DataOffset()
	if err != nil {
		return nil, err
	}
	to := from + int64(f.CompressedSize64)
	if to > int64(len(a.raw)) {
		return nil, fmt.Errorf("part %s is cut off", f.Name)
	}
	return a.raw[from:to], nil
}
