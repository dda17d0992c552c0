package reading

import (
	"strings"
	"testing"

	"leadsheet/lead"
)

// Portals, relays, calendars for bookings and telephone systems write about a person: who that is, what the person
// wrote, and how to answer.
func TestPortals(t *testing.T) {
	const list = "\nList-Unsubscribe: <https://portal.example/u>\nPrecedence: bulk"
	for _, c := range []struct {
		name, head, body                    string
		rule, who, email, phone, need, lack string
	}{
		{"Zillow", "From: Rob Ray <x9k2@convo.zillow.com>\nSubject: Rob is requesting a tour" + list,
			"New message from a renter\n\nMay I see it on Friday?\n\nRob Ray\n555.201.3344\n\nReply", "portal: Zillow", "Rob Ray",
			"x9k2@convo.zillow.com", "555.201.3344", "on Friday", "renter"},
		{"Realtor.com", "From: realtor.com <leads@email.realtor.com>\nSubject: New realtor.com lead - Rob Ray" + list,
			"First Name: Rob\nLast Name: Ray\nEmail Address: rob@customer.example\nPhone: (415) 555-0132\nComments: I would " +
				"like to see it.\n\nThis inquiry was sent by realtor.com", "portal: Realtor.com", "Rob Ray", "rob@customer.example",
			"(415) 555-0132", "like to see it", "sent by"},
		{"ImmoScout24", "From: ImmobilienScout24 <noreply@immobilienscout24.de>\nReply-To: rob@customer.example\n" +
			"Subject: Neue Anfrage zu Ihrem Objekt" + list, "Von: Rob Ray\nE-Mail: rob@customer.example\nTelefon: 0170 1234567\n" +
			"Nachricht: Ist die Wohnung frei?\n\nMit freundlichen Grüßen\nIhr ImmoScout24-Team", "portal: ImmoScout24", "Rob Ray",
			"rob@customer.example", "0170 1234567", "frei?", "Team"},
		{"Angi without a message", "From: Angi Pro <leads@email.angi.com>\nSubject: NEW LEAD: Sarah L." + list,
			"A new customer is looking for a pro!\nCustomer: Sarah L.\nProject: Deck\nPhone: (555) 222-4444", "portal: Angi",
			"Sarah L.", "", "(555) 222-4444", "Deck", ""},
		{"Thumbtack", "From: Thumbtack <do-not-reply@thumbtack.com>\nSubject: Rob R. wants a quote" + list,
			"Rob R. is looking for a painter.\n\"Two rooms, please.\"\n\nView lead\nUnsubscribe", "portal: Thumbtack", "Rob R.", "",
			"", "Two rooms", "Unsubscribe"},
		{"Houzz", "From: Houzz <noreply@houzz.com>\nSubject: You have a new message from Rob Ray" + list,
			"Rob Ray sent you a message\n\"Can you build a kitchen?\"\n\nReply", "portal: Houzz", "Rob Ray", "", "", "kitchen", ""},
		{"Yelp", "From: \"Sarah W. via Yelp\" <reply+abc@messaging.yelp.com>\nSubject: Message from Sarah W." + list,
			"Do you paint?\n\nView message", "portal: Yelp", "Sarah W.", "reply+abc@messaging.yelp.com", "", "paint?", "View"},
		{"LinkedIn", "From: LinkedIn <messages-noreply@linkedin.com>\nSubject: Rob Ray sent you a message" + list,
			"Rob Ray is interested in your services\n\"A logo?\"\n\nView message\nUnsubscribe", "portal: LinkedIn", "Rob Ray", "",
			"", "logo", ""},
		{"Messenger", "From: Messenger <notification@facebookmail.com>\nSubject: Rob Ray sent a message to OurCo" + list,
			"Rob Ray sent a message to your Page.\n\"Do you deliver?\"", "portal: Messenger", "Rob Ray", "", "", "deliver?", ""},
		{"Kleinanzeigen", "From: Rob über Kleinanzeigen <abc123xyz@mail.kleinanzeigen.de>\nSubject: Nutzer-Anfrage zu deiner " +
			"Anzeige" + list, "Hallo, noch da?\n\nBeantworte diese Nachricht einfach.\nZum Schutz unserer Nutzer", "portal: " +
			"Kleinanzeigen", "", "abc123xyz@mail.kleinanzeigen.de", "", "noch da", "Schutz"},
		{"eBay", "From: \"eBay - rob_ray\" <rob_a1b2c3@members.ebay.com>\nSubject: Question from rob_ray" + list,
			"Is it oak?\n\nRespond now", "portal: eBay", "", "rob_a1b2c3@members.ebay.com", "", "oak", "Respond"},
		{"Booking.com", "From: Rob Ray via Booking.com <1234-abcd.efgh@guest.booking.com>\nSubject: Message from Rob Ray" + list,
			"Is breakfast included?", "portal: Booking.com", "Rob Ray", "1234-abcd.efgh@guest.booking.com", "", "breakfast", ""},
		{"a portal of no table", "From: Handyhub <no-reply@handyhub.example>\nSubject: Rob Ray is requesting a new roof" + list,
			"\"A slate roof.\"\n\nUnsubscribe", "portal: unknown", "Rob Ray", "", "", "slate", ""},
		{"a relay of no table", "From: Rob Ray <reply+a8f3k2x9@mail.handyhub.example>\nSubject: Roof" + list,
			"A slate roof?\n\nUnsubscribe", "a letter", "Rob Ray", "reply+a8f3k2x9@mail.handyhub.example", "", "slate", ""},
		{"Google appointment", "From: Google Calendar <calendar-notification@google.com>\nSubject: New appointment: Call" +
			"\nReply-To: rob@customer.example\nContent-Type: multipart/alternative; boundary=b",
			"--b\n\nCall\n\nGebucht von\nRob Ray\nrob@customer.example\n\nWas brauchen Sie?\nein Dach\n--b\n" +
				"Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nSUMMARY:Call\n" +
				"END:VEVENT\nEND:VCALENDAR\n--b--", "booking: Google appointment", "Rob Ray", "rob@customer.example", "", "", ""},
		{"Cal.com", "From: Cal.com <hello@cal.com>\nSubject: New booking: Call between Anna and Rob Ray",
			"A new event has been scheduled\nWhat\nCall\nWho\nAnna Own - Organizer anna@ours.example\n" +
				"Rob Ray - Guest rob@customer.example\nAdditional notes\na roof", "booking: Cal.com", "Rob Ray",
			"rob@customer.example", "", "a roof", "scheduled"},
		{"HubSpot", "From: HubSpot <noreply@hubspot.com>\nSubject: Meeting booked: Rob Ray and Anna Own",
			"Rob Ray (rob@customer.example) booked a meeting with you.\n\nView in HubSpot", "booking: HubSpot meeting", "Rob Ray",
			"rob@customer.example", "", "Rob Ray", ""},
		{"Microsoft Bookings", "From: OurCo <bookings@ours.example>\nSubject: New booking: Consultation",
			"Customer name: Rob Ray\nCustomer email: rob@customer.example\nCustomer phone: +49 170 1234567\n" +
				"Service: Consultation\nNotes: a roof", "booking: Microsoft Bookings", "Rob Ray", "rob@customer.example",
			"+49 170 1234567", "a roof", ""},
		{"3CX", "From: 3CX <noreply@3cx.net>\nSubject: New voicemail from +49 170 1234567", "You have a new voicemail.\n" +
			"From: +49 170 1234567\nThis is an automated message", "telephone: 3CX", "", "", "+49 170 1234567", "voicemail",
			"automated"},
		{"RingCentral", "From: RingCentral <service@ringcentral.com>\nSubject: Missed Call from (415) 555-0132",
			"You have a missed call.\nFrom: (415) 555-0132\nTo: (650) 555-0199", "telephone: RingCentral", "", "",
			"(415) 555-0132", "missed", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := Parse(msgMail("To: info@ours.example\n"+c.head, c.body), Envelope{}, msgOptions)
			if q.Ignore != "" || q.Rule != c.rule || q.Email != c.email || q.Phone != c.phone ||
				c.who != "" && q.Name != c.who {
				t.Errorf("ignored %q, rule %q, name %q, email %q, phone %q", q.Ignore, q.Rule, q.Name, q.Email, q.Phone)
			}
			if !strings.Contains(q.Need, c.need) || c.lack != "" && strings.Contains(q.Need, c.lack) {
				t.Errorf("need %q", q.Need)
			}
			if q.Email == "" && q.Phone == "" && !strings.Contains(q.Problem, "answer on") {
				t.Errorf("problem %q", q.Problem)
			}
		})
	}
}

// What a portal writes of itself is no request.
func TestPortalsOfThemselves(t *testing.T) {
	for _, c := range []struct{ from, subject, body string }{
		{"LinkedIn <invitations@linkedin.com>", "Anna, you have 1 new invitation", "Jane wants to connect\n\nUnsubscribe"},
		{"Thumbtack <do-not-reply@thumbtack.com>", "5 tips for your profile", "Tips.\n\nUnsubscribe"},
		{"Yelp <no-reply@yelp.com>", "Your weekly summary", "Views: 5\n\nUnsubscribe"},
		{"Facebook <notification@facebookmail.com>", "You have 3 notifications", "x\n\nunsubscribe"},
	} {
		q := Parse(msgMail("From: "+c.from+"\nTo: info@ours.example\nList-Unsubscribe: <https://p.example>\nSubject: "+c.subject,
			c.body), Envelope{}, msgOptions)
		if q.Ignore == "" {
			t.Errorf("%s: kind %q rule %q", c.from, q.Kind, q.Rule)
		}
	}
	q := Parse(msgMail("From: sipgate <no-reply@sipgate.de>\nTo: info@ours.example\nSubject: Verpasster Anruf von anonym",
		"Anrufer: anonym"), Envelope{}, msgOptions)
	if q.Ignore == "" {
		t.Errorf("a call without a number: %+v", q.Inquiry)
	}
}

// A colleague may forward a portal's mail.
func TestForwardedPortal(t *testing.T) {
	q := Parse(msgMail(msgAnna+"Subject: Fwd: Rob R. wants a quote", "---------- Forwarded message ---------\n"+
		"From: Thumbtack <do-not-reply@thumbtack.com>\nDate: x\nSubject: Rob R. wants a quote\nTo: <info@ours.example>\n\n"+
		"Rob R. is looking for a painter.\n\"Two rooms, please.\"\n"), Envelope{}, msgOptions)
	if q.Kind != lead.Forwarded || q.Name != "Rob R." || q.Email != "" || !strings.Contains(q.Need, "Two rooms") {
		t.Errorf("kind %q name %q email %q need %q", q.Kind, q.Name, q.Email, q.Need)
	}
}
