package dates

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
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

// months are the names of the months and their short forms, a line a language, in the order of the year. A name that
// means another month in another language stands in the first of them only.
var months = []string{
	"january jan|february feb febr|march mar|april apr|may|june jun|july jul|august aug|september sep sept|" +
		"october oct|november nov|december dec",
	"januar jänner|februar feber|märz mrz|april|mai|juni|juli|august|september|oktober okt|november|dezember dez",
	"janvier janv|février fév févr|mars|avril avr|mai|juin|juillet juil|août aoû|septembre|octobre|novembre|" +
		"décembre déc",
	"enero ene|febrero|marzo|abril abr|mayo|junio|julio|agosto ago|septiembre setiembre set|octubre|noviembre|" +
		"diciembre dic",
	"janeiro|fevereiro fev|março|abril|maio|junho|julho|agosto|setembro|outubro out|novembro|dezembro",
	"gennaio gen genn|febbraio febb|marzo|aprile|maggio mag magg|giugno giu|luglio lug|agosto|settembre sett|" +
		"ottobre ott|novembre|dicembre",
	"januari|februari|maart mrt|april|mei|juni|juli|augustus|september|oktober|november|december",
	"styczeń stycznia sty|luty lutego lut|marzec marca|kwiecień kwietnia kwi|maj maja|czerwiec czerwca cze|" +
		"lipiec lipca lip|sierpień sierpnia sie|wrzesień września wrz|październik października paź|" +
		"listopad listopada lis|" +
		"grudzień grudnia gru",
	"январь января янв|февраль февраля фев февр|март марта мар|апрель апреля апр|май мая|июнь июня июн|" +
		"июль июля июл|" +
		"август августа авг|сентябрь сентября сен сент|октябрь октября окт|ноябрь ноября ноя нояб|" +
		"декабрь декабря дек",
	"січень січня січ|лютий лютого лют|березень березня бер|квітень квітня кві|травень травня тра|" +
		"червень червня чер|" +
		"липень липня лип|серпень серпня сер|вересень вересня вер|жовтень жовтня жов|листопад листопада лис|" +
		"грудень грудня гру",
	"januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december",
	"januar|februar|mars marts|april|mai maj|juni|juli|august|september|oktober|november|desember des",
	"tammikuu tammi|helmikuu helmi|maaliskuu maalis|huhtikuu huhti|toukokuu touko|kesäkuu kesä|heinäkuu heinä|" +
		"elokuu elo|" +
		"syyskuu syys|lokakuu loka|marraskuu marras|joulukuu joulu",
	"tammikuuta|helmikuuta|maaliskuuta|huhtikuuta|toukokuuta|kesäkuuta|heinäkuuta|elokuuta|syyskuuta|lokakuuta|" +
		"marraskuuta|joulukuuta",
	"leden ledna|únor února|březen března|duben dubna|květen května|červen června|červenec července|srpen srpna|" +
		"září|" +
		"říjen října|listopad listopadu|prosinec prosince",
	"január januára|február februára|marec marca|apríl apríla|máj mája|jún júna|júl júla|august augusta|" +
		"september septembra|" +
		"október októbra|november novembra|december decembra",
	"január|február|március márc|április ápr|május máj|június jún|július júl|augusztus|szeptember szept|október|" +
		"november|" +
		"december",
	"ianuarie ian|februarie|martie|aprilie|mai|iunie iun|iulie iul|august|septembrie|octombrie|noiembrie noi|" +
		"decembrie",
	"ιανουάριος ιανουαρίου ιαν|φεβρουάριος φεβρουαρίου φεβ|μάρτιος μαρτίου μαρ|απρίλιος απριλίου απρ|" +
		"μάιος μαΐου μαι|" +
		"ιούνιος ιουνίου ιουν|ιούλιος ιουλίου ιουλ|αύγουστος αυγούστου αυγ|σεπτέμβριος σεπτεμβρίου σεπ|" +
		"οκτώβριος οκτωβρίου οκτ|νοέμβριος νοεμβρίου νοε|δεκέμβριος δεκεμβρίου δεκ",
	"siječanj siječnja|veljača veljače|ožujak ožujka|travanj travnja|svibanj svibnja|lipanj lipnja|srpanj srpnja|" +
		"kolovoz kolovoza|rujan rujna||studeni studenoga studenog|prosinac prosinca",
	"јануар|фебруар|март|април|мај|јун|јул|август|септембар|октобар|новембар|децембар",
	"януари яну|февруари|март|април|май|юни|юли|август|септември|октомври|ноември|декември",
	"ocak oca|şubat şub|mart|nisan nis|mayıs|haziran haz|temmuz tem|ağustos ağu|eylül eyl|ekim eki|kasım kas|" +
		"aralık ara",
	"gener|febrer|març|abril|maig|juny|juliol|agost|setembre|octubre|novembre|desembre",
	"jaanuar|veebruar|märts|aprill|mai|juuni|juuli|august|september|oktoober|november|detsember",
	"januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember",
	"ינואר בינואר|פברואר בפברואר|מרץ במרץ|אפריל באפריל|מאי במאי|יוני ביוני|יולי ביולי|אוגוסט באוגוסט|" +
		"ספטמבר בספטמבר|" +
		"אוקטובר באוקטובר|נובמבר בנובמבר|דצמבר בדצמבר",
	"يناير|فبراير|مارس|أبريل ابريل|مايو|يونيو|يوليو|أغسطس اغسطس|سبتمبر|أكتوبر اكتوبر|نوفمبر|ديسمبر",
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
			n := fold(&b, w)
			if _, taken := out[string(b[:n])]; !taken {
				out[string(b[:n])] = m
			}
		}
	}
	for _, language := range months {
		for i, names := range strings.Split(language, "|") {
			add(names, meaning{month, i + 1})
		}
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
