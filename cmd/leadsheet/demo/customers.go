package demo

import (
	_ "embed" // the table of the customers
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// customersFile has one line for each request of the past.
//
//go:embed customers.txt
var customersFile string

// outcome is what becomes of a request in the end, where nobody keeps the customer waiting too long.
type outcome string

// The outcomes, as the table has them.
const (
	won    outcome = "won"    // DAYS VALUE: buys after so many working days; more may be said behind it
	lost   outcome = "lost"   // DAYS VALUE REASON: gets an offer and refuses it
	no     outcome = "no"     // DAYS REASON: goes before there is an offer
	unfit  outcome = "unfit"  // DAYS REASON: is not for us
	silent outcome = "silent" // never writes again
	later  outcome = "later"  // DAYS DAYS: wants to be asked again so many working days on
	same   outcome = "same"   // COMPANY: is the same request as that of an earlier one
	pitch  outcome = "pitch"  // sells to us
	gone   outcome = "gone"   // somebody deletes the row
)

// course is the way of a request.
type course struct {
	end    outcome
	days   int // working days until the end
	value  float64
	reason string // why it came to nothing
	again  int    // of later: working days until the next contact
	fixed  float64
	asks   int    // working days after the win until the customer asks about the order; 0: never
	of     string // of same: the company
}

// customer is one line of the table, and what has happened to it so far.
type customer struct {
	moment
	source, name, company, email, phone, need string
	course

	random    *rand.Rand
	id        string // of the lead; "" until it is known
	last      string // Message-ID of the latest mail with them
	subject   string
	mails     int
	offered   bool
	taken     int // how many have had it before the first answer
	forgotten time.Duration
	busy      bool // a follow-up is under way
}

// seed is that of all chance in the story.
const seed = 4

// customers reads the table. A line that cannot be read is a mistake of the program.
func customers() ([]*customer, error) {
	var out []*customer
	for line := range strings.Lines(customersFile) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		c, err := parseCustomer(line)
		if err != nil {
			return nil, fmt.Errorf("the demo's table of customers: %q: %w", line, err)
		}
		c.random = rand.New(rand.NewPCG(seed, uint64(len(out))))
		c.forgotten = forgotten(c.random)
		out = append(out, c)
	}
	return out, nil
}

func parseCustomer(line string) (*customer, error) {
	f := strings.Split(line, "|")
	if len(f) != 9 {
		return nil, fmt.Errorf("%d fields instead of 9", len(f))
	}
	c := &customer{source: f[2], name: f[3], company: f[4], email: f[5], phone: f[6], need: f[7]}
	var err error
	if c.moment, err = parseMoment(f[0], f[1]); err != nil {
		return nil, err
	}
	c.course, err = parseCourse(f[8])
	return c, err
}

func parseCourse(text string) (c course, err error) {
	end, rest, _ := strings.Cut(text, " ")
	number := func() (n int) {
		word, after, _ := strings.Cut(rest, " ")
		n, e := strconv.Atoi(word)
		if e != nil && err == nil {
			err = fmt.Errorf("the course %q: %w", text, e)
		}
		rest = after
		return n
	}
	switch c.end = outcome(end); c.end {
	case won:
		c.days, c.value = number(), float64(number())
		for rest != "" && err == nil {
			var what string
			if what, rest, _ = strings.Cut(rest, " "); what == "fixed" {
				c.fixed = float64(number())
			} else {
				c.asks = number()
			}
		}
	case lost:
		c.days, c.value = number(), float64(number())
		c.reason = rest
	case no, unfit:
		c.days = number()
		c.reason = rest
	case later:
		c.days, c.again = number(), number()
	case same:
		c.of = rest
	case silent, pitch, gone:
	default:
		return c, fmt.Errorf("the course %q", text)
	}
	return c, err
}
