package dovecottest

import (
	"net"
	"net/textproto"
	"os"
	"time"
)

// DeliverLMTP hands a message over as a relay does, and returns when Dovecot has taken it. Without Dovecot's LMTP on
// the machine the test is skipped, or fails with CI=true in the environment.
func (d *Dovecot) DeliverLMTP(raw []byte) {
	d.t.Helper()
	if d.LMTPAddr == "" {
		if os.Getenv("CI") == "true" {
			d.t.Fatal("dovecot-lmtpd is needed when CI=true")
		}
		d.t.Skip("dovecot-lmtpd is not installed (apt-get install dovecot-lmtpd)")
	}
	line, err := net.DialTimeout("tcp", d.LMTPAddr, startPatience)
	if err != nil {
		d.t.Fatal(err)
	}
	defer line.Close()
	if err := line.SetDeadline(time.Now().Add(startPatience)); err != nil {
		d.t.Fatal(err)
	}
	conn := textproto.NewConn(line)
	say := func(want int, text string) {
		d.t.Helper()
		if text != "" {
			if err := conn.PrintfLine("%s", text); err != nil {
				d.t.Fatal(err)
			}
		}
		if _, said, err := conn.ReadResponse(want); err != nil {
			d.t.Fatalf("deliver by LMTP: %s: %s %v\n%s", text, said, err, d.Log())
		}
	}
	say(220, "")
	say(250, "LHLO relay.example")
	say(250, "MAIL FROM:<relay@example.com>")
	say(250, "RCPT TO:<"+d.User+">")
	say(354, "DATA")
	body := conn.DotWriter()
	if _, err := body.Write(raw); err != nil {
		d.t.Fatal(err)
	}
	if err := body.Close(); err != nil {
		d.t.Fatal(err)
	}
	say(250, "")
	_ = conn.PrintfLine("QUIT") // it is stored; the rest is politeness
}
