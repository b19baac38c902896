package sheets

import "fourgates/internal/domain"

// Day reads a day as domain.ReadSheetDate does, and reports false for what is none.
func Day(text string) (domain.Date, bool) {
	d, err := domain.ReadSheetDate(text)
	return d, err == nil
}
