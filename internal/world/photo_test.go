package world

import (
	"bytes"
	"testing"

	"fourgates/internal/upload"
)

func TestPhotographsAreKeptAndDiffer(t *testing.T) {
	for of := range scenes {
		before, err := photo(of, false)
		if err != nil {
			t.Fatal(err)
		}
		after, err := photo(of, true)
		if err != nil {
			t.Fatal(err)
		}
		again, err := photo(of, true)
		if err != nil || !bytes.Equal(again.Content, after.Content) {
			t.Errorf("%s: not the same picture again, %v", of, err)
		}
		if bytes.Equal(before.Content, after.Content) {
			t.Errorf("%s: before and after are the same", of)
		}
		if _, err := upload.Keep(after.Name, after.Content); err != nil {
			t.Errorf("%s: %v", of, err)
		}
	}
	if _, err := photo("unicorn", true); err == nil {
		t.Error("a photograph of a unicorn")
	}
}
