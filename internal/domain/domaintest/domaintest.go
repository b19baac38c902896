// Package domaintest holds what tests of several parts' rules share.
package domaintest

import (
	"fourgates/internal/domain"
)

var Day = domain.NewDate(2026, 3, 10)

func IDs(list []domain.Blocker) []string {
	var got []string
	for _, b := range list {
		got = append(got, b.ID)
	}
	return got
}

func Pence(p domain.Pence) *domain.Pence { return &p }
