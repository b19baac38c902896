package policy

import (
	"slices"
	"testing"
)

func TestEveryActionOfTheMatrixHasWords(t *testing.T) {
	for act := range matrix {
		if !slices.Contains(Actions(), act) {
			t.Errorf("%s has no words", act)
		}
	}
	for _, act := range Actions() {
		if matrix[act] == nil {
			t.Errorf("%s has words and no row in the matrix", act)
		}
	}
}
