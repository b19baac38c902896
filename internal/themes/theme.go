// Package themes holds the list of themes by which issues are categorised.
package themes

import (
	"fourgates/internal/domain"
)

// Theme is one entry of the list by which issues are categorised (D4). A retired one stays on the issues that have it.
type Theme struct {
	ID       domain.ThemeID
	Name     string
	Position int
	Retired  bool
	Issues   int // how many have it; only where it was asked for
}
