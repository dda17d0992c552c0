package daemon

import (
	"slices"

	"leadsheet/intake"
	"leadsheet/lead"
)

// watchedBy are the places that a source looks at; err is that of its last Collect. A source that cannot say which of
// its places have failed has read none of them completely.
func watchedBy(s intake.Source, err error) []lead.Watched {
	o, ok := s.(intake.Observer)
	if !ok {
		return nil
	}
	places := o.Watched()
	if err != nil && !slices.ContainsFunc(places, func(w lead.Watched) bool { return w.Missed }) {
		for i := range places {
			places[i].Missed = true
		}
	}
	return places
}

// watched are the places that all sources look at, without a look at them.
func (d *Daemon) watched() []lead.Watched {
	var out []lead.Watched
	for _, s := range d.Sources {
		out = append(out, watchedBy(s, nil)...)
	}
	return out
}
