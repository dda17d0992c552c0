package typed

import (
	"strings"
	"time"
)

// DayNamed reads the words for today, tomorrow and the day after it, in the languages in which teams are known to
// write, as a number of days from today. Day does not read them: what a cell with such a word means changes from day to
// day.
func DayNamed(text string) (days int, ok bool) {
	word := plain(text)
	for n, words := range daysNamed {
		if words[word] {
			return n, true
		}
	}
	return 0, false
}

// Weekday reads the name of a weekday in those languages.
func Weekday(text string) (time.Weekday, bool) {
	n, ok := weekdayNumbers[strings.TrimSuffix(plain(text), ".")]
	return n, ok
}

// Clock reads a time of day as minutes since midnight: 9, 9:00, 08.30, 8h30, 17 Uhr, 9 am.
func Clock(text string) (minute int, ok bool) {
	if len(text) > longest {
		return 0, false
	}
	return clock(withoutFirst(plain(text), atTime))
}

// IsHour reports whether a text ends in a word for o'clock.
func IsHour(text string) bool { return isHour(plain(text)) }

var daysNamed = [...]map[string]bool{
	wordSet("today heute aujourd'hui hoy oggi vandaag dziś dzisiaj hoje сегодня сьогодні dnes idag tänään danes " +
		"danas astăzi azi ma bugün σήμερα днес 今日 今天 오늘 היום اليوم"),
	wordSet("tomorrow tmrw morgen demain mañana domani jutro amanhã завтра zítra zajtra imorgon imorgen huomenna " +
		"sutra mâine holnap yarın αύριο утре 明日 明天 내일 מחר غدا"),
	wordSet("übermorgen après-demain pasadomani dopodomani overmorgen pojutrze послезавтра післязавтра pozítří " +
		"pozajtra overmorgen ylihuomenna prekosutra poimâine holnapután μεθαύριο 明後日 后天 모레"),
}

// weekdayNumbers leads from the name of a weekday to its number. A line has the names from Monday to Sunday.
var weekdayNumbers = func() map[string]time.Weekday {
	numbers := map[string]time.Weekday{}
	for _, line := range [...]string{
		"monday tuesday wednesday thursday friday saturday sunday", "mon tue wed thu fri sat sun",
		"montag dienstag mittwoch donnerstag freitag samstag sonntag", "mo di mi do fr sa so",
		"lundi mardi mercredi jeudi vendredi samedi dimanche", "lun mar mer jeu ven sam dim",
		"lunes martes miércoles jueves viernes sábado domingo",
		"lunedì martedì mercoledì giovedì venerdì sabato domenica",
		"maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
		"poniedziałek wtorek środa czwartek piątek sobota niedziela",
		"segunda terça quarta quinta sexta sábado domingo",
		"понедельник вторник среда четверг пятница суббота воскресенье", "пн вт ср чт пт сб вс",
		"понеділок вівторок середа четвер п'ятниця субота неділя", "pondělí úterý středa čtvrtek pátek sobota neděle",
		"måndag tisdag onsdag torsdag fredag lördag söndag", "mandag tirsdag onsdag torsdag fredag lørdag søndag",
		"maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai",
		"hétfő kedd szerda csütörtök péntek szombat vasárnap", "pazartesi salı çarşamba perşembe cuma cumartesi pazar",
		"luni marți miercuri joi vineri sâmbătă duminică",
	} {
		for n, word := range strings.Fields(line) {
			if _, known := numbers[word]; !known {
				numbers[word] = time.Weekday((n + 1) % 7)
			}
		}
	}
	return numbers
}()
