package dovecottest

import (
	"net"
	"net/textproto"
	"os"
	"time"
)

// DeliverLMTP delivers a message by LMTP as a relay does, and returns when Dovecot has accepted it. Without Dovecot's
// LMTP on the machine the test is skipped, or fails with CI=true in the environment.
func (d *Dovecot) DeliverLMTP(raw []byte) {
	d.t.Helper()
	if d.LMTPAddr == "" {
		if os.Getenv("CI") == "true" {
			d.t.Fatal("dovecot-lmtpd is needed when CI=true")
		}
		d.t.Skip("dovecot-lmtpd is not installed (apt-get install dovecot-lmtpd)")
	}
	line, err := net.DialTimeout("tcp", d.LMTPAddr, startTimeout)
	if err != nil {
		d.t.Fatal(err)
	}
	defer line.Close()
	if err := line.SetDeadline(time.Now().Add(startTimeout)); err != nil {
		d.t.Fatal(err)
	}
	conn := textproto.NewConn(line)
	command := func(want int, text string) {
		d.t.Helper()
		if text != "" {
			if err := conn.PrintfLine("%s", text); err != nil {
				d.t.Fatal(err)
			}
		}
		if _, reply, err := conn.ReadResponse(want); err != nil {
			d.t.Fatalf("deliver by LMTP: %s: %s %v\n%s", text, reply, err, d.Log())
		}
	}
	command(220, "")
	command(250, "LHLO relay.example")
	command(250, "MAIL FROM:<relay@example.com>")
	command(250, "RCPT TO:<"+d.User+">")
	command(354, "DATA")
	body := conn.DotWriter()
	if _, err := body.Write(raw); err != nil {
		d.t.Fatal(err)
	}
	if err := body.Close(); err != nil {
		d.t.Fatal(err)
	}
	command(250, "")
	_ = conn.PrintfLine("QUIT") // the message is stored; a failed QUIT does not matter
}
