package words

import (
	"reflect"
	"strings"
)

// Which is the name of the text of a group of Texts that s most likely is with its values: "Missing" of the group
// "Attention". Of several that fit the one with the most fixed text counts; "" for none.
func (t *Texts) Which(group, s string) string {
	in := reflect.ValueOf(t).Elem().FieldByName(group)
	if !in.IsValid() {
		return ""
	}
	best, most := "", 0
	for i := range in.NumField() {
		n := 0
		if text, ok := in.Field(i).Interface().(string); ok {
			if text != "" && strings.HasPrefix(s, text) {
				n = len(text)
			}
		} else {
			n = fixedIn(in.Field(i).Addr().Interface(), s)
		}
		if n > most {
			best, most = in.Type().Field(i).Name, n
		}
	}
	return best
}

// fixedIn is how much of s is fixed text of a sentence that s may be; 0 when it is another.
func fixedIn(sentence any, s string) int {
	var all []*template
	switch x := sentence.(type) {
	case *Text1:
		all = []*template{&x.t}
	case *Text2:
		all = []*template{&x.t}
	case *Text3:
		all = []*template{&x.t}
	case *Text4:
		all = []*template{&x.t}
	case *Text5:
		all = []*template{&x.t}
	case *Plural1:
		all = x.f.form[:]
	case *Plural2:
		all = x.f.form[:]
	}
	most := 0
	for _, t := range all {
		if t == nil || !t.matches(s) {
			continue
		}
		n := 0
		for _, part := range t.parts {
			n += len(part)
		}
		most = max(most, n)
	}
	return most
}
