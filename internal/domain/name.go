package domain

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
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
// of spaces. "Siân O’Neill-Hughes" and "sian oneill hughes" are one. It is what the database's function folded returns.
func FoldName(name string) string {
	var b strings.Builder
	for _, r := range Unmarked(name) {
		switch {
		case unicode.Is(parting, r):
			b.WriteByte(' ')
		case !unicode.Is(passedOver, r):
			b.WriteRune(r)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// parting are the spaces and hyphens between the words of a name.
var parting = &unicode.RangeTable{LatinOffset: 5, R16: []unicode.Range16{
	{0x09, 0x0d, 1}, {0x20, 0x20, 1}, {0x2d, 0x2d, 1}, {0x85, 0x85, 1}, {0xa0, 0xa0, 1}, {0x5be, 0x5be, 1},
	{0x1680, 0x1680, 1}, {0x2000, 0x200a, 1}, {0x2010, 0x2015, 1}, {0x2028, 0x2029, 1}, {0x202f, 0x202f, 1},
	{0x205f, 0x205f, 1}, {0x3000, 0x3000, 1},
}}

// passedOver are punctuation, symbols and what cannot be seen. Letters, figures and the marks that other scripts write
// vowels with are kept.
var passedOver = &unicode.RangeTable{LatinOffset: 10, R16: []unicode.Range16{
	{0x01, 0x1f, 1}, {0x21, 0x2f, 1}, {0x3a, 0x40, 1}, {0x5b, 0x60, 1}, {0x7b, 0xa9, 1}, {0xab, 0xb4, 1},
	{0xb6, 0xb9, 1}, {0xbb, 0xbf, 1}, {0xd7, 0xd7, 1}, {0xf7, 0xf7, 1}, {0x2b0, 0x2ff, 1}, {0x55a, 0x55f, 1},
	{0x589, 0x58a, 1}, {0x5c0, 0x5c0, 1}, {0x5c3, 0x5c3, 1}, {0x5c6, 0x5c6, 1}, {0x5f3, 0x5f4, 1}, {0x60c, 0x60d, 1},
	{0x61b, 0x61f, 1}, {0x640, 0x640, 1}, {0x66a, 0x66d, 1}, {0x6d4, 0x6d4, 1}, {0x964, 0x965, 1},
	{0x200b, 0x200f, 1}, {0x2016, 0x2027, 1}, {0x202a, 0x202e, 1}, {0x2030, 0x205e, 1}, {0x2060, 0x2bff, 1},
	{0x2e00, 0x2e7f, 1}, {0x3001, 0x3003, 1}, {0x3008, 0x3020, 1}, {0x3030, 0x3030, 1}, {0x303d, 0x303d, 1},
	{0x30fb, 0x30fb, 1}, {0xe000, 0xf8ff, 1}, {0xfe00, 0xfe1f, 1}, {0xfe30, 0xfe6f, 1}, {0xfeff, 0xfeff, 1},
	{0xff01, 0xff0f, 1}, {0xff1a, 0xff20, 1}, {0xff3b, 0xff40, 1}, {0xff5b, 0xff65, 1}, {0xfff9, 0xfffd, 1},
}, R32: []unicode.Range32{{0x1f000, 0x1faff, 1}, {0xe0000, 0xe01ef, 1}}}

// collators are not safe for use by several at once.
var collators = sync.Pool{New: func() any { return collate.New(language.English, collate.Numeric) }}

// CompareNames says which of two names stands first in a list, as people look for them: accents and case count least,
// and figures by their number. It is the order of the database's collation by_name.
func CompareNames(a, b string) int {
	c := collators.Get().(*collate.Collator)
	defer collators.Put(c)
	if order := c.CompareString(a, b); order != 0 {
		return order
	}
	return strings.Compare(a, b)
}
