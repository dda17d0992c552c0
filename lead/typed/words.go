package typed

// The words of times of day and working hours, in the languages in which teams are known to write.
var (
	oClock = wordSet("uhr h o'clock oclock hod godz час ч год όρα ώρα kl óra saat 時 点 시 hs")
	atTime = wordSet("at um kl kl. à a las om o ob o'clock в о klo klokken ως στις -")
	froms  = wordSet("from von ab de du da van od från fra z с з klo kl kl.")
	untils = wordSet("to till until bis à a al alle tot do до till til asti έως")
	breaks = wordSet("and und et y e en i a и та och og ja sowie")
	closed = wordSet("closed close off none no geschlossen zu frei ruhetag fermé ferme cerrado chiuso gesloten dicht " +
		"zamknięte nieczynne fechado encerrado zavřeno zavreté zárva închis закрыто выходной зачинено вихідний " +
		"затворено stängt lukket stengt suljettu kiinni κλειστά kapalı zatvoreno 休業 休み 定休日 休息 휴무 סגור مغلق")

	ordinals = wordSet("st nd rd th er ère º ª ste de e")
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
