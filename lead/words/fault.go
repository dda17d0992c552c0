package words

import (
	"errors"
	"strings"
)

// Fault is an error with a text in every language.
type Fault struct {
	text  func(t *Texts) string
	cause error
}

// NewFault returns an error with a text of the catalogue and its cause; nil for none.
func NewFault(cause error, text func(t *Texts) string) error { return &Fault{text, cause} }

// Error is the text in English.
func (f *Fault) Error() string { return f.text(Language{}.Texts()) }

// Unwrap is the cause.
func (f *Fault) Unwrap() error { return f.cause }

// Join returns an error whose text is those of all, divided by semicolons; nil for none.
func Join(all ...error) error {
	if len(all) == 0 {
		return nil
	}
	return &Fault{cause: errors.Join(all...), text: func(t *Texts) string {
		texts := make([]string, len(all))
		for i, err := range all {
			texts[i] = t.Explain(err)
		}
		return strings.Join(texts, "; ")
	}}
}

// Explain is the text of an error in the language, or, of one that has no text in the catalogue, its own.
func (x *Texts) Explain(err error) string {
	if f, ok := errors.AsType[*Fault](err); ok {
		return f.text(x)
	}
	return err.Error()
}
