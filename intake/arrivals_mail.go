package intake

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/mailin"
	"leadsheet/mailin/reading"
)

// movedLookback is how far back the folder into which stored messages are moved is looked through, unless Looking.Since
// says how far: it may be an archive of years, and all of a message must be fetched to know it.
const movedLookback = 30 * 24 * time.Hour

// Arrivals returns all messages of the folders, and those of the folder into which stored messages are moved. looked
// are the sources that could be looked at. Folders are opened read-only, and no flag of a message changes. What it
// returns beside an error is good.
func (m *Mailbox) Arrivals(ctx context.Context, known Known, how Looking) (out []Arrival, looked []string, err error) {
	how.tell("signing in to the mailbox")
	look := &mailLook{known: known, how: how, box: Mailbox{Account: m.Account, Since: m.Since, Others: m.Others,
		Parsers: m.Parsers, Now: how.now, Log: slog.New(slog.DiscardHandler), Names: m.Names}}
	look.box.Account.After = ""
	if look.s, err = look.box.Account.Connect(ctx); err != nil {
		return nil, nil, err
	}
	defer look.s.Close()
	look.marks = storedMarks(known)
	look.box.mail.configure(look.box.access())
	for _, folder := range look.box.Account.Folders() {
		failed := look.folder(folder)
		if failed == nil {
			looked = append(looked, MailFolder(look.box.Account.Placed(folder)))
		}
		if err = errors.Join(err, failed); !look.s.Alive() {
			return look.out, looked, err
		}
	}
	if folder, moved := m.Account.MoveTarget(); moved {
		if failed := look.movedAway(folder); failed != nil {
			err = errors.Join(err, fmt.Errorf("look at what was moved away: %w", failed))
		}
	}
	return look.out, looked, err
}

// mailLook is one look at a mailbox.
type mailLook struct {
	box   Mailbox
	s     *mailin.Session
	known Known
	how   Looking
	marks []mailin.StartMark
	out   []Arrival
}

// folder looks at one of the folders that are watched. What is to be taken in of it is asked as Collect asks.
func (l *mailLook) folder(folder string) error {
	l.how.tell("listing the folder %s", folder)
	if err := l.s.Enter(folder); err != nil {
		return err
	}
	all, err := l.s.Pending(nil)
	if err != nil {
		return err
	}
	uids := make([]uint32, len(all))
	for i, ref := range all {
		uids[i] = ref.UID
	}
	wanted, err := l.box.filterSince(l.s, l.box.Account.Placed(folder), uids, l.known, l.marks)
	if err != nil {
		return err
	}
	may := make(map[string]bool, len(wanted))
	for _, uid := range wanted {
		may[l.s.Ref(uid).Where] = true
	}
	var newest uint32 // of those that a pass has taken in
	var open []mailin.Ref
	for _, ref := range all {
		if l.known.HasPlace(ref.Where) {
			newest = max(newest, ref.UID)
			l.out = append(l.out, Arrival{Source: MailFolder(l.box.Account.Placed(folder)), Where: ref.Where})
		} else {
			open = append(open, ref)
		}
	}
	if open, err = l.inTime(open); err != nil {
		return err
	}
	var fetch []mailin.Ref
	for _, ref := range open {
		if may[ref.Where] {
			fetch = append(fetch, ref)
		} else {
			l.out = append(l.out, Arrival{Source: MailFolder(l.box.Account.Placed(folder)), Where: ref.Where,
				LeftOut: true})
		}
	}
	return l.fetch(folder, fetch, func(ref mailin.Ref, a *Arrival) { a.Passed = ref.UID < newest })
}

// inTime returns those messages that came at Since or later.
func (l *mailLook) inTime(refs []mailin.Ref) ([]mailin.Ref, error) {
	if l.how.Since.IsZero() || len(refs) == 0 {
		return refs, nil
	}
	late, err := placesSince(l.s, l.how.Since)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(refs, func(ref mailin.Ref) bool { return !late[ref.Where] }), nil
}

// movedAway looks at the folder into which stored messages are moved. What is older than the first row is not ours, and
// neither are mails of the team that users keep there.
func (l *mailLook) movedAway(folder string) error {
	since := l.how.Since
	if since.IsZero() {
		since = l.how.now().Add(-movedLookback)
	}
	if l.how.Began.IsZero() {
		return nil // nothing has been stored yet
	}
	if since.Before(l.how.Began) {
		since = l.how.Began
	}
	l.how.tell("listing the folder %s", folder)
	if err := l.s.Enter(folder); err != nil {
		return err
	}
	dated, err := l.s.Since(since)
	if err != nil {
		return err
	}
	refs := make([]mailin.Ref, len(dated))
	for i, d := range dated {
		refs[i] = d.Ref
	}
	return l.fetch(folder, refs, func(_ mailin.Ref, a *Arrival) {
		a.Remedy, a.Passed = MoveBack, true
		a.LeftOut = l.known.Team.Has(a.From) || strings.EqualFold(a.From, l.box.Account.User)
	})
}

// fetch adds messages of the open folder with their keys. Nothing but the header is parsed, since a message that
// crashes the parser has a key, too.
func (l *mailLook) fetch(folder string, refs []mailin.Ref, finish func(mailin.Ref, *Arrival)) error {
	opts := l.box.mail.options(l.known)
	for from := 0; from < len(refs); from += fetchBatch {
		l.how.tell("reading the folder %s: %d of %d messages", folder, from, len(refs))
		batch := refs[from:min(from+fetchBatch, len(refs))]
		byPlace := make(map[string]mailin.Ref, len(batch))
		for _, ref := range batch {
			byPlace[ref.Where] = ref
		}
		add := func(it mailin.Item) {
			head := it
			head.Raw = header(it.Raw)
			in := l.box.mail.recoverParse(it, func() lead.Inquiry { return outline(head, opts) })
			a := arrivalOf(&in, MailFolder(l.box.Account.Placed(folder)))
			a.Came = it.Received
			if len(it.Raw) > 0 {
				a.Key = reading.Key(it.Raw) // that of the inquiry is of the header alone
			}
			finish(byPlace[it.Where], &a)
			l.out = append(l.out, a)
		}
		for wanted := batch; len(wanted) > 0; {
			left, err := l.s.FetchEach(wanted, add)
			var withheld *mailin.Withheld
			if errors.As(err, &withheld) && l.s.Alive() {
				err = l.outlines(withheld.Wheres, byPlace, add)
			}
			if err == nil && len(left) == len(wanted) {
				err = errors.New("the mail server takes too long to hand over messages")
			}
			if err != nil {
				return err
			}
			wanted = left
		}
	}
	return nil
}

// outlines adds what the server hands over of the messages that it withholds.
func (l *mailLook) outlines(places []string, refs map[string]mailin.Ref, add func(mailin.Item)) error {
	for _, place := range places {
		item, there, err := l.s.Outline(refs[place])
		if err != nil {
			return err
		}
		if there {
			add(item)
		}
	}
	return nil
}

// header is the part of a message that says who sent it and about what.
func header(raw []byte) []byte {
	end := len(raw)
	for _, blank := range []string{"\r\n\r\n", "\n\n"} {
		if i := bytes.Index(raw, []byte(blank)); i >= 0 {
			end = min(end, i+len(blank))
		}
	}
	return raw[:end]
}
