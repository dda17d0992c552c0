package outbox

import (
	"context"
	"errors"
	"fmt"
	"net/textproto"
	"regexp"
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/hint"
	"leadsheet/signin"
)

// explainer turns what goes wrong with a mail server into sentences that say what to do.
type explainer struct {
	ctx  context.Context
	at   endpoint
	user string
	// What was sent to sign in: servers may repeat it.
	token, password string
	conn            *conn // nil before there is one
}

// outcome is the result of an error before the message was accepted. over reports that the session is of no further
// use.
func (e *explainer) outcome(doing string, err error) (result Result, over bool) {
	var refused *textproto.Error
	if !errors.As(err, &refused) || refused.Code < 400 {
		return Result{Later, e.explain(doing, err).Error()}, true
	}
	text := fmt.Sprintf("the mail server %s does not %s: %s", e.at.host, doing, e.said(refused))
	over = refused.Code == 421
	switch {
	case refused.Code < 500:
		return Result{Later, text}, over
	case refused.Code == 530 || refused.Code == 535 || refused.Code == 538:
		return Result{Later, text + ": set " + hint.SendUser.String() + " and " + hint.SendPassword.String() +
			", and check them with " + hint.Doctor.String()}, true
	case slices.ContainsFunc(limitsOfProviders, func(code string) bool { return enhanced(refused) == code }):
		return Result{Later, text + ": the account has sent as much as its provider allows for now"}, over
	}
	return Result{Refused, text}, over
}

// limitsOfProviders are extended codes that are called permanent, but mean the limit of a day: 5.4.5 is Google's,
// 5.1.90 is Microsoft's.
var limitsOfProviders = []string{"5.4.5", "5.1.90"}

// isTooLarge tells of a refusal for the message's size. A full mailbox, 5.2.2, has the same code in front.
func isTooLarge(err error) bool {
	var refused *textproto.Error
	return errors.As(err, &refused) && (refused.Code == 552 && enhanced(refused) != "5.2.2" ||
		enhanced(refused) == "5.3.4" || enhanced(refused) == "5.2.3")
}

var enhancedCode = regexp.MustCompile(`^[245]\.\d{1,3}\.\d{1,3}\b`)

// enhanced is the code with three numbers that most servers put in front of their text.
func enhanced(refused *textproto.Error) string { return enhancedCode.FindString(refused.Msg) }

// explain converts an error of the connection to one that says what to do. doing names the failed step, as in "greet
// it". Only the end of the context stays visible to errors.Is: other errors may contain text of the server.
func (e *explainer) explain(doing string, err error) error {
	expired, tooMuch := false, false
	if e.conn != nil {
		expired, tooMuch = e.conn.state()
	}
	var refused *textproto.Error
	var protocol textproto.ProtocolError
	switch ctxErr := e.ctx.Err(); {
	case errors.Is(ctxErr, context.Canceled):
		return fmt.Errorf("leadsheet was stopped before the message was sent: %w", ctxErr)
	case tooMuch:
		return hint.Because(err, "the mail server %s %v, so the connection was closed; if it stays so, tell the "+
			"provider",
			e.at.hostPort(), errTooMuch)
	case ctxErr != nil, expired:
		return hint.Because(err, "the mail server %s does not answer in time", e.at.hostPort())
	case errors.As(err, &refused) && refused.Code >= 400:
		return hint.Because(err, "the mail server %s does not %s: %s", e.at.host, doing, e.said(refused))
	case errors.As(err, &refused), errors.As(err, &protocol):
		return hint.Because(err, "what answers at %s is no mail server for sending (SMTP): check name and port",
			e.at.hostPort())
	}
	return hint.Because(err, "the connection to the mail server %s broke", e.at.hostPort())
}

// said is the text of a server with its code.
func (e *explainer) said(refused *textproto.Error) string {
	text := oneLine(e.withoutSecrets(refused.Msg), maxSaid)
	return strings.TrimSpace(fmt.Sprintf("%d %s", refused.Code, text))
}

// maxSaid is how much of a server's text is repeated, in runes.
const maxSaid = 250

func (e *explainer) withoutSecrets(text string) string {
	for _, secret := range []string{e.token, e.password} {
		if len(secret) > 3 { // a shorter one would be a part of many words
			text = strings.ReplaceAll(text, secret, "***")
		}
	}
	return text
}

// greetingError explains why the server does not talk to this machine.
func (e *explainer) greetingError(err error) error {
	var refused *textproto.Error
	if errors.As(err, &refused) && refused.Code >= 500 {
		return hint.Because(err, "the mail server %s does not talk to this machine: %s: ask the provider, or use the "+
			"server for sending that it names", e.at.host, e.said(refused))
	}
	return e.explain("greet", err)
}

// dialError explains why the server was not reached.
func (e *explainer) dialError(err error) error {
	if errors.Is(e.ctx.Err(), context.Canceled) {
		return fmt.Errorf("connect to the mail server for sending: %w", e.ctx.Err())
	}
	at := e.at.hostPort()
	if fault := serverNames.DialFault(err, e.at.host, at); fault != nil {
		return fault
	}
	return hint.Because(err, "the mail server %s cannot be reached: check the network", at)
}

// tlsError explains why TLS failed. It never suggests an unencrypted connection.
func (e *explainer) tlsError(err error) error {
	at := e.at.hostPort()
	if fault := serverNames.TLSFault(err, at, func(text string) string { return oneLine(text, maxSaid) }); fault != nil {
		return fault
	}
	if refused := (*textproto.Error)(nil); errors.As(err, &refused) && e.at.security == securityStartTLS {
		return hint.Because(err, "the mail server %s offers no STARTTLS (%s): use tls with port 465", at,
			e.said(refused))
	}
	return e.explain("make the connection safe", err)
}

// signInAdvice is what to check when a server refuses the password.
func (e *explainer) signInAdvice() string {
	check := "check both (many providers want an app password made for this program)"
	switch signin.Mail.ProviderAt(e.at.host) {
	case "Microsoft":
		check = "Microsoft takes passwords for sending only where an administrator allows it (SMTP AUTH): set " +
			hint.SendAuth.String() + "=xoauth2 (README.md, Gmail and Microsoft 365)"
	case "Google":
		check = "Google wants an app password (it asks for 2-step verification), or " + hint.SendAuth.String() +
			"=xoauth2 (README.md, Gmail and Microsoft 365)"
	}
	return check
}

var (
	addressWord = regexp.MustCompile(`[^\s<>()\[\]",;:]+@[^\s<>()\[\]",;:]+`)
	urlWord     = regexp.MustCompile(`https?://\S+`)
)

// hide takes out of a text what is the customer's: servers repeat addresses, subjects and links. What remains is logged
// and stored in places that hold no customer's data.
func hide(why string, m *lead.Message, own string) string {
	if subject := oneLine(m.Subject, maxSubject); len(subject) > 3 {
		why = strings.ReplaceAll(why, subject, "(the subject)")
	}
	why = addressWord.ReplaceAllStringFunc(why, func(word string) string {
		switch {
		case strings.EqualFold(strings.TrimRight(word, "."), own):
			return word
		case strings.EqualFold(strings.TrimRight(word, "."), m.To):
			return "(the recipient)"
		}
		return "(an address)"
	})
	return urlWord.ReplaceAllStringFunc(why, func(link string) string {
		if strings.Contains(m.Text, strings.TrimRight(link, ".,;)")) {
			return "(a link)"
		}
		return link
	})
}
