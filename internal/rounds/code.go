package rounds

import (
	"io"
	"strings"
	"time"
	"unicode"

	"fourgates/internal/domain"
)

// codeLetters are consonants that look like no other letter or digit, in print or by hand; without vowels they make no
// words. There are sixteen, so that each is half a byte.
const codeLetters = "CDFGHJKMNPQRTWXY"

// codeLength is how many letters a code has: 48 random bits, in groups of four.
const codeLength = 12

// NewCode makes a code as it is printed: "CDFG-HJKM-NPQR".
func NewCode(random io.Reader) (string, error) {
	bits := make([]byte, codeLength/2)
	if _, err := io.ReadFull(random, bits); err != nil {
		return "", err
	}
	var b strings.Builder
	for i, x := range bits {
		if i > 0 && i%2 == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(codeLetters[x>>4])
		b.WriteByte(codeLetters[x&15])
	}
	return b.String(), nil
}

// ReadCode is the code as it is kept and compared, however it was typed: in small letters, with spaces or without the
// lines between its groups.
func ReadCode(typed string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, typed)
}

// MostCodes is how many codes one sheet has at most, and MostSheets how many sheets a round.
const (
	MostCodes  = 200
	MostSheets = 100
)

// Slip is a new code with the number by which an officer finds it. The code is shown once.
type Slip struct {
	Sheet, Slip int
	Code        string
}

// Sheet is what became of the codes of one sheet.
type Sheet struct {
	Sheet     int
	Made      int
	Used      int
	Cancelled int
	MadeBy    string
	MadeAt    time.Time
}

// Unused is how many codes of the sheet can still be used.
func (s Sheet) Unused() int { return s.Made - s.Used - s.Cancelled }

// Code is a code as it is kept.
type Code struct {
	ID          int64
	Round       domain.OnlineRoundID
	Area        domain.AreaID
	CancelledAt time.Time
	Used        bool
}
