// Package erasures holds the rules by which words are erased where the law asks: which columns may hold people's words,
// and what stands in their place.
package erasures

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"fourgates/internal/domain"
	"fourgates/internal/register"
)

// Request is what somebody asks to be erased: a name, or a resident's words, wherever they stand, and the records whose
// name that is.
type Request struct {
	Words    string
	Why      string // says nothing of whose they are
	Contacts []domain.ContactID
	People   []domain.PersonID
}

// Least is of how many letters and figures the words consist at least: fewer stand in too much.
const Least = 4

// Most is how long the words may be.
const Most = 2000

// Check returns a *domain.BlockedError by field.
func (r Request) Check() error {
	var list []domain.Blocker
	add := func(field, words string) {
		list = append(list, domain.Blocker{ID: field, Field: field, Words: words})
	}
	switch n := utf8.RuneCountInString(strings.Join(strings.Fields(r.Words), "")); {
	case strings.TrimSpace(r.Words) == "":
		add("words", "Enter the name or the words to erase")
	case n < Least:
		add("words", "Enter the whole name, or more of the words: fewer than four letters stand in too much")
	case utf8.RuneCountInString(r.Words) > Most:
		add("words", "Enter at most 2,000 characters at a time")
	case !regexp.MustCompile(`[\pL\pN]`).MatchString(r.Words):
		add("words", "Enter words that have letters or figures")
	}
	switch {
	case strings.TrimSpace(r.Why) == "":
		add("why", "Enter what the law asks, and how the request is filed")
	case len(list) == 0 && r.Pattern().MatchString(r.Why):
		add("why", "Do not repeat the words here: this stays")
	}
	if len(list) > 0 {
		return &domain.BlockedError{Blockers: list}
	}
	return nil
}

// Pattern finds the words in a text: on whole words, whatever their case and the space between them.
func (r Request) Pattern() *regexp.Regexp {
	return regexp.MustCompile("(?i)" + r.expression(`\b`, `\b`))
}

// SQL is Pattern as the database understands it, for texts and for JSON as a text.
func (r Request) SQL() string { return r.expression(`\m`, `\M`) }

func (r Request) expression(from, to string) string {
	words := strings.Fields(r.Words)
	for i, w := range words {
		words[i] = regexp.QuoteMeta(w)
		if quoted, _ := json.Marshal(w); string(quoted) != `"`+w+`"` { // as it stands in JSON
			words[i] = "(?:" + words[i] + "|" + regexp.QuoteMeta(strings.Trim(string(quoted), `"`)) + ")"
		}
	}
	text := strings.Join(words, `(?:\s|\\n|\\t|\\r)+`)
	first, _ := utf8.DecodeRuneInString(strings.TrimSpace(r.Words))
	last, _ := utf8.DecodeLastRuneInString(strings.TrimSpace(r.Words))
	if !wordy(first) {
		from = ""
	}
	if !wordy(last) {
		to = ""
	}
	return from + text + to
}

// wordy reports whether a word boundary stands beside the rune: Go knows those of ASCII alone.
func wordy(r rune) bool { return r < utf8.RuneSelf && regexp.MustCompile(`\w`).MatchString(string(r)) }

// Mark is what stands in place of words that were erased out of others; in place of what was erased whole, there is
// register.Erased.
func Mark(on domain.Date) string { return "[" + register.Erased(on) + "]" }

// Found is where words stand: in how many rows of a column, or in how many lines of frozen documents.
type Found struct {
	Column
	Rows  int
	Lines int
}

// Words says where that is, for people.
func (f Found) Words() string {
	where := strings.ReplaceAll(f.Table, "_", " ") + ", " + strings.ReplaceAll(f.Name, "_", " ")
	if special := map[string]string{"frozen_words": "snapshots of gates, versions of plans and planning feeds",
		"executive_reports": "reports to the Executive", "register_entries": "entries of the register",
		"audit_entries": "audit trail, " + f.Name}[f.Table]; f.Lines > 0 && f.Table == "notices" {
		where = "proofs of what was told"
	} else if special != "" {
		where = special
	}
	if f.Lines > 0 {
		return where + ": " + domain.Counted(f.Lines, "line", "lines")
	}
	return where + ": " + domain.Counted(f.Rows, "place", "places")
}

// Standing is where the words of a request stand, and the records whose name or address they are.
type Standing struct {
	Erased   []Found // and so gone afterwards
	Stays    []Found // held by the register, or frozen whole
	Contacts []Record
	People   []Record
}

// Record is a record of a person or contact.
type Record struct {
	ID   int64
	Uses bool // somebody works, sits or is told under it
}

// Rows is in how many places the words are erased.
func (s Standing) Rows() (n int) {
	for _, f := range s.Erased {
		n += max(f.Rows, f.Lines)
	}
	return n
}

// CheckChosen returns a *domain.BlockedError where a record is chosen that has not the name, or somebody still works
// or sits under it.
func (s Standing) CheckChosen(r Request) error {
	for _, id := range r.Contacts {
		if !slices.ContainsFunc(s.Contacts, func(c Record) bool { return c.ID == int64(id) }) {
			return domain.Blocked("contacts", "Choose among the contacts of this name")
		}
	}
	for _, id := range r.People {
		at := slices.IndexFunc(s.People, func(p Record) bool { return p.ID == int64(id) })
		if at < 0 {
			return domain.Blocked("people", "Choose among the people of this name")
		}
		if s.People[at].Uses {
			return domain.Blocked("people", "They hold a role or a seat: end that first")
		}
	}
	if s.Rows() == 0 && len(r.Contacts)+len(r.People) == 0 {
		return domain.Blocked("words", "These words stand nowhere where they can be erased")
	}
	return nil
}

// Done is that words were erased: by whom, when and why, without the words.
type Done struct {
	ID     int64
	At     time.Time
	ByName string
	Why    string
	Places int
	Stays  int
}
