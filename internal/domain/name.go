package domain

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// undivided are letters with marks that Unicode does not part from them, as people type them who lack them.
var undivided = strings.NewReplacer("æ", "ae", "œ", "oe", "ß", "ss", "þ", "th", "ø", "o", "ł", "l", "đ", "d", "ð", "d",
	"ħ", "h", "ı", "i", "ŋ", "n", "ŀ", "l", "ĸ", "k", "ŧ", "t")

// Unmarked is the words in lower case, without accents and other marks on letters: "Dŵr" is "dwr". It is what the
// database's function unmarked returns.
func Unmarked(words string) string {
	if plainASCII(words) {
		return strings.ToLower(words)
	}
	return undivided.Replace(norm.NFC.String(strings.Map(func(r rune) rune {
		if isMark(r) {
			return -1
		}
		return r
	}, norm.NFD.String(strings.ToLower(words)))))
}

// isMark reports whether the rune is a mark on the letter before it, as European and African names have them. Vowels of
// other scripts that Unicode calls marks are letters here.
func isMark(r rune) bool {
	return r >= 0x300 && r <= 0x36f || r >= 0x1ab0 && r <= 0x1aff || r >= 0x1dc0 && r <= 0x1dff
}

// FoldName is a name in the form in which names are compared: without case, accents, punctuation and what is too much
// of spaces. "Siân O’Neill-Hughes" and "sian oneill hughes" are one.
func FoldName(name string) string {
	var b strings.Builder
	for _, r := range Unmarked(name) {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.Is(unicode.M, r):
			b.WriteRune(r)
		case r == '-', r == '‐', r == '‑', r == '–', r == '—', unicode.IsSpace(r):
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
