package dates

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"leadsheet/lead/language"
)

// what a word is for in a date.
type what uint8

const (
	unknown    what = iota
	month           // value is its number
	noise           // it says nothing: 14 de marzo, 14th
	intro           // a time of day follows: at, um, à
	hour            // the number before it is an hour: h, Uhr
	dayHalf         // am and pm, behind the time of day; value is a or p
	halfBefore      // ..., also before it: 下午
)

type meaning struct {
	what  what
	value int
}

// moreMonths are names of months that the files of languages lack: short forms of programs, and languages of which
// there is no file. A line is a month.
var moreMonths = []string{
	"genn январь січень tammikuu tammi leden siječanj siječnja јануар gener يناير",
	"feber febb февраль лютий helmikuu helmi únor veljača veljače фебруар febrer فبراير",
	"березень maaliskuu maalis březen marec ožujak ožujka maret مارس",
	"апрель квітень huhtikuu huhti duben travanj travnja أبريل",
	"magg травень toukokuu touko květen svibanj svibnja мај maig مايو",
	"июнь червень kesäkuu kesä červen lipanj lipnja јун juny يونيو",
	"июль липень heinäkuu heinä červenec srpanj srpnja јул juliol يوليو",
	"aoû серпень elokuu elo srpen kolovoz kolovoza agost agustus أغسطس",
	"sett сентябрь вересень syyskuu syys rujan rujna септембар setembre سبتمبر",
	"октябрь жовтень lokakuu loka říjen октобар أكتوبر",
	"ноябрь листопад marraskuu marras noi studeni studenoga studenog новембар نوفمبر",
	"декабрь грудень joulukuu joulu prosinec prosinac prosinca децембар desembre ديسمبر",
}

const (
	noiseWords = "st nd rd th er re º ª ème eme ste e de del des den der die dem the of on le di d года г року р " +
		"год " +
		"roku r min mn ב"
	introWords  = "at um à as às a las om kl klo kello klokken klokka alle ore ora о в об o godz ώρα στις saat u uur"
	hourWords   = "h hr hrs hs uhr heures heure horas hodin ч час годин óra"
	forenoon    = "am πμ öö fm vm"
	afternoon   = "pm μμ ös em nm"
	earlyBefore = "上午 午前 오전 凌晨 早上"
	lateBefore  = "下午 午後 午后 오후 晚上"
)

// halfLetters are what p. m. begins with.
var halfLetters = map[string]rune{"a": 'a', "A": 'a', "p": 'p', "P": 'p', "π": 'a', "Π": 'a', "μ": 'p', "Μ": 'p'}

// units are the signs behind numbers.
var units = map[rune]rune{
	'年': 'y', '月': 'm', '日': 'd', '号': 'd', '時': 'H', '时': 'H', '点': 'H', '點': 'H', '分': 'M', '秒': 'S',
	'년': 'y', '월': 'm', '일': 'd', '시': 'H', '분': 'M', '초': 'S',
}

// zones are the names that mean one zone, in minutes east of UTC. What IST, BST and others mean depends on the place.
var zones = map[string]int{
	"Z": 0, "UTC": 0, "GMT": 0, "z": 0, "utc": 0, "gmt": 0, "Utc": 0, "Gmt": 0,
	"EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
	"AKST": -540, "AKDT": -480, "HST": -600, "NST": -210, "NDT": -150, "BRT": -180, "ART": -180,
	"WET": 0, "WEST": 60, "CET": 60, "CEST": 120, "MEZ": 60, "MESZ": 120, "EET": 120, "EEST": 180, "MSK": 180,
	"SAST": 120, "PKT": 300, "SGT": 480, "HKT": 480, "AWST": 480, "JST": 540, "KST": 540, "ACST": 570, "AEST": 600,
	"AEDT": 660, "NZST": 720, "NZDT": 780,
}

// vocabulary is all words, folded.
var vocabulary = sync.OnceValue(func() map[string]meaning {
	out := map[string]meaning{}
	add := func(words string, m meaning) {
		for _, w := range strings.Fields(words) {
			var b [maxWord]byte
			n := fold(&b, strings.Trim(w, "."))
			if _, taken := out[string(b[:n])]; !taken {
				out[string(b[:n])] = m
			}
		}
	}
	for name, m := range language.MonthNames() {
		add(name, meaning{month, int(m)})
	}
	for i, names := range moreMonths {
		add(names, meaning{month, i + 1})
	}
	add(hourWords, meaning{what: hour})
	add(forenoon, meaning{dayHalf, 'a'})
	add(afternoon, meaning{dayHalf, 'p'})
	add(earlyBefore, meaning{halfBefore, 'a'})
	add(lateBefore, meaning{halfBefore, 'p'})
	add(introWords, meaning{what: intro})
	add(noiseWords, meaning{what: noise})
	return out
})

// maxWord is how long a word may be, folded, in bytes.
const maxWord = 48

// meaningOf looks a word up.
func meaningOf(s string) meaning {
	var b [maxWord]byte
	return vocabulary()[string(b[:fold(&b, s)])]
}

// accented are letters with a mark, and plain the same ones without it.
const (
	accented = "áàâäãåāăąçćčďéèêëēęěğíìîïīıñńňóòôöõőøřśšşșťţțúùûüūůűýźžżłάέήίόύώϊΐςёђ"
	plain    = "aaaaaaaaacccdeeeeeeegiiiiiinnnooooooorsssstttuuuuuuuyzzzlαεηιουωιισед"
)

// plainOf is the letter without its mark, by the letter with it.
var plainOf = func() map[rune]rune {
	m := map[rune]rune{}
	to := []rune(plain)
	for i, r := range []rune(accented) {
		m[r] = to[i]
	}
	return m
}()

// fold writes a word in small letters and without marks, and returns how long it is.
func fold(b *[maxWord]byte, s string) int {
	n := 0
	for _, r := range s {
		if r >= utf8.RuneSelf && unicode.Is(unicode.Mn, r) {
			continue
		}
		r = unicode.ToLower(r)
		if p, ok := plainOf[r]; ok && r >= utf8.RuneSelf {
			r = p
		}
		if n+utf8.UTFMax > len(b) {
			return 0
		}
		n += utf8.EncodeRune(b[n:], r)
	}
	return n
}
