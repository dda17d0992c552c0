package reading

import "testing"

// typicalMails are what an inbox holds: letters, answers, forwards, forms, newsletters.
func typicalMails() [][]byte {
	var out [][]byte
	for _, c := range forwardCases()[:12] {
		out = append(out, c.raw)
	}
	for _, c := range formCases()[:14] {
		out = append(out, c.raw)
	}
	for _, m := range automaticMails() {
		out = append(out, msgMail(m.head, m.body))
	}
	for _, way := range replyWays {
		ct, body := way.write(tongues[0], longLetter, longLetter)
		out = append(out, msgMail(msgJane+"Subject: Re: Offer\nIn-Reply-To: <o1@ours.example>\nContent-Type: "+ct, body))
	}
	page := msgHTML(msgJane+"Subject: Roof", "<html><body>"+paragraphs(longLetter)+"</body></html>")
	both := msgMail(msgJane+"Subject: Roof\nContent-Type: multipart/alternative; boundary=b",
		"--b\nContent-Type: text/plain\n\n"+longLetter+"\n--b\nContent-Type: text/html\n\n<html><body>"+
			paragraphs(longLetter)+"</body></html>\n--b--\n")
	for range 30 {
		out = append(out, msgMail(msgJane+"Subject: Roof", longLetter), page, both)
	}
	return out
}

const longLetter = "Hello,\n\n" +
	"we run a small bakery in Leeds and need a new roof before the autumn, of about 240 square metres. The old one\n" +
	"leaks in two places, and our insurer wants it repaired.\n\n" +
	"Could you come and have a look next week? Tuesday or Thursday after two would be best. We have had one offer " +
	"already,\nand would like a second one: slate, insulated, with two windows, and the gutters made new as well.\n\n" +
	"If you need drawings, I can send them: the house is from 1934 and was last repaired in 1998.\n\nKind regards\n" +
	"Jane Doe\nManaging Director\nNorthwind Bakery Ltd\n1 Mill Lane, Leeds\nTel: +44 113 496 0000\nwww.northwind.example\n"

// BenchmarkTypical reads mails of all kinds, one an iteration.
func BenchmarkTypical(b *testing.B) {
	mails := typicalMails()
	i := 0
	for b.Loop() {
		Parse(mails[i%len(mails)], Envelope{}, msgOptions)
		i++
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "mails/s")
}
