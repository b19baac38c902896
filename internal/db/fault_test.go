package db_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"

	"fourgates/internal/db"
	"fourgates/internal/db/dbtest"
)

// What will pass is told from what is wrong with what was asked by the class of its SQLSTATE, as Postgres says it.
func TestFaultsOfADatabaseGoByTheirClass(t *testing.T) {
	conn, err := pgx.Connect(t.Context(), dbtest.EmptyURL(t))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	for code, want := range map[string]db.Fault{
		"08000": db.Gone, "08006": db.Gone, "57P01": db.Gone, "57P02": db.Gone, "57P03": db.Gone, "57P05": db.Gone,
		"57014": db.Overrun, "53000": db.Overrun, "53200": db.Overrun, "53300": db.Overrun, "53400": db.Overrun,
		"55P03": db.Overrun, "55006": db.Overrun, "40001": db.Overrun, "40P01": db.Overrun, "40003": db.Overrun,
		"25006": db.ReadOnly, "53100": db.NoRoom, "58000": db.Defective, "58030": db.Defective, "F0001": db.Defective,
		"23505": db.NoFault, "23514": db.NoFault, "42P01": db.NoFault, "42501": db.NoFault, "22P02": db.NoFault,
		"25P02": db.NoFault, "55000": db.NoFault, "XX000": db.NoFault, "P0001": db.NoFault,
	} {
		_, err := conn.Exec(t.Context(),
			"DO $$ BEGIN RAISE EXCEPTION 'as it happens' USING ERRCODE = '"+code+"'; END $$")
		if got := db.FaultOf(fmt.Errorf("a step: %w", err)); err == nil || got != want {
			t.Errorf("%s is fault %d, want %d (%v)", code, got, want, err)
		}
	}
	for name, c := range map[string]struct {
		err  error
		want db.Fault
	}{
		"time is over": {context.DeadlineExceeded, db.Overrun},
		"a mistake":    {errors.New("nil map"), db.NoFault},
		"none":         {nil, db.NoFault},
	} {
		if got := db.FaultOf(c.err); got != c.want {
			t.Errorf("%s is fault %d, want %d", name, got, c.want)
		}
	}
	_, err = pgx.Connect(t.Context(), "postgres://nobody@127.0.0.1:1/nowhere")
	if db.FaultOf(err) != db.Gone {
		t.Errorf("a database that is not there: %v", err)
	}
}
