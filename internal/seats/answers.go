package seats

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/sheets"
)

// questionColumns is the head of the questions as CSV.
var questionColumns = []string{"id", "seat", "code", "question", "choices", "proposed", "answer"}

// WriteQuestions writes what an import asks as CSV, with a column for the answers. The proposed answer is beside it, to
// be taken or not.
func WriteQuestions(to io.Writer, list []Question) error {
	w := csv.NewWriter(to)
	if err := w.Write(questionColumns); err != nil {
		return err
	}
	for _, q := range list {
		choices := strings.Join(q.Choices, " | ")
		if q.Number {
			choices = fmt.Sprintf("a whole number from 0 to %d or %s", places.MostPlaces, places.ElectsNone)
		}
		if err := w.Write([]string{q.ID, domain.SheetText(q.Seat), domain.SheetText(q.Code), domain.SheetText(q.Asks),
			domain.SheetText(choices), domain.SheetText(q.Proposed), ""}); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// ReadAnswers reads what WriteQuestions wrote, filled in: the answers by the ids of the questions. Other columns may be
// gone or stand in another order. What is left empty is asked again.
func ReadAnswers(from io.Reader) (map[string]string, error) {
	content, err := io.ReadAll(io.LimitReader(from, sheets.MostBytes+1))
	if err != nil {
		return nil, err
	}
	sheet, err := sheets.Read(content)
	if err != nil {
		return nil, fmt.Errorf("the answers are no CSV: %w", err)
	}
	head := slices.Clone(sheet.Rows[0].Cells)
	for i := range head {
		head[i] = strings.ToLower(head[i])
	}
	id, answer := slices.Index(head, "id"), slices.Index(head, "answer")
	if id < 0 || answer < 0 {
		return nil, errors.New("the answers need the columns id and answer, as they were printed")
	}
	answers := map[string]string{}
	for _, row := range sheet.Rows[1:] {
		if len(row.Cells) > max(id, answer) && row.Cells[answer] != "" {
			answers[row.Cells[id]] = row.Cells[answer]
		}
	}
	return answers, nil
}
