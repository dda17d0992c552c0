package forms

import (
	"reflect"
	"runtime"
	"testing"

	"leadsheet/forms/formstest"
)

// The tests of this file read exports of which several processors read a part each. The race detector plays these of the
// package.

// Several processors find what one finds.
func TestSeveralProcessorsFindTheSame(t *testing.T) {
	data := formstest.Cumulative(5000)
	several, err := Read(data, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	one, err := Read(data, Options{})
	if err != nil || len(one.Records) == 0 || !reflect.DeepEqual(several, one) {
		t.Errorf("%d records of several processors, %d of one, or others; %v", len(several.Records), len(one.Records), err)
	}
}

// A fault of ours in any part of the work is an error, not the end of the program.
func TestAFaultIsAnError(t *testing.T) {
	data := formstest.Cumulative(5000)
	for _, known := range []func(Record) bool{nil, func(Record) bool { panic("a fault") }} {
		if _, err := Read(data, Options{Known: known}); (err != nil) != (known != nil) {
			t.Error(err)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("the fault of a part is lost")
		}
	}()
	inParts(5000, func(from, _ int) {
		if from > 0 || runtime.GOMAXPROCS(0) == 1 {
			panic("a fault")
		}
	})
}
