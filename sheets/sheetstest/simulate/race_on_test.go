//go:build race

package main

// racing says that the race detector watches, which makes every seed several times as dear.
const racing = true
