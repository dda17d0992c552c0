package mailin

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

const (
	maxFetched        = 25 << 20  // bytes; of a larger message only the beginning is read
	truncatedLen      = 256 << 10 // bytes fetched of a larger message: header and start of the text
	batchBytes        = 8 << 20   // bytes of messages per FETCH command; bounds the memory
	batchMessages     = 50        // messages per FETCH command
	maxUIDsPerCommand = 300       // keeps command lines short
	maxUIDs           = 500_000   // per folder; a server that names more is broken or hostile
	uidSlack          = 1000      // messages that may come while a folder is looked at
)

// Limits of one call of FetchEach: a server that goes beyond them is left alone until the next pass.
const (
	maxReopens  = 6                // new connections, after messages that break them
	maxStalls   = 2                // of them, after messages at which the server fell silent
	maxFailures = 25               // messages that did not come alone either
	maxFetching = 10 * time.Minute // after which no further command is begun
)

// Ref identifies a message of the folder.
type Ref struct {
	Where string // FOLDER:UIDVALIDITY:UID
	UID   uint32
}

// Item is a message of the mailbox that is not in the workbook yet.
type Item struct {
	Raw []byte

	// Received is the server's INTERNALDATE: when the message reached the mailbox. Zero when the server does not say.
	Received time.Time

	Where     string // FOLDER:UIDVALIDITY:UID
	Size      int64  // of the whole message, also when Raw is only its beginning
	Truncated bool   // larger than 25 MB: Raw is the header and the first 256 KB

	Files []string // of a sent mail, as message.Message has them in Attachments; not known of others
}

// Pending returns the messages of the folder that are not known, by rising UID. It lists all of them and ignores flags,
// so that it includes messages that a person has read or that came while the daemon was off.
func (s *Session) Pending(known func(where string) bool) ([]Ref, error) {
	uids, err := s.UIDs()
	if err != nil {
		return nil, err
	}
	var refs []Ref
	for _, uid := range uids {
		if ref := s.Ref(uid); known == nil || !known(ref.Where) {
			refs = append(refs, ref)
		}
	}
	return refs, nil
}

// UIDs returns all messages of the folder, rising. A large folder takes less memory by it than by Pending.
func (s *Session) UIDs() ([]uint32, error) { return s.search(&imap.SearchCriteria{}) }

// Ref returns the message of that UID in the open folder.
func (s *Session) Ref(uid uint32) Ref {
	return Ref{Where: imapWhere(s.box.Placed(s.folder), s.validity, uid), UID: uid}
}

// search returns the UIDs that match, rising.
func (s *Session) search(criteria *imap.SearchCriteria) ([]uint32, error) {
	const doing = "list the mailbox's messages"
	if s.client == nil || s.folder == "" {
		return nil, fmt.Errorf("%s: the session is closed, or has no folder open", doing)
	}
	defer s.conn.watchText(int64(min(s.exists.Load(), maxUIDs)+uidSlack)*bytesPerUID + maxUnknownText)()
	data, err := s.client.UIDSearch(criteria, nil).Wait()
	if err == nil {
		err = s.ctx.Err() // the answer may have come just before the connection was cut
	}
	if err != nil {
		return nil, s.explain(doing, err)
	}
	set, _ := data.All.(imap.UIDSet)
	var uids []uint32
	for _, r := range set {
		// A range is expanded here and not by go-imap: a hostile 1:4294967295 would use up the memory.
		if r.Start == 0 || r.Stop < r.Start || uint64(r.Stop-r.Start)+uint64(len(uids)) >= maxUIDs {
			return nil, fmt.Errorf("%s: the mail server's answer makes no sense or names more than %d messages in one "+
				"folder: watch a folder that has less", doing, maxUIDs)
		}
		for uid := uint64(r.Start); uid <= uint64(r.Stop); uid++ {
			uids = append(uids, uint32(uid))
		}
	}
	return uids, nil
}

// FetchEach gets messages, hands each to do as soon as it has come, and does not change their flags. It keeps none, so
// that many large ones need little memory. A message that was deleted since Pending is left out. Messages that the
// server lists but does not return, and broken connections, are errors. left are those that it has not tried, because
// of the limits of one call.
func (s *Session) FetchEach(refs []Ref, do func(Item)) (left []Ref, err error) {
	if len(refs) == 0 {
		return nil, nil
	}
	if s.client == nil {
		return nil, errors.New("fetch messages: the session is closed")
	}
	f := &fetch{s: s, sizes: make(map[uint32]int64, len(refs)), do: do, got: make(map[uint32]bool, len(refs)),
		reopens: maxReopens, failed: map[uint32]bool{}, broke: map[uint32]bool{}, stalled: map[uint32]bool{},
		until: time.Now().Add(maxFetching)}
	ended, err := f.fetchAll(refs)
	if ended {
		for _, ref := range refs {
			if !f.got[ref.UID] && !f.failed[ref.UID] {
				left = append(left, ref)
			}
		}
	}
	return left, f.withheld(err)
}

// fetchAll fetches messages until a limit ends it.
func (f *fetch) fetchAll(refs []Ref) (ended bool, err error) {
	if err := f.askSizes(refs); err != nil {
		return true, err
	}
	for _, batch := range batches(refs, f.sizes) {
		if f.isLate() {
			return true, nil
		}
		err := f.fetchBatch(batch, false)
		if err != nil && len(batch) == 1 {
			f.fail(batch[0].UID)
		}
		if err := f.recoverFrom(err); err != nil {
			return true, err
		}
	}
	// A missing message was deleted, or the server's answer to this command cannot be read.
	var missing []uint32
	for _, ref := range refs {
		if !f.got[ref.UID] && !slices.Contains(missing, ref.UID) {
			missing = append(missing, ref.UID)
		}
	}
	for part := range slices.Chunk(missing, maxFailures) {
		if f.isLate() || len(f.failed) >= maxFailures {
			return true, nil
		}
		if err := f.fetchMissing(part); err != nil {
			return true, err
		}
	}
	return false, nil
}

// fetch is the state of one call of FetchEach.
type fetch struct {
	s       *Session
	sizes   map[uint32]int64
	do      func(Item)
	got     map[uint32]bool
	reopens int             // new connections that are still allowed
	stalls  int             // how often the server fell silent
	failed  map[uint32]bool // messages that were asked for alone and did not come
	broke   map[uint32]bool // of those, the ones at which the connection broke
	stalled map[uint32]bool // of those, the ones at which the server fell silent
	until   time.Time
}

func (f *fetch) isLate() bool { return time.Now().After(f.until) }

// fail notes that a message that was asked for alone has not come.
func (f *fetch) fail(uid uint32) {
	f.failed[uid] = true
	f.broke[uid] = f.broke[uid] || f.s.conn.broken()
	f.stalled[uid] = f.s.conn.expired()
}

// recoverFrom decides whether the fetch can continue after an error; it then returns nil. A message that the server
// refuses, or whose answer breaks the connection, must not block the others.
func (f *fetch) recoverFrom(err error) error {
	if err == nil || f.s.ctx.Err() != nil {
		return err
	}
	if !f.s.conn.broken() {
		return nil // refused; fetchMissing tries again at the end
	}
	if f.s.conn.expired() {
		f.stalls++
	}
	if f.reopens == 0 || f.stalls > maxStalls || f.isLate() {
		return err
	}
	f.reopens--
	if err := f.s.reopen(); err != nil {
		clear(f.failed) // the server is gone; no message caused this
		return err
	}
	return nil
}

// askSizes asks for the sizes of the messages, which determine batches and deadlines. A message without an answer has
// no entry and is fetched alone at the end.
func (f *fetch) askSizes(refs []Ref) error {
	for part := range slices.Chunk(refs, maxUIDsPerCommand) {
		err := f.s.fetch(uidSet(part), &imap.FetchOptions{UID: true, RFC822Size: true}, 0, func(m fetched) {
			if m.uid != 0 && m.size > 0 {
				f.sizes[m.uid] = m.size
			}
		})
		if err := f.recoverFrom(err); err != nil {
			return err
		}
	}
	return nil
}

// batches groups refs of known size into batches, each fetched with one command and limited in messages and bytes. A
// message above maxFetched is alone, since only a part of it is fetched.
func batches(refs []Ref, sizes map[uint32]int64) [][]Ref {
	var all [][]Ref
	var batch []Ref
	var bytes int64
	flush := func() {
		if len(batch) > 0 {
			all = append(all, batch)
		}
		batch, bytes = nil, 0
	}
	for _, ref := range refs {
		size, ok := sizes[ref.UID]
		if !ok {
			continue
		}
		if size > maxFetched {
			flush()
			all = append(all, []Ref{ref})
			continue
		}
		if len(batch) >= batchMessages || bytes+size > batchBytes {
			flush()
		}
		batch, bytes = append(batch, ref), bytes+size
	}
	flush()
	return all
}

// fetchBatch fetches messages with one command. bare asks for the body alone, for servers whose other answers break the
// connection.
func (f *fetch) fetchBatch(refs []Ref, bare bool) error {
	var total int64
	partial := false
	for _, ref := range refs {
		total += f.sizes[ref.UID]
		partial = partial || f.sizes[ref.UID] > maxFetched
	}
	return f.s.fetch(uidSet(refs), bodyOptions(partial, bare), min(total, maxFetched), func(m fetched) {
		if m.uid != 0 {
			f.add(m)
		}
	})
}

// add adds a complete message to the items.
func (f *fetch) add(m fetched) {
	if m.size == 0 {
		m.size = f.sizes[m.uid]
	}
	// NIL instead of a body is no success, and an empty one only if the message is known to be empty.
	if m.raw == nil || (len(m.raw) == 0 && m.size > 0) || f.got[m.uid] {
		return
	}
	item := Item{Raw: m.raw, Received: m.received, Size: max(m.size, int64(len(m.raw)))}
	item.Where = f.s.Ref(m.uid).Where
	if item.Size > maxFetched {
		item.Truncated = true
		item.Raw = bytes.Clone(item.Raw[:min(len(item.Raw), truncatedLen)])
	}
	f.got[m.uid] = true
	delete(f.failed, m.uid)
	f.do(item)
}

// fetched is the content of one FETCH response.
type fetched struct {
	uid      uint32
	received time.Time
	size     int64
	raw      []byte // nil when there was no body; at most one byte more than maxFetched
	files    []string
}

// bodyOptions ask for UID, INTERNALDATE, RFC822.SIZE and the body only. The ENVELOPE or BODYSTRUCTURE of an unusual
// message can break the connection, and one message would then block the mailbox (docs/facts/mail.md).
func bodyOptions(partial, bare bool) *imap.FetchOptions {
	section := &imap.FetchItemBodySection{Peek: true}
	if partial {
		section.Partial = &imap.SectionPartial{Offset: 0, Size: truncatedLen}
	}
	return &imap.FetchOptions{
		UID: true, InternalDate: !bare, RFC822Size: !bare, BodySection: []*imap.FetchItemBodySection{section},
	}
}

// fetch sends a command whose answer has about size bytes and calls each for every message.
func (s *Session) fetch(set imap.NumSet, options *imap.FetchOptions, size int64, each func(fetched)) error {
	allowance := allowed(size)
	if options.BodyStructure != nil {
		allowance.text += size // it stands in the lines
	}
	defer s.conn.watchFor(size, allowance)()
	cmd := s.client.Fetch(set, options)
	for {
		data := cmd.Next()
		if data == nil {
			break
		}
		m, err := readMessage(data)
		if err != nil {
			// The body broke off, so the connection has broken. The command is not read to its end: go-imap would read
			// the rest of the body while its own goroutine reads the connection.
			s.conn.cut()
			return s.explain("fetch messages", err)
		}
		each(m)
	}
	if err := cmd.Close(); err != nil {
		return s.explain("fetch messages", err)
	}
	return nil
}

// readMessage reads a response to its end, and at most maxFetched bytes of the body.
func readMessage(data *imapclient.FetchMessageData) (fetched, error) {
	var m fetched
	for {
		item := data.Next()
		switch item := item.(type) {
		case nil:
			return m, nil
		case imapclient.FetchItemDataUID:
			m.uid = uint32(item.UID)
		case imapclient.FetchItemDataInternalDate:
			m.received = item.Time
		case imapclient.FetchItemDataRFC822Size:
			m.size = item.Size
		case imapclient.FetchItemDataBodyStructure:
			m.files = filesOf(item.BodyStructure)
		case imapclient.FetchItemDataBodySection:
			if item.Literal == nil || m.raw != nil {
				continue
			}
			raw := make([]byte, min(item.Literal.Size(), maxFetched+1))
			if n, err := io.ReadFull(item.Literal, raw); err != nil {
				return m, fmt.Errorf("read a message: %d of %d bytes came: %w", n, len(raw), err)
			}
			m.raw = raw
		}
	}
}

func uidSet(refs []Ref) imap.UIDSet {
	var set imap.UIDSet
	for _, ref := range refs {
		set.AddNum(imap.UID(ref.UID))
	}
	return set
}
