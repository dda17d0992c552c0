package demo

import (
	"fmt"
	"strings"
	"time"

	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/mailin/reading"
	"leadsheet/rules/lists"
)

// raw is a mail as it lies in a mailbox. header are further lines.
func raw(from, to, subject, id string, at time.Time, text string, header ...string) []byte {
	lines := append([]string{"From: " + from, "To: " + to, "Subject: " + subject, "Message-ID: <" + id + ">",
		"Date: " + at.Format(time.RFC1123Z), "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8"}, header...)
	return []byte(strings.Join(lines, "\r\n") + "\r\n\r\n" + strings.ReplaceAll(text, "\n", "\r\n") + "\r\n")
}

// validity is the UIDVALIDITY of the mailbox of the past: no mail of it is one of those that lie in the mailbox now.
const validity = 20_200_101

// arrives puts a mail into the inbox that has just come in.
func (p *play) arrives(mail []byte) {
	p.mails++
	env := reading.Envelope{Received: p.now, Where: fmt.Sprintf("INBOX:%d:%d", validity, p.mails)}
	in := reading.Parse(mail, env, p.options()).Inquiry
	in.Order = p.mails + p.sent
	p.inbox = append(p.inbox, in)
}

// thanks is a mail of a customer that asks for nothing.
func (p *play) thanks(c *customer) { p.sends(c, "Re: "+c.subject, "Thank you very much!") }

// writes is a mail of a customer that asks for something.
func (p *play) writes(c *customer, subject, text string) { p.sends(c, subject, letter(c, text)) }

// sends is a mail of a customer, in the conversation with them if there is one.
func (p *play) sends(c *customer, subject, text string) {
	p.touch(c)
	c.mails++
	id := fmt.Sprintf("c%d-%d.%d@%s", c.mails, c.day, c.minute, domainOf(c.email))
	var header []string
	if c.last != "" {
		header = append(header, "In-Reply-To: <"+c.last+">", "References: <"+c.last+">")
	}
	p.arrives(raw(c.name+" <"+c.email+">", Mailbox, subject, id, p.now, text, header...))
	c.last = id
}

// letter is a text with its ending.
func letter(c *customer, text string) string {
	lines := []string{text, "", "Kind regards", c.name, c.company}
	if c.phone != "" {
		lines = append(lines, "Phone: "+c.phone)
	}
	return strings.Join(lines, "\n")
}

// mail is a mail of a person of the team to a customer, as the folder of sent mails has it.
func (p *play) mail(c *customer, who *person, subject string) {
	p.touch(c)
	c.mails++
	p.sent++
	id := fmt.Sprintf("t%d-%d.%d.%s", c.mails, c.day, c.minute, who.email)
	var header []string
	if c.last != "" {
		header = append(header, "In-Reply-To: <"+c.last+">", "References: <"+c.last+">")
	}
	env := reading.Envelope{Received: p.now, Where: fmt.Sprintf("Sent:%d:%d", validity, p.sent)}
	in := reading.ParseSent(raw(who.name+" <"+who.email+">", c.name+" <"+c.email+">", subject, id, p.now, "", header...),
		env, p.options())
	in.Order = p.mails + p.sent
	p.inbox = append(p.inbox, in)
	c.last = id
}

// requests is the first that a customer says, in the way of their source.
func (p *play) requests(c *customer) {
	p.whole = true
	switch c.source {
	case "Website form", "Google Ads":
		c.subject = `Studio North "Contact form"`
		p.fillsForm(c)
	case "Facebook", "Trade fair":
		p.arrivesInFile(c)
	case "Phone":
		p.edited = p.now
		p.state.Leads = append(p.state.Leads, lead.Lead{Ref: len(p.state.Leads), Name: c.name, Company: c.company,
			Email: c.email, Phone: c.phone, Need: c.need, Source: c.source, Owner: p.onDuty(c).name})
	default:
		c.subject = subjectOf(c.need)
		p.writes(c, c.subject, "Hello,\n\n"+c.need)
	}
}

// fillsForm is the mail of the form on the website.
func (p *play) fillsForm(c *customer) {
	lines := []string{"From: " + c.name + " " + c.email, "Subject: Contact form", "", "Message Body:", "Name: " + c.name,
		"Email: " + c.email}
	if c.phone != "" {
		lines = append(lines, "Phone: "+c.phone)
	}
	lines = append(lines, "Company: "+c.company)
	if c.source == "Google Ads" {
		lines = append(lines, "Page URL: https://"+domain+"/"+campaignOf(c.need)+"?utm_source=googleads&utm_campaign="+
			campaignOf(c.need))
	}
	lines = append(lines, "Message: "+c.need)
	lines = append(lines, "", "-- ",
		"This is a notification that a contact form was submitted on your website (Studio North https://"+domain+").")
	id := fmt.Sprintf("form-%d.%d.%s@%s", c.day, c.minute, domainOf(c.email), domain)
	p.arrives(raw("Studio North <wordpress@"+domain+">", Mailbox, c.subject, id, p.now, strings.Join(lines, "\n"),
		"Reply-To: "+c.email, "Auto-Submitted: auto-generated"))
}

// arrivesInFile is a record of an export in the drop folder. All who were met at a fair come in one file.
func (p *play) arrivesInFile(c *customer) {
	var b strings.Builder
	name := "facebook-leads-" + p.now.Format("01-02-1504") + ".csv"
	if c.source == "Trade fair" {
		name = "trade-fair.csv"
		b.WriteString("Name,Company,Email,Phone,Message,Source\n")
		for _, o := range p.customers {
			if o.source == c.source {
				fmt.Fprintf(&b, "%s,%s,%s,%s,%q,%s\n", o.name, o.company, o.email, o.phone, o.need, o.source)
			}
		}
	} else {
		b.WriteString("created_time,full_name,email,phone_number,company_name,what_do_you_need?,utm_source\n")
		fmt.Fprintf(&b, "%s,%s,%s,%s,%s,%q,facebook\n", p.now.Format(time.RFC3339), c.name, c.email, c.phone, c.company,
			c.need)
	}
	zone := p.state.Policy.Location()
	items := intake.ReadFile(name, []byte(b.String()), p.now, intake.Known{Team: p.state.Policy.TeamAddresses(),
		Country: p.state.Policy.Country, Zone: zone})
	for i := range items {
		items[i].Order = i
	}
	lists.CountAtOnce(items)
	p.inbox = append(p.inbox, items...)
}

func domainOf(address string) string { return address[strings.LastIndex(address, "@")+1:] }

// subjectOf is what somebody writes above a request: its first words.
func subjectOf(need string) string {
	words := strings.Fields(strings.TrimRight(need, ".?"))
	return strings.TrimRight(strings.Join(words[:min(6, len(words))], " "), ",;:.")
}

// campaignOf is the campaign of an advertisement.
func campaignOf(need string) string {
	for _, w := range []string{"label", "website", "photo", "logo", "sign", "catalogue"} {
		if strings.Contains(strings.ToLower(need), w) {
			return w + "s"
		}
	}
	return "design"
}
