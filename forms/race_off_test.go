//go:build !race

package forms

// racing says that the race detector watches: then bytes and seconds are not those of the program.
const racing = false
