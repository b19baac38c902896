package db

import (
	"strconv"
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// Where collects AND-ed conditions and their named arguments. Conditions come from our code, values from arguments.
type Where struct {
	Conds []string
	Args  Named
}

// And adds a condition with its arguments given as name, value pairs.
func (w *Where) And(cond string, pairs ...any) {
	w.Conds = append(w.Conds, cond)
	for i := 0; i+1 < len(pairs); i += 2 {
		w.Set(pairs[i].(string), pairs[i+1])
	}
}

// Set adds an argument that no condition brings, such as a limit.
func (w *Where) Set(name string, v any) {
	if w.Args == nil {
		w.Args = Named{}
	}
	w.Args[name] = v
}

// String is the WHERE clause, or "" without conditions.
func (w *Where) String() string {
	if len(w.Conds) == 0 {
		return ""
	}
	return "WHERE " + strings.Join(w.Conds, "\n  AND ")
}

// InScope limits a column that holds an area to the scope; an empty scope matches nothing.
func (w *Where) InScope(column string, s policy.Scope) {
	if s.All {
		return
	}
	w.And(column+" = ANY(@scope_areas)", "scope_areas", s.Areas)
}

// InScopeOn is InScope for what is about a submission of a gate, whose column holds that.
func (w *Where) InScopeOn(area, attempt string, s policy.Scope) {
	if s.All {
		return
	}
	if len(s.Attempts) == 0 {
		w.InScope(area, s)
		return
	}
	w.And("("+area+" = ANY(@scope_areas) OR "+attempt+" = ANY(@scope_attempts))", "scope_areas", s.Areas,
		"scope_attempts", s.Attempts)
}

// mostWords is how many words of what was typed are looked for; a whole page may have been pasted.
const mostWords = 20

// Finds limits to rows in whose names every word of what was typed is found, in one column or another: as the
// database's function findable has them, without accents, punctuation and case. What has no letter and no figure is
// looked for as it is.
func (w *Where) Finds(typed string, columns ...string) {
	words := strings.Fields(domain.FoldName(typed))
	if len(words) == 0 {
		w.And("concat_ws(' ', "+strings.Join(columns, ", ")+") LIKE @signs", "signs",
			"%"+Literal(strings.TrimSpace(typed))+"%")
	}
	for i, word := range words[:min(len(words), mostWords)] {
		name := "word" + strconv.Itoa(i)
		var found []string
		for _, column := range columns {
			found = append(found, "findable("+column+") LIKE @"+name)
		}
		w.And("("+strings.Join(found, " OR ")+")", name, "%"+Literal(word)+"%")
	}
}

// Literal takes the meaning of its own from what a LIKE pattern is made of.
func Literal(text string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text)
}
