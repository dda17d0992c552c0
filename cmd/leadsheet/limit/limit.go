// Package limit keeps the program small where a machine has little memory.
package limit

import (
	"math"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/KimMachineGun/automemlimit/memlimit"
)

// Memory makes the program give memory back earlier where the machine, or its share of a machine, has little. The
// limit is a soft one: where more is needed, more is used. A limit that the operator has set counts instead.
func Memory(environ []string) {
	set := func(name string) bool {
		return slices.ContainsFunc(environ, func(s string) bool { return strings.HasPrefix(s, name+"=") })
	}
	if !set("GOGC") {
		debug.SetGCPercent(garbage)
	}
	if set("GOMEMLIMIT") {
		return
	}
	// What cannot be found out is 0: then nothing is limited.
	share, _ := memlimit.FromCgroup()
	machine, _ := memlimit.FromSystem()
	if limit := memoryLimit(share, machine); limit > 0 {
		debug.SetMemoryLimit(limit)
	}
}

// garbage is how much may lie about before it is collected, in percent of what is in use. A pass over 10,000 leads
// stays under 150 MB by it, for a tenth more of processor time.
const garbage = 50

// memoryLimit is the soft limit where a machine has so many bytes and the program may use a share of them: three
// quarters of the smaller one. 0 is unknown.
func memoryLimit(share, machine uint64) int64 {
	least := machine
	if share > 0 && (least == 0 || share < least) {
		least = share
	}
	return int64(min(least, math.MaxInt64) / 4 * 3)
}
