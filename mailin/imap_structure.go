package mailin

import (
	"mime"
	"strconv"
	"strings"

	"github.com/emersion/go-imap/v2"

	"leadsheet/mailin/message"
)

// Limits of what is read of the structure of a message.
const (
	maxStructure = 20  // levels of parts within parts
	maxNamed     = 100 // files whose names are kept
)

// filesOf returns the files that a message brings, by its structure, as message.Message has them in Attachments. Parts
// of a message that is attached are that message's.
func filesOf(structure imap.BodyStructure) []string {
	var out []string
	var walk func(part imap.BodyStructure, level int)
	walk = func(part imap.BodyStructure, level int) {
		switch part := part.(type) {
		case *imap.BodyStructureMultiPart:
			for _, child := range part.Children {
				if level < maxStructure {
					walk(child, level+1)
				}
			}
		case *imap.BodyStructureSinglePart:
			if isFile(part) && len(out) < maxNamed {
				out = append(out, message.FileName(fileNameOf(part), part.MediaType()))
			}
		}
	}
	walk(structure, 0)
	return out
}

// isFile reports whether a part is a file and not the text of the message or another message.
func isFile(part *imap.BodyStructureSinglePart) bool {
	switch strings.ToLower(part.MediaType()) {
	case "text/plain", "text/html":
		d := part.Disposition()
		return d != nil && strings.EqualFold(d.Value, "attachment")
	case "message/rfc822", "message/global":
		return false
	}
	return true
}

// fileNameOf is the name of a file. Parameters may be in parts and have a charset (RFC 2231), which go-imap does not
// put together.
func fileNameOf(part *imap.BodyStructureSinglePart) string {
	if d := part.Disposition(); d != nil {
		if name := paramOf(d.Params, "filename"); name != "" {
			return name
		}
	}
	return paramOf(part.Params, "name")
}

// paramOf is the value of a parameter, also of one in parts.
func paramOf(params map[string]string, name string) string {
	if value := params[name]; value != "" {
		return value
	}
	var header strings.Builder
	header.WriteString("attachment")
	for key, value := range params {
		if first, _, _ := strings.Cut(key, "*"); first == name {
			header.WriteString("; " + key + "=" + strconv.Quote(value))
		}
	}
	_, read, err := mime.ParseMediaType(header.String())
	if err != nil {
		return ""
	}
	return read[name]
}
