package typed

import (
	"strings"
	"time"
)

// The words of times of day and working hours, in the languages in which teams are known to write.
var (
	oClock = wordSet("uhr h o'clock oclock hod godz час ч год όρα ώρα kl óra saat 時 点 시 hs")
	atTime = wordSet("at um kl kl. à a las om o ob o'clock в о klo klokken ως στις -")
	froms  = wordSet("from von ab de du da van od från fra z с з klo kl kl.")
	untils = wordSet("to till until bis à a al alle tot do до till til asti έως")
	breaks = wordSet("and und et y e en i a и та och og ja sowie")
	closed = wordSet("closed close off none no geschlossen zu frei ruhetag fermé ferme cerrado chiuso gesloten dicht " +
		"zamknięte nieczynne fechado encerrado zavřeno zavreté zárva închis закрыто выходной зачинено вихідний затворено " +
		"stängt lukket stengt suljettu kiinni κλειστά kapalı zatvoreno 休業 休み 定休日 休息 휴무 סגור مغلق")

	ordinals = wordSet("st nd rd th er ère º ª ste de e")
)

// Month is the month that a word in small letters names, whole or shortened, in one of the languages; ok is false for
// another word.
func Month(word string) (m time.Month, ok bool) {
	m, ok = months[word]
	return m, ok
}

// months are made of a line for each language, and short ones where they are in use: twelve words each, with - for a
// month that has no short form.
var months = monthsOf(
	"january february march april may june july august september october november december",
	"jan feb mar apr may jun jul aug sep oct nov dec", "- - - - - - - - sept - - -",
	"januar februar märz april mai juni juli august september oktober november dezember",
	"jänner feber maerz - - - - - - - - -", "jän - mrz - - - - - - okt - dez",
	"janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
	"janv févr - avr - - juil - - - - déc", "- fevr - - - - - aout - - - decembre",
	"enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
	"ene - - abr - - - ago - - - dic", "- - - - - - - - setiembre - - -",
	"gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
	"gen - - - mag giu lug - set ott - -",
	"janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
	"- fev - - mai - - - - out - dez",
	"januari februari maart april mei juni juli augustus september oktober november december",
	"- - mrt - - - - - - - - -",
	"stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
	"styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
	"sty lut - kwi - cze lip sie wrz paź lis gru",
	"января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
	"январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
	"янв фев мар апр - июн июл авг сен окт ноя дек", "- февр - - - - - - сент - нояб -",
	"січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
	"січ лют бер квіт трав черв лип серп вер жовт лист груд",
	"ledna února března dubna května června července srpna září října listopadu prosince",
	"leden únor březen duben květen červen červenec srpen - říjen listopad prosinec",
	"januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra",
	"január február marec apríl máj jún júl - - október - -",
	"januari februari mars april maj juni juli augusti september oktober november december",
	"januar februar marts april maj juni juli august september oktober november desember", "- - - - - - - - - - - des",
	"tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta "+
		"heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
	"tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu joulukuu",
	"január február március április május június július augusztus szeptember október november december",
	"- - márc ápr máj jún júl - szept - - -",
	"ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
	"ian - - - - iun iul - - - noi -",
	"ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου",
	"ιαν φεβ μαρ απρ μαι ιουν ιουλ αυγ σεπ οκτ νοε δεκ",
	"siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna - studenoga prosinca",
	"януари февруари март април май юни юли август септември октомври ноември декември",
	"ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
	"oca şub - nis - haz tem ağu eyl eki kas ara",
	"ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
	"يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
)

// weekdays are words that may stand before a date; which day it is, the date says.
var weekdays = wordSet("monday tuesday wednesday thursday friday saturday sunday",
	"mon tue tues wed thu thur thurs fri sat sun",
	"montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so",
	"lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim",
	"lunes martes miércoles jueves viernes sábado domingo lunedì martedì mercoledì giovedì venerdì sabato domenica",
	"maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo",
	"poniedziałek wtorek środa czwartek piątek sobota niedziela segunda terça quarta quinta sexta",
	"понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс",
	"понеділок середа четвер субота неділя pondělí úterý středa čtvrtek pátek neděle",
	"måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag")

// monthsOf reads lines of twelve words. Of a word that two languages have for different months neither counts.
func monthsOf(lines ...string) map[string]time.Month {
	out := map[string]time.Month{}
	twice := map[string]bool{}
	for _, line := range lines {
		n := time.Month(0)
		for word := range strings.FieldsSeq(line) {
			if n++; word == "-" {
				continue
			}
			if was, ok := out[word]; ok && was != n {
				twice[word] = true
			}
			out[word] = n
		}
	}
	for word := range twice {
		delete(out, word)
	}
	return out
}
