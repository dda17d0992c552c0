//go:build race

package sheetstest

// Racing says that the race detector watches. It makes everything five to ten times as slow and as large: bytes and
// seconds are not those of the program, and a test that repeats the same steps many times does so less often. .ci/run
// runs every test without it, too.
const Racing = true
