package xlsx

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest"
)

// Our tabs are added to workbooks of other makers, and leads to those. Each part that was there keeps its bytes, but for
// the lists of parts, tabs, names and looks; what cannot be kept is refused, and the file stays as it is.
func TestEnsure_WorkbooksOfOtherMakers(t *testing.T) {
	list, err := filepath.Glob("../../../shared/corpus/workbooks/*/*")
	if err != nil {
		t.Fatal(err)
	}
	if len(list) == 0 {
		t.Skip("the workbooks of other makers are not here")
	}
	const every = 12 // of them, since each takes a while
	for i := 0; i < len(list); i += every {
		t.Run(filepath.Base(list[i]), func(t *testing.T) { addToForeign(t, list[i]) })
	}
}

func addToForeign(t *testing.T, file string) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "leads"+filepath.Ext(file))
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	b, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	err = b.Ensure(context.Background(), sheetstest.Layout())
	if errors.Is(err, sheets.ErrUnsupported) {
		if now, readErr := os.ReadFile(path); readErr != nil || !bytes.Equal(now, raw) {
			t.Errorf("it was refused but changed: %v", readErr)
		}
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	add(t, b, read(t, b), "L-1")
	add(t, b, read(t, b), "L-2")
	if got := ids(t, path); got != "L-1:Ada L-2:Ada" {
		t.Errorf("the leads are %s", got)
	}
	now, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	after := partsOf(t, now)
	for name, was := range partsOf(t, raw) {
		may := strings.HasSuffix(name, "workbook.xml") || strings.HasSuffix(name, "workbook.xml.rels") ||
			strings.HasSuffix(name, "styles.xml") || name == "[Content_Types].xml"
		is, ok := after[name]
		if !ok || is != was && !may {
			t.Errorf("part %s has changed or is lost", name)
		}
	}
}
