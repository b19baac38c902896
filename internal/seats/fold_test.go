package seats_test

import (
	"testing"

	"fourgates/internal/seats"
)

func TestSeatNamesAreFoldedAsAllNames(t *testing.T) {
	for name, want := range map[string]string{"St. Mary's & Abbey Ward": "st marys and abbey",
		"Ystrad Dŵr Division": "ystrad dwr", "Pen-y-Rhos, North": "pen y rhos north", "Ward": "ward",
		"St\u00a0Mary’s and\u200b Abbey": "st marys and abbey"} {
		if got := seats.FoldName(name); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}
