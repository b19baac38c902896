package domain

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Prose is what somebody typed or pasted, without what cannot be seen: line breaks of every kind are "\n", the bullets
// of word processors are "•", every other space is " ", and letters are composed. Spaces at the ends of lines go.
func Prose(s string) string {
	if plainASCII(s) {
		return strings.TrimSpace(s)
	}
	return strings.TrimSpace(bulleted(strings.Map(seen, norm.NFC.String(joined(s)))))
}

// Line is Prose on one line, with one space between words.
func Line(s string) string { return strings.Join(strings.Fields(Prose(s)), " ") }

// plainASCII reports whether nothing in s has to be looked at more closely.
func plainASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x7f || s[i] < ' ' && s[i] != '\n' || s[i] == ' ' && i+1 < len(s) && s[i+1] == '\n' {
			return false
		}
	}
	return true
}

// brokenLines are the ways in which lines end, beside "\n": the vertical tab is that of slides.
var brokenLines = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n", "\u0085", "\n", "\u2028", "\n",
	"\u2029", "\n")

// joined is s with its lines ended by "\n" and without marks that cannot be seen, but for those that join letters of
// scripts that need them, and the signs of a picture.
func joined(s string) string {
	var b strings.Builder
	runes := []rune(brokenLines.Replace(s))
	last := '\n'
	for i, r := range runes {
		if unicode.Is(unicode.Cf, r) || r == '\ufffc' || r == '\u034f' || r == '\u115f' || r == '\u3164' {
			joins := r == '\u200c' || r == '\u200d'
			flag := r >= 0xe0000 && (last == '\U0001f3f4' || last >= 0xe0000 && last <= 0xe007f)
			if !flag && (!joins || i+1 == len(runes) || !mayJoin(last) || !mayJoin(runes[i+1])) {
				continue
			}
		}
		b.WriteRune(r)
		last = r
	}
	return b.String()
}

// mayJoin reports whether the sign can be joined with its neighbour.
func mayJoin(r rune) bool {
	return r > 0x7f && !unicode.Is(unicode.Latin, r) && !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r) &&
		!unicode.Is(unicode.Co, r)
}

// seen is the sign as it is kept: one space for all, none for controls.
func seen(r rune) rune {
	switch {
	case r == '\n':
		return r
	case unicode.IsSpace(r):
		return ' '
	case unicode.IsControl(r):
		return -1
	}
	return r
}

// symbols are signs of the fonts that word processors take bullets and arrows from. Others are bullets where a line
// begins with them, and nothing elsewhere.
var symbols = map[rune]string{'\uf0b7': "•", '\uf0a7': "•", '\uf0d8': "•", '\uf0fc': "✓", '\uf0fe': "✓", '\uf0e0': "→",
	'\uf0f0': "→", '\uf0df': "←", '\uf02d': "-", '\uf0be': "-", '\uf020': " "}

// bulleted is s with the signs of word processors as everybody has them, and no space at the end of a line.
func bulleted(s string) string {
	lines := strings.Split(s, "\n")
	for n, line := range lines {
		var b strings.Builder
		for _, r := range line {
			sign, known := symbols[r]
			begins := strings.TrimSpace(b.String()) == ""
			switch {
			case known && (sign != "•" || begins):
				b.WriteString(sign)
			case unicode.Is(unicode.Co, r) && begins:
				b.WriteString("•")
			case !unicode.Is(unicode.Co, r):
				b.WriteRune(r)
			}
		}
		line = strings.TrimRight(b.String(), " ")
		for _, bullet := range []string{"•", "▪", "◦", "‣", "·", "●", "■"} {
			if rest, ok := strings.CutPrefix(strings.TrimLeft(line, " "), bullet); ok && rest != "" {
				line = "• " + strings.TrimLeft(rest, " ")
			}
		}
		lines[n] = line
	}
	return strings.Join(lines, "\n")
}

// longestNumber is how many figures spreadsheets show as they are.
const longestNumber = 11

// numberLike are texts that spreadsheets take for days and powers: a house number 3-4, a reference 1E5.
var numberLike = regexp.MustCompile(`(?i)^[0-9]+[-/][0-9]+([-/][0-9]+)?$|^[0-9]+(\.[0-9]+)?e[0-9]+$`)

// SheetText keeps a spreadsheet from taking text for a formula, also where it only looks so after blanks, and from
// taking the figures of a telephone number or a reference for an amount or a day: it would drop their first 0 and round
// their last ones. internal/sheets takes the sign off again.
func SheetText(s string) string {
	figures := s != "" && !strings.ContainsFunc(s, func(r rune) bool { return (r < '0' || r > '9') && r != ' ' })
	begins := strings.TrimLeft(s, " \t\r\n\u00a0")
	if begins != "" && strings.ContainsRune("=+-@", rune(begins[0])) || strings.HasPrefix(s, "\t") ||
		strings.HasPrefix(s, "\r") || figures && len(s) > 1 && (s[0] == '0' || len(s) > longestNumber) ||
		numberLike.MatchString(s) {
		return "'" + s
	}
	return s
}
