package app

import "slices"

// reorder puts the entry of a list that is meant one place up or down, and saves each whose place, counted from 1, is another then. It
// returns errNothing where there is none such, or none on that side of it.
func reorder[T any](list []T, meant func(T) bool, up bool, place func(*T) *int, save func(T) error) error {
	at := slices.IndexFunc(list, meant)
	to := at + 1
	if up {
		to = at - 1
	}
	if at < 0 || to < 0 || to >= len(list) {
		return errNothing
	}
	list[at], list[to] = list[to], list[at]
	for i := range list {
		if is := place(&list[i]); *is != i+1 {
			*is = i + 1
			if err := save(list[i]); err != nil {
				return err
			}
		}
	}
	return nil
}
