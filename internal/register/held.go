package register

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"fourgates/internal/domain"
)

// Held is what an entry says of the rows of a table that it stands for: each column of them, so that none can be
// changed unnoticed. Ids, days, numbers and what is chosen from a list stand as they are. What somebody wrote stands as
// the digest of its salted line, as in a frozen document, so that a receipt gives no words away that its entry does not
// say.
type Held struct {
	Columns []string            `json:"columns,omitempty"` // none where there are no rows
	Rows    [][]json.RawMessage `json:"rows"`
}

// WordsHeld is how an entry of the salt says words of a column, such as signatures.comment. NULL stays what it is.
func WordsHeld(salt, column string, words json.RawMessage) (json.RawMessage, error) {
	if bytes.Equal(words, []byte("null")) {
		return words, nil
	}
	line, err := domain.Canonical([]any{salt, column, words})
	return json.RawMessage(`"` + commitment(line) + `"`), err
}

// Differs says in which rows those that stand now differ from those that the entry says, or "" where they agree. The
// first columns, as many as key says, tell rows apart. A column that only one of both has is from before or after its
// time, and is not compared.
func (h Held) Differs(now Held, key int) string {
	for _, said := range h.Rows {
		id := nameOf(said, key)
		i := slices.IndexFunc(now.Rows, func(row []json.RawMessage) bool { return nameOf(row, key) == id })
		if i < 0 {
			return fmt.Sprintf("row %s is gone, or is another", id)
		}
		for n, column := range h.Columns {
			at := slices.Index(now.Columns, column)
			if at >= 0 && !same(said[n], now.Rows[i][at]) {
				return fmt.Sprintf("%s of row %s is not what was said", column, id)
			}
		}
	}
	for _, row := range now.Rows {
		id := nameOf(row, key)
		if !slices.ContainsFunc(h.Rows, func(said []json.RawMessage) bool { return nameOf(said, key) == id }) {
			return fmt.Sprintf("row %s was added", id)
		}
	}
	return ""
}

// Says is the value of a column in the only row, as text; "" where there is none.
func (h Held) Says(column string) string {
	n := slices.Index(h.Columns, column)
	if n < 0 || len(h.Rows) != 1 {
		return ""
	}
	var text string
	if json.Unmarshal(h.Rows[0][n], &text) != nil {
		return string(h.Rows[0][n])
	}
	return text
}

func nameOf(row []json.RawMessage, key int) string {
	parts := make([]string, key)
	for n := range parts {
		parts[n] = string(row[n])
	}
	return strings.Join(parts, " ")
}

// same reports whether two values are the same JSON, however they are written.
func same(a, b json.RawMessage) bool {
	if bytes.Equal(a, b) {
		return true
	}
	left, err1 := domain.Canonical(a)
	right, err2 := domain.Canonical(b)
	return err1 == nil && err2 == nil && left == right
}
