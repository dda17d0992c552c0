// Package hint names settings and commands in texts for people, without knowing what they are called. That the workbook
// is set with an environment variable, and that a sign-in is a command, only the program at the outside knows. A
// package below it writes hint.Book or hint.Login into its text (with %v), and the program puts its own name there,
// with Names.In.
//
// A hint is a placeholder within the text, not an error beside it: a text is wrapped, joined, counted, logged and
// stored before a user reads it, and a placeholder survives all of that.
package hint

import (
	"fmt"
	"slices"
	"strings"
)

// Setting is something that is set before the program starts. Its value is its name in lower case, words divided by
// spaces.
type Setting string

// The settings that texts and the setup name.
const (
	Book              Setting = "book"
	Drop              Setting = "drop"
	DropAfter         Setting = "drop after"
	Responses         Setting = "responses"
	MailServer        Setting = "imap addr"
	MailUser          Setting = "imap user"
	MailPassword      Setting = "imap password"
	MailPasswordFile  Setting = "imap password file"
	MailAuth          Setting = "imap auth"
	MailClient        Setting = "imap oauth client"
	MailToken         Setting = "imap oauth token"
	MailFolder        Setting = "imap folder"
	MailSince         Setting = "imap since"
	MailSecurity      Setting = "imap security"
	MailCAFile        Setting = "imap ca file"
	MailAfter         Setting = "imap after"
	MailSent          Setting = "imap sent"
	Accounts          Setting = "accounts"
	GoogleCredentials Setting = "google credentials"
	GoogleToken       Setting = "google token"
	GoogleEndpoint    Setting = "google endpoint"
	GoogleTrusted     Setting = "google endpoint trusted"
	GoogleDrive       Setting = "google drive"
	SendServer        Setting = "smtp addr"
	SendUser          Setting = "smtp user"
	SendPassword      Setting = "smtp password"
	SendPasswordFile  Setting = "smtp password file"
	SendAuth          Setting = "smtp auth"
	SendClient        Setting = "smtp oauth client"
	SendToken         Setting = "smtp oauth token"
	SendSecurity      Setting = "smtp security"
	SendCAFile        Setting = "smtp ca file"
	SendFrom          Setting = "smtp from"
	Send              Setting = "send" // whether anything is sent at all
	SlackWebhook      Setting = "slack webhook"
	TeamsWebhook      Setting = "teams webhook"
	TelegramToken     Setting = "telegram token"
	TelegramChat      Setting = "telegram chat"
	Webhook           Setting = "webhook"
	Calendars         Setting = "calendars"
	Poll              Setting = "poll"
	Log               Setting = "log"
	HTTP              Setting = "http" // where the status page is served
	HTTPToken         Setting = "http token"
	PingURL           Setting = "ping url"
	Archive           Setting = "archive"
	State             Setting = "state"          // the folder of what is kept besides the workbook
	FleetDatabase     Setting = "fleet database" // of several machines that run the same teams
)

// Command is something that a person can have the program do.
type Command string

// The commands that texts name.
const (
	Login         Command = "sign in"         // to Google, for a spreadsheet
	LoginMail     Command = "sign in to mail" // to the mailbox
	LoginSend     Command = "sign in for sending"
	Once          Command = "one pass"            // take in what has come, once
	Run           Command = "watch"               // take in what comes, until stopped
	Setup         Command = "set up"              // make or mend workbook and settings
	Doctor        Command = "check"               // look for faults
	Backfill      Command = "take in the past"    // of the mailbox
	BackfillSince Command = "take in from a date" // of the mailbox; the name says that a date is to be given
	SendTest      Command = "send a test"         // to oneself, by every way there is
	Probe         Command = "try out"             // what leadsheet relies on, on a scratch tab
	TakeOver      Command = "take over a copy"    // the spreadsheet takes the place of its original
	SetupAccount  Command = "set up a mailbox"    // a further one
	LoginAccount  Command = "sign in to a further mailbox"
	Reconcile     Command = "account for what came in"
)

// Commands returns every Command that texts may name.
func Commands() []Command {
	return []Command{Login, LoginMail, LoginSend, Once, Run, Setup, Doctor, Backfill, BackfillSince, SendTest, Probe,
		TakeOver,
		SetupAccount, LoginAccount, Reconcile}
}

const (
	settingMark = "{setting "
	commandMark = "{command "
	endMark     = "}"
)

// String returns the placeholder of a setting: "{setting book}".
func (s Setting) String() string { return settingMark + string(s) + endMark }

// String returns the placeholder of a command: "{command sign in}".
func (c Command) String() string { return commandMark + string(c) + endMark }

// Names are what a program calls its settings and commands. The zero Names leave placeholders as they are.
type Names struct {
	Setting func(Setting) string
	Command func(Command) string
}

// In puts the names into a text. What merely looks like a placeholder stays.
func (n Names) In(text string) string {
	if n.Setting == nil || n.Command == nil {
		return text
	}
	var b strings.Builder
	each(text, func(plain string, s Setting, c Command) {
		b.WriteString(plain)
		switch {
		case s != "":
			b.WriteString(n.Setting(s))
		case c != "":
			b.WriteString(n.Command(c))
		}
	})
	return b.String()
}

// Of returns the settings and commands that an error names, in the order in which it does; nil for a nil error.
func Of(err error) (settings []Setting, commands []Command) {
	if err == nil {
		return nil, nil
	}
	each(err.Error(), func(_ string, s Setting, c Command) {
		switch {
		case s != "":
			settings = append(settings, s)
		case c != "":
			commands = append(commands, c)
		}
	})
	return settings, commands
}

// each calls found for every placeholder with the text before it, and at last with the text behind all of them.
func each(text string, found func(plain string, s Setting, c Command)) {
	begin := 0
	for at := 0; at < len(text); {
		rest := text[at:]
		name, isSetting := strings.CutPrefix(rest, settingMark)
		isCommand := false
		if !isSetting {
			name, isCommand = strings.CutPrefix(rest, commandMark)
		}
		name, _, ended := strings.Cut(name, endMark)
		switch {
		case isSetting && ended && isName(name):
			found(text[begin:at], Setting(name), "")
		case isCommand && ended && slices.Contains(Commands(), Command(name)):
			found(text[begin:at], "", Command(name))
		default:
			at++
			continue
		}
		at += len(settingMark) + len(name) + len(endMark)
		begin = at
	}
	found(text[begin:], "", "")
}

// isName says whether a text is the value of a Setting.
func isName(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz ") == ""
}

// Because returns an error whose text is that sentence alone, for people, and whose cause errors.Is and errors.As find.
// It is for a cause whose own text says nothing to people, or says what must not be shown. A nil cause is none.
func Because(cause error, format string, args ...any) error {
	return &because{fmt.Sprintf(format, args...), cause}
}

type because struct {
	text  string
	cause error
}

func (e *because) Error() string { return e.text }

func (e *because) Unwrap() error { return e.cause }
