package ui

import "strings"

// classes are the names that are not empty, as one attribute has them.
func classes(names ...string) string {
	kept := make([]string, 0, len(names))
	for _, n := range names {
		if n != "" {
			kept = append(kept, n)
		}
	}
	return strings.Join(kept, " ")
}

// when is the text where the condition holds, else "".
func when(cond bool, s string) string {
	if cond {
		return s
	}
	return ""
}
