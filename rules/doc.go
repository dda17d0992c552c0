// Package rules decides what should be true of every lead and what to do about it.
//
// Everything here is a pure function of what it is given: the tables that a team keeps in the workbook become a Policy,
// and Plan turns a policy, the leads, their history and what has just come in into the work of one pass. Nothing here
// reads a clock, a file or a network, and nothing is remembered between two calls: what has to be known later is
// written into the history.
package rules
