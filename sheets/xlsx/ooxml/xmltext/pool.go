package xmltext

import "strings"

// Pool keeps many short texts in few pieces of memory.
type Pool struct{ piece *strings.Builder }

const pieceSize = 64 << 10

// Add returns the bytes as a string.
func (t *Pool) Add(b []byte) string {
	if len(b) > pieceSize/8 {
		return string(b)
	}
	if t.piece == nil || t.piece.Len()+len(b) > pieceSize {
		t.piece = &strings.Builder{}
		t.piece.Grow(pieceSize)
	}
	from := t.piece.Len()
	t.piece.Write(b)
	return t.piece.String()[from:]
}
