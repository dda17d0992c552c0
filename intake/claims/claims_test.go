package claims_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"leadsheet/intake/claims"
)

// paper is a store of claims in memory.
type paper struct {
	text   []byte
	writes int
	broken bool
}

func (p *paper) Read() ([]byte, error) { return p.text, nil }

func (p *paper) Write(data []byte) error {
	if p.broken {
		return errors.New("read-only file system")
	}
	p.text, p.writes = data, p.writes+1
	return nil
}

// start is a process that uses the store; the ones named run beside it.
func (p *paper) start(self string, running ...string) *claims.Claims {
	return claims.New(p, self, func(other string) bool {
		for _, r := range running {
			if r == other {
				return true
			}
		}
		return false
	}, nil)
}

func deaths(c *claims.Claims, inputs ...string) string {
	out := ""
	for _, in := range inputs {
		out += fmt.Sprint(c.Crashes(in))
	}
	return out
}

func TestClaims_CrashingInputIsFound(t *testing.T) {
	var p paper
	p.start("1").Take("a", "killer", "b") // and ends
	c := p.start("2")
	if got := deaths(c, "a", "killer", "b", "c"); got != "1110" {
		t.Fatalf("after a death with three: %s", got)
	}
	c.Take("a")
	c.MarkRead("a")
	c.Take("killer") // and ends
	c = p.start("3")
	if got := deaths(c, "a", "killer", "b"); got != "021" {
		t.Fatalf("after a death with one: %s", got)
	}
	// A process that starts and reads nothing counts nothing twice.
	if got := deaths(p.start("4"), "a", "killer", "b"); got != "021" {
		t.Fatalf("after a start: %s", got)
	}
	c.Take("b")
	c.MarkRead("b")
	c.Release()
	if got := deaths(p.start("5"), "a", "killer", "b"); got != "020" {
		t.Fatalf("after a good end: %s", got)
	}
}

func TestClaims_GoodProcessLeavesNothing(t *testing.T) {
	var p paper
	c := p.start("1")
	if c.Crashes("a"); p.writes != 0 {
		t.Error("an idle pass writes")
	}
	c.Release()
	if p.writes != 0 {
		t.Error("an idle pass writes")
	}
	c.Take("a", "b")
	c.Release()
	if len(p.text) != 0 || p.writes != 2 {
		t.Errorf("%d writes left %q", p.writes, p.text)
	}
}

func TestClaims_StopIsNoCrash(t *testing.T) {
	var p paper
	c := p.start("1")
	c.Take("slow")
	c.Stop()
	c.Take("next") // what the pass at hand still reads
	if got := deaths(p.start("2"), "slow", "next"); got != "00" {
		t.Errorf("accused: %s", got)
	}
}

func TestClaims_OtherRunningDaemon(t *testing.T) {
	var p paper
	first := p.start("1", "2")
	first.Take("a")
	second := p.start("2", "1")
	if second.Crashes("a") != 0 {
		t.Error("the other one runs")
	}
	second.Take("b")
	second.Release()
	if p.start("3").Crashes("a") != 1 { // both have ended
		t.Error("the second one has wiped away what the first one reads")
	}
}

func TestClaims_LostOrDamagedStore(t *testing.T) {
	for _, text := range []string{"", "{", `{"deaths":[]}`, "null", "\x00\x00"} {
		p := paper{text: []byte(text)}
		if p.start("1").Crashes("a") != 0 {
			t.Errorf("%q", text)
		}
	}
	p := paper{broken: true}
	c := p.start("1")
	c.Take("a")
	c.MarkRead("a")
	c.Release()
	var none *claims.Claims
	none.Take("a")
	none.MarkRead("a")
	none.Release()
	none.Stop()
	if none.Crashes("a") != 0 || !none.Holds("a") {
		t.Error("no claims")
	}
}

func TestClaims_File(t *testing.T) {
	path := filepath.Join(t.TempDir(), "folder", ".leadsheet-leads.xlsx.reading")
	c := claims.Open(path, nil)
	c.Take("a")
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Fatalf("%v %v", info, err)
	}
	if claims.Open(path, nil).Crashes("a") != 1 { // the same number: this one has been ended and that one started
		t.Error("what a process of the same number left behind is not counted")
	}
	c.Release()
	if claims.Open("", nil) != nil {
		t.Error("no path, no claims")
	}
}

// A message that ended leadsheet again and again has a row by its header, and a look does not read it; nor does a look
// leave a note of what it reads.
func TestClaims_LookWritesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), ".leadsheet-leads.xlsx.reading")
	note := []byte(`{"reading":{"999999999":["file a"]},"deaths":{"file a":2}}`)
	if err := os.WriteFile(path, note, 0o600); err != nil {
		t.Fatal(err)
	}
	look := claims.Look(path)
	if n := look.Crashes("file a"); n != 3 {
		t.Errorf("%d deaths", n)
	}
	look.Take("file b")
	look.Release()
	if got, err := os.ReadFile(path); err != nil || string(got) != string(note) {
		t.Errorf("the note is %s, %v", got, err)
	}
	if claims.Look("").Crashes("file a") != 0 {
		t.Error("without a file there are deaths")
	}
}
