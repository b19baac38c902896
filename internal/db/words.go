package db

// Numbers are identifiers as the driver takes them.
func Numbers[T ~int64](ids []T) []int64 {
	got := make([]int64, len(ids))
	for i, id := range ids {
		got[i] = int64(id)
	}
	return got
}
