package serve

import "testing"

// RW-33: what is text in a file for spreadsheets stays text, and numbers stay numbers.
func TestTextStaysTextInSpreadsheets(t *testing.T) {
	for text, want := range map[string]string{
		"01632960001": "'01632960001", "01632 960001": "'01632 960001", "441632960001": "'441632960001",
		"+44 1632 960001": "'+44 1632 960001", "=1+1": "'=1+1", "@x": "'@x", "12": "12", "0": "0", "": "",
		"3-4": "'3-4", "1/2": "'1/2", "1E5": "'1E5", " =1+1": "' =1+1",
		"12.50": "12.50", "30 people": "30 people", "0 of 7": "0 of 7", "Canalside": "Canalside",
	} {
		if got := CSVText(text); got != want {
			t.Errorf("%q is written as %q, want %q", text, got, want)
		}
	}
}
