package ledger

import "time"

// The first DigestColumns are the name, the address and the number of the person.
const personParts = 3

// oneCorrected reports whether two digests are those of one record in which the name, the address or the number of the
// person was corrected: all else is the same, and says something.
func oneCorrected(before, now hashes) bool {
	changed, same := 0, 0
	for i := range now {
		switch {
		case i < personParts && now[i] != before[i]:
			changed++
		case now[i] != before[i]:
			return false
		case i < personParts && now[i] != 0:
			same++
		}
	}
	said := now[personParts+1] != 0 || now[answersPart] != 0 // the request, or other answers
	return changed == 1 && same > 0 && said
}

// Corrected finds the new records that are known ones in which the name, the address or the number of the person was
// corrected where the form stores them: the same form had exactly one record that says the same otherwise, which this
// file does not have any more. The file must be as new and as whole as for Replaced, whose result has the same form.
func (r *Records) Corrected(fresh []string, has func(own string) bool, written time.Time) map[string]string {
	wanted := map[FormID][]string{}
	for _, key := range fresh {
		if s, ok := ParseKey(key).Suffix(); ok && has(ParseKey(key).Own()) {
			wanted[s.FormID] = append(wanted[s.FormID], key)
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	type absent struct {
		own string
		was hashes
	}
	total, present, missing, hour := map[FormID]int{}, map[FormID]int{}, map[FormID][]absent{}, HourOf(written)
	for own, s := range r.latest {
		if wanted[s.FormID] == nil {
			continue
		}
		total[s.FormID]++
		if has(own) {
			present[s.FormID]++
		} else if was, ok := s.Answers.parse(); ok && !s.Hour.After(hour) {
			missing[s.FormID] = append(missing[s.FormID], absent{own, was})
		}
	}
	out, taken := map[string]string{}, map[string]int{}
	for form, keys := range wanted {
		if present[form] == 0 || present[form]*2 < total[form] || len(missing[form])*len(keys) > maxCompared {
			continue
		}
		for _, key := range keys {
			s, _ := ParseKey(key).Suffix()
			now, ok := s.Answers.parse()
			found := ""
			for _, m := range missing[form] {
				if !ok || !oneCorrected(m.was, now) {
					continue
				}
				if found != "" {
					found = ""
					break
				}
				found = m.own
			}
			if found != "" {
				out[key] = found
				taken[found]++
			}
		}
	}
	for key, own := range out {
		if taken[own] > 1 {
			delete(out, key)
		}
	}
	return out
}

// maxCompared bounds how many pairs of records are compared; a form of which more have changed was made anew.
const maxCompared = 1 << 20
