package lead

import (
	"strings"
	"unicode/utf8"
)

// SafeText returns s as valid UTF-8 with plain line ends and without invisible characters that only do harm: control
// characters but line feed and tab, zero-width characters, marks that reverse the direction of text. More than max
// characters are cut with an ellipsis; max 0 is no limit.
func SafeText(s string, max int) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	var prev rune
	s = strings.Map(func(r rune) rune {
		last := prev
		prev = r
		switch {
		case r == '\r', r == '\u2028', r == '\u2029', r == '\u0085':
			return '\n'
		case r == '\n', r == '\t':
			return r
		case r < 0x20, r >= 0x7f && r < 0xa0:
			return -1
		case r == '\u200c' || r == '\u200d':
			if last > '\u0600' { // joins letters of Persian and Indic scripts, and emoji
				return r
			}
			return -1
		case r == '\u00ad', r == '\u061c', r == '\u180e', r >= '\u200b' && r <= '\u200f', r >= '\u202a' && r <= '\u202e',
			r >= '\u2060' && r <= '\u206f', r == '\ufeff', r >= '\ufff9' && r <= '\ufffb',
			r >= '\ufffe' && r <= '\uffff', r >= 0xe0000 && r <= 0xe007f:
			return -1
		}
		return r
	}, s)
	if max <= 0 || len(s) <= max {
		return s
	}
	rs := []rune(s)
	if len(rs) <= max {
		return s
	}
	return string(rs[:max-1]) + "…"
}

// freeMail are the domains that give addresses to the public; two contacts in one need not belong together.
var freeMail = domainSet("gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com " +
	"rocketmail.com aol.com icloud.com me.com mac.com " +
	"proton.me protonmail.com pm.me zoho.com mail.com gmx.com gmx.de gmx.net gmx.at gmx.ch web.de t-online.de " +
	"freenet.de arcor.de posteo.de mailbox.org 1und1.de email.de online.de " +
	"hotmail.co.uk hotmail.fr hotmail.de hotmail.it hotmail.es outlook.de outlook.fr outlook.es outlook.it " +
	"outlook.com.br live.fr live.de live.it live.nl live.co.uk yahoo.co.uk yahoo.fr yahoo.de yahoo.it yahoo.es " +
	"yahoo.com.br yahoo.com.mx yahoo.pl " +
	"btinternet.com btopenworld.com sky.com virginmedia.com ntlworld.com talktalk.net blueyonder.co.uk comcast.net " +
	"verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net " +
	"orange.fr wanadoo.fr free.fr sfr.fr laposte.net neuf.fr bbox.fr libero.it virgilio.it tiscali.it alice.it tin.it " +
	"inwind.it email.it fastwebnet.it " +
	"telefonica.net terra.es terra.com.br uol.com.br bol.com.br ig.com.br globo.com sapo.pt clix.pt iol.pt kpnmail.nl " +
	"kpnplanet.nl ziggo.nl planet.nl home.nl xs4all.nl hetnet.nl telenet.be skynet.be " +
	"wp.pl o2.pl onet.pl onet.eu op.pl interia.pl interia.eu gazeta.pl poczta.onet.pl tlen.pl vp.pl poczta.fm " +
	"buziaczek.pl " +
	"mail.ru bk.ru inbox.ru list.ru internet.ru yandex.ru yandex.com ya.ru rambler.ru yandex.ua ukr.net i.ua meta.ua " +
	"bigmir.net email.ua " +
	"bluewin.ch hispeed.ch aon.at chello.at seznam.cz centrum.cz azet.sk qq.com 163.com 126.com naver.com duck.com " +
	"fastmail.com hey.com tutanota.com tuta.io tutanota.de hushmail.com privaterelay.appleid.com mozmail.com")

func domainSet(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// FreeMail reports whether domain is one of a free mail provider or an internet access provider, or one in which a
// portal makes addresses for the people who write through it. Such a domain identifies no company.
func FreeMail(domain string) bool {
	domain = strings.ToLower(strings.Trim(strings.TrimSpace(domain), "@."))
	return freeMail[domain] || isConversationDomain(domain)
}

// PlainDigits replaces the digits and signs of other scripts, and those of full width, by plain ones.
func PlainDigits(s string) string {
	plain := true
	for i := range len(s) {
		plain = plain && s[i] < utf8.RuneSelf
	}
	if plain {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r < 0x660:
			return r
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r >= '٠' && r <= '٩':
			return r - '٠' + '0'
		case r >= '۰' && r <= '۹':
			return r - '۰' + '0'
		}
		switch r {
		case '＋':
			return '+'
		case '（':
			return '('
		case '）':
			return ')'
		case '－', 'ー', '‐', '‑', '‒', '–', '−':
			return '-'
		case '\u3000', '\u2007', '\u2009', '\u202f':
			return ' '
		}
		return r
	}, s)
}
