package setup

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"

	"leadsheet/daemon"
	"leadsheet/lead/hint"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
	"leadsheet/sheets/google"
)

// tryAgain is the answer that keeps the workbook's name.
const tryAgain = "try again"

// bookQuestions asks for the workbook and, for a Google Sheet, for the credentials.
func bookQuestions(w *Wizard) []Question {
	c := &w.Config
	book := Question{Key: "book", take: func(s string) { c.Book = s },
		Check: func(s string) error { return (&Config{Book: s}).CheckBook() }}
	var out []Question
	switch {
	case w.failed != nil:
		book.Text, book.Default = "Mend it and press Enter to try again, or give another workbook", tryAgain
		book.Check = nil // trying it reports what is wrong
		book.take = func(s string) {
			if s != tryAgain {
				c.Book = s
			}
		}
		out = append(out, book)
		if w.copied != nil {
			out = append(out, Question{Key: "copy", Kind: YesNo, take: func(s string) { w.TakesOver = s == Yes },
				Text: "Has leadsheet been stopped for the original, or has the copy a mailbox and a drop folder of its own"})
		}
	case c.Book == "" || w.revisited:
		book.Text = "Where shall the leads be kept? The address of a Google Sheet, or a file name"
		book.Default = cmp.Or(c.Book, "leads.xlsx")
		book.Help = "For a Google Sheet: its address as the browser shows it, https://docs.google.com/spreadsheets/..."
		out = append(out, book)
	}
	if IsGoogle(c.Book) && c.GoogleCredentials == "" && c.GoogleEndpoint == "" {
		out = append(out, Question{Key: "credentials", take: func(s string) { c.GoogleCredentials = s },
			Text: "The file with the credentials that Google Cloud gave you (README.md, Google Sheets, shows how)"})
	}
	return out
}

// tryBook checks whether the workbook can be used, and creates nothing.
func tryBook(ctx context.Context, w *Wizard) error {
	if err := w.Config.CheckBook(); err != nil {
		return err
	}
	if w.Config.Spreadsheet == "" {
		return tryWrite(filepath.Dir(w.Config.Book))
	}
	return w.tryGoogle(ctx)
}

// tryGoogle signs in and inspects the spreadsheet. If leadsheet has never written to it, permission to write is tried
// too.
func (w *Wizard) tryGoogle(ctx context.Context) error {
	c := &w.Config
	_, account, err := c.SignIn().Client(ctx)
	if err != nil {
		if account.Kind != google.Person || !w.host.Interactive() {
			if account.Kind == "" && w.host.Interactive() && !w.GivenCredentials {
				c.GoogleCredentials = "" // unreadable, so the wizard asks again
			}
			return err
		}
		if account, err = LoginGoogle(ctx, c.SignIn(), w.host.Browse, w.host.Tell); err != nil {
			return err
		}
		w.tell("Signed in as %s. The sign-in is kept in %s, readable by you alone.", cmp.Or(account.Address, "you"),
			c.SignIn().Token)
	}
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	opened, err := c.OpenBook(ctx, BookOptions{})
	if err != nil {
		return err
	}
	defer opened.Close()
	book, ok := sheets.Backend(opened).(*google.Book)
	if !ok {
		return errors.New("the workbook is not a Google Sheet after all: check its address")
	}
	seen, err := book.Inspect(ctx)
	if err != nil {
		return err
	}
	layout, err := sheets.Own(ctx, opened, daemon.Layout(policy.DefaultTables()))
	if err != nil {
		return err
	}
	if seen.Fresh(layout) {
		if err := book.TryWrite(ctx, seen); err != nil {
			return err
		}
	}
	for _, p := range seen.Problems(layout) {
		w.tell("note: %s", p)
	}
	if err := w.tryCopy(ctx, book); err != nil {
		return err
	}
	w.tell("The spreadsheet %q can be read and written.", seen.Title)
	return nil
}

// tryCopy lets a copy of a spreadsheet take the place of its original, if nobody uses leadsheet on that any more.
func (w *Wizard) tryCopy(ctx context.Context, book *google.Book) error {
	w.copied = nil
	c, err := book.CopyOf(ctx)
	if err != nil || c == nil {
		return err
	}
	if !c.Free && !w.TakesOver {
		w.copied = c
		return c
	}
	w.copied = c
	return nil
}

// settleGoogle does what a spreadsheet needs once: a copy takes the place of its original, and the form of the lock is
// tried out.
func (w *Wizard) settleGoogle(ctx context.Context, opened sheets.Book) error {
	book, ok := sheets.Backend(opened).(*google.Book)
	if !ok {
		return nil
	}
	if c := w.copied; c != nil {
		if err := book.TakeOver(ctx); err != nil {
			return err
		}
		w.copied = nil
		w.tell("The spreadsheet is a copy of %s, and leadsheet goes on in it: what has come in there does not come in "+
			"again.", c.Name())
	}
	w.tryLock(ctx, book)
	return nil
}

// tryLock tries out which form of the lock holds, if that was not done before. What cannot be tried stops nothing.
func (w *Wizard) tryLock(ctx context.Context, book *google.Book) {
	lock, err := book.Lock(ctx)
	if err == nil && lock.Tried.IsZero() {
		w.tell("Trying out on a scratch tab how two leadsheets on one spreadsheet are kept apart; it is removed again.")
		if _, err = book.ProbeLock(ctx, func(string) {}); err == nil {
			lock, err = book.Lock(ctx)
		}
	}
	switch {
	case err != nil:
		w.tell("note: how two leadsheets are kept apart could not be tried out: %v; %v does it again", err, hint.Probe)
	case !lock.Held:
		w.tell("note: %s", lockWeak)
	default:
		w.tell("Two leadsheets on it are kept apart by %v.", lock.Form)
	}
}
