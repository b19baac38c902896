package restrictions

import (
	"fourgates/internal/domain"
	"fourgates/internal/register"
)

// Unsaid are the words of restricted issues that a reader may not see, by the area of each issue: what is said to them
// about an area, by page, file or mail, is withheld where it says one of them.
type Unsaid map[domain.AreaID]*register.Phrases

// Add adds the words by which some issues are known.
func (u Unsaid) Add(of []Issue) {
	for _, i := range of {
		if u[i.Area] == nil {
			u[i.Area] = &register.Phrases{}
		}
		addPhrases(u[i.Area], i)
	}
}

// In reports whether texts about an area say any of the words.
func (u Unsaid) In(area domain.AreaID, texts ...string) bool {
	known, ok := u[area]
	return ok && known.In(texts...)
}
