package act

import "slices"

// Reorder puts the entry of a list that is meant one place up or down, and saves each entry whose place, counted from
// 1, is then another. It reports whether it did: not where there is no such entry, or none on that side of it.
func Reorder[T any](list []T, meant func(T) bool, up bool, place func(*T) *int, save func(T) error) (bool, error) {
	at := slices.IndexFunc(list, meant)
	to := at + 1
	if up {
		to = at - 1
	}
	if at < 0 || to < 0 || to >= len(list) {
		return false, nil
	}
	list[at], list[to] = list[to], list[at]
	for i := range list {
		if is := place(&list[i]); *is != i+1 {
			*is = i + 1
			if err := save(list[i]); err != nil {
				return true, err
			}
		}
	}
	return true, nil
}
