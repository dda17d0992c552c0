// Package positions tells where stretches of rows or columns are after others were inserted, deleted or moved.
package positions

// Map maps a start and an exclusive end of a dimension to their positions after rows or columns were inserted
// or deleted. It returns false if nothing is left between them.
type Map func(start, end int) (int, int, bool)

// AfterInsert maps a range to its position after n rows or columns were inserted before at.
func AfterInsert(at, n int) Map {
	return func(start, end int) (int, int, bool) {
		if start >= at {
			start += n
		}
		if end > at {
			end += n
		}
		return start, end, true
	}
}

// AfterDelete maps a range to its position after n rows or columns from at were deleted.
func AfterDelete(at, n int) Map {
	place := func(x int) int {
		switch {
		case x <= at:
			return x
		case x <= at+n:
			return at
		}
		return x - n
	}
	return func(start, end int) (int, int, bool) {
		start, end = place(start), place(end)
		return start, end, start < end
	}
}

// AfterMove maps a range to its position after n rows or columns were moved from from to to, which is counted after
// their removal. A range within them moves along; one that only overlaps stays around the same cells as far as
// possible.
func AfterMove(from, n, to int) Map {
	out, in := AfterDelete(from, n), AfterInsert(to, n)
	return func(start, end int) (int, int, bool) {
		if start >= from && end <= from+n {
			return start - from + to, end - from + to, true
		}
		if start <= min(from, to) && end >= max(from, to)+n {
			return start, end, true
		}
		start, end, remains := out(start, end)
		if !remains {
			return start, end, false
		}
		return in(start, end)
	}
}
