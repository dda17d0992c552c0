package answers

import (
	"slices"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/ar"
	"github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/au"
	"github.com/rickar/cal/v2/be"
	"github.com/rickar/cal/v2/bg"
	"github.com/rickar/cal/v2/br"
	"github.com/rickar/cal/v2/ca"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/cz"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/dk"
	"github.com/rickar/cal/v2/es"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/gr"
	"github.com/rickar/cal/v2/hr"
	"github.com/rickar/cal/v2/ie"
	"github.com/rickar/cal/v2/it"
	"github.com/rickar/cal/v2/jp"
	"github.com/rickar/cal/v2/lt"
	"github.com/rickar/cal/v2/lv"
	"github.com/rickar/cal/v2/mw"
	"github.com/rickar/cal/v2/nc"
	"github.com/rickar/cal/v2/nl"
	"github.com/rickar/cal/v2/no"
	"github.com/rickar/cal/v2/nz"
	"github.com/rickar/cal/v2/pl"
	"github.com/rickar/cal/v2/ro"
	"github.com/rickar/cal/v2/ru"
	"github.com/rickar/cal/v2/se"
	"github.com/rickar/cal/v2/si"
	"github.com/rickar/cal/v2/sk"
	"github.com/rickar/cal/v2/ua"
	"github.com/rickar/cal/v2/us"
	"github.com/rickar/cal/v2/za"
)

// holidaysOf are the holidays of whole countries; those of regions are left to the team.
var holidaysOf = map[string][]*cal.Holiday{
	"AR": ar.Holidays, "AT": at.Holidays, "BE": be.Holidays, "BG": bg.Holidays, "BR": br.Holidays, "CA": ca.Holidays,
	"CH": ch.Holidays, "CZ": cz.Holidays, "DE": de.Holidays, "DK": dk.Holidays, "ES": es.Holidays, "FR": fr.Holidays,
	"GB": gb.Holidays, "GR": gr.Holidays, "HR": hr.Holidays, "IE": ie.Holidays, "IT": it.Holidays, "JP": jp.Holidays,
	"LT": lt.Holidays, "LV": lv.Holidays, "MW": mw.Holidays, "NC": nc.Holidays, "NL": nl.Holidays, "NO": no.Holidays,
	"NZ": nz.Holidays, "PL": pl.Holidays, "RO": ro.Holidays, "RU": ru.Holidays, "SE": se.Holidays, "SI": si.Holidays,
	"SK": sk.Holidays, "UA": ua.Holidays, "US": us.Holidays, "ZA": za.Holidays,
}

// regionsOf are the holidays of the regions of a country that has no list for the whole: those of all regions count.
var regionsOf = map[string][][]*cal.Holiday{
	"AU": {au.HolidaysACT, au.HolidaysNSW, au.HolidaysNT, au.HolidaysQLD, au.HolidaysSA, au.HolidaysTAS, au.HolidaysVIC,
		au.HolidaysWA},
}

// PublicHolidays are the days on which a country does not work in those years, as Holidays in the tab Settings has
// them, in their order: also the days that are free instead of one at a weekend. There are none for a country that is
// not known.
func PublicHolidays(country string, years ...int) []string {
	days := daysOf(holidaysOf[country], years)
	for i, region := range regionsOf[country] {
		of := daysOf(region, years)
		if i == 0 {
			days = of
		}
		days = slices.DeleteFunc(days, func(day string) bool { return !slices.Contains(of, day) })
	}
	return days
}

// daysOf are the days of holidays in those years, in their order.
func daysOf(holidays []*cal.Holiday, years []int) []string {
	var days []string
	for _, year := range years {
		for _, h := range holidays {
			if h.Type == cal.ObservanceReligious || h.Type == cal.ObservanceOther {
				continue
			}
			day, instead := h.Calc(year)
			for _, d := range []time.Time{day, instead} {
				if !d.IsZero() {
					days = append(days, d.Format(time.DateOnly))
				}
			}
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}
