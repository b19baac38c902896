package registerstore

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/register"
)

// Said is an entry as far as the rows need it that it says: what it is about and the salt of its words.
type Said struct {
	Position int64
	Kind     string
	Attempt  domain.AttemptID
	Salt     string
}

// heldFromSQL are the entries x. What an entry is about the Executive's decision on stands beside it.
const heldFromSQL = `
	WITH x AS MATERIALIZED (
	    SELECT u.position, u.kind, u.attempt_id, l.decision_id
	    FROM unnest(@positions::bigint[], @kinds::text[], @attempts::bigint[]) AS u (position, kind, attempt_id)
	    LEFT JOIN decision_entries l ON l.position = u.position)`

func aboutEntries(entries []Said) db.Named {
	positions, kinds, attempts := make([]int64, len(entries)), make([]string, len(entries)), make([]int64, len(entries))
	for i, e := range entries {
		positions[i], kinds[i], attempts[i] = e.Position, e.Kind, int64(e.Attempt)
	}
	return db.Named{"positions": positions, "kinds": kinds, "attempts": attempts}
}

// HeldNow are the rows that entries stand for as they are now, by position and table.
func HeldNow(ctx context.Context, r db.Reader, entries []Said) (map[int64]map[string]register.Held, error) {
	held := map[int64]map[string]register.Held{}
	salts := map[int64]string{}
	var parts []string
	for n, table := range HeldTables {
		if !slices.ContainsFunc(entries, func(e Said) bool { return table.Says(e.Kind) }) {
			continue
		}
		parts = append(parts, fmt.Sprintf(`
	SELECT x.position, %d AS n, %s::text AS values
	FROM x
	%s
	WHERE x.kind IN ('%s')`, n, table.valuesSQL(), table.join, strings.Join(table.kinds, "', '")))
	}
	for _, e := range entries {
		held[e.Position], salts[e.Position] = map[string]register.Held{}, e.Salt
		for _, table := range HeldTables {
			if table.Says(e.Kind) {
				held[e.Position][table.Name] = register.Held{Rows: [][]json.RawMessage{}}
			}
		}
	}
	if len(parts) == 0 {
		return held, nil
	}
	rows, err := db.List[struct {
		Position int64
		N        int
		Values   string
	}](ctx, r.DB, "held rows", heldFromSQL+strings.Join(parts, "\n\tUNION ALL"), aboutEntries(entries))
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		table := HeldTables[row.N]
		values, err := table.read(row.Values, salts[row.Position])
		if err != nil {
			return nil, fmt.Errorf("held rows of %s: %w", table.Name, err)
		}
		of := held[row.Position][table.Name]
		of.Columns, of.Rows = table.Columns(), append(of.Rows, values)
		held[row.Position][table.Name] = of
	}
	for _, tables := range held {
		for _, of := range tables {
			slices.SortFunc(of.Rows, func(a, b []json.RawMessage) int {
				return slices.CompareFunc(a, b, func(a, b json.RawMessage) int {
					return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(string(a), string(b)))
				})
			})
		}
	}
	return held, nil
}

// valuesSQL is the values of a row t, in the order of its columns. Instants are said in UTC, whatever the session's
// time zone.
func (h HeldTable) valuesSQL() string {
	var values []string
	for _, column := range h.Columns() {
		value := "t." + column
		if slices.Contains(h.Times, column) {
			value += " AT TIME ZONE 'UTC'"
		}
		values = append(values, value)
	}
	return "jsonb_build_array(" + strings.Join(values, ", ") + ")"
}

// read reads the values of a row, with the digests of its words.
func (h HeldTable) read(text, salt string) (values []json.RawMessage, err error) {
	if err := json.Unmarshal([]byte(text), &values); err != nil {
		return nil, err
	}
	first := len(h.Plain) + len(h.Times)
	for n, column := range h.Words {
		if values[first+n], err = register.WordsHeld(salt, h.Name+"."+column, values[first+n]); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// HeldMisfits compares what entries say of rows with those that stand now. Entries from before rows were said, say
// none.
func HeldMisfits(ctx context.Context, r db.Reader, entries []register.RegisterEntry) ([]Misfit, error) {
	var about []Said
	payloads := map[int64]register.RegisterPayload{}
	for _, e := range entries {
		p, err := e.Read()
		if err != nil {
			return nil, err
		}
		if p.Rows != nil {
			payloads[e.Position] = p
			about = append(about, Said{e.Position, e.Kind, e.Attempt, p.Salt})
		}
	}
	if len(about) == 0 {
		return nil, nil
	}
	now, err := HeldNow(ctx, r, about)
	if err != nil {
		return nil, err
	}
	over, err := saidAnew(ctx, r, about)
	if err != nil {
		return nil, err
	}
	var misfits []Misfit
	for _, e := range about {
		p := payloads[e.Position]
		state := p.Rows["executive_decisions"].Says("state")
		drafted := state == "drafted" || state == "scheduled"
		for _, table := range HeldTables {
			said, ok := p.Rows[table.Name]
			if !ok || over[e.Position].has(table.until) || table.settled && drafted {
				continue
			}
			if words := said.Differs(now[e.Position][table.Name], table.Key); words != "" {
				misfits = append(misfits, Misfit{e.Position,
					table.Name + " does not agree with the register: " + words})
			}
		}
	}
	return misfits, nil
}

// later is by what an entry's rows are said anew.
type later struct {
	Position                  int64
	Attempt, Matter, Decision bool
}

func (l later) has(u until) bool {
	switch u {
	case nextOfAttempt:
		return l.Attempt
	case nextOfMatter:
		return l.Matter
	case nextOfAll:
		return l.Decision
	}
	return false
}

func saidAnew(ctx context.Context, r db.Reader, entries []Said) (map[int64]later, error) {
	args := aboutEntries(entries)
	args["again"] = ofAttempt
	rows, err := db.List[later](ctx, r.DB, "entries said anew", heldFromSQL+`
	SELECT x.position,
	       EXISTS (SELECT FROM register_entries n WHERE n.attempt_id = x.attempt_id AND n.position > x.position
	               AND n.kind = ANY(@again)) AS attempt,
	       EXISTS (SELECT FROM decision_entries n
	               JOIN register_entries e ON e.position = n.position
	               WHERE n.decision_id = x.decision_id AND n.position > x.position
	                 AND e.attempt_id = x.attempt_id) AS matter,
	       EXISTS (SELECT FROM decision_entries n
	               WHERE n.decision_id = x.decision_id AND n.position > x.position) AS decision
	FROM x`, args)
	byPosition := map[int64]later{}
	for _, l := range rows {
		byPosition[l.Position] = l
	}
	return byPosition, err
}
