package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/mailin/dovecottest"
	"leadsheet/outbox/sinktest"
)

// BenchmarkAlert is how long it takes from the delivery of an urgent request by LMTP until a mail server has taken the
// message to its owner, while leadsheet runs as it is built, with a workbook of 1,000 leads. It takes two minutes:
// -benchtime 1x.
func BenchmarkAlert(b *testing.B) {
	for b.Loop() {
		took := alerts(b, 40)
		b.ReportMetric(percentile(took, 50), "p50-s")
		b.ReportMetric(percentile(took, 95), "p95-s")
		b.ReportMetric(percentile(took, 100), "max-s")
	}
}

// alerts delivers urgent requests, and returns how long each took until its owner was told, the shortest first.
func alerts(b *testing.B, n int) []time.Duration {
	mails := dovecottest.StartDovecot(b)
	sink, err := sinktest.Start(sinktest.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer sink.Close()
	in := install(b, mails)
	in.drop("old.csv", export(1000), time.Now())
	in.once() // makes the workbook
	in.edit("Team", "Name=Owner", "Email=ann@firm.example")
	in.env = append(in.env, "LEADSHEET_SMTP_ADDR="+sink.Addr, "LEADSHEET_SMTP_SECURITY=none",
		"LEADSHEET_SMTP_FROM=sales@firm.example")
	in.once() // sending begins
	cmd := in.command("run")
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	defer func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	}()
	time.Sleep(2 * time.Second) // until it watches

	delivered := map[string]time.Time{}
	for i := range n {
		who := fmt.Sprintf("buyer%d@urgent%d.example", i, i)
		mails.DeliverLMTP([]byte("From: " + who + "\r\nTo: sales@firm.example\r\nSubject: Urgent: quote\r\nDate: " +
			time.Now().Format(time.RFC1123Z) + fmt.Sprintf("\r\nMessage-ID: <%d@urgent.example>\r\n\r\n", i) +
			"It is urgent: please call me today, our budget is approved and we want to order 20 chairs.\r\n"))
		delivered[who] = time.Now()
		time.Sleep(2 * time.Second)
	}
	var took []time.Duration
	for deadline := time.Now().Add(time.Minute); len(took) < n; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			b.Fatalf("%d of %d were told of", len(took), n)
		}
		took = nil
		for who, at := range delivered {
			for _, r := range sink.Received() {
				if strings.Contains(string(r.Raw), who) {
					took = append(took, r.At.Sub(at))
					break
				}
			}
		}
	}
	slices.Sort(took)
	return took
}
