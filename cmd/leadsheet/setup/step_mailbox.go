package setup

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"leadsheet/cmd/leadsheet/setup/providers"
	"leadsheet/lead/hint"
	"leadsheet/mailin"
	"leadsheet/signin"
)

// noMailbox is the answer of a person who has come back and wants none.
const noMailbox = "none"

// mailQuestions asks for the mailbox, its server, and how to sign in. Without a mailbox there is only the drop folder.
func mailQuestions(w *Wizard) []Question {
	c := &w.Config
	again := w.failed != nil || w.revisited
	var out []Question
	if again || c.IMAPUser == "" {
		q := Question{Key: "mail-user", Text: "Mail address of the inbox, such as hello@your-company.example",
			Help:     "Leave it empty for none: then only exports and saved mails in the drop folder are taken in.",
			Optional: c.IMAPAddr == "" || again, Default: c.IMAPUser, take: w.takeMailUser}
		if again {
			q.Help = noMailbox + ": no mailbox, only the drop folder."
		}
		out = append(out, q)
	}
	if c.IMAPUser == "" {
		return out
	}
	provider := providers.Of(c.IMAPUser, w.Exchangers)
	if again || c.IMAPAddr == "" {
		q := Question{Key: "mail-server", Text: "Its mail server for reading (IMAP)",
			Default: cmp.Or(c.IMAPAddr, provider.IMAP),
			Help:    "Such as imap.example.com, or with a port imap.example.com:993. Your provider's help page says it.",
			Check:   checkServer, take: func(s string) { c.IMAPAddr = s }}
		if provider.Name != "" {
			q.Help = provider.Name + " is the provider. " + provider.Advice
		}
		out = append(out, q)
	}
	if doorFault(w.failed) {
		out = append(out, w.doorQuestions("mail", c.IMAPAddr, &c.IMAPSecurity, &c.IMAPCAFile)...)
	}
	return append(out, w.mailSecretQuestions(again)...)
}

// takeMailUser takes the address, and with another domain than before lets the server be guessed anew.
func (w *Wizard) takeMailUser(s string) {
	c := &w.Config
	if s == noMailbox && (w.failed != nil || w.revisited) {
		c.IMAPUser, c.IMAPAddr = "", ""
		return
	}
	if c.IMAPAddr != "" && c.IMAPAddr == providers.Of(c.IMAPUser, w.Exchangers).IMAP {
		c.IMAPAddr = ""
	}
	c.IMAPUser = s
}

// checkServer checks whether a text can be the name of a mail server.
func checkServer(s string) error {
	host, _, _ := strings.Cut(s, ":")
	if strings.ContainsAny(s, " @/") || !strings.ContainsAny(s, ".:") && host != "localhost" {
		return fmt.Errorf("%q is no name of a mail server: write such as imap.example.com", s)
	}
	return nil
}

// mailSecretQuestions asks how to sign in to the mailbox, where its provider leaves a choice, and for the secret.
func (w *Wizard) mailSecretQuestions(again bool) []Question {
	c := &w.Config
	var out []Question
	known := c.IMAPPassword != "" || c.IMAPPasswordFile != "" || c.IMAPOAuthClient != ""
	if p := providers.At(c.IMAPAddr); p.OAuth && (again || !known && !w.seen["mail-auth"] && c.IMAPAuth == ByPassword) {
		q := Question{Key: "mail-auth", Kind: Choice, Text: "How to sign in to it", Default: c.IMAPAuth,
			Options: []Option{{ByPassword, "with an app password"},
				{ByOAuth, "in the browser (OAuth), with the file of a client that you have made at " + p.Name}},
			take: w.takeMailAuth}
		if p.Only && !again {
			q.Default = ByOAuth
		}
		out = append(out, q)
		if !w.asked["mail-auth"] {
			return out // what is asked next depends on it
		}
	}
	secret := Question{Key: "mail-password", Kind: Secret, Text: "Its password or app password",
		take: func(s string) {
			if s != "" {
				c.IMAPPassword, c.IMAPPasswordFile = s, ""
			}
		}}
	switch {
	case c.IMAPAuth == ByOAuth && (c.IMAPOAuthClient == "" || again):
		out = append(out, Question{Key: "mail-client", Default: c.IMAPOAuthClient,
			Text: "The file of the OAuth client (README.md, Gmail and Microsoft 365, shows how to make one)",
			take: func(s string) { c.IMAPOAuthClient = s }})
	case c.IMAPAuth == ByOAuth:
	case c.IMAPPassword == "" && c.IMAPPasswordFile == "":
		out = append(out, secret)
	case again:
		secret.Text += " (empty: the one that is known)"
		out = append(out, secret)
	}
	return out
}

// takeMailAuth takes the way to sign in, and clears what belongs to the other.
func (w *Wizard) takeMailAuth(s string) {
	c := &w.Config
	if c.IMAPAuth = s; s == ByOAuth {
		c.IMAPPassword, c.IMAPPasswordFile = "", ""
	} else {
		c.IMAPOAuthClient = ""
	}
}

// doorQuestions asks what the last failure makes doubtful about a server: the certificate, or how its port is secured.
func (w *Wizard) doorQuestions(key, server string, security, authority *string) []Question {
	var out []Question
	var unknown x509.UnknownAuthorityError
	if errors.As(w.failed, &unknown) || *authority != "" {
		out = append(out, Question{Key: key + "-ca", Text: "File with the certificate of your own authority (PEM)",
			Optional: true, Default: *authority, take: func(s string) { *authority = s },
			Help: "Only for a mail server of your own. Leave it empty for one of a provider, and check the server's name."})
	}
	if _, port, ok := strings.Cut(server, ":"); ok && !usualPorts[port] {
		out = append(out, Question{Key: key + "-security", Kind: Choice, Text: "How its port " + port + " is secured",
			Default: cmp.Or(*security, byPort), take: func(s string) {
				if *security = s; s == byPort {
					*security = ""
				}
			},
			Options: []Option{{byPort, "by the port's number"}, {"tls", "TLS from the beginning"},
				{"starttls", "STARTTLS"}, {"none", "not at all (a server on this machine only)"}}})
	}
	return out
}

// byPort is the answer that leaves the security to the number of the port.
const byPort = "by port"

// usualPorts are those of which it is known how they are secured.
var usualPorts = map[string]bool{"993": true, "143": true, "465": true, "587": true, "25": true}

// tryMailbox opens the mailbox, if one is set.
func tryMailbox(ctx context.Context, w *Wizard) error {
	c := &w.Config
	w.recall()
	if w.password, w.tried.mailbox = "", ""; c.IMAPUser == "" {
		c.IMAPAddr, c.IMAPPassword, c.IMAPPasswordFile, c.IMAPOAuthClient = "", "", "", ""
		c.IMAPAuth = ByPassword
		return nil
	}
	try := tryPassword
	if c.IMAPAuth == ByOAuth {
		try = tryOAuth
	}
	if err := try(ctx, w); err != nil {
		if w.host.Interactive() && !doorFault(err) {
			c.IMAPPassword, c.IMAPPasswordFile = "", "" // asked for again
		}
		return err
	}
	w.skipOldMail()
	return nil
}

// doorFault reports whether a server was not reached in safety, so that no password has been tried.
func doorFault(err error) bool {
	var unknown x509.UnknownAuthorityError
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	var dial *net.OpError
	var noTLS tls.RecordHeaderError
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, io.EOF) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &noTLS) ||
		errors.As(err, &unknown) || errors.As(err, &name) || errors.As(err, &invalid) || errors.As(err, &dial)
}

// tryTimeout limits a trial while a person waits: a port that is secured in another way may say nothing at all.
const tryTimeout = 20 * time.Second

// tryPassword signs in with the password of the settings or of its file.
func tryPassword(ctx context.Context, w *Wizard) error {
	box := w.Config // a copy that holds the password; the settings name only its file
	if box.IMAPPassword != "" {
		box.IMAPPasswordFile = ""
	}
	if err := box.readPassword(); err != nil {
		return err
	}
	if err := errors.Join(box.Mailbox().Validate()...); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, tryTimeout)
	defer cancel()
	info, err := box.Mailbox().Inspect(ctx)
	if err != nil {
		return err
	}
	w.password = w.Config.IMAPPassword
	w.readable(info)
	return nil
}

// readable tells that the mailbox opens.
func (w *Wizard) readable(info mailin.MailboxInfo) {
	w.tried.mailbox = readable(info)
	w.host.Tell(w.tried.mailbox)
}

// tryOAuth signs in by OAuth. At a terminal it asks for a person's consent if there is none.
func tryOAuth(ctx context.Context, w *Wizard) error {
	c := &w.Config
	if err := c.MailAccount().Validate(); err != nil {
		if w.host.Interactive() {
			c.IMAPOAuthClient = "" // asked for again
		}
		return err
	}
	trying, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	info, err := c.Mailbox().Inspect(trying)
	switch {
	case err == nil:
		w.readable(info)
		return nil
	case !errors.Is(err, signin.ErrSignedOut):
		return err
	case w.host.Interactive():
		err := c.LoginMail(ctx, w.host.Browse, w.host.Tell)
		if err == nil {
			w.tried.mailbox = fmt.Sprintf("The mailbox at %s lets leadsheet in.", c.IMAPAddr)
		}
		return err
	}
	w.Unsigned = true
	w.tell("The mailbox was not tried: %v", err)
	return nil
}

// readable says that the mailbox opens, and what it holds.
func readable(info mailin.MailboxInfo) string {
	return fmt.Sprintf("The mailbox at %s can be read; the folder %s holds %s.",
		info.Server, info.Folder, count(info.Messages, "message"))
}

// skipOldMail leaves out the mail that is in a mailbox at its first start, unless a setting or a flag decides
// otherwise. That mail has been answered or was no request, and a thousand old leads would bury the new ones.
func (w *Wizard) skipOldMail() {
	_, watched := w.Stored[hint.MailServer]
	_, decided := w.Stored[hint.MailSince]
	if watched || decided || w.SinceGiven {
		return
	}
	w.Config.IMAPSince = sinceStart
	if !w.saidSkipped {
		w.tell("Leads are made of what arrives once leadsheet runs. To take in earlier mail: %v.", hint.BackfillSince)
	}
	w.saidSkipped = true
}

// sinceStart is the value of the setting that leaves out old mail.
const sinceStart = "start"
