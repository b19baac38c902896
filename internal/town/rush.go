package town

import (
	"fmt"
	"sync"

	"github.com/jackc/pgx/v5/pgxpool"

	"fourgates/internal/act"
	"fourgates/internal/beyond"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
)

// Rush is the castle's application on a pool like the one that serves: as many connections, the same limits.
func (c *Town) Rush() *act.App {
	c.T.Helper()
	cfg, err := pgxpool.ParseConfig(c.Pool.Config().ConnString())
	if err != nil {
		c.T.Fatal(err)
	}
	cfg.MaxConns = 20
	cfg.ConnConfig.RuntimeParams["role"] = "fourgates_app"
	cfg.ConnConfig.RuntimeParams["statement_timeout"] = "5s"
	cfg.ConnConfig.RuntimeParams["lock_timeout"] = "2s"
	cfg.ConnConfig.RuntimeParams["idle_in_transaction_session_timeout"] = "10s"
	pool, err := pgxpool.NewWithConfig(c.T.Context(), cfg)
	if err != nil {
		c.T.Fatal(err)
	}
	c.T.Cleanup(pool.Close)
	return &act.App{Beyond: beyond.Steps(), Store: db.New(pool), Now: c.Now, Log: c.App.Log}
}

// Crowd fills so many wards with a Member each, and returns an area that they all overlap, ready for gate 1.
func (c *Town) Crowd(name string, n int) (domain.AreaID, []domain.PersonID) {
	c.T.Helper()
	seats := []domain.SeatID{c.Upper}
	people := []domain.PersonID{c.Suresh}
	for i := range n - 1 {
		seat, who := c.Seat("ward", fmt.Sprintf("%s ward %d", name, i)), c.Person(fmt.Sprintf("Member%d", i))
		c.Term(who, seat)
		seats, people = append(seats, seat), append(people, who)
	}
	return c.Ready(name, seats...), people
}

// OneWhole checks that gate 1 passed once, with all that passing does and nothing twice, and that no signature is lost.
func (c *look) OneWhole(id domain.AttemptID, area domain.AreaID, signatures int) {
	c.T.Helper()
	c.WantOutcome(id, gates.OutcomePassed)
	for what, sql := range map[string]string{
		"signatures": `SELECT count(*) = $2 FROM signatures WHERE attempt_id = $1`,
		"signatures in the register": `SELECT count(*) = $2 FROM register_entries WHERE kind = 'signature'
			AND attempt_id = $1`,
		"audit entries": `SELECT count(*) = $2 FROM audit_entries WHERE action = 'gate.sign' AND object_id = $1`,
	} {
		if !c.holds(sql, int64(id), signatures) {
			c.T.Errorf("attempt %d has not %d %s", id, signatures, what)
		}
	}
	for what, sql := range map[string]string{
		"outcome": `SELECT count(*) = 1 FROM register_entries WHERE kind = 'outcome' AND attempt_id = $1
			AND area_id = $2`,
		"notices": `SELECT count(*) = 2 FROM notices WHERE attempt_id = $1 AND area_id = $2
			AND event LIKE 'area selected:%'`,
		"told": `SELECT count(*) = 1 FROM notices WHERE attempt_id = $1 AND area_id = $2 AND event = 'gate passed'`,
		"states": `SELECT string_agg(state, ' ' ORDER BY id) = 'proposed selected active' AND $1 > 0 FROM area_states
			WHERE area_id = $2`,
		"phase 2a": `SELECT count(*) = 1 AND $1 > 0 FROM phases WHERE area_id = $2 AND phase = '2a'`,
	} {
		if !c.holds(sql, int64(id), int64(area)) {
			c.T.Errorf("attempt %d passed, but not once and whole: %s", id, what)
		}
	}
}

func (c *look) holds(sql string, args ...any) bool {
	c.T.Helper()
	var yes bool
	if err := c.Pool.QueryRow(c.T.Context(), sql, args...).Scan(&yes); err != nil {
		c.T.Fatalf("%s: %v", sql, err)
	}
	return yes
}

// AtOnce runs a step so many times at the same moment and returns what each said.
func AtOnce(n int, step func(i int) error) []error {
	said := make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { said[i] = step(i) })
	}
	all.Wait()
	return said
}
