package page

import (
	"unicode"
	"unicode/utf8"
)

// capital makes the first letter of a word of the domain a capital, for the start of a sentence or a tag.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}
