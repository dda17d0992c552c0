package dates

// number reads a number and what belongs to it.
func (p *parser) number(t token) bool {
	short := t.digits <= 2
	next := p.at(1)
	switch {
	case next.kind == unit:
		p.i += 2
		return p.counted(t, next.sym)
	case short && p.is(1, ':') && p.joined(2, 2):
		return p.clock(t, ':')
	case short && !p.Clock && p.hourWord(next):
		p.i += 2
		p.Clock, p.Hour = true, t.value
		if m := p.at(0); m.kind == number && m.digits <= 2 && !p.is(1, ':') && !p.is(1, '.') && !p.is(1, '/') {
			p.Minute = m.value
			p.i++
		}
		return true
	case short && !p.Clock && p.is(1, '.') && p.joined(2, 2) &&
		(p.dated() || p.clockOnly || p.introduced && !p.is(3, '.')):
		return p.clock(t, '.')
	case p.dated() && !p.Clock && short && p.is(1, '-') && p.joined(2, 2): // 2026-03-14_14-05-22
		return p.clock(t, '-')
	}
	if half, tokens := p.halfAt(1); half != 0 && short && !p.Clock {
		p.Clock, p.Hour, p.half = true, t.value, half
		p.i += 1 + tokens
		return true
	}
	if t.digits >= 8 || p.basic && !p.Clock && (t.digits == 6 || t.digits == 4) {
		return p.run(t)
	}
	if p.count == len(p.numbers) || p.basic || t.digits > 4 || t.digits == 3 {
		return false
	}
	p.numbers[p.count], p.seps[p.count] = t, p.sep
	p.count++
	p.sep = 0
	p.i++
	return true
}

// clock reads hours, minutes and perhaps seconds that are parted by a sign.
func (p *parser) clock(t token, sign rune) bool {
	if p.Clock {
		return false
	}
	p.Clock, p.Hour, p.Minute = true, t.value, p.at(2).value
	p.i += 3
	if (p.is(0, sign) || p.is(0, '.')) && p.joined(1, 2) {
		p.Second = p.at(1).value
		p.i += 2
		if (p.is(0, '.') || p.is(0, ',')) && p.joined(1) {
			p.i += 2
		}
	}
	return true
}

// counted takes a number with its unit: 3月, 14時, 5분.
func (p *parser) counted(t token, unit rune) bool {
	var at *int
	switch unit {
	case 'y':
		at = &p.Year
	case 'm':
		at = &p.Month
	case 'd':
		at = &p.Day
	case 'H':
		at = &p.Hour
	case 'M':
		at = &p.Minute
	default:
		at = &p.Second
	}
	if *at != 0 || unit == 'y' && t.digits != 4 || unit != 'y' && t.digits > 2 {
		return false
	}
	*at = t.value
	p.Clock = p.Clock || unit == 'H'
	return true
}

// run reads a date without signs, 20260314, with or without a time of day behind it: 20260314140522, 20260314T1405.
func (p *parser) run(t token) bool {
	clock := t.value
	digits := t.digits
	switch {
	case p.basic:
	case t.digits == 8 || t.digits == 12 || t.digits == 14:
		if p.count > 0 || p.named || p.Year > 0 {
			return false
		}
		day := t.value
		for range t.digits - 8 {
			day /= 10
		}
		p.basic, p.Year, p.Month, p.Day = true, day/10000, day/100%100, day%100
		if digits -= 8; digits == 0 {
			p.i++
			return p.Year >= 1900 && p.Year < 2200
		}
		clock %= map[uint8]int{4: 1e4, 6: 1e6}[digits]
	default:
		return false
	}
	if digits == 4 {
		clock *= 100
	}
	p.Clock, p.Hour, p.Minute, p.Second = true, clock/10000, clock/100%100, clock%100
	p.i++
	return p.Year >= 1900 && p.Year < 2200
}

// hourWord reports whether a word says that the number before it is an hour: 14h05, 14 Uhr.
func (p *parser) hourWord(t token) bool {
	return t.kind == word && meaningOf(t.text).what == hour
}

// halfAt reads am and pm in their ways, at so many tokens further on; tokens is how many they are.
func (p *parser) halfAt(ahead int) (half rune, tokens int) {
	t := p.at(ahead)
	if t.kind != word {
		return 0, 0
	}
	if m := meaningOf(t.text); m.what == dayHalf || m.what == halfBefore {
		tokens = 1
		if p.is(ahead+1, '.') {
			tokens++
		}
		return rune(m.value), tokens
	}
	half = halfLetters[t.text]
	n := ahead + 1
	if p.is(n, '.') {
		n++
	}
	if m := p.at(n); half == 0 || m.kind != word || m.text != "m" && m.text != "M" && m.text != "μ" {
		return 0, 0
	}
	if n++; p.is(n, '.') {
		n++
	}
	return half, n - ahead
}

// word reads a word.
func (p *parser) word(t token) bool {
	m := meaningOf(t.text)
	if half, tokens := p.halfAt(0); half != 0 && p.half == 0 && (p.Clock || m.what == halfBefore) {
		p.half = half
		p.i += tokens
		return true
	}
	before, after := p.at(-1), p.at(1)
	switch {
	case len(t.text) == 1 && t.text[0]|' ' == 't' && before.kind == number && after.kind == number && p.dated():
	case m.what == month && !p.named && p.Month == 0:
		p.named, p.Month, p.headMonth = true, m.value, p.count == 0
	case m.what == month && p.named && p.headMonth && p.count <= 1: // mar. 17 mars: a Tuesday
		p.Month, p.headMonth = m.value, false
	case m.what == month:
		return false
	case p.Clock && p.zoneWord(t):
		return true
	case m.what == noise, m.what == dayHalf && !p.Clock, m.what == hour && p.Clock:
	case m.what == intro:
		p.introduced = true
	case p.count == 0 && !p.named && !p.basic && p.Year == 0 && !p.Clock:
		if p.unknown++; p.unknown > 3 {
			return false
		}
	case p.dated() && !p.Clock:
		p.between = true
	case p.Clock && !p.Zoned && p.Zone == "" && capitals(t.text):
		p.Zone = t.text
	default:
		return false
	}
	p.i++
	return true
}

// capitals reports whether a word is an abbreviation, as names of zones are.
func capitals(s string) bool {
	for _, c := range []byte(s) {
		if c < 'A' || c > 'Z' {
			return false
		}
	}
	return len(s) >= 2 && len(s) <= 5
}

// zoneWord takes a word as the name of a zone, with what stands behind it.
func (p *parser) zoneWord(t token) bool {
	if p.Zoned {
		return false
	}
	offset, tokens, ok := p.zoneAt(p.i)
	if !ok {
		return false
	}
	p.Zoned, p.Offset, p.Zone = true, offset, ""
	p.i += tokens
	return true
}

// zoneAt reads a zone at a token; tokens is how many it has.
func (p *parser) zoneAt(i int) (offset, tokens int, ok bool) {
	was := p.i
	p.i = i
	defer func() { p.i = was }()
	t := p.at(0)
	if t.kind == symbol {
		return p.offsetAt(0)
	}
	minutes, known := zones[t.text]
	if t.kind != word || !known {
		return 0, 0, false
	}
	if minutes == 0 {
		if more, n, ok := p.offsetAt(1); ok {
			return more, 1 + n, true
		}
	}
	return minutes * 60, 1, true
}

// offsetAt reads +01:00, -0500, +1 and +5:30.
func (p *parser) offsetAt(ahead int) (offset, tokens int, ok bool) {
	sign := p.at(ahead)
	t := p.at(ahead + 1)
	if sign.kind != symbol || sign.sym != '+' && sign.sym != '-' && sign.sym != '−' || t.kind != number || t.gap {
		return 0, 0, false
	}
	hours, minutes, tokens := t.value, 0, 2
	switch {
	case t.digits == 3 || t.digits == 4:
		hours, minutes = t.value/100, t.value%100
	case t.digits > 4:
		return 0, 0, false
	case p.is(ahead+2, ':') && p.joined(ahead+3, 2):
		minutes = p.at(ahead + 3).value
		tokens += 2
	}
	offset = hours*3600 + minutes*60
	if sign.sym != '+' {
		offset = -offset
	}
	return offset, tokens, hours <= 15 && minutes < 60
}

// zoneIn reads the first zone among the tokens from one to another.
func (p *parser) zoneIn(from, to int) (offset int, ok bool) {
	for i := from; i < to; i++ {
		if t := p.tokens[i]; t.kind == word || t.kind == symbol && i == from {
			if offset, _, ok := p.zoneAt(i); ok {
				return offset, true
			}
		}
	}
	return 0, false
}

// symbol reads a sign between the parts.
func (p *parser) symbol(t token) bool {
	switch t.sym {
	case '+', '-', '−':
		if p.Clock && !p.Zoned &&
			(t.sym == '+' || !p.at(1).gap && (p.dated() || p.joined(1, 4) && p.at(1).value < 1500)) {
			if offset, tokens, ok := p.offsetAt(0); ok {
				p.Zoned, p.Offset = true, offset
				p.i += tokens
				return true
			}
		}
		if t.sym == '+' {
			return false
		}
		p.sep = '-'
	case '(':
		end := p.i + 1
		for end < p.n && (p.tokens[end].kind != symbol || p.tokens[end].sym != ')') {
			end++
		}
		if end == p.n {
			return false
		}
		if offset, ok := p.zoneIn(p.i+1, end); ok && !p.Zoned {
			p.Zoned, p.Offset = true, offset
		}
		p.i = end
	case '.', '/':
		p.sep = t.sym
	case ',', ';', '|', '·', '•', '–', '—', '\'', '"', '’', '[', ']', '@', '_':
	case ':':
		if p.count > 0 && !p.dated() {
			return false
		}
	default:
		return false
	}
	p.i++
	return true
}
