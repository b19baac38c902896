package store

import (
	"strings"

	"fourgates/internal/policy"
)

// where collects AND-ed conditions and their named arguments. Conditions come from our code, values from arguments.
type where struct {
	conds []string
	args  named
}

// and adds a condition with its arguments given as name, value pairs.
func (w *where) and(cond string, pairs ...any) {
	w.conds = append(w.conds, cond)
	for i := 0; i+1 < len(pairs); i += 2 {
		w.set(pairs[i].(string), pairs[i+1])
	}
}

// set adds an argument that no condition brings, such as a limit.
func (w *where) set(name string, v any) {
	if w.args == nil {
		w.args = named{}
	}
	w.args[name] = v
}

// String is the WHERE clause, or "" without conditions.
func (w *where) String() string {
	if len(w.conds) == 0 {
		return ""
	}
	return "WHERE " + strings.Join(w.conds, "\n  AND ")
}

// inScope limits a column that holds an area to the scope; an empty scope matches nothing.
func (w *where) inScope(column string, s policy.Scope) {
	if s.All {
		return
	}
	w.and(column+" = ANY(@scope_areas)", "scope_areas", s.Areas)
}

// literal takes the meaning of its own from what a LIKE pattern is made of.
func literal(text string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text)
}
