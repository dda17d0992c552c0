package replies_test

import (
	"strings"
	"testing"

	"leadsheet/lead"
)

// quotedReplies are what customers answer to a mail of ours, in the form in which mail programs quote it.
var quotedReplies = map[string]string{
	"German":     "Das passt, können Sie am Dienstag kommen?\n\nAm 04.12.2026 um 10:05 schrieb Studio <hello@studio.example>:\n> Guten Tag Ada,\n> vielen Dank.",
	"Outlook":    "Das passt, können Sie am Dienstag kommen?\n\nVon: Studio <hello@studio.example>\nGesendet: Freitag, 4. Dezember 2026 10:05\nAn: Ada <ada@example.com>\nBetreff: Re: Zaun\n\nGuten Tag Ada,\nvielen Dank.",
	"French":     "C'est parfait. Pouvez-vous venir mardi ?\n\nLe ven. 4 déc. 2026 à 10:05, Studio <hello@studio.example> a écrit :\n> Bonjour Ada,",
	"Spanish":    "Perfecto. ¿Pueden venir el martes?\n\nEl vie, 4 dic 2026 a las 10:05, Studio (<hello@studio.example>) escribió:\n> Hola Ada:",
	"Italian":    "Va bene. Potete venire martedì?\n\nIl giorno ven 4 dic 2026 alle ore 10:05 Studio <hello@studio.example> ha scritto:\n> Buongiorno Ada,",
	"Dutch":      "Prima. Kunt u dinsdag komen?\n\nOp vr 4 dec 2026 om 10:05 schreef Studio <hello@studio.example>:\n> Goedendag Ada,",
	"Portuguese": "Perfeito. Podem vir na terça?\n\nEm sex., 4 de dez. de 2026 às 10:05, Studio <hello@studio.example> escreveu:\n> Olá Ada,",
	"Polish":     "Pasuje. Czy mogą Państwo przyjechać we wtorek?\n\nW dniu 4.12.2026 o 10:05, Studio pisze:\n> Dzień dobry,",
	"no":         "Nein",
}

// A customer's answer to an acknowledgement is no answer of ours: they wait as before, in the same lead.
func TestAnswersToAcknowledgements(t *testing.T) {
	for language, text := range quotedReplies {
		s := newShop(t, friday, acknowledges()...)
		s.at("2026-12-04 10:05")
		sent := s.pass(s.mail("Ada <ada@example.com>", "Zaun",
			"Guten Tag, ich hätte gerne ein Angebot für einen Zaun."))
		since := s.lead("ada@example.com").WaitingSince
		s.at("2026-12-04 12:30")
		s.pass(s.mail("Ada <ada@example.com>", "Re: Zaun", text, "In-Reply-To: "+sent[0].ID,
			"References: <m1@customers.example> "+sent[0].ID))
		l := s.lead("ada@example.com")
		if len(s.state.Leads) != 1 || !l.FirstResponse.IsZero() || !l.WaitingSince.Equal(since) || len(s.sent) != 1 ||
			l.Status != "New lead" {
			t.Errorf("%s: %d leads, %+v, %d mails", language, len(s.state.Leads), l, len(s.sent))
		}
	}
}

// A customer's answer to the mail of a step ends the plan: they wait, and get no more of it.
func TestAnswersToFollowUps(t *testing.T) {
	for language, text := range quotedReplies {
		s := contacted(t, sends(cell{lead.TabFollowUp, "Final question: is it still of interest?", lead.ColSend,
			"TRUE"})...)
		s.at("2026-12-10 09:30")
		sent := s.pass()
		s.at("2026-12-10 09:31")
		s.pass()
		s.at("2026-12-10 15:00")
		text = strings.NewReplacer("04.12.2026 um 10:05", "10.12.2026 um 09:30", "4. Dezember 2026 10:05",
			"10. Dezember 2026 09:30").Replace(text)
		s.pass(s.mail("Ada <ada@example.com>", "Re: A fence", text, "In-Reply-To: "+sent[0].ID,
			"References: <m1@customers.example> "+sent[0].ID))
		l := s.lead("ada@example.com")
		if len(s.state.Leads) != 1 || l.WaitingSince.IsZero() || l.NextStep != "" || s.count(lead.StepCancelled) != 1 {
			t.Errorf("%s: %d leads, waits %s, next %q", language, len(s.state.Leads), l.WaitingSince, l.NextStep)
		}
		for _, day := range []string{"2026-12-14 09:30", "2026-12-21 09:30"} {
			if s.at(day); len(s.pass()) > 0 {
				t.Errorf("%s: another mail on %s", language, day)
			}
		}
	}
}
