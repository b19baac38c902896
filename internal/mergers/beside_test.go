package mergers_test

import (
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/mergers"
	"fourgates/internal/seats"
)

// A merger, at once or ahead, is refused beside one that is recorded ahead and touches the same councils.
func TestMergersThatAreRecordedAheadKeepOthersBack(t *testing.T) {
	day := domain.NewDate(2027, 4, 1)
	order := func(from, into domain.AuthorityID, name string) mergers.Order {
		return mergers.Order{Merger: seats.Merger{From: from, Into: into, Name: name, On: day}, FromName: "Moor"}
	}
	closed := order(1, 2, "")
	closed.Closed = "taken back"
	for _, c := range []struct {
		name   string
		m      seats.Merger
		beside mergers.Order
		kept   bool
	}{
		{"the same council, elsewhere", seats.Merger{From: 1, Into: 3}, order(1, 2, ""), true},
		{"into a council that is to go", seats.Merger{From: 3, Into: 1}, order(1, 2, ""), true},
		{"of a council that is to take another", seats.Merger{From: 2, Into: 3}, order(1, 2, ""), true},
		{"into the same council", seats.Merger{From: 3, Into: 2}, order(1, 2, ""), false},
		{"forming the same new council", seats.Merger{From: 3, Name: "Greater  moor"}, order(1, 0, "Greater Moor"),
			true},
		{"forming another", seats.Merger{From: 3, Name: "Lesser Moor"}, order(1, 0, "Greater Moor"), false},
		{"beside one that was taken back", seats.Merger{From: 1, Into: 3}, closed, false},
	} {
		if got := mergers.Beside(c.m, []mergers.Order{c.beside}); len(got) > 0 != c.kept {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}
