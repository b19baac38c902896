package register

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"

	"fourgates/internal/domain"
)

// Frozen is a document that people decide on, as it is kept.
//
// Text is what the digest covers: a list of commitments, one for each line of the document. Words has a line for each
// of them, in the same order: the JSON array of a random salt, the line's key and what it says. The commitment is the
// SHA-256 of that line. So a line can later be withheld from who may not see it, or erased where the law asks, and all
// others still fit the digest that was signed; the salt keeps anybody from guessing what a commitment stands for. In
// place of a line withheld stands the array of its key alone.
//
// Documents frozen before this form was made are their own Text, with no Words.
type Frozen struct{ Text, Words string }

// commitments is the Text of a document frozen in lines.
type commitments struct {
	Frozen      string      `json:"frozen"` // what it is a freeze of, so that a plan is never taken for a gate
	Commitments [][2]string `json:"commitments"`
}

// inLines is how the Text of a document frozen in lines begins, and no other.
const inLines = `{"commitments":`

// saltBytes is how long a salt is: 128 bits.
const saltBytes = 16

// Freeze freezes a document in lines, with a salt for each from the random source.
func Freeze(kind string, content any, random io.Reader) (Frozen, error) {
	lines, err := linesOf(content)
	if err != nil {
		return Frozen{}, fmt.Errorf("freeze %s: %w", kind, err)
	}
	salts := make([]byte, saltBytes*len(lines))
	if _, err := io.ReadFull(random, salts); err != nil {
		return Frozen{}, fmt.Errorf("salts: %w", err)
	}
	head := commitments{Frozen: kind, Commitments: make([][2]string, len(lines))}
	words := make([]string, len(lines))
	for i, l := range lines {
		salt := base64.RawURLEncoding.EncodeToString(salts[i*saltBytes : (i+1)*saltBytes])
		words[i] = `["` + salt + `","` + l.key + `",` + l.value + `]`
		head.Commitments[i] = [2]string{l.key, commitment(words[i])}
	}
	text, err := domain.Canonical(head)
	return Frozen{Text: text, Words: strings.Join(words, "\n")}, err
}

func commitment(line string) string { return domain.Digest(sha256.Sum256([]byte(line))).String() }

// Digest is what signatures carry: the SHA-256 of the text.
func (f Frozen) Digest() domain.Digest { return sha256.Sum256([]byte(f.Text)) }

// InLines reports whether the document is frozen in lines, and not whole as the older ones are.
func (f Frozen) InLines() bool { return strings.HasPrefix(f.Text, inLines) }

// cut is the first line of the file of a document that was frozen whole, where some of its lines are withheld.
const cut = `{"cut":"frozen whole, and some of it is withheld: what is left cannot be checked against the digest"}`

// File is the document as a reader takes it away: the text on the first line, and below it the words of each line.
func (f Frozen) File() []byte {
	switch {
	case f.InLines():
		return []byte(f.Text + "\n" + f.Words + "\n")
	case f.Words != "":
		return []byte(cut + "\n" + f.Words + "\n")
	}
	return []byte(f.Text)
}

// ReadFrozen reads what File gives.
func ReadFrozen(file []byte) Frozen {
	text, words, _ := strings.Cut(string(file), "\n")
	return Frozen{Text: text, Words: strings.TrimSuffix(words, "\n")}
}

// Verify checks the words against what was signed, and lists the lines that are withheld or erased. Its error names
// the first line that does not fit.
func (f Frozen) Verify() (withheld Gaps, err error) {
	if f.Text == cut || !f.InLines() && f.Words != "" {
		return nil, errors.New("it was frozen whole, and some of it is withheld: what is left cannot be checked")
	}
	if !f.InLines() {
		return nil, nil
	}
	var head commitments
	if err := json.Unmarshal([]byte(f.Text), &head); err != nil {
		return nil, fmt.Errorf("the list of commitments cannot be read: %w", err)
	}
	lines := splitLines(f.Words)
	for i, c := range head.Commitments {
		if i == len(lines) {
			return withheld, fmt.Errorf("%s and what follows is missing", c[0])
		}
		l, err := readLine(lines[i])
		switch {
		case err != nil:
			return withheld, fmt.Errorf("%s cannot be read: %w", c[0], err)
		case l.key != c[0]:
			return withheld, fmt.Errorf("%s stands where %s was signed", l.key, c[0])
		case l.value == "":
			withheld = append(withheld, Gap{l.key, l.why})
		case commitment(lines[i]) != c[1]:
			return withheld, fmt.Errorf("%s says other words than were signed", l.key)
		}
	}
	if extra := len(lines) - len(head.Commitments); extra > 0 {
		return withheld, fmt.Errorf("%s too many", domain.Counted(extra, "line", "lines"))
	}
	return withheld, nil
}

// Read reads the document into what it was frozen from, and lists the lines that are withheld or erased: where one says
// why, that stands in place of its words. It does not ask whether the words fit; Verify does.
func (f Frozen) Read(into any) (withheld Gaps, err error) {
	if !f.InLines() && f.Words == "" {
		return nil, json.Unmarshal([]byte(f.Text), into)
	}
	return ReadWords(f.Words, into)
}

// ReadWords is Read for some of the words of a document: whole lines of it, in their order.
func ReadWords(words string, into any) (withheld Gaps, err error) {
	tree := &node{}
	for _, text := range splitLines(words) {
		l, err := readLine(text)
		if err != nil {
			return nil, err
		}
		if l.value == "" {
			g := Gap{l.key, l.why}
			withheld, l.value = append(withheld, g), g.standIn(reflect.TypeOf(into))
		}
		if err := tree.put(l); err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	tree.write(&out)
	return withheld, json.Unmarshal(out.Bytes(), into)
}

func splitLines(words string) []string {
	if words == "" {
		return nil
	}
	return strings.Split(words, "\n")
}

// readLine reads a line of the words; a withheld one has no value.
func readLine(text string) (line, error) {
	var parts []json.RawMessage
	if err := json.Unmarshal([]byte(text), &parts); err != nil {
		return line{}, err
	}
	var l line
	switch len(parts) {
	case 2:
		if err := json.Unmarshal(parts[1], &l.why); err != nil {
			return l, err
		}
		fallthrough
	case 1:
		return l, json.Unmarshal(parts[0], &l.key)
	case 3:
		l.value = string(parts[2])
		return l, json.Unmarshal(parts[1], &l.key)
	}
	return l, fmt.Errorf("a line of %d entries", len(parts))
}
