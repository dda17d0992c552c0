package mailin

import "testing"

func FuzzMbox(f *testing.F) {
	f.Add([]byte("From a@b Mon Mar  3 10:00:00 2025\nSubject: 1\n\n>From here on\n\nFrom a@b Mon Mar  3 10:00:00 2025\n" +
		"Subject: 2\n\nb\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		n := 0
		for _, m := range Mbox(data) {
			n += len(m)
		}
		if n > 2*len(data)+2 {
			t.Errorf("%d bytes of %d", n, len(data))
		}
	})
}
