package main

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/mailin/dovecottest"
	"leadsheet/outbox/sinktest"
)

// BenchmarkHotAlert is how long it takes from the delivery of an urgent request by LMTP until a mail server has accepted
// the message about it to the owner, while leadsheet runs as it is built, into a workbook of 1,000 leads. It takes two
// minutes: -benchtime 1x.
func BenchmarkHotAlert(b *testing.B) {
	for b.Loop() {
		took := hotAlerts(b, 40)
		b.ReportMetric(percentile(took, 50), "p50-s")
		b.ReportMetric(percentile(took, 95), "p95-s")
		b.ReportMetric(percentile(took, 100), "max-s")
	}
}

// hotAlerts delivers urgent requests and returns how long each took to reach the owner, the shortest first.
func hotAlerts(b *testing.B, n int) []time.Duration {
	mail := dovecottest.StartDovecot(b)
	sink, err := sinktest.Start(sinktest.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(sink.Close)
	in := install(b, mail)
	in.drop("old.csv", export(1000), time.Now().Add(-time.Hour))
	in.once()
	if err := editBook(in.book(), "Team", "Name=Owner", "Email=ann@studio.example"); err != nil {
		b.Fatal(err)
	}
	in.env = append(in.env, "LEADSHEET_SMTP_ADDR="+sink.Addr, "LEADSHEET_SMTP_SECURITY=none",
		"LEADSHEET_SMTP_FROM=leads@studio.example")
	in.once() // from now on messages are sent
	cmd := in.command("run")
	var log strings.Builder
	cmd.Stdout, cmd.Stderr = io.Discard, &log
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	defer func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	}()
	time.Sleep(3 * time.Second) // until it watches
	var took []time.Duration
	for i := range n {
		sent := time.Now()
		mail.DeliverLMTP(bytes.Replace(enquiry(i), []byte("please send"), []byte("it is urgent: please send today"), 1))
		at, ok := accepted(sink, fmt.Sprintf("Customer %d ", i), time.Minute)
		if !ok {
			b.Fatalf("no message about request %d in a minute\n%s", i, log.String())
		}
		took = append(took, at.Sub(sent))
		time.Sleep(700 * time.Millisecond)
	}
	slices.Sort(took)
	return took
}

// accepted waits until a server has accepted a message with a text in its subject.
func accepted(sink *sinktest.Server, text string, wait time.Duration) (at time.Time, ok bool) {
	for deadline := time.Now().Add(wait); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		for _, m := range sink.Received() {
			mail, err := m.Mail()
			if err != nil {
				continue
			}
			subject, _ := new(mime.WordDecoder).DecodeHeader(mail.Header.Get("Subject"))
			if strings.Contains(subject, text) {
				return m.At, true
			}
		}
	}
	return time.Time{}, false
}
