// Package rules decides what the workbook should say about every lead, and what is to be changed for that.
//
// Everything here is a pure function of its arguments: Plan turns a policy (what the rule tabs say, see package
// policy), the leads, their history and new inquiries into the work of one pass. Nothing here reads a clock, a file or
// a network, and keeps no state between two calls: what must be known later is written into the history.
package rules
