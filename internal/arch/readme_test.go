package arch_test

import (
	"os"
	"strings"
	"testing"
)

// The list of parts that README gives is the list by which they are judged.
func TestReadmeListsTheParts(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, found := strings.Cut(string(text), "The parts, lowest first: ")
	list, _, ends := strings.Cut(after, ".")
	if !found || !ends {
		t.Fatal("README does not list the parts")
	}
	var names []string
	for _, p := range parts {
		names = append(names, p.folder)
	}
	if got, want := strings.Join(strings.Fields(list), " "), strings.Join(names, ", "); got != want {
		t.Errorf("README lists %s\nwant %s", got, want)
	}
}
