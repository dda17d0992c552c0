package language

import (
	"slices"
	"testing"
	"testing/fstest"
)

// A new language is one file: its words are used without a change of code.
func TestNewLanguage(t *testing.T) {
	all, err := read(fstest.MapFS{
		"languages/aa.txt": {Data: []byte("# Afar\n\n[closing]\r\nnagay\n")},
		"languages/en.txt": {Data: []byte("[closing]\n# comment\nregards\n[via]\n")},
	})
	if err != nil || !slices.Equal(all["closing"], []string{"nagay", "regards"}) || len(all["via"]) != 0 {
		t.Errorf("%v, %v", all, err)
	}
	if _, err = read(fstest.MapFS{"languages/aa.txt": {Data: []byte("nagay\n")}}); err == nil {
		t.Error("an entry without a list was taken")
	}
}

// Months of several languages are known, whole and shortened.
func TestMonth(t *testing.T) {
	for _, w := range []string{"listopada", "říjen", "марта", "kasım", "ноември", "märz", "août", "sept"} {
		if _, ok := Month(w); !ok {
			t.Errorf("%q is no month", w)
		}
	}
}
